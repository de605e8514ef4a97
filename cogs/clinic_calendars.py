"""`/clinic meeting import`: a calendar file is shown, then taken in."""

import discord
from discord import Interaction, app_commands
from discord.app_commands import Group
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.render import calendars as render
from bot.chat.reply import answer, change
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, DraftId
from bot.services.calendars import FILE_MAX, CalendarService


class ClinicCalendars(commands.Cog):
    """Calendars as an admin takes them in."""

    def __init__(self, bot: Waymark, calendars: CalendarService) -> None:
        self.calendars = calendars
        bot.router.on_press("calendar:save", self.save)
        bot.router.on_press("calendar:cancel", self.cancel)

    @app_commands.command(name="import")
    @app_commands.describe(
        file="A calendar file that ends in .ics, from Google, Apple, Outlook or another program",
        room="Where its new meetings are held; the usual room if you leave it out",
    )
    async def import_file(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        room: discord.TextChannel | None = None,
    ) -> None:
        """Take meetings over from a calendar file. You see what changes before it is saved."""
        await interaction.response.defer(ephemeral=True)
        if file.size > FILE_MAX:
            raise InvalidInput("File", "file_too_large", "1 MB")
        room_id = ChannelId(room.id) if room else None
        draft = await self.calendars.draft(await file.read(), room_id, by=actor(interaction))
        await answer(interaction, render.draft(draft))

    async def save(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Take the calendar in."""
        await interaction.response.defer()
        taken = await self.calendars.save(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.taken(taken))

    async def cancel(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Give the calendar up."""
        await interaction.response.defer()
        await self.calendars.discard(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.cancelled())


async def setup(bot: Waymark) -> None:
    """Add the command under `/clinic meeting`, which another cog has made."""
    root = clinic(bot.tree).get_command("meeting")
    assert isinstance(root, Group)  # noqa: S101 - cogs.clinic_meetings comes first in EXTENSIONS
    await add_under(bot, root, ClinicCalendars(bot, bot.services.calendars))
