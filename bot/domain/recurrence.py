"""When something happens: a rule in wall-clock time, placed in an IANA zone.

The policy for daylight saving, stated once: what repeats keeps its wall-clock time all year. A time
that does not exist (clocks go forward over it) moves forward by the gap; a time that comes twice
(clocks go back over it) means the first. Python's `fold=0` says exactly this (PEP 495).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain import rules
from bot.domain.errors import InvalidInput

# No zone is more than 14 h from UTC, and the longest gap is a day (Samoa, 2011): a margin for
# windows that are cut in wall-clock time.
ZONE_MARGIN = timedelta(days=2)
# The Gregorian calendar's first full year, and a last one that leaves room to place a time in UTC.
FIRST_YEAR, LAST_YEAR = 1583, 9000
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """When something happens, as the calendar says it.

    Attributes:
        first: Wall clock of the first start, without a zone (DTSTART), in whole seconds.
        zone: IANA zone whose wall clock that is.
        rule: RFC 5545 RRULE without its name; None for once. COUNT counts before `except_for`;
            UNTIL is UTC and inclusive.
        except_for: Wall-clock starts that do not happen (EXDATE).
    """

    first: datetime
    zone: ZoneInfo
    rule: str | None = None
    except_for: frozenset[datetime] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a first start that no calendar could place.

        Raises:
            InvalidInput: Its year is out of range.
        """
        if not FIRST_YEAR <= self.first.year <= LAST_YEAR:
            raise InvalidInput("start", "out_of_range", f"{FIRST_YEAR} to {LAST_YEAR}")


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time that something happens.

    Attributes:
        at: The moment, aware UTC.
        wall: What the calendar says, without a zone; clocks may never show it (see the policy).
    """

    at: datetime
    wall: datetime


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A change of the clocks.

    Attributes:
        at: When, aware UTC.
        on: The day it happens, by the changed clocks.
        by: How far they are moved; above zero is forward.
    """

    at: datetime
    on: date
    by: timedelta


def place(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, aware UTC, at which `zone`'s clocks show `wall`; policy above."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what `zone`'s clocks show at an aware moment, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Say whether `zone`'s clocks ever show `wall`."""
    return shown(place(wall, zone), zone) == wall


def comes_twice(wall: datetime, zone: ZoneInfo) -> bool:
    """Say whether `zone`'s clocks show `wall` two times, an hour or so apart."""
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return exists(wall, zone) and second > place(wall, zone)


def occurrences(when: Recurrence, *, after: datetime) -> Iterator[Occurrence]:
    """Yield the occurrences strictly after `after` (aware), in order; endless if the rule is.

    Raises:
        InvalidInput: The rule cannot be read.
    """
    last = after
    for found in _in_order(when, after):
        # A start pushed forward by a gap can meet the next one: that is one meeting, not two.
        if found.at > last:
            last = found.at
            yield found


def starts(when: Recurrence, *, after: datetime) -> Iterator[datetime]:
    """Yield the moments of `occurrences`, aware UTC."""
    return (found.at for found in occurrences(when, after=after))


def between(when: Recurrence, *, after: datetime, until: datetime) -> Sequence[datetime]:
    """Return the starts strictly after `after` and not after `until`, aware UTC."""
    found: list[datetime] = []
    for moment in starts(when, after=after):
        if moment > until:
            break
        found.append(moment)
    return found


def next_starts(when: Recurrence, *, after: datetime, count: int) -> Sequence[datetime]:
    """Return the next `count` starts strictly after `after`; fewer when the series ends."""
    return list(islice(starts(when, after=after), count))


def clock_changes(zone: ZoneInfo, *, after: datetime, until: datetime) -> Sequence[ClockChange]:
    """Return the changes of `zone`'s clocks after `after` and not after `until`, both aware UTC."""
    changes: list[ClockChange] = []
    while after < until:
        step = min(after + A_DAY, until)
        if _offset(zone, after) != _offset(zone, step):
            changes.append(_change(zone, after, step))
        after = step
    return changes


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> ClockChange:
    before, after = _offset(zone, low), _offset(zone, high)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    at = high.replace(microsecond=0)
    return ClockChange(at=at, on=shown(at, zone).date(), by=after - before)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _in_order(when: Recurrence, after: datetime) -> Iterator[Occurrence]:
    """Yield every occurrence from about `after` on by its moment, which a gap can put out of order.

    2:45 that becomes 3:45 comes after 3:15, which exists.
    """
    waiting: list[Occurrence] = []
    for found in _placed(when, after):
        if found.wall not in when.except_for:
            heappush(waiting, found)
        if shown(found.at, when.zone) == found.wall:
            while waiting and waiting[0].at <= found.at:
                yield heappop(waiting)
    while waiting:
        yield heappop(waiting)


def _placed(when: Recurrence, after: datetime) -> Iterator[Occurrence]:
    if when.rule is None:
        yield Occurrence(place(when.first, when.zone), when.first)
        return
    rule = rules.read(when.rule)
    for wall in rules.walls(rule, when.first, begin=_begin(when, after)):
        if wall.year > LAST_YEAR:
            return
        found = Occurrence(place(wall, when.zone), wall)
        if rule.until is None or found.at <= rule.until:
            yield found
        elif exists(wall, when.zone):
            return


def _begin(when: Recurrence, after: datetime) -> datetime:
    """Return a wall-clock time before which nothing is of interest."""
    if after - place(when.first, when.zone) < 2 * ZONE_MARGIN:
        return when.first
    return shown(after, when.zone) - ZONE_MARGIN
