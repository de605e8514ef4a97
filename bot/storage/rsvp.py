"""Rows of how many plan to come, and, until a meeting ends, of keyed hashes of who answered."""

from datetime import datetime

from bot.domain.ids import MeetingId
from bot.domain.rsvp import Count
from bot.storage.database import Transaction
from bot.storage.times import maybe_moment, micros

COUNT = """
UPDATE rsvp_occurrences SET
    coming = (SELECT COUNT(*) FROM rsvp_answers AS a WHERE a.meeting_id = :meeting_id
        AND a.original_at = :original_at AND a.is_coming = 1),
    not_coming = (SELECT COUNT(*) FROM rsvp_answers AS a WHERE a.meeting_id = :meeting_id
        AND a.original_at = :original_at AND a.is_coming = 0)
WHERE meeting_id = :meeting_id AND original_at = :original_at
"""


async def key(
    tx: Transaction,
    meeting_id: MeetingId,
    original_at: datetime,
    *,
    fresh: str,
    ends_at: datetime,
) -> str | None:
    """Return the key of an occurrence, `fresh` for its first answer; None once it is destroyed.

    Args:
        ends_at: When the occurrence ends, as far as is known now: then the key is destroyed.
    """
    which = {"meeting_id": meeting_id, "original_at": micros(original_at)}
    await tx.execute(
        "INSERT INTO rsvp_occurrences (meeting_id, original_at, ends_at, hash_key)"
        " VALUES (:meeting_id, :original_at, :ends_at, :fresh)"
        " ON CONFLICT (meeting_id, original_at) DO UPDATE SET ends_at = excluded.ends_at",
        {**which, "ends_at": micros(ends_at), "fresh": fresh},
    )
    rows = await tx.fetch_all(
        "SELECT hash_key FROM rsvp_occurrences"
        " WHERE meeting_id = :meeting_id AND original_at = :original_at",
        which,
    )
    return rows[0]["hash_key"]


async def answer(
    tx: Transaction,
    meeting_id: MeetingId,
    original_at: datetime,
    *,
    answerer: str,
    is_coming: bool,
) -> Count:
    """Keep an answer in place of an earlier one of the same person; return the new count."""
    which = {"meeting_id": meeting_id, "original_at": micros(original_at)}
    await tx.execute(
        "INSERT INTO rsvp_answers (meeting_id, original_at, answerer, is_coming)"
        " VALUES (:meeting_id, :original_at, :answerer, :is_coming)"
        " ON CONFLICT (meeting_id, original_at, answerer)"
        " DO UPDATE SET is_coming = excluded.is_coming",
        {**which, "answerer": answerer, "is_coming": int(is_coming)},
    )
    await tx.execute(COUNT, which)
    return await count(tx, meeting_id, original_at)


async def count(tx: Transaction, meeting_id: MeetingId, original_at: datetime) -> Count:
    """Return how many have answered."""
    rows = await tx.fetch_all(
        "SELECT coming, not_coming FROM rsvp_occurrences"
        " WHERE meeting_id = :meeting_id AND original_at = :original_at",
        {"meeting_id": meeting_id, "original_at": micros(original_at)},
    )
    return Count(rows[0]["coming"], rows[0]["not_coming"]) if rows else Count()


async def next_end(tx: Transaction) -> datetime | None:
    """Return when the next key is to be destroyed, aware UTC."""
    rows = await tx.fetch_all(
        "SELECT MIN(ends_at) AS at FROM rsvp_occurrences WHERE hash_key IS NOT NULL"
    )
    return maybe_moment(rows[0]["at"])


async def destroy_ended(tx: Transaction, *, now: datetime) -> int:
    """Destroy the keys and answers of what has ended; the numbers stay. Return how many keys."""
    await tx.execute(
        "DELETE FROM rsvp_answers WHERE EXISTS (SELECT 1 FROM rsvp_occurrences AS o"
        " WHERE o.meeting_id = rsvp_answers.meeting_id AND o.original_at = rsvp_answers.original_at"
        " AND o.hash_key IS NOT NULL AND o.ends_at <= :now)",
        {"now": micros(now)},
    )
    return await tx.execute(
        "UPDATE rsvp_occurrences SET hash_key = NULL"
        " WHERE hash_key IS NOT NULL AND ends_at <= :now",
        {"now": micros(now)},
    )
