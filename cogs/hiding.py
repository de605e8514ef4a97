"""Buttons about a hidden message: its writer asks for a second look, staff put it right."""

from discord import Interaction
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.render import hiding as render
from bot.chat.reply import answer
from bot.domain.ids import HidingId, UserId
from bot.services.hiding import HidingService


class Hiding(commands.Cog):
    """What follows after a message was hidden."""

    def __init__(self, bot: Waymark, hiding: HidingService) -> None:
        self.hiding = hiding
        for letter in ("hidden", "nudged", "standing", "righted"):
            bot.whisper.words_for(letter, render.letter)
        bot.router.on_press("hiding:dispute", self.dispute)
        bot.router.on_press("hiding:right", self.put_right)

    async def dispute(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Ask staff to look again. Works in a direct message, and in the room."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self.hiding.dispute(HidingId(int(args[0])), by=UserId(interaction.user.id))
        await answer(interaction, render.disputed(args[1]))

    async def put_right(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Send the writer an apology."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        told = await self.hiding.put_right(HidingId(int(args[0])), by=actor(interaction))
        await answer(interaction, render.righted(told))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    await bot.add_cog(Hiding(bot, bot.services.hiding))
