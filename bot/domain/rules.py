"""RFC 5545 recurrence rules: read, checked, and expanded in wall-clock time. No zones here.

python-dateutil does the calendar arithmetic: it is kept, fast, and agrees with the RFC wherever
the RFC is plain. What it lacks is added around it: strict reading, BYDAY that mixes `MO` and `1FR`,
BYWEEKNO (which it misses or invents around New Year), BYSETPOS in the first week, a start that is
moved near the window, and an end to rules that never come true.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter
from typing import Final, Literal

from dateutil.rrule import (
    DAILY,
    HOURLY,
    MINUTELY,
    MONTHLY,
    SECONDLY,
    WEEKLY,
    YEARLY,
    rrule,
    weekday,
    weekdays,
)

from bot.domain.errors import InvalidInput

Frequency = Literal[0, 1, 2, 3, 4, 5, 6]

FREQUENCIES: Final[Mapping[str, Frequency]] = {
    "YEARLY": YEARLY,
    "MONTHLY": MONTHLY,
    "WEEKLY": WEEKLY,
    "DAILY": DAILY,
    "HOURLY": HOURLY,
    "MINUTELY": MINUTELY,
    "SECONDLY": SECONDLY,
}
STEP: Final[Mapping[Frequency, timedelta]] = {
    WEEKLY: timedelta(weeks=1),
    DAILY: timedelta(days=1),
    HOURLY: timedelta(hours=1),
    MINUTELY: timedelta(minutes=1),
    SECONDLY: timedelta(seconds=1),
}
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# RFC 5545, 3.3.10: least and most of each list; below zero counts from the end. A leap second (60)
# is left out: no clock on a wall shows it.
LISTS: Final[Mapping[str, tuple[int, int]]] = {
    "BYSECOND": (0, 59),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366),
}
WEEK_LISTS: Final = ("BYWEEKNO", "BYSETPOS")
DAY_LISTS: Final = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
BYDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
UNTIL: Final = re.compile(r"\d{8}(T\d{6}Z?)?")
# Days, weekdays, leap years and week numbers repeat every 400 years.
CYCLE: Final = 400
LAST_YEAR: Final = 9899


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as it reads.

    Attributes:
        until: Aware UTC, inclusive.
        week_start: 0 for Monday to 6 for Sunday.
        lists: BYxxx lists of numbers that the rule names.
        days: BYDAY; a day without a number stands for each such day.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    week_start: int = 0
    lists: Mapping[str, tuple[int, ...]]
    days: tuple[weekday, ...] = ()


@lru_cache(maxsize=1024)
def read(text: str) -> Rule:
    """Return the rule that `text` states, with or without `RRULE:` in front.

    Raises:
        InvalidInput: It is not RFC 5545.
    """
    try:
        parts = _parts(text.strip().upper().removeprefix("RRULE:"))
        until = parts.pop("UNTIL", None)
        rule = Rule(
            frequency=FREQUENCIES[parts.pop("FREQ")],
            interval=_number(parts.pop("INTERVAL", "1")),
            count=_number(parts.pop("COUNT")) if "COUNT" in parts else None,
            until=_until(until) if until else None,
            week_start=WEEKDAYS.index(parts.pop("WKST", "MO")),
            days=_days(parts.pop("BYDAY")) if "BYDAY" in parts else (),
            lists={name: _list(name, value) for name, value in parts.items()},
        )
    except (KeyError, ValueError) as error:
        raise InvalidInput("repeat", "rule_unreadable") from error
    if rule.count is not None and rule.until is not None:
        raise InvalidInput("repeat", "rule_unreadable")
    return rule


def walls(rule: Rule, first: datetime, *, begin: datetime) -> Iterator[datetime]:
    """Yield the rule's wall-clock times from about `begin` on, in order; endless if the rule is.

    All times are without a zone. Some before `begin` may come too. UNTIL is not looked at: it is a
    moment, and this is not. `first` itself comes only if it fits the rule; the RFC leaves it open.
    A day in a numbered week counts to the calendar year that it is in, not to that of its week.
    """
    full = _filled(rule, first)
    start = _near(full, first, first if rule.count is not None else begin)
    # At the end of what `datetime` can hold, so that a rule that never comes true (30 February)
    # ends after some centuries and not after seven thousand years.
    shift = (LAST_YEAR - start.year) // CYCLE * CYCLE
    try:
        found = (
            wall.replace(year=wall.year - shift)
            for wall in _found(full, start.replace(year=start.year + shift))
        )
        yield from islice((wall for wall in found if wall >= first), rule.count)
    except (ValueError, OverflowError):
        return  # past year 9999, or BYxxx lists that leave nothing


def _parts(text: str) -> dict[str, str]:
    pairs = [part.split("=") for part in text.split(";") if part]
    parts = dict(pair for pair in pairs if len(pair) == 2)
    if len(parts) != len(pairs):  # one without "=", or one that comes twice
        raise ValueError(text)
    return parts


def _number(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1_000_000:
        raise ValueError(text)
    return number


def _list(name: str, text: str) -> tuple[int, ...]:
    least, most = LISTS[name]
    numbers = tuple(int(item) for item in text.split(","))
    for number in numbers:
        if not least <= number <= most or (number == 0 and least < 0):
            raise ValueError(text)
    return numbers


def _days(text: str) -> tuple[weekday, ...]:
    days: list[weekday] = []
    for item in text.split(","):
        match = BYDAY.fullmatch(item)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise ValueError(text)
        days.append(weekday(WEEKDAYS.index(match[2]), int(match[1]) if match[1] else None))
    return tuple(days)


def _until(text: str) -> datetime:
    if UNTIL.fullmatch(text) is None:
        raise ValueError(text)
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    if len(text) == len("20260308"):  # a bare date ends with its day
        moment += timedelta(days=1) - timedelta(seconds=1)
    return moment


def _filled(rule: Rule, first: datetime) -> Rule:
    """Return the rule with what it leaves to its first date written out."""
    lists, days = dict(rule.lists), rule.days
    named = bool(days) or any(name in lists for name in DAY_LISTS)
    if not named and rule.frequency == WEEKLY:
        days = (weekdays[first.weekday()],)
    elif not named and rule.frequency in {MONTHLY, YEARLY}:
        lists["BYMONTHDAY"] = (first.day,)
        if rule.frequency == YEARLY:
            lists.setdefault("BYMONTH", (first.month,))
    elif "BYWEEKNO" in lists and not days and not lists.keys() & {"BYMONTHDAY", "BYYEARDAY"}:
        days = (weekdays[first.weekday()],)
    if rule.frequency in {MONTHLY, YEARLY} and len({_has_number(day) for day in days}) == 2:
        days = _numbered(days, 53 if rule.frequency == YEARLY and "BYMONTH" not in lists else 5)
    return Rule(
        frequency=rule.frequency,
        interval=rule.interval,
        week_start=rule.week_start,
        lists=lists,
        days=days,
    )


def _has_number(day: weekday) -> bool:
    return bool(day.n)


def _numbered(days: tuple[weekday, ...], most: int) -> tuple[weekday, ...]:
    """Write `MO` as `1MO,2MO,...`: dateutil would ask for days that are both it and `1FR`."""
    numbered = [weekday(day.weekday, n) for day in days for n in range(1, most + 1) if not day.n]
    return (*(day for day in days if day.n), *numbered)


def _near(rule: Rule, first: datetime, begin: datetime) -> datetime:
    """Return a start in phase with `first`, not after `begin`: what lies between costs nothing."""
    if rule.frequency == WEEKLY:
        # A whole week: dateutil counts BYSETPOS in the first one from its start on.
        first -= timedelta(days=(first.weekday() - rule.week_start) % 7)
    if begin <= first:
        return first
    if rule.frequency == YEARLY:
        years = (begin.year - first.year) // rule.interval * rule.interval
        return _first_of(first, first.year + years, 1) if years else first
    if rule.frequency == MONTHLY:
        apart = (begin.year - first.year) * 12 + begin.month - first.month
        months = first.month - 1 + apart // rule.interval * rule.interval
        return _first_of(first, first.year + months // 12, months % 12 + 1) if apart else first
    step = STEP[rule.frequency] * rule.interval
    return first + (begin - first) // step * step


def _first_of(first: datetime, year: int, month: int) -> datetime:
    return max(first, datetime.combine(date(year, month, 1), first.time()))


def _found(rule: Rule, first: datetime) -> Iterator[datetime]:
    if rule.frequency != YEARLY or "BYWEEKNO" not in rule.lists:
        return _expanded(rule, first)
    weeks, positions = {*rule.lists["BYWEEKNO"]}, rule.lists.get("BYSETPOS")
    others = {name: each for name, each in rule.lists.items() if name not in WEEK_LISTS}
    # From the year's first day, so that BYSETPOS counts all of it.
    found = _expanded(replace(rule, lists=others), first.replace(month=1, day=1))
    fitting = (wall for wall in found if weeks & {*week_numbers(wall.date(), rule.week_start)})
    return _picked(fitting, positions) if positions else fitting


def _picked(found: Iterator[datetime], positions: Sequence[int]) -> Iterator[datetime]:
    """Yield what BYSETPOS picks of each year."""
    for _, in_year in groupby(found, key=attrgetter("year")):
        walls = list(in_year)
        picked = {walls[n - (n > 0)] for n in positions if abs(n) <= len(walls)}
        yield from sorted(picked)


def week_numbers(day: date, week_start: int) -> tuple[int, int]:
    """Return the number of a day's week from the first and, below zero, from the last of its year.

    A year's first week is the first with four days or more in it (RFC 5545, 3.3.10).
    """
    # The fourth day of a week is in the year that the week belongs to.
    fourth = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    year_day = fourth.timetuple().tm_yday
    after = (date(fourth.year + 1, 1, 1) - fourth).days - 1
    return year_day // 7 + (year_day % 7 > 0), -(after // 7) - 1


def _expanded(rule: Rule, first: datetime) -> Iterator[datetime]:
    lists = rule.lists
    return iter(
        rrule(
            rule.frequency,
            dtstart=first,
            interval=rule.interval,
            wkst=rule.week_start,
            bysetpos=lists.get("BYSETPOS"),
            bymonth=lists.get("BYMONTH"),
            bymonthday=lists.get("BYMONTHDAY"),
            byyearday=lists.get("BYYEARDAY"),
            byweekno=lists.get("BYWEEKNO"),
            byweekday=rule.days or None,
            byhour=lists.get("BYHOUR"),
            byminute=lists.get("BYMINUTE"),
            bysecond=lists.get("BYSECOND"),
        )
    )
