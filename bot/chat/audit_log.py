"""The `AuditLog` port over Discord, and a line of the log as the domain sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import AuditLogAction, AuditLogEntry, Object

from bot.chat.messenger import translated
from bot.domain.cases import Action, Deed
from bot.domain.cases.deeds import LogRead
from bot.domain.deliveries import Failure
from bot.domain.ids import AuditId, GuildId, UserId
from bot.services.ports import MessengerError

KINDS = (
    AuditLogAction.kick,
    AuditLogAction.ban,
    AuditLogAction.unban,
    AuditLogAction.member_update,
)
MEMBERSHIP = {
    AuditLogAction.kick: Action.KICK,
    AuditLogAction.ban: Action.BAN,
    AuditLogAction.unban: Action.UNBAN,
}
# Lines of each kind read in one stretch; Discord gives at most 100 a request.
A_STRETCH = 200


@dataclass(frozen=True, slots=True)
class DiscordAuditLog:
    """See `AuditLog`."""

    client: discord.Client

    async def after(self, guild_id: GuildId, entry_id: AuditId) -> LogRead:
        """Return the next stretch after a line; our own acts are left out."""
        guild = self.client.get_guild(guild_id)
        if guild is None:
            raise MessengerError("guild unavailable", failure=Failure.PASSING)
        async with translated():
            found = [await _read(guild, kind, entry_id) for kind in KINDS]
        # Behind the last line of a kind that was not read to its end, others may be missing.
        ends = [lines[-1].id for lines in found if len(lines) == A_STRETCH]
        lines = [line for kind in found for line in kind if not ends or line.id <= min(ends)]
        lines.sort(key=lambda line: line.id)
        own_id = self.client.user.id if self.client.user else 0
        deeds = [deed for line in lines if (deed := deed_of(line, own_id=own_id))]
        up_to = max([entry_id, *(AuditId(line.id) for line in lines)])
        return LogRead(deeds=deeds, up_to=up_to, is_all=not ends)


async def _read(
    guild: discord.Guild, kind: AuditLogAction, entry_id: AuditId
) -> Sequence[AuditLogEntry]:
    lines = guild.audit_logs(
        action=kind, after=Object(entry_id), limit=A_STRETCH, oldest_first=True
    )
    return [line async for line in lines]


def deed_of(line: AuditLogEntry, *, own_id: int) -> Deed | None:
    """Return what a line says somebody else did to a person; None for anything else."""
    action = _action(line)
    if action is None or line.user_id in {None, own_id}:
        return None
    # Of these alone: discord.py 2.7 raises over the target of some other lines (an invite's).
    target_id = getattr(line.target, "id", None)
    if target_id is None:
        return None
    until = line.after.timed_out_until if action is Action.TIMEOUT else None
    return Deed(
        entry_id=AuditId(line.id),
        guild_id=GuildId(line.guild.id),
        action=action,
        target_id=UserId(target_id),
        by=UserId(line.user_id or 0),
        at=line.created_at,
        reason=line.reason or "",
        until=until,
    )


def _action(line: AuditLogEntry) -> Action | None:
    if line.action is not AuditLogAction.member_update:
        return MEMBERSHIP.get(line.action)
    if not hasattr(line.after, "timed_out_until"):
        return None  # a nickname, most often
    until = line.after.timed_out_until
    return Action.UNTIMEOUT if until is None or until <= line.created_at else Action.TIMEOUT
