"""Rows of what calendars know our meetings by. Functions take the transaction first."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.calendar import Series, digest, overrides_of
from bot.domain.ids import GuildId, MeetingId
from bot.storage.database import Transaction

REMEMBER = """
INSERT INTO meeting_series (meeting_id, guild_id, uid, sequence, digest)
VALUES (:meeting_id, :guild_id, :uid, :sequence, :digest)
ON CONFLICT (guild_id, uid) DO UPDATE SET meeting_id = excluded.meeting_id,
    sequence = excluded.sequence, digest = excluded.digest
"""
# Who leads a date in somebody's place is for the clinic to say, not for its calendar.
DIFFER = """
INSERT INTO meeting_exceptions (meeting_id, original_local, is_skipped, moved_to)
VALUES (:meeting_id, :original, :is_skipped, :moved_to)
ON CONFLICT (meeting_id, original_local) DO UPDATE SET is_skipped = excluded.is_skipped,
    moved_to = excluded.moved_to
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A series as it was last imported.

    Attributes:
        digest: Of what the calendar said then.
        is_live: False when its meeting has been ended here.
    """

    meeting_id: MeetingId
    uid: str
    sequence: int
    digest: str
    is_live: bool


async def imported(tx: Transaction, guild_id: GuildId) -> Mapping[str, Imported]:
    """Return every series that a server ever imported, by its uid."""
    rows = await tx.fetch_all(
        "SELECT s.*, m.ended_at IS NULL AS is_live FROM meeting_series AS s"
        " JOIN meetings AS m ON m.id = s.meeting_id WHERE s.guild_id = :guild_id",
        {"guild_id": guild_id},
    )
    return {
        row["uid"]: Imported(
            meeting_id=MeetingId(row["meeting_id"]),
            uid=row["uid"],
            sequence=row["sequence"],
            digest=row["digest"],
            is_live=bool(row["is_live"]),
        )
        for row in rows
    }


async def take_over(
    tx: Transaction, meeting_id: MeetingId, series: Series, *, guild_id: GuildId
) -> None:
    """Put what a calendar says in place of a meeting's dates, title and length."""
    when = series.when
    await tx.execute(
        "UPDATE meetings SET title = :title, first_local = :first, zone = :zone, rule = :rule,"
        " minutes = :minutes WHERE id = :id",
        {
            "title": series.title,
            "first": when.first.isoformat(),
            "zone": when.zone.key,
            "rule": when.rule,
            "minutes": series.minutes,
            "id": meeting_id,
        },
    )
    await tx.execute(
        "UPDATE meeting_exceptions SET is_skipped = 0, moved_to = NULL WHERE meeting_id = :id",
        {"id": meeting_id},
    )
    await _differ(tx, meeting_id, series)
    await _remember(tx, meeting_id, series, guild_id)


async def _differ(tx: Transaction, meeting_id: MeetingId, series: Series) -> None:
    for original, override in overrides_of(series).items():
        moved_to = override.moved_to
        await tx.execute(
            DIFFER,
            {
                "meeting_id": meeting_id,
                "original": original.isoformat(),
                "is_skipped": int(override.is_skipped),
                "moved_to": moved_to.isoformat() if moved_to else None,
            },
        )


async def _remember(
    tx: Transaction, meeting_id: MeetingId, series: Series, guild_id: GuildId
) -> None:
    await tx.execute(
        REMEMBER,
        {
            "meeting_id": meeting_id,
            "guild_id": guild_id,
            "uid": series.uid,
            "sequence": series.sequence,
            "digest": digest(series),
        },
    )
