"""`/mod pause`, `resume`, `slowmode`, `lockdown`: what moderators do to a room or to the server."""

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
from bot.chat.reply import answer, change
from bot.domain.cases import NOTE_MAX, Action, Reason
from bot.domain.ids import ChannelId
from bot.services.room_acts import RoomActService, Wish

REASONS = [Choice(name=label, value=key) for label, key in reasons()]
LENGTHS = [Choice(name=label, value=minutes) for label, minutes in render.lengths()]
WAITS = [Choice(name=label, value=seconds) for label, seconds in render.waits()]
Note = Range[str, 1, NOTE_MAX]
Place = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
USUAL = Reason.DISRUPTING.value


class Pausable(app_commands.Transformer):
    """A room that can be paused, by its id."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Offer rooms."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Offer those that members take part in.

        discord.py's own ForumChannel brings media channels along, which Discord's API description
        does not list.
        """
        kinds = discord.ChannelType
        rooms = [kinds.text, kinds.news, kinds.voice, kinds.stage_voice, kinds.forum]
        return [*rooms, kinds.public_thread, kinds.private_thread, kinds.news_thread]

    async def transform(
        self, interaction: Interaction, value: app_commands.AppCommandChannel, /
    ) -> ChannelId:
        """Return the room's id."""
        del interaction
        return ChannelId(value.id)


Paused = app_commands.Transform[ChannelId, Pausable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """The options of `/mod slowmode`."""

    wait: int
    room: Place | None = None
    length: int | None = None
    reason: str = USUAL
    note: Note = ""


class RoomActs(commands.Cog):
    """Calms a room, or closes the doors."""

    lockdown = app_commands.Group(name="lockdown", description="Close the server to newcomers")

    def __init__(self, bot: Waymark, acts: RoomActService) -> None:
        self.acts = acts
        bot.router.on_press("lockdown:start", self.lock)
        bot.router.on_press("lockdown:leave", self.leave_open)

    @app_commands.command()
    @app_commands.describe(
        room="Which room; the one you are in if you leave it out",
        length="For how long; until you resume it if you leave it out",
        reason="For staff, and in a few words for Discord's audit log",
        note="For staff",
    )
    @app_commands.choices(length=LENGTHS)
    @app_commands.choices(reason=REASONS)
    async def pause(
        self,
        interaction: Interaction,
        room: Paused | None = None,
        length: int | None = None,
        reason: str = USUAL,
        note: Note = "",
    ) -> None:
        """Let members read or listen, and not write or speak, until it is calm again."""
        await interaction.response.defer(ephemeral=True)
        wish = Wish(
            action=Action.PAUSE,
            reason=Reason(reason),
            note=note,
            room_id=room or _here(interaction),
            length=_length(length),
        )
        await answer(interaction, render.acted(await self.acts.pause(wish, by=actor(interaction))))

    @app_commands.command()
    @app_commands.describe(room="Which room; the one you are in if you leave it out")
    async def resume(self, interaction: Interaction, room: Paused | None = None) -> None:
        """End the pause of a room; its permissions are given back as they were."""
        await interaction.response.defer(ephemeral=True)
        room_id = room or _here(interaction)
        wish = Wish(action=Action.RESUME, reason=Reason.OTHER, room_id=room_id)
        await answer(interaction, render.acted(await self.acts.resume(wish, by=actor(interaction))))

    @app_commands.command()
    @app_commands.describe(
        wait="How long everybody waits between two messages",
        room="Which room or thread; the one you are in if you leave it out",
        length="For how long, then it is put back; for good if you leave it out",
        reason="For staff, and in a few words for Discord's audit log",
        note="For staff",
    )
    @app_commands.choices(wait=WAITS)
    @app_commands.choices(length=LENGTHS)
    @app_commands.choices(reason=REASONS)
    @gathered(Slow)
    async def slowmode(self, interaction: Interaction, slow: Slow) -> None:
        """Let everybody wait a little between two messages."""
        await interaction.response.defer(ephemeral=True)
        wish = Wish(
            action=Action.SLOWMODE,
            reason=Reason(slow.reason),
            note=slow.note,
            room_id=ChannelId(slow.room.id) if slow.room else _here(interaction),
            length=_length(slow.length),
            seconds=slow.wait,
        )
        await answer(interaction, render.acted(await self.acts.slow(wish, by=actor(interaction))))

    @lockdown.command()
    @app_commands.describe(reason="For staff, and in a few words for Discord's audit log")
    @app_commands.choices(reason=REASONS)
    async def start(self, interaction: Interaction, reason: str = USUAL) -> None:
        """Pause the server's invites and let new accounts wait before they write."""
        await interaction.response.defer(ephemeral=True)
        await self.acts.may_lock(by=actor(interaction))
        await answer(interaction, render.ask_to_lock((reason,)))

    @lockdown.command()
    async def stop(self, interaction: Interaction) -> None:
        """Open the doors again: all is put back as it was."""
        await interaction.response.defer(ephemeral=True)
        wish = Wish(action=Action.UNLOCK, reason=Reason.OTHER)
        await answer(interaction, render.acted(await self.acts.unlock(wish, by=actor(interaction))))

    async def lock(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Close the doors, as it was confirmed."""
        await interaction.response.defer()
        wish = Wish(action=Action.LOCKDOWN, reason=Reason(args[0]))
        await change(interaction, render.acted(await self.acts.lock(wish, by=actor(interaction))))

    async def leave_open(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Leave the doors open."""
        del args
        await interaction.response.defer()
        await change(interaction, render.left_open())


def _here(interaction: Interaction) -> ChannelId:
    return ChannelId(interaction.channel_id or 0)


def _length(minutes: int | None) -> timedelta | None:
    return None if minutes is None else timedelta(minutes=minutes)


async def setup(bot: Waymark) -> None:
    """Add the cog under `/mod`."""
    await add_under(bot, mod(bot.tree), RoomActs(bot, bot.services.calming.acts))
