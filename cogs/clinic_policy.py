"""`/clinic policy`: what an admin may switch on or off; and events that somebody deletes."""

from discord import EventStatus, Interaction, ScheduledEvent, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic
from bot.chat.inbound import actor
from bot.chat.meeting_options import meeting_choices
from bot.chat.render import events as render_events
from bot.chat.render import hiding as render_hiding
from bot.chat.render import private_questions as render_private
from bot.chat.render import raids as render_raids
from bot.chat.render import rooms as render
from bot.chat.reply import answer, change
from bot.domain.events import EventId, ShownId
from bot.domain.hiding import Mode, What
from bot.domain.ids import GuildId, MeetingId
from bot.domain.raids import Response
from bot.services.events import EventService
from bot.services.hiding import HidingService
from bot.services.meetings import MeetingService
from bot.services.private_questions import PrivateQuestions
from bot.services.raids import RaidService
from bot.services.rooms import RoomService

KINDS = [Choice(name=label, value=key) for label, key in render_hiding.kinds()]
MODES = [Choice(name=label, value=key) for label, key in render_hiding.modes()]
RESPONSES = [Choice(name=label, value=key) for label, key in render_raids.responses()]
SWITCH = [Choice(name="On", value=1), Choice(name="Off", value=0)]


class ClinicPolicy(commands.Cog):
    """Switches of a server."""

    policy = app_commands.Group(name="policy", description="Switch on or off what I do here")

    def __init__(self, bot: Waymark) -> None:
        self.meetings: MeetingService = bot.services.meetings
        self.rooms: RoomService = bot.services.rooms
        self.shop_window: EventService = bot.services.events
        self.hiding: HidingService = bot.services.hiding
        self.questions: PrivateQuestions = bot.services.telling.questions
        self.raids: RaidService = bot.services.calming.raids
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

    @policy.command()
    @app_commands.describe(
        follows="How far I go by myself when far more people join or write than is usual",
        newcomers="On: whoever joined minutes ago and floods is held for ten minutes",
    )
    @app_commands.choices(follows=RESPONSES)
    @app_commands.choices(newcomers=SWITCH)
    async def floods(self, interaction: Interaction, follows: str, newcomers: int) -> None:
        """Choose what follows from a flood or a raid. I never ban or kick anybody."""
        await interaction.response.defer(ephemeral=True)
        response, by = Response(follows), actor(interaction)
        await self.raids.choose(response, hold_newcomers=bool(newcomers), by=by)
        await answer(interaction, render_raids.chosen(response, hold_newcomers=bool(newcomers)))

    @policy.command(name="private-questions")
    @app_commands.describe(switch="On: members can ask staff something without their name")
    @app_commands.choices(switch=SWITCH)
    async def private_questions(self, interaction: Interaction, switch: int) -> None:
        """Let members ask staff without their name. Two of staff can learn it in danger."""
        await interaction.response.defer(ephemeral=True)
        await self.questions.switch(on=bool(switch), by=actor(interaction))
        await answer(interaction, render_private.switched(on=bool(switch)))

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, event: ScheduledEvent) -> None:
        """Take note that somebody deleted an event; staff are asked if it was one of ours."""
        await self.shop_window.is_gone(GuildId(event.guild_id), EventId(event.id))

    @commands.Cog.listener()
    async def on_scheduled_event_update(self, _: ScheduledEvent, event: ScheduledEvent) -> None:
        """Take note that somebody called an event off, as `on_scheduled_event_delete` does."""
        if event.status is EventStatus.cancelled:
            await self.shop_window.is_gone(GuildId(event.guild_id), EventId(event.id))

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
        return meeting_choices(await self.meetings.all(actor(interaction).guild_id), current)


async def setup(bot: Waymark) -> None:
    """Add the cog under `/clinic`."""
    await add_under(bot, clinic(bot.tree), ClinicPolicy(bot))
