"""Intervals as Wilson has them; checked against tables in Newcombe, 1998."""

import pytest

from bot.cli.intervals import alarms, recall, wilson


@pytest.mark.parametrize(
    ("count", "whole", "low", "high"),
    # Newcombe, "Two-sided confidence intervals for the single proportion", table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_the_literature(
    count: int, whole: int, low: float, high: float
) -> None:
    assert wilson(count, whole) == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert recall(0, 0) == alarms(0, 0) == "-"


def test_shares_are_written_with_their_interval() -> None:
    assert recall(29, 29) == "1.000 (.88-1.00)"
    assert alarms(1, 29) == "1, 3.4% (0.6-17.2)"
