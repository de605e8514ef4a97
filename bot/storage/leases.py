"""Servers that are looked at in turn, one row each, claimed for a lease before the look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import Template

from bot.domain.ids import GuildId
from bot.storage.database import Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros

LOOK = Template(
    "INSERT INTO $table (guild_id, due_at) VALUES (:guild_id, :now)"
    " ON CONFLICT (guild_id) DO UPDATE SET due_at = excluded.due_at"
)
CLAIM = Template(
    "UPDATE $table SET lease_until = :lease_until, due_at = NULL"
    " WHERE (lease_until IS NULL AND due_at <= :now) OR lease_until <= :real"
    " RETURNING guild_id, attempts"
)
SETTLED = Template(
    "UPDATE $table SET lease_until = NULL, attempts = :attempts,"
    " due_at = COALESCE(due_at, :next_at) WHERE guild_id = :guild_id"
)
NEXT_DUE = Template(
    "SELECT (SELECT MIN(due_at) FROM $table WHERE lease_until IS NULL) AS due,"
    " (SELECT MIN(lease_until) FROM $table) AS lease"
)
RELEASE = Template(
    "UPDATE $table SET due_at = COALESCE(due_at, 0), lease_until = NULL"
    " WHERE lease_until IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class ServerLeases:
    """The leases of one kind of look.

    Attributes:
        table: Its name; it has guild_id (unique), due_at, lease_until and attempts.
    """

    table: str

    async def look_at(self, tx: Transaction, guild_id: GuildId, *, now: datetime) -> None:
        """Make a server due at once, also while somebody has it."""
        await tx.execute(self._of(LOOK), {"guild_id": guild_id, "now": micros(now)})

    async def claim(
        self, tx: Transaction, *, now: datetime, real: datetime, lease: timedelta
    ) -> Sequence[tuple[GuildId, int]]:
        """Take the servers that are due for `lease`; return each with its failures so far."""
        until = micros(real + lease)
        rows = await tx.fetch_all(
            self._of(CLAIM), {"now": micros(now), "real": micros(real), "lease_until": until}
        )
        return [(GuildId(row["guild_id"]), row["attempts"]) for row in rows]

    async def settled(
        self, tx: Transaction, guild_id: GuildId, *, next_at: datetime | None, attempts: int = 0
    ) -> None:
        """Give a server back until `next_at`; one that was asked for meanwhile is due sooner."""
        await tx.execute(
            self._of(SETTLED),
            {"guild_id": guild_id, "next_at": maybe_micros(next_at), "attempts": attempts},
        )

    async def next_due(self, tx: Transaction) -> tuple[datetime | None, datetime | None]:
        """Return when one is next due (the bot's clock) and when the next lease ends (real)."""
        rows = await tx.fetch_all(self._of(NEXT_DUE))
        return maybe_moment(rows[0]["due"]), maybe_moment(rows[0]["lease"])

    async def release_claims(self, tx: Transaction) -> None:
        """Give back every claim; only for a process that knows it is alone."""
        await tx.execute(self._of(RELEASE))

    def _of(self, statement: Template) -> str:
        return statement.substitute(table=self.table)
