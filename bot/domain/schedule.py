"""When a meeting is really held: its rule, less what is skipped or a holiday, with what was moved.

One occurrence is known by the start that the rule gives it, wherever it was moved to.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from types import MappingProxyType
from typing import Final

from bot.domain.ids import UserId
from bot.domain.recurrence import Occurrence, Recurrence, occurrences, place


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What is different about one occurrence.

    Attributes:
        is_skipped: It does not happen.
        moved_to: Wall clock of its new start, without a zone; None for the rule's own.
        facilitator_id: Who leads it instead; None for whoever leads the meeting.
    """

    is_skipped: bool = False
    moved_to: datetime | None = None
    facilitator_id: UserId | None = None


Overrides = Mapping[datetime, Override]
"""What is different, by the wall clock that the rule gives an occurrence."""
NO_OVERRIDES: Final[Overrides] = MappingProxyType({})
NO_HOLIDAYS: Final[Set[date]] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """One time that a meeting is held.

    Attributes:
        at: The moment it starts, aware UTC.
        wall: Wall clock of that start, as the calendar says it.
        original: Wall clock that the rule gives it; the same unless it was moved.
        original_at: The moment of `original`, aware UTC: what this occurrence is known by.
        facilitator_id: Who leads it in place of the meeting's own facilitator.
    """

    at: datetime
    wall: datetime
    original: datetime
    original_at: datetime
    facilitator_id: UserId | None = None

    @property
    def is_moved(self) -> bool:
        """Say whether it was moved."""
        return self.wall != self.original


def schedule(
    when: Recurrence,
    overrides: Overrides = NO_OVERRIDES,
    holidays: Set[date] = NO_HOLIDAYS,
    *,
    after: datetime,
) -> Iterator[Held]:
    """Yield what is held strictly after `after` (aware), in order; endless if the rule is.

    A holiday takes away what the rule puts on that date; what staff moved there is held.

    Args:
        overrides: Of this meeting; one whose original the rule does not give is still held.
        holidays: Dates by the meeting's own clocks.

    Raises:
        InvalidInput: The rule cannot be read.
    """
    last = after
    by_rule = _by_the_rule(when, overrides, holidays, after)
    for held in merge(by_rule, _moved(when, overrides, after), key=_start):
        # Moved onto another's start, it is one meeting and not two.
        if held.at > last:
            last = held.at
            yield held


def occurrence(
    when: Recurrence,
    overrides: Overrides = NO_OVERRIDES,
    *,
    original_at: datetime,
) -> Held | None:
    """Return the occurrence known by `original_at` (aware UTC), wherever it is held.

    Also one that is skipped or falls on a holiday; None when neither the rule nor an override puts
    one there.

    Raises:
        InvalidInput: The rule cannot be read.
    """
    found = next(occurrences(when, after=original_at - timedelta(microseconds=1)), None)
    if found is not None and found.at == original_at:
        return _held(when, found, overrides.get(found.wall, Override()))
    for wall, override in overrides.items():
        if override.moved_to is not None and place(wall, when.zone) == original_at:
            return _held(when, Occurrence(original_at, wall), override)
    return None


def _by_the_rule(
    when: Recurrence, overrides: Overrides, holidays: Set[date], after: datetime
) -> Iterator[Held]:
    for found in occurrences(when, after=after):
        override = overrides.get(found.wall, Override())
        if override.is_skipped or override.moved_to is not None or found.wall.date() in holidays:
            continue
        yield _held(when, found, override)


def _moved(when: Recurrence, overrides: Overrides, after: datetime) -> Iterator[Held]:
    found = [
        _held(when, Occurrence(place(original, when.zone), original), override)
        for original, override in overrides.items()
        if override.moved_to is not None and not override.is_skipped
    ]
    return (held for held in sorted(found, key=_start) if held.at > after)


def _held(when: Recurrence, found: Occurrence, override: Override) -> Held:
    wall = override.moved_to or found.wall
    return Held(
        at=place(wall, when.zone),
        wall=wall,
        original=found.wall,
        original_at=found.at,
        facilitator_id=override.facilitator_id,
    )


def _start(held: Held) -> datetime:
    return held.at
