"""The `Hider` port over Discord. A card is read back before it is changed."""

from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.chat.messenger import DiscordMessenger, translated
from bot.chat.render import hiding as render
from bot.chat.render.said import QUIET
from bot.domain.deliveries import Room, Sent, nonce
from bot.domain.hiding import Hiding, Mark, Matter, card_key
from bot.domain.ids import ChannelId, UserId


@dataclass(frozen=True, slots=True)
class DiscordHider:
    """See `Hider`.

    Attributes:
        words_kept: How long a card shows what was hidden; the card says so.
    """

    messenger: DiscordMessenger
    words_kept: timedelta

    async def show(self, staff_room: ChannelId, matter: Matter, hiding: Hiding | None) -> Sent:
        """Post a card. It never passes through the ledger."""
        said = render.staff_card(matter, hiding, kept=self.words_kept)
        key = None if hiding is None else nonce(card_key(hiding.id))
        return await self.messenger.say(Room(staff_room), said, nonce=key)

    async def gather(self, card: Sent, matter: Matter, hiding: Hiding | None) -> bool:
        """Add a message to a card of the same burst; say whether there was space for it."""
        async with translated():
            was = await self._read(card)
            embeds = render.gathered(was, matter, hiding)
            if embeds is None:
                return False
            await was.edit(embeds=embeds, allowed_mentions=QUIET)
        return True

    async def mark(self, card: Sent, mark: Mark, *, by: UserId | None) -> None:
        """Add to a card what came after it."""
        async with translated():
            was = await self._read(card)
            embeds = render.marked(was, mark, by)
            if mark is Mark.RIGHTED:
                await was.edit(embeds=embeds, view=None, allowed_mentions=QUIET)
            else:
                await was.edit(embeds=embeds, allowed_mentions=QUIET)

    async def delete(self, hiding: Hiding) -> None:
        """Delete the message."""
        async with translated():
            await self.messenger.client.http.delete_message(
                hiding.channel_id, hiding.message_id, reason=render.audit_reason(hiding)
            )

    async def _read(self, card: Sent) -> discord.Message:
        channel = self.messenger.client.get_partial_messageable(card.channel_id)
        return await channel.fetch_message(card.message_id)
