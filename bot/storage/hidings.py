"""Rows of messages that were hidden, until their card expires; and counts without a person."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.deliveries import Sent
from bot.domain.hiding import Follows, Hiding, Matter, State, What, Writer
from bot.domain.ids import ChannelId, GuildId, HidingId, MessageId, UserId
from bot.storage.database import Row, Transaction
from bot.storage.times import micros, moment

BEGIN = """
INSERT INTO hidings (guild_id, what, author_id, channel_id, message_id, language, has_writer,
    state, at, expires_at)
VALUES (:guild_id, :what, :author_id, :channel_id, :message_id, :language, :has_writer,
    'begun', :at, :expires_at)
ON CONFLICT (message_id) DO NOTHING RETURNING *
"""


async def begin(
    tx: Transaction,
    matter: Matter,
    *,
    now: datetime,
    expires_at: datetime,
) -> Hiding | None:
    """Keep that a message is about to be hidden; None when it is already."""
    heard = matter.heard
    rows = await tx.fetch_all(
        BEGIN,
        {
            "guild_id": matter.server.guild_id,
            "what": matter.follows.what,
            "author_id": heard.author_id,
            "channel_id": heard.channel_id,
            "message_id": heard.message_id,
            "language": matter.verdict.language,
            "has_writer": matter.writer is Writer.MEMBER,
            "at": micros(now),
            "expires_at": micros(expires_at),
        },
    )
    return _hiding(rows[0]) if rows else None


async def get(tx: Transaction, hiding_id: HidingId) -> Hiding | None:
    """Return one, or None when it is not kept any more."""
    rows = await tx.fetch_all("SELECT * FROM hidings WHERE id = :id", {"id": hiding_id})
    return _hiding(rows[0]) if rows else None


async def open_ones(tx: Transaction) -> Sequence[Hiding]:
    """Return those that a crash may have left half done, oldest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM hidings WHERE state IN ('begun', 'shown', 'hidden') ORDER BY id"
    )
    return [_hiding(row) for row in rows]


async def shown(tx: Transaction, hiding_id: HidingId, card: Sent) -> None:
    """Keep where staff's card stands."""
    await tx.execute(
        "UPDATE hidings SET state = 'shown', card_channel_id = :channel_id,"
        " card_message_id = :message_id WHERE id = :id",
        {"id": hiding_id, "channel_id": card.channel_id, "message_id": card.message_id},
    )


async def move(tx: Transaction, hiding_id: HidingId, *, was: Sequence[State], to: State) -> bool:
    """Move one on, if it stands where it should; say whether it was moved."""
    changed = await tx.execute(
        "UPDATE hidings SET state = :to WHERE id = :id"
        " AND state IN (SELECT value FROM json_each(:was))",
        {"id": hiding_id, "to": to, "was": json.dumps(was)},
    )
    return changed == 1


async def remove(tx: Transaction, hiding_id: HidingId) -> None:
    """Forget one that came to nothing."""
    await tx.execute("DELETE FROM hidings WHERE id = :id", {"id": hiding_id})


async def remove_expired(tx: Transaction, *, now: datetime) -> int:
    """Forget those whose card has expired; return how many."""
    return await tx.execute("DELETE FROM hidings WHERE expires_at <= :now", {"now": micros(now)})


async def count(tx: Transaction, *, guild_id: GuildId, day: date, found: Follows) -> None:
    """Add one to a day's count (UTC): of what, and how far the bot went."""
    await tx.execute(
        "INSERT INTO hiding_counts (guild_id, day, what, outcome, count)"
        " VALUES (:guild_id, :day, :what, :outcome, 1)"
        " ON CONFLICT (guild_id, day, what, outcome)"
        " DO UPDATE SET count = hiding_counts.count + 1",
        {"guild_id": guild_id, "day": day.isoformat(), "what": found.what, "outcome": found.mode},
    )


def _hiding(row: Row) -> Hiding:
    card = None
    if row["card_message_id"] is not None:
        card = Sent(MessageId(row["card_message_id"]), ChannelId(row["card_channel_id"]))
    return Hiding(
        id=HidingId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        what=What(row["what"]),
        author_id=UserId(row["author_id"]),
        channel_id=ChannelId(row["channel_id"]),
        message_id=MessageId(row["message_id"]),
        language=row["language"],
        has_writer=bool(row["has_writer"]),
        state=State(row["state"]),
        at=moment(row["at"]),
        card=card,
    )
