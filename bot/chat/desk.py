"""The `QuestionDesk` port over Discord."""

from dataclasses import dataclass
from datetime import datetime

import discord

from bot.chat.messenger import DiscordMessenger, translated
from bot.chat.render import handovers as render
from bot.domain.deliveries import Failure, Room, Sent
from bot.domain.handovers import Handover, Mark
from bot.domain.ids import ChannelId, GuildId, HandoverId, UserId
from bot.services.ports import MessengerError


@dataclass(frozen=True, slots=True)
class DiscordDesk:
    """See `QuestionDesk`."""

    client: discord.Client

    async def post(
        self, staff_room: ChannelId, handover_id: HandoverId, question: str, *, is_private: bool
    ) -> Sent:
        """Post the card. The words stand on it and nowhere else."""
        card = render.question_card(handover_id, question, is_private=is_private)
        return await DiscordMessenger(self.client).say(Room(staff_room), card)

    async def mark(
        self, handover: Handover, mark: Mark, *, by: UserId | None, at: datetime
    ) -> None:
        """Add to a posted card what became of the question; its words stay as they are."""
        if handover.card is None:
            raise MessengerError("no card", failure=Failure.GONE)
        async with translated():
            room = self.client.get_partial_messageable(handover.card.channel_id)
            message = await room.fetch_message(handover.card.message_id)
            said = render.marked(message, handover, mark, by=by, at=at)
            await message.edit(**said.editing())

    async def server_name(self, guild_id: GuildId) -> str:
        """Return the server's name; empty while Discord does not show it."""
        guild = self.client.get_guild(guild_id)
        return guild.name if guild else ""
