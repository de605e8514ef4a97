"""The message menu Ask for a content warning."""

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import heard, language_of
from bot.chat.render import warnings as render
from bot.chat.reply import answer
from bot.domain.errors import NotSetUp
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.services.safety import SafetyService
from bot.services.warnings import WHAT, WarningService, Wish


class Warnings(commands.Cog):
    """Somebody asks a message's author, without a name, to hide it behind a spoiler."""

    def __init__(self, bot: Waymark, warnings: WarningService, safety: SafetyService) -> None:
        self.bot = bot
        self.warnings = warnings
        self.safety = safety
        self.menu = app_commands.ContextMenu(
            name="Ask for a content warning", callback=self.on_menu
        )
        self.menu.guild_only = True
        bot.whisper.words_for(WHAT, render.letter)

    async def cog_load(self) -> None:
        """Add the menu."""
        self.bot.tree.add_command(self.menu)

    async def on_menu(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask the author in private; only the one who wished sees what came of it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        if interaction.guild_id is None:
            raise NotSetUp
        guild_id = GuildId(interaction.guild_id)
        wish = Wish(
            guild_id=guild_id,
            channel_id=ChannelId(message.channel.id),
            message_id=MessageId(message.id),
            author_id=UserId(message.author.id),
            asker_id=UserId(interaction.user.id),
            has_person=not message.author.bot and message.webhook_id is None,
            is_tender=self.safety.judge(heard(message)).is_crisis,
        )
        # Nobody knows the author's language; the room has one.
        server = self.bot.services.servers.need(guild_id)
        told = await self.warnings.ask(wish, language=server.language)
        await answer(interaction, render.asked(told, language_of(interaction)))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    await bot.add_cog(Warnings(bot, services.telling.warnings, services.safety))
