"""The bot's voice: the `Messenger` port over Discord."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import aiohttp
import discord

from bot.chat.outgoing import Urgency, sent_as
from bot.chat.render import hiding
from bot.chat.render import notices as render
from bot.chat.render.said import QUIET, Said
from bot.domain.care_notices import CareChange, FollowUp, ShiftBegins
from bot.domain.deliveries import Failure, Person, Place, Room, Sent
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notices import (
    AutomodChanged,
    CardChange,
    DeliveryTrouble,
    EventGone,
    MeetingReminder,
    Notice,
    OwnMessageGone,
    RoomTrouble,
    WordsExpire,
)
from bot.services.ports import MessengerError

# discord.py tries a 5xx up to five times, with sleeps between; past this the ledger takes over.
PATIENCE_SECONDS = 30
# A read-back looks at one page of history: what we might have said was said minutes ago.
PAGE = 100

# What nobody waits for at this moment; the rest brings somebody to a person.
URGENCY: Mapping[type[Notice], Urgency] = {
    MeetingReminder: Urgency.REMINDER,
    CardChange: Urgency.UPKEEP,
    DeliveryTrouble: Urgency.UPKEEP,
    RoomTrouble: Urgency.REMINDER,
    EventGone: Urgency.UPKEEP,
    AutomodChanged: Urgency.UPKEEP,
    OwnMessageGone: Urgency.UPKEEP,
    WordsExpire: Urgency.UPKEEP,
    FollowUp: Urgency.REMINDER,
    ShiftBegins: Urgency.REMINDER,
}

# Discord JSON error code (API v10): this person takes no direct messages from here.
CANNOT_SEND_TO_USER = 50007

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class DiscordMessenger:
    """See `Messenger`."""

    client: discord.Client

    async def post(self, place: Place, notice: Notice, *, nonce: str) -> Sent:
        """Post a notice."""
        with sent_as(URGENCY.get(type(notice), Urgency.PERSON)):
            match notice:
                case CardChange():
                    sent = Sent(notice.message_id, notice.channel_id)
                    return await self._change_card(sent, notice, nonce)
                case CareChange():
                    sent = Sent(notice.shown_message_id, notice.shown_channel_id)
                    return await self._change_card(sent, notice, nonce)
                case OwnMessageGone() | WordsExpire():
                    return await self._take_away(notice)
                case _:
                    pass
            return await self.say(place, render.notice(notice, nonce), nonce=nonce)

    async def say(self, place: Place, said: Said, *, nonce: str | None = None) -> Sent:
        """Send what is already rendered.

        Raises:
            MessengerError: It was not sent, or nobody can say whether it was.
        """
        given = said.sending()
        if nonce is not None:
            given["nonce"] = nonce  # discord.py sets enforce_nonce beside it

        async def send(channel: Any) -> Sent:
            message = await channel.send(**given)
            return Sent(MessageId(message.id), ChannelId(message.channel.id))

        async with translated():
            return await self._in(place, send)

    async def find(
        self, place: Place, notice: Notice, *, nonce: str, since: datetime
    ) -> Sent | None:
        """Return our own message that carries `nonce`, if one stands in `place`."""

        async def look(channel: Any) -> Sent | None:
            async for message in channel.history(limit=PAGE, after=since, oldest_first=False):
                if message.author.id == self._me() and nonce in keys(message):
                    return Sent(MessageId(message.id), ChannelId(message.channel.id))
            return None

        with sent_as(URGENCY.get(type(notice), Urgency.PERSON)):
            async with translated():
                return await self._in(place, look)

    async def reply(
        self, channel_id: ChannelId, message_id: MessageId, said: Said, *, must_stand: bool = False
    ) -> Sent:
        """Answer a message in its room, without ringing its author.

        Args:
            must_stand: Whether to say nothing if the message was deleted meanwhile.

        Raises:
            MessengerError: It was not sent.
        """
        async with translated():
            channel = self._room(channel_id)
            # A message deleted meanwhile must not keep help from the room it was read in.
            to = discord.MessageReference(
                message_id=message_id, channel_id=channel_id, fail_if_not_exists=must_stand
            )
            message = await channel.send(**said.sending(), reference=to)
        return Sent(MessageId(message.id), ChannelId(message.channel.id))

    async def amend(self, sent: Sent, said: Said) -> None:
        """Put `said` in place of a message of ours.

        Raises:
            MessengerError: It was not changed.
        """
        async with translated():
            message = self._room(sent.channel_id).get_partial_message(sent.message_id)
            await message.edit(**said.editing())

    async def _change_card(self, sent: Sent, notice: CardChange | CareChange, nonce: str) -> Sent:
        try:
            await self.amend(sent, render.notice(notice, nonce))
        except MessengerError as error:
            # A card that somebody deleted needs no change.
            if error.failure is not Failure.GONE:
                raise
        return sent

    async def _take_away(self, notice: OwnMessageGone | WordsExpire) -> Sent:
        message = self._room(notice.channel_id).get_partial_message(notice.message_id)
        try:
            async with translated():
                if isinstance(notice, OwnMessageGone):
                    await message.delete()
                else:
                    was = await message.fetch()
                    await was.edit(embeds=hiding.expired(was), view=None, allowed_mentions=QUIET)
        except MessengerError as error:
            # What somebody else removed is gone all the same.
            if error.failure is not Failure.GONE:
                raise
        return Sent(notice.message_id, notice.channel_id)

    async def _in(self, place: Place, act: Callable[[Any], Awaitable[Found]]) -> Found:
        """Act in a place; direct messages that are no longer where we knew them are opened anew."""
        try:
            return await act(await self._open(place))
        except discord.NotFound:
            if not isinstance(place, Person) or place.channel_id is None:
                raise
            return await act(await self._dm_anew(place.user_id))

    async def _open(self, place: Place) -> Any:
        match place:
            case Room(channel_id):
                return self._room(channel_id)
            case Person(user_id, channel_id):
                return self._room(channel_id) if channel_id else await self._dm(user_id)

    def _room(self, channel_id: ChannelId) -> Any:
        # A partial one serves as well: a room the cache does not know may still be there.
        return self.client.get_partial_messageable(channel_id)

    async def _dm(self, user_id: UserId) -> Any:
        return await self.client.create_dm(discord.Object(user_id))

    async def _dm_anew(self, user_id: UserId) -> Any:
        # Past discord.py's own memory: what it remembers may be what has just been refused.
        opened = await self.client.http.start_private_message(user_id)
        return self._room(ChannelId(int(opened["id"])))

    def _me(self) -> int:
        return self.client.user.id if self.client.user else 0


@asynccontextmanager
async def translated() -> AsyncGenerator[None]:
    """Turn what discord.py raises into what the ledger understands."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield
    except discord.HTTPException as error:
        # The status and code only: the text of a 400 quotes what was sent.
        raise MessengerError(f"{error.status} {error.code}", failure=failure(error)) from None
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise MessengerError(type(error).__name__, failure=Failure.PASSING) from error


def failure(error: discord.HTTPException) -> Failure:
    """Say what may be done about an answer of Discord's."""
    if error.code == CANNOT_SEND_TO_USER:
        return Failure.DM_CLOSED
    match error.status:
        case 403:
            return Failure.FORBIDDEN
        case 404:
            return Failure.GONE
        # 401 while running: the token was changed; what waits is said after a restart with it.
        case 401 | 408 | 429:
            return Failure.PASSING
        case status:
            return Failure.PASSING if status >= 500 else Failure.REFUSED


def keys(message: discord.Message) -> Iterator[str]:
    """Yield the ledger keys that a message of ours carries: in its buttons or its footer."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            custom_id: str | None = getattr(item, "custom_id", None)
            if custom_id and "~" in custom_id:
                yield custom_id.rpartition("~")[2]
    for embed in message.embeds:
        if embed.footer.text:
            yield embed.footer.text.rpartition(" ")[2]
