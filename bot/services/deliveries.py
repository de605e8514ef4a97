"""Says what is due, once: plan (unique key), claim (lease), send (nonce), record."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain import asides, cards, care, deliveries, reminders
from bot.domain.cards import Posted
from bot.domain.care_notices import DrillReport, FollowUp, ShiftBegins
from bot.domain.deliveries import (
    Delivery,
    Failure,
    Person,
    Plan,
    Room,
    Sent,
    State,
    Verdict,
    nonce,
    retry_at,
)
from bot.domain.notices import (
    CardChange,
    DeliveryTrouble,
    MeetingReminder,
    NeutralLine,
    Notice,
    as_late,
)
from bot.domain.rsvp import shown
from bot.domain.servers import RoomPurpose
from bot.services.ports import Alarm, Messenger, MessengerError, Now
from bot.services.rounds import Round
from bot.services.servers import Servers
from bot.storage import deliveries as rows
from bot.storage import dm_channels, rsvp, wishes
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

BATCH = 100
EVERY_MEETING = "meeting:"
Lost = Callable[[Delivery], Awaitable[None]]
Doubt = Callable[[Delivery], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryService:
    """Claims due deliveries, sends them, and records what became of each.

    Attributes:
        now: The bot's clock, which a sandbox may move.
        real: The machine's clock, by which leases run.
        lease: How long a claim holds before another worker may take it.
        side_by_side: How many rooms are spoken to at once.
        when_lost: Called with what Discord will never take, once that is written down.
        still_true: Asked of what is about to be said; what one denies is not said.
    """

    database: Database
    messenger: Messenger
    servers: Servers
    alarm: Alarm
    now: Now
    real: Now
    lease: timedelta = timedelta(seconds=60)
    side_by_side: int = 20
    when_lost: list[Lost] = field(default_factory=list[Lost])
    still_true: list[Doubt] = field(default_factory=list[Doubt])
    _one_round: asyncio.Lock = field(default_factory=asyncio.Lock)
    _in_hand: dict[str, Delivery] = field(default_factory=dict[str, Delivery])
    _under_way: dict[str, asyncio.Future[bool]] = field(
        default_factory=dict[str, asyncio.Future[bool]]
    )

    async def plan(self, tx: Transaction, *plans: Plan) -> int:
        """Write deliveries into the ledger in the caller's transaction; return how many are new.

        The alarm looks at the ledger once the transaction is over.
        """
        added = await rows.plan(tx, *plans)
        self.alarm.wake()
        return added

    async def plan_now(self, tx: Transaction, plan: Plan) -> None:
        """Write down a delivery that `deliver_now` sends right after the transaction.

        It is claimed as it is written: no round of the alarm can put it behind what waits.
        """
        claimed = await rows.plan_claimed(
            tx, plan, now=self.now(), real=self.real(), lease=self.lease
        )
        if claimed is not None:
            self._in_hand[plan.key] = claimed

    async def deliver_now(self, key: str) -> bool:
        """Send one delivery at once, past everything that waits; say whether it was said."""
        claimed = self._in_hand.pop(key, None) or await self._claim_key(key)
        if claimed is not None:
            return await self._deliver(claimed)
        if key in self._under_way:
            return await asyncio.shield(self._under_way[key])
        async with self.database.transaction() as tx:
            return await rows.state_of(tx, key) is State.SENT

    async def deliver_due(self) -> int:
        """Send every delivery that is due and return how many were sent."""
        async with self._one_round:
            return await Round(
                claim=self._claim,
                deliver=self._deliver,
                give_back=self._give_back,
                real=self.real,
                most=BATCH,
                side_by_side=self.side_by_side,
            ).run()

    async def next_due(self) -> tuple[datetime | None, datetime | None]:
        """Return when something is next due (the bot's clock) and the next lease ends (real)."""
        async with self.database.transaction() as tx:
            return await rows.next_due(tx)

    async def release_claims(self) -> int:
        """Give back the claims of the dead; for a process that knows it is alone."""
        async with self.database.transaction() as tx:
            return await rows.release_claims(tx)

    async def _claim_key(self, key: str) -> Delivery | None:
        async with self.database.transaction() as tx:
            return await rows.claim_key(tx, key, now=self.now(), real=self.real(), lease=self.lease)

    async def _claim(self, most: int) -> tuple[Sequence[Delivery], datetime]:
        real = self.real()
        async with self.database.transaction() as tx:
            claimed = await rows.claim_due(
                tx, now=self.now(), real=real, lease=self.lease, limit=most
            )
        # What is begun in the first half is over by the end of the second.
        return claimed, real + self.lease / 2

    async def _give_back(self, delivery: Delivery) -> None:
        async with self.database.transaction() as tx:
            await rows.give_back(tx, delivery)

    async def _deliver(self, delivery: Delivery) -> bool:
        """Send a claimed delivery and record what became of it; say whether it was said."""
        under_way = asyncio.get_running_loop().create_future()
        self._under_way[delivery.key] = under_way
        said = False
        try:
            said = await self._attempt(delivery)
        finally:
            del self._under_way[delivery.key]
            under_way.set_result(said)
        return said

    async def _attempt(self, delivery: Delivery) -> bool:
        verdict = deliveries.judge(delivery, now=self.now())
        if verdict is Verdict.MISSED:
            await self._close(delivery, State.MISSED, trouble="missed")
            return False
        if verdict is Verdict.SUPERSEDED or not await self._still_true(delivery):
            await self._close(delivery, State.MISSED)
            return False
        notice = as_late(delivery.notice) if verdict is Verdict.LATE else delivery.notice
        notice = await self._counted(notice)
        try:
            sent = await self._already_said(delivery) or await self.messenger.post(
                delivery.place, notice, nonce=nonce(delivery.key)
            )
        except MessengerError as error:
            await self._failed(delivery, error.failure)
            return False
        except Exception:  # one poisoned row must not hold up the rest
            log.exception("delivery raised", extra={"delivery_id": delivery.id})
            await self._failed(delivery, Failure.REFUSED)
            return False
        await self._close(delivery, State.SENT, sent=sent)
        return True

    async def _still_true(self, delivery: Delivery) -> bool:
        return all([await ask(delivery) for ask in self.still_true])

    async def _counted(self, notice: Notice) -> Notice:
        """Let a card say how many plan to come now, not how many did when it was planned."""
        if not isinstance(notice, MeetingReminder | CardChange):
            return notice
        if notice.is_private or notice.original_at is None:
            return notice
        async with self.database.transaction() as tx:
            count = await rsvp.count(tx, notice.meeting_id, notice.original_at)
        return replace(notice, coming=shown(count.coming))

    async def _already_said(self, delivery: Delivery) -> Sent | None:
        if not deliveries.may_have_spoken(delivery):
            return None
        return await self.messenger.find(
            delivery.place,
            delivery.notice,
            nonce=nonce(delivery.key),
            since=delivery.first_claimed_at - deliveries.NONCE_WINDOW,
        )

    async def _failed(self, delivery: Delivery, failure: Failure) -> None:
        if failure is Failure.PASSING:
            async with self.database.transaction() as tx:
                until = retry_at(delivery, now=self.now())
                was_ours = await rows.postpone(tx, delivery, until=until)
            if was_ours:
                log.warning("delivery postponed", extra={"delivery_id": delivery.id})
            return
        parked = failure in {Failure.FORBIDDEN, Failure.GONE}
        await self._close(delivery, State.PARKED if parked else State.FAILED, trouble=failure.value)
        for lost in self.when_lost:
            await lost(delivery)

    async def _close(
        self,
        delivery: Delivery,
        state: State,
        *,
        sent: Sent | None = None,
        trouble: str | None = None,
    ) -> None:
        async with self.database.transaction() as tx:
            await rows.close(tx, delivery.id, state=state, at=self.now(), sent=sent)
            await self._about_person(tx, delivery, sent, trouble)
            follows = self._report(delivery, trouble) if trouble else self._closing(delivery, sent)
            if follows is not None:
                await self.plan(tx, follows)
        log.info(
            "delivery closed", extra={"delivery_id": delivery.id, "state": state, "why": trouble}
        )

    async def _about_person(
        self, tx: Transaction, delivery: Delivery, sent: Sent | None, trouble: str | None
    ) -> None:
        """Learn where a person's direct messages are; or stop to write where they are closed."""
        place = delivery.place
        if not isinstance(place, Person):
            return
        if sent is not None and sent.channel_id != place.channel_id:
            await dm_channels.learn(tx, place.user_id, sent.channel_id)
        if trouble == Failure.DM_CLOSED and isinstance(delivery.notice, MeetingReminder):
            await wishes.refused(tx, place.user_id, now=self.now())
            await rows.withdraw_private(tx, place.user_id, key_prefix=EVERY_MEETING, at=self.now())

    def _report(self, delivery: Delivery, problem: str) -> Plan | None:
        """Return what staff are told in place of something that could not be said."""
        server = self.servers.get(delivery.guild_id)
        notice = delivery.notice
        if isinstance(notice, FollowUp | DrillReport | ShiftBegins):
            return care.in_room(delivery, notice, server) if server else None
        if not isinstance(delivery.place, Room):
            return None
        if server is None or RoomPurpose.STAFF not in server.rooms:
            return None
        # One report an occurrence and problem, however many of its reminders were missed.
        if isinstance(notice, MeetingReminder):
            occurrence = delivery.key.rpartition(":")[0]
        elif isinstance(notice, CardChange) and problem == Failure.FORBIDDEN:
            occurrence = reminders.occurrence_key(notice.meeting_id, notice.original_at)
        else:
            return None
        return Plan(
            key=f"trouble:{problem}:{occurrence}",
            guild_id=delivery.guild_id,
            place=Room(server.rooms[RoomPurpose.STAFF]),
            notice=DeliveryTrouble(
                subject=notice.title,
                where=delivery.place.channel_id,
                due_at=delivery.due_at,
                problem=problem,
            ),
            due_at=self.now(),
        )

    def _closing(self, delivery: Delivery, sent: Sent | None) -> Plan | None:
        """Return what becomes of the message that was just posted, once its time is over."""
        match delivery.notice:
            case NeutralLine() if sent is not None:
                return asides.removal(delivery.guild_id, sent, now=self.now())
            case MeetingReminder() as said if sent is not None:
                return cards.closing(
                    Posted(guild_id=delivery.guild_id, place=delivery.place, notice=said, sent=sent)
                )
            case _:
                return None
