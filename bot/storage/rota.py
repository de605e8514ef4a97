"""Rows of the rota: shifts, what people said of themselves, and the hand-over note."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.ids import GuildId, UserId
from bot.domain.rota import HandOver, Rota, Shift, Word
from bot.storage.database import Transaction
from bot.storage.times import micros, moment


async def load(tx: Transaction, guild_id: GuildId, zone: ZoneInfo) -> Rota:
    """Return a server's rota, the week in its order."""
    shifts = await tx.fetch_all(
        "SELECT * FROM rota_shifts WHERE guild_id = :guild_id ORDER BY weekday, starts, id",
        {"guild_id": guild_id},
    )
    words = await tx.fetch_all(
        "SELECT * FROM rota_words WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return Rota(
        zone=zone,
        shifts=[
            Shift(
                id=row["id"],
                user_id=UserId(row["user_id"]),
                weekday=row["weekday"],
                starts=time.fromisoformat(row["starts"]),
                ends=time.fromisoformat(row["ends"]),
            )
            for row in shifts
        ],
        words=[
            Word(
                user_id=UserId(row["user_id"]),
                is_on=bool(row["is_on"]),
                until=moment(row["until"]),
            )
            for row in words
        ],
    )


async def add_shift(tx: Transaction, guild_id: GuildId, shift: Shift) -> bool:
    """Add a shift, unless the person has one that begins then; its id is made here."""
    added = await tx.execute(
        "INSERT INTO rota_shifts (guild_id, user_id, weekday, starts, ends)"
        " VALUES (:guild_id, :user_id, :weekday, :starts, :ends) ON CONFLICT DO NOTHING",
        {
            "guild_id": guild_id,
            "user_id": shift.user_id,
            "weekday": shift.weekday,
            "starts": f"{shift.starts:%H:%M}",
            "ends": f"{shift.ends:%H:%M}",
        },
    )
    return added == 1


async def remove_shift(tx: Transaction, guild_id: GuildId, shift_id: int) -> bool:
    """Remove a shift; say whether it was there."""
    removed = await tx.execute(
        "DELETE FROM rota_shifts WHERE guild_id = :guild_id AND id = :id",
        {"guild_id": guild_id, "id": shift_id},
    )
    return removed == 1


async def say(tx: Transaction, guild_id: GuildId, word: Word) -> None:
    """Keep what somebody says of themselves, in place of what they said before."""
    await tx.execute(
        "INSERT INTO rota_words (guild_id, user_id, is_on, until)"
        " VALUES (:guild_id, :user_id, :is_on, :until)"
        " ON CONFLICT (guild_id, user_id) DO UPDATE SET is_on = :is_on, until = :until",
        {
            "guild_id": guild_id,
            "user_id": word.user_id,
            "is_on": int(word.is_on),
            "until": micros(word.until),
        },
    )


async def leave_note(
    tx: Transaction, guild_id: GuildId, left: HandOver, *, expires_at: datetime
) -> None:
    """Keep the hand-over note, in place of the one before."""
    await tx.execute(
        "INSERT INTO rota_notes (guild_id, user_id, note, written_at, expires_at)"
        " VALUES (:guild_id, :user_id, :note, :at, :expires_at) ON CONFLICT (guild_id) DO UPDATE"
        " SET user_id = :user_id, note = :note, written_at = :at, expires_at = :expires_at",
        {
            "guild_id": guild_id,
            "user_id": left.by,
            "note": left.note,
            "at": micros(left.written_at),
            "expires_at": micros(expires_at),
        },
    )


async def note(tx: Transaction, guild_id: GuildId, *, now: datetime) -> HandOver | None:
    """Return the hand-over note, unless it has expired."""
    rows = await tx.fetch_all(
        "SELECT * FROM rota_notes WHERE guild_id = :guild_id AND expires_at > :now",
        {"guild_id": guild_id, "now": micros(now)},
    )
    return (
        HandOver(
            by=UserId(rows[0]["user_id"]),
            note=rows[0]["note"],
            written_at=moment(rows[0]["written_at"]),
        )
        if rows
        else None
    )


async def forget(tx: Transaction, *, now: datetime) -> int:
    """Remove notes that have expired and words that no longer count; return how many."""
    at = {"now": micros(now)}
    notes = await tx.execute("DELETE FROM rota_notes WHERE expires_at <= :now", at)
    return notes + await tx.execute("DELETE FROM rota_words WHERE until <= :now", at)


async def people(tx: Transaction, guild_id: GuildId) -> Sequence[UserId]:
    """Return everybody who has a shift or said that they are on call."""
    rows = await tx.fetch_all(
        "SELECT user_id FROM rota_shifts WHERE guild_id = :guild_id"
        " UNION SELECT user_id FROM rota_words WHERE guild_id = :guild_id ORDER BY 1",
        {"guild_id": guild_id},
    )
    return [UserId(row["user_id"]) for row in rows]
