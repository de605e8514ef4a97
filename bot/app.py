"""The composition root: settings in, a running bot out; and the one reader of the clock."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.assembly.cases import CaseParts
from bot.assembly.guard import GuardParts
from bot.assembly.room_acts import RoomActParts
from bot.assembly.telling import TellingParts
from bot.chat import endpoint
from bot.chat.client import Services
from bot.given import seeds
from bot.lifecycle import Lifecycle
from bot.services import safety_content
from bot.services.editing import EditService
from bot.services.entry_forms import EntryForms
from bot.services.housekeeping import Housekeeping
from bot.services.imports import ImportService
from bot.services.pace import Pace
from bot.storage.migrate import migrate
from bot.storage.sqlite import SqliteDatabase, open_sqlite
from config.settings import Settings

log = logging.getLogger(__name__)


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


async def open_database(settings: Settings) -> SqliteDatabase:
    """Open the database and bring its schema up to this release.

    Raises:
        StorageError: It cannot be opened, or a newer Waymark wrote it.
    """
    database = await open_sqlite(
        settings.database.path, busy_timeout=settings.database.busy_timeout
    )
    try:
        await migrate(database, now=real_now())
    except BaseException:
        await database.close()
        raise
    return database


class Assembly(TellingParts, RoomActParts, CaseParts, GuardParts):
    """The whole bot."""

    def services(self) -> Services:
        """Return what cogs are made of."""
        return Services(
            servers=self.servers,
            safety=self.safety,
            staff=self.staff,
            asides=self.asides,
            hiding=self.hiding,
            caring=self.caring,
            telling=self.telling,
            answers=self.answers,
            entry_forms=EntryForms(library=self.library),
            imports=ImportService(library=self.library, fetcher=self.fetcher),
            handovers=self.handovers,
            pace=Pace(now=self.real),
            room_target=self.settings.answers.room_false_answer_target,
            meetings=self.meetings,
            exceptions=self.exceptions,
            editing=EditService(meetings=self.meetings),
            rsvp=self.rsvp,
            wishes=self.wishes,
            subscriptions=self.subscriptions,
            events=self.events,
            automod_ear=self.automod_ear,
            calming=self.calming,
            cases=self.cases,
            messenger=self.messenger,
            support=safety_content.load_support(self.settings.content.folder / "support"),
            home_zone=self.settings.clinic.zone,
            home_language=self.settings.clinic.language,
        )


def build(settings: Settings, database: SqliteDatabase, clock: Clock) -> Lifecycle:
    """Put the bot together; nothing is started yet.

    Raises:
        InvalidContent: A text that safety depends on is missing or broken. A broken answer is left
            out instead, and `run.py check` names it.
    """
    parts = Assembly(settings, database, clock, real_now)
    parts.client.services = parts.services()
    return Lifecycle(
        client=parts.client,
        deliveries=parts.deliveries,
        rsvp=parts.rsvp,
        housekeeping=_housekeeping(parts),
        rooms=parts.rooms,
        holds=parts.holds,
        events=parts.events,
        automod=parts.automod,
        case_holds=parts.cases.holds,
        joining=parts.joining,
        subscriptions=parts.subscriptions,
        alarm=parts.alarm,
        room_alarm=parts.room_alarm,
        hold_alarm=parts.hold_alarm,
        case_alarm=parts.case_alarm,
        joining_alarm=parts.joining_alarm,
        event_alarm=parts.event_alarm,
        calendar_alarm=parts.calendar_alarm,
        automod_alarm=parts.automod_alarm,
        seeds=seeds(settings),
        api=settings.discord.endpoint,
        clock=clock,
        real=real_now,
        was_alone=database.was_alone,
    )


def _housekeeping(parts: Assembly) -> Housekeeping:
    return Housekeeping(
        database=parts.database,
        meetings=parts.meetings,
        rooms=parts.rooms,
        holds=parts.holds,
        purges=parts.purges,
        events=parts.events,
        automod=parts.automod,
        cases=parts.cases,
        hiding=parts.hiding,
        handovers=parts.handovers,
        caring=parts.caring,
        telling=parts.telling,
        now=parts.clock,
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
