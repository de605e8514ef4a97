"""`/clinic faq import`: a page or file of the clinic's own becomes drafts, passage by passage."""

import discord
from discord import Interaction, app_commands
from discord.app_commands import Group, Range
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.render import imports as render
from bot.chat.reply import answer, change
from bot.domain.errors import InvalidInput
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
    @app_commands.describe(
        file="A web page (.html), Word file (.docx), Markdown or text file",
        address="Or where the page is, for example https://clinic.example/faq",
    )
    async def import_page(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        address: Range[str, 1, 500] | None = None,
    ) -> None:
        """Turn a page of yours into answers. You look at each passage before it is kept."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        if address is not None and file is None:
            found = await self.imports.read_address(address, by=by)
        elif file is not None and address is None:
            self.imports.accept(file.size, by=by)
            found = await self.imports.read(file.filename, await file.read(), by=by)
        else:
            raise InvalidInput("File", "one_source")
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
