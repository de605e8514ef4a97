"""Support on its way to the person who wrote: the `Voice` port, in a room and in a command."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Protocol

import discord
from discord import Interaction

from bot.chat.messenger import DiscordMessenger, translated
from bot.chat.render import care as render
from bot.chat.render import drills as render_drills
from bot.chat.render.said import Said
from bot.chat.reply import answer
from bot.domain.deliveries import Failure, Person, Sent
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.screening import Level, Topic, Verdict
from bot.domain.support import SupportText, SupportTexts
from bot.services.ports import MessengerError

log = logging.getLogger(__name__)


class HasId(Protocol):
    """Something of Discord's."""

    @property
    def id(self) -> int:
        """Its id."""
        ...


class Written(Protocol):
    """What has to be known of a message to answer it; a `discord.Message` is one."""

    @property
    def id(self) -> int:
        """The message's id."""
        ...

    @property
    def guild(self) -> HasId | None:
        """The server; None where only its author may be answered."""
        ...

    @property
    def channel(self) -> HasId:
        """The room."""
        ...

    @property
    def author(self) -> HasId:
        """Who wrote it."""
        ...


@dataclass(slots=True)
class RoomVoice:
    """Answers a message in its room and its author by direct message, both at once."""

    messenger: DiscordMessenger
    texts: SupportTexts
    message: Written
    _note: Sent | None = field(default=None)

    async def support(self, verdict: Verdict) -> bool:
        """Give the help lines. In a direct message, that is the one answer there is."""
        text = text_for(self.texts, verdict)
        page = self.texts.page(verdict.language)
        # What is past and safe is no matter for the whole room.
        if verdict.level is Level.LOW:
            return await self._privately(render.offer(page))
        private = render.private_support(text, page)
        if self.message.guild is None:
            return await self._privately(private)
        public = render.public_support(text, staff_told=False)
        in_room, in_private = await asyncio.gather(self._publicly(public), self._privately(private))
        return in_room or in_private

    async def staff_were_told(self, verdict: Verdict) -> None:
        """Add to the note in the room that the moderators know."""
        if self._note is None:
            return
        text = text_for(self.texts, verdict)
        try:
            await self.messenger.amend(self._note, render.public_support(text, staff_told=True))
        except MessengerError:
            log.warning("support note not amended")

    async def _publicly(self, said: Said) -> bool:
        channel_id = ChannelId(self.message.channel.id)
        try:
            self._note = await self.messenger.reply(channel_id, MessageId(self.message.id), said)
        except MessengerError as error:
            log.error("support not posted in the room", extra={"failure": error.failure})  # noqa: TRY400 - no trace needed
            return False
        return True

    async def _privately(self, said: Said) -> bool:
        try:
            await self.messenger.say(Person(UserId(self.message.author.id)), said)
        except MessengerError as error:
            log.warning("support not sent in private", extra={"failure": error.failure})
            return False
        return True


@dataclass(frozen=True, slots=True)
class CommandVoice:
    """Answers words typed into a command or a form, where only their author sees it."""

    texts: SupportTexts
    interaction: Interaction

    async def support(self, verdict: Verdict) -> bool:
        """Give the help lines as the private answer."""
        page = self.texts.page(verdict.language)
        if verdict.level is Level.LOW:
            said = render.offer(page)
        else:
            said = render.private_support(text_for(self.texts, verdict), page)
        return await self._say(said)

    async def staff_were_told(self, verdict: Verdict) -> None:
        """Say so in private: nobody else saw what was typed."""
        await self._say(Said(content=text_for(self.texts, verdict).told_staff))

    async def _say(self, said: Said) -> bool:
        try:
            async with translated():
                await answer(self.interaction, said)
        except MessengerError as error:
            # Whatever becomes of the answer, staff are told next.
            log.error("typed words not answered", extra={"failure": error.failure})  # noqa: TRY400 - no trace needed
            return False
        return True


@dataclass(frozen=True, slots=True)
class PersonVoice:
    """Reaches somebody by direct message alone: there is no message to answer."""

    messenger: DiscordMessenger
    texts: SupportTexts
    user_id: UserId

    async def support(self, verdict: Verdict) -> bool:
        """Give the help lines, or the offer of them."""
        page = self.texts.page(verdict.language)
        is_gentle = verdict.level is Level.LOW
        text = text_for(self.texts, verdict)
        said = render.offer(page) if is_gentle else render.private_support(text, page)
        return await self._say(said)

    async def staff_were_told(self, verdict: Verdict) -> None:
        """Say so in private."""
        await self._say(Said(content=text_for(self.texts, verdict).told_staff))

    async def _say(self, said: Said) -> bool:
        try:
            await self.messenger.say(Person(self.user_id), said)
        except MessengerError as error:
            log.warning("not said in private", extra={"failure": error.failure})
            return False
        return True


@dataclass(frozen=True, slots=True)
class DrillVoice:
    """Gives an admin the help lines in private, as a drill."""

    messenger: DiscordMessenger
    texts: SupportTexts
    admin_id: UserId

    async def support(self, verdict: Verdict) -> bool:
        """Give the help lines, with the word drill above them."""
        text = text_for(self.texts, verdict)
        said = render.private_support(text, self.texts.page(verdict.language))
        try:
            await self.messenger.say(Person(self.admin_id), render_drills.help_lines(said))
        except MessengerError as error:
            log.warning("drill not sent in private", extra={"failure": error.failure})
            return False
        return True

    async def staff_were_told(self, verdict: Verdict) -> None:
        """Say nothing: the admin gets the times at the end."""


def text_for(texts: SupportTexts, verdict: Verdict) -> SupportText:
    """Return the words for whom the danger is about."""
    return texts.text(verdict.topic or Topic.SELF, verdict.language)


@dataclass(frozen=True, slots=True)
class DiscordMembership:
    """See `Membership`."""

    client: discord.Client

    async def is_member(self, guild_id: GuildId, user_id: UserId) -> bool:
        """Say whether a person is in a server; True while Discord does not answer."""
        guild = self.client.get_guild(guild_id)
        if guild is None:
            return False
        if guild.get_member(user_id) is not None:
            return True
        try:
            async with translated():
                await guild.fetch_member(user_id)
        except MessengerError as error:
            if error.failure is Failure.GONE:
                return False
            # Staff who look for nobody do less harm than staff who never hear.
            unknown = {"failure": error.failure, "guild_id": guild_id}
            log.warning("membership unknown", extra=unknown)
        return True
