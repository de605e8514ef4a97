"""The `Roles` port over Discord: gives and takes a role that rings, and no other."""

from dataclasses import dataclass

import discord

from bot.chat.messenger import translated
from bot.domain.deliveries import Failure
from bot.domain.ids import GuildId, RoleId, UserId
from bot.services.ports import MessengerError


@dataclass(frozen=True, slots=True)
class DiscordRoles:
    """See `Roles`."""

    client: discord.Client

    async def give(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Give somebody a role that allows nothing more than everybody has."""
        guild = self.client.get_guild(guild_id)
        role = guild.get_role(role_id) if guild else None
        if role is None or not rings_only(role):
            raise MessengerError("role allows too much", failure=Failure.FORBIDDEN)
        async with translated():
            await self.client.http.add_role(guild_id, user_id, role_id)

    async def take(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Take a role from somebody."""
        async with translated():
            await self.client.http.remove_role(guild_id, user_id, role_id)


def rings_only(role: discord.Role) -> bool:
    """Say whether a role is safe to hand to whoever asks: it allows no more than everybody may."""
    more = role.permissions.value & ~role.guild.default_role.permissions.value
    return not (more or role.managed or role.is_default())
