"""Meetings and when they happen: a recurrence rule in wall-clock time, placed in an IANA zone.

The policy for daylight saving, stated once: a meeting keeps its wall-clock time all year. A time
that does not exist (clocks go forward over it) moves forward by the gap; a time that comes twice
(clocks go back over it) means the first. Python's `fold=0` says exactly this (PEP 495).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from bot.domain.deliveries import Plan, Room
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.notices import MeetingReminder

TITLE_MAX = 100  # a Discord scheduled event's name holds no more
LEAD_MAX = timedelta(days=28)
# Said this long after its time, a reminder says that it is late.
LATE_AFTER = timedelta(minutes=2)
# No zone is more than 14 h from UTC, and no gap is longer than a day: a margin for windows that
# are cut in wall-clock time.
ZONE_MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """When something happens, as the calendar says it.

    Attributes:
        first: Wall clock of the first start, without a zone (DTSTART).
        zone: IANA zone whose wall clock that is.
        rule: RFC 5545 RRULE without its name; None for once. COUNT counts before `except_for`;
            UNTIL is UTC and inclusive.
        except_for: Wall-clock starts that do not happen (EXDATE).
    """

    first: datetime
    zone: ZoneInfo
    rule: str | None = None
    except_for: frozenset[datetime] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A group's meeting.

    Attributes:
        title: 1 to 100 characters, as staff typed it.
        minutes: How long it lasts.
        room_id: Where it is held and where its reminders are posted.
        leads: How long before the start people are reminded, longest first.
    """

    id: MeetingId
    guild_id: GuildId
    title: str
    when: Recurrence
    minutes: int
    room_id: ChannelId
    leads: tuple[timedelta, ...]
    created_by: UserId


def place(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, aware UTC, at which `zone`'s clocks show `wall`; policy above."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Say whether `zone`'s clocks ever show `wall`."""
    return place(wall, zone).astimezone(zone).replace(tzinfo=None, fold=0) == wall


def starts(when: Recurrence, *, after: datetime) -> Iterator[datetime]:
    """Yield the starts strictly after `after`, in order, aware UTC; endless if the rule is.

    Raises:
        InvalidInput: The rule cannot be read.
    """
    last = datetime.min.replace(tzinfo=UTC)
    for wall in _walls(when, after=after):
        moment = place(wall, when.zone)
        # A start pushed forward by a gap can meet the next one: that is one meeting, not two.
        if wall not in when.except_for and moment > after and moment > last:
            last = moment
            yield moment


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


def _walls(when: Recurrence, *, after: datetime) -> Iterator[datetime]:
    if when.rule is None:
        yield when.first
        return
    rule, until = _parse(when.rule, when.first)
    begin = after.astimezone(when.zone).replace(tzinfo=None) - ZONE_MARGIN
    for wall in rule.xafter(begin, inc=True):
        if until is not None and place(wall, when.zone) > until:
            return
        yield wall


def _parse(text: str, first: datetime) -> tuple[rrule, datetime | None]:
    parts = [part for part in text.upper().split(";") if part]
    until = next((part[6:] for part in parts if part.startswith("UNTIL=")), None)
    rest = ";".join(part for part in parts if not part.startswith("UNTIL="))
    try:
        rule = rrulestr(rest, dtstart=first)
        if not isinstance(rule, rrule):
            raise InvalidInput("repeat", "rule_unreadable")
        return rule, _until(until) if until else None
    except ValueError as error:
        raise InvalidInput("repeat", "rule_unreadable") from error


def _until(text: str) -> datetime:
    if len(text) == len("20260308"):  # a bare date ends with its day
        day = datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC)
        return day + timedelta(days=1) - timedelta(microseconds=1)
    return datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def weekly(day: int, at: time, *, on_or_after: datetime, zone: ZoneInfo) -> Recurrence:
    """Return a weekly recurrence.

    Args:
        day: 0 for Monday to 6 for Sunday.
        at: Wall-clock time of the start.
        on_or_after: Aware; the first start is the next such day and time in `zone` after it.
        zone: Whose wall clock it is.
    """
    here = on_or_after.astimezone(zone)
    ahead = (day - here.weekday()) % 7
    first = datetime.combine(here.date() + timedelta(days=ahead), at)
    if place(first, zone) <= on_or_after:
        first += timedelta(days=7)
    return Recurrence(first=first, zone=zone, rule="FREQ=WEEKLY")


def reminders(meeting: Meeting, *, after: datetime, until: datetime) -> Sequence[Plan]:
    """Return the reminders that fall due strictly after `after` and not after `until`.

    A reminder is late two minutes after its time, and missed once the next one is due or the
    meeting has begun: nobody needs "tomorrow" when it is in ten minutes.
    """
    longest = max(meeting.leads, default=timedelta())
    plans: list[Plan] = []
    for start in between(meeting.when, after=after, until=until + longest):
        ends = [*(start - lead for lead in meeting.leads[1:]), start]
        for lead, missed_at in zip(meeting.leads, ends, strict=True):
            if after < start - lead <= until:
                plans.append(_reminder(meeting, start, lead, missed_at))
    return plans


def _reminder(meeting: Meeting, start: datetime, lead: timedelta, missed_at: datetime) -> Plan:
    due_at = start - lead
    return Plan(
        key=f"{occurrence_key(meeting.id, start)}:{lead // timedelta(minutes=1)}",
        guild_id=meeting.guild_id,
        place=Room(meeting.room_id),
        notice=MeetingReminder(
            meeting_id=meeting.id,
            title=meeting.title,
            starts_at=start,
            minutes=meeting.minutes,
            room_id=meeting.room_id,
        ),
        due_at=due_at,
        late_at=min(due_at + LATE_AFTER, missed_at),
        missed_at=missed_at,
    )


def occurrence_key(meeting_id: MeetingId, start: datetime) -> str:
    """Return what the ledger calls one occurrence of a meeting."""
    return f"meeting:{meeting_id}:{start:%Y%m%dT%H%M%SZ}"
