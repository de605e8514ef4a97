"""Meetings: how staff enter one, what is known of its next dates, when people are reminded.

When one happens, and what daylight saving does to it, stands in `recurrence`.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import zones
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, GuildId, MeetingId, RoleId, UserId
from bot.domain.recurrence import (
    ClockChange,
    Occurrence,
    Recurrence,
    clock_changes,
    comes_twice,
    exists,
    next_starts,
    occurrences,
    place,
)
from bot.domain.schedule import NO_HOLIDAYS, Held, Override, Overrides, schedule
from bot.domain.servers import RoomPurpose, Server
from bot.domain.wall_time import read_time, read_weekday

TITLE_MAX: Final = 100  # a Discord scheduled event's name holds no more
MINUTES_MIN, MINUTES_MAX = 5, 720
LEAD_MAX: Final = timedelta(days=28)
# Far enough to show the next change of the clocks wherever they change twice a year.
OUTLOOK: Final = timedelta(days=240)
A_MINUTE: Final = timedelta(minutes=1)


class Repeat(StrEnum):
    """How often a meeting can be chosen to happen."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FORTNIGHTLY_LATER = "fortnightly_later"  # every two weeks, leaving out the coming one
    ONCE = "once"


RULES: Final[Mapping[Repeat, str | None]] = MappingProxyType(
    {
        Repeat.WEEKLY: "FREQ=WEEKLY",
        Repeat.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
        Repeat.FORTNIGHTLY_LATER: "FREQ=WEEKLY;INTERVAL=2",
        Repeat.ONCE: None,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting as staff typed it, right or wrong.

    Attributes:
        zone: A name of a zone; empty for the server's own.
        minutes: How long it lasts, in digits.
        leads: Minutes before the start at which people are reminded.
        room_id: None for the server's usual room.
    """

    title: str
    day: str
    time: str
    zone: str
    minutes: str
    repeat: Repeat
    leads: tuple[int, ...]
    room_id: ChannelId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An entry as it was read: a meeting that is not kept yet. Attributes as in `Meeting`.

    Attributes:
        is_guess: True when nothing said whether morning or evening was meant.
    """

    title: str
    when: Recurrence
    minutes: int
    room_id: ChannelId
    leads: tuple[timedelta, ...]
    is_guess: bool = False
    facilitator_id: UserId | None = None
    ping_role_id: RoleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A group's meeting.

    Attributes:
        title: 1 to 100 characters, as staff typed it.
        minutes: How long it lasts.
        room_id: Where it is held and where its reminders are posted.
        leads: How long before the start people are reminded, longest first.
        facilitator_id: Who leads it, unless an occurrence says otherwise.
        ping_role_id: The role whose people every reminder rings; None for nobody.
        revision: How often it was changed.
        overrides: What is different about single occurrences.
        holidays: Dates on which the server's meetings are not held.
    """

    id: MeetingId
    guild_id: GuildId
    title: str
    when: Recurrence
    minutes: int
    room_id: ChannelId
    leads: tuple[timedelta, ...]
    created_by: UserId
    facilitator_id: UserId | None = None
    ping_role_id: RoleId | None = None
    revision: int = 0
    overrides: Overrides = field(default_factory=dict[datetime, Override])
    holidays: Set[date] = NO_HOLIDAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What lies ahead of a meeting.

    Attributes:
        dates: The next ones that are held; fewer than asked for when the series ends.
        changes: Changes of the clocks that fall before its last start of the coming months.
        moved: Those of the coming months whose wall-clock time clocks leap over.
        twice: Those whose wall-clock time clocks show two times.
    """

    dates: Sequence[Held]
    changes: Sequence[ClockChange]
    moved: Sequence[Occurrence]
    twice: Sequence[Occurrence]


def read_entry(entry: Entry, *, server: Server, now: datetime) -> Proposal:
    """Return what `entry` means; the server's own zone and room stand in where it names none.

    Args:
        now: Aware UTC; the first start is the next such day and time after it.

    Raises:
        InvalidInput: One of the things typed cannot be used.
        NotSetUp: It names no room, and the server has none for meetings.
    """
    title = " ".join(entry.title.split())
    if not title:
        raise InvalidInput("Title", "empty", f"1 to {TITLE_MAX} characters")
    if len(title) > TITLE_MAX:
        raise InvalidInput("Title", "too_long", f"1 to {TITLE_MAX} characters")
    day, reading = read_weekday(entry.day), read_time(entry.time)
    there = zones.find(entry.zone) if entry.zone.strip() else server.zone
    first = first_start(day, reading.at, on_or_after=now, zone=there)
    if entry.repeat is Repeat.FORTNIGHTLY_LATER:
        first += timedelta(weeks=1)
    return Proposal(
        title=title,
        when=Recurrence(first=first, zone=there, rule=RULES[entry.repeat]),
        minutes=_minutes(entry.minutes),
        room_id=entry.room_id or server.room(RoomPurpose.MEETINGS),
        leads=_leads(entry.leads),
        is_guess=reading.is_guess,
    )


def first_start(day: int, at: time, *, on_or_after: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall clock of the next start strictly after `on_or_after` (aware).

    Args:
        day: 0 for Monday to 6 for Sunday.
        at: Wall-clock time of the start.
        zone: Whose wall clock it is.
    """
    here = on_or_after.astimezone(zone)
    ahead = (day - here.weekday()) % 7
    first = datetime.combine(here.date() + timedelta(days=ahead), at)
    return first if place(first, zone) > on_or_after else first + timedelta(weeks=1)


def weekly(day: int, at: time, *, on_or_after: datetime, zone: ZoneInfo) -> Recurrence:
    """Return a weekly recurrence. Arguments as in `first_start`."""
    first = first_start(day, at, on_or_after=on_or_after, zone=zone)
    return Recurrence(first=first, zone=zone, rule=RULES[Repeat.WEEKLY])


def rhythm(when: Recurrence) -> Repeat | None:
    """Return how often something happens, or None for a rule that no choice stands for."""
    return next((repeat for repeat, rule in RULES.items() if rule == when.rule), None)


def held(meeting: Meeting, *, after: datetime) -> Iterator[Held]:
    """Yield what is held of a meeting strictly after `after`. See `schedule`."""
    return schedule(meeting.when, meeting.overrides, meeting.holidays, after=after)


def twin(proposal: Proposal, among: Sequence[Meeting], *, now: datetime) -> Meeting | None:
    """Return the meeting that has the same name, room and next start as a proposal, if any."""
    start = next_starts(proposal.when, after=now, count=1)
    name = proposal.title.casefold()
    return next(
        (
            each
            for each in among
            if each.title.casefold() == name
            and each.room_id == proposal.room_id
            and next_starts(each.when, after=now, count=1) == start
        ),
        None,
    )


def outlook(what: Meeting | Recurrence, *, now: datetime, count: int = 5) -> Outlook:
    """Return the next `count` dates after `now` (aware UTC), and what clocks do to them."""
    when = what if isinstance(what, Recurrence) else what.when
    ahead_of = schedule(what, after=now) if isinstance(what, Recurrence) else held(what, after=now)
    horizon = now + OUTLOOK
    ahead: list[Occurrence] = []
    for found in occurrences(when, after=now):
        if found.at > horizon:
            break
        ahead.append(found)
    last = ahead[-1].at if ahead else now
    return Outlook(
        dates=list(islice(ahead_of, count)),
        changes=clock_changes(when.zone, after=now, until=last),
        moved=[found for found in ahead if not exists(found.wall, when.zone)],
        twice=[found for found in ahead if comes_twice(found.wall, when.zone)],
    )


def _minutes(text: str) -> int:
    words = text.strip().lower().removesuffix("minutes").removesuffix("min").strip()
    # isdecimal also takes digits of other scripts, and so does int.
    if not words.isdecimal() or not MINUTES_MIN <= int(words) <= MINUTES_MAX:
        raise InvalidInput("Length", "out_of_range", f"{MINUTES_MIN} to {MINUTES_MAX} minutes")
    return int(words)


def _leads(minutes: Sequence[int]) -> tuple[timedelta, ...]:
    leads = tuple(timedelta(minutes=each) for each in sorted(set(minutes), reverse=True))
    if any(not A_MINUTE <= lead <= LEAD_MAX for lead in leads):
        raise InvalidInput("Reminders", "out_of_range", "1 minute to 28 days before")
    return leads
