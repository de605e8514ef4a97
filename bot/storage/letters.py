"""Rows of staff's letters to members: what staff typed, until it was read."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import GuildId, LetterId, UserId
from bot.domain.letters import Letter, What
from bot.storage.database import Row, Transaction
from bot.storage.times import micros, moment

# The ledger knows whether a letter came through; only one that did not is said otherwise.
TAKE = """
UPDATE letters SET lease_until = :until
WHERE user_id = :user_id AND (lease_until IS NULL OR lease_until <= :real)
    AND EXISTS (
        SELECT 1 FROM deliveries
        WHERE deliveries.key = 'letter:' || letters.id
            AND deliveries.state IN ('parked', 'failed', 'missed')
    )
RETURNING *
"""

FORGET = """
DELETE FROM letters WHERE expires_at <= :now OR EXISTS (
    SELECT 1 FROM deliveries
    WHERE deliveries.key = 'letter:' || letters.id AND deliveries.state = 'sent'
)
"""


async def add(tx: Transaction, letter: Letter, *, expires_at: datetime) -> None:
    """Keep a letter until it was read."""
    await tx.execute(
        "INSERT INTO letters (id, guild_id, user_id, what, subject, language, text, by_id,"
        " about_at, expires_at) VALUES (:id, :guild_id, :user_id, :what, :subject, :language,"
        " :text, :by_id, :about_at, :expires_at)",
        {
            "id": letter.id,
            "guild_id": letter.guild_id,
            "user_id": letter.user_id,
            "what": letter.what,
            "subject": letter.subject,
            "language": letter.language,
            "text": letter.text,
            "by_id": letter.by,
            "about_at": micros(letter.about_at),
            "expires_at": micros(expires_at),
        },
    )


async def take_waiting(
    tx: Transaction, user_id: UserId, *, real: datetime, until: datetime
) -> Sequence[Letter]:
    """Return the letters that wait for somebody, nobody else's until `until` (both real time)."""
    rows = await tx.fetch_all(
        TAKE, {"user_id": user_id, "real": micros(real), "until": micros(until)}
    )
    return [_letter(row) for row in rows]


async def remove(tx: Transaction, letter_id: LetterId) -> None:
    """Forget a letter: its reader has it."""
    await tx.execute("DELETE FROM letters WHERE id = :id", {"id": letter_id})


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Forget the letters that were said since, or that nobody came for; return how many."""
    return await tx.execute(FORGET, {"now": micros(now)})


def _letter(row: Row) -> Letter:
    return Letter(
        id=LetterId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        user_id=UserId(row["user_id"]),
        what=What(row["what"]),
        subject=row["subject"],
        language=row["language"],
        text=row["text"],
        by=None if row["by_id"] is None else UserId(row["by_id"]),
        about_at=moment(row["about_at"]),
    )
