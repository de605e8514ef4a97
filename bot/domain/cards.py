"""Reminder cards that stand in a room: what is put in their place when something changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.deliveries import Place, Plan, Sent
from bot.domain.ids import GuildId, MeetingId
from bot.domain.meetings import Meeting
from bot.domain.notices import CardChange, CardState, MeetingReminder
from bot.domain.schedule import Override, occurrence


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
    if said.original_at is None or said.starts_at <= now:
        return []
    held = occurrence(meeting.when, meeting.overrides, original_at=said.original_at)
    override = meeting.overrides.get(held.original, Override()) if held else Override()
    on_holiday = held and not held.is_moved and held.wall.date() in meeting.holidays
    if held is None or override.is_skipped or on_holiday:
        plans = [_plan(posted, now, CardState.CANCELLED, said, meeting.revision)]
    else:
        state = CardState.OPEN if held.at == said.starts_at else CardState.MOVED
        plans = [
            _plan(posted, now, state, said, meeting.revision, starts_at=held.at),
            _plan(posted, held.at, CardState.BEGUN, said, meeting.revision, starts_at=held.at),
        ]
    return [plan for plan in plans if plan is not None]


def cancelled(posted: Posted, *, now: datetime) -> Sequence[Plan]:
    """Return what a card becomes when its meeting is ended for good."""
    if posted.notice.starts_at <= now:
        return []
    plan = _plan(posted, now, CardState.CANCELLED, posted.notice, -1)
    return [plan] if plan else []


def _plan(
    posted: Posted,
    due_at: datetime,
    state: CardState,
    said: MeetingReminder,
    revision: int,
    *,
    starts_at: datetime | None = None,
) -> Plan | None:
    if said.original_at is None:
        return None
    key = f"{card_key(said.meeting_id, said.original_at)}:{revision}:{state}"
    return Plan(
        key=f"{key}:{posted.sent.message_id}",
        guild_id=posted.guild_id,
        place=posted.place,
        notice=_change(posted, state, said, said.original_at, starts_at or said.starts_at),
        due_at=due_at,
    )


def _change(
    posted: Posted,
    state: CardState,
    said: MeetingReminder,
    original_at: datetime,
    starts_at: datetime,
) -> CardChange:
    return CardChange(
        meeting_id=said.meeting_id,
        title=said.title,
        starts_at=starts_at,
        minutes=said.minutes,
        room_id=said.room_id,
        original_at=original_at,
        facilitator_id=said.facilitator_id,
        is_private=said.is_private,
        channel_id=posted.sent.channel_id,
        message_id=posted.sent.message_id,
        state=state,
    )
