"""Names and arguments travel in a custom_id and come back out of it."""

import pytest

from bot.chat.errors import Border
from bot.chat.render.said import Press
from bot.chat.router import Router, parse, texts, typed


def test_what_a_press_carries_comes_back() -> None:
    press = Press("Acknowledge", "care:ack", (12, "b"))

    assert parse(press.custom_id("abc123")) == ("care:ack", ("12", "b"))
    assert parse(press.custom_id(None)) == ("care:ack", ("12", "b"))


@pytest.mark.parametrize("custom_id", ["", "care", "somebody-elses-button", "care:ack:1~not hex"])
def test_a_stranger_is_nobodys(custom_id: str) -> None:
    assert parse(custom_id) == ("", ())


def test_two_cogs_cannot_answer_the_same_button() -> None:
    router = Router(Border())

    async def answer(*_: object) -> None:
        """Do nothing."""

    router.on_press("care:ack", answer)
    with pytest.raises(ValueError, match="care:ack"):
        router.on_press("care:ack", answer)


def test_a_form_is_read_in_either_shape() -> None:
    """Rows of inputs, or labels with one input each (Discord API v10, Modal Submit)."""
    rows = [{"type": 1, "components": [{"type": 4, "custom_id": "time", "value": "7 pm"}]}]
    labels = [
        {"type": 18, "component": {"type": 3, "custom_id": "day", "values": ["Tuesday"]}},
        {"type": 18, "component": {"type": 4, "custom_id": "note", "value": ""}},
    ]

    assert typed([*rows, *labels]) == {"time": "7 pm", "day": "Tuesday", "note": ""}


def test_choices_are_not_given_back_as_words() -> None:
    labels = [
        {"type": 18, "component": {"type": 3, "custom_id": "day", "values": ["Tuesday"]}},
        {"type": 18, "component": {"type": 4, "custom_id": "note", "value": " \n"}},
        {"type": 18, "component": {"type": 4, "custom_id": "why", "value": "rain"}},
    ]

    assert texts(labels) == ["rain"]
