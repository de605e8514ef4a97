"""Rules are read strictly and expanded as the RFC says."""

from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain import rules
from bot.domain.errors import InvalidInput


def at(text: str) -> datetime:
    """A wall-clock time."""
    return datetime.fromisoformat(text)


TUESDAY = at("2026-01-06T19:00")


def walls(
    text: str, first: datetime = TUESDAY, *, begin: datetime | None = None, n: int = 4
) -> list[datetime]:
    """The first `n` times of a rule at or after `begin`."""
    begin = begin or first
    found = rules.walls(rules.read(text), first, begin=begin)
    return list(islice((wall for wall in found if wall >= begin), n))


def days(text: str, first: datetime = TUESDAY) -> list[str]:
    return [f"{wall:%Y-%m-%d}" for wall in walls(text, first)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=WEEKLY", ["2026-01-06", "2026-01-13", "2026-01-20", "2026-01-27"]),
        ("FREQ=WEEKLY;INTERVAL=2", ["2026-01-06", "2026-01-20", "2026-02-03", "2026-02-17"]),
        ("RRULE:freq=weekly;count=2", ["2026-01-06", "2026-01-13"]),
        ("FREQ=MONTHLY;BYDAY=1TU", ["2026-01-06", "2026-02-03", "2026-03-03", "2026-04-07"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"],
        ),
        (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"],
        ),
        ("FREQ=YEARLY", ["2026-01-06", "2027-01-06", "2028-01-06", "2029-01-06"]),
        # dateutil alone gives all seven days of week 20, and none for a mix of MO and 2FR.
        ("FREQ=YEARLY;BYWEEKNO=20", ["2026-05-12", "2027-05-18", "2028-05-16", "2029-05-15"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,2FR;BYMONTH=2",
            ["2026-02-02", "2026-02-09", "2026-02-13", "2026-02-16"],
        ),
    ],
)
def test_rule_gives_the_dates_the_rfc_gives(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_week_start_decides_which_week_a_fortnight_takes() -> None:
    """RFC 5545, 3.8.5.3: its own example of why WKST matters."""
    first = at("1997-08-05T09:00")
    rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST="
    assert days(rule + "MO", first) == ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]
    assert days(rule + "SU", first) == ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]


def test_set_position_counts_from_the_start_of_the_week() -> None:
    """Begun on a Saturday: Friday was the second day of its week, Saturday is the third."""
    rule = "FREQ=WEEKLY;BYDAY=WE,FR,SA;BYSETPOS=2,3"
    assert days(rule, at("2026-01-10T19:00")) == [
        "2026-01-10",
        "2026-01-16",
        "2026-01-17",
        "2026-01-23",
    ]


@pytest.mark.parametrize("week", [1, 2, 51, 52, 53, -1, -53])
def test_weeks_around_new_year_are_those_of_iso_8601(week: int) -> None:
    """dateutil alone gives 1 January 2039 for week 53, and no 31 December for week -53."""
    first = at("2026-01-01T19:00")
    rule = f"FREQ=YEARLY;BYWEEKNO={week};BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL=20541231"
    every = (first + timedelta(days=number) for number in range(28 * 365))
    expected = [day for day in every if week in iso_weeks(day)]
    assert expected
    assert walls(rule, first, n=len(expected)) == expected


def iso_weeks(day: datetime) -> tuple[int, int]:
    """The number of a day's week from the first and from the last of its year."""
    year, week, _ = day.isocalendar()
    return week, week - datetime(year, 12, 28).isocalendar().week - 1  # noqa: DTZ001 - no zone


def test_set_position_counts_the_numbered_weeks_of_the_whole_year() -> None:
    rule = "FREQ=YEARLY;BYWEEKNO=1,20;BYDAY=TU,TH;BYSETPOS=-1,3"
    # 2026: 1 January, 12 and 14 May; the days before the start are counted all the same.
    assert days(rule, at("2026-05-14T19:00")) == [
        "2026-05-14",
        "2027-05-18",
        "2027-05-20",
        "2028-05-16",
    ]


def test_bare_date_of_until_ends_with_its_day() -> None:
    assert rules.read("FREQ=DAILY;UNTIL=20260308").until == datetime(
        2026, 3, 8, 23, 59, 59, tzinfo=UTC
    )
    assert rules.read("FREQ=DAILY;UNTIL=20260308T120000Z").until == datetime(
        2026, 3, 8, 12, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WEEKLY",
        "FREQ=FORTNIGHTLY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=x",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=54MO",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=WEEKLY;UNTIL=20261301T000000Z",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20260308T120000Z",
        "FREQ=YEARLY;BYEASTER=0",
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.read(text)
    assert caught.value.problem == "rule_unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=4;BYMONTH=4",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    ],
)
def test_rule_that_never_comes_true_ends(text: str) -> None:
    """Read out of a calendar file, it must not hold up everybody for seven thousand years."""
    assert walls(text) == []


def test_series_ends_where_datetime_does() -> None:
    first = at("8999-01-01")
    assert len(walls("FREQ=YEARLY;INTERVAL=1000000", first)) == 1


LISTS = st.sampled_from(
    [
        "",
        ";BYDAY=TU",
        ";BYDAY=MO,WE,SU",
        ";BYMONTHDAY=31",
        ";BYMONTHDAY=1,-1",
        ";BYMONTH=2,3,11",
        ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        ";BYHOUR=2,3;BYMINUTE=0,30",
    ]
)


@given(
    frequency=st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]),
    interval=st.integers(1, 17),
    week_start=st.sampled_from(rules.WEEKDAYS),
    lists=LISTS,
    first=st.datetimes(at("2015-01-01"), at("2024-01-01")).map(
        lambda wall: wall.replace(microsecond=0)
    ),
    ahead=st.integers(0, 4000),
)
@example("MONTHLY", 5, "MO", "", at("2016-02-29"), 3000)
@settings(deadline=None)  # what it is held against walks every hour of years
def test_jump_to_the_window_changes_no_date(
    frequency: str,
    interval: int,
    week_start: str,
    lists: str,
    first: datetime,
    ahead: int,
) -> None:
    """What is cut out between the start and the window is exactly what would be thrown away."""
    text = f"FREQ={frequency};INTERVAL={interval};WKST={week_start}{lists}"
    begin = first + (timedelta(hours=ahead) if frequency == "HOURLY" else timedelta(days=ahead))
    end = begin + timedelta(days=500)
    slow = (wall for wall in rrulestr(text, dtstart=first) if wall >= begin)
    expected: list[datetime] = []
    for wall in slow:
        if wall > end or len(expected) == 5:
            break
        expected.append(wall)
    found = walls(text, first, begin=begin, n=5)
    assert [wall for wall in found if wall <= end] == expected


@pytest.mark.parametrize("frequency", ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"])
def test_series_begun_years_ago_costs_nothing(frequency: str) -> None:
    """A busy planner reads thousands of them; what lies before the window is not walked through."""
    rule, begin = rules.read(f"FREQ={frequency}"), at("2026-03-01")
    found = rules.walls(rule, at("2001-01-02T19:00"), begin=begin)
    walked = list(takewhile(lambda wall: wall < begin, islice(found, 100)))
    assert len(walked) <= 2
