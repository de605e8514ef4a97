"""What moderators do in Discord's own menus, as its audit log tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.cases.case import NOTE_KEPT, NOTE_MAX, Action, Reason
from bot.domain.ids import AuditId, GuildId, UserId

# Discord keeps its audit log for 45 days (API v10, Audit Logs).
LOG_REACHES = timedelta(days=45)
# Stretches read at one time, so that a raid while nobody listened does not hold up the start.
STRETCHES = 5
DISCORD_EPOCH_MS = 1_420_070_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A line of a server's audit log about one person.

    Attributes:
        by: Who did it: a person, or another bot.
        reason: What they typed, if anything.
        until: End of a timeout, aware UTC.
    """

    entry_id: AuditId
    guild_id: GuildId
    action: Action
    target_id: UserId
    by: UserId
    at: datetime
    reason: str = ""
    until: datetime | None = None

    @property
    def note(self) -> str:
        """What is kept of the reason, as a moderator's note."""
        return " ".join(self.reason.split())[:NOTE_MAX]

    @property
    def note_expires_at(self) -> datetime:
        """When it is forgotten."""
        return self.at + NOTE_KEPT

    @property
    def short_reason(self) -> Reason:
        """Discord's menus know no short list."""
        return Reason.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRead:
    """A stretch of a server's audit log.

    Attributes:
        deeds: What others did to people, oldest first.
        up_to: Everything up to this line was read.
        is_all: Whether nothing is left behind it.
    """

    deeds: Sequence[Deed]
    up_to: AuditId
    is_all: bool


def entry_at(moment: datetime) -> AuditId:
    """Return an id that no line before `moment` reaches: ids of Discord's begin with their time."""
    return AuditId((int(moment.timestamp() * 1000) - DISCORD_EPOCH_MS) << 22)
