"""Rows of known direct-message channels: opening one again costs a request, and Discord counts."""

from bot.domain.ids import ChannelId, UserId
from bot.storage.database import Transaction


async def learn(tx: Transaction, user_id: UserId, channel_id: ChannelId) -> None:
    """Keep where a person's direct messages are, whatever was known before."""
    await tx.execute(
        "INSERT INTO dm_channels (user_id, channel_id) VALUES (:user_id, :channel_id)"
        " ON CONFLICT (user_id) DO UPDATE SET channel_id = excluded.channel_id",
        {"user_id": user_id, "channel_id": channel_id},
    )
