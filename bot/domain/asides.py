"""A word to one person alone, and the line in the room that stands in where their DMs are closed.

The line names nobody and says nothing of what it is about; its button answers its person alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.deliveries import Plan, Room, Sent
from bot.domain.ids import AsideId, ChannelId, GuildId, UserId
from bot.domain.notices import NeutralLine, OwnMessageGone

# Long enough for somebody who is still there; a line that nobody opens is only noise.
LINE_STANDS = timedelta(minutes=10)


class Told(StrEnum):
    """How a person was told something."""

    PRIVATELY = "privately"
    IN_ROOM = "in_room"  # a neutral line stands there; whether they opened it nobody knows
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Something for one person: facts, never words.

    Attributes:
        what: Who finds the words, by the name under which it was registered.
        facts: What they need for it; ids and words of ours.
        channel_id: Where the person wrote; None when that was no room.
    """

    what: str
    facts: tuple[str, ...] = ()
    user_id: UserId
    guild_id: GuildId | None
    channel_id: ChannelId | None


def line(aside_id: AsideId, *, guild_id: GuildId, channel_id: ChannelId, now: datetime) -> Plan:
    """Return the line in the room; not said at all once it would have been removed."""
    return Plan(
        key=f"aside:{aside_id}",
        guild_id=guild_id,
        place=Room(channel_id),
        notice=NeutralLine(aside_id=aside_id),
        due_at=now,
        missed_at=now + LINE_STANDS,
    )


def removal(guild_id: GuildId, sent: Sent, *, now: datetime) -> Plan:
    """Return what takes a line away again."""
    return Plan(
        key=f"aside-gone:{sent.message_id}",
        guild_id=guild_id,
        place=Room(sent.channel_id),
        notice=OwnMessageGone(channel_id=sent.channel_id, message_id=sent.message_id),
        due_at=now + LINE_STANDS,
    )
