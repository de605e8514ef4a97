"""A series of meetings as a calendar holds it, and what can be wrong with one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import merge
from typing import Final

from bot.domain.recurrence import Occurrence, Recurrence, occurrences, place

NO_MOVES: Final[Mapping[datetime, datetime]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series of meetings.

    Attributes:
        uid: What calendars know it by, for good.
        sequence: Grows with every change that its keeper makes.
        when: First start, zone, rule, and the starts that do not happen.
        extra: Wall-clock starts beside the rule (RDATE).
        moved: Planned wall-clock start to the one it was moved to (RECURRENCE-ID).
        minutes: How long one meeting lasts.
        place: Where, in the calendar's own words; may be empty.
    """

    uid: str
    sequence: int = 0
    title: str
    when: Recurrence
    extra: frozenset[datetime] = frozenset()
    moved: Mapping[datetime, datetime] = field(default_factory=dict[datetime, datetime])
    minutes: int
    place: str = ""


class ProblemKind(StrEnum):
    """What can be wrong with a file or with an event in it."""

    NOT_A_CALENDAR = "not_a_calendar"
    TOO_MANY = "too_many"
    NO_TITLE = "no_title"
    NO_START = "no_start"
    ALL_DAY = "all_day"
    LENGTH = "length"
    RULE = "rule"
    TOO_OFTEN = "too_often"
    ZONE = "zone"
    LONE_CHANGE = "lone_change"
    ALL_AFTER = "all_after"
    # From here on the event is taken in all the same.
    UNREADABLE_LINE = "unreadable_line"
    NO_LENGTH = "no_length"
    UTC_RHYTHM = "utc_rhythm"
    OTHER_LENGTH = "other_length"
    UNREADABLE_DATE = "unreadable_date"


TAKEN_IN: Final = frozenset(
    {
        ProblemKind.UNREADABLE_LINE,
        ProblemKind.NO_LENGTH,
        ProblemKind.UTC_RHYTHM,
        ProblemKind.OTHER_LENGTH,
        ProblemKind.UNREADABLE_DATE,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that a calendar says and that cannot be used.

    Attributes:
        title: Title of the event; empty when it is about the whole file, or the event has none.
        detail: What the calendar wrote there, where that helps to find it; else empty.
    """

    kind: ProblemKind
    title: str = ""
    detail: str = ""

    @property
    def is_left_out(self) -> bool:
        """Say whether the event, or this change of it, is not taken in."""
        return self.kind not in TAKEN_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A calendar as it was read.

    Attributes:
        name: What it calls itself; may be empty.
        series: At most one a uid.
        called_off: Uids of series that it says are cancelled.
        unusable: Uids of series that are there and cannot be used.
    """

    name: str = ""
    series: Sequence[Series] = ()
    called_off: frozenset[str] = frozenset()
    unusable: frozenset[str] = frozenset()
    problems: Sequence[Problem] = ()


def dates(series: Series, *, after: datetime) -> Iterator[Occurrence]:
    """Yield when a series happens strictly after `after` (aware), in order.

    A moved start happens at its new time alone; one that was moved onto another is one meeting.
    """
    gone = series.when.except_for | series.moved.keys()
    planned = occurrences(replace(series.when, except_for=gone), after=after)
    walls = {*(series.extra - gone), *series.moved.values()}
    beside = sorted(Occurrence(place(wall, series.when.zone), wall) for wall in walls)
    last = after
    for found in merge(planned, beside):
        if found.at > last:
            last = found.at
            yield found


def length_of(start: datetime, end: datetime) -> int:
    """Return the whole minutes between two moments."""
    return (end - start) // timedelta(minutes=1)
