"""Says what is due, once: plan (unique key), claim (lease), send (nonce), record."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain import asides, cards, deliveries
from bot.domain.cards import Posted
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
from bot.domain.notices import DeliveryTrouble, MeetingReminder, NeutralLine, as_late
from bot.domain.servers import RoomPurpose
from bot.services.ports import Alarm, Messenger, MessengerError, Now
from bot.services.servers import Servers
from bot.storage import deliveries as rows
from bot.storage import dm_channels, wishes
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

BATCH = 100
EVERY_MEETING = "meeting:"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryService:
    """Claims due deliveries, sends them, and records what became of each.

    Attributes:
        now: The bot's clock, which a sandbox may move.
        real: The machine's clock, by which leases run.
        lease: How long a claim holds before another worker may take it.
        side_by_side: How many rooms are spoken to at once.
    """

    database: Database
    messenger: Messenger
    servers: Servers
    alarm: Alarm
    now: Now
    real: Now
    lease: timedelta = timedelta(seconds=60)
    side_by_side: int = 20
    _one_round: asyncio.Lock = field(default_factory=asyncio.Lock)
    _in_hand: dict[str, Delivery] = field(default_factory=dict[str, Delivery])
    _under_way: dict[str, asyncio.Future[bool]] = field(
        default_factory=dict[str, asyncio.Future[bool]]
    )

    async def plan(self, tx: Transaction, *plans: Plan) -> int:
        """Write deliveries into the ledger in the caller's transaction; return how many are new.

        The alarm looks at the ledger once the transaction is over.
        """
        added = [await rows.plan(tx, plan) for plan in plans]
        self.alarm.wake()
        return sum(added)

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
        sent = 0
        async with self._one_round:
            while claimed := await self._claim():
                sent += await self._deliver_all(claimed)
        return sent

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

    async def _claim(self) -> Sequence[Delivery]:
        async with self.database.transaction() as tx:
            return await rows.claim_due(
                tx, now=self.now(), real=self.real(), lease=self.lease, limit=BATCH
            )

    async def _deliver_all(self, claimed: Sequence[Delivery]) -> int:
        """Send to different places side by side, to one place in order."""
        gate = asyncio.Semaphore(self.side_by_side)

        async def in_order(queue: Sequence[Delivery]) -> int:
            async with gate:
                return sum([await self._deliver(delivery) for delivery in queue])

        queues = [
            list(queue) for _, queue in groupby(sorted(claimed, key=_place_then_time), key=_place)
        ]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(in_order(queue)) for queue in queues]
        return sum(task.result() for task in tasks)

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
        notice = as_late(delivery.notice) if verdict is Verdict.LATE else delivery.notice
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

    async def _already_said(self, delivery: Delivery) -> Sent | None:
        if not deliveries.may_have_spoken(delivery):
            return None
        return await self.messenger.find(
            delivery.place,
            nonce=nonce(delivery.key),
            since=delivery.first_claimed_at - deliveries.NONCE_WINDOW,
        )

    async def _failed(self, delivery: Delivery, failure: Failure) -> None:
        if failure is Failure.PASSING:
            async with self.database.transaction() as tx:
                until = retry_at(delivery, now=self.now())
                await rows.postpone(tx, delivery.id, until=until)
            log.warning("delivery postponed", extra={"delivery_id": delivery.id})
            return
        parked = failure in {Failure.FORBIDDEN, Failure.GONE}
        await self._close(delivery, State.PARKED if parked else State.FAILED, trouble=failure.value)

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
        """Return what staff are told in place of a reminder that could not be said."""
        server = self.servers.get(delivery.guild_id)
        notice = delivery.notice
        if not isinstance(notice, MeetingReminder) or not isinstance(delivery.place, Room):
            return None
        if server is None or RoomPurpose.STAFF not in server.rooms:
            return None
        # One report an occurrence and problem, however many of its reminders were missed.
        occurrence = delivery.key.rpartition(":")[0]
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


def _place(delivery: Delivery) -> tuple[str, int]:
    match delivery.place:
        case Room(channel_id):
            return "room", channel_id
        case Person(user_id):
            return "person", user_id


def _place_then_time(delivery: Delivery) -> tuple[tuple[str, int], datetime, int]:
    return _place(delivery), delivery.due_at, delivery.id
