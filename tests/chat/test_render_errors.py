"""An error says what is wrong and what to do next."""

import pytest

from bot.chat.render import errors as render
from bot.chat.render.errors import sentence
from bot.domain.errors import ClinicError, Conflict, InvalidInput, NotSetUp
from tests.house.limits import faults


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


def test_what_was_typed_in_vain_is_given_back_as_it_was() -> None:
    said = render.error(Conflict("question_over"), typed=["Come at *seven*.", "<@1> ~ok~"])

    assert "```\nCome at *seven*.\n\n<@1> ~ok~\n```" in (said.content or "")
    assert said.files == ()
    assert faults(said) == []


@pytest.mark.parametrize("typed", ["x" * 4000, "a ``` b"])
def test_what_no_message_can_show_is_given_back_as_a_file(typed: str) -> None:
    said = render.error("7F3A", typed=[typed])

    assert [each.content.decode() for each in said.files] == [typed]
    assert faults(said) == []


def test_an_error_without_a_form_gives_nothing_back() -> None:
    assert render.error(Conflict("question_over")).content is None
