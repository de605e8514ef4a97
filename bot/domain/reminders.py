"""A meeting's reminders: when each is due, late and missed, and what the ledger calls it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.deliveries import Person, Place, Plan, Room
from bot.domain.ids import MeetingId, RoleId, UserId
from bot.domain.meetings import A_MINUTE, Meeting, held
from bot.domain.notices import MeetingReminder
from bot.domain.schedule import Held

# Said this long after its time, a reminder says that it is late.
LATE_AFTER: Final = timedelta(minutes=2)
# A meeting is not looked at again before its next reminder is near. New zone data may bring that
# one forward, by a day at the very most (Samoa, 2011); how far ahead a change of the meeting plans
# anew stays bounded by the other.
ZONES_MAY_MOVE: Final = timedelta(days=1)
LONGEST_QUIET: Final = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants to be reminded of a meeting in private.

    Attributes:
        since: When they asked, aware UTC: asked for once more, it is another wish.
    """

    user_id: UserId
    since: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """When one reminder of one occurrence is due, late and missed."""

    held: Held
    lead: timedelta
    due_at: datetime
    late_at: datetime
    missed_at: datetime


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to be planned of a meeting now.

    Attributes:
        planned_to: With `plans` in the ledger, every reminder due up to here is; aware UTC. Later
            than was asked for where nothing falls due for long.
    """

    plans: Sequence[Plan]
    planned_to: datetime


def ahead(
    meeting: Meeting,
    *,
    after: datetime,
    until: datetime,
    late_after: timedelta = LATE_AFTER,
    wishes: Sequence[Wish] = (),
) -> Ahead:
    """Return the reminders that fall due strictly after `after` and not after `until`.

    One to the meeting's room at each lead, and one to each person who wishes it. A reminder is late
    from `late_after` on, and missed once the next one is due or the meeting has begun: nobody needs
    "tomorrow" when it is in ten minutes.
    """
    plans: list[Plan] = []
    quiet_to = until + LONGEST_QUIET
    for due in _dues(meeting, after=after, until=until, late_after=late_after):
        if due.due_at > until:
            quiet_to = min(quiet_to, due.due_at - ZONES_MAY_MOVE)
            continue
        plans.append(_to_room(meeting, due))
        plans += [_to_person(meeting, due, wish) for wish in wishes]
    return Ahead(plans, max(until, quiet_to))


def reminders(
    meeting: Meeting,
    *,
    after: datetime,
    until: datetime,
    late_after: timedelta = LATE_AFTER,
    wishes: Sequence[Wish] = (),
) -> Sequence[Plan]:
    """Return the plans of `ahead` alone."""
    return ahead(meeting, after=after, until=until, late_after=late_after, wishes=wishes).plans


def private_reminders(
    meeting: Meeting, wish: Wish, *, after: datetime, until: datetime, late_after: timedelta
) -> Sequence[Plan]:
    """Return one person's reminders that fall due strictly after `after` and not after `until`."""
    dues = _dues(meeting, after=after, until=until, late_after=late_after)
    return [_to_person(meeting, due, wish) for due in dues if due.due_at <= until]


def next_reminder(meeting: Meeting, *, after: datetime) -> datetime | None:
    """Return when people are next reminded after `after`, aware UTC; None when they are not."""
    due: list[datetime] = []
    for each in held(meeting, after=after):
        due += [each.at - lead for lead in meeting.leads if each.at - lead > after]
        # From here on, a later start's first reminder is no earlier than this one's.
        if not meeting.leads or each.at - meeting.leads[0] > after:
            break
    return min(due, default=None)


def occurrence_key(meeting_id: MeetingId, original_at: datetime) -> str:
    """Return how the ledger's keys of one occurrence of a meeting begin, wherever it was moved."""
    return f"{series_key(meeting_id)}{original_at:%Y%m%dT%H%M%SZ}"


def series_key(meeting_id: MeetingId) -> str:
    """Return how the ledger's keys of one meeting begin."""
    return f"meeting:{meeting_id}:"


def _dues(
    meeting: Meeting, *, after: datetime, until: datetime, late_after: timedelta
) -> Iterator[Due]:
    """Yield what is due after `after`, the first occurrence all past `until` included."""
    if not meeting.leads:
        return
    for each in held(meeting, after=after):
        ends = [*(each.at - lead for lead in meeting.leads[1:]), each.at]
        for lead, missed_at in zip(meeting.leads, ends, strict=True):
            due_at = each.at - lead
            if after < due_at:
                yield Due(each, lead, due_at, min(due_at + late_after, missed_at), missed_at)
        if each.at - meeting.leads[0] > until:
            return


def _to_room(meeting: Meeting, due: Due) -> Plan:
    rings = (meeting.ping_role_id,) if meeting.ping_role_id else ()
    notice = _notice(meeting, due.held, rings=rings)
    return _plan(meeting, due, Room(meeting.room_id), notice, _key(meeting, due))


def _to_person(meeting: Meeting, due: Due, wish: Wish) -> Plan:
    notice = _notice(meeting, due.held, is_private=True)
    # A wish that was taken back and made again finds its old keys used up.
    key = f"{_key(meeting, due)}:{wish.user_id}:{int(wish.since.timestamp())}"
    return _plan(meeting, due, Person(wish.user_id), notice, key)


def _key(meeting: Meeting, due: Due) -> str:
    # Keys are unique for ever, so what is planned anew after a change needs other ones.
    changed = f".{meeting.revision}" if meeting.revision else ""
    return f"{occurrence_key(meeting.id, due.held.original_at)}{changed}:{due.lead // A_MINUTE}"


def _notice(
    meeting: Meeting, each: Held, *, rings: tuple[RoleId, ...] = (), is_private: bool = False
) -> MeetingReminder:
    return MeetingReminder(
        meeting_id=meeting.id,
        title=meeting.title,
        starts_at=each.at,
        minutes=meeting.minutes,
        room_id=meeting.room_id,
        original_at=each.original_at,
        facilitator_id=each.facilitator_id or meeting.facilitator_id,
        rings=rings,
        is_private=is_private,
    )


def _plan(meeting: Meeting, due: Due, place: Place, notice: MeetingReminder, key: str) -> Plan:
    return Plan(
        key=key,
        guild_id=meeting.guild_id,
        place=place,
        notice=notice,
        due_at=due.due_at,
        late_at=due.late_at,
        missed_at=due.missed_at,
    )
