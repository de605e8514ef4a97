"""The `Rooms` port over Discord: overwrites read afresh, and set by their raw bits.

discord.py's own overwrites know the permissions of its release only; what Discord adds later must
come back as it was.
"""

from dataclasses import dataclass
from typing import Any

import discord

from bot.chat.messenger import translated
from bot.chat.outgoing import Urgency, sent_as
from bot.chat.render import rooms as render
from bot.domain.ids import ChannelId
from bot.domain.rooms import Look, Overwrite, Shape, Why

PERSON, ROLE = 1, 0  # Discord API v10, Overwrite Structure
SHAPES = {
    discord.ChannelType.voice: Shape.VOICE,
    discord.ChannelType.stage_voice: Shape.STAGE,
    discord.ChannelType.forum: Shape.FORUM,
    discord.ChannelType.media: Shape.FORUM,
}
# A role or person that is gone takes its overwrites along (Discord JSON error codes, API v10).
UNKNOWN_OVERWRITE, UNKNOWN_ROLE = 10009, 10011


@dataclass(frozen=True, slots=True)
class DiscordRooms:
    """See `Rooms`."""

    client: discord.Client

    async def look(self, room_id: ChannelId) -> Look:
        """Return a room as it stands at Discord now, never from memory."""
        with sent_as(Urgency.REMINDER):
            async with translated():
                data: Any = await self.client.http.get_channel(room_id)
        found = [_overwrite(each) for each in data.get("permission_overwrites", ())]
        guild = self.client.get_guild(int(data["guild_id"]))
        return Look(
            overwrites={each.target_id: each for each in found},
            shape=shape_of(discord.enums.try_enum(discord.ChannelType, data["type"])),
            own_id=self.client.user.id if self.client.user else 0,
            own_rights=guild.me.guild_permissions.value if guild else 0,
        )

    async def set(self, room_id: ChannelId, overwrite: Overwrite, *, why: Why) -> None:
        """Put an overwrite in place of the one of that role or person."""
        with sent_as(Urgency.REMINDER):
            async with translated():
                try:
                    await self.client.http.edit_channel_permissions(
                        room_id,
                        overwrite.target_id,
                        str(overwrite.allow),
                        str(overwrite.deny),
                        PERSON if overwrite.is_person else ROLE,
                        reason=render.audit_reason(why),
                    )
                except discord.NotFound as error:
                    _unless_gone(error)

    async def remove(self, room_id: ChannelId, overwrite: Overwrite, *, why: Why) -> None:
        """Remove the overwrite of a role or person; fine if it is gone already."""
        with sent_as(Urgency.REMINDER):
            async with translated():
                try:
                    await self.client.http.delete_channel_permissions(
                        room_id, overwrite.target_id, reason=render.audit_reason(why)
                    )
                except discord.NotFound as error:
                    _unless_gone(error)


def shape_of(kind: discord.ChannelType) -> Shape:
    """Return the sort of room that a channel is."""
    return SHAPES.get(kind, Shape.TEXT)


def _overwrite(data: dict[str, Any]) -> Overwrite:
    return Overwrite(
        target_id=int(data["id"]),
        is_person=int(data["type"]) == PERSON,
        allow=int(data["allow"]),
        deny=int(data["deny"]),
    )


def _unless_gone(error: discord.NotFound) -> None:
    if error.code not in {UNKNOWN_OVERWRITE, UNKNOWN_ROLE}:
        raise error
