"""`/mod oncall`: who is on call, now and by the week."""

import discord
from discord import Interaction, app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.chat import groups
from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.offering import offered
from bot.chat.render import rota as render
from bot.chat.reply import answer
from bot.domain.ids import UserId
from bot.domain.rota import HOURS_MAX, NOTE_MAX
from bot.domain.wall_time import read_time, read_weekday
from bot.services.rota import RotaService, shift_of


class OnCall(commands.Cog):
    """The rota. Everything is shown to the one who asks, alone."""

    oncall = app_commands.Group(name="oncall", description="Who is on call, now and next")

    def __init__(self, rota: RotaService) -> None:
        self.rota = rota

    @oncall.command()
    async def show(self, interaction: Interaction) -> None:
        """See who is on call now and next, the week, and the hand-over note."""
        await interaction.response.defer(ephemeral=True)
        await answer(interaction, render.rota(await self.rota.view(by=actor(interaction))))

    @oncall.command()
    @app_commands.describe(hours="For how long; four hours if you leave it out")
    async def on(self, interaction: Interaction, hours: Range[int, 1, HOURS_MAX] = 4) -> None:
        """Go on call: care cards ring you first."""
        await interaction.response.defer(ephemeral=True)
        await answer(
            interaction, render.on(await self.rota.go_on(hours=hours, by=actor(interaction)))
        )

    @oncall.command()
    async def off(self, interaction: Interaction) -> None:
        """Step away, until your next shift."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        await answer(interaction, render.off(await self.rota.go_off(by=by), by.user_id))

    @oncall.command()
    @app_commands.describe(
        day="Every week on this day",
        starts="When it begins, for example 7 pm",
        ends="When it ends, for example 10 pm",
        member="For whom; an admin can choose others",
    )
    @app_commands.rename(starts="from", ends="to")
    async def schedule(
        self,
        interaction: Interaction,
        day: str,
        starts: str,
        ends: str,
        member: discord.User | None = None,
    ) -> None:
        """Add a shift to the week, on this server's own clocks."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        who = UserId(member.id) if member else by.user_id
        shift = shift_of(who, read_weekday(day), read_time(starts).at, read_time(ends).at)
        await answer(interaction, render.added(await self.rota.add_shift(shift, by=by), shift))

    @oncall.command()
    @app_commands.describe(shift="Which one")
    async def unschedule(self, interaction: Interaction, shift: int) -> None:
        """Remove a shift from the week."""
        await interaction.response.defer(ephemeral=True)
        view = await self.rota.remove_shift(shift, by=actor(interaction))
        await answer(interaction, render.removed(view))

    @unschedule.autocomplete("shift")
    @offered
    async def shifts(self, interaction: Interaction, current: str) -> list[Choice[int]]:
        """Offer the shifts there are."""
        by = actor(interaction)
        view = await self.rota.view(by=by)
        own_first = sorted(view.rota.shifts, key=lambda each: each.user_id != by.user_id)
        known = [(render.choice(each, by.user_id), each) for each in own_first]
        return [
            Choice(name=label, value=each.id)
            for label, each in known
            if current.casefold() in label.casefold()
        ][:25]

    @oncall.command()
    @app_commands.describe(note="What the next one should know; no names, it expires in two days")
    async def note(self, interaction: Interaction, note: Range[str, 1, NOTE_MAX]) -> None:
        """Leave a note for whoever is on call next."""
        await interaction.response.defer(ephemeral=True)
        await answer(
            interaction, render.noted(await self.rota.leave_note(note, by=actor(interaction)))
        )


async def setup(bot: Waymark) -> None:
    """Put the group under `/mod`."""
    await groups.add_under(bot, groups.mod(bot.tree), OnCall(bot.services.caring.rota))
