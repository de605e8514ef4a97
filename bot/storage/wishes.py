"""Rows of who wants to be reminded in private, and of whose direct messages were refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.ids import MeetingId, UserId
from bot.domain.reminders import Wish
from bot.storage.database import Transaction
from bot.storage.times import micros, moment


async def add(tx: Transaction, meeting_id: MeetingId, user_id: UserId, *, now: datetime) -> bool:
    """Keep a wish; say whether it is new."""
    added = await tx.execute(
        "INSERT INTO dm_wishes (meeting_id, user_id, since) VALUES (:meeting_id, :user_id, :now)"
        " ON CONFLICT DO NOTHING",
        {"meeting_id": meeting_id, "user_id": user_id, "now": micros(now)},
    )
    return added == 1


async def remove(tx: Transaction, meeting_id: MeetingId, user_id: UserId) -> bool:
    """Forget a wish; say whether there was one."""
    removed = await tx.execute(
        "DELETE FROM dm_wishes WHERE meeting_id = :meeting_id AND user_id = :user_id",
        {"meeting_id": meeting_id, "user_id": user_id},
    )
    return removed == 1


async def between(
    tx: Transaction, low: MeetingId, high: MeetingId
) -> Mapping[MeetingId, Sequence[Wish]]:
    """Return who wants to be reminded of the meetings whose ids are `low` to `high`."""
    rows = await tx.fetch_all(
        "SELECT * FROM dm_wishes WHERE meeting_id >= :low AND meeting_id <= :high",
        {"low": low, "high": high},
    )
    found: dict[MeetingId, list[Wish]] = {}
    for row in rows:
        wish = Wish(UserId(row["user_id"]), moment(row["since"]))
        found.setdefault(MeetingId(row["meeting_id"]), []).append(wish)
    return found


async def hand_over(tx: Transaction, old: MeetingId, new: MeetingId) -> None:
    """Let whoever wished to be reminded of a meeting be reminded of another, too."""
    await tx.execute(
        "INSERT INTO dm_wishes (meeting_id, user_id, since)"
        " SELECT :new, user_id, since FROM dm_wishes WHERE meeting_id = :old",
        {"old": old, "new": new},
    )


async def refused(tx: Transaction, user_id: UserId, *, now: datetime) -> None:
    """Switch a person's private reminders off, and keep that they are to be told."""
    await tx.execute("DELETE FROM dm_wishes WHERE user_id = :user_id", {"user_id": user_id})
    await tx.execute(
        "INSERT INTO dm_refusals (user_id, at) VALUES (:user_id, :now) ON CONFLICT DO NOTHING",
        {"user_id": user_id, "now": micros(now)},
    )


async def take_refusal(tx: Transaction, user_id: UserId) -> bool:
    """Forget that somebody is to be told of a refusal; say whether they were."""
    removed = await tx.execute(
        "DELETE FROM dm_refusals WHERE user_id = :user_id", {"user_id": user_id}
    )
    return removed == 1
