"""`/mod note`, `warn`, `timeout`, `untimeout` and the message menu Hide; each becomes a case."""

from collections.abc import Mapping
from datetime import timedelta

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat import groups
from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.moderation_options import LENGTHS, REASONS, Asked, Note
from bot.chat.render import moderation as render
from bot.chat.reply import answer, change
from bot.domain.cases import Action, Proposal, Reason
from bot.domain.ids import ChannelId, DraftId, MessageId
from bot.services.moderation import ModerationService


class Moderation(commands.Cog):
    """A moderator's acts. Each tells the person kindly and leaves a line for staff."""

    def __init__(self, bot: Waymark, moderation: ModerationService) -> None:
        self.bot = bot
        self.moderation = moderation
        self.menu = app_commands.ContextMenu(name="Hide", callback=self.hide)
        self.menu.default_permissions = discord.Permissions(moderate_members=True)
        self.menu.guild_only = True
        bot.router.on_form("case:hide_form", self.hide_as_typed)
        bot.router.on_press("case:go_on", self.go_on)
        bot.router.on_press("case:leave", self.leave)

    async def cog_load(self) -> None:
        """Add the message menu."""
        self.bot.tree.add_command(self.menu)

    @app_commands.command()
    @app_commands.describe(
        member="Who it is about",
        note="Only staff read it; kept for 180 days",
        reason="If it fits one",
    )
    @app_commands.choices(reason=REASONS)
    async def note(
        self, interaction: Interaction, member: discord.User, note: Note, reason: str = "other"
    ) -> None:
        """Keep a note about a member for staff. The member is not told."""
        asked = Asked(action=Action.NOTE, member=member, reason=reason, note=note)
        await self._propose(interaction, asked)

    @app_commands.command()
    @app_commands.describe(
        member="Who it is about", reason="They will read this", note="A kind word; they read it too"
    )
    @app_commands.choices(reason=REASONS)
    async def warn(
        self, interaction: Interaction, member: discord.User, reason: str, note: Note = ""
    ) -> None:
        """Send a member a kind note about something in the group."""
        asked = Asked(action=Action.WARN, member=member, reason=reason, note=note)
        await self._propose(interaction, asked)

    @app_commands.command()
    @app_commands.describe(
        member="Who needs a break",
        duration="How long they cannot write",
        reason="They will read this",
        note="A kind word; they read it too",
    )
    @app_commands.choices(duration=LENGTHS)
    @app_commands.choices(reason=REASONS)
    async def timeout(
        self,
        interaction: Interaction,
        member: discord.User,
        duration: int,
        reason: str,
        note: Note = "",
    ) -> None:
        """Give a member a break: they can read, but not write."""
        asked = Asked(
            action=Action.TIMEOUT,
            member=member,
            reason=reason,
            note=note,
            length=timedelta(minutes=duration),
        )
        await self._propose(interaction, asked)

    @app_commands.command()
    @app_commands.describe(member="Whose break ends", note="A kind word; they read it")
    async def untimeout(
        self, interaction: Interaction, member: discord.User, note: Note = ""
    ) -> None:
        """End a member's break early: they can write again."""
        asked = Asked(action=Action.UNTIMEOUT, member=member, reason=Reason.OTHER, note=note)
        await self._propose(interaction, asked)

    async def _propose(self, interaction: Interaction, asked: Asked) -> None:
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        result = await self.moderation.propose(asked.proposal(by.guild_id), by=by)
        await answer(interaction, render.result(result))

    async def hide(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form; nothing is hidden before it is sent."""
        self.moderation.let_in(actor(interaction))
        form = render.hide_form(ChannelId(message.channel.id), MessageId(message.id))
        await interaction.response.send_modal(form)

    async def hide_as_typed(
        self, interaction: Interaction, args: tuple[str, ...], typed: Mapping[str, str]
    ) -> None:
        """Hide a message as the form says."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = actor(interaction)
        proposal = Proposal(
            guild_id=by.guild_id,
            action=Action.HIDE,
            reason=Reason(typed["reason"]),
            note=typed["note"],
            channel_id=ChannelId(int(args[0])),
            message_id=MessageId(int(args[1])),
        )
        await answer(interaction, render.result(await self.moderation.propose(proposal, by=by)))

    async def go_on(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Do what the moderator was asked about once more."""
        await interaction.response.defer()
        result = await self.moderation.go_on(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.result(result))

    async def leave(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Let it be."""
        await interaction.response.defer()
        await self.moderation.leave(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.left())


async def setup(bot: Waymark) -> None:
    """Put the commands under `/mod`."""
    await groups.add_under(bot, groups.mod(bot.tree), Moderation(bot, bot.services.moderation))
