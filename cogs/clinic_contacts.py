"""`/clinic contacts`: how to reach the clinic, and when somebody last tried."""

from discord import Interaction, app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.chat import groups
from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.render import contacts as render
from bot.chat.reply import answer
from bot.domain.contacts import LABEL_MAX, REACH_MAX
from bot.services.contacts import ContactService


class ClinicContacts(commands.Cog):
    """The clinic's own numbers and addresses."""

    ways = app_commands.Group(name="contacts", description="How members reach the clinic")

    def __init__(self, contacts: ContactService) -> None:
        self.known = contacts

    @ways.command()
    @app_commands.describe(
        label="Who or what it is, for example Front desk",
        reach="The number or address, with its hours; leave it out to remove the contact",
    )
    async def edit(
        self,
        interaction: Interaction,
        label: Range[str, 1, LABEL_MAX],
        reach: Range[str, 1, REACH_MAX] | None = None,
    ) -> None:
        """Add, change or remove one way to reach the clinic."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        if reach is None:
            left = await self.known.remove(label.strip(), by=by)
        else:
            left = await self.known.edit(label.strip(), reach.strip(), by=by)
        await answer(interaction, render.contacts(left))

    @ways.command()
    async def verify(self, interaction: Interaction) -> None:
        """Say that you tried every number and address today, and that they are right."""
        await interaction.response.defer(ephemeral=True)
        await answer(interaction, render.verified(await self.known.verify(by=actor(interaction))))


async def setup(bot: Waymark) -> None:
    """Put the group under `/clinic`."""
    cog = ClinicContacts(bot.services.caring.contacts)
    await groups.add_under(bot, groups.clinic(bot.tree), cog)
