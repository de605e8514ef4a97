"""What is said about acts on rooms and on the whole server."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import CaseNumber, ChannelId, GuildId, RoleId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomActLine:
    """A line in the staff room about what a moderator did to a room or to the server.

    Attributes:
        action: A value of `cases.Action`.
        channel_id: The room; None for the whole server.
        until: When it is taken back by itself, aware UTC.
        seconds: Of slow mode.
        removed: How many messages were removed; None where none were to be.
        left: How many were to be removed and still stand.
    """

    number: CaseNumber
    action: str
    moderator_id: UserId
    reason: str
    note: str
    channel_id: ChannelId | None = None
    until: datetime | None = None
    seconds: int | None = None
    removed: int | None = None
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPaused:
    """A line in a room: it is paused, or its pause is over.

    Attributes:
        until: When the pause ends by itself, aware UTC.
        is_closed: Whether the room is closed between its meetings as the pause ends.
    """

    room_id: ChannelId
    is_over: bool
    until: datetime | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTrouble:
    """Slow mode or a closed door cannot be put back, or kept; staff are told what to do.

    Attributes:
        kind: A value of `holds.HoldKind`.
        channel_id: The room; None for the whole server.
        problem: A value of `Failure`.
        is_end: True when it was to be put back.
    """

    kind: str
    channel_id: ChannelId | None
    problem: str
    is_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidCard:
    """Far more people come, or write, than is usual; staff are rung.

    Attributes:
        what: A value of `raids.What`.
        count: How many came within `seconds`.
        room_id: Where messages come; None for people who join.
        calmed: Whether invites were paused and the room was slowed.
        until: Until when, aware UTC, unless a moderator decides otherwise.
        rings: Roles whose people are rung.
    """

    guild_id: GuildId
    what: str
    count: int
    seconds: int
    room_id: ChannelId | None
    calmed: bool
    until: datetime
    rings: tuple[RoleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewcomerHeld:
    """A newcomer who flooded is held for a moment; staff can let them write at once."""

    number: CaseNumber
    user_id: UserId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewcomerLetter:
    """A letter to a newcomer who is held.

    Attributes:
        server: The server's name; empty where Discord did not give it.
    """

    guild_id: GuildId
    server: str
    until: datetime
