"""The sections of the settings.

Defaults stand in `default.toml` alone, so they stand once; only a key inside of a table that is
listed (`[[servers]]`) has one here, because a file of defaults cannot list it.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from config.errors import WrongValueError
from config.kinds import (
    Address,
    Allowed,
    AnyCase,
    Days,
    FilePath,
    FolderPath,
    Hours,
    LeadTimes,
    Minutes,
    OptionalAddress,
    OptionalText,
    Reference,
    RequiredReference,
    Seconds,
    Snowflake,
    Text,
    Token,
    Zone,
)

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

DosingPolicy = Literal["watch", "nudge", "hide"]
Language = Literal["en", "es"]


class Section(BaseModel):
    """One table of the settings: cannot be changed, knows all its keys, hides what was put in."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True
    )


class Discord(Section):
    """Where Discord is and what the bot asks of it."""

    token: Token = Field(
        description="The bot's token, best handed over as WAYMARK_DISCORD_TOKEN; empty for none."
    )
    endpoint: Address = Field(description="The API base, without a slash at its end.")
    message_content: bool = Field(
        description="Whether messages are read, in memory, to screen them; "
        "if false, Discord's own AutoMod rules stand guard."
    )
    members_intent: bool = Field(
        description="Whether Discord tells the bot who joins and leaves; "
        "switch it on in the Developer Portal first."
    )
    guild_ready_timeout: Seconds = Field(
        alias="guild_ready_timeout_seconds",
        ge=timedelta(0),
        le=MINUTE,
        description="How long to wait for one more server after the last one appeared.",
    )


class Database(Section):
    """Where rows are kept."""

    path: FilePath = Field(
        description="The SQLite file; it is made, with its folder, when it is missing."
    )
    busy_timeout: Seconds = Field(
        alias="busy_timeout_seconds",
        ge=SECOND / 10,
        le=MINUTE,
        description="How long to wait for another process that is writing.",
    )


class Deliveries(Section):
    """How the ledger says what it promised to say."""

    lease: Seconds = Field(
        alias="lease_seconds",
        ge=5 * SECOND,
        le=10 * MINUTE,
        description="How long a delivery belongs to who claimed it; "
        "then it is taken over from a dead worker.",
    )
    late_after: Minutes = Field(
        alias="late_after_minutes",
        ge=SECOND,
        le=DAY,
        description='From this delay on, a reminder carries the word "late".',
    )
    side_by_side: int = Field(
        ge=1, le=100, description="How many rooms are served at the same time."
    )


class Meetings(Section):
    """How far ahead reminders are planned."""

    lead_times: LeadTimes = Field(
        alias="lead_times_minutes",
        description="When a new meeting reminds, in minutes before its start.",
    )
    planning_horizon: Days = Field(
        alias="planning_horizon_days",
        ge=DAY,
        le=60 * DAY,
        description="How many days ahead reminders are written into the ledger; "
        "more than the longest lead time.",
    )
    calendar_every: Hours = Field(
        alias="calendar_every_hours",
        ge=HOUR,
        le=7 * DAY,
        description="How often a calendar is read again from its address.",
    )

    @model_validator(mode="after")
    def _lead_times_fit(self) -> Self:
        if len(set(self.lead_times)) < len(self.lead_times):
            raise WrongValueError("lead_times_minutes", "each number once")
        if self.lead_times and max(self.lead_times) >= self.planning_horizon:
            raise WrongValueError(
                "planning_horizon_days", "more than the longest of lead_times_minutes"
            )
        return self


class Answers(Section):
    """How sure an answer must be."""

    false_answer_target: float = Field(
        ge=0,
        le=0.5,
        description="The share of questions without an approved answer "
        "that may still get one, at most.",
    )
    room_false_answer_target: float = Field(
        ge=0,
        le=0.5,
        description="The same where everybody reads along: "
        "in the questions room and where somebody mentions the bot.",
    )
    by_meaning: bool = Field(
        description="Whether answers are also found by what a question means, where the extra "
        "named semantic is installed; if not, by its words alone.",
    )


