"""`/meetings`: when the groups meet, for everybody. The same for the button on a reminder."""

from datetime import UTC, datetime
from functools import partial

from discord import Interaction, app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import actor
from bot.chat.meeting_options import meeting_choices
from bot.chat.render import meetings as render
from bot.chat.render.calendars import exported
from bot.chat.reply import answer
from bot.domain.ids import GuildId, MeetingId, UserId
from bot.services.calendars import CalendarService
from bot.services.meetings import MeetingService
from bot.services.rsvp import RsvpService
from bot.services.wishes import How, WishService

HOWS = [
    Choice(name="By the meeting's role", value=How.ROLE.value),
    Choice(name="By direct message", value=How.DM.value),
    Choice(name="Not at all", value=How.NONE.value),
]
_MeetingChoices = list[Choice[int]]  # the cog has a command called list


@app_commands.guild_only()
class Meetings(commands.GroupCog, group_name="meetings"):
    """When the groups meet."""

    def __init__(
        self,
        bot: Waymark,
        meetings: MeetingService,
        calendars: CalendarService,
        *,
        wishes: WishService,
        rsvp: RsvpService,
    ) -> None:
        self.meetings = meetings
        self.calendars = calendars
        self.wishes = wishes
        self.rsvp = rsvp
        bot.router.on_press("rsvp:yes", partial(self.count_me, is_coming=True))
        bot.router.on_press("rsvp:no", partial(self.count_me, is_coming=False))
        bot.router.on_press("meetings:next", self.show_next)
        for how in (How.DM, How.NONE):
            bot.router.on_press(f"remind:{how}", partial(self.remind_me, how=how))
        bot.border.afterwards.append(self.tell_of_refusal)

    @app_commands.command()
    async def next(self, interaction: Interaction) -> None:
        """See the next dates of every group, in your own time zone. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        found = await self.meetings.next(actor(interaction).guild_id)
        await answer(interaction, render.upcoming(found))

    @app_commands.command()
    async def list(self, interaction: Interaction) -> None:
        """See all groups, how often they meet and where. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        found = await self.meetings.all(actor(interaction).guild_id)
        await answer(interaction, render.every(found))

    @app_commands.command()
    @app_commands.describe(meeting="Which meeting", how="How you want to be reminded")
    @app_commands.choices(how=HOWS)
    async def remind(self, interaction: Interaction, meeting: int, how: str) -> None:
        """Choose how you are reminded of a meeting, or stop it. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        chosen = await self.wishes.choose(MeetingId(meeting), How(how), by=actor(interaction))
        await answer(interaction, render.reminded(chosen))

    @remind.autocomplete("meeting")
    async def titles(self, interaction: Interaction, current: str) -> _MeetingChoices:
        """Offer the meetings whose titles hold what is typed so far."""
        return meeting_choices(await self.meetings.all(actor(interaction).guild_id), current)

    async def remind_me(self, interaction: Interaction, args: tuple[str, ...], *, how: How) -> None:
        """Answer the buttons that begin and stop direct reminders, in a room or in private."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = GuildId(interaction.guild_id) if interaction.guild_id else None
        chosen = await self.wishes.in_private(
            MeetingId(int(args[0])), how, user_id=UserId(interaction.user.id), guild_id=guild_id
        )
        await answer(interaction, render.reminded(chosen))

    async def count_me(
        self, interaction: Interaction, args: tuple[str, ...], *, is_coming: bool
    ) -> None:
        """Count whether somebody plans to come; who they are is not kept."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        answered = await self.rsvp.answer(
            MeetingId(int(args[0])),
            datetime.fromtimestamp(int(args[1]), UTC),
            is_coming=is_coming,
            user_id=UserId(interaction.user.id),
            guild_id=GuildId(interaction.guild_id) if interaction.guild_id else None,
        )
        await answer(interaction, render.counted(answered, is_coming=is_coming))

    async def tell_of_refusal(self, interaction: Interaction) -> None:
        """Tell somebody, once and in private, that their direct messages were closed to us."""
        if await self.wishes.was_refused(UserId(interaction.user.id)):
            await answer(interaction, render.dms_closed())

    @app_commands.command()
    async def calendar(self, interaction: Interaction) -> None:
        """Get all groups as a file for your own calendar. Only you see the answer."""
        await interaction.response.defer(ephemeral=True)
        name = interaction.guild.name if interaction.guild else ""
        text = await self.calendars.export(actor(interaction).guild_id, name=name)
        await answer(interaction, exported(text))

    async def show_next(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Answer the button on a reminder, in private."""
        del args
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self.meetings.next(actor(interaction).guild_id)
        await answer(interaction, render.upcoming(found))


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    cog = Meetings(
        bot,
        services.meetings,
        services.calendars,
        wishes=services.wishes,
        rsvp=services.rsvp,
    )
    await bot.add_cog(cog)
