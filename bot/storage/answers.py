"""Rows that count questions by their nearest entry. Never the words, never who."""

from collections.abc import Mapping
from datetime import date

from bot.domain.faq.entries import EntryId
from bot.domain.ids import GuildId
from bot.storage.database import Transaction


async def count(
    tx: Transaction, *, guild_id: GuildId, day: date, entry_id: EntryId, outcome: str
) -> None:
    """Add one to a day's count.

    Args:
        day: UTC.
        entry_id: The nearest entry; empty when nothing was near.
        outcome: "answer", "offer" or "none".
    """
    await tx.execute(
        "INSERT INTO answer_counts (guild_id, day, entry_id, outcome, count)"
        " VALUES (:guild_id, :day, :entry_id, :outcome, 1)"
        " ON CONFLICT (guild_id, day, entry_id, outcome)"
        " DO UPDATE SET count = answer_counts.count + 1",
        {
            "guild_id": guild_id,
            "day": day.isoformat(),
            "entry_id": entry_id,
            "outcome": outcome,
        },
    )


async def since(
    tx: Transaction, guild_id: GuildId, day: date
) -> Mapping[EntryId, Mapping[str, int]]:
    """Return the counts of a server from a day (UTC) on: nearest entry, then outcome."""
    rows = await tx.fetch_all(
        "SELECT entry_id, outcome, SUM(count) AS total FROM answer_counts"
        " WHERE guild_id = :guild_id AND day >= :day GROUP BY entry_id, outcome",
        {"guild_id": guild_id, "day": day.isoformat()},
    )
    found: dict[EntryId, dict[str, int]] = {}
    for row in rows:
        found.setdefault(EntryId(row["entry_id"]), {})[row["outcome"]] = row["total"]
    return found
