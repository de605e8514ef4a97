"""A room stays the members' own: the bot speaks seldom there, and says nothing twice."""

import pytest

from bot.domain.faq.entries import EntryId
from bot.domain.ids import ChannelId, UserId
from bot.services.pace import FURTHER_UP, IN_A_ROOM, TO_A_PERSON, WINDOW, Pace
from tests.fakes import ManualClock

ROOM, OTHER = ChannelId(1), ChannelId(2)
ENTRY = EntryId("what-it-is")


@pytest.fixture
def pace(clock: ManualClock) -> Pace:
    """Nothing has been said yet."""
    return Pace(now=clock)


def test_a_room_hears_only_so_much(pace: Pace, clock: ManualClock) -> None:
    for each in range(IN_A_ROOM):
        assert pace.take_turn(ROOM, UserId(100 + each))
    assert not pace.take_turn(ROOM, UserId(99))
    assert pace.take_turn(OTHER, UserId(99)), "another room has its own"

    clock.advance(WINDOW)
    assert pace.take_turn(ROOM, UserId(98))


def test_one_person_cannot_use_up_a_room(pace: Pace) -> None:
    for _ in range(TO_A_PERSON):
        assert pace.take_turn(ROOM, UserId(7))
    assert not pace.take_turn(ROOM, UserId(7))
    assert pace.take_turn(ROOM, UserId(8))


def test_what_stands_further_up_is_not_said_again(pace: Pace, clock: ManualClock) -> None:
    assert pace.say(ROOM, ENTRY)
    assert not pace.say(ROOM, ENTRY)
    assert pace.stands(ROOM, ENTRY)
    assert not pace.stands(OTHER, ENTRY)

    clock.advance(FURTHER_UP)
    assert pace.say(ROOM, ENTRY)


def test_what_discord_did_not_take_does_not_stand(pace: Pace) -> None:
    pace.say(ROOM, ENTRY)
    pace.unsay(ROOM, ENTRY)

    assert not pace.stands(ROOM, ENTRY)
