"""Dates are read as people type them, and none is guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dates import MONTHS, read_date
from bot.domain.errors import InvalidInput

NEAR = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-03-12", "2026-03-12"),
        ("12 March", "2026-03-12"),
        ("March 12", "2026-03-12"),
        ("Mar 12th, 2027", "2027-03-12"),
        ("the 12th of March".removeprefix("the "), "2026-03-12"),
        ("1 march", "2026-03-01"),  # just passed
        ("1 January", "2027-01-01"),
        ("29 February", "2028-02-29"),
    ],
)
def test_date_is_read(typed: str, read: str) -> None:
    assert read_date(typed, near=NEAR) == date.fromisoformat(read)


@pytest.mark.parametrize(
    "typed", ["", "soon", "31 April", "2026-02-30", "12", "March", "12 13 March", "12 ma", "12 x"]
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_date(typed, near=NEAR)
    assert caught.value.problem == "date_unreadable"


@given(st.dates(NEAR, NEAR + timedelta(days=300)))
def test_every_date_ahead_can_be_said_without_its_year(day: date) -> None:
    assert read_date(f"{day.day} {MONTHS[day.month - 1]}", near=NEAR) == day
