"""`/mod purge`: messages are looked at, counted, confirmed, and then removed."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import discord
from discord import Interaction, app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, mod
from bot.chat.inbound import actor
from bot.chat.options import gathered
from bot.chat.render import room_acts as render
from bot.chat.render.moderation import reasons
from bot.chat.reply import UNANSWERED, answer, change
from bot.domain.cases import NOTE_MAX, Reason
from bot.domain.ids import ChannelId, DraftId, GuildId, UserId
from bot.domain.purges import MOST, Filter
from bot.services.purges import PurgeService

REASONS = [Choice(name=label, value=key) for label, key in reasons()]
SINCE = [Choice(name=label, value=minutes) for label, minutes in render.since()]
CONTAINING = [Choice(name=label, value=key) for label, key in render.containing()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of `/mod purge`."""

    count: Range[int, 1, MOST]
    reason: str
    who: discord.User | None = None
    since: int | None = None
    containing: str = ""
    pinned: bool = False
    note: Range[str, 1, NOTE_MAX] = ""


class Purge(commands.Cog):
    """Clears a room of what should not stand there."""

    def __init__(self, bot: Waymark, purges: PurgeService) -> None:
        self.purges = purges
        bot.router.on_press("purge:go", self.go)
        bot.router.on_press("purge:leave", self.leave)

    @app_commands.command()
    @app_commands.describe(
        count="How many at most, the newest first; 1 to 200",
        reason="For staff, and in a few words for Discord's audit log",
        who="Whose; everybody's if you leave it out",
        since="How far back; any age if you leave it out",
        containing="Only those with links or files",
        pinned="Pinned messages too; they stay if you leave it out",
        note="For staff",
    )
    @app_commands.choices(reason=REASONS)
    @app_commands.choices(since=SINCE)
    @app_commands.choices(containing=CONTAINING)
    @gathered(Asked)
    async def purge(self, interaction: Interaction, asked: Asked) -> None:
        """Remove several messages from this room. You see how many first."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        what = _filter(asked, by.guild_id, ChannelId(interaction.channel_id or 0))
        found = await self.purges.preview(what, reason=Reason(asked.reason), note=asked.note, by=by)
        await answer(interaction, render.preview(found))

    async def go(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Remove what was looked at, and show how far it has come."""
        await interaction.response.defer()

        async def progress(done: int, total: int) -> None:
            # What is removed is removed, also when Discord does not show it.
            with suppress(*UNANSWERED):
                await change(interaction, render.progress(done, total))

        done = await self.purges.carry_out(
            DraftId(int(args[0])), by=actor(interaction), progress=progress
        )
        await change(interaction, render.purged(done))

    async def leave(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Let every message stand."""
        await interaction.response.defer()
        await self.purges.leave(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.kept())


def _filter(asked: Asked, guild_id: GuildId, room_id: ChannelId) -> Filter:
    return Filter(
        guild_id=guild_id,
        room_id=room_id,
        most=asked.count,
        who=None if asked.who is None else UserId(asked.who.id),
        since=None if asked.since is None else timedelta(minutes=asked.since),
        links=asked.containing in {"links", "both"},
        files=asked.containing in {"files", "both"},
        pinned=asked.pinned,
    )


async def setup(bot: Waymark) -> None:
    """Add the cog under `/mod`."""
    await add_under(bot, mod(bot.tree), Purge(bot, bot.services.calming.purges))
