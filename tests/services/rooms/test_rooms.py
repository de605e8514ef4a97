"""A room opens and closes with its meeting, whatever happens between save, set and record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import MeetingId
from bot.domain.meetings import Meeting
from bot.domain.rooms import KEPT, TEXT_BITS, Overwrite
from bot.services.meetings import MeetingService
from bot.services.rooms import RoomService
from tests.fakes import ManualClock
from tests.services.fake_rooms import OWN_ID, FakeRooms
from tests.services.rooms.evening import (
    ADMIN,
    BEFORE,
    END,
    EVERYONE,
    MEMBER,
    ROOM,
    STAFF_ROOM,
    START,
    VIEW,
    Make,
    at,
    may_write,
)


async def test_a_kept_room_is_closed_at_once_and_opens_only_for_the_meeting(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    resting = dict(discord_rooms.rooms[ROOM])
    assert kept.room_id == ROOM
    assert not may_write(discord_rooms)
    assert resting[EVERYONE].allow == VIEW
    assert resting[OWN_ID].allow == TEXT_BITS

    assert await rooms.next_due() == (START, None)
    await at(clock, START, rooms.settle_due)
    assert may_write(discord_rooms)
    assert await rooms.next_due() == (END, None)
    await at(clock, END, rooms.settle_due)
    assert discord_rooms.rooms[ROOM] == resting
    assert await rooms.next_due() == (START + timedelta(weeks=1), None)


async def test_a_room_let_go_is_exactly_as_it_was(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms
) -> None:
    await rooms.keep(kept.id, kept=False, by=ADMIN)
    await rooms.settle_due()

    assert discord_rooms.rooms[ROOM] == BEFORE
    assert await rooms.next_due() == (None, None)


async def test_let_go_during_a_meeting_the_room_is_given_back_after_it(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    await at(clock, START, rooms.settle_due)
    await rooms.keep(kept.id, kept=False, by=ADMIN)
    await rooms.settle_due()
    assert may_write(discord_rooms)

    await at(clock, END, rooms.settle_due)
    assert discord_rooms.rooms[ROOM] == BEFORE


async def test_an_ended_meeting_gives_its_room_back(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, calendar: MeetingService
) -> None:
    await calendar.end(kept.id, by=ADMIN)
    await rooms.settle_due()

    assert discord_rooms.rooms[ROOM] == BEFORE


async def test_what_staff_change_during_a_meeting_stays(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    """A role that was let in, and a right that was taken, are not ours to undo."""
    resting = dict(discord_rooms.rooms[ROOM])
    await at(clock, START, rooms.settle_due)
    guest = Overwrite(50, False, allow=VIEW)
    room = discord_rooms.rooms[ROOM]
    room |= {50: guest, EVERYONE: replace(room[EVERYONE], allow=0, deny=VIEW)}
    await at(clock, END, rooms.settle_due)

    everyone = Overwrite(EVERYONE, False, deny=VIEW | TEXT_BITS)
    assert discord_rooms.rooms[ROOM] == resting | {50: guest, EVERYONE: everyone}
    await rooms.keep(kept.id, kept=False, by=ADMIN)
    await rooms.settle_due()
    assert discord_rooms.rooms[ROOM] == BEFORE | {
        50: guest,
        EVERYONE: replace(everyone, deny=VIEW),
    }


class Killed(BaseException):
    """The process is no more."""


async def killed(rooms: RoomService) -> None:
    """Let the worker die in the midst of its round."""
    with pytest.raises(BaseExceptionGroup):
        await rooms.settle_due()


@pytest.mark.parametrize("deaths", range(6))
async def test_a_worker_that_dies_while_it_closes_is_followed_by_one_that_finishes(
    rooms: RoomService,
    another: Make,
    meeting: Meeting,
    discord_rooms: FakeRooms,
    clock: ManualClock,
    deaths: int,
) -> None:
    """After each call of the change, as kill -9 leaves it: set, and nobody wrote that down."""
    await rooms.keep(meeting.id, kept=True, by=ADMIN)
    for _ in range(deaths):  # of five calls: the bot, three staff roles, everyone
        discord_rooms.lost = [Killed()]
        await killed(another())
        clock.advance(rooms.lease)
    assert len(discord_rooms.calls) == deaths
    await another().settle_due()
    assert not may_write(discord_rooms)

    await rooms.keep(meeting.id, kept=False, by=ADMIN)
    discord_rooms.lost = [Killed()]
    await killed(another())
    discord_rooms.lost = []
    clock.advance(rooms.lease)
    await another().settle_due()
    assert discord_rooms.rooms[ROOM] == BEFORE


async def test_a_bot_that_was_away_at_the_start_opens_late_and_at_the_end_closes_late(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    resting = dict(discord_rooms.rooms[ROOM])
    await at(clock, START + timedelta(minutes=20), rooms.settle_due)
    assert may_write(discord_rooms)
    await at(clock, END + timedelta(days=1), rooms.settle_due)
    assert discord_rooms.rooms[ROOM] == resting
    discord_rooms.calls.clear()
    # The whole of the next one is slept through: nothing is left to open.
    await at(clock, END + timedelta(days=8), rooms.settle_due)
    assert discord_rooms.calls == []
    assert await rooms.next_due() == (START + timedelta(weeks=2), None)


async def test_a_room_closed_early_by_hand_stays_closed_for_this_meeting(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    await at(clock, START, rooms.settle_due)
    await rooms.close(ROOM, by=ADMIN)
    await rooms.look_again()
    await rooms.settle_due()

    assert not may_write(discord_rooms)
    with pytest.raises(Conflict):
        await rooms.close(ROOM, by=ADMIN)
    await at(clock, START + timedelta(weeks=1), rooms.settle_due)
    assert may_write(discord_rooms)


async def test_a_room_opened_by_hand_closes_after_its_minutes(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    found = await rooms.open(ROOM, minutes=30, by=ADMIN)
    await rooms.settle_due()

    assert found.closes_at == clock() + timedelta(minutes=30)
    assert may_write(discord_rooms)
    await at(clock, clock() + timedelta(minutes=30), rooms.settle_due)
    assert not may_write(discord_rooms)


async def test_open_again_while_open_means_open_for_longer(
    rooms: RoomService, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    """Two meetings in a row, or a facilitator who needs more time: the room does not flicker."""
    resting = dict(discord_rooms.rooms[ROOM])
    await at(clock, START, rooms.settle_due)
    clock.moment = END - timedelta(minutes=5)
    await rooms.open(ROOM, minutes=30, by=ADMIN)
    await rooms.open(ROOM, minutes=10, by=ADMIN)
    await at(clock, END, rooms.settle_due)
    assert may_write(discord_rooms)
    await at(clock, END + timedelta(minutes=25), rooms.settle_due)
    assert discord_rooms.rooms[ROOM] == resting


async def test_a_room_nobody_keeps_closes_and_opens_by_hand(
    rooms: RoomService, meeting: Meeting, discord_rooms: FakeRooms
) -> None:
    assert meeting.room_id == ROOM
    await rooms.close(ROOM, by=ADMIN)
    await rooms.settle_due()
    assert not may_write(discord_rooms)

    opened = await rooms.open(ROOM, minutes=None, by=ADMIN)
    await rooms.settle_due()
    assert opened.closes_at is None
    assert discord_rooms.rooms[ROOM] == BEFORE


async def test_a_room_that_staff_closed_themselves_opens_for_as_long_as_was_asked(
    rooms: RoomService, meeting: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    shut = BEFORE | {EVERYONE: Overwrite(EVERYONE, False, deny=TEXT_BITS)}
    discord_rooms.rooms[ROOM] = dict(shut)
    opened = await rooms.open(ROOM, minutes=None, by=ADMIN)
    await rooms.settle_due()

    assert opened.closes_at == clock() + timedelta(minutes=meeting.minutes)
    assert discord_rooms.rooms[ROOM][EVERYONE].allow == TEXT_BITS
    await at(clock, clock() + timedelta(hours=1), rooms.settle_due)
    assert discord_rooms.rooms[ROOM] == shut


async def test_two_workers_on_one_database_change_a_room_once(
    rooms: RoomService, another: Make, kept: Meeting, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    discord_rooms.calls.clear()
    clock.moment = START
    await rooms.settle_due()
    await another().settle_due()

    assert discord_rooms.calls == [("set", EVERYONE)]


async def test_who_may_not_lead_opens_nothing_and_no_other_room_is_opened(
    rooms: RoomService, meeting: Meeting
) -> None:
    """Opening the staff room by a slip of the hand would show it to everybody."""
    with pytest.raises(NotPermitted):
        await rooms.open(ROOM, minutes=None, by=MEMBER)
    with pytest.raises(NotPermitted):
        await rooms.keep(meeting.id, kept=True, by=MEMBER)
    with pytest.raises(InvalidInput):
        await rooms.open(STAFF_ROOM, minutes=None, by=ADMIN)
    with pytest.raises(NotFound):
        await rooms.keep(MeetingId(404), kept=True, by=ADMIN)


async def test_what_was_taken_back_long_ago_is_forgotten(
    rooms: RoomService, kept: Meeting, clock: ManualClock
) -> None:
    await rooms.keep(kept.id, kept=False, by=ADMIN)
    await rooms.settle_due()
    assert await rooms.forget() == 0
    clock.advance(KEPT + timedelta(seconds=1))
    assert await rooms.forget() == 1
