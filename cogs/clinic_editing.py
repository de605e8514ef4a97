"""`/clinic meeting edit`: a change is shown, and asked which dates it is for."""

from collections.abc import Mapping

from discord import Interaction, app_commands
from discord.app_commands import Choice, Group
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.health import rings_only
from bot.chat.inbound import actor
from bot.chat.meeting_options import (
    CHOICES,
    EditOptions,
    asked,
    date_choices,
    meeting_choices,
    zone_choices,
)
from bot.chat.options import gathered
from bot.chat.render import editing as render
from bot.chat.render.meetings import cancelled, change_form
from bot.chat.reply import answer, change
from bot.domain.errors import InvalidInput
from bot.domain.ids import DraftId, MeetingId
from bot.services.editing import EditService
from bot.services.exceptions import ExceptionService


class ClinicEditing(commands.Cog):
    """Meetings as an admin changes them."""

    def __init__(self, bot: Waymark, editing: EditService, exceptions: ExceptionService) -> None:
        self.editing = editing
        self.exceptions = exceptions
        bot.router.on_press("edit:one", self.save_one)
        bot.router.on_press("edit:rest", self.save_rest)
        bot.router.on_press("edit:change", self.open_form)
        bot.router.on_press("edit:cancel", self.cancel)
        bot.router.on_form("edit:change", self.change_draft)

    @app_commands.command()
    @app_commands.describe(
        meeting="Which meeting",
        date="From which of its dates on; the next one if you leave it out",
        **asked(),
        facilitator="Who leads it",
        ping_role="The role that its reminders ring",
    )
    @app_commands.choices(**CHOICES)
    @gathered(EditOptions)
    async def edit(self, interaction: Interaction, options: EditOptions) -> None:
        """Change a meeting. You see the change, and are asked which dates it is for."""
        await interaction.response.defer(ephemeral=True)
        if options.ping_role is not None and not rings_only(options.ping_role):
            raise InvalidInput("ping_role", "role_has_rights")
        wanted = options.wanted(self.editing.meetings.usual_leads)
        draft = await self.editing.draft(MeetingId(options.meeting), wanted, by=actor(interaction))
        await answer(interaction, render.question(draft))

    @edit.autocomplete("meeting")
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[int]]:
        """Offer the meetings whose titles hold what is typed so far."""
        found = await self.editing.meetings.all(actor(interaction).guild_id)
        return meeting_choices(found, current)

    @edit.autocomplete("date")
    async def dates(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the next dates of the meeting that was chosen."""
        return await date_choices(interaction, self.exceptions, current)

    @edit.autocomplete("zone")
    async def zones(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the zones that fit what is typed so far."""
        del interaction
        return zone_choices(current)

    async def save_one(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Change one date alone."""
        await interaction.response.defer()
        saved = await self.editing.save_one(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.changed(*saved))

    async def save_rest(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Change a date and all after it."""
        await interaction.response.defer()
        saved = await self.editing.save_rest(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.changed(*saved))

    async def open_form(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open the form with what was typed."""
        draft = await self.editing.open(DraftId(int(args[0])), by=actor(interaction))
        form = change_form(draft.draft_id, draft.edit.entry, name="edit:change")
        await interaction.response.send_modal(form)

    async def change_draft(
        self, interaction: Interaction, args: tuple[str, ...], typed: Mapping[str, str]
    ) -> None:
        """Show what comes of the other words."""
        await interaction.response.defer()
        draft = await self.editing.change(DraftId(int(args[0])), typed, by=actor(interaction))
        await change(interaction, render.question(draft))

    async def cancel(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Give the change up."""
        await interaction.response.defer()
        await self.editing.discard(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, cancelled())


async def setup(bot: Waymark) -> None:
    """Add the command under `/clinic meeting`, which another cog has made."""
    services = bot.services
    root = clinic(bot.tree).get_command("meeting")
    assert isinstance(root, Group)  # noqa: S101 - cogs.clinic_meetings comes first in EXTENSIONS
    await add_under(bot, root, ClinicEditing(bot, services.editing, services.exceptions))
