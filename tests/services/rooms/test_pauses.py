"""A moderator pauses a room: exact, once, and in its right place above a meeting's doors."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Action, Reason, State
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import CaseNumber, ChannelId
from bot.domain.meetings import Meeting
from bot.domain.room_notices import RoomActLine, RoomPaused
from bot.domain.rooms import SEND_MESSAGES, Overwrite, Shape
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.services.room_acts import RoomActService, Wish
from bot.services.rooms import RoomService
from bot.storage import cases as case_rows
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_room_ports import FakeWarden
from tests.services.fake_rooms import FakeRooms
from tests.services.rooms.evening import (
    ADMIN,
    BEFORE,
    END,
    EVERYONE,
    FORBIDDEN,
    MEMBER,
    PASSING,
    ROOM,
    STAFF_ROOM,
    START,
    Make,
    at,
    may_write,
)

GONE = MessengerError("404", failure=Failure.GONE)
PAUSE = Wish(action=Action.PAUSE, reason=Reason.DISRUPTING, room_id=ROOM)
RESUME = Wish(action=Action.RESUME, reason=Reason.OTHER, room_id=ROOM)


async def state_of(database: Database, number: int) -> State | None:
    """Return where a case stands."""
    async with database.transaction() as tx:
        case = await case_rows.get(tx, ADMIN.guild_id, CaseNumber(number))
    return case.state if case else None


async def test_a_paused_room_can_be_read_and_is_given_back_exactly(
    acts: RoomActService,
    discord_rooms: FakeRooms,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    paused = await acts.pause(PAUSE, by=ADMIN)
    assert paused.is_done
    assert not may_write(discord_rooms)
    assert discord_rooms.rooms[ROOM][EVERYONE].allow == BEFORE[EVERYONE].allow

    resumed = await acts.resume(RESUME, by=ADMIN)
    assert resumed.is_done
    assert discord_rooms.rooms[ROOM] == BEFORE
    await deliveries.deliver_due()
    lines = [each for each in messenger.posted if isinstance(each, RoomActLine)]
    said = [each.is_over for each in messenger.posted if isinstance(each, RoomPaused)]
    assert [(line.number, line.action) for line in lines] == [(1, "pause"), (2, "resume")]
    assert {line.reason for line in lines} == {Reason.DISRUPTING}
    assert said == [False, True]


async def test_leave_to_write_of_ones_own_does_not_outrank_the_pause(
    acts: RoomActService, discord_rooms: FakeRooms
) -> None:
    """Discord lets an allowing overwrite of a person or another role win over @everyone."""
    own = {50: Overwrite(50, True, allow=1 << 11), 51: Overwrite(51, False, allow=1 << 38 | 4)}
    discord_rooms.rooms[ROOM] = {**BEFORE, **own}

    await acts.pause(PAUSE, by=ADMIN)
    assert discord_rooms.rooms[ROOM].get(50, Overwrite(50, True)).allow == 0
    assert discord_rooms.rooms[ROOM][51].allow == 4
    await acts.resume(RESUME, by=ADMIN)
    assert discord_rooms.rooms[ROOM] == {**BEFORE, **own}


async def test_a_pause_with_a_length_ends_by_itself(
    acts: RoomActService, rooms: RoomService, discord_rooms: FakeRooms, clock: ManualClock
) -> None:
    await acts.pause(replace(PAUSE, length=timedelta(hours=1)), by=ADMIN)

    assert await rooms.next_due() == (clock() + timedelta(hours=1), None)
    await at(clock, clock() + timedelta(hours=1), rooms.settle_due)
    assert discord_rooms.rooms[ROOM] == BEFORE


async def test_a_meeting_that_opens_and_closes_beneath_a_pause_shows_after_it(
    acts: RoomActService,
    rooms: RoomService,
    kept: Meeting,
    discord_rooms: FakeRooms,
    clock: ManualClock,
) -> None:
    resting = dict(discord_rooms.rooms[kept.room_id])
    await acts.pause(PAUSE, by=ADMIN)
    await at(clock, START, rooms.settle_due)
    assert not may_write(discord_rooms)
    await acts.resume(RESUME, by=ADMIN)
    assert may_write(discord_rooms)

    await acts.pause(PAUSE, by=ADMIN)
    await at(clock, END, rooms.settle_due)
    assert not may_write(discord_rooms)
    await acts.resume(RESUME, by=ADMIN)
    assert discord_rooms.rooms[ROOM] == resting

    await rooms.keep(kept.id, kept=False, by=ADMIN)
    await rooms.settle_due()
    assert discord_rooms.rooms[ROOM] == BEFORE


async def test_a_room_kept_and_let_go_beneath_a_pause_is_given_back_exactly(
    acts: RoomActService, rooms: RoomService, meeting: Meeting, discord_rooms: FakeRooms
) -> None:
    await acts.pause(PAUSE, by=ADMIN)
    await rooms.keep(meeting.id, kept=True, by=ADMIN)
    await rooms.settle_due()
    await acts.resume(RESUME, by=ADMIN)
    assert not may_write(discord_rooms)  # it is closed between its meetings

    await acts.pause(PAUSE, by=ADMIN)
    await rooms.keep(meeting.id, kept=False, by=ADMIN)
    await rooms.settle_due()
    await acts.resume(RESUME, by=ADMIN)
    assert discord_rooms.rooms[ROOM] == BEFORE


async def test_what_staff_changed_by_hand_during_a_pause_stays(
    acts: RoomActService,
    rooms: RoomService,
    kept: Meeting,
    discord_rooms: FakeRooms,
    clock: ManualClock,
) -> None:
    await acts.pause(PAUSE, by=ADMIN)
    by_hand = replace(discord_rooms.rooms[ROOM][EVERYONE], deny=0)
    discord_rooms.rooms[ROOM][EVERYONE] = by_hand
    await at(clock, START, rooms.settle_due)
    await at(clock, START + timedelta(minutes=kept.minutes), rooms.settle_due)
    await acts.resume(RESUME, by=ADMIN)
    assert discord_rooms.rooms[ROOM][EVERYONE] == by_hand
    await at(clock, START, rooms.settle_due)
    await at(clock, START + timedelta(minutes=kept.minutes), rooms.settle_due)


@pytest.mark.parametrize("calls", range(6))
async def test_killed_at_any_step_a_pause_converges_once(
    calls: int,
    acts: RoomActService,
    another: Make,
    discord_rooms: FakeRooms,
    database: Database,
    clock: ManualClock,
) -> None:
    """The process dies after the first, second, ... call; another one goes on with the row."""
    discord_rooms.dies_after = calls
    with pytest.raises(BaseExceptionGroup):
        await acts.pause(PAUSE, by=ADMIN)
    discord_rooms.dies_after = None
    clock.advance(timedelta(minutes=2))
    await another().settle_due()

    assert not may_write(discord_rooms)
    assert await state_of(database, 1) is State.DONE
    discord_rooms.dies_after = calls
    with pytest.raises(BaseExceptionGroup):
        await acts.resume(RESUME, by=ADMIN)
    discord_rooms.dies_after = None
    clock.advance(timedelta(minutes=2))
    await another().settle_due()
    assert discord_rooms.rooms[ROOM] == BEFORE
    assert await state_of(database, 2) is State.DONE


async def test_killed_while_a_meeting_closes_beneath_a_pause_it_still_nests(
    acts: RoomActService,
    rooms: RoomService,
    another: Make,
    kept: Meeting,
    discord_rooms: FakeRooms,
    clock: ManualClock,
) -> None:
    resting = dict(discord_rooms.rooms[kept.room_id])
    await at(clock, START, rooms.settle_due)
    await acts.pause(PAUSE, by=ADMIN)
    discord_rooms.dies_after = 0
    clock.moment = END
    with pytest.raises(BaseExceptionGroup):
        await rooms.settle_due()
    discord_rooms.dies_after = None
    clock.advance(timedelta(minutes=2))
    await another().settle_due()
    await acts.resume(RESUME, by=ADMIN)

    assert discord_rooms.rooms[ROOM] == resting


async def test_a_refusal_halfway_is_undone_and_no_pause_is_recorded(
    acts: RoomActService, discord_rooms: FakeRooms, database: Database
) -> None:
    discord_rooms.lost = [FORBIDDEN]
    with pytest.raises(NotPermitted) as met:
        await acts.pause(PAUSE, by=ADMIN)

    assert (met.value.needs, met.value.by_bot) == ("Manage Permissions", True)
    assert discord_rooms.rooms[ROOM] == BEFORE
    assert await state_of(database, 1) is State.FAILED


async def test_a_silent_discord_is_asked_again_and_the_moderator_is_told_so(
    acts: RoomActService,
    rooms: RoomService,
    discord_rooms: FakeRooms,
    database: Database,
    clock: ManualClock,
) -> None:
    discord_rooms.failures = [PASSING]
    paused = await acts.pause(PAUSE, by=ADMIN)
    assert not paused.is_done
    assert await state_of(database, 1) is State.BEGUN

    await at(clock, clock() + timedelta(minutes=1), rooms.settle_due)
    assert not may_write(discord_rooms)
    assert await state_of(database, 1) is State.DONE


async def test_a_room_that_goes_meanwhile_is_said_to_be_gone(
    acts: RoomActService, discord_rooms: FakeRooms, warden: FakeWarden, database: Database
) -> None:
    discord_rooms.failures = [GONE]
    warden.gone_later = {ROOM}
    with pytest.raises(NotFound):
        await acts.pause(PAUSE, by=ADMIN)
    assert await state_of(database, 1) is State.FAILED


async def test_two_moderators_pause_a_room_once(
    acts: RoomActService, rooms: RoomService, kept: Meeting
) -> None:
    await acts.pause(PAUSE, by=ADMIN)
    with pytest.raises(Conflict):
        await acts.pause(PAUSE, by=ADMIN)
    with pytest.raises(Conflict):
        await rooms.open(kept.room_id, minutes=None, by=ADMIN)
    await acts.resume(RESUME, by=ADMIN)
    with pytest.raises(Conflict):
        await acts.resume(RESUME, by=ADMIN)


async def test_a_thread_is_paused_with_its_room(
    acts: RoomActService, warden: FakeWarden, discord_rooms: FakeRooms
) -> None:
    warden.threads = {99: ROOM}
    await acts.pause(replace(PAUSE, room_id=ChannelId(99)), by=ADMIN)
    assert not may_write(discord_rooms)


@pytest.mark.parametrize("shape", Shape)
async def test_a_room_is_told_where_it_holds_messages_and_given_back_exactly(
    shape: Shape,
    acts: RoomActService,
    warden: FakeWarden,
    discord_rooms: FakeRooms,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    discord_rooms.shape = warden.shapes[ROOM] = shape
    warden.threads = {99: ROOM}
    paused = await acts.pause(replace(PAUSE, room_id=ChannelId(99)), by=ADMIN)
    assert (paused.is_done, paused.shape) == (True, shape)
    assert discord_rooms.rooms[ROOM][EVERYONE].deny & SEND_MESSAGES
    await acts.resume(RESUME, by=ADMIN)
    assert discord_rooms.rooms[ROOM] == BEFORE

    await deliveries.deliver_due()
    told = [each for each in messenger.posted if isinstance(each, RoomPaused)]
    assert len(told) == (0 if shape is Shape.FORUM else 2)


@pytest.mark.parametrize(
    ("shape", "lacking"),
    [
        (Shape.TEXT, "send_messages_in_threads"),
        (Shape.FORUM, "send_messages_in_threads"),
        (Shape.VOICE, "connect"),
        (Shape.VOICE, "speak"),
        (Shape.STAGE, "request_to_speak"),
    ],
)
async def test_the_right_that_a_room_of_its_kind_needs_is_named(
    shape: Shape, lacking: str, acts: RoomActService, warden: FakeWarden, discord_rooms: FakeRooms
) -> None:
    discord_rooms.shape = warden.shapes[ROOM] = shape
    warden.lacking = {lacking}
    with pytest.raises(NotPermitted) as met:
        await acts.pause(PAUSE, by=ADMIN)
    assert (met.value.needs, met.value.by_bot) == (lacking.replace("_", " ").title(), True)
    assert discord_rooms.calls == []


async def test_who_may_not_and_where_not(acts: RoomActService, warden: FakeWarden) -> None:
    with pytest.raises(NotPermitted):
        await acts.pause(PAUSE, by=MEMBER)
    with pytest.raises(InvalidInput):
        await acts.pause(replace(PAUSE, room_id=STAFF_ROOM), by=ADMIN)
    with pytest.raises(InvalidInput):
        await acts.pause(replace(PAUSE, length=timedelta(days=8)), by=ADMIN)
    warden.lacking = {"manage_roles"}
    with pytest.raises(NotPermitted) as met:
        await acts.pause(PAUSE, by=ADMIN)
    assert (met.value.needs, met.value.by_bot) == ("Manage Roles", True)
