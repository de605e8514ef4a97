"""Rows of the rules and privacy notice, version by version, and of the card that shows them."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.consent import Card, Terms
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.storage.database import Row, Transaction
from bot.storage.leases import ServerLeases
from bot.storage.times import maybe_micros, maybe_moment

leases = ServerLeases("terms_cards")

SAVE_CARD = """
INSERT INTO terms_cards (guild_id, channel_id, message_id, number, version, old_channel_id,
    old_message_id, is_down)
VALUES (:guild_id, :channel_id, :message_id, :number, :version, :old_channel_id, :old_message_id,
    :is_down)
ON CONFLICT (guild_id) DO UPDATE SET channel_id = excluded.channel_id,
    message_id = excluded.message_id, number = excluded.number, version = excluded.version,
    old_channel_id = excluded.old_channel_id, old_message_id = excluded.old_message_id,
    is_down = excluded.is_down
"""


async def live(tx: Transaction, guild_id: GuildId) -> Terms | None:
    """Return the newest version of a server, published or not; None where it has none."""
    rows = await tx.fetch_all(
        "SELECT * FROM terms WHERE guild_id = :guild_id AND version ="
        " (SELECT MAX(version) FROM terms WHERE guild_id = :guild_id)",
        {"guild_id": guild_id},
    )
    return _terms(rows) if rows else None


async def add(
    tx: Transaction, guild_id: GuildId, terms: Terms, *, published_by: UserId | None
) -> None:
    """Keep a version; one that is there already, an unpublished draft, is written over."""
    for language, text in terms.texts.items():
        await tx.execute(
            "INSERT INTO terms (guild_id, version, language, text, source, reviewed_by, dated,"
            " published_at, published_by) VALUES (:guild_id, :version, :language, :text, :source,"
            " :reviewed_by, :dated, :published_at, :published_by)"
            " ON CONFLICT (guild_id, version, language) DO UPDATE SET text = excluded.text,"
            " source = excluded.source, reviewed_by = excluded.reviewed_by,"
            " dated = excluded.dated, published_at = excluded.published_at,"
            " published_by = excluded.published_by",
            {
                "guild_id": guild_id,
                "version": terms.version,
                "language": language,
                "text": text,
                "source": terms.source,
                "reviewed_by": terms.reviewed_by,
                "dated": terms.dated.isoformat(),
                "published_at": maybe_micros(terms.published_at),
                "published_by": published_by,
            },
        )


async def card(tx: Transaction, guild_id: GuildId) -> Card | None:
    """Return a server's card, or None where nobody asked for one."""
    rows = await tx.fetch_all(
        "SELECT * FROM terms_cards WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return _card(rows[0]) if rows else None


async def save_card(tx: Transaction, kept: Card) -> None:
    """Keep a card as it now is."""
    old_channel_id, old_message_id = kept.old or (None, None)
    await tx.execute(
        SAVE_CARD,
        {
            "guild_id": kept.guild_id,
            "channel_id": kept.channel_id,
            "message_id": kept.message_id,
            "number": kept.number,
            "version": kept.version,
            "old_channel_id": old_channel_id,
            "old_message_id": old_message_id,
            "is_down": int(kept.is_down),
        },
    )


async def is_due_now(tx: Transaction, guild_id: GuildId, *, now: datetime) -> None:
    """Let a server's card be looked at, if it has one."""
    await tx.execute(
        "UPDATE terms_cards SET due_at = :now WHERE guild_id = :guild_id",
        {"guild_id": guild_id, "now": maybe_micros(now)},
    )


async def all_due_now(tx: Transaction, *, now: datetime) -> None:
    """Let every card be looked at that has not been claimed."""
    await tx.execute(
        "UPDATE terms_cards SET due_at = :now WHERE lease_until IS NULL",
        {"now": maybe_micros(now)},
    )


def _terms(rows: Sequence[Row]) -> Terms:
    first = rows[0]
    return Terms(
        version=first["version"],
        dated=date.fromisoformat(first["dated"]),
        texts={row["language"]: row["text"] for row in rows},
        source=first["source"],
        reviewed_by=first["reviewed_by"],
        published_at=maybe_moment(first["published_at"]),
    )


def _card(row: Row) -> Card:
    old = None
    if row["old_message_id"] is not None:
        old = (ChannelId(row["old_channel_id"]), MessageId(row["old_message_id"]))
    message_id = row["message_id"]
    return Card(
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]),
        message_id=None if message_id is None else MessageId(message_id),
        number=row["number"],
        version=row["version"],
        old=old,
        is_down=bool(row["is_down"]),
    )
