"""iCalendar text (RFC 5545) as Google, Apple and Outlook write it, read as series of meetings.

Nothing raises: whatever cannot be used is a `Problem` that names its event.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import rules
from bot.domain.calendar.lines import (
    DATE,
    Clocks,
    Component,
    Line,
    components,
    duration,
    stamp,
)
from bot.domain.calendar.series import Problem, ProblemKind, Reading, Series, length_of
from bot.domain.calendar.zone_names import zone_called
from bot.domain.errors import InvalidInput
from bot.domain.meetings import MINUTES_MAX, MINUTES_MIN, TITLE_MAX
from bot.domain.recurrence import Recurrence, place, shown

# A clinic's calendar has dozens, and keeps those of years that have passed.
EVENTS_MOST: Final = 10_000
# Of one series, so that a file of some kilobytes cannot keep the bot busy.
DATES_MOST: Final = 2000
USUAL_MINUTES: Final = 60
PLACE_MAX: Final = 200
UID_MAX: Final = 255
DETAIL_MAX: Final = 60
A_SECOND: Final = timedelta(seconds=1)


def read(text: str, *, usual_zone: ZoneInfo) -> Reading:
    """Return the series that a calendar holds.

    Args:
        text: A whole file, with any ends of lines, with or without a byte-order mark.
        usual_zone: Whose clocks count where the file does not say.
    """
    calendars = [each for each in components(text) if each.name == "VCALENDAR"]
    if not calendars:
        return Reading(problems=(Problem(ProblemKind.NOT_A_CALENDAR),))
    by_uid, problems = _by_uid(calendars)
    clocks = _clocks(calendars, usual_zone)
    cancels = any(one.text("METHOD").upper() == "CANCEL" for one in calendars)
    found: list[Series] = []
    called_off: set[str] = set()
    for uid, group in by_uid.items():
        masters = [each for each in group if each.one("RECURRENCE-ID") is None]
        master = max(masters, key=_sequence, default=None)
        if cancels or (master is not None and _is_cancelled(master)):
            called_off.add(uid)
            continue
        reader = _Reader(clocks, _title(master or group[0]))
        series = reader.series(uid, master, [each for each in group if each not in masters])
        problems += reader.problems
        if series is not None:
            found.append(series)
    names = (one.text("X-WR-CALNAME") for one in calendars)
    return Reading(
        name=next(filter(None, names), "")[:TITLE_MAX],
        series=found,
        called_off=frozenset(called_off),
        unusable=frozenset(by_uid.keys() - called_off - {each.uid for each in found}),
        problems=problems,
    )


def _by_uid(
    calendars: Sequence[Component],
) -> tuple[Mapping[str, Sequence[Component]], list[Problem]]:
    events = [each for one in calendars for each in one.inside if each.name == "VEVENT"]
    found: dict[str, list[Component]] = {}
    for event in events[:EVENTS_MOST]:
        found.setdefault(_uid(event), []).append(event)
    too_many = Problem(ProblemKind.TOO_MANY, detail=str(EVENTS_MOST))
    return found, [too_many] if len(events) > EVENTS_MOST else []


def _clocks(calendars: Sequence[Component], usual: ZoneInfo) -> Clocks:
    declared: dict[str, ZoneInfo] = {}
    for one in calendars:
        usual = zone_called(one.text("X-WR-TIMEZONE")) or usual
        for zone in one.inside:
            # What a name such as "Customized Time Zone" stands for, where the program says so.
            meant = zone_called(zone.text("X-LIC-LOCATION"))
            if zone.name == "VTIMEZONE" and meant and zone_called(zone.text("TZID")) is None:
                declared[zone.text("TZID")] = meant
    return Clocks(usual, declared)


def _uid(event: Component) -> str:
    # Without one, an event is known by what it says, so that reading it again finds it again.
    start = event.one("DTSTART")
    said = f"{event.text('SUMMARY')}@{start.value if start else ''}"
    return (event.text("UID") or said)[:UID_MAX]


def _title(event: Component) -> str:
    return event.text("SUMMARY")[:TITLE_MAX].strip()


def _sequence(event: Component) -> int:
    text = event.text("SEQUENCE")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _is_cancelled(event: Component) -> bool:
    return event.text("STATUS").upper() == "CANCELLED"


class _Unusable(Exception):
    """The event is left out.

    Attributes:
        kind: Why.
        detail: As in `Problem`.
    """

    def __init__(self, kind: ProblemKind, detail: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


@dataclass(slots=True)
class _Reader:
    """Reads one series and remembers what was wrong with it."""

    clocks: Clocks
    title: str
    problems: list[Problem] = field(default_factory=list[Problem])

    def note(self, kind: ProblemKind, detail: str = "") -> None:
        """Remember a problem, once."""
        problem = Problem(kind, self.title, detail[:DETAIL_MAX])
        if problem not in self.problems:
            self.problems.append(problem)

    def series(
        self, uid: str, master: Component | None, changes: Sequence[Component]
    ) -> Series | None:
        """Return a series with its changes, or None when it cannot be used."""
        try:
            if master is None:
                raise _Unusable(ProblemKind.LONE_CHANGE)  # noqa: TRY301 - one place says why
            found = self._unchanged(uid, master)
        except _Unusable as why:
            self.note(why.kind, why.detail)
            return None
        for change in changes[:DATES_MOST]:
            found = self._changed(found, change)
        return found

    def _unchanged(self, uid: str, event: Component) -> Series:
        if not self.title:
            raise _Unusable(ProblemKind.NO_TITLE, event.text("DTSTART"))
        if event.unreadable:
            self.note(ProblemKind.UNREADABLE_LINE)
        first, zone = self._start(event)
        rule = self._rule(event, first, zone)
        if rule is not None and zone.key == "UTC" and "TZID" not in _params(event, "DTSTART"):
            self.note(ProblemKind.UTC_RHYTHM)
        when = Recurrence(first=first, zone=zone, rule=rule)
        extra = set(self._dates(event, "RDATE", when))
        if rule is not None and not _fits(when):
            extra.add(first)  # calendars show the first start whether it fits the rule or not
        return Series(
            uid=uid,
            sequence=_sequence(event),
            title=self.title,
            when=replace(when, except_for=frozenset(self._dates(event, "EXDATE", when))),
            extra=frozenset(extra),
            minutes=self._minutes(event, place(first, zone)),
            place=event.text("LOCATION")[:PLACE_MAX].strip(),
        )

    def _start(self, event: Component) -> tuple[datetime, ZoneInfo]:
        line = event.one("DTSTART")
        if line is None:
            raise _Unusable(ProblemKind.NO_START)
        text = line.value.strip().upper()
        if len(text) == DATE:
            raise _Unusable(ProblemKind.ALL_DAY)
        zone = self.clocks.zone(line)
        if zone is None:
            raise _Unusable(ProblemKind.ZONE, line.params["TZID"][:DETAIL_MAX])
        if text.endswith("Z") and event.one("RRULE") is None:
            # A moment: it is shown by the clocks that the rest of the calendar goes by.
            zone = self.clocks.usual
        try:
            stamp(text)
            times, _ = self.clocks.walls(line, zone)
            return Recurrence(first=times[0], zone=zone).first, zone
        except (ValueError, OverflowError, IndexError, InvalidInput):
            raise _Unusable(ProblemKind.NO_START, line.value[:DETAIL_MAX]) from None

    def _rule(self, event: Component, first: datetime, zone: ZoneInfo) -> str | None:
        lines = event.every("RRULE")
        if not lines:
            return None
        text = lines[0].value.strip().upper()
        if len(lines) > 1 or event.one("EXRULE"):
            raise _Unusable(ProblemKind.RULE, text)
        try:
            text = _until_in_utc(text, zone)
            rule = rules.read(text)
        except (InvalidInput, ValueError, OverflowError):
            raise _Unusable(ProblemKind.RULE, text) from None
        often = {*rules.STEP} - {rules.WEEKLY, rules.DAILY}
        if rule.frequency in often or rule.lists.keys() & {"BYHOUR", "BYMINUTE", "BYSECOND"}:
            raise _Unusable(ProblemKind.TOO_OFTEN, text)
        return _plain(text, first)

    def _minutes(self, event: Component, start: datetime) -> int:
        found = self._length(event, start)
        if found is None:
            self.note(ProblemKind.NO_LENGTH)
            return USUAL_MINUTES
        if not MINUTES_MIN <= found <= MINUTES_MAX:
            raise _Unusable(ProblemKind.LENGTH)
        return found

    def _length(self, event: Component, start: datetime) -> int | None:
        until, lasts = event.one("DTEND"), event.one("DURATION")
        try:
            if lasts is not None:
                return duration(lasts.value) // timedelta(minutes=1)
            if until is not None:
                zone = self.clocks.zone(until) or self.clocks.usual
                times, _ = self.clocks.walls(until, zone)
                return length_of(start, place(times[0], zone))
        except (ValueError, OverflowError, IndexError):
            pass
        return None

    def _dates(self, event: Component, name: str, when: Recurrence) -> Iterator[datetime]:
        """Yield the wall-clock times of all lines with a name; a bare date means its usual time."""
        for line in event.every(name)[:DATES_MOST]:
            try:
                times, days = self.clocks.walls(line, when.zone)
            except (ValueError, OverflowError):
                self.note(ProblemKind.UNREADABLE_DATE, line.value)
                continue
            yield from times
            yield from (datetime.combine(day, when.first.time()) for day in days)

    def _changed(self, series: Series, change: Component) -> Series:
        line = change.one("RECURRENCE-ID")
        if line is not None and line.params.get("RANGE", "").upper() == "THISANDFUTURE":
            self.note(ProblemKind.ALL_AFTER)
            return series
        planned = next(iter(self._dates(change, "RECURRENCE-ID", series.when)), None)
        if planned is None:
            return series
        when = series.when
        if _is_cancelled(change):
            gone = frozenset({*when.except_for, planned})
            return replace(series, when=replace(when, except_for=gone))
        try:
            held = self._held(series, change)
        except _Unusable as why:
            self.note(why.kind, why.detail)
            return series
        if held != planned:
            series = replace(series, moved={**series.moved, planned: held})
        return series

    def _held(self, series: Series, change: Component) -> datetime:
        wall, zone = self._start(change)
        start = place(wall, zone)
        if self._length(change, start) not in {None, series.minutes}:
            self.note(ProblemKind.OTHER_LENGTH)
        return wall if zone.key == series.when.zone.key else shown(start, series.when.zone)


def _params(event: Component, name: str) -> Sequence[str]:
    line: Line | None = event.one(name)
    return list(line.params) if line else []


def _fits(when: Recurrence) -> bool:
    walls = rules.walls(rules.read(when.rule or ""), when.first, begin=when.first)
    return next(walls, None) == when.first


def _plain(rule: str, first: datetime) -> str:
    """Return a rule in one order of its parts, without what its first start says already."""
    parts = dict(part.split("=") for part in rule.split(";"))
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if parts["FREQ"] == "WEEKLY" and parts.get("BYDAY") == rules.WEEKDAYS[first.weekday()]:
        del parts["BYDAY"]
        parts.pop("WKST", None)  # it matters only to weeks with several days
    return ";".join(f"{name}={parts[name]}" for name in sorted(parts, key=_order))


def _order(name: str) -> tuple[int, str]:
    first = ("FREQ", "UNTIL", "COUNT", "INTERVAL")
    return (first.index(name) if name in first else len(first)), name


def _until_in_utc(rule: str, zone: ZoneInfo) -> str:
    """Write UNTIL as the RFC wants it: some programs write the wall clock, or a bare date."""
    parts = [part.partition("=") for part in rule.removeprefix("RRULE:").split(";") if part]
    return ";".join(
        f"UNTIL={_last(value, zone):%Y%m%dT%H%M%SZ}"
        if name == "UNTIL"
        else f"{name}{equals}{value}"
        for name, equals, value in parts
    )


def _last(text: str, zone: ZoneInfo) -> datetime:
    found = stamp(text)
    if text.endswith("Z"):
        return found.replace(tzinfo=UTC)
    if len(text) == DATE:  # the whole of that day
        found = datetime.combine(found.date(), time(23, 59, 59))
    return place(found, zone)
