"""The options of `/clinic meeting`: choices and plain words, never a rule's syntax."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import discord
from discord import Interaction
from discord.app_commands import Choice, Range

from bot.chat.inbound import actor
from bot.chat.offering import offered
from bot.chat.render.exceptions import in_one_line as in_brief
from bot.chat.render.meetings import in_one_line
from bot.chat.render.said import clip
from bot.domain import zones
from bot.domain.ids import ChannelId, MeetingId, RoleId, UserId
from bot.domain.meetings import MINUTES_MAX, MINUTES_MIN, TITLE_MAX, Entry, Meeting, Repeat
from bot.services.editing import Wanted
from bot.services.exceptions import ExceptionService, choice

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
REPEATS = [
    Choice(name="Every week", value=Repeat.WEEKLY.value),
    Choice(name="Every two weeks, from the coming one on", value=Repeat.FORTNIGHTLY.value),
    Choice(name="Every two weeks, not the coming one", value=Repeat.FORTNIGHTLY_LATER.value),
    Choice(name="Once", value=Repeat.ONCE.value),
]
# Minutes before the start, as the value; "usual" is what the clinic's settings say.
USUAL = "usual"
REMINDERS = [
    Choice(name="As usual here", value=USUAL),
    Choice(name="1 day, 1 hour and 10 minutes before", value="1440,60,10"),
    Choice(name="1 hour and 10 minutes before", value="60,10"),
    Choice(name="10 minutes before", value="10"),
    Choice(name="None", value="none"),
]


CHOICES = {"repeat": REPEATS, "reminders": REMINDERS}
# What the options that `add` and `edit` share ask for.
ASKED = {
    "title": "What members call it",
    "day": "Which day of the week",
    "time": "When it starts, for example 7 pm or 19:00",
    "zone": "Whose clocks count",
    "room": "Where it is held and announced",
    "minutes": "How long it lasts",
    "repeat": "How often",
    "reminders": "When members are reminded",
}

CHOICE_MAX = 100  # of a choice's name (Discord API v10, Application Command Option Choice)
CHOICES_MOST = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """The options of `/clinic meeting add`."""

    title: Range[str, 1, TITLE_MAX]
    day: Weekday
    time: Range[str, 1, 60]
    zone: Range[str, 1, 60] = ""
    room: discord.TextChannel | None = None
    minutes: Range[int, MINUTES_MIN, MINUTES_MAX] = 60
    repeat: str = Repeat.WEEKLY.value
    reminders: str = USUAL

    def entry(self, usual: Sequence[timedelta]) -> Entry:
        """Return what was typed and chosen.

        Args:
            usual: When the clinic's meetings remind, unless somebody says otherwise.
        """
        return Entry(
            title=self.title,
            day=self.day,
            time=self.time,
            zone=self.zone,
            minutes=str(self.minutes),
            repeat=Repeat(self.repeat),
            leads=lead_minutes(self.reminders, usual),
            room_id=ChannelId(self.room.id) if self.room else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOptions:
    """The options of `/clinic meeting edit`; what is left out stays as it is."""

    meeting: int
    date: Range[str, 1, 60] | None = None
    title: Range[str, 1, TITLE_MAX] | None = None
    day: Weekday | None = None
    time: Range[str, 1, 60] | None = None
    zone: Range[str, 1, 60] | None = None
    room: discord.TextChannel | None = None
    minutes: Range[int, MINUTES_MIN, MINUTES_MAX] | None = None
    repeat: str | None = None
    reminders: str | None = None
    facilitator: discord.Member | None = None
    ping_role: discord.Role | None = None

    def wanted(self, usual: Sequence[timedelta]) -> Wanted:
        """Return what should be different. Arguments as in `AddOptions.entry`."""
        chosen = {
            "title": self.title,
            "day": self.day,
            "time": self.time,
            "zone": self.zone,
            "minutes": str(self.minutes) if self.minutes else None,
            "repeat": Repeat(self.repeat) if self.repeat else None,
            "leads": lead_minutes(self.reminders, usual) if self.reminders else None,
            "room_id": ChannelId(self.room.id) if self.room else None,
        }
        return Wanted(
            which=self.date,
            changes={name: value for name, value in chosen.items() if value is not None},
            facilitator_id=UserId(self.facilitator.id) if self.facilitator else None,
            ping_role_id=RoleId(self.ping_role.id) if self.ping_role else None,
        )


def lead_minutes(reminders: str, usual: Sequence[timedelta]) -> tuple[int, ...]:
    """Return how many minutes before the start people are reminded, as it was chosen."""
    if reminders == USUAL:
        return tuple(lead // timedelta(minutes=1) for lead in usual)
    each = reminders.removeprefix("none").split(",")
    return tuple(int(lead) for lead in each if lead)


def asked(**more: str) -> dict[str, str]:
    """Return what the shared options ask for, with what a command adds to each."""
    return {name: f"{what}{more.get(name, '')}" for name, what in ASKED.items()}


def zone_choices(typed: str) -> list[Choice[str]]:
    """Return the zones that fit what is typed so far, by the names people use."""
    found = zones.search(typed, most=CHOICES_MOST)
    return [Choice(name=zone.name, value=zone.key) for zone in found]


@offered
async def date_choices(
    interaction: Interaction, exceptions: ExceptionService, typed: str
) -> list[Choice[str]]:
    """Return the next dates of the meeting that was chosen in the same command."""
    chosen = getattr(interaction.namespace, "meeting", None)
    if not isinstance(chosen, int):
        return []
    found = await exceptions.next(MeetingId(chosen), by=actor(interaction))
    offered = [Choice(name=in_brief(each), value=choice(each)) for each in found]
    return [each for each in offered if typed.casefold() in each.name.casefold()]


def meeting_choices(meetings: Sequence[Meeting], typed: str) -> list[Choice[int]]:
    """Return the meetings whose titles hold what is typed so far, as Discord offers them."""
    found = [each for each in meetings if typed.casefold() in each.title.casefold()]
    return [
        Choice(name=clip(in_one_line(each), CHOICE_MAX), value=each.id)
        for each in found[:CHOICES_MOST]
    ]
