"""Rows of questions without a name: blocks by keyed hash, and who learned who asked."""

import secrets
from datetime import datetime

from bot.domain.ids import GuildId, HandoverId, UserId
from bot.domain.private_questions import Opening
from bot.storage.database import Transaction
from bot.storage.times import micros, moment


async def key(tx: Transaction, guild_id: GuildId) -> bytes:
    """Return a server's key; the first time it is made."""
    await tx.execute(
        "INSERT INTO guild_keys (guild_id, hash_key) VALUES (:guild_id, :key)"
        " ON CONFLICT DO NOTHING",
        {"guild_id": guild_id, "key": secrets.token_bytes(32)},
    )
    rows = await tx.fetch_all(
        "SELECT hash_key FROM guild_keys WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return bytes(rows[0]["hash_key"])


async def is_blocked(tx: Transaction, guild_id: GuildId, asker: str, *, now: datetime) -> bool:
    """Say whether whoever a hash stands for may not ask."""
    rows = await tx.fetch_all(
        "SELECT 1 FROM question_blocks WHERE guild_id = :guild_id AND asker = :asker"
        " AND expires_at > :now",
        {"guild_id": guild_id, "asker": asker, "now": micros(now)},
    )
    return bool(rows)


async def block(tx: Transaction, guild_id: GuildId, asker: str, *, until: datetime) -> None:
    """Block whoever a hash stands for."""
    await tx.execute(
        "INSERT INTO question_blocks (guild_id, asker, expires_at)"
        " VALUES (:guild_id, :asker, :until)"
        " ON CONFLICT (guild_id, asker) DO UPDATE SET expires_at = excluded.expires_at",
        {"guild_id": guild_id, "asker": asker, "until": micros(until)},
    )


async def unblock(tx: Transaction, guild_id: GuildId, asker: str) -> None:
    """Lift a block."""
    await tx.execute(
        "DELETE FROM question_blocks WHERE guild_id = :guild_id AND asker = :asker",
        {"guild_id": guild_id, "asker": asker},
    )


async def opening(tx: Transaction, handover_id: HandoverId) -> Opening | None:
    """Return who wishes to learn, or has learned, who asked; None for nobody."""
    rows = await tx.fetch_all(
        "SELECT * FROM question_openings WHERE handover_id = :id", {"id": handover_id}
    )
    if not rows:
        return None
    [row] = rows
    return Opening(
        first_by=UserId(row["first_by"]),
        first_at=moment(row["first_at"]),
        second_by=None if row["second_by"] is None else UserId(row["second_by"]),
    )


async def wish(tx: Transaction, handover_id: HandoverId, *, by: UserId, at: datetime) -> None:
    """Keep that somebody wishes to learn who asked, in place of a wish that nobody shared."""
    await tx.execute(
        "INSERT INTO question_openings (handover_id, first_by, first_at) VALUES (:id, :by, :at)"
        " ON CONFLICT (handover_id) DO UPDATE SET first_by = excluded.first_by,"
        " first_at = excluded.first_at WHERE second_by IS NULL",
        {"id": handover_id, "by": by, "at": micros(at)},
    )


async def agree(tx: Transaction, handover_id: HandoverId, *, by: UserId) -> None:
    """Keep who agreed."""
    await tx.execute(
        "UPDATE question_openings SET second_by = :by WHERE handover_id = :id"
        " AND second_by IS NULL",
        {"id": handover_id, "by": by},
    )


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Forget the blocks that are over; return how many."""
    return await tx.execute(
        "DELETE FROM question_blocks WHERE expires_at <= :now", {"now": micros(now)}
    )
