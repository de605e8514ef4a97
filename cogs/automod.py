"""Keeps our rules in Discord's AutoMod in step; that one was hit only the safety cog hears."""

from discord import AutoModRule, Interaction
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.render import automod as render
from bot.chat.reply import change
from bot.domain.automod import RuleRow
from bot.domain.ids import GuildId
from bot.services.automod import AutomodService


class Automod(commands.Cog):
    """Follows what becomes of the rules, and what staff say to it."""

    def __init__(self, bot: Waymark, automod: AutomodService) -> None:
        self.automod = automod
        bot.router.on_press("automod:again", self.again)
        bot.router.on_press("automod:leave", self.leave)

    @commands.Cog.listener()
    async def on_automod_rule_update(self, rule: AutoModRule) -> None:
        """Look whether somebody changed a rule of ours, or made room."""
        await self.automod.look_at(GuildId(rule.guild.id))

    @commands.Cog.listener()
    async def on_automod_rule_delete(self, rule: AutoModRule) -> None:
        """Look whether somebody deleted a rule of ours, or made room."""
        await self.automod.look_at(GuildId(rule.guild.id))

    async def again(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Put a rule of ours back."""
        await self._answer(interaction, int(args[0]), again=True)

    async def leave(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Leave it as it is."""
        await self._answer(interaction, int(args[0]), again=False)

    async def _answer(self, interaction: Interaction, row_id: int, *, again: bool) -> None:
        await interaction.response.defer()
        await self.automod.answer(RuleRow(row_id), again=again, by=actor(interaction))
        await change(interaction, render.answered(row_id, again=again))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    await bot.add_cog(Automod(bot, bot.services.automod))
