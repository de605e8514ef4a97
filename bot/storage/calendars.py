"""Rows of what calendars know our meetings by. Functions take the transaction first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.calendar import Series, digest, overrides_of
from bot.domain.ids import GuildId, MeetingId
from bot.domain.subscriptions import SubscriptionId
from bot.storage.database import Transaction

REMEMBER = """
INSERT INTO meeting_series (meeting_id, guild_id, uid, sequence, digest, place)
VALUES (:meeting_id, :guild_id, :uid, :sequence, :digest, :place)
ON CONFLICT (guild_id, uid) DO UPDATE SET meeting_id = excluded.meeting_id,
    sequence = excluded.sequence, digest = excluded.digest, place = excluded.place
"""
# An address whose word counts already keeps its series.
ADOPT = """
UPDATE meeting_series SET subscription_id = :subscription_id
WHERE guild_id = :guild_id AND uid = :uid AND subscription_id IS NULL
"""
KEPT: Final = "kept"
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
        place: Where, in the calendar's own words; may be empty.
        subscription_id: The address whose word counts for it, if there is one.
        asked: What staff were asked about it, or KEPT when they kept it; None while it is there.
    """

    meeting_id: MeetingId
    uid: str
    sequence: int
    digest: str
    is_live: bool
    place: str = ""
    subscription_id: SubscriptionId | None = None
    asked: str | None = None


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
            place=row["place"],
            subscription_id=row["subscription_id"],
            asked=row["asked"],
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
            "place": series.place,
        },
    )


async def adopt(
    tx: Transaction, guild_id: GuildId, uids: Iterable[str], *, by: SubscriptionId
) -> None:
    """Let an address's word count for series that no other address has."""
    for uid in uids:
        await tx.execute(ADOPT, {"subscription_id": by, "guild_id": guild_id, "uid": uid})


async def ask(tx: Transaction, meeting_id: MeetingId, asked: str | None) -> None:
    """Write down what staff are asked about a series, that they kept it, or that it is there."""
    await tx.execute(
        "UPDATE meeting_series SET asked = :asked WHERE meeting_id = :id",
        {"id": meeting_id, "asked": asked},
    )


async def asked(tx: Transaction, meeting_id: MeetingId) -> str | None:
    """Return what staff were asked about a series; see `Imported`."""
    rows = await tx.fetch_all(
        "SELECT asked FROM meeting_series WHERE meeting_id = :id", {"id": meeting_id}
    )
    return rows[0]["asked"] if rows else None


async def hand_over(tx: Transaction, old: MeetingId, new: MeetingId) -> None:
    """Let a series be known from now on as the part of it that goes on after a split.

    The earlier part is remembered until the calendar says something else of the whole.
    """
    await tx.execute(
        "INSERT INTO series_parts (meeting_id, guild_id, uid)"
        " SELECT meeting_id, guild_id, uid FROM meeting_series WHERE meeting_id = :old",
        {"old": old},
    )
    await tx.execute(
        "UPDATE meeting_series SET meeting_id = :new WHERE meeting_id = :old",
        {"old": old, "new": new},
    )


async def take_parts(tx: Transaction, guild_id: GuildId, uid: str) -> Sequence[MeetingId]:
    """Return the earlier parts of a series that are not ended yet, and forget them."""
    found = {"guild_id": guild_id, "uid": uid}
    rows = await tx.fetch_all(
        "SELECT p.meeting_id FROM series_parts AS p JOIN meetings AS m ON m.id = p.meeting_id"
        " WHERE p.guild_id = :guild_id AND p.uid = :uid AND m.ended_at IS NULL",
        found,
    )
    await tx.execute("DELETE FROM series_parts WHERE guild_id = :guild_id AND uid = :uid", found)
    return [MeetingId(row["meeting_id"]) for row in rows]
