"""The bot as Discord knows it: its intents, its cogs, and the order in which it comes up."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import Interaction
from discord.ext import commands

from bot.chat.asides import DiscordWhisper
from bot.chat.errors import Border, Tree
from bot.chat.messenger import DiscordMessenger
from bot.chat.outgoing import Gate, trace
from bot.chat.router import Router, is_form
from bot.domain.ids import GuildId
from bot.domain.support import SupportTexts
from bot.services.answers import AnswerService
from bot.services.asides import AsideService
from bot.services.automod import AutomodService
from bot.services.automod_ear import AutomodEar
from bot.services.calendars import CalendarService
from bot.services.calming import Calming
from bot.services.caring import Caring
from bot.services.case_desk import CaseDesk
from bot.services.editing import EditService
from bot.services.entry_forms import EntryForms
from bot.services.events import EventService
from bot.services.exceptions import ExceptionService
from bot.services.handovers import HandoverService
from bot.services.hiding import HidingService
from bot.services.imports import ImportService
from bot.services.joining import Joining
from bot.services.library import LibraryService
from bot.services.meetings import MeetingService
from bot.services.moderation import ModerationService
from bot.services.pace import Pace
from bot.services.reports import ReportService
from bot.services.review import ReviewService
from bot.services.rooms import RoomService
from bot.services.rsvp import RsvpService
from bot.services.safety import SafetyService
from bot.services.servers import Servers
from bot.services.staff import StaffService
from bot.services.subscriptions import SubscriptionService
from bot.services.telling import Telling
from bot.services.wishes import WishService

log = logging.getLogger(__name__)

Step = Callable[[], Awaitable[None]]
Meet = Callable[[discord.Guild], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What cogs are made of. A cog takes what it needs in its `setup`, and nothing later."""

    servers: Servers
    safety: SafetyService
    caring: Caring
    telling: Telling
    staff: StaffService
    asides: AsideService
    hiding: HidingService
    answers: AnswerService
    entry_forms: EntryForms
    imports: ImportService
    handovers: HandoverService
    pace: Pace
    room_target: float
    meetings: MeetingService
    exceptions: ExceptionService
    editing: EditService
    wishes: WishService
    rsvp: RsvpService
    subscriptions: SubscriptionService
    events: EventService
    automod_ear: AutomodEar
    calming: Calming
    cases: CaseDesk
    messenger: DiscordMessenger
    support: SupportTexts
    home_zone: ZoneInfo
    home_language: str

    @property
    def rooms(self) -> RoomService:
        """The doors of meetings' rooms."""
        return self.calming.acts.rooms

    @property
    def automod(self) -> AutomodService:
        """Discord's own rules, kept in step."""
        return self.automod_ear.automod

    @property
    def reports(self) -> ReportService:
        """What members tell staff in private."""
        return self.telling.reports

    @property
    def joining(self) -> Joining:
        """The rules, and who agreed to them."""
        return self.telling.joining

    @property
    def calendars(self) -> CalendarService:
        """Calendars in files."""
        return self.subscriptions.calendars

    @property
    def moderation(self) -> ModerationService:
        """What moderators decide."""
        return self.cases.moderation

    @property
    def library(self) -> LibraryService:
        """Each server's own answers."""
        return self.entry_forms.library

    @property
    def review(self) -> ReviewService:
        """Going through the answers."""
        return ReviewService(library=self.library)


def intents(*, message_content: bool, members: bool) -> discord.Intents:
    """Return the intents that the settings need, and no other.

    `guilds` brings rooms and roles, the message intents bring messages in rooms and in private,
    `guild_scheduled_events` says when an event is deleted by hand, `moderation` brings the server's
    audit log, where Discord lets us read it.
    The two that Discord calls privileged are asked for only where the settings say so. Where
    messages are not read, AutoMod's hits and its rules are heard instead.
    """
    asked = discord.Intents.none()
    asked.guilds = True
    asked.guild_messages = True
    asked.dm_messages = True
    asked.guild_scheduled_events = True
    asked.moderation = True
    asked.message_content = message_content
    asked.auto_moderation_execution = not message_content
    asked.auto_moderation_configuration = not message_content
    asked.members = members
    return asked


# Nobody here talks by voice; discord.py warns at every start otherwise.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class Waymark(commands.Bot):
    """Comes up in order: commands, cogs, sync; then announces that it answers.

    Attributes:
        services: Set before the client starts, as are the other two.
        on_answering: Called once, when commands are registered and the servers are known.
        on_new_guild: Called when the bot joins a server.
    """

    services: Services
    on_answering: Step
    on_new_guild: Meet

    def __init__(
        self,
        *,
        asked: discord.Intents,
        extensions: Sequence[str],
        guild_ready_timeout: float,
    ) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=asked,
            tree_cls=Tree,
            allowed_mentions=discord.AllowedMentions.none(),
            # Each message carries its author's roles; nobody else is kept in memory.
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            http_trace=trace(Gate()),
            guild_ready_timeout=guild_ready_timeout,
        )
        self.border = Border()
        self.router = Router(self.border)
        self.whisper = DiscordWhisper(DiscordMessenger(self))
        self._names = tuple(extensions)
        self._is_answering = False

    def is_set_up(self, guild_id: GuildId) -> bool:
        """Say whether a server has been set up; no database is read."""
        return self.services.servers.get(guild_id) is not None

    async def setup_hook(self) -> None:
        """Load every cog and register the commands, before the gateway is opened."""
        if isinstance(self.tree, Tree):
            self.tree.border = self.border
            self.tree.servers = self.services.servers
        for name in self._names:
            # One that fails stops the bot: half a bot is worse than a clear message.
            await self.load_extension(name)
        self.add_dynamic_items(self.router.button())
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the gate: there are no text commands."""

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a form, also one that was opened before a restart."""
        if is_form(interaction):
            await self.router.form(interaction)

    async def on_app_command_completion(
        self, interaction: Interaction, command: discord.app_commands.Command[Any, ..., Any]
    ) -> None:
        """Say what else there is to say, once a command was answered."""
        del command
        await self.border.finish(interaction)

    async def on_ready(self) -> None:
        """Announce, the first time, that the bot answers."""
        if not self._is_answering:
            self._is_answering = True
            await self.on_answering()
        else:
            # The connection was begun anew, and nothing between is told again.
            await self.services.cases.deeds.catch_up()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Set a new server up, where the clinic's file describes it."""
        await self.on_new_guild(guild)
