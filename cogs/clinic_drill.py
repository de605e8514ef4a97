"""`/clinic drill`: a rehearsal of the whole path, with the admin's own name alone."""

from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat import groups
from bot.chat.client import Services, Waymark
from bot.chat.inbound import actor
from bot.chat.people import presser
from bot.chat.render import drills as render
from bot.chat.reply import answer
from bot.chat.voice import DrillVoice
from bot.domain.ids import GuildId, IncidentId, UserId


class ClinicDrill(commands.Cog):
    """Staff practise before it counts."""

    drill = app_commands.Group(name="drill", description="Rehearse who comes, and how soon")

    def __init__(self, bot: Waymark, services: Services) -> None:
        self.drills = services.caring.drills
        self.people = services.caring.people
        self.messenger = services.messenger
        self.texts = services.support
        bot.router.on_press("drill:ack", self.acknowledge)
        bot.router.on_press("drill:sit", self.call_nobody)

    @drill.command()
    async def start(self, interaction: Interaction) -> None:
        """Ring staff as if you needed help. Everything says drill; only your name is used."""
        await interaction.response.defer(ephemeral=True)
        voice = DrillVoice(self.messenger, self.texts, UserId(interaction.user.id))
        told = await self.drills.start(voice, by=actor(interaction))
        await answer(interaction, render.started(told=told))

    @drill.command()
    async def stop(self, interaction: Interaction) -> None:
        """End a drill that nobody has taken yet."""
        await interaction.response.defer(ephemeral=True)
        await self.drills.stop(by=actor(interaction))
        await answer(interaction, render.stopped())

    async def acknowledge(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Take a drill's card."""
        await interaction.response.defer()
        by = await presser(interaction, GuildId(int(args[1])), self.people)
        await self.drills.acknowledge(IncidentId(int(args[0])), by=by)
        await answer(interaction, render.taken())

    async def call_nobody(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Say what the button does where it is no drill."""
        del args
        await answer(interaction, render.nobody_called())


async def setup(bot: Waymark) -> None:
    """Put the group under `/clinic`."""
    cog = ClinicDrill(bot, bot.services)
    await groups.add_under(bot, groups.clinic(bot.tree), cog)
