"""The composition root: settings in, a running bot out; and the one reader of the clock."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from bot.chat import endpoint
from bot.chat.client import Services, Waymark, intents
from bot.chat.events import DiscordEvents
from bot.chat.hider import DiscordHider
from bot.chat.messenger import DiscordMessenger
from bot.chat.moderator import DiscordModerator
from bot.chat.roles import DiscordRoles
from bot.chat.rooms import DiscordRooms
from bot.chat.voice import DiscordMembership
from bot.domain.faq import search
from bot.domain.incidents import Ladder
from bot.fetcher import HttpFetcher, is_public, is_public_or_here
from bot.given import contacts, hiding_rules, seeds
from bot.lifecycle import Lifecycle
from bot.scheduler import AlarmClock
from bot.services import faq_content, safety_content
from bot.services.answers import AnswerService
from bot.services.asides import AsideService
from bot.services.calendars import CalendarService
from bot.services.deliveries import DeliveryService
from bot.services.editing import EditService
from bot.services.events import EventService
from bot.services.exceptions import ExceptionService
from bot.services.hiding import HidingService
from bot.services.homes import Homes
from bot.services.housekeeping import Housekeeping
from bot.services.meetings import MeetingService
from bot.services.moderation import ModerationService
from bot.services.rooms import RoomService
from bot.services.rsvp import RsvpService
from bot.services.safety import SafetyService
from bot.services.servers import Servers
from bot.services.staff import StaffService
from bot.services.subscriptions import SubscriptionService
from bot.services.wishes import WishService
from bot.storage.opening import open_migrated
from bot.storage.sqlite import SqliteDatabase
from cogs import EXTENSIONS
from config.settings import Settings, files, load

log = logging.getLogger(__name__)

CONFIG = Path(__file__).parents[1] / "config"
CONTENT = CONFIG / "content"
EXAMPLE = CONFIG / "clinic.example.toml"


def real_now() -> datetime:
    """Return the machine's moment, aware UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Clock:
    """The bot's clock: the machine's, moved by a sandbox's offset."""

    offset: timedelta = timedelta()

    def __call__(self) -> datetime:
        """Return the present moment, aware UTC."""
        return real_now() + self.offset


def read_settings(endpoint_given: str | None = None) -> Settings:
    """Read the settings at the door.

    Args:
        endpoint_given: An API base from the command line; it outranks every other.

    Raises:
        SettingsError: A value is wrong; nothing was started.
    """
    environ = dict(os.environ)
    if endpoint_given is not None:
        environ["WAYMARK_DISCORD__ENDPOINT"] = endpoint_given
    settings = load(environ=environ, folder=CONFIG)
    if endpoint.is_official(settings.discord.endpoint):
        return settings
    # A sandbox's server is the one in the example. A clinic that has filled in its own file
    # rehearses there with its own words; until then the example's stand in.
    if len(files(environ=environ, folder=CONFIG)) == 1:
        return load(environ=environ, folder=CONFIG, clinic=EXAMPLE)
    known = {server.guild_id for server in settings.servers}
    example = load(environ={}, folder=CONFIG, clinic=EXAMPLE)
    added = tuple(server for server in example.servers if server.guild_id not in known)
    return settings.model_copy(update={"servers": settings.servers + added})


def settings_files() -> Sequence[Path]:
    """Return the settings files that count, the strongest first."""
    return files(environ=os.environ, folder=CONFIG)


async def open_database(settings: Settings) -> SqliteDatabase:
    """Open the database and bring its schema up to this release.

    Raises:
        StorageError: It cannot be opened, or a newer Waymark wrote it.
    """
    at = settings.database
    return await open_migrated(at.path, busy_timeout=at.busy_timeout, now=real_now())


def _alarm(_: object) -> AlarmClock:
    return AlarmClock(real=real_now)


