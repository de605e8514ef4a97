"""Rows of the delivery ledger. Functions take the transaction first and commit nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.cards import Posted
from bot.domain.care_notices import CareCard
from bot.domain.deliveries import Delivery, Person, Place, Plan, Room, Sent, State
from bot.domain.ids import ChannelId, DeliveryId, GuildId, MessageId, UserId
from bot.domain.notices import MeetingReminder
from bot.storage import notices
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros, moment

# Both WHERE clauses test the state: under PostgreSQL the outer one is checked again
# after a row lock is won, so two workers cannot claim one row. Each half has its own limit, so that
# its index gives the oldest and a million due rows are not sorted.
CLAIM = """
UPDATE deliveries
SET state = 'claimed', lease_until = :lease_until, claims = claims + 1,
    first_claimed_at = COALESCE(first_claimed_at, :now)
WHERE id IN (
    SELECT id FROM (
        SELECT * FROM (
            SELECT id, try_at FROM deliveries WHERE state = 'pending' AND try_at <= :now
            ORDER BY try_at, id LIMIT :limit
        ) AS pending
        UNION ALL
        SELECT * FROM (
            SELECT id, try_at FROM deliveries WHERE state = 'claimed' AND lease_until <= :real
            ORDER BY lease_until, id LIMIT :limit
        ) AS left_behind
    ) AS due ORDER BY try_at, id LIMIT :limit
) AND (
    (state = 'pending' AND try_at <= :now) OR (state = 'claimed' AND lease_until <= :real)
)
"""
CLAIM_KEY = """
UPDATE deliveries
SET state = 'claimed', lease_until = :lease_until, claims = claims + 1,
    first_claimed_at = COALESCE(first_claimed_at, :now)
