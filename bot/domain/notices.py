"""What the bot may say unasked: facts without wording. `bot/chat/render` finds the words.

A notice travels through the ledger, so it holds what staff typed and ids, never a member's words.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.care_notices import (
    CareCard,
    CareChange,
    DrillReport,
    FollowUp,
    SecondWanted,
    ShiftBegins,
)
from bot.domain.ids import (
    AsideId,
    CaseNumber,
    ChannelId,
    GuildId,
    HandoverId,
    HidingId,
    MeetingId,
    MessageId,
    RoleId,
    UserId,
)
from bot.domain.joining_notices import JoiningTrouble, TermsChanged
from bot.domain.report_notices import ReportWaiting, StaffLetter
from bot.domain.room_notices import (
    HoldTrouble,
    NewcomerHeld,
    NewcomerLetter,
    RaidCard,
    RoomActLine,
    RoomPaused,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingReminder:
    """A meeting is near.

    Attributes:
        title: Meeting name as staff typed it, at most 100 characters.
        starts_at: Start of this occurrence, aware UTC.
        minutes: How long it lasts.
        room_id: Where it is held.
        late: True when it is said after its time, but still in time to be of use.
        original_at: The start that the meeting's rule gives, which this occurrence is known by.
        facilitator_id: Who leads. Shown as a mention that rings for nobody.
        rings: The role whose people are rung, if the meeting has one.
        is_private: True for one person's own reminder.
        coming: How many plan to come, as of when it is said; None for fewer than five. The ledger
            keeps no such number: it is read as the notice is said.
    """

    meeting_id: MeetingId
    title: str
    starts_at: datetime
    minutes: int
    room_id: ChannelId
    late: bool = False
    original_at: datetime | None = None
    facilitator_id: UserId | None = None
    rings: tuple[RoleId, ...] = ()
    is_private: bool = False
    coming: int | None = None


class CardState(StrEnum):
    """What a reminder card that was posted has become."""

    OPEN = "open"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CHANGED = "changed"  # the rule gives this date no more: the series has other dates
    BEGUN = "begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """A reminder that was said reads otherwise from now on. Attributes as in `MeetingReminder`.

    Attributes:
        channel_id: Where the card stands.
        message_id: The card.
        state: A value of `CardState`.
    """

    meeting_id: MeetingId
    title: str
    starts_at: datetime
    minutes: int
    room_id: ChannelId
    original_at: datetime
    channel_id: ChannelId
    message_id: MessageId
    state: str
    facilitator_id: UserId | None = None
    is_private: bool = False
    coming: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A line in the staff room about something a moderator did.

    Attributes:
        action: A value of `cases.Action`, "undone" or "ban_over".
        by_hand: Whether it was done in Discord's own menus.
        target_id: None for what was done to a room or to the server.
        until: End of a timeout, aware UTC.
        told: Whether the person could be told in a direct message.
        channel_id: The room it happened in, where that matters.
    """

    number: CaseNumber
    action: str
    target_id: UserId | None
    moderator_id: UserId
    reason: str
    note: str
    until: datetime | None = None
    told: bool = True
    channel_id: ChannelId | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLetter:
    """What a person is told in private about a case of theirs.

    Attributes:
        server: The server's name, so that a letter read tomorrow still makes sense.
        note: What the moderator added for the person; may be empty.
    """

    number: CaseNumber
    action: str
    server: str
    reason: str
    note: str
    guild_id: GuildId
    until: datetime | None = None
    channel_id: ChannelId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTrouble:
    """A ban could not be lifted at its end, or a long timeout not be set anew; it is tried again.

    Attributes:
        keeping: A value of `cases.holds.Keeping`.
        problem: Why, a value of `deliveries.Failure`.
    """

    number: CaseNumber
    keeping: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTrouble:
    """Something that was promised could not be said; staff are told instead.

    Attributes:
        subject: What it was about, as staff named it.
        where: The room it was meant for.
        due_at: When it should have been said, aware UTC.
        problem: "missed", "forbidden", "gone", "failed".
    """

    subject: str
    where: ChannelId
    due_at: datetime
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCall:
    """Somebody asks for a person.

    Attributes:
        why: "sit" (they want company now), "talk".
        rings: Roles whose people are rung.
    """

    guild_id: GuildId
    author_id: UserId
    at: datetime
    why: str
    rings: tuple[RoleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTrouble:
    """A room could not be opened or closed; the meeting goes on.

    Attributes:
        wanted: "open" or "closed", as the room should be.
        problem: "forbidden" or "refused".
    """

    room_id: ChannelId
    wanted: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventGone:
    """Somebody deleted an event of ours from Discord's calendar; staff are asked about it.

    Attributes:
        shown_id: Row of the event.
        title: Of the meeting, as staff typed it.
        starts_at: Start of the occurrence it showed, aware UTC.
    """

    shown_id: int
    title: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged:
    """A calendar that is read from an address says something else; it was taken over.

    Attributes:
        label: The calendar as staff know it.
        subscription_id: Row of the address.
        before, after: What was changed, each as `subscriptions.Facts.dump` writes it, side by side.
        by_hand: For each of them, whether somebody had changed it here meanwhile.
        more: How many more were changed.
        new: Titles of series that are not known here; they are not taken over unasked.
    """

    label: str
    subscription_id: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    by_hand: tuple[bool, ...] = ()
    more: int = 0
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesGone:
    """A calendar ended a series, or has it no more; staff are asked about the meeting here.

    Attributes:
        title: Of the meeting here.
        label: The calendar as staff know it.
        why: A value of `subscriptions.Gone`.
        next_at: When it would be held next here, aware UTC.
    """

    meeting_id: MeetingId
    title: str
    label: str
    why: str
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarTrouble:
    """A calendar cannot be read from its address; its meetings stay as they are.

    Attributes:
        label: The calendar as staff know it.
        problem: A value of `Trouble`.
        read_at: When it was last well, aware UTC, if it ever was.
    """

    label: str
    problem: str
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralLine:
    """Somebody in a room has a private note whose direct messages are closed. It names nobody.

    Attributes:
        aside_id: Row of the note; negative for one that could not be written down.
    """

    aside_id: AsideId


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMessageGone:
    """A message of ours is not needed any more and is removed."""

    channel_id: ChannelId
    message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsExpire:
    """The words of hidden messages have stood on a staff card long enough and are taken off it."""

    channel_id: ChannelId
    message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class HidingDisputed:
    """Somebody whose message was hidden asks staff to look at it again.

    Attributes:
        what: A value of `hiding.What`.
        card_channel_id, card_message_id: Where the words stand, as long as they do.
    """

    hiding_id: HidingId
    guild_id: GuildId
    author_id: UserId
    what: str
    card_channel_id: ChannelId | None = None
    card_message_id: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered:
    """What staff answer to a question that was handed over to them, for the asker alone.

    Attributes:
        server: The server's name, so that a letter read tomorrow still makes sense.
        answer: As staff typed it.
        asked_at: Aware UTC.
    """

    handover_id: HandoverId
    guild_id: GuildId
    server: str
    answer: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomodChanged:
    """Somebody changed or deleted an AutoMod rule of ours; staff are asked about it.

    Attributes:
        row_id: Row of the rule.
        part: What it watches for, a value of `automod.Part`.
        change: A value of `automod.Change`.
    """

    row_id: int
    part: str
    change: str


Notice = (
    MeetingReminder
    | CardChange
    | CareCard
    | CareChange
    | SecondWanted
    | FollowUp
    | ShiftBegins
    | CaseLine
    | CaseLetter
    | CaseTrouble
    | DeliveryTrouble
    | StaffCall
    | RoomTrouble
    | EventGone
    | CalendarChanged
    | SeriesGone
    | CalendarTrouble
    | NeutralLine
    | OwnMessageGone
    | WordsExpire
    | HidingDisputed
    | DrillReport
    | QuestionAnswered
    | AutomodChanged
    | RoomActLine
    | HoldTrouble
    | RaidCard
    | NewcomerHeld
    | NewcomerLetter
    | RoomPaused
    | ReportWaiting
    | StaffLetter
    | TermsChanged
    | JoiningTrouble
)


def as_late(notice: Notice) -> Notice:
    """Return the notice as it reads when it is said after its time."""
    return replace(notice, late=True) if isinstance(notice, MeetingReminder) else notice
