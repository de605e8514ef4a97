"""Keeps the card that asks to agree: posted once, edited with each version, posted anew if deleted.

It is taken down when an admin wants none.

A crash anywhere repeats the look; a card that was posted and not recorded is found by its key.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.consent import Card, Terms
from bot.domain.deliveries import LONGEST_RETRY, Failure, Sent, wait_after
from bot.domain.ids import GuildId, MessageId
from bot.services.joining_ports import Noticeboard
from bot.services.leased import Claims, LeasedWork
from bot.services.ports import MessengerError
from bot.storage import terms as rows

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(days=1)
# A posting that a crash left unrecorded is looked for this far back.
LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsCards(LeasedWork[tuple[GuildId, int]]):
    """Looks at each server's card when it is due."""

    board: Noticeboard

    @property
    def _claims(self) -> Claims:
        return rows.leases

    async def card(self, guild_id: GuildId) -> Card | None:
        """Return a server's card, or None where nobody asked for one."""
        async with self.database.transaction() as tx:
            return await rows.card(tx, guild_id)

    async def gone(self, guild_id: GuildId, message_ids: Collection[MessageId]) -> None:
        """Look at a server's card if it is among messages that somebody deleted."""
        async with self.database.transaction() as tx:
            card = await rows.card(tx, guild_id)
            if card is None or card.message_id not in message_ids:
                return
            await rows.is_due_now(tx, guild_id, now=self.now())
        self.alarm.wake()

    async def look_again(self) -> None:
        """Look at every card: somebody may have deleted one."""
        async with self.database.transaction() as tx:
            await rows.all_due_now(tx, now=self.now())
        self.alarm.wake()

    async def _claim(self) -> Sequence[tuple[GuildId, int]]:
        real = self.real()
        async with self.database.transaction() as tx:
            return await rows.leases.claim(tx, now=self.now(), real=real, lease=self.lease)

    async def _settle(self, claimed: Sequence[tuple[GuildId, int]]) -> None:
        for guild_id, attempts in claimed:
            next_at, failures = self.now() + LOOK_EVERY, 0
            try:
                await self._keep(guild_id)
            except MessengerError as error:
                failures = attempts + 1
                is_passing = error.failure is Failure.PASSING
                wait = wait_after(attempts) if is_passing else 6 * LONGEST_RETRY
                next_at = self.now() + wait
                log.warning("card postponed", extra={"guild_id": guild_id, "why": error.failure})
            async with self.database.transaction() as tx:
                await rows.leases.settled(tx, guild_id, next_at=next_at, attempts=failures)

    async def _keep(self, guild_id: GuildId) -> None:
        server = self.servers.get(guild_id)
        async with self.database.transaction() as tx:
            card, live = await rows.card(tx, guild_id), await rows.live(tx, guild_id)
        if server is None or card is None or live is None or live.published_at is None:
            return
        if card.old is not None:
            channel_id, message_id = card.old
            await self.board.take_down(Sent(message_id, channel_id))
            card = await self._save(replace(card, old=None))
        if card.is_down:
            await self._take_down(card)
            return
        if card.message_id is not None and not await self.board.stands(card):
            card = await self._save(replace(card, message_id=None, number=card.number + 1))
        if card.message_id is None:
            card = await self._posted(card, live, server.language)
        if card.version != live.version:
            await self.board.change(card, live, language=server.language)
            await self._save(replace(card, version=live.version))

    async def _take_down(self, card: Card) -> None:
        if card.message_id is not None:
            await self.board.take_down(Sent(card.message_id, card.channel_id))
            await self._save(replace(card, message_id=None, number=card.number + 1))

    async def _posted(self, card: Card, live: Terms, language: str) -> Card:
        found = await self.board.find(card, since=self.now() - LOOKED_BACK)
        if found is not None:
            return await self._save(replace(card, message_id=found.message_id, version=0))
        sent = await self.board.post(card, live, language=language)
        done = replace(card, message_id=sent.message_id, version=live.version)
        log.info("card posted", extra={"guild_id": card.guild_id, "version": live.version})
        return await self._save(done)

    async def _save(self, card: Card) -> Card:
        async with self.database.transaction() as tx:
            now = await rows.card(tx, card.guild_id)
            # Moved to another room meanwhile: what stands here is taken down by the next look.
            if now is not None and now.channel_id != card.channel_id:
                if card.message_id is not None:
                    old = (card.channel_id, card.message_id)
                    await rows.save_card(tx, replace(now, old=old))
                return card
            # What an admin has asked for meanwhile counts.
            card = card if now is None else replace(card, is_down=now.is_down)
            await rows.save_card(tx, card)
        return card
