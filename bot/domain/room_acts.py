"""What a moderator may do to a room or to the whole server, and what is said of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.cases import Case
from bot.domain.deliveries import Plan, Room
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId
from bot.domain.room_notices import RoomActLine, RoomPaused
from bot.domain.rooms import Opening
from bot.domain.servers import RoomPurpose, Server

# A room that is told of its pause later than this has noticed it itself.
STILL_NEWS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an act came to, in numbers.

    Attributes:
        seconds: Of slow mode.
        removed: Messages that were removed.
        left: Messages that were to be removed and still stand.
    """

    seconds: int | None = None
    removed: int | None = None
    left: int = 0


def check_room(server: Server, room_id: ChannelId) -> None:
    """Let a room pass that may be paused, slowed or cleared.

    Raises:
        InvalidInput: It is the staff room: care cards stand there, and staff must be able to talk.
    """
    if server.rooms.get(RoomPurpose.STAFF) == room_id:
        raise InvalidInput("Room", "staff_room_stays")


def line(case: Case, outcome: Outcome, *, staff_room: ChannelId, now: datetime) -> Plan:
    """Return the line in the staff room about what was done to a room or to the server."""
    return Plan(
        key=case.line_key,
        guild_id=case.guild_id,
        place=Room(staff_room),
        notice=RoomActLine(
            number=case.number,
            action=case.action.value,
            moderator_id=case.moderator_id,
            reason=case.reason.value,
            note=case.note,
            channel_id=case.channel_id,
            until=case.until,
            seconds=outcome.seconds,
            removed=outcome.removed,
            left=outcome.left,
        ),
        due_at=now,
    )


def said_in_the_room(opening: Opening, *, is_closed: bool, now: datetime) -> Plan:
    """Return the line that tells a room that it is paused; once a pause."""
    notice = RoomPaused(
        room_id=opening.room_id, is_over=False, until=opening.closes_at, is_closed=is_closed
    )
    return Plan(
        key=f"pause:{opening.id}:on",
        guild_id=opening.guild_id,
        place=Room(opening.room_id),
        notice=notice,
        due_at=now,
        missed_at=now + STILL_NEWS,
    )


def said_after(opening: Opening, *, is_closed: bool, now: datetime) -> Plan:
    """Return the line that tells a room that its pause is over; once a pause."""
    return Plan(
        key=f"pause:{opening.id}:off",
        guild_id=opening.guild_id,
        place=Room(opening.room_id),
        notice=RoomPaused(room_id=opening.room_id, is_over=True, is_closed=is_closed),
        due_at=now,
    )
