"""Our dates against those of ical.js, which shares neither code nor zone data with us.

`expectations.mjs` wrote what is compared here, and says how to write it again: 10,000 random rules,
zones and windows. Where the two differ, the reason stands in `REASONS`, and the rule's definition,
followed day by day, has to agree with us.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from bot.domain import rules
from bot.domain.recurrence import Recurrence, next_starts, place

FILE: Final = Path(__file__).with_name("expectations.json.gz")
A_DAY: Final = timedelta(days=1)

# The parts of a rule that are enough to differ, and why. ical.js is release 2.2.1.
REASONS: Final[Mapping[frozenset[str], str]] = {
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
CHANGED: Final = {"Africa/Casablanca", "America/Vancouver", "America/Winnipeg"}


@cache
def rows() -> Sequence[Sequence[Any]]:
    """Return first, zone, rule, exceptions, after, count and the starts as ical.js has them."""
    found: Mapping[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return found["rows"]


def ours(row: Sequence[Any]) -> list[datetime]:
    """Return what the bot makes of a row."""
    first, zone, rule, exceptions, after, count, _ = row
    when = Recurrence(
        first=datetime.fromisoformat(first),
        zone=ZoneInfo(zone),
        rule=rule,
        except_for=frozenset(map(datetime.fromisoformat, exceptions)),
    )
    return list(next_starts(when, after=datetime.fromisoformat(after), count=count))


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
    first, zone, text, exceptions, after, count, _ = row
    begin, here = datetime.fromisoformat(first), ZoneInfo(zone)
    since, rule = datetime.fromisoformat(after), rules.read(text)
    left_out = set(map(datetime.fromisoformat, exceptions))
    found: set[datetime] = set()
    for number, day in enumerate(_days(rule, begin, since.date()), 1):
        wall = datetime.combine(day, begin.time())
        at = place(wall, here)
        is_over = rule.until is not None and at > rule.until
        if is_over or number > (rule.count or number) or len(found) > count + 8:
            break
        if at > since and wall not in left_out:
            found.add(at)
    return sorted(found)[:count]


def _days(rule: rules.Rule, begin: datetime, since: date) -> Iterator[date]:
    """Yield the days of a rule from its first start on; without COUNT, from about `since` on."""
    nothing_before = since - 2 * A_DAY if rule.count is None else begin.date()
    number, day = -1, _period_of(rule, begin.date())
    while day.year < 2300:
        number += 1
        following = _period_of(rule, day + timedelta(days=_LONGEST[rule.frequency]))
        if number % rule.interval == 0 and following > nothing_before:
            whole = (day + A_DAY * each for each in range((following - day).days))
            fitting = [each for each in whole if _fits(rule, begin.date(), each)]
            chosen = rule.lists.get("BYSETPOS")
            picked = [fitting[n - (n > 0)] for n in chosen or () if abs(n) <= len(fitting)]
            yield from sorted(d for d in (picked if chosen else fitting) if d >= begin.date())
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
        "BYWEEKNO": {_week(day, rule.week_start)},
    }
    if any(name in rule.lists and not is_of & {*rule.lists[name]} for name, is_of in tests.items()):
        return False
    if rule.days:
        of_month = rule.frequency == rules.MONTHLY or "BYMONTH" in rule.lists
        span, length = (day.day, month_length) if of_month else (year_day, year_length)
        nth = {None, 0, (span - 1) // 7 + 1, -((length - span) // 7 + 1)}
        return any(each.weekday == day.weekday() and each.n in nth for each in rule.days)
    if rule.lists.keys() & {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}:
        return True
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


def _week(day: date, week_start: int) -> int:
    """Return the number of a day's week: the first has four days or more of its year."""
    middle = day - timedelta(days=(day.weekday() - week_start) % 7) + timedelta(days=3)
    return (middle.timetuple().tm_yday - 1) // 7 + 1


def test_ten_thousand_rules_are_compared() -> None:
    assert len(rows()) > 9_900
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
