"""`/mod kick`, `ban` and `unban`. A kick and a ban are looked at once more."""

from datetime import timedelta

import discord
from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat import groups
from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.moderation_options import BAN_LENGTHS, DELETIONS, REASONS, Asked, Note
from bot.chat.render import moderation as render
from bot.chat.reply import answer
from bot.domain.cases import Action, Reason
from bot.services.moderation import ModerationService


class Bans(commands.Cog):
    """A moderator's last resorts, and their way back."""

    def __init__(self, moderation: ModerationService) -> None:
        self.moderation = moderation

    @app_commands.command()
    @app_commands.describe(
        member="Who is to leave", reason="They will read this", note="A kind word; they read it too"
    )
    @app_commands.choices(reason=REASONS)
    async def kick(
        self, interaction: Interaction, member: discord.User, reason: str, note: Note = ""
    ) -> None:
        """Remove a member from the server; with an invite they can come back."""
        asked = Asked(action=Action.KICK, member=member, reason=reason, note=note)
        await self._propose(interaction, asked)

    @app_commands.command()
    @app_commands.describe(
        member="Who is banned; somebody who has left can be picked by their id",
        reason="They will read this",
        duration="How long; for good if you leave it out",
        remove="What of theirs is removed for everybody; nothing if you leave it out",
        note="A kind word; they read it too",
    )
    @app_commands.choices(duration=BAN_LENGTHS, remove=DELETIONS)
    @app_commands.choices(reason=REASONS)
    async def ban(
        self,
        interaction: Interaction,
        member: discord.User,
        reason: str,
        duration: int = 0,
        remove: int = 0,
        note: Note = "",
    ) -> None:
        """Ban somebody, for good or for a time that I end by myself."""
        asked = Asked(
            action=Action.BAN,
            member=member,
            reason=reason,
            note=note,
            length=timedelta(days=duration) if duration else None,
            delete_seconds=remove,
        )
        await self._propose(interaction, asked)

    @app_commands.command()
    @app_commands.describe(member="Whose ban is lifted, by their id", note="For staff")
    async def unban(self, interaction: Interaction, member: discord.User, note: Note = "") -> None:
        """Lift a ban; with an invite they can come back."""
        asked = Asked(action=Action.UNBAN, member=member, reason=Reason.OTHER, note=note)
        await self._propose(interaction, asked)

    async def _propose(self, interaction: Interaction, asked: Asked) -> None:
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        result = await self.moderation.propose(asked.proposal(by.guild_id), by=by)
        await answer(interaction, render.result(result))


async def setup(bot: Waymark) -> None:
    """Put the commands under `/mod`."""
    await groups.add_under(bot, groups.mod(bot.tree), Bans(bot.services.moderation))
