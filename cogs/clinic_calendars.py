"""`/clinic meeting import`: a calendar is shown, then taken in, once or again and again."""

import discord
from discord import Interaction, app_commands
from discord.app_commands import Group
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.render import calendars as render
from bot.chat.render import subscriptions as render_address
from bot.chat.reply import answer, change
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, DraftId, MeetingId
from bot.domain.subscriptions import SubscriptionId
from bot.services.calendars import FILE_MAX, CalendarService, ImportDraft
from bot.services.subscriptions import SubscriptionService


class ClinicCalendars(commands.Cog):
    """Calendars as an admin takes them in."""

    def __init__(
        self, bot: Waymark, calendars: CalendarService, subscriptions: SubscriptionService
    ) -> None:
        self.calendars = calendars
        self.subscriptions = subscriptions
        bot.router.on_press("calendar:save", self.save)
        bot.router.on_press("calendar:cancel", self.cancel)
        bot.router.on_press("calendar:stop", self.stop)
        bot.router.on_press("calendar:look", self.look)
        bot.router.on_press("series:end", self.end)
        bot.router.on_press("series:keep", self.keep)

    @app_commands.command(name="import")
    @app_commands.describe(
        file="A calendar file that ends in .ics, from Google, Apple, Outlook or another program",
        address="Or a calendar's address (https:// or webcal://), which I read again and again",
        room="Where its new meetings are held; the usual room if you leave it out",
    )
    async def import_file(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        address: str | None = None,
        room: discord.TextChannel | None = None,
    ) -> None:
        """Take meetings over from a calendar. You see what changes before it is saved."""
        await interaction.response.defer(ephemeral=True)
        room_id = ChannelId(room.id) if room else None
        if file is not None and address is None:
            await self._show(interaction, await self._from_file(interaction, file, room_id))
        elif address is not None and file is None:
            by = actor(interaction)
            await self._show(interaction, await self.subscriptions.draft(address, room_id, by=by))
        else:
            read = await self.subscriptions.all(by=actor(interaction))
            if file is not None or not read:
                raise InvalidInput("Calendar", "one_source")
            await answer(interaction, render_address.addresses(read))

    async def _from_file(
        self, interaction: Interaction, file: discord.Attachment, room_id: ChannelId | None
    ) -> ImportDraft:
        if file.size > FILE_MAX:
            raise InvalidInput("File", "file_too_large", "1 MB")
        return await self.calendars.draft(await file.read(), room_id, by=actor(interaction))

    async def _show(self, interaction: Interaction, draft: ImportDraft) -> None:
        read = await self.subscriptions.all(by=actor(interaction))
        await answer(interaction, render.draft(draft, read, every=self.calendars.every))

    async def save(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Take the calendar in."""
        await interaction.response.defer()
        taken = await self.calendars.save(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.taken(taken))

    async def cancel(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Give the calendar up."""
        await interaction.response.defer()
        await self.calendars.discard(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.cancelled())

    async def stop(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Read an address no more."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self.subscriptions.stop(SubscriptionId(int(args[0])), by=actor(interaction))
        await answer(interaction, render_address.stopped())

    async def look(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show what an address holds now, for whoever pressed."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        by = actor(interaction)
        draft = await self.subscriptions.look(SubscriptionId(int(args[0])), by=by)
        await self._show(interaction, draft)

    async def end(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """End a meeting that its calendar has ended."""
        await interaction.response.defer()
        ended = await self.subscriptions.end(MeetingId(int(args[0])), by=actor(interaction))
        await change(interaction, render_address.ended(ended))

    async def keep(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Let a meeting go on that its calendar has ended."""
        await interaction.response.defer()
        await self.subscriptions.keep(MeetingId(int(args[0])), by=actor(interaction))
        await change(interaction, render_address.kept())


async def setup(bot: Waymark) -> None:
    """Add the command under `/clinic meeting`, which another cog has made."""
    services = bot.services
    root = clinic(bot.tree).get_command("meeting")
    assert isinstance(root, Group)  # noqa: S101 - cogs.clinic_meetings comes first in EXTENSIONS
    await add_under(bot, root, ClinicCalendars(bot, services.calendars, services.subscriptions))
