"""Rows of messages whose authors were asked for a content warning, and nothing else of it."""

from datetime import datetime

from bot.domain.ids import MessageId
from bot.storage.database import Transaction
from bot.storage.times import micros


async def add(tx: Transaction, message_id: MessageId, *, expires_at: datetime) -> bool:
    """Note that an author is asked about a message; say whether they were not before."""
    changed = await tx.execute(
        "INSERT INTO warnings_asked (message_id, expires_at) VALUES (:id, :expires_at)"
        " ON CONFLICT DO NOTHING",
        {"id": message_id, "expires_at": micros(expires_at)},
    )
    return changed == 1


async def remove(tx: Transaction, message_id: MessageId) -> None:
    """Take back what `add` noted: nobody was reached."""
    await tx.execute("DELETE FROM warnings_asked WHERE message_id = :id", {"id": message_id})


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Forget what has expired; return how much."""
    return await tx.execute(
        "DELETE FROM warnings_asked WHERE expires_at <= :now", {"now": micros(now)}
    )
