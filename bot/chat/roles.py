"""The `Roles` port over Discord: gives and takes a role that rings, and no other."""

from dataclasses import dataclass

import discord

from bot.chat.health import rings_only
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