@dataclass(frozen=True)
class Assembly:
    """The bot's parts, each made once, out of those it needs."""

    settings: Settings
    database: SqliteDatabase
    clock: Clock

    @cached_property
    def client(self) -> Waymark:
        """The connection to Discord."""
        asked = intents(
            message_content=self.settings.discord.message_content,
            members=self.settings.discord.members_intent,
        )
        return Waymark(
            asked=asked,
            extensions=EXTENSIONS,
            guild_ready_timeout=self.settings.discord.guild_ready_timeout.total_seconds(),
        )

    @cached_property
    def messenger(self) -> DiscordMessenger:
        """The bot's voice."""
        return DiscordMessenger(self.client)

    # What rings: for the ledger, for doors, for Discord's event list, for calendars at addresses.
    alarm = cached_property(_alarm)
    room_alarm = cached_property(_alarm)
    event_alarm = cached_property(_alarm)
    calendar_alarm = cached_property(_alarm)

    @cached_property
    def servers(self) -> Servers:
        """What differs from server to server."""
        return Servers(database=self.database, now=self.clock)

    @cached_property
    def homes(self) -> Homes:
        """Whose staff should know."""
        return Homes(self.servers, DiscordMembership(self.client))

    @cached_property
    def deliveries(self) -> DeliveryService:
        """The ledger."""
        return DeliveryService(
            database=self.database,
            messenger=self.messenger,
            servers=self.servers,
            alarm=self.alarm,
            now=self.clock,
            real=real_now,
            lease=self.settings.deliveries.lease,
            side_by_side=self.settings.deliveries.side_by_side,
        )

    @cached_property
    def asides(self) -> AsideService:
        """What reaches one person alone."""
        ledger, whisper = self.deliveries, self.client.whisper
        return AsideService(
            database=self.database, deliveries=ledger, whisper=whisper, now=self.clock
        )

    @cached_property
    def hiding(self) -> HidingService:
        """What follows from the other kinds."""
        return HidingService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            asides=self.asides,
            hider=DiscordHider(self.messenger, self.settings.safety.words_kept),
            now=self.clock,
            rules=hiding_rules(self.settings),
        )

    @cached_property
    def safety(self) -> SafetyService:
        """The one ear."""
        ladder = Ladder(
            moderators_after=self.settings.safety.moderators_after,
            admins_after=self.settings.safety.admins_after,
            repeat_every=self.settings.safety.repeat_every,
            stop_after=self.settings.safety.stop_after,
        )
        return SafetyService(
            database=self.database,
            deliveries=self.deliveries,
            servers=self.servers,
            homes=self.homes,
            signals=safety_content.load_signals(self.settings.content.folder / "signals"),
            ladder=ladder,
            now=self.clock,
            cooldown=self.settings.safety.cooldown,
        )

    @cached_property
    def answers(self) -> AnswerService:
        """The clinic's own answers."""
        loaded = faq_content.load(self.settings.content.faq)
        for problem in loaded.problems:
            log.warning("answer left out", extra={"entry": problem.where, "key": problem.key})
        return AnswerService(
            database=self.database,
            shipped=search.build(loaded.entries),
            now=self.clock,
            target=self.settings.answers.false_answer_target,
        )

    @cached_property
    def meetings(self) -> MeetingService:
        """The calendar."""
        return MeetingService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            now=self.clock,
            horizon=self.settings.meetings.planning_horizon,
            late_after=self.settings.deliveries.late_after,
            usual_leads=self.settings.meetings.lead_times,
            followers=(self.rooms, self.events),
        )

    @cached_property
    def subscriptions(self) -> SubscriptionService:
        """Calendars, as files and at addresses."""
        every, alarm = self.settings.meetings.calendar_every, self.calendar_alarm
        # Beside a sandbox everything is on this machine; beside Discord nothing here is reached.
        is_real = endpoint.is_official(self.settings.discord.endpoint)
        return SubscriptionService(
            calendars=CalendarService(meetings=self.meetings, alarm=alarm, every=every),
            fetcher=HttpFetcher(is_public if is_real else is_public_or_here),
            alarm=alarm,
            is_here=lambda guild_id: self.client.get_guild(guild_id) is not None,
            now=self.clock,
            real=real_now,
        )

    @cached_property
    def rooms(self) -> RoomService:
        """The doors."""
        return RoomService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            rooms=DiscordRooms(self.client),
            alarm=self.room_alarm,
            now=self.clock,
            real=real_now,
            lease=self.settings.deliveries.lease,
        )

    @cached_property
    def events(self) -> EventService:
        """The shop window."""
        return EventService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            events=DiscordEvents(self.client),
            alarm=self.event_alarm,
            now=self.clock,
            real=real_now,
        )

    @cached_property
    def exceptions(self) -> ExceptionService:
        """What differs from the calendar."""
        return ExceptionService(
            database=self.database,
            servers=self.servers,
            planner=self.meetings.planner,
            now=self.clock,
        )

    @cached_property
    def wishes(self) -> WishService:
        """How each member is reminded."""
        return WishService(
            database=self.database,
            planner=self.meetings.planner,
            roles=DiscordRoles(self.client),
            now=self.clock,
        )

    @cached_property
    def rsvp(self) -> RsvpService:
        """How many plan to come."""
        return RsvpService(
            database=self.database, servers=self.servers, alarm=self.alarm, now=self.clock
        )

    @cached_property
    def moderation(self) -> ModerationService:
        """What moderators decide."""
        return ModerationService(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            moderator=DiscordModerator(self.client),
            now=self.clock,
        )

    def services(self) -> Services:
        """Return what cogs are made of."""
        return Services(
            servers=self.servers,
            safety=self.safety,
            staff=StaffService(
                database=self.database, deliveries=self.deliveries, homes=self.homes, now=self.clock
            ),
            asides=self.asides,
            hiding=self.hiding,
            answers=self.answers,
            meetings=self.meetings,
            exceptions=self.exceptions,
            editing=EditService(meetings=self.meetings),
            rsvp=self.rsvp,
            wishes=self.wishes,
            calendars=self.subscriptions.calendars,
            subscriptions=self.subscriptions,
            rooms=self.rooms,
            events=self.events,
            moderation=self.moderation,
            messenger=self.messenger,
            support=safety_content.load_support(self.settings.content.folder / "support"),
            contacts=contacts(self.settings),
            home_zone=self.settings.clinic.zone,
            home_language=self.settings.clinic.language,
        )


