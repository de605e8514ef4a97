"""`/meetings`: when the groups meet, for everybody. The same for the button on a reminder."""

from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.render import meetings as render
from bot.chat.reply import answer
from bot.services.meetings import MeetingService


@app_commands.guild_only()
class Meetings(commands.GroupCog, group_name="meetings"):
    """When the groups meet."""

    def __init__(self, bot: Waymark, meetings: MeetingService) -> None:
        self.meetings = meetings
        bot.router.on_press("meetings:next", self.show_next)

    @app_commands.command()
    async def next(self, interaction: Interaction) -> None:
        """See the next dates of every group, in your own time zone. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        found = await self.meetings.next(actor(interaction).guild_id)
        await answer(interaction, render.upcoming(found))

    @app_commands.command()
    async def list(self, interaction: Interaction) -> None:
        """See all groups, how often they meet and where. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        found = await self.meetings.all(actor(interaction).guild_id)
        await answer(interaction, render.every(found))

    async def show_next(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Answer the button on a reminder, in private."""
        del args
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self.meetings.next(actor(interaction).guild_id)
        await answer(interaction, render.upcoming(found))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    await bot.add_cog(Meetings(bot, bot.services.meetings))
