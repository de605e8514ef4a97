"""Whose staff should know: the server somebody wrote in, or all that they share with the bot."""

import asyncio
from dataclasses import dataclass

from bot.domain.ids import GuildId, UserId
from bot.domain.servers import Server
from bot.services.ports import Membership
from bot.services.servers import Servers


@dataclass(frozen=True, slots=True)
class Homes:
    """Finds the servers that somebody belongs to."""

    servers: Servers
    membership: Membership

    async def of(self, user_id: UserId, guild_id: GuildId | None) -> list[Server]:
        """Return the set-up server `guild_id`, or for a direct message every one they are in."""
        if guild_id is not None:
            server = self.servers.get(guild_id)
            return [server] if server else []
        servers = self.servers.all()
        shared = await asyncio.gather(
            *(self.membership.is_member(server.guild_id, user_id) for server in servers)
        )
        return [server for server, is_in in zip(servers, shared, strict=True) if is_in]
