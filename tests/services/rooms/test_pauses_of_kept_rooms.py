"""What is said about the pause of a room that is closed between its meetings is true."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.render import room_acts as render
from bot.domain.cases import Action, Reason
from bot.domain.meetings import Meeting
from bot.domain.room_notices import RoomPaused
from bot.domain.rooms import Shape
from bot.services.deliveries import DeliveryService
from bot.services.room_acts import Acted, RoomActService, Wish
from bot.services.rooms import RoomService
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_room_ports import FakeWarden
from tests.services.fake_rooms import FakeRooms
from tests.services.rooms.evening import ADMIN, END, ROOM, START, at

PAUSE = Wish(action=Action.PAUSE, reason=Reason.DISRUPTING, room_id=ROOM)
RESUME = Wish(action=Action.RESUME, reason=Reason.OTHER, room_id=ROOM)


async def said(deliveries: DeliveryService, messenger: FakeMessenger) -> list[str]:
    """Say what is due, and return what the room has read."""
    await deliveries.deliver_due()
    lines = [each for each in messenger.posted if isinstance(each, RoomPaused)]
    return [render.notice(each, "key").content or "" for each in lines]


def text(acted: Acted) -> str:
    """Return what the moderator reads."""
    [embed] = render.acted(acted).embeds
    return embed.description or ""


async def test_between_its_meetings_a_room_is_promised_no_more_than_its_next_one(
    acts: RoomActService, kept: Meeting, deliveries: DeliveryService, messenger: FakeMessenger
) -> None:
    assert kept.room_id == ROOM
    await acts.pause(replace(PAUSE, length=timedelta(hours=1)), by=ADMIN)
    await acts.resume(RESUME, by=ADMIN)

    begun, over = await said(deliveries, messenger)
    assert "You can take part again" not in begun
    assert "opens with its meetings" in begun
    assert "opens again with its next meeting" in over


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(("minutes", "promised"), [(30, True), (90, False)])
async def test_during_a_meeting_it_counts_whether_it_still_goes_on_after_the_pause(
    acts: RoomActService,
    rooms: RoomService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    *,
    minutes: int,
    promised: bool,
) -> None:
    await at(clock, START, rooms.settle_due)
    await acts.pause(replace(PAUSE, length=timedelta(minutes=minutes)), by=ADMIN)
    [begun] = await said(deliveries, messenger)
    assert ("You can take part again" in begun) == promised

    await at(clock, min(END, START + timedelta(minutes=minutes)), rooms.settle_due)
    await at(clock, START + timedelta(minutes=minutes), rooms.settle_due)
    [_, over] = await said(deliveries, messenger)
    assert ("next meeting" in over) == (not promised)


@pytest.mark.parametrize("shape", [Shape.VOICE, Shape.STAGE])
async def test_a_call_that_nobody_can_enter_is_not_said_to_be_one_to_listen_in(
    acts: RoomActService,
    kept: Meeting,
    warden: FakeWarden,
    discord_rooms: FakeRooms,
    shape: Shape,
) -> None:
    assert kept.room_id == ROOM
    discord_rooms.shape = warden.shapes[ROOM] = shape

    told = text(await acts.pause(PAUSE, by=ADMIN))

    assert "members cannot come in now" in told
    assert "listen" not in told


async def test_a_room_that_is_let_go_is_open_after_its_pause(
    acts: RoomActService,
    rooms: RoomService,
    kept: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    await acts.pause(PAUSE, by=ADMIN)
    await rooms.keep(kept.id, kept=False, by=ADMIN)
    await rooms.settle_due()
    await acts.resume(RESUME, by=ADMIN)

    [begun, over] = await said(deliveries, messenger)
    assert "opens with its meetings" in begun
    assert "next meeting" not in over
