"""Rows of messages that are being removed. Functions take the transaction first."""

import json
from collections.abc import Sequence, Set

from bot.domain.ids import CaseNumber, ChannelId, GuildId, MessageId
from bot.storage.database import Transaction


async def begin(
    tx: Transaction,
    guild_id: GuildId,
    number: CaseNumber,
    room_id: ChannelId,
    message_ids: Sequence[MessageId],
) -> None:
    """Write down what is about to be removed."""
    await tx.execute(
        "INSERT INTO purges (guild_id, case_number, channel_id, message_ids)"
        " VALUES (:guild_id, :number, :room_id, :ids)",
        {
            "guild_id": guild_id,
            "number": number,
            "room_id": room_id,
            "ids": json.dumps(list(message_ids)),
        },
    )


async def end(tx: Transaction, guild_id: GuildId, number: CaseNumber) -> bool:
    """Forget what was to be removed; say whether it was still written down."""
    changed = await tx.execute(
        "DELETE FROM purges WHERE guild_id = :guild_id AND case_number = :number",
        {"guild_id": guild_id, "number": number},
    )
    return changed == 1


async def under_way(
    tx: Transaction,
) -> Sequence[tuple[GuildId, CaseNumber, ChannelId, Sequence[MessageId]]]:
    """Return every removal that was begun and not ended."""
    rows = await tx.fetch_all("SELECT * FROM purges ORDER BY guild_id, case_number")
    return [
        (
            GuildId(row["guild_id"]),
            CaseNumber(row["case_number"]),
            ChannelId(row["channel_id"]),
            [MessageId(each) for each in json.loads(row["message_ids"])],
        )
        for row in rows
    ]


async def cared_for(
    tx: Transaction, guild_id: GuildId, room_id: ChannelId, *, since: MessageId
) -> Set[MessageId]:
    """Return the messages of a room, from one on, on which a care card was made, open or closed."""
    rows = await tx.fetch_all(
        "SELECT message_id FROM incidents WHERE guild_id = :guild_id AND channel_id = :room_id"
        " AND message_id >= :since",
        {"guild_id": guild_id, "room_id": room_id, "since": since},
    )
    return {MessageId(row["message_id"]) for row in rows}
