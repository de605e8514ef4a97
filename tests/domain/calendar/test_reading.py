"""Calendars as Google, Apple and Outlook write them, and whatever else people send."""

from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.calendar import Problem, ProblemKind, Reading, dates, read
from tests.domain.calendar.builders import (
    FILES,
    NEW_YORK,
    a_series,
    calendar,
    event,
    from_file,
    wall,
)

SUMMARY = "SUMMARY:Tuesday circle"
START = "DTSTART;TZID=America/New_York:20260303T190000"
HOUR = "DURATION:PT1H"


def reading(text: str) -> Reading:
    return read(text, usual_zone=NEW_YORK)


def kinds(text: str) -> list[ProblemKind]:
    return [problem.kind for problem in reading(text).problems]


def test_a_calendar_of_googles() -> None:
    found = from_file("google.ics", usual_zone=ZoneInfo("Asia/Tokyo"))

    weekly, once = found.series
    assert found.name == "New Pathways groups"
    assert weekly == a_series(
        uid="4k2tq0v8m1d3s7f5example@google.com",
        sequence=3,
        except_for=("2026-03-10T19:00", "2026-04-07T19:00"),
        moved={"2026-03-17T19:00": "2026-03-18T18:30"},
        place="Evening circle, upstairs",
    )
    assert once.when.first == wall("2026-12-04T18:00")  # a moment, by the calendar's own clocks
    assert (once.title, once.minutes) == ("Winter gathering; families welcome", 90)
    assert found.called_off == {"9z8y7cancelledexample@google.com"}
    assert found.problems == [Problem(ProblemKind.ALL_DAY, "Clinic closed: Thanksgiving")]


def test_a_calendar_of_apples() -> None:
    found = from_file("apple.ics")

    monthly, daily = found.series
    assert monthly.title.endswith("for whoever comes with them")
    assert monthly.when.rule == "FREQ=MONTHLY;COUNT=24;BYDAY=3TH"
    assert monthly.when.except_for == {wall("2026-02-19T17:00"), wall("2026-03-19T17:00")}
    assert monthly.moved == {wall("2026-04-16T17:00"): wall("2026-04-17T17:00")}
    assert (monthly.minutes, monthly.place) == (90, "12 Main Street Second floor")
    assert daily.when.zone == NEW_YORK  # nothing says whose clocks: the clinic's
    assert [found.wall.day for found in dates(daily, after=datetime(2026, 1, 1, tzinfo=UTC))] == [
        *range(1, 6)
    ]
    assert [problem.kind for problem in found.problems] == [ProblemKind.OTHER_LENGTH]


def test_a_calendar_of_outlooks() -> None:
    found = from_file("outlook.ics")

    [series] = found.series
    assert series.when.zone == NEW_YORK
    assert series.uid.endswith("CCDDEEFF00")
    assert series.when.rule == "FREQ=WEEKLY;UNTIL=20270302T000000Z;INTERVAL=2"
    assert series.when.except_for == {
        wall("2026-03-16T19:00"),
        wall("2026-03-30T19:00"),
        wall("2026-04-27T19:00"),  # cancelled one at a time
    }
    assert series.moved == {wall("2026-04-13T19:00"): wall("2026-04-14T18:00")}
    assert (series.sequence, series.minutes) == (7, 90)
    assert found.problems == [Problem(ProblemKind.ZONE, "Open hour", "Customized Time Zone")]


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "america/new_york",
        "/mozilla.org/20050126_1/America/New_York",
        "Eastern Standard Time",
        '"(UTC-05:00) Eastern Time (US & Canada)"',
        "Eastern Time",
    ],
)
def test_a_zone_is_known_by_the_names_that_programs_give_it(name: str) -> None:
    found = read(
        event(SUMMARY, f"DTSTART;TZID={name}:20260303T190000", HOUR),
        usual_zone=ZoneInfo("Asia/Tokyo"),
    )

    assert [each.when.zone.key for each in found.series] == ["America/New_York"]