WHERE key = :key AND state = 'pending'
"""
# With a person's direct messages, as far as they are known.
RETURNING = (
    " RETURNING *, (SELECT dm_channels.channel_id FROM dm_channels"
    " WHERE dm_channels.user_id = deliveries.user_id) AS dm_channel_id"
)


INSERT = """
INSERT INTO deliveries (
    key, guild_id, channel_id, user_id, kind, payload, due_at, late_at, missed_at, try_at,
    state, claims, first_claimed_at, lease_until
) VALUES (
    :key, :guild_id, :channel_id, :user_id, :kind, :payload, :due_at, :late_at, :missed_at, :due_at,
    :state, :claims, :first_claimed_at, :lease_until
) ON CONFLICT (key) DO NOTHING
"""
UNCLAIMED: dict[str, int | str | None] = {
    "state": State.PENDING,
    "claims": 0,
    "first_claimed_at": None,
    "lease_until": None,
}


async def plan(tx: Transaction, *plans: Plan) -> int:
    """Add deliveries whose keys are not in the ledger already; return how many were added."""
    return await tx.execute_many(INSERT, [_values(each) | UNCLAIMED for each in plans])


async def plan_claimed(
    tx: Transaction, plan: Plan, *, now: datetime, real: datetime, lease: timedelta
) -> Delivery | None:
    """Add a delivery that is already in hand; None when its key is in the ledger.

    No other worker sees it before its lease is over, so that nothing stands before it.
    """
    claimed: dict[str, int | str | None] = {
        "state": State.CLAIMED,
        "claims": 1,
        "first_claimed_at": micros(now),
        "lease_until": micros(real + lease),
    }
    rows = await tx.fetch_all(INSERT + RETURNING, _values(plan) | claimed)
    return _delivery(rows[0]) if rows else None


def _values(plan: Plan) -> dict[str, int | str | None]:
    return {
        "key": plan.key,
        "guild_id": plan.guild_id,
        "channel_id": plan.place.channel_id if isinstance(plan.place, Room) else None,
        "user_id": plan.place.user_id if isinstance(plan.place, Person) else None,
        "kind": notices.kind_of(plan.notice),
        "payload": notices.dump(plan.notice),
        "due_at": micros(plan.due_at),
        "late_at": maybe_micros(plan.late_at),
        "missed_at": maybe_micros(plan.missed_at),
    }


async def claim_due(
    tx: Transaction, *, now: datetime, real: datetime, lease: timedelta, limit: int
) -> Sequence[Delivery]:
    """Take up to `limit` due deliveries for `lease`, oldest first; a dead worker's come back.

    Args:
        now: The bot's clock: what is due.
        real: The machine's clock: whose lease is over. They differ in a sandbox only.
    """
    rows = await tx.fetch_all(
        CLAIM + RETURNING,
        {
            "now": micros(now),
            "real": micros(real),
            "lease_until": micros(real + lease),
            "limit": limit,
        },
    )
    return sorted((_delivery(row) for row in rows), key=lambda d: (d.due_at, d.id))


async def claim_key(
    tx: Transaction, key: str, *, now: datetime, real: datetime, lease: timedelta
) -> Delivery | None:
    """Take one delivery that is pending, due or not; None when another has it or it is closed."""
    rows = await tx.fetch_all(
        CLAIM_KEY + RETURNING,
        {"key": key, "now": micros(now), "lease_until": micros(real + lease)},
    )
    return _delivery(rows[0]) if rows else None


async def state_of(tx: Transaction, key: str) -> State | None:
    """Return where the delivery with `key` stands, or None when there is none."""
    rows = await tx.fetch_all("SELECT state FROM deliveries WHERE key = :key", {"key": key})
    return State(rows[0]["state"]) if rows else None


async def said_at(tx: Transaction, key: str) -> datetime | None:
    """Return when the delivery with `key` was said, or None while it was not."""
    rows = await tx.fetch_all(
        "SELECT closed_at FROM deliveries WHERE key = :key AND state = 'sent'", {"key": key}
    )
    return moment(rows[0]["closed_at"]) if rows else None


async def is_waiting(tx: Transaction, *, key_prefix: str) -> bool:
    """Say whether a delivery whose key begins with `key_prefix` is pending."""
    high = key_prefix[:-1] + chr(ord(key_prefix[-1]) + 1)
    rows = await tx.fetch_all(
        "SELECT 1 FROM deliveries WHERE key >= :low AND key < :high AND state = 'pending' LIMIT 1",
        {"low": key_prefix, "high": high},
    )
    return bool(rows)


async def next_due(tx: Transaction) -> tuple[datetime | None, datetime | None]:
    """Return when something is next due (the bot's clock) and when the next lease ends (real)."""
    rows = await tx.fetch_all(
        "SELECT (SELECT MIN(try_at) FROM deliveries WHERE state = 'pending') AS due,"
        " (SELECT MIN(lease_until) FROM deliveries WHERE state = 'claimed') AS lease"
    )
    return maybe_moment(rows[0]["due"]), maybe_moment(rows[0]["lease"])


async def close(
    tx: Transaction,
    delivery_id: DeliveryId,
    *,
    state: State,
    at: datetime,
    sent: Sent | None = None,
) -> None:
    """End a delivery; `sent` says where its message stands."""
    await tx.execute(
        "UPDATE deliveries SET state = :state, closed_at = :at, lease_until = NULL,"
        " sent_channel_id = :channel_id, sent_message_id = :message_id WHERE id = :id",
        {
            "state": state,
            "at": micros(at),
            "id": delivery_id,
            "channel_id": sent.channel_id if sent else None,
            "message_id": sent.message_id if sent else None,
        },
    )


async def postpone(tx: Transaction, delivery: Delivery, *, until: datetime) -> bool:
    """Put a failed delivery back, one attempt older; say whether it was still claimed by us."""
    changed = await tx.execute(
        "UPDATE deliveries SET state = 'pending', lease_until = NULL, attempts = attempts + 1,"
        " try_at = :until WHERE id = :id AND state = 'claimed' AND claims = :claims",
        {"until": micros(until), "id": delivery.id, "claims": delivery.claims},
    )
    return changed == 1


async def give_back(tx: Transaction, delivery: Delivery) -> None:
    """Undo our claim of a delivery that was never begun, so that nobody looks for its message."""
    await tx.execute(
        "UPDATE deliveries SET state = 'pending', lease_until = NULL, claims = claims - 1"
        " WHERE id = :id AND state = 'claimed' AND claims = :claims",
        {"id": delivery.id, "claims": delivery.claims},
    )


async def release_claims(tx: Transaction) -> int:
    """Give back every claim; only for a process that knows it is alone. Return how many."""
    return await tx.execute(
        "UPDATE deliveries SET state = 'pending', lease_until = NULL WHERE state = 'claimed'"
    )


async def remove_closed(tx: Transaction, *, before: datetime, limit: int) -> int:
    """Forget up to `limit` deliveries that ended before `before`, and the words of staff in them.

    Returns:
        How many were forgotten; fewer than `limit` when none is left.
    """
    return await tx.execute(
        "DELETE FROM deliveries WHERE id IN"
        " (SELECT id FROM deliveries WHERE closed_at < :before ORDER BY closed_at LIMIT :limit)",
        {"before": micros(before), "limit": limit},
    )


async def withdraw(tx: Transaction, *, key_prefix: str, at: datetime) -> int:
    """End every open delivery whose key begins with `key_prefix`; return how many."""
    # A range rather than LIKE: it uses the key's index under every driver and escapes nothing.
    high = key_prefix[:-1] + chr(ord(key_prefix[-1]) + 1)
    return await tx.execute(
        "UPDATE deliveries SET state = 'withdrawn', closed_at = :at, lease_until = NULL"
        " WHERE state IN ('pending', 'claimed') AND key >= :low AND key < :high",
        {"at": micros(at), "low": key_prefix, "high": high},
    )


async def withdraw_private(
    tx: Transaction, user_id: UserId, *, key_prefix: str, at: datetime
) -> int:
    """End every open delivery to a person whose key begins with `key_prefix`; return how many."""
    high = key_prefix[:-1] + chr(ord(key_prefix[-1]) + 1)
    return await tx.execute(
        "UPDATE deliveries SET state = 'withdrawn', closed_at = :at, lease_until = NULL"
        " WHERE user_id = :user_id AND closed_at IS NULL AND key >= :low AND key < :high",
        {"at": micros(at), "user_id": user_id, "low": key_prefix, "high": high},
    )


async def posted(tx: Transaction, *, key_prefix: str) -> Sequence[Posted]:
    """Return the meeting reminders that were said whose key begins with `key_prefix`."""
    return [
        Posted(guild_id=GuildId(row["guild_id"]), place=_place(row), notice=notice, sent=_sent(row))
        for row in await _said(tx, key_prefix)
        if isinstance(notice := notices.load(row["kind"], row["payload"]), MeetingReminder)
    ]


async def care_cards(tx: Transaction, *, key_prefix: str) -> Sequence[tuple[CareCard, Sent]]:
    """Return the care cards that were said whose key begins with `key_prefix`."""
    return [
        (notice, _sent(row))
        for row in await _said(tx, key_prefix)
        if isinstance(notice := notices.load(row["kind"], row["payload"]), CareCard)
    ]


async def _said(tx: Transaction, key_prefix: str) -> Sequence[Row]:
    high = key_prefix[:-1] + chr(ord(key_prefix[-1]) + 1)
    return await tx.fetch_all(
        "SELECT *, NULL AS dm_channel_id FROM deliveries WHERE key >= :low AND key < :high"
        " AND state = 'sent' AND sent_message_id IS NOT NULL",
        {"low": key_prefix, "high": high},
    )


def _sent(row: Row) -> Sent:
    return Sent(MessageId(row["sent_message_id"]), ChannelId(row["sent_channel_id"]))


def _place(row: Row) -> Place:
    if row["channel_id"] is not None:
        return Room(ChannelId(row["channel_id"]))
    known = row["dm_channel_id"]
    return Person(UserId(row["user_id"]), ChannelId(known) if known else None)


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=DeliveryId(row["id"]),
        key=row["key"],
        guild_id=GuildId(row["guild_id"]),
        place=_place(row),
        notice=notices.load(row["kind"], row["payload"]),
        due_at=moment(row["due_at"]),
        late_at=maybe_moment(row["late_at"]),
        missed_at=maybe_moment(row["missed_at"]),
        attempts=row["attempts"],
        claims=row["claims"],
        first_claimed_at=moment(row["first_claimed_at"]),
    )
