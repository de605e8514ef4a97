"""`/group open` and `/group close`: a facilitator's hand on the door."""

import discord
from discord import Interaction, app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, group
from bot.chat.inbound import actor
from bot.chat.render import rooms as render
from bot.chat.reply import answer
from bot.domain.ids import ChannelId
from bot.domain.meetings import MINUTES_MAX, MINUTES_MIN
from bot.services.rooms import RoomService

Place = discord.TextChannel | discord.VoiceChannel | discord.StageChannel


class Groups(commands.Cog):
    """Opens and closes the room of a meeting by hand."""

    def __init__(self, rooms: RoomService) -> None:
        self.rooms = rooms

    @app_commands.command()
    @app_commands.describe(
        room="Which room; the one you are in if you leave it out",
        minutes="For how long; as long as its meeting lasts if you leave it out",
    )
    async def open(
        self,
        interaction: Interaction,
        room: Place | None = None,
        minutes: Range[int, MINUTES_MIN, MINUTES_MAX] | None = None,
    ) -> None:
        """Open a meeting's room now, so that members can write in it."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        found = await self.rooms.open(_room(interaction, room), minutes=minutes, by=by)
        await answer(interaction, render.opening(found))

    @app_commands.command()
    @app_commands.describe(room="Which room; the one you are in if you leave it out")
    async def close(self, interaction: Interaction, room: Place | None = None) -> None:
        """Close a meeting's room now. Members can still read it."""
        await interaction.response.defer(ephemeral=True)
        room_id = _room(interaction, room)
        await self.rooms.close(room_id, by=actor(interaction))
        await answer(interaction, render.closing(room_id))


def _room(interaction: Interaction, room: Place | None) -> ChannelId:
    return ChannelId(room.id if room else interaction.channel_id or 0)


async def setup(bot: Waymark) -> None:
    """Add the cog under `/group`."""
    await add_under(bot, group(bot.tree), Groups(bot.services.rooms))
