"""What a moderator wants to do, before it is a case."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.cases.case import NOTE_MAX, Action, Case, Reason
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId

# Discord refuses an end more than 28 days ahead of its own clock, and ours may run before it.
LONGEST = timedelta(days=28)
CLOCKS_DIFFER = timedelta(minutes=1)
# A longer break is set anew by the ledger before Discord's own ends.
LONGEST_TIMEOUT = timedelta(days=365)
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
    timedelta(days=60),
    timedelta(days=90),
)
BAN_LENGTHS: tuple[timedelta, ...] = (
    timedelta(days=1),
    timedelta(weeks=1),
    timedelta(days=30),
    timedelta(days=90),
    timedelta(days=365),
)
# How far back Discord removes what a banned person wrote; nothing is the rule.
DELETIONS: tuple[timedelta, ...] = (
    timedelta(0),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=7),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a moderator wants to do.

    Attributes:
        target_id: None for a message whose author is not known yet, and for what is done to a room.
        note: What staff will read beside the reason, and the person too where they are told.
        length: Of a timeout or a ban; None for a ban without an end.
        delete_seconds: How far back a ban removes what they wrote.
        channel_id: Where the message to hide stands.
        message_id: The message to hide.
    """

    guild_id: GuildId
    action: Action
    reason: Reason
    target_id: UserId | None = None
    note: str = ""
    length: timedelta | None = None
    delete_seconds: int = 0
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None


def check(proposal: Proposal) -> Proposal:
    """Return a proposal with its note trimmed.

    Raises:
        InvalidInput: The note is too long or missing where it is all there is, a length does not
            fit, or more would be removed than Discord removes.
    """
    note = " ".join(proposal.note.split())
    if len(note) > NOTE_MAX:
        raise InvalidInput("Note", "too_long", f"At most {NOTE_MAX} characters.")
    if proposal.action is Action.NOTE and not note:
        raise InvalidInput("Note", "empty")
    if proposal.action is Action.TIMEOUT and not _fits(proposal.length, least=timedelta(seconds=1)):
        raise InvalidInput("Duration", "out_of_range", "10 minutes to 365 days.")
    if proposal.action is Action.BAN and not _may_ban(proposal):
        raise InvalidInput("Duration", "out_of_range", "1 to 365 days.")
    return replace(proposal, note=note)


def _fits(length: timedelta | None, *, least: timedelta) -> bool:
    return length is not None and least <= length <= LONGEST_TIMEOUT


def _may_ban(proposal: Proposal) -> bool:
    fits = proposal.length is None or _fits(proposal.length, least=timedelta(hours=1))
    return fits and 0 <= proposal.delete_seconds <= DELETIONS[-1].total_seconds()


def end_of(length: timedelta, *, now: datetime) -> datetime:
    """Return when what begins now ends: whole seconds; 28 days are cut to what Discord takes."""
    cut = min(length, LONGEST - CLOCKS_DIFFER) if length <= LONGEST else length
    return (now + cut).replace(microsecond=0)


def native_end(case: Case) -> datetime | None:
    """Return the end that Discord is first given for a timeout: its own, or the longest it takes.

    It follows from the case alone, so that whoever settles it knows what was asked.
    """
    if case.until is None:
        return None
    return next_end(case.until, now=case.created_at)


def next_end(until: datetime, *, now: datetime) -> datetime:
    """Return how far Discord's own timeout can be set from `now` towards `until`."""
    return min(until, (now + LONGEST - CLOCKS_DIFFER).replace(microsecond=0))
