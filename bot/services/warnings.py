"""Carries a wish for a content warning to a message's author, without saying whose wish it is.

Which message was asked about is kept for a while; who asked whom how often is in memory alone.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.asides import Aside, Told
from bot.domain.errors import Conflict
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.letters import KEPT
from bot.services.asides import AsideService
from bot.services.ports import MessengerError, Now, People
from bot.storage import incidents
from bot.storage import warnings as rows
from bot.storage.database import Database

A_DAY = timedelta(days=1)
# Whoever asks more often has another wish: to tell staff.
MOST_ASKED_BY = 5
# However many ask, one person does not hear it all day long.
MOST_ASKED_OF = 2
WHAT = "content_warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A wish for a content warning.

    Attributes:
        is_tender: Whether the message may be a cry for help: its author has other worries.
    """

    guild_id: GuildId
    channel_id: ChannelId
    message_id: MessageId
    author_id: UserId
    asker_id: UserId
    has_person: bool
    is_tender: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningService:
    """Asks a message's author once, kindly and in private. Nothing is changed or posted again."""

    database: Database
    asides: AsideService
    people: People
    now: Now
    _by: dict[UserId, deque[datetime]] = field(default_factory=dict[UserId, deque[datetime]])
    _of: dict[UserId, deque[datetime]] = field(default_factory=dict[UserId, deque[datetime]])

    async def ask(self, wish: Wish, *, language: str) -> Told:
        """Ask the author; say how they were told.

        Raises:
            Conflict: There is nobody to ask, they were asked, it is the asker's own message, or
                now is not the time.
        """
        self._forget()
        if problem := self._problem(wish) or await self._why_out_of_reach(wish):
            raise Conflict(problem)
        async with self.database.transaction() as tx:
            if await incidents.is_about(tx, wish.guild_id, wish.message_id):
                raise Conflict("warning_not_now")
            if not await rows.add(tx, wish.message_id, expires_at=self.now() + KEPT):
                raise Conflict("warning_asked")
        aside = Aside(
            what=WHAT,
            facts=(language, str(wish.guild_id), str(wish.channel_id), str(wish.message_id)),
            user_id=wish.author_id,
            guild_id=wish.guild_id,
            channel_id=wish.channel_id,
        )
        told = await self.asides.tell(aside)
        if told is Told.NOT:
            async with self.database.transaction() as tx:
                await rows.remove(tx, wish.message_id)
            return told
        for book, who in ((self._by, wish.asker_id), (self._of, wish.author_id)):
            book.setdefault(who, deque()).append(self.now())
        return told

    async def forget(self) -> int:
        """Forget which messages were asked about long ago; return how many."""
        async with self.database.transaction() as tx:
            return await rows.remove_expired(tx, now=self.now())

    def _problem(self, wish: Wish) -> str | None:
        if wish.author_id == wish.asker_id:
            return "warning_own"
        if not wish.has_person:
            return "warning_nobody"
        if wish.is_tender:
            return "warning_not_now"
        if len(self._of.get(wish.author_id, ())) >= MOST_ASKED_OF:
            return "warning_asked"
        enough = len(self._by.get(wish.asker_id, ())) >= MOST_ASKED_BY
        return "warning_enough" if enough else None

    async def _why_out_of_reach(self, wish: Wish) -> str | None:
        try:
            found = await self.people.actor(wish.guild_id, wish.author_id)
        except MessengerError:
            return None  # the asking itself will show it
        return "warning_left" if found is None else None

    def _forget(self) -> None:
        before = self.now() - A_DAY
        for book in (self._by, self._of):
            for who, moments in list(book.items()):
                while moments and moments[0] <= before:
                    moments.popleft()
                if not moments:
                    del book[who]
