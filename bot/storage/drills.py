"""Rows of drills."""

from datetime import datetime

from bot.domain.drills import Drill
from bot.domain.ids import GuildId, IncidentId, UserId
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros, moment


async def begin(
    tx: Transaction,
    guild_id: GuildId,
    *,
    by: UserId,
    started_at: datetime,
    helped_at: datetime | None,
) -> Drill | None:
    """Begin a drill, unless one goes on here."""
    rows = await tx.fetch_all(
        "INSERT INTO drills (guild_id, started_by, started_at, helped_at)"
        " SELECT :guild_id, :by, :started_at, :helped_at WHERE NOT EXISTS"
        " (SELECT 1 FROM drills WHERE guild_id = :guild_id AND ended_at IS NULL) RETURNING *",
        {
            "guild_id": guild_id,
            "by": by,
            "started_at": micros(started_at),
            "helped_at": maybe_micros(helped_at),
        },
    )
    return _drill(rows[0]) if rows else None


async def get(tx: Transaction, drill_id: IncidentId) -> Drill | None:
    """Return a drill, or None when there is none."""
    rows = await tx.fetch_all("SELECT * FROM drills WHERE id = :id", {"id": drill_id})
    return _drill(rows[0]) if rows else None


async def going_on(tx: Transaction, guild_id: GuildId) -> Drill | None:
    """Return the drill that goes on in a server."""
    rows = await tx.fetch_all(
        "SELECT * FROM drills WHERE guild_id = :guild_id AND ended_at IS NULL",
        {"guild_id": guild_id},
    )
    return _drill(rows[0]) if rows else None


async def end(
    tx: Transaction, drill_id: IncidentId, *, taken_by: UserId | None, at: datetime
) -> bool:
    """End a drill, taken by somebody or stopped; say whether it was still going on."""
    changed = await tx.execute(
        "UPDATE drills SET taken_by = :by, taken_at = :taken_at, ended_at = :at"
        " WHERE id = :id AND ended_at IS NULL",
        {
            "by": taken_by,
            "taken_at": None if taken_by is None else micros(at),
            "at": micros(at),
            "id": drill_id,
        },
    )
    return changed == 1


def _drill(row: Row) -> Drill:
    return Drill(
        id=IncidentId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        started_by=UserId(row["started_by"]),
        started_at=moment(row["started_at"]),
        helped_at=maybe_moment(row["helped_at"]),
        taken_by=None if row["taken_by"] is None else UserId(row["taken_by"]),
        taken_at=maybe_moment(row["taken_at"]),
    )
