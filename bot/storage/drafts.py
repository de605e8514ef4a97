"""Rows of drafts: what staff typed and have not saved yet. Each is forgotten at its time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.ids import DraftId, GuildId, UserId
from bot.storage.database import Transaction
from bot.storage.times import micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something typed.

    Attributes:
        kind: What it will become: "meeting", ...
        typed: As JSON holds it.
    """

    id: DraftId
    guild_id: GuildId
    author_id: UserId
    kind: str
    typed: Mapping[str, Any]


async def add(
    tx: Transaction,
    kind: str,
    typed: Mapping[str, Any],
    *,
    guild_id: GuildId,
    author_id: UserId,
    expires_at: datetime,
) -> DraftId:
    """Keep what was typed until `expires_at`."""
    rows = await tx.fetch_all(
        "INSERT INTO drafts (guild_id, author_id, kind, payload, expires_at)"
        " VALUES (:guild_id, :author_id, :kind, :payload, :expires_at) RETURNING id",
        {
            "guild_id": guild_id,
            "author_id": author_id,
            "kind": kind,
            "payload": json.dumps(dict(typed)),
            "expires_at": micros(expires_at),
        },
    )
    return DraftId(rows[0]["id"])


async def get(tx: Transaction, draft_id: DraftId, *, now: datetime) -> Draft | None:
    """Return a draft whose time has not come, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM drafts WHERE id = :id AND expires_at > :now",
        {"id": draft_id, "now": micros(now)},
    )
    if not rows:
        return None
    row = rows[0]
    return Draft(
        id=DraftId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        author_id=UserId(row["author_id"]),
        kind=row["kind"],
        typed=json.loads(row["payload"]),
    )


async def change(
    tx: Transaction, draft_id: DraftId, typed: Mapping[str, Any], *, expires_at: datetime
) -> None:
    """Put `typed` in place of what was typed before, and begin its time anew."""
    await tx.execute(
        "UPDATE drafts SET payload = :payload, expires_at = :expires_at WHERE id = :id",
        {"id": draft_id, "payload": json.dumps(dict(typed)), "expires_at": micros(expires_at)},
    )


async def remove(tx: Transaction, draft_id: DraftId) -> None:
    """Forget a draft."""
    await tx.execute("DELETE FROM drafts WHERE id = :id", {"id": draft_id})


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Forget every draft whose time has come and return how many there were."""
    return await tx.execute("DELETE FROM drafts WHERE expires_at <= :now", {"now": micros(now)})
