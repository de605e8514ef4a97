"""`/clinic faq`: the clinic's own answers as an admin lists, writes and approves them."""

from collections.abc import Mapping

from discord import Interaction, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.entry_options import entry_choices
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.offering import offered
from bot.chat.render import entry_changes
from bot.chat.render import library as render
from bot.chat.render.said import Said
from bot.chat.reply import answer, change
from bot.domain.faq.entries import EntryId, Status
from bot.domain.faq.library import SHIPPED, Kept, of_status
from bot.domain.ids import DraftId
from bot.domain.servers import Actor
from bot.services.entry_forms import NEW, EntryForms, Form, FormKind, Unsaved
from bot.services.library import LibraryService

EVERY = "every"
STATUSES = [
    Choice(name="Approved: members see them", value=Status.APPROVED.value),
    Choice(name="Drafts: waiting for approval", value=Status.DRAFT.value),
    Choice(name="Switched off", value=Status.RETIRED.value),
]
Typed = Mapping[str, str]


class ClinicFaq(commands.Cog):
    """Answers as an admin keeps them."""

    faq = app_commands.Group(name="faq", description="What I answer members, in your own words")

    def __init__(self, bot: Waymark, library: LibraryService, forms: EntryForms) -> None:
        self.library = library
        self.forms = forms
        bot.router.on_press("entry:page", self.turn)
        bot.router.on_press("entry:open", self.open)
        bot.router.on_press("entry:edit", self.open_edit)
        bot.router.on_press("entry:approve", self.open_sign)
        bot.router.on_press("entry:retire", self.switch_off)
        bot.router.on_press("entry:person", self.hand_over)
        bot.router.on_press("entry:retype", self.open_again)
        bot.router.on_press("entry:forget", self.forget)
        bot.router.on_form("entry:new", self.add)
        bot.router.on_form("entry:write", self.write)
        bot.router.on_form("entry:sign", self.sign)
        bot.router.on_form("entry:retyped", self.send_again)

    @faq.command(name="list")
    @app_commands.describe(status="Only answers that stand like this; all if you leave it out")
    @app_commands.choices(status=STATUSES)
    async def show_list(self, interaction: Interaction, status: str = EVERY) -> None:
        """List your answers: what members see, what waits for approval, what is off."""
        await interaction.response.defer(ephemeral=True)
        found = await self.library.all(by=actor(interaction))
        shown = of_status(found, status)
        await answer(interaction, render.listing(found, shown, status=status, page=0))

    @faq.command()
    @app_commands.describe(entry="Which answer; a new one if you leave it out")
    async def edit(self, interaction: Interaction, entry: str | None = None) -> None:
        """Change an answer, or write a new one. Members see it once it is approved."""
        form = await self.forms.edit(entry, by=actor(interaction))
        await interaction.response.send_modal(render.form(form))

    @faq.command()
    @app_commands.describe(entry="Which answer")
    async def approve(self, interaction: Interaction, entry: str) -> None:
        """Look at an answer and approve it, with the name of the clinician who reviewed it."""
        await interaction.response.defer(ephemeral=True)
        found = await self.library.get(entry, by=actor(interaction))
        await answer(interaction, await self._card(found, by=actor(interaction)))

    @faq.command()
    @app_commands.describe(entry="Which answer")
    async def retire(self, interaction: Interaction, entry: str) -> None:
        """Switch an answer off. Members no longer get it; you can bring it back."""
        await interaction.response.defer(ephemeral=True)
        found = await self.library.retire(entry, by=actor(interaction))
        await answer(interaction, await self._outcome(found, by=actor(interaction)))

    @edit.autocomplete("entry")
    @approve.autocomplete("entry")
    @retire.autocomplete("entry")
    @offered
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the answers whose titles hold what is typed so far."""
        return entry_choices(await self.library.all(by=actor(interaction)), current)

    async def turn(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Turn the list's page."""
        await interaction.response.defer()
        found = await self.library.all(by=actor(interaction))
        shown = of_status(found, args[0])
        await change(interaction, render.listing(found, shown, status=args[0], page=int(args[1])))

    async def open(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show one answer."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self.library.get(args[0], by=actor(interaction))
        await answer(interaction, await self._card(found, by=actor(interaction)))

    async def open_edit(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open the form of an answer."""
        form = await self.forms.edit(args[0], by=actor(interaction))
        await interaction.response.send_modal(render.form(form))

    async def open_sign(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Ask who reviewed an answer."""
        form = await self.forms.sign(args[0], by=actor(interaction))
        await interaction.response.send_modal(render.form(form))

    async def switch_off(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Switch an answer off."""
        await interaction.response.defer()
        found = await self.library.retire(args[0], seen=int(args[1]), by=actor(interaction))
        await change(interaction, await self._outcome(found, by=actor(interaction)))

    async def hand_over(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Let a topic always go to a person, or be answered."""
        await interaction.response.defer()
        entry_id, is_person, seen = EntryId(args[0]), args[1] == "1", int(args[2])
        by = actor(interaction)
        found = await self.library.hand_over(entry_id, to_a_person=is_person, seen=seen, by=by)
        await change(interaction, await self._outcome(found, by=actor(interaction)))

    async def add(self, interaction: Interaction, args: tuple[str, ...], typed: Typed) -> None:
        """Save a new answer."""
        del args
        form = Form(kind=FormKind.EDIT, entry_id=NEW, seen=SHIPPED, values=typed)
        await self._send(interaction, form)

    async def write(self, interaction: Interaction, args: tuple[str, ...], typed: Typed) -> None:
        """Save other words for an answer."""
        await self._send(interaction, _form(FormKind.EDIT, args, typed))

    async def sign(self, interaction: Interaction, args: tuple[str, ...], typed: Typed) -> None:
        """Approve an answer."""
        await self._send(interaction, _form(FormKind.SIGN, args, typed))

    async def open_again(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open a form with what was typed."""
        seen, by = int(args[1]), actor(interaction)
        form = await self.forms.again(DraftId(int(args[0])), seen=seen, by=by)
        await interaction.response.send_modal(render.form(form))

    async def send_again(
        self, interaction: Interaction, args: tuple[str, ...], typed: Typed
    ) -> None:
        """Save what was typed anew."""
        await interaction.response.defer()
        draft_id, seen = DraftId(int(args[0])), int(args[1])
        found = await self.forms.send_again(draft_id, typed, seen=seen, by=actor(interaction))
        await change(interaction, await self._outcome(found, by=actor(interaction)))

    async def forget(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Give up what was typed."""
        await interaction.response.defer()
        await self.forms.forget(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, entry_changes.forgotten())

    async def _send(self, interaction: Interaction, form: Form) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self.forms.send(form, by=actor(interaction))
        await answer(interaction, await self._outcome(found, by=actor(interaction)))

    async def _outcome(self, found: Kept | Unsaved, *, by: Actor) -> Said:
        if isinstance(found, Unsaved):
            return entry_changes.unsaved(found)
        return entry_changes.saved(found, await self.library.check(found.latest, by=by))

    async def _card(self, found: Kept, *, by: Actor) -> Said:
        return render.entry(found, await self.library.check(found.latest, by=by))


def _form(kind: FormKind, args: tuple[str, ...], typed: Typed) -> Form:
    return Form(kind=kind, entry_id=EntryId(args[0]), seen=int(args[1]), values=typed)


async def setup(bot: Waymark) -> None:
    """Add the commands under `/clinic`."""
    services = bot.services
    cog = ClinicFaq(bot, services.library, services.entry_forms)
    await add_under(bot, clinic(bot.tree), cog)
