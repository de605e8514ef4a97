"""A room that Discord will not open or close: who is told, and when it is tried again."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.deliveries import Failure
from bot.domain.meetings import Meeting
from bot.domain.notices import RoomTrouble
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.services.rooms import RoomService
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_rooms import FakeRooms
from tests.services.rooms.evening import (
    ADMIN,
    END,
    FORBIDDEN,
    PASSING,
    ROOM,
    START,
    at,
    may_write,
)


async def test_a_missing_right_is_told_to_staff_once_and_tried_again(
    rooms: RoomService,
    meeting: Meeting,
    discord_rooms: FakeRooms,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    discord_rooms.failures = [FORBIDDEN, FORBIDDEN, FORBIDDEN]
    await rooms.keep(meeting.id, kept=True, by=ADMIN)
    for _ in range(3):
        await rooms.settle_due()
        await deliveries.deliver_due()
        clock.advance(timedelta(minutes=10))

    # At the meeting's start they know already; nothing is closed in its midst once it works.
    discord_rooms.failures = [FORBIDDEN]
    clock.moment = START
    for _ in range(3):
        await rooms.settle_due()
        await deliveries.deliver_due()
        assert may_write(discord_rooms)
        clock.advance(timedelta(minutes=10))
    await at(clock, END, rooms.settle_due)

    [told] = messenger.posted
    assert told == RoomTrouble(room_id=ROOM, wanted="closed", problem="forbidden")
    assert messenger.messages[0].place == replace(messenger.messages[0].place, channel_id=10)
    assert not may_write(discord_rooms)


async def test_a_passing_failure_is_tried_again_and_nobody_is_told(
    rooms: RoomService,
    kept: Meeting,
    discord_rooms: FakeRooms,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    discord_rooms.failures = [PASSING]
    await at(clock, START, rooms.settle_due)
    assert not may_write(discord_rooms)
    due, _ = await rooms.next_due()
    assert due is not None
    await at(clock, due, rooms.settle_due)
    await deliveries.deliver_due()

    assert may_write(discord_rooms)
    assert messenger.posted == []


async def test_a_room_that_is_gone_is_left_alone(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    discord_rooms.failures = [MessengerError("404", failure=Failure.GONE)]
    discord_rooms.calls.clear()
    await at(clock, START, rooms.settle_due)
    await at(clock, END, rooms.settle_due)

    assert discord_rooms.calls == []
    assert await rooms.next_due() == (START + timedelta(weeks=1), None)


async def test_a_failure_of_our_own_leaves_the_other_rooms_alone(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    assert kept.room_id == ROOM
    discord_rooms.failures = [ValueError("a bug")]
    await at(clock, START, rooms.settle_due)
    assert await rooms.next_due() == (START + timedelta(minutes=10), None)
    await at(clock, START + timedelta(minutes=10), rooms.settle_due)
    assert may_write(discord_rooms)


async def test_a_room_that_never_was_there_is_looked_for_once_a_day(
    rooms: RoomService, meeting: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    discord_rooms.failures = [MessengerError("404", failure=Failure.GONE)]
    await rooms.keep(meeting.id, kept=True, by=ADMIN)
    await rooms.settle_due()

    assert discord_rooms.calls == []
    assert await rooms.next_due() == (clock() + timedelta(days=1), None)
