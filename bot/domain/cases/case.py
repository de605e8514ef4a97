"""The case that remembers what a moderator did.

No strikes are counted here: a human decides each time.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import AuditId, CaseNumber, ChannelId, GuildId, MessageId, UserId

NOTE_MAX = 200
NOTE_KEPT = timedelta(days=180)
# The same act on the same person within this time is two people answering one event.
SAME_EVENT = timedelta(seconds=60)
# An interaction lives 15 minutes (Discord API v10, Interaction Tokens): no hand is on it after.
HAND_ON_IT = timedelta(minutes=15)


class Action(StrEnum):
    """What a moderator did."""

    NOTE = "note"
    WARN = "warn"
    TIMEOUT = "timeout"
    UNTIMEOUT = "untimeout"
    KICK = "kick"
    BAN = "ban"
    UNBAN = "unban"
    HIDE = "hide"
    PURGE = "purge"
    SLOWMODE = "slowmode"
    PAUSE = "pause"
    RESUME = "resume"
    LOCKDOWN = "lockdown"
    UNLOCK = "unlock"


# What is done to a room or to the server: nobody is told in private, and `CaseWork` leaves what
# a crash left open to whoever did it.
ON_ROOMS = frozenset(
    {
        Action.PURGE,
        Action.SLOWMODE,
        Action.PAUSE,
        Action.RESUME,
        Action.LOCKDOWN,
        Action.UNLOCK,
    }
)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What staff call "case 12".

    Attributes:
        number: Counts up from 1 within the guild.
        target_id: Whom it is about; None for what was done to a room or to the server.
        note: What the moderator typed; empty once it has expired.
        until: End of a timeout or a ban, aware UTC, whole seconds; None for a ban without one.
        told: Whether the person was told; None while nobody knows.
        delete_seconds: How far back a ban removed what they had written.
        entry_id: The line of Discord's audit log that it was made from, where it was done there.
        set_aside: It bears on nothing any more, though its number stays.
    """

    guild_id: GuildId
    number: CaseNumber
    action: Action
    state: State
    target_id: UserId | None
    moderator_id: UserId
    reason: Reason
    note: str
    note_expires_at: datetime
    created_at: datetime
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None
    until: datetime | None = None
    told: bool | None = None
    delete_seconds: int = 0
    entry_id: AuditId | None = None
    set_aside: bool = False

    @property
    def person(self) -> UserId:
        """Whom it is about.

        Raises:
            ValueError: It is about a room or the server.
        """
        if self.target_id is None:
            raise ValueError(self.action)
        return self.target_id

    @property
    def line_key(self) -> str:
        """The ledger's key of the line in the staff room."""
        return f"case:{self.guild_id}:{self.number}:line"

    @property
    def letter_key(self) -> str:
        """The ledger's key of the letter to the person."""
        return f"case:{self.guild_id}:{self.number}:letter"

    @property
    def undone_key(self) -> str:
        """The ledger's key of the letter that takes the first one back."""
        return f"case:{self.guild_id}:{self.number}:undone"

    @property
    def end_key(self) -> str:
        """The ledger's key of the line that says that its time is over."""
        return f"case:{self.guild_id}:{self.number}:end"


def without_expired_note(case: Case, *, now: datetime) -> Case:
    """Return a case as it may be shown at `now`."""
    return replace(case, note="") if case.note_expires_at <= now else case
