"""Our dates against those of ical.js, which shares neither code nor zone data with us.

`expectations.mjs` wrote what is compared here, and says how to write it again: 10,000 random rules,
zones and windows. Where the two differ, the reason stands in `REASONS`, and the rule's definition,
followed day by day, has to agree with us.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from bot.domain import rules
from bot.domain.calendar.kept import overrides_of
from bot.domain.calendar.series import Series
from bot.domain.recurrence import Recurrence, place
from bot.domain.schedule import schedule

FILE: Final = Path(__file__).with_name("expectations.json.gz")
A_DAY: Final = timedelta(days=1)

# The parts of a rule that are enough to differ, and why; ical.js is release 2.2.1. By RFC 5545,
# 3.3.10: BYMONTHDAY may be -31 to -1 and limits a daily rule, BYHOUR limits an hourly one, BYSETPOS
# goes with any other part, and is looked at after all of them. An invalid date is left out.
REASONS: Final[Mapping[frozenset[str], str]] = {
    frozenset({"FREQ=DAILY", "BYMONTHDAY"}): "ical.js leaves -31 to -1 out of daily rules",
    frozenset({"FREQ=HOURLY", "BYHOUR"}): "ical.js adds hours to hourly rules; the RFC limits them",
    frozenset({"FREQ=DAILY", "BYHOUR"}): "ical.js counts hours in the order they are written in",
    frozenset({"FREQ=DAILY", "BYMINUTE"}): "ical.js counts minutes as it does hours",
    frozenset({"FREQ=WEEKLY", "BYMINUTE"}): "ical.js leaves out what comes after an EXDATE",
    frozenset({"FREQ=WEEKLY", "BYSETPOS"}): "ical.js leaves BYSETPOS out of weekly rules",
    frozenset({"FREQ=MONTHLY", "BYDAY", "BYMONTHDAY", "BYSETPOS"}): (
        "ical.js lets BYSETPOS pick days that BYMONTHDAY leaves out"
    ),
    frozenset({"FREQ=MONTHLY", "BYDAY", "BYMONTH"}): (
        "ical.js loses count of INTERVAL, or a month, where BYMONTH leaves months out"
    ),
    frozenset({"FREQ=YEARLY", "BYDAY", "BYWEEKNO"}): "ical.js gives every week",
    frozenset({"FREQ=YEARLY", "BYDAY"}): "ical.js finds other days than the nth of the year",
    frozenset({"FREQ=YEARLY", "BYMONTH", "BYMONTHDAY"}): (
        "ical.js makes 1 March of 29 February, and leaves out months"
    ),
    frozenset({"FREQ=YEARLY", "BYMONTH"}): "ical.js makes 2 March of 30 February",
}
# tzdata 2026 has other clocks for these than the 2025c that Node went by.
CHANGED: Final = {
    "Africa/Casablanca",
    "America/Havana",
    "America/Vancouver",
    "America/Winnipeg",
}


@cache
def rows() -> Sequence[Sequence[Any]]:
    """Return first, zone, rule, exceptions, after, count, extra, moved and ical.js's starts."""
    found: Mapping[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return found["rows"]


def _walls(texts: Sequence[str]) -> frozenset[datetime]:
    return frozenset(map(datetime.fromisoformat, texts))


def series_of(row: Sequence[Any]) -> Series:
    """Return a row as a calendar would hold it."""
    first, zone, rule, exceptions, _, _, extra, moved, _ = row
    when = Recurrence(
        first=datetime.fromisoformat(first),
        zone=ZoneInfo(zone),
        rule=rule,
        except_for=_walls(exceptions),
    )
    pairs = {datetime.fromisoformat(was): datetime.fromisoformat(to) for was, to in moved}
    return Series(uid="1", title="One", minutes=60, when=when, extra=_walls(extra), moved=pairs)


def ours(row: Sequence[Any]) -> list[datetime]:
    """Return what the bot makes of a row: as a meeting is held."""
    series, after = series_of(row), datetime.fromisoformat(row[4])
    overrides = overrides_of(series)
    return [held.at for held in islice(schedule(series.when, overrides, after=after), row[5])]


@cache
def different() -> Sequence[Sequence[Any]]:
    """Return the rows of which the two make something else."""
    return [row for row in rows() if ours(row) != theirs(row)]


def theirs(row: Sequence[Any]) -> list[datetime]:
    """Return what ical.js makes of a row."""
    return [datetime.fromisoformat(each) for each in row[-1]]


def reason(row: Sequence[Any]) -> str | None:
    """Return why the two may differ, or None."""
    parts = {
        part if part.startswith("FREQ") else part.partition("=")[0] for part in row[2].split(";")
    }
    if row[1] in CHANGED:
        return "zone data"
    return next((why for flaw, why in REASONS.items() if flaw <= parts), None)


def by_definition(row: Sequence[Any]) -> list[datetime]:
    """Follow RFC 5545, 3.3.10, one day after another: slow, short, and nobody's code but this."""
    series, since, count = series_of(row), datetime.fromisoformat(row[4]), row[5]
    begin, here, rule = series.when.first, series.when.zone, rules.read(row[2])
    gone = series.when.except_for | series.moved.keys()
    found: set[datetime] = set()
    for number, wall in enumerate(_starts(rule, begin, since), 1):
        at = place(wall, here)
        is_over = rule.until is not None and at > rule.until
        if is_over or number > (rule.count or number) or len(found) > count + 8:
            break
        if at > since and wall not in gone:
            found.add(at)
    found |= {place(wall, here) for wall in {*(series.extra - gone), *series.moved.values()}}
    return sorted(at for at in found if at > since)[:count]


def _starts(rule: rules.Rule, begin: datetime, since: datetime) -> Iterator[datetime]:
    """Yield the starts of a rule from its first on; without COUNT, from about `since` on."""
    before = since.replace(tzinfo=None) - 2 * A_DAY if rule.count is None else begin
    step = rules.STEP[rule.frequency] * rule.interval if rule.frequency > rules.DAILY else None
    if step is None:
        yield from _within_days(rule, begin, before.date())
        return
    wall = begin + max((before - begin) // step, 0) * step
    while wall.year < 2300:
        # More often than daily, every list takes away and none adds (the table of 3.3.10).
        if wall.hour in rule.lists.get("BYHOUR", (wall.hour,)) and _fits(rule, begin, wall.date()):
            yield wall
        wall += step


def _within_days(rule: rules.Rule, begin: datetime, nothing_before: date) -> Iterator[datetime]:
    times = [
        time(hour, minute)
        for hour in sorted(rule.lists.get("BYHOUR", (begin.hour,)))
        for minute in sorted(rule.lists.get("BYMINUTE", (begin.minute,)))
    ]
    number, day = -1, _period_of(rule, begin.date())
    while day.year < 2300:
        number += 1
        following = _period_of(rule, day + timedelta(days=_LONGEST[rule.frequency]))
        if number % rule.interval == 0 and following > nothing_before:
            whole = (day + A_DAY * each for each in range((following - day).days))
            days = [each for each in whole if _fits(rule, begin.date(), each)]
            fitting = [datetime.combine(each, at) for each in days for at in times]
            chosen = rule.lists.get("BYSETPOS")
            picked = [fitting[n - (n > 0)] for n in chosen or () if abs(n) <= len(fitting)]
            yield from sorted(at for at in (picked if chosen else fitting) if at >= begin)
        day = following


# From the first day of a period, so many days lead into the next one.
_LONGEST: Final = {rules.DAILY: 1, rules.WEEKLY: 7, rules.MONTHLY: 31, rules.YEARLY: 366}


def _period_of(rule: rules.Rule, day: date) -> date:
    """Return the first day of the day, week, month or year that `day` is in."""
    match rule.frequency:
        case rules.YEARLY:
            return day.replace(month=1, day=1)
        case rules.MONTHLY:
            return day.replace(day=1)
        case rules.WEEKLY:
            return day - timedelta(days=(day.weekday() - rule.week_start) % 7)
        case _:
            return day


def _fits(rule: rules.Rule, first: date, day: date) -> bool:
    # Most days are out for one of these two, and they cost least.
    is_out = rule.days and all(each.weekday != day.weekday() for each in rule.days)
    if is_out or day.month not in rule.lists.get("BYMONTH", (day.month,)):
        return False
    month_length = ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - A_DAY).day
    year_length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    year_day = day.timetuple().tm_yday
    tests = {
        "BYMONTHDAY": {day.day, day.day - month_length - 1},
        "BYYEARDAY": {year_day, year_day - year_length - 1},
        "BYWEEKNO": _weeks(day, rule.week_start) if "BYWEEKNO" in rule.lists else set[int](),
    }
    if any(name in rule.lists and not is_of & {*rule.lists[name]} for name, is_of in tests.items()):
        return False
    if rule.days:
        of_month = rule.frequency == rules.MONTHLY or "BYMONTH" in rule.lists
        span, length = (day.day, month_length) if of_month else (year_day, year_length)
        nth = {None, 0, (span - 1) // 7 + 1, -((length - span) // 7 + 1)}
        return any(each.weekday == day.weekday() and each.n in nth for each in rule.days)
    if rule.lists.keys() & {"BYMONTHDAY", "BYYEARDAY"}:
        return True
    if "BYWEEKNO" in rule.lists:
        return day.weekday() == first.weekday()
    return _as_first(rule, first, day)


def _as_first(rule: rules.Rule, first: date, day: date) -> bool:
    """Say whether a day is one that the rule leaves to its first start."""
    match rule.frequency:
        case rules.WEEKLY:
            return day.weekday() == first.weekday()
        case rules.MONTHLY:
            return day.day == first.day
        case rules.YEARLY:
            return day.day == first.day and (day.month == first.month or "BYMONTH" in rule.lists)
        case _:
            return True


def _weeks(day: date, week_start: int) -> set[int]:
    """Return the numbers of a day's week, from the first and from the last of its year.

    The first has four days or more of its year (ISO 8601; 3.3.10 by WKST).
    """
    middle = day - timedelta(days=(day.weekday() - week_start) % 7) + timedelta(days=3)
    last = date(middle.year, 12, 28)  # in the last week, wherever a week begins
    last_middle = last - timedelta(days=(last.weekday() - week_start) % 7) + timedelta(days=3)
    number = (middle.timetuple().tm_yday - 1) // 7 + 1
    weeks = (last_middle.timetuple().tm_yday - 1) // 7 + 1
    return {number, number - weeks - 1}


def test_ten_thousand_rules_are_compared() -> None:
    assert len(rows()) >= 10_000
    assert sum(bool(row[-1]) for row in rows()) > 7_000


def test_no_date_differs_without_a_reason() -> None:
    assert [row for row in different() if reason(row) is None] == []


def test_where_two_programs_differ_the_definition_agrees_with_us() -> None:
    assert different()
    assert [row for row in different() if by_definition(row) != ours(row)] == []


@pytest.mark.parametrize("flaw", REASONS, ids=lambda flaw: " ".join(sorted(flaw)))
def test_every_reason_is_still_needed(flaw: frozenset[str]) -> None:
    """One that explains nothing any more would hide a fault of ours."""
    assert any(reason(row) == REASONS[flaw] for row in different())


def test_the_definition_agrees_with_ical_js_where_nothing_is_in_doubt() -> None:
    """So that it is a judge, and no copy of our mistakes."""
    plain = [row for row in rows() if reason(row) is None][:500]

    assert [row for row in plain if by_definition(row) != theirs(row)] == []


def test_what_clocks_show_twice_or_never_is_among_the_cases() -> None:
    zones = {row[1] for row in rows()}
    small_hours = [row for row in rows() if row[0][11:13] in {"00", "01", "02", "03"}]

    assert len(zones) > 25
    assert len(small_hours) > 3_000
    assert all(start.tzinfo == UTC for start in theirs(small_hours[0]))
