"""Rows of calendar addresses that are read again and again. Functions take the transaction first.

A row is claimed for a lease before its address is read. The lease's end is also the claim's name:
whoever lost it, or whose row was stopped meanwhile, writes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import Trouble
from bot.domain.ids import ChannelId, GuildId
from bot.domain.subscriptions import Subscription, SubscriptionId
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros

ADD = """
INSERT INTO subscriptions (guild_id, address, name, room_id, etag, last_modified, read_at, next_at)
VALUES (:guild_id, :address, :name, :room_id, :etag, :last_modified, :read_at, :next_at)
ON CONFLICT (guild_id, address) DO UPDATE SET name = excluded.name, room_id = excluded.room_id,
    etag = excluded.etag, last_modified = excluded.last_modified, read_at = excluded.read_at,
    next_at = excluded.next_at, problem = NULL, failures = 0, is_told = 0, new_told = '',
    lease_until = NULL
RETURNING *
"""
CLAIM = """
UPDATE subscriptions SET lease_until = :lease_until WHERE id IN (
    SELECT id FROM subscriptions
    WHERE (lease_until IS NULL AND next_at <= :now) OR lease_until <= :real
    ORDER BY next_at LIMIT :limit
) RETURNING *
"""
SETTLE = """
UPDATE subscriptions SET name = :name, etag = :etag, last_modified = :last_modified,
    read_at = :read_at, problem = :problem, failures = :failures, is_told = :is_told,
    new_told = :new_told, next_at = :next_at, lease_until = NULL
WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """An address that belongs to us until the lease ends (real time)."""

    subscription: Subscription
    lease_until: datetime


async def add(tx: Transaction, one: Subscription, *, next_at: datetime) -> Subscription:
    """Keep an address, or begin it anew where the server has it; its id is given here."""
    rows = await tx.fetch_all(
        ADD,
        {
            "guild_id": one.guild_id,
            "address": one.address,
            "name": one.name,
            "room_id": one.room_id,
            "etag": one.etag,
            "last_modified": one.last_modified,
            "read_at": maybe_micros(one.read_at),
            "next_at": micros(next_at),
        },
    )
    return _subscription(rows[0])


async def of_server(tx: Transaction, guild_id: GuildId) -> Sequence[Subscription]:
    """Return a server's addresses, oldest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM subscriptions WHERE guild_id = :guild_id ORDER BY id",
        {"guild_id": guild_id},
    )
    return [_subscription(row) for row in rows]


async def remove(tx: Transaction, guild_id: GuildId, subscription_id: SubscriptionId) -> bool:
    """Forget a server's address; say whether it was there."""
    await tx.execute(
        "UPDATE meeting_series SET asked = NULL, subscription_id = NULL"
        " WHERE guild_id = :guild_id AND subscription_id = :id",
        {"guild_id": guild_id, "id": subscription_id},
    )
    removed = await tx.execute(
        "DELETE FROM subscriptions WHERE id = :id AND guild_id = :guild_id",
        {"id": subscription_id, "guild_id": guild_id},
    )
    return removed == 1


async def claim(
    tx: Transaction, *, now: datetime, real: datetime, lease: timedelta, limit: int
) -> Sequence[Claim]:
    """Take addresses that are due for `lease`, at most `limit`."""
    lease_until = real + lease
    rows = await tx.fetch_all(
        CLAIM,
        {
            "now": micros(now),
            "real": micros(real),
            "lease_until": micros(lease_until),
            "limit": limit,
        },
    )
    return [Claim(_subscription(row), lease_until) for row in rows]


async def is_ours(tx: Transaction, claim: Claim) -> bool:
    """Say whether a claim still holds: nobody took the row over or stopped the address."""
    rows = await tx.fetch_all(
        "SELECT 1 FROM subscriptions WHERE id = :id AND lease_until = :lease_until",
        {"id": claim.subscription.id, "lease_until": micros(claim.lease_until)},
    )
    return bool(rows)


async def settle(tx: Transaction, one: Subscription, *, next_at: datetime) -> None:
    """Write down what became of a reading and give the address back until `next_at`."""
    await tx.execute(
        SETTLE,
        {
            "id": one.id,
            "name": one.name,
            "etag": one.etag,
            "last_modified": one.last_modified,
            "read_at": maybe_micros(one.read_at),
            "problem": one.problem,
            "failures": one.failures,
            "is_told": int(one.is_told),
            "new_told": one.new_told,
            "next_at": micros(next_at),
        },
    )


async def next_due(tx: Transaction) -> tuple[datetime | None, datetime | None]:
    """Return when one is next due (the bot's clock) and when the next lease ends (real)."""
    rows = await tx.fetch_all(
        "SELECT (SELECT MIN(next_at) FROM subscriptions WHERE lease_until IS NULL) AS due,"
        " (SELECT MIN(lease_until) FROM subscriptions WHERE lease_until IS NOT NULL) AS lease"
    )
    return maybe_moment(rows[0]["due"]), maybe_moment(rows[0]["lease"])


async def release_claims(tx: Transaction) -> None:
    """Give back every claim; only for a process that knows it is alone."""
    await tx.execute("UPDATE subscriptions SET lease_until = NULL WHERE lease_until IS NOT NULL")


def _subscription(row: Row) -> Subscription:
    return Subscription(
        id=SubscriptionId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        address=row["address"],
        name=row["name"],
        room_id=ChannelId(row["room_id"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        read_at=maybe_moment(row["read_at"]),
        problem=Trouble(row["problem"]) if row["problem"] else None,
        failures=row["failures"],
        is_told=bool(row["is_told"]),
        new_told=row["new_told"],
    )
