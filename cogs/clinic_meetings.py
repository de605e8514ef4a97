"""`/clinic meeting`: an admin adds, looks at and ends meetings, by choices and plain words."""

from collections.abc import Mapping

from discord import Interaction, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.health import TO_SPEAK
from bot.chat.inbound import actor
from bot.chat.meeting_options import CHOICES, AddOptions, asked, meeting_choices, zone_choices
from bot.chat.options import gathered
from bot.chat.render import meetings as render
from bot.chat.reply import answer, change
from bot.domain.ids import ChannelId, DraftId, MeetingId
from bot.services.meetings import MeetingService


class ClinicMeetings(commands.Cog):
    """Meetings as an admin keeps them."""

    meeting = app_commands.Group(name="meeting", description="Add, look at and end meetings")

    def __init__(self, bot: Waymark, meetings: MeetingService) -> None:
        self.meetings = meetings
        bot.router.on_press("meeting:save", self.save)
        bot.router.on_press("meeting:change", self.open_form)
        bot.router.on_press("meeting:cancel", self.cancel)
        bot.router.on_press("meeting:end", self.end_for_good)
        bot.router.on_press("meeting:keep", self.keep)
        bot.router.on_form("meeting:change", self.change_draft)

    @meeting.command()
    @app_commands.describe(
        **asked(
            title=", for example Tuesday circle",
            zone="; the clinic's own if you leave it out",
            room="; the usual room if you leave it out",
            minutes="; 60 minutes if you leave it out",
            repeat="; every week if you leave it out",
            reminders="; a day, an hour and ten minutes if you leave it out",
        )
    )
    @app_commands.choices(**CHOICES)
    @gathered(AddOptions)
    async def add(self, interaction: Interaction, options: AddOptions) -> None:
        """Add a meeting. You see its dates before anything is saved."""
        await interaction.response.defer(ephemeral=True)
        drafted = await self.meetings.draft(
            options.entry(self.meetings.usual_leads), by=actor(interaction)
        )
        await answer(interaction, render.draft(drafted))

    @add.autocomplete("zone")
    async def zones(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the zones that fit what is typed so far."""
        del interaction
        return zone_choices(current)

    @meeting.command()
    @app_commands.describe(meeting="Which meeting")
    async def preview(self, interaction: Interaction, meeting: int) -> None:
        """See the next five dates of a meeting, and what clock changes do to it."""
        await interaction.response.defer(ephemeral=True)
        found, ahead = await self.meetings.preview(MeetingId(meeting), by=actor(interaction))
        await answer(interaction, render.preview(found, ahead))

    @meeting.command()
    @app_commands.describe(meeting="Which meeting")
    async def end(self, interaction: Interaction, meeting: int) -> None:
        """End a meeting for good. You are asked once more before it is done."""
        await interaction.response.defer(ephemeral=True)
        found, _ = await self.meetings.preview(MeetingId(meeting), by=actor(interaction))
        await answer(interaction, render.end_question(found))

    @preview.autocomplete("meeting")
    @end.autocomplete("meeting")
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[int]]:
        """Offer the meetings whose titles hold what is typed so far."""
        return meeting_choices(await self.meetings.all(actor(interaction).guild_id), current)

    async def save(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Keep the draft as a meeting."""
        await interaction.response.defer()
        saved = await self.meetings.save(DraftId(int(args[0])), by=actor(interaction))
        may_post = _may_post(interaction, saved.meeting.room_id)
        await change(interaction, render.saved(saved, may_post=may_post))

    async def open_form(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Open the form with what was typed."""
        draft_id = DraftId(int(args[0]))
        entry = await self.meetings.entry(draft_id, by=actor(interaction))
        await interaction.response.send_modal(render.change_form(draft_id, entry))

    async def change_draft(
        self, interaction: Interaction, args: tuple[str, ...], typed: Mapping[str, str]
    ) -> None:
        """Show what comes of the other words."""
        await interaction.response.defer()
        draft_id = DraftId(int(args[0]))
        await change(
            interaction,
            render.draft(await self.meetings.change(draft_id, typed, by=actor(interaction))),
        )

    async def cancel(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Give the draft up."""
        await interaction.response.defer()
        await self.meetings.discard(DraftId(int(args[0])), by=actor(interaction))
        await change(interaction, render.cancelled())

    async def end_for_good(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """End the meeting that was asked about."""
        await interaction.response.defer()
        ended = await self.meetings.end(MeetingId(int(args[0])), by=actor(interaction))
        await change(interaction, render.ended(ended))

    async def keep(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Let the meeting go on."""
        del args
        await change(interaction, render.kept())


def _may_post(interaction: Interaction, room_id: ChannelId) -> bool:
    guild = interaction.guild
    room = guild.get_channel(room_id) if guild else None
    if guild is None or room is None:
        return False
    held = room.permissions_for(guild.me)
    return all(getattr(held, name) for name in TO_SPEAK)


async def setup(bot: Waymark) -> None:
    """Add the cog under `/clinic`."""
    await add_under(bot, clinic(bot.tree), ClinicMeetings(bot, bot.services.meetings))
