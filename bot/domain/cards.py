"""Reminder cards that stand in a room: what is put in their place when something changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.deliveries import Place, Plan, Sent
from bot.domain.ids import GuildId, MeetingId
from bot.domain.meetings import Meeting
from bot.domain.notices import CardChange, CardState, MeetingReminder
from bot.domain.schedule import Held, Override, occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A reminder that was said, and where it stands."""

    guild_id: GuildId
    place: Place
    notice: MeetingReminder
    sent: Sent


def card_key(meeting_id: MeetingId, original_at: datetime | None = None) -> str:
    """Return how the ledger's keys of the changes of a meeting's cards begin."""
    which = f"{original_at:%Y%m%dT%H%M%SZ}" if original_at else ""
    return f"card:{meeting_id}:{which}"


def closing(posted: Posted, *, revision: int = 0) -> Plan | None:
    """Return what closes a card when its meeting begins; None for one of an older release."""
    return _plan(posted, posted.notice.starts_at, CardState.BEGUN, posted.notice, revision)


def changes(posted: Posted, meeting: Meeting, *, now: datetime) -> Sequence[Plan]:
    """Return what a card becomes after a change of its meeting, and what closes it then.

    Nothing for a card that is closed already.
    """
    said = posted.notice
    if said.original_at is None:
        return []
    at = occurrence(meeting.when, meeting.overrides, original_at=said.original_at)
    if (at.at if at else said.starts_at) <= now:
        return []
    found = _as_held(meeting, at)
    if isinstance(found, CardState):
        plans = [_plan(posted, now, found, said, meeting.revision)]
    else:
        facts = _facts(said, meeting, found)
        plans = [
            _plan(posted, now, _state(said, found), facts, meeting.revision),
            _plan(posted, found.at, CardState.BEGUN, facts, meeting.revision),
        ]
    return [plan for plan in plans if plan is not None]


def recount(posted: Posted, meeting: Meeting, *, due_at: datetime) -> Plan | None:
    """Return what shows anew how many plan to come; None where no open card is left by then.

    The number itself is read as the card is edited, so that it is never an old one.
    """
    said = posted.notice
    if said.original_at is None or said.is_private:
        return None
    at = occurrence(meeting.when, meeting.overrides, original_at=said.original_at)
    found = _as_held(meeting, at)
    if isinstance(found, CardState) or found.at <= due_at:
        return None
    facts = _facts(said, meeting, found)
    change = _change(posted, _state(said, found), facts, said.original_at)
    return Plan(
        key=f"{count_key(posted, said.original_at)}{int(due_at.timestamp())}",
        guild_id=posted.guild_id,
        place=posted.place,
        notice=change,
        due_at=due_at,
        missed_at=found.at,
    )


def count_key(posted: Posted, original_at: datetime) -> str:
    """Return how the ledger's keys of the counts of one card begin."""
    key = card_key(posted.notice.meeting_id, original_at)
    return f"{key}:count:{posted.sent.message_id}:"


def withdrawn(posted: Posted, state: CardState, *, now: datetime) -> Sequence[Plan]:
    """Return what a card becomes when its meeting is held no more: cancelled, or changed."""
    if posted.notice.starts_at <= now:
        return []
    plan = _plan(posted, now, state, posted.notice, -1)
    return [plan] if plan else []


def _as_held(meeting: Meeting, found: Held | None) -> Held | CardState:
    """Return an occurrence that is held, or what its card says where it is not."""
    if found is None:
        return CardState.CHANGED
    override = meeting.overrides.get(found.original, Override())
    on_holiday = not found.is_moved and found.wall.date() in meeting.holidays
    return CardState.CANCELLED if override.is_skipped or on_holiday else found


def _state(said: MeetingReminder, found: Held) -> CardState:
    return CardState.OPEN if found.at == said.starts_at else CardState.MOVED


def _facts(said: MeetingReminder, meeting: Meeting, found: Held) -> MeetingReminder:
    """Return a reminder as it would be said now."""
    return replace(
        said,
        title=meeting.title,
        starts_at=found.at,
        minutes=meeting.minutes,
        room_id=meeting.room_id,
        facilitator_id=found.facilitator_id or meeting.facilitator_id,
    )


def _plan(
    posted: Posted, due_at: datetime, state: CardState, facts: MeetingReminder, revision: int
) -> Plan | None:
    if facts.original_at is None:
        return None
    key = f"{card_key(facts.meeting_id, facts.original_at)}:{revision}:{state}"
    return Plan(
        key=f"{key}:{posted.sent.message_id}",
        guild_id=posted.guild_id,
        place=posted.place,
        notice=_change(posted, state, facts, facts.original_at),
        due_at=due_at,
    )


def _change(
    posted: Posted, state: CardState, facts: MeetingReminder, original_at: datetime
) -> CardChange:
    return CardChange(
        meeting_id=facts.meeting_id,
        title=facts.title,
        starts_at=facts.starts_at,
        minutes=facts.minutes,
        room_id=facts.room_id,
        original_at=original_at,
        facilitator_id=facts.facilitator_id,
        is_private=facts.is_private,
        channel_id=posted.sent.channel_id,
        message_id=posted.sent.message_id,
        state=state,
    )
