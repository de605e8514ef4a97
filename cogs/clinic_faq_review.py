"""`/clinic faq review`, `gaps`, `history`, `export`: what answers need, and what became of them."""

from discord import Interaction, app_commands
from discord.app_commands import Choice, Group
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.entry_options import entry_choices
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.offering import offered
from bot.chat.render import entry_changes as render
from bot.chat.render import library as entries
from bot.chat.reply import answer, change
from bot.domain.faq.entries import EntryId
from bot.services.library import LibraryService


class ClinicFaqReview(commands.Cog):
    """Answers as an admin looks after them."""

    def __init__(self, bot: Waymark, library: LibraryService) -> None:
        self.library = library
        bot.router.on_press("entry:due", self.turn)
        bot.router.on_press("entry:history", self.open_history)
        bot.router.on_press("entry:version", self.open_version)
        bot.router.on_press("entry:restore", self.restore)

    @app_commands.command()
    async def review(self, interaction: Interaction) -> None:
        """List answers that are due to be looked at, or that no clinician has signed."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        found = await self.library.due(by=by)
        await answer(interaction, entries.due(found, today=self.library.today(by), page=0))

    @app_commands.command()
    async def gaps(self, interaction: Interaction) -> None:
        """Show what people asked and did not find, as counts. Nobody's words are kept."""
        await interaction.response.defer(ephemeral=True)
        await answer(interaction, render.gaps(await self.library.gaps(by=actor(interaction))))

    @app_commands.command()
    @app_commands.describe(entry="Which answer")
    async def history(self, interaction: Interaction, entry: str) -> None:
        """Show who changed an answer and when; you can go back to any of it."""
        await interaction.response.defer(ephemeral=True)
        await self._history(interaction, entry)

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get all answers as Markdown files."""
        await interaction.response.defer(ephemeral=True)
        await answer(interaction, render.exported(await self.library.export(by=actor(interaction))))

    @history.autocomplete("entry")
    @offered
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the answers whose titles hold what is typed so far."""
        return entry_choices(await self.library.all(by=actor(interaction)), current)

    async def turn(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Turn the page of what is due."""
        await interaction.response.defer()
        by = actor(interaction)
        found = await self.library.due(by=by)
        page = int(args[0])
        await change(interaction, entries.due(found, today=self.library.today(by), page=page))

    async def open_history(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show the history of the answer on a card."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._history(interaction, args[0])

    async def open_version(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show what going back to a version would change."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        by, number = actor(interaction), int(args[1])
        found = await self.library.get(args[0], by=by)
        then = await self.library.at(EntryId(args[0]), number, by=by)
        await answer(interaction, render.version(found, number, then))

    async def restore(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Go back to a version."""
        await interaction.response.defer()
        entry_id, number, seen = EntryId(args[0]), int(args[1]), int(args[2])
        by = actor(interaction)
        found = await self.library.restore(entry_id, number, seen=seen, by=by)
        checked = await self.library.check(found.latest, by=by)
        await change(interaction, render.saved(found, checked))

    async def _history(self, interaction: Interaction, which: str) -> None:
        by = actor(interaction)
        found = await self.library.get(which, by=by)
        versions = await self.library.history(found.latest.id, by=by)
        is_shipped = found.latest.id in self.library.shipped
        await answer(interaction, render.history(found, versions, is_shipped=is_shipped))


async def setup(bot: Waymark) -> None:
    """Add the commands under `/clinic faq`, which another cog has made."""
    root = clinic(bot.tree).get_command("faq")
    assert isinstance(root, Group)  # noqa: S101 - cogs.clinic_faq comes first in EXTENSIONS
    await add_under(bot, root, ClinicFaqReview(bot, bot.services.library))
