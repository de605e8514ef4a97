"""iCalendar text as components with their lines. Nothing raises: what cannot be read is counted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol, cast
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline, Contentlines
from icalendar.prop import vDuration

from bot.domain.calendar.zone_names import zone_called
from bot.domain.recurrence import FIRST_YEAR, LAST_YEAR, place, shown

DATE, LOCAL, UNIVERSAL = len("20260308"), len("20260308T190000"), len("20260308T190000Z")
# A file that nests deeper than any calendar does is no calendar.
DEEPEST: Final = 8
# RFC 5545, 3.3.11.
ESCAPED: Final = re.compile(r"\\([\\;,nN])")


class _Parts(Protocol):
    def __call__(self) -> tuple[str, Mapping[str, object], str]: ...


class _Lines(Protocol):
    def __call__(self, st: str, /) -> Sequence[str]: ...


class _Read(Protocol):
    def __call__(self, ical: str, /) -> object: ...


# icalendar says too little about the types of these.
_split = cast("_Lines", Contentlines.from_ical)
_duration = cast("_Read", vDuration.from_ical)


@dataclass(frozen=True, slots=True)
class Line:
    """One property.

    Attributes:
        params: Names in capitals; a list of values is joined by commas.
        value: As it stands in the file, still escaped.
    """

    name: str
    params: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, on one line."""
        return " ".join(ESCAPED.sub(_meant, self.value).split())


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END.

    Attributes:
        unreadable: How many of its own lines could not be read.
    """

    name: str
    lines: list[Line] = field(default_factory=list[Line])
    inside: list["Component"] = field(default_factory=list["Component"])
    unreadable: int = 0

    def one(self, name: str) -> Line | None:
        """Return the first line with a name, or None."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """Return the text of the first line with a name; empty when there is none."""
        line = self.one(name)
        return line.text if line else ""

    def every(self, name: str) -> Sequence[Line]:
        """Return all lines with a name."""
        return [line for line in self.lines if line.name == name]


def components(text: str) -> Sequence[Component]:
    """Return what a file holds at its outermost."""
    root = Component("")
    open_ones = [root]
    for line in _lines(text):
        if line is None:
            open_ones[-1].unreadable += 1
        elif line.name == "BEGIN" and len(open_ones) <= DEEPEST:
            begun = Component(line.value.strip().upper())
            open_ones[-1].inside.append(begun)
            open_ones.append(begun)
        elif line.name == "END":
            _close(open_ones, line.value.strip().upper())
        else:
            open_ones[-1].lines.append(line)
    return root.inside


def _close(open_ones: list[Component], name: str) -> None:
    names = [component.name for component in open_ones[1:]]
    if name in names:
        while open_ones.pop().name != name:
            pass


def _lines(text: str) -> Iterator[Line | None]:
    # A carriage return alone is how old Macs ended a line.
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for each in _split(plain):
        if each.strip():
            yield _line(Contentline(each))


def _line(each: Contentline) -> Line | None:
    try:
        name, params, value = cast("_Parts", each.raw_parts)()
    except (ValueError, IndexError, KeyError):
        return None
    plain = {
        key.upper(): ",".join(map(str, cast("list[object]", given)))
        if isinstance(given, list)
        else str(given)
        for key, given in params.items()
    }
    return Line(name.upper(), plain, value)


def _meant(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Whose clocks a calendar's times are told by.

    Attributes:
        usual: Zone of a time that names none.
        declared: The file's own names for zones, where it says which one is meant.
    """

    usual: ZoneInfo
    declared: Mapping[str, ZoneInfo]

    def zone(self, line: Line) -> ZoneInfo | None:
        """Return the zone of a line of dates, or None when nobody knows its name."""
        name = line.params.get("TZID")
        if name is None:
            return ZoneInfo("UTC") if line.value.strip().upper().endswith("Z") else self.usual
        return self.declared.get(name) or zone_called(name)

    def walls(self, line: Line, zone: ZoneInfo) -> tuple[list[datetime], list[date]]:
        """Return a line's times by the wall clock of `zone`, and its bare dates.

        Raises:
            ValueError: One of them cannot be read.
        """
        theirs = self.zone(line)
        if theirs is None:
            raise ValueError(line.params["TZID"])
        times: list[datetime] = []
        days: list[date] = []
        for each in line.value.split(","):
            text = each.strip().upper().partition("/")[0]
            found = stamp(text)
            if len(text) == DATE:
                days.append(found.date())
            elif text.endswith("Z"):
                times.append(shown(found.replace(tzinfo=UTC), zone))
            else:
                # The same clocks: a time they never show stays what the rule says.
                same = theirs.key == zone.key
                times.append(found if same else shown(place(found, theirs), zone))
        return times, days


def stamp(text: str) -> datetime:
    """Return a DATE or DATE-TIME as its wall clock, without a zone.

    Raises:
        ValueError: It is neither, or no calendar could place it.
    """
    form = {DATE: "%Y%m%d", LOCAL: "%Y%m%dT%H%M%S", UNIVERSAL: "%Y%m%dT%H%M%SZ"}.get(len(text))
    if form is None or not text.isascii():
        raise ValueError(text)
    found = datetime.strptime(text, form)  # noqa: DTZ007 - a wall-clock time has no zone
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(text)
    return found


def duration(text: str) -> timedelta:
    """Return a DURATION.

    Raises:
        ValueError: It is none.
    """
    try:
        found = _duration(text.strip().upper())
    except OverflowError as error:
        raise ValueError(text) from error
    if not isinstance(found, timedelta):
        raise ValueError(text)  # noqa: TRY004 - what was read is wrong, not what was handed in
    return found
