"""What the bot says unasked about somebody in danger: cards, changes of cards, calls, reminders."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, RoleId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class CareCard:
    """Somebody may be in danger; staff are asked to look.

    Attributes:
        level: "low", "medium" or "high".
        topic: "self", "other_person" or "medical".
        author_id: Who wrote it. Shown as a mention that rings for nobody.
        channel_id: Where; None for a direct message to the bot.
        message_id: The message itself, so that staff can jump to it; None where there is none.
        at: When it was written, aware UTC.
        signals: Ids of what the gate heard, for staff who ask why.
        support_sent: Whether the person has the help lines, in the room or by direct message.
        rung: 0 for the first time staff are told.
        rings: Roles whose people are rung.
        calls: People who are rung: those on call.
        started_by: The moderator who made the card by hand, if one did.
        taken_by, taken_at: Who acknowledged it, and when (aware UTC).
        wants_second: Whether a second person was asked for.
        second_by: Who joined.
        outcome: A value of `incidents.Outcome`; empty until one is known.
        outcome_by: Who wrote it down.
        noted: Whether staff left a note with it, which is kept in the database alone.
        is_drill: Whether this is a rehearsal; then `incident_id` counts drills.
        in_private: Whether one of staff gets it by direct message, the staff room being gone.
        spot: Where the words stand, a value of `messages.Spot`.
    """

    incident_id: IncidentId
    guild_id: GuildId
    level: str
    topic: str
    author_id: UserId
    channel_id: ChannelId | None
    message_id: MessageId | None
    at: datetime
    signals: tuple[str, ...] = ()
    support_sent: bool = True
    rung: int = 0
    rings: tuple[RoleId, ...] = ()
    calls: tuple[UserId, ...] = ()
    started_by: UserId | None = None
    taken_by: UserId | None = None
    taken_at: datetime | None = None
    wants_second: bool = False
    second_by: UserId | None = None
    outcome: str = ""
    outcome_by: UserId | None = None
    noted: bool = False
    in_private: bool = False
    is_drill: bool = False
    spot: str = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class CareChange(CareCard):
    """A care card that was posted reads otherwise from now on. It rings nobody.

    Attributes:
        shown_channel_id: Where the card stands.
        shown_message_id: The card.
    """

    shown_channel_id: ChannelId
    shown_message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondWanted:
    """Whoever takes care of somebody asks for a second person.

    Attributes:
        asked_by: Who asks.
        author_id: Whom it is about.
        again: True when nobody came the first time.
        rings: Roles whose people are rung.
    """

    incident_id: IncidentId
    guild_id: GuildId
    asked_by: UserId
    author_id: UserId
    again: bool = False
    rings: tuple[RoleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Whoever took a care card is asked, the day after, how the person is and how they are.

    Attributes:
        taken_by: Who is reminded.
        author_id: Whom the card was about.
        taken_at: When the card was taken, aware UTC.
        again: How often they asked to be reminded again, 0 for the first time.
        calls: Who is rung, where it is said in the staff room instead of in private.
    """

    incident_id: IncidentId
    guild_id: GuildId
    taken_by: UserId
    author_id: UserId
    taken_at: datetime
    again: int = 0
    calls: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftBegins:
    """Whoever's shift begins is told that they are on call.

    Attributes:
        starts_at, ends_at: Of the shift, aware UTC.
        server: Its name, for whoever is of the staff of several; empty while nobody knew it.
        calls: Who is rung, where it is said in the staff room instead of in private.
    """

    guild_id: GuildId
    user_id: UserId
    starts_at: datetime
    ends_at: datetime
    server: str = ""
    calls: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillReport:
    """How a drill went.

    Attributes:
        started_by: The admin who is told.
        helped_ms, card_ms, taken_ms: From the start, in milliseconds; None where it did not happen.
        taken_by: Who acknowledged.
        calls: Who is rung, where it is said in the staff room instead of in private.
    """

    started_by: UserId
    helped_ms: int | None
    card_ms: int | None
    taken_ms: int | None
    taken_by: UserId | None
    calls: tuple[UserId, ...] = ()
