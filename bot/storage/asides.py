"""Rows of notes for one person each that wait to be opened, ids and words of ours only."""

import json
from datetime import datetime

from bot.domain.asides import Aside
from bot.domain.ids import AsideId, ChannelId, GuildId, UserId
from bot.storage.database import Transaction
from bot.storage.times import micros


async def add(tx: Transaction, aside: Aside, *, expires_at: datetime) -> AsideId:
    """Keep a note until it is useless."""
    rows = await tx.fetch_all(
        "INSERT INTO asides (guild_id, channel_id, user_id, what, facts, expires_at)"
        " VALUES (:guild_id, :channel_id, :user_id, :what, :facts, :at) RETURNING id",
        {
            "guild_id": aside.guild_id,
            "channel_id": aside.channel_id,
            "user_id": aside.user_id,
            "what": aside.what,
            "facts": json.dumps(aside.facts),
            "at": micros(expires_at),
        },
    )
    return AsideId(rows[0]["id"])


async def get(tx: Transaction, aside_id: AsideId, *, now: datetime) -> Aside | None:
    """Return a note that still waits, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM asides WHERE id = :id AND expires_at > :now",
        {"id": aside_id, "now": micros(now)},
    )
    if not rows:
        return None
    [row] = rows
    return Aside(
        what=row["what"],
        facts=tuple(json.loads(row["facts"])),
        user_id=UserId(row["user_id"]),
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]),
    )


async def has_twin(tx: Transaction, aside: Aside, *, now: datetime) -> bool:
    """Say whether the same note waits for the same person in the same room already."""
    rows = await tx.fetch_all(
        "SELECT 1 FROM asides WHERE channel_id = :channel_id AND user_id = :user_id"
        " AND what = :what AND facts = :facts AND expires_at > :now",
        {
            "channel_id": aside.channel_id,
            "user_id": aside.user_id,
            "what": aside.what,
            "facts": json.dumps(aside.facts),
            "now": micros(now),
        },
    )
    return bool(rows)


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Erase the notes that nobody can open any more; return how many."""
    return await tx.execute("DELETE FROM asides WHERE expires_at <= :now", {"now": micros(now)})
