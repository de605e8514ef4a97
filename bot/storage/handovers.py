"""Rows of questions that were handed over: who asked and how it stands, never the question."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.deliveries import Sent
from bot.domain.handovers import Handover, State
from bot.domain.ids import ChannelId, GuildId, HandoverId, MessageId, UserId
from bot.storage.database import Row, Transaction
from bot.storage.times import micros, moment

# The ledger knows whether the letter came through; only one that did not is said otherwise.
TAKE = """
UPDATE handovers SET lease_until = :until
WHERE asker_id = :asker_id AND answer IS NOT NULL
    AND (lease_until IS NULL OR lease_until <= :real)
    AND EXISTS (
        SELECT 1 FROM deliveries
        WHERE deliveries.key = 'handover:' || handovers.id
            AND deliveries.state IN ('parked', 'failed', 'missed')
    )
RETURNING *
"""


async def add(tx: Transaction, handover: Handover, *, expires_at: datetime) -> None:
    """Keep that somebody has handed a question over."""
    await tx.execute(
        "INSERT INTO handovers (id, guild_id, asker_id, state, created_at, expires_at)"
        " VALUES (:id, :guild_id, :asker_id, :state, :created_at, :expires_at)",
        {
            "id": handover.id,
            "guild_id": handover.guild_id,
            "asker_id": handover.asker_id,
            "state": handover.state,
            "created_at": micros(handover.created_at),
            "expires_at": micros(expires_at),
        },
    )


async def count(tx: Transaction, guild_id: GuildId, asker_id: UserId, *, since: datetime) -> int:
    """Return how many questions somebody has handed to a server's staff since a moment."""
    rows = await tx.fetch_all(
        "SELECT COUNT(*) AS total FROM handovers"
        " WHERE asker_id = :asker_id AND guild_id = :guild_id AND created_at > :since",
        {"guild_id": guild_id, "asker_id": asker_id, "since": micros(since)},
    )
    return rows[0]["total"]


async def posted(tx: Transaction, handover_id: HandoverId, card: Sent) -> None:
    """Keep where the staff card stands."""
    await tx.execute(
        "UPDATE handovers SET card_channel_id = :channel_id, card_message_id = :message_id"
        " WHERE id = :id",
        {"id": handover_id, "channel_id": card.channel_id, "message_id": card.message_id},
    )


async def remove(tx: Transaction, handover_id: HandoverId) -> None:
    """Forget a question."""
    await tx.execute("DELETE FROM handovers WHERE id = :id", {"id": handover_id})


async def get(tx: Transaction, guild_id: GuildId, handover_id: HandoverId) -> Handover | None:
    """Return a server's question, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM handovers WHERE id = :id AND guild_id = :guild_id",
        {"id": handover_id, "guild_id": guild_id},
    )
    return _handover(rows[0]) if rows else None


async def claim(tx: Transaction, handover_id: HandoverId) -> bool:
    """Mark an open question as somebody's; say whether it was open."""
    changed = await tx.execute(
        "UPDATE handovers SET state = 'claimed' WHERE id = :id AND state = 'open'",
        {"id": handover_id},
    )
    return changed == 1


async def end(
    tx: Transaction,
    handover_id: HandoverId,
    state: State,
    *,
    expires_at: datetime,
    answer: str | None = None,
) -> bool:
    """Answer or close a question, unless somebody has; say whether it was still to be done."""
    changed = await tx.execute(
        "UPDATE handovers SET state = :state, answer = :answer, expires_at = :expires_at"
        " WHERE id = :id AND state IN ('open', 'claimed')",
        {
            "id": handover_id,
            "state": state,
            "answer": answer,
            "expires_at": micros(expires_at),
        },
    )
    return changed == 1


async def take_waiting(
    tx: Transaction, asker_id: UserId, *, real: datetime, until: datetime
) -> Sequence[Handover]:
    """Return the answers that wait for somebody, nobody else's until `until` (both real time)."""
    rows = await tx.fetch_all(
        TAKE, {"asker_id": asker_id, "real": micros(real), "until": micros(until)}
    )
    return [_handover(row) for row in rows]


async def forget_answer(tx: Transaction, handover_id: HandoverId) -> None:
    """Forget what staff typed: the asker has it."""
    await tx.execute("UPDATE handovers SET answer = NULL WHERE id = :id", {"id": handover_id})


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Forget every question whose time has come and return how many there were."""
    return await tx.execute("DELETE FROM handovers WHERE expires_at <= :now", {"now": micros(now)})


def _handover(row: Row) -> Handover:
    message_id, channel_id = row["card_message_id"], row["card_channel_id"]
    return Handover(
        id=HandoverId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        asker_id=UserId(row["asker_id"]),
        state=State(row["state"]),
        card=Sent(MessageId(message_id), ChannelId(channel_id)) if message_id else None,
        answer=row["answer"],
        created_at=moment(row["created_at"]),
    )
