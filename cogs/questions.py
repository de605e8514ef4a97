"""Questions that are typed: in the questions room, to the bot by name, or in a direct message.

Everybody reads along, so only what is sure is said; the rest is a button for whoever presses it.
A reply stays when its question is deleted: it names nobody and holds the clinic's words alone.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from discord import Message, MessageType
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import heard
from bot.chat.messenger import DiscordMessenger
from bot.chat.render import answers as render
from bot.chat.render.said import Said
from bot.chat.voice import RoomVoice
from bot.domain.faq.entries import Entry
from bot.domain.faq.search import Answer, NoAnswer, Offer
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import ScreenedText
from bot.domain.questions import asks, called, is_question
from bot.domain.servers import RoomPurpose
from bot.domain.support import SupportTexts
from bot.services.answers import AnswerService
from bot.services.pace import Pace
from bot.services.ports import MessengerError
from bot.services.safety import SafetyService
from bot.services.servers import Servers

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message that may be answered.

    Attributes:
        is_called: Whether it was written to the bot, by name or in a direct message.
    """

    message: Message
    text: ScreenedText
    is_called: bool

    @property
    def guild_id(self) -> GuildId | None:
        """The server it was written in."""
        return GuildId(self.message.guild.id) if self.message.guild else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the cog is made of.

    Attributes:
        target: Of questions that nothing was written for, at most this share may be answered.
    """

    answers: AnswerService
    safety: SafetyService
    servers: Servers
    messenger: DiscordMessenger
    pace: Pace
    texts: SupportTexts
    target: float


class Questions(commands.Cog):
    """Answers where somebody asks without a command."""

    def __init__(self, bot: Waymark, parts: Parts) -> None:
        self.bot = bot
        self.parts = parts

    @commands.Cog.listener()
    async def on_screened_message(self, message: Message, text: ScreenedText) -> None:
        """Answer a message that passed the gate, if it asks us something."""
        asked = await self._asked(message, text)
        if asked is None:
            return
        found = await self.parts.answers.answer(
            asked.text, guild_id=asked.guild_id, target=self.parts.target
        )
        said = await self._said(asked, found)
        place, author = ChannelId(message.channel.id), UserId(message.author.id)
        if said is None or self.parts.safety.is_cared_for(author, MessageId(message.id)):
            return
        if not self.parts.pace.take_turn(place, author):
            return
        entry = self._to_be_said(asked, found)
        if entry is not None:
            self.parts.pace.say(place, entry.id)
        if await self._reply(message, said):
            await self.parts.answers.count(found, guild_id=asked.guild_id)
        elif entry is not None:
            self.parts.pace.unsay(place, entry.id)

    async def _asked(self, message: Message, text: ScreenedText) -> Asked | None:
        """Return the message as a question to us, or None where nobody asks us anything."""
        if message.author.bot or message.webhook_id is not None:
            return None
        if message.type not in {MessageType.default, MessageType.reply}:
            return None
        if message.guild is None:
            return Asked(message=message, text=text, is_called=True)
        bot_id = self.bot.user.id if self.bot.user else 0
        words = called(text, bot_id)
        if words is not None:
            return await self._without_name(message, words)
        is_here = self._is_questions_room(message) and message.reference is None
        if is_here and is_question(text):
            return Asked(message=message, text=text, is_called=False)
        return None

    async def _without_name(self, message: Message, words: str) -> Asked | None:
        """Pass what is left of a message through the gate again: other words, another verdict."""
        left = replace(heard(message), text=words)
        voice = RoomVoice(self.parts.messenger, self.parts.texts, message)
        verdict = await self.parts.safety.hear(left, voice)
        text = self.parts.safety.pass_on(left, verdict)
        if text is None:
            await self.parts.safety.care(left, verdict, voice)
            return None
        return Asked(message=message, text=text, is_called=True)

    def _is_questions_room(self, message: Message) -> bool:
        server = self.parts.servers.get(GuildId(message.guild.id)) if message.guild else None
        room = server.rooms.get(RoomPurpose.QUESTIONS) if server else None
        return room is not None and room == message.channel.id

    async def _said(self, asked: Asked, found: Answer | Offer | NoAnswer) -> Said | None:
        """Return what to say to the room, or None for nothing."""
        entry = self._to_be_said(asked, found)
        if entry is not None:
            others = await self.parts.answers.others(asked.text, entry.id, guild_id=asked.guild_id)
            return render.answer(entry, others=others)
        if self._is_tender(asked) and not asked.is_called:
            return None
        match found:
            case Answer(match, _):
                return render.pointer([match.entry]) if asked.is_called else None
            case Offer(matches, _):
                return await self._near(asked, [match.entry for match in matches])
            case NoAnswer(topic, _):
                return self._nothing(asked, topic)

    def _to_be_said(self, asked: Asked, found: Answer | Offer | NoAnswer) -> Entry | None:
        """Return what is sure, does not stand there yet, and disturbs nobody in distress."""
        if not isinstance(found, Answer) or self._is_tender(asked):
            return None
        entry = found.match.entry
        place = ChannelId(asked.message.channel.id)
        return None if self.parts.pace.stands(place, entry.id) else entry

    def _is_tender(self, asked: Asked) -> bool:
        message = asked.message
        place, author = ChannelId(message.channel.id), UserId(message.author.id)
        return message.guild is not None and self.parts.safety.is_tender(place, author)

    async def _near(self, asked: Asked, entries: Sequence[Entry]) -> Said | None:
        """Point to what may fit: for one who called; for the room, where `/ask` would answer."""
        if asked.is_called:
            return render.pointer(entries)
        usual = await self.parts.answers.answer(asked.text, guild_id=asked.guild_id)
        return render.pointer([usual.match.entry]) if isinstance(usual, Answer) else None

    def _nothing(self, asked: Asked, topic: Entry | None) -> Said | None:
        """Show the way to a person to whoever asked us; thanks and small talk get no reply."""
        if not asked.is_called or not (topic or asks(asked.text)):
            return None
        return render.pointer([topic] if topic else [])

    async def _reply(self, message: Message, said: Said) -> bool:
        try:
            await self.parts.messenger.reply(
                ChannelId(message.channel.id), MessageId(message.id), said, must_stand=True
            )
        except MessengerError as error:
            log.warning("question not answered in the room", extra={"failure": error.failure})
            return False
        return True


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    parts = Parts(
        answers=services.answers,
        safety=services.safety,
        servers=services.servers,
        messenger=services.messenger,
        pace=services.pace,
        texts=services.support,
        target=services.room_target,
    )
    await bot.add_cog(Questions(bot, parts))
