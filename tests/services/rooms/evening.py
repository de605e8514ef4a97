"""One evening: its people, its room as staff have set it, and how to let time pass."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.deliveries import Failure
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.rooms import TEXT_BITS, Overwrite
from bot.domain.servers import Actor, Right
from bot.services.ports import MessengerError
from bot.services.rooms import RoomService
from tests.fakes import ManualClock
from tests.services.fake_rooms import FakeRooms

Make = Callable[[], RoomService]
ADMIN = Actor(user_id=UserId(7), guild_id=GuildId(1), rights=frozenset(Right))
MEMBER = replace(ADMIN, rights=frozenset[Right]())
ROOM, STAFF_ROOM = ChannelId(12), ChannelId(10)
EVERYONE, VIEW = 1, 1 << 10
START = datetime(2026, 3, 10, 23, tzinfo=UTC)
END = START + timedelta(hours=1)
BEFORE = {
    EVERYONE: Overwrite(EVERYONE, False, allow=VIEW),
    # A bit that no release of discord.py knows.
    40: Overwrite(40, True, allow=1 << 60, deny=TEXT_BITS),
}
FORBIDDEN = MessengerError("403", failure=Failure.FORBIDDEN)
PASSING = MessengerError("500", failure=Failure.PASSING)


def may_write(discord_rooms: FakeRooms) -> bool:
    """Say whether members may write, their role leaving it open."""
    return not discord_rooms.rooms[ROOM].get(EVERYONE, Overwrite(1, False)).deny & TEXT_BITS


async def at(clock: ManualClock, moment: datetime, settle: Callable[[], Awaitable[int]]) -> None:
    """Let it be `moment`, and settle what is due then."""
    clock.moment = moment
    await settle()