def test_a_zone_of_the_files_own_is_the_one_it_says_it_stands_for() -> None:
    zone = ("BEGIN:VTIMEZONE", "TZID:Zone 1", "X-LIC-LOCATION:Europe/Paris", "END:VTIMEZONE")
    one = ("BEGIN:VEVENT", "UID:1", SUMMARY, "DTSTART;TZID=Zone 1:20260303T190000", HOUR)
    [series] = reading(calendar(*zone, *one, "END:VEVENT")).series

    assert series.when.zone == ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((START, HOUR), ProblemKind.NO_TITLE),
        ((SUMMARY, HOUR), ProblemKind.NO_START),
        ((SUMMARY, "DTSTART:2026", HOUR), ProblemKind.NO_START),
        ((SUMMARY, "DTSTART:20261301T000000", HOUR), ProblemKind.NO_START),
        ((SUMMARY, "DTSTART:00010101T000000Z", HOUR), ProblemKind.NO_START),
        ((SUMMARY, "DTSTART;VALUE=DATE:20260303"), ProblemKind.ALL_DAY),
        ((SUMMARY, "DTSTART;TZID=Nowhere/Land:20260303T190000", HOUR), ProblemKind.ZONE),
        ((SUMMARY, START, "DURATION:P2D"), ProblemKind.LENGTH),
        ((SUMMARY, START, "DTEND;TZID=America/New_York:20260303T180000"), ProblemKind.LENGTH),
        ((SUMMARY, START, HOUR, "RRULE:FREQ=SOMETIMES"), ProblemKind.RULE),
        ((SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"), ProblemKind.RULE),
        ((SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY", "EXRULE:FREQ=DAILY"), ProblemKind.RULE),
        ((SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY;UNTIL=soon"), ProblemKind.RULE),
        ((SUMMARY, START, HOUR, "RRULE:FREQ=HOURLY"), ProblemKind.TOO_OFTEN),
        ((SUMMARY, START, HOUR, "RRULE:FREQ=DAILY;BYHOUR=8,9"), ProblemKind.TOO_OFTEN),
        ((SUMMARY, START, HOUR, "RECURRENCE-ID:20260303T190000"), ProblemKind.LONE_CHANGE),
    ],
)
def test_an_event_that_cannot_be_a_meeting_says_why(
    lines: tuple[str, ...], kind: ProblemKind
) -> None:
    found = reading(event(*lines))

    assert [problem.kind for problem in found.problems] == [kind]
    assert found.problems[0].is_left_out
    assert found.problems[0].title == ("Tuesday circle" if SUMMARY in lines else "")
    assert found.series == []


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("LOCATION", HOUR), ProblemKind.UNREADABLE_LINE),
        ((), ProblemKind.NO_LENGTH),
        (("DURATION:soon",), ProblemKind.NO_LENGTH),
        ((HOUR, "EXDATE:soon"), ProblemKind.UNREADABLE_DATE),
        ((HOUR, "RDATE;TZID=Nowhere/Land:20260304T190000"), ProblemKind.UNREADABLE_DATE),
    ],
)
def test_an_event_with_a_flaw_is_taken_in_and_the_flaw_is_named(
    lines: tuple[str, ...], kind: ProblemKind
) -> None:
    found = reading(event(SUMMARY, START, *lines))

    assert [each.minutes for each in found.series] == [60]
    assert found.problems == [
        Problem(kind, "Tuesday circle", found.problems[0].detail),
    ]
    assert not found.problems[0].is_left_out


def test_what_repeats_by_universal_time_is_told() -> None:
    """It would wander by an hour against every clock on a wall."""
    found = reading(event(SUMMARY, "DTSTART:20260303T190000Z", HOUR, "RRULE:FREQ=WEEKLY"))

    assert [each.when.zone.key for each in found.series] == ["UTC"]
    assert [problem.kind for problem in found.problems] == [ProblemKind.UTC_RHYTHM]


@pytest.mark.parametrize("until", ["20260318T035959Z", "20260317T190000", "20260317"])
def test_the_last_day_is_the_same_however_it_is_written(until: str) -> None:
    [series] = reading(event(SUMMARY, START, HOUR, f"RRULE:FREQ=WEEKLY;UNTIL={until}")).series

    held = [found.wall.day for found in dates(series, after=datetime(2026, 1, 1, tzinfo=UTC))]
    assert held == [3, 10, 17]


def test_a_first_start_beside_the_rule_happens_too() -> None:
    """Calendars show it, whatever the RFC leaves open."""
    [series] = reading(event(SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY;BYDAY=WE")).series

    held = islice(dates(series, after=datetime(2026, 1, 1, tzinfo=UTC)), 3)
    assert [found.wall.day for found in held] == [3, 4, 11]


def test_a_bare_date_leaves_out_that_days_meeting() -> None:
    [series] = reading(
        event(SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20260310")
    ).series

    assert series.when.except_for == {wall("2026-03-10T19:00")}


def test_dates_by_other_clocks_are_put_into_the_meetings_own() -> None:
    [series] = reading(
        event(SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY", "EXDATE:20260310T230000Z")
    ).series

    assert series.when.except_for == {wall("2026-03-10T19:00")}


def test_of_two_versions_the_later_counts() -> None:
    one = ("BEGIN:VEVENT", "UID:1", START, HOUR)
    found = reading(
        calendar(
            *(*one, "SEQUENCE:2", "SUMMARY:New", "END:VEVENT"),
            *(*one, "SEQUENCE:1", "SUMMARY:Old", "END:VEVENT"),
        )
    )

    assert [(each.title, each.sequence) for each in found.series] == [("New", 2)]


def test_a_change_of_all_that_follow_is_told_and_left_out() -> None:
    one = ("BEGIN:VEVENT", "UID:1", SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY", "END:VEVENT")
    line = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260310T190000"
    change = ("BEGIN:VEVENT", "UID:1", SUMMARY, line, START, HOUR, "END:VEVENT")
    found = reading(calendar(*one, *change))

    assert [problem.kind for problem in found.problems] == [ProblemKind.ALL_AFTER]
    assert [each.moved for each in found.series] == [{}]


def test_a_change_that_cannot_be_read_leaves_the_series_as_it_was() -> None:
    one = ("BEGIN:VEVENT", "UID:1", SUMMARY, START, HOUR, "RRULE:FREQ=WEEKLY", "END:VEVENT")
    which = "RECURRENCE-ID;TZID=America/New_York:20260310T190000"
    all_day = ("BEGIN:VEVENT", "UID:1", SUMMARY, which, "DTSTART;VALUE=DATE:20260311", "END:VEVENT")
    lost = ("BEGIN:VEVENT", "UID:1", SUMMARY, "RECURRENCE-ID:soon", START, "END:VEVENT")
    found = reading(calendar(*one, *all_day, *lost))

    assert {problem.kind for problem in found.problems} == {
        ProblemKind.ALL_DAY,
        ProblemKind.UNREADABLE_DATE,
    }
    assert [each.moved for each in found.series] == [{}]


def test_a_letter_that_calls_a_meeting_off_calls_it_off() -> None:
    found = reading(
        calendar(
            "METHOD:CANCEL", "BEGIN:VEVENT", "UID:1", SUMMARY, START, "SEQUENCE:9", "END:VEVENT"
        )
    )

    assert found.called_off == {"1"}
    assert found.series == []


def test_an_event_without_a_uid_is_found_again() -> None:
    text = calendar("BEGIN:VEVENT", SUMMARY, START, HOUR, "END:VEVENT")

    assert reading(text) == reading(text)
    assert reading(text).series[0].uid


def test_a_page_that_is_no_calendar_is_called_that() -> None:
    assert kinds("<html>Please sign in</html>") == [ProblemKind.NOT_A_CALENDAR]
    assert kinds("") == [ProblemKind.NOT_A_CALENDAR]


def test_somebodys_whole_life_is_cut_off() -> None:
    one = ("BEGIN:VEVENT", SUMMARY, START, HOUR, "END:VEVENT")

    assert kinds(calendar(*one * 10_001)) == [ProblemKind.TOO_MANY]


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"])
def test_lines_may_end_as_they_like(ends: str) -> None:
    text = event(SUMMARY, START, HOUR).replace("\r\n", ends)

    assert [each.title for each in reading("\ufeff" + text).series] == ["Tuesday circle"]


@given(st.binary(max_size=400))
@example(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=:20260303T190000\nSUMMARY:a")
def test_nothing_is_raised_by_noise(noise: bytes) -> None:
    reading(noise.decode("utf-8", "replace"))
    reading(calendar("BEGIN:VEVENT", noise.decode("latin-1"), "END:VEVENT"))


@given(
    name=st.sampled_from(["google.ics", "apple.ics", "outlook.ics"]),
    cuts=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), st.text(max_size=8))),
)
def test_nothing_is_raised_by_a_damaged_file(name: str, cuts: list[tuple[int, int, str]]) -> None:
    text = (FILES / name).read_bytes().decode()
    for at, much, instead in cuts:
        text = text[:at] + instead + text[at + much :]
    found = reading(text)

    for series in found.series:
        list(islice(dates(series, after=datetime(2026, 1, 1, tzinfo=UTC)), 3))


VALUES = st.sampled_from(
    [
        "20260303T190000",
        "20260303",
        "20260303T190000Z",
        "99991231T235959Z",
        "15830101T000000",
        "P1D",
    ]
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID", "DURATION", "RRULE"]
            ),
            st.sampled_from(["", ";TZID=Asia/Tokyo", ";TZID=UTC", ";VALUE=DATE", ";TZID="]),
            st.lists(VALUES, max_size=3).map(",".join) | st.text(max_size=9),
        ),
        max_size=6,
    )
)
def test_nothing_is_raised_by_lines_in_any_order(lines: list[tuple[str, str, str]]) -> None:
    shuffled = [f"{name}{param}:{value}" for name, param, value in lines]
    found = reading(event(SUMMARY, *shuffled))

    for series in found.series:
        list(islice(dates(series, after=datetime(2026, 1, 1, tzinfo=UTC)), 3))
