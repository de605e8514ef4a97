"""Deliveries are said once, late ones with a word, too late ones not, failed ones again."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.deliveries import Failure, Person, Place, Plan, Room, State, nonce
from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.notices import DeliveryTrouble, MeetingReminder
from bot.services.deliveries import BATCH, DeliveryService
from bot.services.ports import MessengerError
from bot.storage import deliveries as rows
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock

ROOM = Room(ChannelId(12))


def reminder(clock: ManualClock, title: str = "Tuesday circle") -> MeetingReminder:
    """A reminder of a meeting an hour away."""
    return MeetingReminder(
        meeting_id=MeetingId(1),
        title=title,
        starts_at=clock() + timedelta(hours=1),
        minutes=60,
        room_id=ChannelId(12),
    )


def plan(clock: ManualClock, key: str = "meeting:1:x:60", place: Place = ROOM) -> Plan:
    """A delivery that is due now, late in two minutes and missed in an hour."""
    return Plan(
        key=key,
        guild_id=GuildId(1),
        place=place,
        notice=reminder(clock, title=key),
        due_at=clock(),
        late_at=clock() + timedelta(minutes=2),
        missed_at=clock() + timedelta(hours=1),
    )


async def planned(service: DeliveryService, *plans: Plan) -> None:
    """Write deliveries down."""
    async with service.database.transaction() as tx:
        await service.plan(tx, *plans)


async def state(database: Database, key: str) -> State | None:
    """Return where a delivery stands."""
    async with database.transaction() as tx:
        return await rows.state_of(tx, key)


@pytest.fixture
async def due(deliveries: DeliveryService, clock: ManualClock) -> Plan:
    """One delivery, planned twice: that is how a restart looks."""
    one = plan(clock)
    await planned(deliveries, one, one)
    return one


async def test_a_due_reminder_is_posted_once(
    deliveries: DeliveryService, messenger: FakeMessenger, due: Plan
) -> None:
    assert await deliveries.deliver_due() == 1
    assert await deliveries.deliver_due() == 0
    assert messenger.posted == [due.notice]


async def test_its_nonce_is_the_same_on_every_try(
    deliveries: DeliveryService, messenger: FakeMessenger, due: Plan
) -> None:
    await deliveries.deliver_due()

    assert messenger.messages[0].nonce == nonce(due.key)
    assert len(nonce(due.key)) <= 25


async def test_a_late_reminder_says_so(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock, due: Plan
) -> None:
    clock.advance(timedelta(minutes=5))
    await deliveries.deliver_due()

    assert isinstance(messenger.posted[0], MeetingReminder)
    assert messenger.posted[0].late


async def test_a_reminder_that_is_too_late_is_told_to_staff_instead(
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    database: Database,
    due: Plan,
) -> None:
    clock.advance(timedelta(hours=1))
    await deliveries.deliver_due()

    assert await state(database, due.key) is State.MISSED
    assert [type(said) for said in messenger.posted] == [DeliveryTrouble]
    assert messenger.messages[0].place == Room(ChannelId(10))


async def test_many_missed_reminders_of_one_meeting_are_one_report(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """After an outage staff read one line a meeting, not three."""
    await planned(deliveries, *(plan(clock, f"meeting:1:x:{lead}") for lead in (1440, 60, 10)))
    clock.advance(timedelta(days=1))
    await deliveries.deliver_due()

    assert len(messenger.posted) == 1


async def test_a_passing_failure_is_tried_again(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock, due: Plan
) -> None:
    messenger.failures.append(MessengerError("503", failure=Failure.PASSING))

    assert await deliveries.deliver_due() == 0
    clock.advance(timedelta(seconds=15))
    assert await deliveries.deliver_due() == 1
    assert messenger.posted == [due.notice]


async def test_only_who_holds_a_claim_puts_its_delivery_back(
    database: Database, clock: ManualClock, due: Plan
) -> None:
    """Whoever was slower than the lease must not take the row from whoever has it now."""
    lease = timedelta(seconds=60)
    later = clock() + 2 * lease
    async with database.transaction() as tx:
        [slow] = await rows.claim_due(tx, now=clock(), real=clock(), lease=lease, limit=1)
        [quick] = await rows.claim_due(tx, now=clock(), real=later, lease=lease, limit=1)
        assert not await rows.postpone(tx, slow, until=clock())
        await rows.give_back(tx, slow)
    assert await state(database, due.key) is State.CLAIMED

    async with database.transaction() as tx:
        assert await rows.postpone(tx, quick, until=clock())
    assert await state(database, due.key) is State.PENDING


async def test_what_was_withdrawn_while_it_failed_is_not_tried_again(
    deliveries: DeliveryService,
    database: Database,
    messenger: FakeMessenger,
    clock: ManualClock,
    due: Plan,
) -> None:
    async with database.transaction() as tx:
        [claimed] = await rows.claim_due(
            tx, now=clock(), real=clock(), lease=timedelta(seconds=60), limit=1
        )
        await rows.withdraw(tx, key_prefix="meeting:1:", at=clock())
        assert not await rows.postpone(tx, claimed, until=clock())
    clock.advance(timedelta(seconds=15))

    assert await deliveries.deliver_due() == 0
    assert messenger.posted == []
    assert await state(database, due.key) is State.WITHDRAWN


async def test_an_answer_lost_on_the_way_is_not_said_twice(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock, due: Plan
) -> None:
    """The message stands in the room, but we were never told: look before speaking again."""
    messenger.lost.append(MessengerError("timeout", failure=Failure.PASSING))

    assert await deliveries.deliver_due() == 0
    clock.advance(timedelta(seconds=15))
    assert await deliveries.deliver_due() == 1
    assert messenger.posted == [due.notice]


@pytest.mark.parametrize("failure", [Failure.FORBIDDEN, Failure.GONE])
async def test_a_closed_room_parks_the_reminder_and_staff_are_told_once(
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    database: Database,
    clock: ManualClock,
    due: Plan,
    failure: Failure,
) -> None:
    messenger.failures.append(MessengerError("403", failure=failure))
    await deliveries.deliver_due()
    clock.advance(timedelta(minutes=30))
    await deliveries.deliver_due()

    assert await state(database, due.key) is State.PARKED
    assert [said.problem for said in messenger.posted if isinstance(said, DeliveryTrouble)] == [
        failure.value
    ]


async def test_a_crashed_worker_leaves_its_claim_to_the_next(
    deliveries: DeliveryService,
    database: Database,
    messenger: FakeMessenger,
    clock: ManualClock,
    due: Plan,
) -> None:
    """A claim without an end comes back when its lease is over."""
    async with database.transaction() as tx:
        await rows.claim_due(tx, now=clock(), real=clock(), lease=timedelta(seconds=60), limit=20)

    assert await deliveries.deliver_due() == 0
    clock.advance(timedelta(seconds=60))
    assert await deliveries.deliver_due() == 1
    assert messenger.posted == [due.notice]


async def test_a_worker_that_died_after_speaking_is_not_repeated(
    deliveries: DeliveryService,
    database: Database,
    messenger: FakeMessenger,
    clock: ManualClock,
    due: Plan,
) -> None:
    """Killed between send and record: the next process finds the message and only records it."""
    async with database.transaction() as tx:
        await rows.claim_due(tx, now=clock(), real=clock(), lease=timedelta(seconds=60), limit=20)
    await messenger.post(due.place, due.notice, nonce=nonce(due.key))

    assert await deliveries.release_claims() == 1
    assert await deliveries.deliver_due() == 1
    assert messenger.posted == [due.notice]
    assert await state(database, due.key) is State.SENT


async def test_a_poisoned_delivery_does_not_hold_up_the_next(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """A bug in one send costs that send alone."""
    good = plan(clock, "meeting:2:x:60")
    await planned(deliveries, plan(clock, "meeting:1:x:60"), good)
    messenger.failures.append(RuntimeError("a bug"))
    await deliveries.deliver_due()

    assert good.notice in messenger.posted


async def test_a_room_hears_things_in_their_order(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    first = plan(clock, "meeting:1:x:60")
    clock.advance(timedelta(seconds=1))
    second = plan(clock, "meeting:2:x:60")
    await planned(deliveries, second, first)
    await deliveries.deliver_due()

    assert messenger.posted == [first.notice, second.notice]


async def test_what_waits_does_not_delay_what_is_urgent(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    urgent = plan(clock, "call:1", Room(ChannelId(10)))
    await planned(deliveries, *(plan(clock, f"meeting:{n}:x:60") for n in range(5)), urgent)

    assert await deliveries.deliver_now(urgent.key)
    assert messenger.posted == [urgent.notice]


async def test_what_was_said_already_counts_as_said(
    deliveries: DeliveryService, messenger: FakeMessenger, due: Plan
) -> None:
    await deliveries.deliver_due()

    assert await deliveries.deliver_now(due.key)
    assert len(messenger.posted) == 1


async def test_withdrawn_deliveries_are_never_said(
    deliveries: DeliveryService, database: Database, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await planned(deliveries, plan(clock, "meeting:1:x:60"), plan(clock, "meeting:12:x:60"))
    async with database.transaction() as tx:
        assert await rows.withdraw(tx, key_prefix="meeting:1:", at=clock()) == 1
    await deliveries.deliver_due()

    assert len(messenger.posted) == 1


async def test_a_person_is_reached_in_private(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await planned(deliveries, plan(clock, "letter:1", Person(UserId(7))))
    await deliveries.deliver_due()

    assert messenger.messages[0].place == Person(UserId(7))


async def test_the_ledger_knows_what_comes_next(
    deliveries: DeliveryService, clock: ManualClock
) -> None:
    assert await deliveries.next_due() == (None, None)
    await planned(deliveries, plan(clock))

    assert await deliveries.next_due() == (clock(), None)


async def test_a_room_at_its_limit_holds_up_no_other(
    deliveries: DeliveryService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """More is due than is in hand at once, and what falls due meanwhile does not wait either."""
    slow, others = Room(ChannelId(999)), [Room(ChannelId(1000 + n)) for n in range(BATCH + 20)]
    held = messenger.held[slow] = asyncio.Event()
    places = [slow, *others]
    await planned(deliveries, *(plan(clock, f"meeting:{n}:x:60", p) for n, p in enumerate(places)))
    later = plan(clock, "meeting:999:x:60")
    last, room = (messenger.told.setdefault(each, asyncio.Event()) for each in (others[-1], ROOM))
    async with asyncio.TaskGroup() as group, asyncio.timeout(30):
        group.create_task(deliveries.deliver_due())
        await last.wait()
        await planned(deliveries, later)
        await room.wait()
        assert slow not in [message.place for message in messenger.messages]
        held.set()

    assert len(messenger.posted) == len(others) + 2


async def test_what_waited_half_its_lease_for_its_room_is_claimed_anew(
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    database: Database,
) -> None:
    """Two processes on one database: past its lease, the other one would say it as well."""
    held = messenger.held[ROOM] = asyncio.Event()
    first, second = (plan(clock, f"meeting:{n}:x:60") for n in (1, 2))
    await planned(deliveries, first, second)
    async with asyncio.TaskGroup() as group, asyncio.timeout(30):
        group.create_task(deliveries.deliver_due())
        await asyncio.sleep(0.05)
        clock.advance(deliveries.lease / 2)
        held.set()

    assert messenger.posted == [first.notice, second.notice]
    async with database.transaction() as tx:
        found = await tx.fetch_all("SELECT claims, lease_until FROM deliveries ORDER BY id")
    assert [row["claims"] for row in found] == [1, 1]
