"""`/clinic policy`: what an admin may switch on or off."""

from discord import Interaction, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.render import meetings as render_meetings
from bot.chat.render import rooms as render
from bot.chat.render.said import clip
from bot.chat.reply import answer
from bot.domain.ids import MeetingId
from bot.services.meetings import MeetingService
from bot.services.rooms import RoomService

# Of a choice's name, and of choices (Discord API v10, Application Command Option Choice).
CHOICE_MAX, CHOICES_MOST = 100, 25
SWITCH = [Choice(name="On", value=1), Choice(name="Off", value=0)]


class ClinicPolicy(commands.Cog):
    """Switches of a server."""

    policy = app_commands.Group(name="policy", description="Switch on or off what I do here")

    def __init__(self, meetings: MeetingService, rooms: RoomService) -> None:
        self.meetings = meetings
        self.rooms = rooms

    @policy.command()
    @app_commands.describe(
        meeting="Which meeting", switch="On: members can write only while it lasts"
    )
    @app_commands.choices(switch=SWITCH)
    async def room(self, interaction: Interaction, meeting: int, switch: int) -> None:
        """Let a meeting's room open and close with the meeting."""
        await interaction.response.defer(ephemeral=True)
        found = await self.rooms.keep(MeetingId(meeting), kept=bool(switch), by=actor(interaction))
        await answer(interaction, render.kept(found))

    @room.autocomplete("meeting")
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[int]]:
        """Offer the meetings whose titles hold what is typed so far."""
        found = [
            each
            for each in await self.meetings.all(actor(interaction).guild_id)
            if current.casefold() in each.title.casefold()
        ]
        return [
            Choice(name=clip(render_meetings.in_one_line(each), CHOICE_MAX), value=each.id)
            for each in found[:CHOICES_MOST]
        ]


async def setup(bot: Waymark) -> None:
    """Add the cog under `/clinic`."""
    services = bot.services
    await add_under(bot, clinic(bot.tree), ClinicPolicy(services.meetings, services.rooms))
