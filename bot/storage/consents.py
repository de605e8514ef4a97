"""Rows of who agreed to which version, and of what is next to be done about their role."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.consent import Consent
from bot.domain.ids import GuildId, RoleId, UserId
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros, moment

# A person who takes a step anew is theirs to look at: a claim of an older turn counts no more.
AGREE = """
INSERT INTO consents (guild_id, user_id, version, agreed_at, asked_version, due_at)
VALUES (:guild_id, :user_id, :version, :now, :version, :now)
ON CONFLICT (guild_id, user_id) DO UPDATE SET
    agreed_at = CASE WHEN consents.version = excluded.version AND consents.is_withdrawn = 0
        THEN consents.agreed_at ELSE excluded.agreed_at END,
    version = excluded.version, asked_version = excluded.version, is_withdrawn = 0,
    away_since = NULL, turn = consents.turn + 1, due_at = excluded.due_at, attempts = 0
"""
CLAIM = """
UPDATE consents SET lease_until = :lease_until WHERE rowid IN (
    SELECT rowid FROM consents WHERE due_at <= :now
        AND (lease_until IS NULL OR lease_until <= :real) ORDER BY due_at LIMIT :limit)
RETURNING *
"""


async def get(tx: Transaction, guild_id: GuildId, user_id: UserId) -> Consent | None:
    """Return somebody's consent, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM consents WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id},
    )
    return _consent(rows[0]) if rows else None


async def agree(
    tx: Transaction, guild_id: GuildId, user_id: UserId, *, version: int, now: datetime
) -> None:
    """Keep that somebody agrees to a version; what is next is due at once."""
    await tx.execute(
        AGREE,
        {"guild_id": guild_id, "user_id": user_id, "version": version, "now": micros(now)},
    )


async def withdraw(tx: Transaction, guild_id: GuildId, user_id: UserId, *, now: datetime) -> bool:
    """Keep that somebody takes it back; say whether there was something to take back."""
    changed = await tx.execute(
        "UPDATE consents SET is_withdrawn = 1, turn = turn + 1, due_at = :now, attempts = 0"
        " WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id, "now": micros(now)},
    )
    return changed == 1


async def will_take(tx: Transaction, consent: Consent) -> bool:
    """Keep that we set out to take the role; say whether the turn is still the same."""
    changed = await tx.execute(
        "UPDATE consents SET given_at = NULL WHERE guild_id = :guild_id AND user_id = :user_id"
        " AND turn = :turn",
        _turn(consent),
    )
    return changed == 1


async def remove(tx: Transaction, consent: Consent) -> bool:
    """Forget a consent, unless the person did something meanwhile; say whether it is gone."""
    removed = await tx.execute(
        "DELETE FROM consents WHERE guild_id = :guild_id AND user_id = :user_id AND turn = :turn",
        _turn(consent),
    )
    return removed == 1


async def settled(
    tx: Transaction,
    consent: Consent,
    *,
    due_at: datetime,
    failed: bool = False,
) -> None:
    """Keep a consent as it now is, given back until `due_at`; a later turn is left alone."""
    await tx.execute(
        "UPDATE consents SET role_id = :role_id, given_at = :given_at, away_since = :away_since,"
        " asked_version = :asked_version, due_at = :due_at, lease_until = NULL,"
        " attempts = CASE WHEN :failed THEN attempts + 1 ELSE 0 END"
        " WHERE guild_id = :guild_id AND user_id = :user_id AND turn = :turn",
        {
            **_turn(consent),
            "role_id": consent.role_id,
            "given_at": maybe_micros(consent.given_at),
            "away_since": maybe_micros(consent.away_since),
            "asked_version": consent.asked_version,
            "due_at": micros(due_at),
            "failed": int(failed),
        },
    )


async def postpone(tx: Transaction, consent: Consent, *, until: datetime) -> None:
    """Give a consent back until `until`, one attempt older; the rest stays as it is kept."""
    await tx.execute(
        "UPDATE consents SET lease_until = NULL, due_at = :until, attempts = attempts + 1"
        " WHERE guild_id = :guild_id AND user_id = :user_id AND turn = :turn",
        {**_turn(consent), "until": micros(until)},
    )


async def tell_now(tx: Transaction, guild_id: GuildId, user_id: UserId, *, version: int) -> bool:
    """Keep that somebody is told of a newer version; say whether it is the first time."""
    changed = await tx.execute(
        "UPDATE consents SET asked_version = :version"
        " WHERE guild_id = :guild_id AND user_id = :user_id AND version < :version"
        " AND asked_version < :version AND is_withdrawn = 0",
        {"guild_id": guild_id, "user_id": user_id, "version": version},
    )
    return changed == 1


async def look_again(
    tx: Transaction, guild_id: GuildId, *, at: datetime, below: int | None = None
) -> None:
    """Let the consents of a server be looked at by `at`, or only those of versions `below`."""
    await tx.execute(
        "UPDATE consents SET due_at = MIN(due_at, :at) WHERE guild_id = :guild_id"
        " AND (:below IS NULL OR version < :below)",
        {"guild_id": guild_id, "at": micros(at), "below": below},
    )


async def look_at(tx: Transaction, guild_id: GuildId, user_id: UserId, *, now: datetime) -> bool:
    """Let somebody's consent be looked at; say whether there is one."""
    changed = await tx.execute(
        "UPDATE consents SET due_at = :now WHERE guild_id = :guild_id AND user_id = :user_id",
        {"guild_id": guild_id, "user_id": user_id, "now": micros(now)},
    )
    return changed == 1


async def claim_due(
    tx: Transaction, *, now: datetime, real: datetime, lease: timedelta, limit: int
) -> Sequence[Consent]:
    """Take what is due for a lease, by the machine's clock."""
    rows = await tx.fetch_all(
        CLAIM,
        {
            "now": micros(now),
            "real": micros(real),
            "lease_until": micros(real + lease),
            "limit": limit,
        },
    )
    return [_consent(row) for row in rows]


async def next_due(tx: Transaction) -> tuple[datetime | None, datetime | None]:
    """Return when something is next due (the bot's clock) and the next lease ends (real)."""
    rows = await tx.fetch_all(
        "SELECT (SELECT MIN(due_at) FROM consents WHERE lease_until IS NULL) AS due,"
        " (SELECT MIN(lease_until) FROM consents WHERE lease_until IS NOT NULL) AS lease"
    )
    return maybe_moment(rows[0]["due"]), maybe_moment(rows[0]["lease"])


async def release_claims(tx: Transaction) -> None:
    """Give back every claim."""
    await tx.execute("UPDATE consents SET lease_until = NULL WHERE lease_until IS NOT NULL")


def _turn(consent: Consent) -> dict[str, int | str | None]:
    return {
        "guild_id": consent.guild_id,
        "user_id": consent.user_id,
        "turn": consent.turn,
    }


def _consent(row: Row) -> Consent:
    role_id = row["role_id"]
    return Consent(
        guild_id=GuildId(row["guild_id"]),
        user_id=UserId(row["user_id"]),
        version=row["version"],
        agreed_at=moment(row["agreed_at"]),
        role_id=None if role_id is None else RoleId(role_id),
        given_at=maybe_moment(row["given_at"]),
        asked_version=row["asked_version"],
        is_withdrawn=bool(row["is_withdrawn"]),
        away_since=maybe_moment(row["away_since"]),
        turn=row["turn"],
        attempts=row["attempts"],
    )
