"""What repeats keeps its wall-clock time, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import TZPATH, ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.recurrence import (
    ClockChange,
    Recurrence,
    between,
    clock_changes,
    comes_twice,
    exists,
    next_starts,
    occurrences,
    place,
    shown,
    starts,
)

NEW_YORK = ZoneInfo("America/New_York")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_recurrence(
    first: str = "2026-03-03T19:00",
    rule: str | None = "FREQ=WEEKLY",
    *,
    zone: str = "America/New_York",
    except_for: tuple[str, ...] = (),
) -> Recurrence:
    return Recurrence(
        first=wall(first),
        zone=ZoneInfo(zone),
        rule=rule,
        except_for=frozenset(wall(each) for each in except_for),
    )


def shown_starts(when: Recurrence, after: str, count: int) -> list[str]:
    """The next starts as the zone's clocks show them."""
    found = next_starts(when, after=utc(after), count=count)
    return [f"{shown(each, when.zone):%m-%d %H:%M}" for each in found]


def test_seven_in_the_evening_stays_seven_when_clocks_go_forward() -> None:
    found = next_starts(a_recurrence(), after=utc("2026-03-01"), count=3)
    assert found == [utc("2026-03-04T00:00"), utc("2026-03-10T23:00"), utc("2026-03-17T23:00")]


def test_time_that_does_not_exist_moves_forward_by_the_gap() -> None:
    when = a_recurrence("2026-03-07T02:30", "FREQ=DAILY")
    assert shown_starts(when, "2026-03-01", 3) == ["03-07 02:30", "03-08 03:30", "03-09 02:30"]


@pytest.mark.parametrize("rule", [None, "FREQ=DAILY;COUNT=1"])
def test_last_start_is_not_lost_to_a_gap(rule: str | None) -> None:
    assert shown_starts(a_recurrence("2026-03-08T02:30", rule), "2026-03-01", 2) == ["03-08 03:30"]


def test_time_that_comes_twice_means_the_first() -> None:
    when = a_recurrence("2026-10-31T01:30", "FREQ=DAILY")
    found = next_starts(when, after=utc("2026-10-31T12:00"), count=2)
    assert found == [utc("2026-11-01T05:30"), utc("2026-11-02T06:30")]


def test_starts_that_a_gap_puts_out_of_order_come_in_order() -> None:
    """2:45 becomes 3:45 and must wait for 3:15; 2:15 becomes 3:15 and is the same as it."""
    when = a_recurrence("2026-03-08T02:15", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,45")
    assert shown_starts(when, "2026-03-08", 4) == [
        "03-08 03:15",
        "03-08 03:45",
        "03-09 02:15",
        "03-09 02:45",
    ]


def test_day_that_a_zone_skipped_is_moved_to_the_next() -> None:
    """Samoa had no 30 December 2011."""
    when = a_recurrence("2011-12-29T12:00", "FREQ=DAILY;COUNT=3", zone="Pacific/Apia")
    assert shown_starts(when, "2011-12-01", 5) == ["12-29 12:00", "12-31 12:00"]


def test_count_counts_before_exceptions() -> None:
    when = a_recurrence("2026-01-06T19:00", "FREQ=WEEKLY;COUNT=3", except_for=("2026-01-13T19:00",))
    assert shown_starts(when, "2026-01-01", 9) == ["01-06 19:00", "01-20 19:00"]


def test_exception_is_named_by_the_rules_own_wall_clock() -> None:
    """2:30 is what the calendar says, though clocks show 3:30 that day."""
    when = a_recurrence("2026-03-07T02:30", "FREQ=DAILY", except_for=("2026-03-08T02:30",))
    assert shown_starts(when, "2026-03-01", 2) == ["03-07 02:30", "03-09 02:30"]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("20260311T000000Z", 2),
        ("20260310T230000Z", 2),  # the very second of the second start
        ("20260310T225959Z", 1),
        ("20260310", 2),
        ("20260309", 1),
    ],
)
def test_until_is_utc_and_inclusive(until: str, expected: int) -> None:
    when = a_recurrence(rule=f"FREQ=WEEKLY;UNTIL={until}")
    assert len(next_starts(when, after=utc("2026-03-01"), count=9)) == expected


def test_until_inside_a_gap_keeps_what_exists_before_it() -> None:
    """2:45 becomes 3:45, past the end; 3:15 is before it."""
    when = a_recurrence(
        "2026-03-08T02:45", "FREQ=DAILY;BYHOUR=2,3;BYMINUTE=15,45;UNTIL=20260308T072000Z"
    )
    assert shown_starts(when, "2026-03-08", 9) == ["03-08 03:15"]


def test_start_is_strictly_after() -> None:
    when = a_recurrence()
    assert shown_starts(when, "2026-03-10T23:00", 1) == ["03-17 19:00"]
    assert shown_starts(when, "2026-03-10T22:59:59", 1) == ["03-10 19:00"]


