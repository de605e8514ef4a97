"""`/clinic policy`: what an admin may switch on or off."""

from discord import Interaction, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.render import events as render_events
from bot.chat.render import hiding as render_hiding
from bot.chat.render import meetings as render_meetings
from bot.chat.render import rooms as render
from bot.chat.render.said import clip
from bot.chat.reply import answer, change
from bot.domain.events import ShownId
from bot.domain.hiding import Mode, What
from bot.domain.ids import MeetingId
from bot.services.events import EventService
from bot.services.hiding import HidingService
from bot.services.meetings import MeetingService
from bot.services.rooms import RoomService

# Of a choice's name, and of choices (Discord API v10, Application Command Option Choice).
CHOICE_MAX, CHOICES_MOST = 100, 25
KINDS = [Choice(name=label, value=key) for label, key in render_hiding.kinds()]
MODES = [Choice(name=label, value=key) for label, key in render_hiding.modes()]
SWITCH = [Choice(name="On", value=1), Choice(name="Off", value=0)]


class ClinicPolicy(commands.Cog):
    """Switches of a server."""

    policy = app_commands.Group(name="policy", description="Switch on or off what I do here")

    def __init__(self, bot: Waymark) -> None:
        self.meetings: MeetingService = bot.services.meetings
        self.rooms: RoomService = bot.services.rooms
        self.shop_window: EventService = bot.services.events
        self.hiding: HidingService = bot.services.hiding
        bot.router.on_press("event:again", self.make_again)
        bot.router.on_press("event:leave", self.leave)

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

    @policy.command()
    @app_commands.describe(switch="On: Discord shows everybody who pressed Interested")
    @app_commands.choices(switch=SWITCH)
    async def events(self, interaction: Interaction, switch: int) -> None:
        """Show coming meetings in Discord's own event list."""
        await interaction.response.defer(ephemeral=True)
        await self.shop_window.switch(on=bool(switch), by=actor(interaction))
        await answer(interaction, render_events.switched(on=bool(switch)))

    @policy.command()
    @app_commands.describe(kind="What I read", follows="How far I go")
    @app_commands.choices(kind=KINDS, follows=MODES)
    async def messages(self, interaction: Interaction, kind: str, follows: str) -> None:
        """Choose what follows from messages of a kind. Cries for help are always answered."""
        await interaction.response.defer(ephemeral=True)
        what, mode = What(kind), Mode(follows)
        await self.hiding.set_mode(what, mode, by=actor(interaction))
        await answer(interaction, render_hiding.mode_set(what, mode))

    async def make_again(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Make an event again that somebody deleted."""
        await interaction.response.defer()
        await self.shop_window.answer(ShownId(int(args[0])), again=True, by=actor(interaction))
        await change(interaction, render_events.answered(again=True))

    async def leave(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Leave it deleted."""
        await interaction.response.defer()
        await self.shop_window.answer(ShownId(int(args[0])), again=False, by=actor(interaction))
        await change(interaction, render_events.answered(again=False))

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
    await add_under(bot, clinic(bot.tree), ClinicPolicy(bot))
