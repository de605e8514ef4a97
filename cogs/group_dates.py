"""`/group`: a facilitator skips, moves or lends out one date. `/clinic holiday`: free days."""

from datetime import UTC, datetime

import discord
from discord import Interaction, app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.groups import add_under, clinic, group
from bot.chat.inbound import actor
from bot.chat.meeting_options import CHOICES_MOST, date_choices, meeting_choices
from bot.chat.offering import offered
from bot.chat.render import exceptions as render
from bot.chat.render.meetings import counts
from bot.chat.reply import answer, change
from bot.domain.ids import MeetingId, UserId
from bot.services.exceptions import ExceptionService
from bot.services.meetings import MeetingService
from bot.services.rsvp import RsvpService


class GroupDates(commands.Cog):
    """One date of a meeting."""

    def __init__(
        self,
        bot: Waymark,
        meetings: MeetingService,
        exceptions: ExceptionService,
        rsvp: RsvpService,
    ) -> None:
        self.rsvp = rsvp
        self.meetings = meetings
        self.exceptions = exceptions
        bot.router.on_press("group:restore", self.restore)

    @app_commands.command()
    @app_commands.describe(meeting="Which meeting", date="Which of its dates")
    async def skip(self, interaction: Interaction, meeting: int, date: Range[str, 1, 60]) -> None:
        """Take one date off; its reminders are not sent. You can undo it."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        skipped = await self.exceptions.skip(MeetingId(meeting), date, by=by)
        await answer(interaction, render.skipped(skipped))

    @app_commands.command()
    @app_commands.describe(
        meeting="Which meeting",
        date="Which of its dates",
        time="The new time, for example 7 pm; the same if you leave it out",
        day="The new day, for example 12 March; the same if you leave it out",
    )
    async def move(
        self,
        interaction: Interaction,
        meeting: int,
        date: Range[str, 1, 60],
        time: Range[str, 1, 60] = "",
        day: Range[str, 1, 60] = "",
    ) -> None:
        """Hold one date at another time. All other dates stay as they are."""
        await interaction.response.defer(ephemeral=True)
        by = actor(interaction)
        moved = await self.exceptions.move(MeetingId(meeting), date, day=day, time=time, by=by)
        await answer(interaction, render.moved(moved))

    @app_commands.command()
    @app_commands.describe(
        meeting="Which meeting",
        date="Which of its dates",
        who="Who leads it; the usual facilitator if you leave it out",
    )
    async def substitute(
        self,
        interaction: Interaction,
        meeting: int,
        date: Range[str, 1, 60],
        who: discord.Member | None = None,
    ) -> None:
        """Let somebody else lead one date."""
        await interaction.response.defer(ephemeral=True)
        led = await self.exceptions.substitute(
            MeetingId(meeting), date, who=UserId(who.id) if who else None, by=actor(interaction)
        )
        await answer(interaction, render.led_by(led))

    @app_commands.command()
    @app_commands.describe(meeting="Which meeting", date="Which of its dates")
    async def count(self, interaction: Interaction, meeting: int, date: Range[str, 1, 60]) -> None:
        """See how many plan to come. Names are never shown, nor kept."""
        await interaction.response.defer(ephemeral=True)
        found = await self.rsvp.count(MeetingId(meeting), date, by=actor(interaction))
        await answer(interaction, counts(found))

    @count.autocomplete("meeting")
    @skip.autocomplete("meeting")
    @move.autocomplete("meeting")
    @substitute.autocomplete("meeting")
    async def titles(self, interaction: Interaction, current: str) -> list[Choice[int]]:
        """Offer the meetings whose titles hold what is typed so far."""
        return meeting_choices(await self.meetings.all(actor(interaction).guild_id), current)

    @count.autocomplete("date")
    @skip.autocomplete("date")
    @move.autocomplete("date")
    @substitute.autocomplete("date")
    async def dates(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the next dates of the meeting that was chosen."""
        return await date_choices(interaction, self.exceptions, current)

    async def restore(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Hold a date as usual after all."""
        await interaction.response.defer()
        original_at = datetime.fromtimestamp(int(args[1]), UTC)
        restored = await self.exceptions.restore(
            MeetingId(int(args[0])), original_at, by=actor(interaction)
        )
        await change(interaction, render.restored(restored))


class ClinicHolidays(commands.Cog):
    """Days on which nothing is held."""

    holiday = app_commands.Group(name="holiday", description="Days without any meeting")

    def __init__(self, exceptions: ExceptionService) -> None:
        self.exceptions = exceptions

    @holiday.command()
    @app_commands.describe(day="Which day, for example 25 December or 2026-12-25")
    async def add(self, interaction: Interaction, day: Range[str, 1, 60]) -> None:
        """Hold no meeting on a day; reminders of that day are not sent."""
        await interaction.response.defer(ephemeral=True)
        added = await self.exceptions.add_holiday(day, by=actor(interaction))
        await answer(interaction, render.holiday(added))

    @holiday.command()
    @app_commands.describe(day="Which day")
    async def remove(self, interaction: Interaction, day: Range[str, 1, 60]) -> None:
        """Hold meetings on a day as usual again."""
        await interaction.response.defer(ephemeral=True)
        removed = await self.exceptions.remove_holiday(day, by=actor(interaction))
        await answer(interaction, render.no_holiday(removed))

    @holiday.command(name="list")
    async def show(self, interaction: Interaction) -> None:
        """See every day ahead without meetings."""
        await interaction.response.defer(ephemeral=True)
        found = await self.exceptions.holidays(by=actor(interaction))
        await answer(interaction, render.holidays(found))

    @remove.autocomplete("day")
    @offered
    async def days(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Offer the holidays that are kept."""
        offered = [
            Choice(name=render.day(each), value=each.isoformat())
            for each in await self.exceptions.holidays(by=actor(interaction))
        ]
        fitting = [each for each in offered if current.casefold() in each.name.casefold()]
        return fitting[:CHOICES_MOST]


async def setup(bot: Waymark) -> None:
    """Add the cogs under `/group` and `/clinic`."""
    services = bot.services
    dates = GroupDates(bot, services.meetings, services.exceptions, services.rsvp)
    await add_under(bot, group(bot.tree), dates)
    await add_under(bot, clinic(bot.tree), ClinicHolidays(services.exceptions))
