"""What a moderator may choose in a command, and what they chose as a proposal."""

from dataclasses import dataclass
from datetime import timedelta

import discord
from discord.app_commands import Choice, Range

from bot.chat.render import moderation as render
from bot.domain.cases import NOTE_MAX, Action, Proposal, Reason
from bot.domain.ids import GuildId, UserId

REASONS = [Choice(name=label, value=key) for label, key in render.reasons()]
LENGTHS = [Choice(name=label, value=minutes) for label, minutes in render.lengths()]
BAN_LENGTHS = [Choice(name=label, value=days) for label, days in render.ban_lengths()]
DELETIONS = [Choice(name=label, value=seconds) for label, seconds in render.deletions()]
Note = Range[str, 1, NOTE_MAX]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was chosen in a command about a person. Attributes as in `Proposal`."""

    action: Action
    member: discord.User
    reason: str
    note: str = ""
    length: timedelta | None = None
    delete_seconds: int = 0

    def proposal(self, guild_id: GuildId) -> Proposal:
        """Return it as a proposal."""
        return Proposal(
            guild_id=guild_id,
            action=self.action,
            target_id=UserId(self.member.id),
            reason=Reason(self.reason),
            note=self.note,
            length=self.length,
            delete_seconds=self.delete_seconds,
        )
