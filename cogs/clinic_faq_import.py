"""`/clinic faq import`: a page or file of the clinic's own becomes drafts, passage by passage."""

import discord
from discord import Interaction, app_commands
from discord.app_commands import Group
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.render import imports as render
from bot.chat.reply import answer, change
from bot.domain.ids import DraftId
from bot.services.imports import ImportService


class ClinicFaqImport(commands.Cog):
    """Pages as an admin takes them in."""

    def __init__(self, bot: Waymark, imports: ImportService) -> None:
        self.imports = imports
        bot.router.on_press("passage:take", self.take)
        bot.router.on_press("passage:skip", self.skip)
        bot.router.on_press("passage:stop", self.stop)

    @app_commands.command(name="import")
    @app_commands.describe(file="A web page (.html), Word file (.docx), Markdown or text file")
    async def import_file(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Turn a page of yours into answers. You look at each passage before it is kept."""
        await interaction.response.defer(ephemeral=True)
        self.imports.accept(file.size, by=actor(interaction))
        found = await self.imports.read(file.filename, await file.read(), by=actor(interaction))
        await answer(interaction, render.outcome(found))

    async def take(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Keep a passage."""
        await interaction.response.defer()
        draft_id, number, seen = DraftId(int(args[0])), int(args[1]), int(args[2])
        found = await self.imports.take(draft_id, number, seen=seen, by=actor(interaction))
        await change(interaction, render.outcome(found))

    async def skip(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Leave a passage out."""
        await interaction.response.defer()
        draft_id, number = DraftId(int(args[0])), int(args[1])
        found = await self.imports.skip(draft_id, number, by=actor(interaction))
        await change(interaction, render.outcome(found))

    async def stop(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Leave the rest for another time."""
        await interaction.response.defer()
        draft_id, number = DraftId(int(args[0])), int(args[1])
        found = await self.imports.stop(draft_id, number, by=actor(interaction))
        await change(interaction, render.finished(found))


async def setup(bot: Waymark) -> None:
    """Add the command under `/clinic faq`, which another cog has made."""
    root = clinic(bot.tree).get_command("faq")
    assert isinstance(root, Group)  # noqa: S101 - cogs.clinic_faq comes first in EXTENSIONS
    await add_under(bot, root, ClinicFaqImport(bot, bot.services.imports))
