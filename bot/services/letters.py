"""Brings staff's letters to members: by direct message, else at their next use of the bot, once."""

import logging
import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.domain import letters
from bot.domain.deliveries import State
from bot.domain.ids import GuildId, LetterId, UserId
from bot.domain.letters import Letter, Reached
from bot.services.deliveries import DeliveryService
from bot.services.ports import Membership, Now
from bot.storage import deliveries as ledger
from bot.storage import letters as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterService:
    """Keeps what staff typed until its reader has it, and no longer.

    Attributes:
        server_name: The name of a server; empty while Discord does not show it.
    """

    database: Database
    deliveries: DeliveryService
    membership: Membership
    server_name: Callable[[GuildId], str]
    now: Now
    real: Now

    async def send(self, letter: Letter) -> Reached:
        """Send a letter and return how far it came; its id is given here."""
        if not await self.membership.is_member(letter.guild_id, letter.user_id):
            return Reached.LEFT
        async with self.database.transaction() as tx:
            written = await self.write(tx, letter)
        return await self.say(written)

    async def write(self, tx: Transaction, letter: Letter) -> LetterId:
        """Promise a letter in the caller's transaction, to be said right after it."""
        now = self.now()
        numbered = replace(letter, id=LetterId(secrets.randbits(62)))
        plan = letters.plan(numbered, self.server_name(letter.guild_id), now=now)
        await rows.add(tx, numbered, expires_at=now + letters.KEPT)
        await self.deliveries.plan_now(tx, plan)
        return numbered.id

    async def say(self, letter_id: LetterId) -> Reached:
        """Say a letter that was promised; return how far it came."""
        key = letters.key(letter_id)
        is_said = await self.deliveries.deliver_now(key)
        async with self.database.transaction() as tx:
            if is_said:
                await rows.remove(tx, letter_id)
                return Reached.DELIVERED
            state = await ledger.state_of(tx, key)
        is_open = state in {State.PENDING, State.CLAIMED}
        return Reached.ON_ITS_WAY if is_open else Reached.WAITING

    @asynccontextmanager
    async def waiting(self, user_id: UserId) -> AsyncGenerator[Sequence[Letter]]:
        """Lend the letters that could not be sent; a block that ends well has shown them.

        A block that fails gives them back, and so does a crash, after a minute.
        """
        real = self.real()
        async with self.database.transaction() as tx:
            found = await rows.take_waiting(tx, user_id, real=real, until=real + letters.SHOWING)
        yield found
        if found:
            async with self.database.transaction() as tx:
                for letter in found:
                    await rows.remove(tx, letter.id)

    async def forget(self) -> int:
        """Forget the letters that came later by the ledger, or that nobody came for."""
        async with self.database.transaction() as tx:
            return await rows.remove_expired(tx, now=self.now())
