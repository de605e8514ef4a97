"""The button of the neutral line: it answers the one whom the note is for, and nobody else."""

from discord import Interaction
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.render import asides as render
from bot.chat.reply import answer
from bot.domain.ids import AsideId, UserId
from bot.services.asides import AsideService


class Asides(commands.Cog):
    """Notes for people whose direct messages are closed."""

    def __init__(self, bot: Waymark, asides: AsideService) -> None:
        self.asides = asides
        self.whisper = bot.whisper
        bot.router.on_press("aside:open", self.open)

    async def open(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show a note to its person, and a kind word to others."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self.asides.open(AsideId(int(args[0])), by=UserId(interaction.user.id))
        await answer(interaction, self.whisper.say(found) if found else render.not_yours())


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    await bot.add_cog(Asides(bot, bot.services.asides))
