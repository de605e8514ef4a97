"""Rows of what differs from a meeting's rule: single occurrences, and a server's holidays."""

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime

from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.schedule import Override, Overrides
from bot.storage.database import Row, Transaction

SAVE = """
INSERT INTO meeting_exceptions (meeting_id, original_local, is_skipped, moved_to, facilitator_id)
VALUES (:meeting_id, :original, :is_skipped, :moved_to, :facilitator_id)
ON CONFLICT (meeting_id, original_local) DO UPDATE SET is_skipped = excluded.is_skipped,
    moved_to = excluded.moved_to, facilitator_id = excluded.facilitator_id
"""


async def save(
    tx: Transaction, meeting_id: MeetingId, original: datetime, override: Override
) -> None:
    """Keep what is different about one occurrence, whatever was different before.

    Args:
        original: Wall clock that the rule gives it, without a zone.
    """
    moved_to = override.moved_to
    await tx.execute(
        SAVE,
        {
            "meeting_id": meeting_id,
            "original": original.isoformat(),
            "is_skipped": int(override.is_skipped),
            "moved_to": moved_to.isoformat() if moved_to else None,
            "facilitator_id": override.facilitator_id,
        },
    )


async def hand_over(tx: Transaction, old: MeetingId, new: MeetingId, *, since: datetime) -> None:
    """Give a meeting's overrides of occurrences from `since` (wall clock) on to another."""
    await tx.execute(
        "UPDATE meeting_exceptions SET meeting_id = :new"
        " WHERE meeting_id = :old AND original_local >= :since",
        {"old": old, "new": new, "since": since.isoformat()},
    )


async def between(
    tx: Transaction, low: MeetingId, high: MeetingId
) -> Mapping[MeetingId, Overrides]:
    """Return the overrides of the meetings whose ids are `low` to `high`."""
    rows = await tx.fetch_all(
        "SELECT * FROM meeting_exceptions WHERE meeting_id >= :low AND meeting_id <= :high",
        {"low": low, "high": high},
    )
    found: dict[MeetingId, dict[datetime, Override]] = {}
    for row in rows:
        of_meeting = found.setdefault(MeetingId(row["meeting_id"]), {})
        of_meeting[datetime.fromisoformat(row["original_local"])] = _override(row)
    return found


async def add_holiday(tx: Transaction, guild_id: GuildId, day: date) -> bool:
    """Keep a date on which a server's meetings are not held; say whether it is new."""
    added = await tx.execute(
        "INSERT INTO holidays (guild_id, day) VALUES (:guild_id, :day) ON CONFLICT DO NOTHING",
        {"guild_id": guild_id, "day": day.isoformat()},
    )
    return added == 1


async def remove_holiday(tx: Transaction, guild_id: GuildId, day: date) -> bool:
    """Forget a holiday; say whether it was one."""
    removed = await tx.execute(
        "DELETE FROM holidays WHERE guild_id = :guild_id AND day = :day",
        {"guild_id": guild_id, "day": day.isoformat()},
    )
    return removed == 1


async def holidays(tx: Transaction, guild_id: GuildId, *, since: date) -> Sequence[date]:
    """Return a server's holidays from `since` on, in order."""
    rows = await tx.fetch_all(
        "SELECT day FROM holidays WHERE guild_id = :guild_id AND day >= :since ORDER BY day",
        {"guild_id": guild_id, "since": since.isoformat()},
    )
    return [date.fromisoformat(row["day"]) for row in rows]


async def holidays_between(
    tx: Transaction, low: MeetingId, high: MeetingId
) -> Mapping[GuildId, Set[date]]:
    """Return the holidays of the servers that have the meetings `low` to `high`."""
    rows = await tx.fetch_all(
        "SELECT * FROM holidays WHERE guild_id IN"
        " (SELECT guild_id FROM meetings WHERE id >= :low AND id <= :high)",
        {"low": low, "high": high},
    )
    found: dict[GuildId, set[date]] = {}
    for row in rows:
        found.setdefault(GuildId(row["guild_id"]), set()).add(date.fromisoformat(row["day"]))
    return found


def _override(row: Row) -> Override:
    moved_to, facilitator_id = row["moved_to"], row["facilitator_id"]
    return Override(
        is_skipped=bool(row["is_skipped"]),
        moved_to=datetime.fromisoformat(moved_to) if moved_to else None,
        facilitator_id=UserId(facilitator_id) if facilitator_id else None,
    )