def build(settings: Settings, database: SqliteDatabase, clock: Clock) -> Lifecycle:
    """Put the bot together; nothing is started yet.

    Raises:
        InvalidContent: A text that safety depends on is missing or broken. A broken answer is left
            out instead, and `run.py check` names it.
    """
    parts = Assembly(settings, database, clock)
    parts.client.services = parts.services()
    return Lifecycle(
        client=parts.client,
        deliveries=parts.deliveries,
        rsvp=parts.rsvp,
        housekeeping=Housekeeping(
            database=database,
            meetings=parts.meetings,
            rooms=parts.rooms,
            events=parts.events,
            moderation=parts.moderation,
            hiding=parts.hiding,
            now=clock,
        ),
        rooms=parts.rooms,
        events=parts.events,
        subscriptions=parts.subscriptions,
        alarm=parts.alarm,
        room_alarm=parts.room_alarm,
        event_alarm=parts.event_alarm,
        calendar_alarm=parts.calendar_alarm,
        seeds=seeds(settings),
        api=settings.discord.endpoint,
        clock=clock,
        real=real_now,
        was_alone=database.was_alone,
    )


async def serve(settings: Settings, token: str) -> None:
    """Serve Discord until told to stop, then close what was opened.

    Raises:
        InvalidContent, StorageError: Something the bot needs is broken.
        discord.LoginFailure, discord.PrivilegedIntentsRequired: Discord does not let it in.
    """
    endpoint.point_at(settings.discord.endpoint)
    database = await open_database(settings)
    try:
        await build(settings, database, Clock()).run(token)
    finally:
        await database.close()
