"""Who is on call, also in the nights when clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import UserId
from bot.domain.rota import (
    AWAY_AT_MOST,
    Rota,
    Shift,
    Word,
    away_until,
    next_up,
    on_call,
    present_until,
)

NEW_YORK = ZoneInfo("America/New_York")
ANN, BEN = UserId(1), UserId(2)
SATURDAY, SUNDAY, MONDAY = 5, 6, 0


def shift(user_id: UserId, weekday: int, starts: time, ends: time) -> Shift:
    return Shift(id=1, user_id=user_id, weekday=weekday, starts=starts, ends=ends)


def rota(*shifts: Shift, words: tuple[Word, ...] = ()) -> Rota:
    return Rota(zone=NEW_YORK, shifts=shifts, words=words)


def local(text: str, fold: int = 0) -> datetime:
    """A moment as New York's clocks show it."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK, fold=fold).astimezone(UTC)


EVENING = shift(ANN, MONDAY, time(19), time(22))
NIGHT = shift(ANN, SATURDAY, time(22), time(6))


@pytest.mark.parametrize(
    ("moment", "named"),
    [
        ("2026-03-09T18:59", []),
        ("2026-03-09T19:00", [ANN]),
        ("2026-03-09T21:59", [ANN]),
        ("2026-03-09T22:00", []),
        ("2026-07-06T19:00", [ANN]),
        ("2026-11-02T19:00", [ANN]),
    ],
)
def test_an_evening_begins_at_seven_in_every_month(moment: str, named: list[UserId]):
    assert on_call(rota(EVENING), now=local(moment)) == named


def test_a_night_goes_on_past_midnight():
    assert on_call(rota(NIGHT), now=local("2026-06-07T05:59")) == [ANN]
    assert on_call(rota(NIGHT), now=local("2026-06-07T06:00")) == []


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-07", 7), ("2026-10-31", 9), ("2026-06-06", 8)]
)
def test_a_night_in_which_clocks_change_still_ends_at_six(day: str, hours: int):
    """An hour less in March and one more in November; nobody is missing in between."""
    start = local(f"{day}T22:00")
    end = start + timedelta(hours=hours)

    assert on_call(rota(NIGHT), now=end - timedelta(seconds=1)) == [ANN]
    assert on_call(rota(NIGHT), now=end) == []


def test_a_shift_that_begins_in_the_missing_hour_begins_after_it():
    lost = rota(shift(ANN, SUNDAY, time(2, 30), time(5)))

    assert on_call(lost, now=local("2026-03-08T01:59")) == []
    assert on_call(lost, now=local("2026-03-08T03:30")) == [ANN]


def test_a_shift_ends_at_the_first_of_two_equal_times():
    twice = rota(shift(ANN, SUNDAY, time(0), time(1, 30)))

    assert on_call(twice, now=local("2026-11-01T01:29")) == [ANN]
    assert on_call(twice, now=local("2026-11-01T01:29", fold=1)) == []


def test_whoever_steps_away_is_off_until_their_next_shift():
    now = local("2026-03-09T20:00")
    until = away_until(rota(EVENING), ANN, now=now)
    away = rota(EVENING, words=(Word(user_id=ANN, is_on=False, until=until),))

    assert until == local("2026-03-16T19:00")
    assert on_call(away, now=now) == []
    assert on_call(away, now=until) == [ANN]


def test_whoever_has_no_shift_is_expected_back_in_a_week():
    now = local("2026-03-09T20:00")

    assert away_until(rota(), BEN, now=now) == now + AWAY_AT_MOST


def test_a_word_counts_until_its_end_beside_the_week():
    now = local("2026-03-09T20:00")
    both = rota(EVENING, words=(Word(user_id=BEN, is_on=True, until=now + timedelta(hours=1)),))

    assert on_call(both, now=now) == [ANN, BEN]
    assert on_call(both, now=now + timedelta(hours=1)) == [ANN]


def test_the_next_is_the_next_who_is_not_away():
    now = local("2026-03-07T12:00")
    week = (EVENING, shift(BEN, SUNDAY, time(9), time(12)))
    away = Word(user_id=BEN, is_on=False, until=local("2026-03-09T00:00"))

    for words, named, start in (
        ((), BEN, "2026-03-08T09:00"),
        ((away,), ANN, "2026-03-09T19:00"),
    ):
        [found] = next_up(rota(*week, words=words), now=now)
        assert (found.user_id, found.starts_at) == (named, local(start))
    assert next_up(rota(), now=now) == []


def test_those_who_begin_together_are_next_together():
    both = (EVENING, shift(BEN, MONDAY, time(19), time(21)))
    found = next_up(rota(*both), now=local("2026-03-07T12:00"))
    assert {span.user_id for span in found} == {ANN, BEN}


def test_until_when_somebody_is_on_call_is_the_later_of_shift_and_word():
    now = local("2026-03-09T19:30")
    word = Word(user_id=ANN, is_on=True, until=local("2026-03-09T23:00"))
    assert present_until(rota(EVENING), ANN, now=now) == local("2026-03-09T22:00")
    assert present_until(rota(EVENING, words=(word,)), ANN, now=now) == word.until
    assert present_until(rota(EVENING), BEN, now=now) is None


def test_a_night_on_call_ends_at_six_though_the_clocks_change():
    now = local("2026-03-08T01:30")
    assert present_until(rota(NIGHT), ANN, now=now) == local("2026-03-08T06:00")
