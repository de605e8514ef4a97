"""VTIMEZONE: what a zone's clocks do, written out for programs that have no zone data.

Not icalendar's own: release 7.3 writes the hour after the change where the RFC wants the one
before it, and stops at a date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Protocol, cast
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

from bot.domain.recurrence import clock_changes, shown

# How far ahead changes of the clocks are written where they follow no rule.
AHEAD: Final = timedelta(days=366 * 10)
# Nobody reads a calendar further back than this.
BEHIND: Final = timedelta(days=366 * 20)
A_YEAR: Final = timedelta(days=366)
# So many changes at the end of the list, a year apart each, are a rule.
RULE_FROM: Final = 4
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Takes(Protocol):
    def add(self, name: str, value: object, /) -> None: ...


def put(component: Component, name: str, value: object) -> None:
    """Add a property; icalendar says too little about its types."""
    cast("_Takes", component).add(name, value)


def tzid(zone: ZoneInfo) -> str:
    """Return what a calendar calls a zone: "UTC" would be left out of lists of dates."""
    return "Etc/UTC" if zone.key == "UTC" else zone.key


@dataclass(frozen=True, slots=True)
class _Onset:
    """The beginning of other clocks.

    Attributes:
        wall: What the clocks before would show at that moment (RFC 5545, 3.6.5).
        was: How far those were from UTC; `now` how far the new ones are.
    """

    wall: datetime
    was: timedelta
    now: timedelta
    name: str

    @property
    def week(self) -> tuple[int, int, int, int]:
        """Month, which week of it (1 to 4, or -1 for the last), weekday and second of the day."""
        last = (self.wall + timedelta(weeks=1)).month != self.wall.month
        second = self.wall.hour * 3600 + self.wall.minute * 60 + self.wall.second
        week = -1 if last else (self.wall.day - 1) // 7 + 1
        return self.wall.month, week, self.wall.weekday(), second


def definition(zone: ZoneInfo, *, since: datetime, at: datetime) -> Timezone:
    """Return what a zone's clocks do from about `since` on.

    Args:
        since: The first start that goes by them; aware UTC, as is `at`.
        at: When it is written.
    """
    begin, end = max(min(since, at) - A_YEAR, at - BEHIND), max(since, at) + AHEAD
    made = Timezone()
    put(made, "TZID", tzid(zone))
    made.add_component(_observance([_at(zone, begin, timedelta())]))
    onsets = [
        _at(zone, change.at, change.by) for change in clock_changes(zone, after=begin, until=end)
    ]
    for _, group in groupby(sorted(onsets, key=_kind), key=_kind):
        for part in _parts(list(group), shown(end, zone) - A_YEAR):
            made.add_component(_observance(*part))
    return made


def _at(zone: ZoneInfo, moment: datetime, by: timedelta) -> _Onset:
    there = moment.astimezone(zone)
    now = there.utcoffset() or timedelta()
    wall = shown(moment, zone) - by
    return _Onset(wall.replace(microsecond=0), now - by, now, there.tzname() or zone.key)


def _kind(onset: _Onset) -> tuple[timedelta, timedelta, str]:
    return onset.was, onset.now, onset.name


def _parts(
    onsets: Sequence[_Onset], lately: datetime
) -> Iterator[tuple[Sequence[_Onset], str | None]]:
    """Yield the changes that follow no rule, then those at the end that do."""
    ordered = sorted(onsets, key=lambda onset: onset.wall)
    ruled = ordered[-1:]
    for before in reversed(ordered[:-1]):
        if (before.week, before.wall.year) != (ruled[0].week, ruled[0].wall.year - 1):
            break
        ruled = [before, *ruled]
    goes_on = len(ruled) >= RULE_FROM and ruled[-1].wall > lately
    if not goes_on:
        yield ordered, None
        return
    if len(ordered) > len(ruled):
        yield ordered[: -len(ruled)], None
    month, week, day, _ = ruled[0].week
    parts = ("FREQ=YEARLY", f"BYMONTH={month}", f"BYDAY={week}{DAYS[day]}")
    yield ruled[:1], ";".join(parts)


def _observance(
    onsets: Sequence[_Onset], rule: str | None = None
) -> TimezoneStandard | TimezoneDaylight:
    first = onsets[0]
    made = TimezoneDaylight() if first.now > first.was else TimezoneStandard()
    put(made, "DTSTART", first.wall)
    put(made, "TZOFFSETFROM", first.was)
    put(made, "TZOFFSETTO", first.now)
    put(made, "TZNAME", first.name)
    if rule is not None:
        put(made, "RRULE", vRecur.from_ical(rule))
    elif len(onsets) > 1:
        put(made, "RDATE", [onset.wall for onset in onsets[1:]])
    return made
