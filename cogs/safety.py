"""The only cog that hears messages. What it lets pass goes on as `screened_message`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from discord import (
    AuditLogAction,
    AuditLogEntry,
    AutoModAction,
    Member,
    Message,
    MessageType,
    RawBulkMessageDeleteEvent,
    RawMessageDeleteEvent,
    RawMessageUpdateEvent,
)
from discord.ext import commands

from bot.chat.automod import struck, unseen
from bot.chat.client import Waymark
from bot.chat.inbound import heard, named, of_member
from bot.chat.messenger import DiscordMessenger
from bot.chat.voice import PersonVoice, RoomVoice
from bot.domain.edits import Edits
from bot.domain.hiding import Writer
from bot.domain.ids import GuildId, MessageId
from bot.domain.messages import Heard
from bot.domain.servers import Right, may
from bot.domain.support import SupportTexts
from bot.services import automod_ear
from bot.services.automod_ear import AutomodEar
from bot.services.gate import Gate
from bot.services.raids import RaidService
from bot.services.safety import SafetyService


class Safety(commands.Cog):
    """Screens every message and brings staff to a person in danger."""

    def __init__(
        self,
        bot: Waymark,
        safety: SafetyService,
        ear: AutomodEar,
        messenger: DiscordMessenger,
        texts: SupportTexts,
    ) -> None:
        self.bot = bot
        self.safety = safety
        self.ear = ear
        self.messenger = messenger
        self.texts = texts
        self.raids: RaidService = bot.services.calming.raids
        self.gate = Gate(safety=safety, hiding=bot.services.hiding)
        self.edits = Edits()

    @commands.Cog.listener()
    async def on_message(self, message: Message) -> None:
        """Judge a message before anything else may look at it."""
        words = self._words(message)
        if words is None:
            return
        self.edits.remember(words)
        voice, writer = RoomVoice(self.messenger, self.texts, message), self._writer(message)
        # No await before this line: in a burst, a message keeps its place.
        verdict = await self.safety.hear(words, voice)
        if verdict.is_crisis and not self.ear.is_first(MessageId(message.id)):
            return
        alarming = None
        if not verdict.is_crisis:
            alarming = self.raids.count(words, joined_at=_joined_at(message), writer=writer)
        text = await self.gate.follow(words, verdict, voice, writer=writer)
        if text is not None:
            self.bot.dispatch("screened_message", message, text)
        if alarming is not None and self.safety.is_cared_for(words.author_id, words.message_id):
            alarming = replace(alarming, holds=False)
        await self.raids.answer(alarming)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: RawMessageUpdateEvent) -> None:
        """Judge what a message was changed to, however old it is; nobody answers it anew."""
        message = event.message
        words = self._words(message)
        if words is None or not self.edits.is_news(words, message.edited_at, now=self.safety.now()):
            return
        voice, writer = RoomVoice(self.messenger, self.texts, message), self._writer(message)
        verdict = await self.safety.hear(words, voice)
        await self.gate.follow(words, verdict, voice, writer=writer, is_new=False)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: RawMessageDeleteEvent) -> None:
        """Expect nothing late of a message that is gone; the rules' card comes back."""
        self.safety.gone(MessageId(event.message_id))
        await self._look_at_card(event.guild_id, {MessageId(event.message_id)})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: RawBulkMessageDeleteEvent) -> None:
        """Expect nothing late of messages that are gone."""
        gone = {MessageId(message_id) for message_id in event.message_ids}
        for message_id in gone:
            self.safety.gone(message_id)
        await self._look_at_card(event.guild_id, gone)

    async def _look_at_card(self, guild_id: int | None, gone: Collection[MessageId]) -> None:
        if guild_id is not None:
            await self.bot.services.joining.cards.gone(GuildId(guild_id), gone)

    def _words(self, message: Message) -> Heard | None:
        # Webhooks are screened, bots are not; what a bot answers to a command comes by its own.
        is_webhook = message.webhook_id is not None and message.application_id is None
        if message.author.bot and not is_webhook:
            return None
        # AutoMod's alert in the staff room bears the name of whoever it is about; a thread's new
        # title comes by the audit log.
        if message.type in {MessageType.auto_moderation_action, MessageType.channel_name_change}:
            return None
        words = heard(message)
        is_ours = words.guild_id is None or self.bot.is_set_up(words.guild_id)
        return words if is_ours else None

    @commands.Cog.listener()
    async def on_automod_action(self, action: AutoModAction) -> None:
        """Bring help where Discord's AutoMod heard a crisis and the bot may not read."""
        hit = struck(action, now=self.ear.now())
        if not self.bot.is_set_up(hit.guild_id):
            return
        verdict = self.ear.judge(hit)
        if verdict is not None:
            voice = RoomVoice(self.messenger, self.texts, unseen(hit))
            await self.safety.care(automod_ear.heard(hit), verdict, voice)

    @commands.Cog.listener()
    async def on_audit_log_entry_create(self, entry: AuditLogEntry) -> None:
        """Judge the title of a thread and the name somebody gives themselves."""
        words = named(entry)
        if words is None or entry.user_id == self.bot.application_id:
            return
        # Discord writes a new thread's title into its room, where it was heard with the messages.
        if entry.action is AuditLogAction.thread_create and self.bot.intents.message_content:
            return
        if words.guild_id is None or not self.bot.is_set_up(words.guild_id):
            return
        voice = PersonVoice(self.messenger, self.texts, words.author_id)
        verdict = await self.safety.hear(words, voice)
        if verdict.is_crisis:
            await self.safety.care(words, verdict, voice)

    def _writer(self, message: Message) -> Writer:
        if message.webhook_id is not None:
            return Writer.WEBHOOK
        member = message.author
        if not isinstance(member, Member):
            return Writer.MEMBER
        server = self.bot.services.servers.get(GuildId(member.guild.id))
        who = of_member(member, member.guild_permissions)
        is_staff = server is not None and may(who, Right.MODERATE, server)
        return Writer.STAFF if is_staff else Writer.MEMBER


def _joined_at(message: Message) -> datetime | None:
    """Return since when the writer is in the server, as far as Discord says."""
    return message.author.joined_at if isinstance(message.author, Member) else None


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    ear, safety = services.automod_ear, services.safety
    await bot.add_cog(Safety(bot, safety, ear, services.messenger, services.support))
