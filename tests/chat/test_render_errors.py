"""An error says what is wrong and what to do next."""

import pytest

from bot.chat.render.errors import sentence
from bot.domain.errors import ClinicError, InvalidInput, NotSetUp


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            InvalidInput("Time", "time_unreadable", "7 pm or 19:00"),
            "**Time**: I cannot read that as a time. Try: 7 pm or 19:00.",
        ),
        (
            InvalidInput("Note", "too_long", "At most 9 characters."),
            "**Note**: That is too long. Try: At most 9 characters.",
        ),
        (InvalidInput("Title", "empty"), "**Title**: Something is missing here."),
    ],
)
def test_what_was_typed_wrong_comes_with_an_example(problem: ClinicError, said: str) -> None:
    assert sentence(problem) == said


@pytest.mark.parametrize(
    ("part", "option"), [("staff_room", "`staff_room`"), ("meetings_room", "`meeting_room`")]
)
def test_a_room_that_is_missing_is_named_as_set_up_names_it(part: str, option: str) -> None:
    said = sentence(NotSetUp(part))
    assert option in said
    assert "`/clinic setup`" in said


def test_a_server_that_is_not_set_up_still_points_to_help() -> None:
    assert "`/support now`" in sentence(NotSetUp())
