"""Writes a meeting's reminders into the ledger, and writes them anew when something changed."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import cards, reminders
from bot.domain.deliveries import Plan
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.meetings import Meeting
from bot.domain.notices import CardState
from bot.domain.reminders import Wish
from bot.services.deliveries import DeliveryService
from bot.services.ports import Follower, Now
from bot.storage import deliveries as ledger
from bot.storage import meetings as rows
from bot.storage import wishes
from bot.storage.database import Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """What a change did to the reminders.

    Attributes:
        meeting: As it is now.
        withdrawn: Reminders that waited and are not sent.
        planned: Those that wait instead, up to the planning horizon.
    """

    meeting: Meeting
    withdrawn: int
    planned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Plans reminders in the caller's transaction.

    Attributes:
        late_after: From when on a reminder says that it is late.
        followers: Who is told of every change, in its transaction.
    """

    deliveries: DeliveryService
    now: Now
    late_after: timedelta = reminders.LATE_AFTER
    followers: tuple[Follower, ...] = ()

    async def changed(self, tx: Transaction, guild_id: GuildId) -> None:
        """Tell whoever keeps something in step with the meetings of a server."""
        for follower in self.followers:
            await follower.meeting_changed(tx, guild_id)

    async def plan(
        self,
        tx: Transaction,
        meeting: Meeting,
        *,
        after: datetime,
        until: datetime,
        wishes: Sequence[Wish] = (),
    ) -> int:
        """Plan what falls due strictly after `after` and not after `until`; return how many."""
        wished = {meeting.id: wishes}
        return await self.plan_all(tx, [(meeting, after)], until=until, wished=wished)

    async def plan_all(
        self,
        tx: Transaction,
        meetings: Sequence[tuple[Meeting, datetime]],
        *,
        until: datetime,
        wished: Mapping[MeetingId, Sequence[Wish]],
    ) -> int:
        """Plan what falls due of each strictly after its moment and not after `until`.

        Returns:
            How many reminders are new.
        """
        plans: list[Plan] = []
        reached: dict[MeetingId, datetime] = {}
        for meeting, after in meetings:
            # A cry for help that comes meanwhile is heard between two meetings, not after fifty.
            await asyncio.sleep(0)
            try:
                ahead = reminders.ahead(
                    meeting,
                    after=after,
                    until=until,
                    late_after=self.late_after,
                    wishes=wished.get(meeting.id, ()),
                )
            except InvalidInput:  # a row that another hand wrote must not hold up the rest
                log.exception("meeting cannot be planned", extra={"meeting_id": meeting.id})
                continue
            plans += ahead.plans
            reached[meeting.id] = ahead.planned_to
        await rows.planned(tx, reached)
        return await self.deliveries.plan(tx, *plans) if plans else 0

    async def replan(
        self, tx: Transaction, meeting_id: MeetingId, *, original_at: datetime | None = None
    ) -> Replanned:
        """Withdraw a meeting's open reminders and plan them anew, as far as they were planned.

        Args:
            original_at: Only those of the occurrence that the rule puts there.

        Raises:
            NotFound: The meeting has ended.
        """
        await rows.revise(tx, meeting_id)
        meeting = await rows.find(tx, meeting_id)
        if meeting is None:
            raise NotFound("meeting")
        prefix = reminders.series_key(meeting_id)
        if original_at is not None:
            prefix = reminders.occurrence_key(meeting_id, original_at)
        withdrawn = await ledger.withdraw(tx, key_prefix=prefix, at=self.now())
        plans = [each for each in await self._ahead(tx, meeting) if each.key.startswith(prefix)]
        await self._change_cards(tx, meeting, prefix, original_at)
        planned = await self.deliveries.plan(tx, *plans) if plans else 0
        await self.changed(tx, meeting.guild_id)
        return Replanned(meeting=meeting, withdrawn=withdrawn, planned=planned)

    async def withdraw(
        self,
        tx: Transaction,
        meeting_id: MeetingId,
        *,
        cards_say: CardState = CardState.CANCELLED,
    ) -> int:
        """End every open reminder of a meeting; return how many. Its cards say what it became."""
        now, prefix = self.now(), reminders.series_key(meeting_id)
        withdrawn = await ledger.withdraw(tx, key_prefix=prefix, at=now)
        await ledger.withdraw(tx, key_prefix=cards.card_key(meeting_id), at=now)
        for posted in await ledger.posted(tx, key_prefix=prefix):
            await self.deliveries.plan(tx, *cards.withdrawn(posted, cards_say, now=now))
        return withdrawn

    async def _change_cards(
        self, tx: Transaction, meeting: Meeting, prefix: str, original_at: datetime | None
    ) -> None:
        """Let the cards that stand already read as the meeting now is."""
        now = self.now()
        await ledger.withdraw(tx, key_prefix=cards.card_key(meeting.id, original_at), at=now)
        for posted in await ledger.posted(tx, key_prefix=prefix):
            await self.deliveries.plan(tx, *cards.changes(posted, meeting, now=now))

    async def follow(self, tx: Transaction, meeting: Meeting, user_id: UserId) -> int:
        """Plan the private reminders of somebody who has just wished for them."""
        until = await rows.planned_to(tx, meeting.id)
        wish = Wish(user_id, self.now())
        plans = reminders.private_reminders(
            meeting, wish, after=self.now(), until=until, late_after=self.late_after
        )
        return await self.deliveries.plan(tx, *plans) if plans else 0

    async def _ahead(self, tx: Transaction, meeting: Meeting) -> Sequence[Plan]:
        wished = await wishes.between(tx, meeting.id, meeting.id)
        return reminders.reminders(
            meeting,
            after=self.now(),
            until=await rows.planned_to(tx, meeting.id),
            late_after=self.late_after,
            wishes=wished.get(meeting.id, ()),
        )
