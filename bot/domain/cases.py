"""Moderation: what a moderator may do to whom, and the case that remembers it.

No strikes are counted here: a human decides each time.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.deliveries import Person, Plan, Room
from bot.domain.errors import InvalidInput, OutOfReach, Rank
from bot.domain.ids import CaseNumber, ChannelId, GuildId, MessageId, UserId
from bot.domain.notices import CaseLetter, CaseLine
from bot.domain.servers import Actor

NOTE_MAX = 200
NOTE_KEPT = timedelta(days=180)
# Discord refuses an end more than 28 days ahead of its own clock, and ours may run before it.
LONGEST = timedelta(days=28)
CLOCKS_DIFFER = timedelta(minutes=1)
# The same act on the same person within this time is two people answering one event.
SAME_EVENT = timedelta(seconds=60)
# An interaction lives 15 minutes (Discord API v10, Interaction Tokens): no hand is on it after.
HAND_ON_IT = timedelta(minutes=15)
# Whoever writes a letter into the ledger sends it at once; the ledger steps in for the dead.
LEDGER_STEPS_IN = timedelta(seconds=10)
CARE_IS_RECENT = timedelta(hours=24)
DRAFT_KEPT = timedelta(hours=1)
# How a letter names a hidden message whose words did not reach staff either.
HIDE_UNKEPT = "hide_unkept"


class Action(StrEnum):
    """What a moderator did."""

    WARN = "warn"
    TIMEOUT = "timeout"
    HIDE = "hide"


class Reason(StrEnum):
    """The short list. Being in a crisis is not on it and never will be."""

    UNKIND = "unkind"
    PRIVATE_DETAILS = "private_details"
    HARD_TO_READ = "hard_to_read"
    MEDICINE_TALK = "medicine_talk"
    SOURCING = "sourcing"
    ADVERTS = "adverts"
    DISRUPTING = "disrupting"
    OTHER = "other"


class State(StrEnum):
    """Where a case stands. Begun is open: nobody knows yet whether the act happened."""

    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"


class Reached(StrEnum):
    """Whether something the bot says about a case arrived."""

    YES = "yes"
    LATER = "later"  # Discord did not answer; the ledger tries again
    NO = "no"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What staff call "case 12".

    Attributes:
        number: Counts up from 1 within the guild.
        note: What the moderator typed; empty once it has expired.
        until: End of a timeout, aware UTC, whole seconds.
        told: Whether the person was told; None while nobody knows.
    """

    guild_id: GuildId
    number: CaseNumber
    action: Action
    state: State
    target_id: UserId
    moderator_id: UserId
    reason: Reason
    note: str
    note_expires_at: datetime
    created_at: datetime
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None
    until: datetime | None = None
    told: bool | None = None

    @property
    def line_key(self) -> str:
        """The ledger's key of the line in the staff room."""
        return f"case:{self.guild_id}:{self.number}:line"

    @property
    def letter_key(self) -> str:
        """The ledger's key of the letter to the person."""
        return f"case:{self.guild_id}:{self.number}:letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands in a server at this moment, as Discord says.

    Attributes:
        position: Position of their highest role; a higher number outranks.
        is_administrator: Discord times out no administrator, whoever asks.
        timed_out_until: Aware UTC; may lie in the past.
    """

    user_id: UserId
    position: int = 0
    is_owner: bool = False
    is_administrator: bool = False
    timed_out_until: datetime | None = None


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


def check_reach(actor: Actor, target: Standing | None, bot: Standing, action: Action) -> None:
    """Let `actor` pass if both they and the bot may do `action` to `target`.

    Args:
        target: None for somebody who left, or for a webhook; a message of theirs can be hidden.

    Raises:
        OutOfReach: They may not; it says why.
    """
    if target is None:
        if action is not Action.HIDE:
            raise OutOfReach(Rank.LEFT)
        return
    why = _beyond_actor(actor, target, bot)
    if why is None and action is Action.TIMEOUT and _beyond_bot(target, bot):
        why = Rank.ABOVE_THE_BOT
    if why is not None:
        raise OutOfReach(why)


def _beyond_actor(actor: Actor, target: Standing, bot: Standing) -> Rank | None:
    if target.user_id == bot.user_id:
        return Rank.THE_BOT
    if target.user_id == actor.user_id:
        return Rank.ONESELF
    if target.is_owner:
        return Rank.OWNER
    if not actor.is_owner and target.position >= actor.position:
        return Rank.HIGHER_ROLE
    return None


def _beyond_bot(target: Standing, bot: Standing) -> bool:
    return target.is_administrator or target.position >= bot.position


def timeout_end(length: timedelta, *, now: datetime) -> datetime:
    """Return when a timeout that begins now ends: whole seconds, within Discord's limit."""
    return (now + min(length, LONGEST - CLOCKS_DIFFER)).replace(microsecond=0)


def is_timed_out_as(case: Case, target: Standing | None) -> bool:
    """Say whether Discord holds the timeout that a case asked for."""
    if target is None or target.timed_out_until is None or case.until is None:
        return False
    return abs(target.timed_out_until - case.until) < timedelta(seconds=1)


def without_expired_note(case: Case, *, now: datetime) -> Case:
    """Return a case as it may be shown at `now`."""
    return replace(case, note="") if case.note_expires_at <= now else case


def letter(case: Case, *, server: str, kept: bool, now: datetime) -> Plan:
    """Return the letter to the person a case is about.

    Args:
        server: The server's name.
        kept: False when a hidden message's words are lost to staff too.
    """
    unkept = case.action is Action.HIDE and not kept
    return Plan(
        key=case.letter_key,
        guild_id=case.guild_id,
        place=Person(case.target_id),
        notice=CaseLetter(
            number=case.number,
            action=HIDE_UNKEPT if unkept else case.action.value,
            server=server,
            reason=case.reason.value,
            note=case.note,
            guild_id=case.guild_id,
            until=case.until,
            channel_id=case.channel_id,
        ),
        due_at=now + LEDGER_STEPS_IN,
    )


def line(case: Case, *, staff_room: ChannelId, now: datetime) -> Plan:
    """Return the line in the staff room about a case."""
    return Plan(
        key=case.line_key,
        guild_id=case.guild_id,
        place=Room(staff_room),
        notice=CaseLine(
            number=case.number,
            action=case.action.value,
            target_id=case.target_id,
            moderator_id=case.moderator_id,
            reason=case.reason.value,
            note=case.note,
            until=case.until,
            told=bool(case.told),
            channel_id=case.channel_id,
        ),
        due_at=now + LEDGER_STEPS_IN,
    )
