"""Staff's side of reports: the card's buttons and `/mod reports`."""

from collections.abc import Mapping

from discord import Interaction, app_commands
from discord.ext import commands

from bot.chat import groups
from bot.chat.client import Waymark
from bot.chat.inbound import actor, typed
from bot.chat.people import presser
from bot.chat.render import report_cards as render
from bot.chat.reply import answer
from bot.chat.voice import CommandVoice
from bot.domain.ids import GuildId, ReportId
from bot.domain.reports import Outcome
from bot.domain.servers import Actor
from bot.domain.support import SupportTexts
from bot.services.reports import ReportService
from bot.services.safety import SafetyService

Args = tuple[str, ...]


class ReportCards(commands.Cog):
    """What staff do with a report: take it, write to its reporter, say what came of it."""

    def __init__(
        self, bot: Waymark, reports: ReportService, safety: SafetyService, texts: SupportTexts
    ) -> None:
        self.desk = reports
        self.safety = safety
        self.texts = texts
        bot.router.on_press("report:claim", self.claim)
        bot.router.on_press("report:write", self.open_letter)
        bot.router.on_form("report:letter", self.write)
        bot.router.on_press("report:resolve", self.open_outcome)
        bot.router.on_form("report:done", self.resolve)

    @app_commands.command()
    async def reports(self, interaction: Interaction) -> None:
        """See the reports that nobody has resolved yet."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        found = await self.desk.unresolved(by=by)
        server = self.desk.deliveries.servers.need(by.guild_id)
        await answer(interaction, render.open_ones(found, server))

    async def claim(self, interaction: Interaction, args: Args) -> None:
        """Take a report: nobody else is rung for it."""
        await interaction.response.defer()
        await self.desk.claim(ReportId(int(args[0])), by=await self._by(interaction, args))
        await answer(interaction, render.claimed())

    async def open_letter(self, interaction: Interaction, args: Args) -> None:
        """Open the form in which staff write to a reporter."""
        report = await self.desk.look(ReportId(int(args[0])), by=await self._by(interaction, args))
        await interaction.response.send_modal(render.write_form(report))

    async def write(self, interaction: Interaction, args: Args, given: Mapping[str, str]) -> None:
        """Send a reporter what staff typed, once the gate has heard it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = await self._by(interaction, args)
        words = typed(interaction, given["words"])
        voice = CommandVoice(self.texts, interaction)
        verdict = await self.safety.hear(words, voice)
        if self.safety.pass_on(words, verdict) is None:
            await self.safety.care(words, verdict, voice)
            await answer(interaction, render.not_sent())
            return
        reached = await self.desk.write(
            ReportId(int(args[0])), int(given["to"]), given["words"], by=by
        )
        await answer(interaction, render.reached(reached))

    async def open_outcome(self, interaction: Interaction, args: Args) -> None:
        """Open the form in which staff write what came of it."""
        report = await self.desk.look(ReportId(int(args[0])), by=await self._by(interaction, args))
        await interaction.response.send_modal(render.resolve_form(report))

    async def resolve(self, interaction: Interaction, args: Args, given: Mapping[str, str]) -> None:
        """Write down what came of it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        outcome = Outcome(given["outcome"])
        by = await self._by(interaction, args)
        await self.desk.resolve(ReportId(int(args[0])), outcome, given["note"], by=by)
        await answer(interaction, render.resolved())

    async def _by(self, interaction: Interaction, args: Args) -> Actor:
        # A card about somebody of staff is pressed in a direct message.
        return await presser(interaction, GuildId(int(args[1])), self.desk.caring.people)


async def setup(bot: Waymark) -> None:
    """Put the command under `/mod`."""
    services = bot.services
    cog = ReportCards(bot, services.reports, services.safety, services.support)
    await groups.add_under(bot, groups.mod(bot.tree), cog)
