"""What is written out is read back as it was, also by an independent reader."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.domain.calendar import Series, dates, read, write
from bot.domain.recurrence import Recurrence, place
from bot.domain.rules import read as read_rule
from bot.domain.rules import walls
from tests.domain.calendar.builders import a_series, from_file, wall

AT = datetime(2026, 11, 23, tzinfo=UTC)
ZONES = [
    "America/New_York",
    "Europe/Dublin",
    "Africa/Casablanca",
    "America/Vancouver",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
]


def round_trip(*series: Series) -> list[Series]:
    """Write series down and read them, with clocks in mind that are none of theirs."""
    text = write(series, name="Groups", at=AT)
    found = read(text, usual_zone=ZoneInfo("Asia/Tokyo"))
    assert found.problems == []
    return list(found.series)


def lines(*series: Series) -> list[str]:
    """Return the lines of what is written, unfolded."""
    return write(series, name="Groups", at=AT).replace("\r\n ", "").split("\r\n")


times = st.datetimes(wall("1990-01-01"), wall("2060-01-01")).map(
    lambda each: each.replace(microsecond=0, second=0, fold=0)
)


def rule_of(frequency: str, end: str, interval: str, days: str) -> str:
    """Put a rule together, in the order in which reading leaves it."""
    return f"FREQ={frequency}{end}{interval}{days if frequency in days else ''}".partition("~")[0]


rules = st.tuples(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.sampled_from(["", ";COUNT=5", ";UNTIL=20301231T235959Z"]),
    st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3"]),
    st.sampled_from(["", ";BYDAY=MO,TH~WEEKLY", ";BYDAY=-1FR~MONTHLY", ";BYMONTHDAY=-1~MONTHLY"]),
).map(lambda parts: rule_of(*parts))
words = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufeff") | st.just(" "),
    max_size=100,
).map(lambda text: " ".join(text.split()))


@st.composite
def some_series(draw: st.DrawFn) -> Series:
    """Any series whose first start fits its rule."""
    first, rule = draw(times), draw(st.none() | rules)
    if rule is not None:
        first = next(walls(read_rule(rule), first, begin=first))
    beside = st.frozensets(times, max_size=4)
    return Series(
        uid=f"{draw(st.integers(1, 9999))}-1@waymark",
        sequence=draw(st.integers(0, 99)),
        title=draw(words.filter(bool)),
        when=Recurrence(
            first=first,
            zone=ZoneInfo(draw(st.sampled_from(ZONES))),
            rule=rule,
            except_for=draw(beside),
        ),
        extra=draw(beside),
        moved={
            planned: held
            for planned, held in draw(st.dictionaries(times, times, max_size=4)).items()
            if planned != held
        },
        minutes=draw(st.integers(5, 720)),
        place=draw(words),
    )


@settings(deadline=None)  # a zone's changes over decades
@given(some_series())
def test_a_round_trip_loses_nothing(series: Series) -> None:
    assert round_trip(series) == [series]


@pytest.mark.parametrize("name", ["google.ics", "apple.ics", "outlook.ics"])
def test_what_others_wrote_survives_our_hands(name: str) -> None:
    found = from_file(name)

    assert round_trip(*found.series) == found.series


def test_every_line_that_calendars_need_is_there() -> None:
    written = lines(
        a_series(
            sequence=4,
            except_for=("2026-03-10T19:00",),
            moved={"2026-03-17T19:00": "2026-03-18T18:30"},
            place="Room, upstairs",
        )
    )

    for line in (
        "UID:7-1@waymark",
        "DTSTAMP:20261123T000000Z",
        "SEQUENCE:4",
        "DTSTART;TZID=America/New_York:20260303T190000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=America/New_York:20260310T190000",
        "RECURRENCE-ID;TZID=America/New_York:20260317T190000",
        "DTSTART;TZID=America/New_York:20260318T183000",
        "LOCATION:Room\\, upstairs",
        "TZID:America/New_York",
    ):
        assert line in written
    assert written.count("UID:7-1@waymark") == 2
    folded = write([a_series(title="x" * 100)], name="Groups", at=AT).split("\r\n")
    assert max(len(line.encode()) for line in folded) <= 75


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;UNTIL=20260401", "RRULE:freq=weekly;until=20260401"])
def test_the_end_of_a_rule_is_written_as_a_moment(rule: str) -> None:
    """RFC 5545, 3.3.10: with a start that has a zone, UNTIL is in UTC."""
    series = a_series(rule=rule)
    [back] = round_trip(series)

    assert "RRULE:FREQ=WEEKLY;UNTIL=20260401T235959Z" in lines(series)
    assert list(dates(back, after=AT - timedelta(days=500))) == list(
        dates(series, after=AT - timedelta(days=500))
    )


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_as_written_is_the_zone_as_it_is(zone: str) -> None:
    """A program that has no zone data goes by what the file says; dateutil reads it here."""
    text = write([a_series(zone=zone, first="2020-01-07T19:00")], name="Groups", at=AT)
    name = "Etc/UTC" if zone == "UTC" else zone
    theirs = tzical(_file(text)).get(name)
    real = ZoneInfo(zone)

    moment = wall("2020-01-07T12:30")
    while moment.year < 2034:
        said, meant = (moment.replace(tzinfo=each).utcoffset() for each in (theirs, real))
        assert said == meant
        moment += timedelta(days=1)


def _file(text: str) -> StringIO:
    definition = text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")]
    return StringIO(f"BEGIN:VCALENDAR\r\n{definition}END:VCALENDAR\r\n")


def test_the_rfcs_own_reader_takes_what_is_written() -> None:
    text = write([a_series(), a_series(uid="8-1@waymark", title="Zoë; tea, cake")], name="A", at=AT)
    events = Calendar.from_ical(text).events

    assert [str(each["SUMMARY"]) for each in events] == ["Tuesday circle", "Zoë; tea, cake"]
    assert [each.errors for each in events] == [[], []]


def test_a_moved_meeting_is_held_once_at_its_new_time() -> None:
    series = a_series(
        except_for=("2026-03-10T19:00",),
        extra=("2026-03-12T19:00",),
        moved={"2026-03-17T19:00": "2026-03-05T18:00", "2026-03-24T19:00": "2026-03-31T19:00"},
    )
    found = islice(dates(series, after=place(wall("2026-03-01T00:00"), series.when.zone)), 5)

    assert [f"{each.wall:%m-%d %H:%M}" for each in found] == [
        "03-03 19:00",
        "03-05 18:00",
        "03-12 19:00",
        "03-31 19:00",
        "04-07 19:00",
    ]
