"""Members say whether they plan to come; a count is kept, and nobody's name."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import cards
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.meetings import Meeting, held
from bot.domain.reminders import occurrence_key
from bot.domain.rsvp import Count, answerer, shown
from bot.domain.schedule import Held
from bot.domain.servers import Actor, Right, require
from bot.services.deliveries import DeliveryService
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import deliveries as ledger
from bot.storage import meetings as rows
from bot.storage import rsvp
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

KEY_BYTES = 32
# Far enough to find an occurrence that was moved, or that is going on.
SEARCHED = timedelta(days=400)
# A card is edited no more often: a room's evening of answers is a few calls and not dozens.
EDITED_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many have answered for one occurrence."""

    meeting: Meeting
    which: Held
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class RsvpService:
    """Counts who plans to come."""

    database: Database
    servers: Servers
    deliveries: DeliveryService
    now: Now

    async def answer(
        self,
        meeting_id: MeetingId,
        original_at: datetime,
        *,
        is_coming: bool,
        user_id: UserId,
        guild_id: GuildId | None,
    ) -> Answered:
        """Count somebody's answer in place of their earlier one.

        Args:
            guild_id: Where they pressed; None in a direct message.

        Raises:
            NotFound: There is no such meeting there.
            Conflict: The occurrence is over, or not held.
        """
        async with self.database.transaction() as tx:
            meeting = await rows.find(tx, meeting_id)
            if meeting is None or guild_id not in {None, meeting.guild_id}:
                raise NotFound("meeting")
            which = self._find(meeting, str(int(original_at.timestamp())))
            if which is None:
                raise Conflict("ended")
            ends_at = which.at + timedelta(minutes=meeting.minutes)
            fresh = secrets.token_hex(KEY_BYTES)
            key = await rsvp.key(tx, meeting_id, original_at, fresh=fresh, ends_at=ends_at)
            if key is None:
                raise Conflict("ended")
            who = answerer(key, user_id)
            before = await rsvp.count(tx, meeting_id, original_at)
            count = await rsvp.answer(
                tx, meeting_id, original_at, answerer=who, is_coming=is_coming
            )
            if shown(before.coming) != shown(count.coming):
                await self._recount(tx, meeting, original_at)
        self.deliveries.alarm.wake()
        return Answered(meeting=meeting, which=which, count=count)

    async def count(self, meeting_id: MeetingId, which: str, *, by: Actor) -> Answered:
        """Return how many have answered for one date; never who.

        Raises:
            NotFound: The server has no such meeting.
            InvalidInput: Nothing is held then.
            NotPermitted: `by` is no facilitator.
        """
        require(by, Right.FACILITATE, self.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            meeting = await rows.get(tx, by.guild_id, meeting_id)
            if meeting is None:
                raise NotFound("meeting")
            found = self._find(meeting, which)
            if found is None:
                raise InvalidInput("Date", "no_occurrence")
            count = await rsvp.count(tx, meeting_id, found.original_at)
        return Answered(meeting=meeting, which=found, count=count)

    async def destroy_ended(self) -> datetime | None:
        """Destroy the keys of what has ended; return when the next one ends, aware UTC."""
        async with self.database.transaction() as tx:
            destroyed = await rsvp.destroy_ended(tx, now=self.now())
            following = await rsvp.next_end(tx)
        if destroyed:
            log.info("answers forgotten", extra={"occurrences": destroyed})
        return following

    async def _recount(self, tx: Transaction, meeting: Meeting, original_at: datetime) -> None:
        """Let the cards of an occurrence show the new number, together with what else comes soon.

        An edit that waits already will read the number when it is sent.
        """
        due_at = self.now() + EDITED_EVERY
        for posted in await ledger.posted(tx, key_prefix=occurrence_key(meeting.id, original_at)):
            plan = cards.recount(posted, meeting, due_at=due_at)
            if plan is None:
                continue
            waiting = cards.count_key(posted, original_at)
            if not await ledger.is_waiting(tx, key_prefix=waiting):
                await self.deliveries.plan(tx, plan)

    def _find(self, meeting: Meeting, which: str) -> Held | None:
        """Return the occurrence that is meant, unless it is over."""
        now = self.now()
        for found in held(meeting, after=now - timedelta(minutes=meeting.minutes)):
            if found.at > now + SEARCHED:
                return None
            stamp = str(int(found.original_at.timestamp()))
            if which in {stamp, found.wall.date().isoformat()}:
                return found
        return None
