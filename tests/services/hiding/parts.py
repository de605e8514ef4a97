"""Who is who in these tests, what Discord may answer, and what is kept."""

from collections.abc import Awaitable, Callable

from bot.domain.deliveries import Failure
from bot.domain.hiding import State
from bot.domain.ids import GuildId, HidingId, RoleId, UserId
from bot.domain.servers import Actor
from bot.services.ports import MessengerError
from bot.storage import hidings as rows
from bot.storage.database import Database

GUILD, MEMBER = GuildId(1), UserId(7)
ADMIN = Actor(user_id=UserId(50), guild_id=GUILD, role_ids=frozenset({RoleId(20)}))
MODERATOR = Actor(user_id=UserId(51), guild_id=GUILD, role_ids=frozenset({RoleId(21)}))
FORBIDDEN = MessengerError("403", failure=Failure.FORBIDDEN)
GONE = MessengerError("404", failure=Failure.GONE)
PASSING = MessengerError("500", failure=Failure.PASSING)
CLOSED = MessengerError("50007", failure=Failure.DM_CLOSED)

Say = Callable[..., Awaitable[bool]]


async def state(database: Database, number: int = 1) -> State | None:
    """How far a message's hiding has come."""
    async with database.transaction() as tx:
        found = await rows.get(tx, HidingId(number))
    return found and found.state


async def counts(database: Database) -> list[tuple[str, str, int]]:
    """What is counted of what happened."""
    async with database.transaction() as tx:
        found = await tx.fetch_all("SELECT * FROM hiding_counts ORDER BY what")
    return [(row["what"], row["outcome"], row["count"]) for row in found]
