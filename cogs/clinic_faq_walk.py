"""Going through the answers that wait for a clinician's name, one card after another."""

from collections.abc import Mapping

from discord import Interaction
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.render import entry_changes
from bot.chat.render import library as render
from bot.chat.reply import answer, change
from bot.domain.faq.entries import EntryId
from bot.domain.faq.library import Kept
from bot.services.entry_forms import EntryForms, Form, FormKind, Unsaved
from bot.services.review import ReviewService


class ClinicFaqWalk(commands.Cog):
    """The way through the answers, as an admin takes it."""

    def __init__(self, bot: Waymark, review: ReviewService, forms: EntryForms) -> None:
        self.review = review
        self.forms = forms
        bot.router.on_press("review:name", self.open_name)
        bot.router.on_form("review:named", self.name)
        bot.router.on_press("review:next", self.go_on)
        bot.router.on_press("review:sign", self.sign)
        bot.router.on_press("review:off", self.switch_off)

    async def go_on(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show the next answer in place of the card."""
        await interaction.response.defer()
        await self._show(interaction, EntryId(args[0]))

    async def sign(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Sign an answer with the name on the button and show the next."""
        await interaction.response.defer()
        entry_id, seen, mark = EntryId(args[0]), int(args[1]), args[2]
        found = await self.review.sign(entry_id, seen=seen, mark=mark, by=actor(interaction))
        await self._show(interaction, entry_id, before=found)

    async def open_name(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Ask who reviewed the answer on the card."""
        form = await self.forms.sign(args[0], by=actor(interaction))
        await interaction.response.send_modal(render.named_form(form))

    async def name(
        self, interaction: Interaction, args: tuple[str, ...], typed: Mapping[str, str]
    ) -> None:
        """Sign with the name that was typed and show the next; what cannot be taken is kept."""
        await interaction.response.defer()
        entry_id = EntryId(args[0])
        form = Form(kind=FormKind.SIGN, entry_id=entry_id, seen=int(args[1]), values=typed)
        found = await self.forms.send(form, by=actor(interaction))
        if isinstance(found, Unsaved):
            await answer(interaction, entry_changes.unsaved(found))
        else:
            await self._show(interaction, entry_id, before=found)

    async def switch_off(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Switch an answer off and show the next."""
        await interaction.response.defer()
        entry_id, by = EntryId(args[0]), actor(interaction)
        found = await self.review.library.retire(entry_id, seen=int(args[1]), by=by)
        await self._show(interaction, entry_id, before=found)

    async def _show(
        self, interaction: Interaction, after: EntryId, *, before: Kept | None = None
    ) -> None:
        stop = await self.review.next(after, by=actor(interaction))
        await change(interaction, render.stop(stop, before=before))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    await bot.add_cog(ClinicFaqWalk(bot, bot.services.review, bot.services.entry_forms))
