"""Gathers what `/clinic status` looks at: the server at Discord and the rows that concern it."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.chat import health
from bot.domain.servers import Actor, Server
from bot.services.meetings import MeetingService
from bot.services.rooms import RoomService
from bot.services.subscriptions import SubscriptionService


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads every part of a server whose state an admin should see."""

    subscriptions: SubscriptionService
    meetings: MeetingService
    rooms: RoomService

    async def findings(
        self, guild: discord.Guild, server: Server, *, by: Actor
    ) -> Sequence[health.Finding]:
        """Return a finding for each part, in the order in which they are shown."""
        meetings = await self.meetings.all(server.guild_id)
        used = health.InUse(
            pings={(each.ping_role_id, each.room_id) for each in meetings if each.ping_role_id},
            doors=set(await self.rooms.kept(server.guild_id)),
        )
        read = await self.subscriptions.all(by=by)
        return [*health.examine(guild, server, used), *health.calendars(read)]
