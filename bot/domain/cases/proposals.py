"""What a moderator wants to do, before it is a case."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.cases.case import NOTE_MAX, Action, Reason
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId

# Discord refuses an end more than 28 days ahead of its own clock, and ours may run before it.
LONGEST = timedelta(days=28)
CLOCKS_DIFFER = timedelta(minutes=1)
CARE_IS_RECENT = timedelta(hours=24)
DRAFT_KEPT = timedelta(hours=1)
LENGTHS: tuple[timedelta, ...] = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(weeks=1),
    LONGEST,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a moderator wants to do.

    Attributes:
        target_id: None for a message whose author is not known yet.
        note: What the person and staff will read beside the reason.
        length: Of a timeout.
        channel_id: Where the message to hide stands.
        message_id: The message to hide.
    """

    guild_id: GuildId
    action: Action
    reason: Reason
    target_id: UserId | None = None
    note: str = ""
    length: timedelta | None = None
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None


def check(proposal: Proposal) -> Proposal:
    """Return a proposal with its note trimmed.

    Raises:
        InvalidInput: The note is too long, or a timeout has no length of the list.
    """
    note = " ".join(proposal.note.split())
    if len(note) > NOTE_MAX:
        raise InvalidInput("Note", "too_long", f"At most {NOTE_MAX} characters.")
    if proposal.action is Action.TIMEOUT and not _fits(proposal.length):
        raise InvalidInput("Duration", "out_of_range", "10 minutes to 28 days.")
    return replace(proposal, note=note)


def _fits(length: timedelta | None) -> bool:
    return length is not None and timedelta(0) < length <= LONGEST


def timeout_end(length: timedelta, *, now: datetime) -> datetime:
    """Return when a timeout that begins now ends: whole seconds, within Discord's limit."""
    return (now + min(length, LONGEST - CLOCKS_DIFFER)).replace(microsecond=0)