def test_what_happens_once_happens_once() -> None:
    when = a_recurrence(rule=None)
    assert shown_starts(when, "2026-03-01", 5) == ["03-03 19:00"]
    assert shown_starts(when, "2026-03-05", 5) == []


def test_window_is_open_below_and_closed_above() -> None:
    when = a_recurrence()
    low, high = utc("2026-03-04T00:00"), utc("2026-03-17T23:00")
    assert between(when, after=low, until=high) == [utc("2026-03-10T23:00"), high]


def test_series_ends_before_dates_end() -> None:
    when = a_recurrence("8999-12-30T19:00", "FREQ=YEARLY;INTERVAL=1")
    assert len(next_starts(when, after=utc("8999-01-01"), count=9)) == 2


@pytest.mark.parametrize("year", ["1500", "9500"])
def test_year_that_no_calendar_places_is_refused(year: str) -> None:
    with pytest.raises(InvalidInput):
        a_recurrence(f"{year}-01-01T19:00")


def test_unreadable_rule_is_refused() -> None:
    with pytest.raises(InvalidInput):
        next_starts(a_recurrence(rule="EVERY TUESDAY"), after=utc("2026-01-01"), count=1)


def test_rules_of_zones_come_from_the_pinned_package() -> None:
    """A machine's own copy may be years old; these three changed in 2026."""
    assert TZPATH == ()
    summer, winter = utc("2026-07-01"), utc("2026-12-15")
    for key in ("America/Vancouver", "America/Winnipeg"):
        zone = ZoneInfo(key)
        assert summer.astimezone(zone).utcoffset() == winter.astimezone(zone).utcoffset(), key
    casablanca = ZoneInfo("Africa/Casablanca")
    assert winter.astimezone(casablanca).utcoffset() == timedelta()


def test_clock_changes_are_found_to_the_second() -> None:
    found = clock_changes(NEW_YORK, after=utc("2026-01-01"), until=utc("2027-01-01"))
    assert found == [
        ClockChange(utc("2026-03-08T07:00"), date(2026, 3, 8), timedelta(hours=1)),
        ClockChange(utc("2026-11-01T06:00"), date(2026, 11, 1), timedelta(hours=-1)),
    ]


def test_zone_without_summer_time_has_no_changes() -> None:
    phoenix = ZoneInfo("America/Phoenix")
    assert clock_changes(phoenix, after=utc("2026-01-01"), until=utc("2027-01-01")) == []


def test_gap_and_overlap_are_told_apart() -> None:
    assert not exists(wall("2026-03-08T02:30"), NEW_YORK)
    assert exists(wall("2026-11-01T01:30"), NEW_YORK)
    assert comes_twice(wall("2026-11-01T01:30"), NEW_YORK)
    assert not comes_twice(wall("2026-11-01T02:30"), NEW_YORK)
    assert not comes_twice(wall("2026-03-08T02:30"), NEW_YORK)


ZONES = st.sampled_from(
    [
        "America/New_York",
        "America/St_Johns",
        "Europe/London",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "UTC",
    ]
)
RULES = st.builds(
    "FREQ={};INTERVAL={}{}".format,
    st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 40),
    st.sampled_from(["", ";BYHOUR=1,2,3;BYMINUTE=0,30", ";COUNT=20", ";UNTIL=20300101T000000Z"]),
)


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    first = draw(st.datetimes(wall("2000-01-01"), wall("2030-01-01"))).replace(microsecond=0)
    return Recurrence(first=first, zone=ZoneInfo(draw(ZONES)), rule=draw(RULES))


UNHURRIED = settings(deadline=None)  # a busy machine is no counter-example
MOMENTS = st.datetimes(wall("1999-01-01"), wall("2032-01-01")).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@UNHURRIED
@given(when=recurrences(), after=MOMENTS)
def test_starts_rise_strictly_and_lie_after_the_window(when: Recurrence, after: datetime) -> None:
    found = next_starts(when, after=after, count=40)
    assert all(low < high for low, high in pairwise([after, *found]))


@UNHURRIED
@given(when=recurrences(), after=MOMENTS)
def test_every_start_shows_its_wall_clock_unless_clocks_leap_over_it(
    when: Recurrence, after: datetime
) -> None:
    for found in islice(occurrences(when, after=after), 40):
        if exists(found.wall, when.zone):
            assert shown(found.at, when.zone) == found.wall
        else:
            assert shown(found.at, when.zone) > found.wall
        # Of a time that comes twice, this is the first.
        assert found.at == place(found.wall, when.zone)


@UNHURRIED
@given(when=recurrences(), after=MOMENTS, later=st.timedeltas(timedelta(), timedelta(days=900)))
def test_window_begun_later_sees_the_same_starts(
    when: Recurrence, after: datetime, later: timedelta
) -> None:
    """The planner reads one window after another; nothing falls between two."""
    whole = list(islice(starts(when, after=after), 60))
    if len(whole) == 60 and whole[-1] <= after + later:
        return
    expected = [each for each in whole if each > after + later]
    assert list(islice(starts(when, after=after + later), len(expected))) == expected
