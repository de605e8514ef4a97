"""A series that changes from one of its dates on: the old one ends there, a new one begins."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.errors import InvalidInput
from bot.domain.meetings import Entry, Meeting, Proposal, Repeat, read_entry, rhythm
from bot.domain.recurrence import FIRST_YEAR, Recurrence, place, starts
from bot.domain.schedule import Held
from bot.domain.servers import Server
from bot.domain.wall_time import WEEKDAYS, read_weekday

# A new weekday is looked for around the old one: Thursday for Tuesday is two days later, Sunday two
# days earlier, so that the first changed date stays nearest to the one it stands for.
NEAREST = timedelta(days=3)
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change of a meeting as staff typed it, right or wrong.

    Attributes:
        entry: The whole meeting as it should be.
        keeps_rule: True when nobody chose another rhythm.
    """

    entry: Entry
    keeps_rule: bool


def as_entry(meeting: Meeting, which: Held) -> Entry:
    """Return a meeting as staff would type it, seen from one of its dates."""
    return Entry(
        title=meeting.title,
        day=WEEKDAYS[which.original.weekday()].title(),
        time=f"{which.original:%H:%M}",
        zone=meeting.when.zone.key,
        minutes=str(meeting.minutes),
        repeat=rhythm(meeting.when) or Repeat.WEEKLY,
        leads=tuple(lead // timedelta(minutes=1) for lead in meeting.leads),
        room_id=meeting.room_id,
    )


def read_edit(
    edit: Edit, meeting: Meeting, which: Held, *, server: Server, now: datetime
) -> Proposal:
    """Return the meeting that begins at `which` as changed.

    Raises:
        InvalidInput: One of the things typed cannot be used.
    """
    midnight = datetime.combine(which.original.date() - NEAREST, time())
    around = place(midnight, meeting.when.zone) - A_MOMENT
    entry = replace(edit.entry, repeat=Repeat.WEEKLY) if edit.keeps_rule else edit.entry
    read = read_entry(entry, server=server, now=around)
    if edit.keeps_rule:
        rule = rest_of_rule(meeting.when, which)
        same_day = read_weekday(entry.day) == which.original.weekday()
        if rule and "BY" in rule and not same_day:
            raise InvalidInput("Day", "own_rhythm")
        read = replace(read, when=replace(read.when, rule=rule))
    if next(starts(read.when, after=now), None) is None:
        raise InvalidInput("Day", "date_past")
    return read


def is_only_time(meeting: Meeting, which: Held, edit: Edit) -> bool:
    """Say whether a change is of the day and time alone, so that a single date can have it."""
    before = as_entry(meeting, which)
    after = replace(edit.entry, day=before.day, time=before.time)
    return edit.keeps_rule and after == before


def cut_off(when: Recurrence, which: Held) -> Recurrence | None:
    """Return a series without `which` and all after it; None when nothing is left."""
    if when.rule is None or _count_before(when, which) == 0:
        return None
    last = (which.original_at - timedelta(seconds=1)).astimezone(UTC)
    parts = [*_without(when.rule, "COUNT", "UNTIL"), f"UNTIL={last:%Y%m%dT%H%M%SZ}"]
    return replace(when, rule=";".join(parts))


def rest_of_rule(when: Recurrence, which: Held) -> str | None:
    """Return the rule of `which` and all after it; COUNT is what is left of it."""
    if when.rule is None or "COUNT=" not in when.rule.upper():
        return when.rule
    [given] = [part for part in when.rule.split(";") if part.upper().startswith("COUNT=")]
    left = int(given.partition("=")[2]) - _count_before(when, which)
    return ";".join([*_without(when.rule, "COUNT"), f"COUNT={left}"])


def _count_before(when: Recurrence, which: Held) -> int:
    """Count the starts before `which`; one is enough to know where the rule has no COUNT."""
    # EXDATE takes nothing from COUNT (RFC 5545, 3.3.10).
    bare = replace(when, except_for=frozenset())
    found = 0
    for start in starts(bare, after=datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)):
        if start >= which.original_at:
            break
        found += 1
        if "COUNT=" not in (when.rule or "").upper():
            break
    return found


def _without(rule: str, *names: str) -> list[str]:
    return [part for part in rule.split(";") if part.partition("=")[0].upper() not in names]