class Safety(Section):
    """What follows when a message needs a person, and who is told when."""

    dosing_policy: Annotated[DosingPolicy, AnyCase] = Field(
        description="What follows talk of doses: watch (staff card), "
        "nudge (and a private note to the author) or hide (and the message is hidden)."
    )
    second_ear: bool = Field(
        description="Whether a model, of the extra named semantic, listens beside the clinic's "
        "signals; where it alone hears something and is not sure, help is offered in private and a "
        "card rings nobody.",
    )
    moderators_after: Minutes = Field(
        alias="moderators_after_minutes",
        ge=MINUTE,
        le=HOUR,
        description="When all moderators are told, if nobody on call has acknowledged a care card.",
    )
    admins_after: Minutes = Field(
        alias="admins_after_minutes",
        ge=MINUTE,
        le=DAY,
        description="When admins are told too, if still nobody has acknowledged.",
    )
    repeat_every: Minutes = Field(
        alias="repeat_every_minutes",
        ge=MINUTE,
        le=DAY,
        description="How often staff are told again after that.",
    )
    stop_after: Hours = Field(
        alias="stop_after_hours",
        ge=HOUR,
        le=7 * DAY,
        description="When repeating ends and the card turns red in the status.",
    )
    shift_notices: bool = Field(
        description="Whether whoever's shift begins is told so in a direct message.",
    )
    cooldown: Minutes = Field(
        alias="cooldown_minutes",
        ge=MINUTE,
        le=DAY,
        description="How long the same support text is not repeated to the same person; "
        "staff are told every time.",
    )
    words_kept: Hours = Field(
        alias="words_kept_hours",
        ge=HOUR,
        le=30 * DAY,
        description="How long a staff card shows what a hidden message said.",
    )
    flood_messages: int = Field(
        ge=3,
        le=100,
        description="How many messages of one person within a few seconds are not yet a flood.",
    )
    flood_within: Seconds = Field(
        alias="flood_within_seconds",
        ge=SECOND,
        le=MINUTE,
        description="Within how many seconds.",
    )
    raid_response: Literal["off", "card", "calm"] = Field(
        description="What follows when far more people join or write than is usual: off, card (a "
        "staff card) or calm (also invites are paused and the room is slowed, for an hour); never "
        "a ban.",
    )
    hold_newcomers: bool = Field(
        description="Whether somebody who joined within a quarter of an hour and floods is held "
        "for ten minutes by Discord's own timeout; nobody else is ever timed out by the bot.",
    )

    @model_validator(mode="after")
    def _rungs_in_order(self) -> Self:
        if self.admins_after <= self.moderators_after:
            raise WrongValueError("admins_after_minutes", "more than moderators_after_minutes")
        if self.stop_after <= self.admins_after:
            raise WrongValueError("stop_after_hours", "later than admins_after_minutes")
        return self


class Joining(Section):
    """How somebody joins."""

    grace: Days = Field(
        alias="grace_days",
        ge=DAY,
        le=90 * DAY,
        description="How long an older version of the rules still counts once there is a newer "
        "one.",
    )


class Content(Section):
    """Where the texts are that a clinician signs."""

    folder: FolderPath = Field(
        description="The folder with answers (faq), support texts and signal phrases."
    )

    @property
    def faq(self) -> Path:
        """The folder with one Markdown file per answer."""
        return self.folder / "faq"


class Log(Section):
    """What is written to the log."""

    level: Annotated[Literal["debug", "info", "warning", "error"], AnyCase] = Field(
        description="The least weighty line that is written."
    )
    format: Annotated[Literal["json", "text"], AnyCase] = Field(
        description="One JSON object a line for machines, or one friendly line for a terminal."
    )


class Contact(Section):
    """One way to reach a person of the clinic."""

    label: Text = Field(description='Who or what it is, such as "Front desk".')
    reach: Text = Field(description="How to get there: a phone number or an address.")
    hours: OptionalText = Field(
        default=None, description="When somebody is there, in words; may be left out."
    )


class Clinic(Section):
    """Who runs the rooms."""

    name: Text = Field(description="The clinic's name as members know it.")
    phone: OptionalText = Field(
        description="The phone number that members may call; empty for none."
    )
    website: OptionalAddress = Field(description="The clinic's address on the web; empty for none.")
    zone: Zone = Field(description="The clinic's time zone, an IANA name.")
    language: Annotated[Language, AnyCase] = Field(
        description="The language the bot speaks first: en or es."
    )
    contacts: Annotated[tuple[Contact, ...], Allowed("[[clinic.contacts]] tables in a file")] = (
        Field(description="More ways to reach a person, as [[clinic.contacts]] tables.")
    )


class Rooms(Section):
    """The rooms of one server, each by name or id; what is left out is switched off there."""

    staff: RequiredReference = Field(description="The private room where staff cards are posted.")
    questions: Reference = Field(
        default=None, description="The room where a typed question is answered."
    )
    meetings: Reference = Field(
        default=None, description="The room where meetings are held and announced."
    )
    welcome: Reference = Field(default=None, description="The room that newcomers see first.")
    lounge: Reference = Field(default=None, description="The room for everyday talk.")


class Roles(Section):
    """The roles of one server, each by name or id."""

    moderator: RequiredReference = Field(description="Who keeps the rooms safe.")
    admin: RequiredReference = Field(description="Who sets the bot up.")
    facilitator: Reference = Field(default=None, description="Who leads meetings.")
    member: Reference = Field(
        default=None, description="Who may take part; left out: everyone in the server."
    )


class Policies(Section):
    """What one server does otherwise than the rest."""

    dosing_policy: Annotated[DosingPolicy | None, Allowed("watch, nudge or hide"), AnyCase] = Field(
        default=None, description="As in [safety]; left out: what stands there."
    )


class Server(Section):
    """One Discord server, as it is seeded when the bot first meets it; later its rows count."""

    guild_id: Snowflake = Field(description="The server's id (Discord: Copy Server ID).")
    zone: Zone = Field(description="The server's time zone, an IANA name.")
    language: Annotated[Language, AnyCase] = Field(
        description="The language of its rooms: en or es."
    )
    rooms: Rooms = Field(description="Its rooms, each by name or id.")
    roles: Roles = Field(description="Its roles, each by name or id.")
    policies: Policies = Field(
        default_factory=Policies, description="What it does otherwise than the rest."
    )
