"""Reminder cards in a room and in private, and what becomes of them."""

from dataclasses import replace

import pytest

from bot.chat.render import meetings as render
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notices import CardChange, CardState, MeetingReminder
from tests.chat.test_render_meetings import FIRST, KEY, a_reminder, presses, text
from tests.house.limits import faults

STAMP = int(FIRST.timestamp())
IN_ROOM = replace(a_reminder(), original_at=FIRST)


def a_change(state: CardState, *, coming: int | None = None, private: bool = False) -> CardChange:
    return CardChange(
        meeting_id=IN_ROOM.meeting_id,
        title="T" * 100,
        starts_at=FIRST,
        minutes=90,
        room_id=ChannelId(12),
        original_at=FIRST,
        channel_id=ChannelId(12),
        message_id=MessageId(7),
        state=state,
        facilitator_id=UserId(33),
        is_private=private,
        coming=coming,
    )


def labels(change: CardChange) -> list[str]:
    return [press.label for press in presses(render.card_change(change, KEY))]


@pytest.mark.parametrize(("number", "seen"), [(None, "fewer than 5"), (5, "5"), (23, "23")])
def test_open_card_shows_how_many_come(number: int | None, seen: str) -> None:
    reminder = replace(IN_ROOM, coming=number)
    changes = [a_change(state, coming=number) for state in (CardState.OPEN, CardState.MOVED)]
    said = [render.reminder(reminder, KEY), *(render.card_change(each, KEY) for each in changes)]
    assert all(f"**Planning to come:** {seen}" in text(each).splitlines() for each in said)


@pytest.mark.parametrize("state", [CardState.CANCELLED, CardState.CHANGED, CardState.BEGUN])
def test_closed_card_shows_no_number_and_takes_no_answer(state: CardState) -> None:
    change = a_change(state, coming=9)
    assert "Planning to come" not in text(render.card_change(change, KEY))
    assert labels(change) == ["Next dates"]


def test_private_card_and_one_of_an_older_release_show_no_number() -> None:
    cards: list[MeetingReminder] = [a_reminder(), replace(IN_ROOM, is_private=True)]
    assert not any("Planning to come" in text(render.reminder(each, KEY)) for each in cards)
    private = a_change(CardState.OPEN, private=True)
    assert "Planning to come" not in text(render.card_change(private, KEY))
    assert labels(private) == ["Stop these messages"]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (CardState.OPEN, f"Starts <t:{STAMP}:F> (<t:{STAMP}:R>)"),
        (CardState.MOVED, "The time has changed"),
        (CardState.CANCELLED, "This date is cancelled"),
        (CardState.CHANGED, "This meeting has changed"),
        (CardState.BEGUN, "has begun"),
    ],
)
def test_card_says_first_what_became_of_it(state: CardState, says: str) -> None:
    said = render.card_change(a_change(state), KEY)
    assert says in text(said).splitlines()[2]
    assert said.content is None, "only what stands outside of an embed rings"
    assert faults(said) == []


def test_card_of_a_changed_series_names_the_old_date_as_the_old_one() -> None:
    """What stood beneath it, a room and a length, may be others now."""
    said = text(render.card_change(a_change(CardState.CHANGED), KEY))
    assert f"It was planned for <t:{STAMP}:F>." in said
    assert "Starts" not in said
    assert "<#12>" not in said
