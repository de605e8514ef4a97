"""Who joins is counted; the buttons on the cards about floods and raids."""

from discord import Interaction, Member
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.render import moderation as cases
from bot.chat.render import raids as render
from bot.chat.reply import answer, change
from bot.domain.ids import CaseNumber, GuildId, UserId
from bot.services.casework import Done, Unwritten
from bot.services.moderation import ModerationService
from bot.services.raids import RaidService


class Raids(commands.Cog):
    """Lets a human decide about what the bot did by itself."""

    def __init__(self, bot: Waymark, raids: RaidService, moderation: ModerationService) -> None:
        self.raids = raids
        self.moderation = moderation
        bot.router.on_press("raid:down", self.stand_down)
        bot.router.on_press("raid:keep", self.keep)
        bot.router.on_press("raid:let", self.let_go)

    @commands.Cog.listener()
    async def on_member_join(self, member: Member) -> None:
        """Count somebody who came; Discord says so where the members intent is on."""
        await self.raids.joined(GuildId(member.guild.id))

    async def stand_down(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Put everything back at once."""
        del args
        await interaction.response.defer()
        await self.raids.stand_down(by=actor(interaction))
        if interaction.message is not None:
            by = UserId(interaction.user.id)
            await change(interaction, render.stood_down(interaction.message, by))

    async def keep(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Keep it for a day."""
        del args
        await interaction.response.defer()
        until = await self.raids.keep(by=actor(interaction))
        if interaction.message is not None:
            by = UserId(interaction.user.id)
            await change(interaction, render.kept(interaction.message, by, until))

    async def let_go(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Let a newcomer write who was held."""
        await interaction.response.defer()
        result = await self.moderation.let_write(CaseNumber(int(args[0])), by=actor(interaction))
        if isinstance(result, Done | Unwritten) and interaction.message is not None:
            by = UserId(interaction.user.id)
            await change(interaction, render.let_go(interaction.message, result.case.person, by))
        await answer(interaction, cases.result(result))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    await bot.add_cog(Raids(bot, bot.services.calming.raids, bot.services.moderation))
