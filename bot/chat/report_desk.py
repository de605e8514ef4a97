"""The `ReportDesk` port over Discord. A card is read back before it is changed."""

from dataclasses import dataclass

import discord

from bot.chat.messenger import DiscordMessenger, translated
from bot.chat.render import report_cards as render
from bot.chat.render.said import QUIET
from bot.domain.deliveries import Failure, Place, Sent, nonce
from bot.domain.ids import UserId
from bot.domain.reports import Mark, Report, Voice
from bot.services.ports import MessengerError, Now
from bot.services.report_ports import Rings


@dataclass(frozen=True, slots=True)
class DiscordReportDesk:
    """See `ReportDesk`."""

    messenger: DiscordMessenger
    now: Now

    async def post(
        self, place: Place, report: Report, voice: Voice, words: str, *, rings: Rings
    ) -> Sent:
        """Post a card. The words stand on it and nowhere else."""
        stands = await self._stands(report)
        said = render.staff_card(report, voice, words, rings=rings, stands=stands)
        # Discord posts a nonce once a room: a lost answer makes no second card.
        key = nonce(f"report:{report.id}:{voice.number}")
        return await self.messenger.say(place, said, nonce=key)

    async def gather(self, card: Sent, report: Report, voice: Voice, words: str) -> bool:
        """Add a voice's words to a card; say whether there was space for them."""
        async with translated():
            was = await self._read(card)
            embeds = render.gathered(was, report, voice, words)
            if embeds is None:
                return False
            await was.edit(embeds=embeds, allowed_mentions=QUIET)
        return True

    async def mark(self, card: Sent, report: Report, mark: Mark, *, by: UserId) -> None:
        """Add to a card what staff did; the words stay as they are."""
        async with translated():
            was = await self._read(card)
            said = render.marked(was, report, mark, by, at=self.now())
            await was.edit(**said.editing())

    async def _stands(self, report: Report) -> bool:
        """Say whether the message is still there; True while Discord does not answer."""
        if report.channel_id is None or report.message_id is None:
            return True
        try:
            async with translated():
                await self._read(Sent(report.message_id, report.channel_id))
        except MessengerError as error:
            return error.failure is not Failure.GONE
        return True

    async def _read(self, card: Sent) -> discord.Message:
        channel = self.messenger.client.get_partial_messageable(card.channel_id)
        return await channel.fetch_message(card.message_id)
