"""Times and weekdays are read the way a receptionist types them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.wall_time import WEEKDAYS, Reading, read_time, read_weekday


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("7pm", 19, 0),
        ("7 PM", 19, 0),
        ("7:30 p.m.", 19, 30),
        ("7.30pm", 19, 30),
        ("at 7 tonight", 19, 0),
        ("7:30 in the evening", 19, 30),
        ("2 in the afternoon", 14, 0),
        ("9 in the morning", 9, 0),
        ("9 a.m.", 9, 0),
        ("19:00", 19, 0),
        ("19h30", 19, 30),
        ("19h", 19, 0),
        ("1930", 19, 30),
        ("0700", 7, 0),
        ("07:00", 7, 0),
        ("19:00 pm", 19, 0),
        ("0:15", 0, 15),
        ("24:00", 0, 0),
        ("12am", 0, 0),
        ("12 pm", 12, 0),
        ("12 at night", 0, 0),
        ("noon", 12, 0),
        ("Midnight", 0, 0),
        ("half past seven pm", 19, 30),
        ("a quarter to eight in the evening", 19, 45),
        ("20 minutes to 8 pm", 19, 40),
        ("seven thirty pm", 19, 30),
        ("seven o\u2019clock pm", 19, 0),
        ("ten to 1 pm", 12, 50),
    ],
)
def test_time_is_read_as_it_is_meant(typed: str, hour: int, minute: int) -> None:
    assert read_time(typed) == Reading(time(hour, minute))


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("7", 19, 0),
        (" 7:15 ", 19, 15),
        ("half past seven", 19, 30),
        ("8", 20, 0),
        ("10", 10, 0),
        ("12", 12, 0),
        ("1", 13, 0),
    ],
)
def test_bare_time_is_a_guess_that_says_so(typed: str, hour: int, minute: int) -> None:
    """Groups meet in the evening; nine to eleven is a morning. What was taken is shown back."""
    assert read_time(typed) == Reading(time(hour, minute), is_guess=True)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "25", "7:75", "24:30", "13 am", "noonish", "half past thirteen", "seven sixty"],
)
def test_what_is_no_time_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_time(typed)
    assert (caught.value.field, caught.value.problem) == ("Time", "time_unreadable")
    assert caught.value.allowed


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_24_hour_clock_is_never_a_guess_or_a_shift(at: time) -> None:
    assert read_time(f"{at:%H}{at:%M}") == Reading(at)
    assert read_time(f"{at:%I:%M %p}") == Reading(at)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    """Nothing typed into a form may end in a reference number."""
    for read in (read_time, read_weekday):
        try:
            read(typed)
        except InvalidInput:
            continue


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Monday", "monday"),
        ("tues", "tuesday"),
        ("Tues.", "tuesday"),
        ("every Wednesday", "wednesday"),
        ("weds", "wednesday"),
        ("Thursdays", "thursday"),
        ("on fri", "friday"),
        ("SAT", "saturday"),
        (" sunday ", "sunday"),
    ],
)
def test_weekday_is_read_in_full_or_short(typed: str, day: str) -> None:
    assert WEEKDAYS[read_weekday(typed)] == day


@pytest.mark.parametrize("typed", ["", "s", "t", "tomorrow", "Dienstag", "day"])
def test_what_fits_no_day_or_two_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_weekday(typed)
    assert caught.value.problem == "day_unreadable"
