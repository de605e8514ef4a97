"""What a person is told in private about a case, before an act or after it, once."""

import logging
from dataclasses import dataclass

from bot.domain import cases
from bot.domain.cases import MANNERS, Case, Letter, Reached
from bot.domain.deliveries import State as DeliveryState
from bot.services.case_ports import Moderator
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Now
from bot.storage import deliveries as ledger
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

WAITS = {DeliveryState.PENDING, DeliveryState.CLAIMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """Says what is to be said about a case through the ledger."""

    database: Database
    deliveries: DeliveryService
    moderator: Moderator
    now: Now

    async def say(self, key: str) -> Reached:
        """Say what stands in the ledger under `key` at once."""
        if await self.deliveries.deliver_now(key):
            return Reached.YES
        async with self.database.transaction() as tx:
            state = await ledger.state_of(tx, key)
        return Reached.LATER if state in WAITS else Reached.NO

    async def say_before(self, case: Case) -> None:
        """Tell somebody what is about to be done, as long as Discord still carries it to them."""
        if await self._is_there(case):
            await self.say(await self._letter(case, kept=True))

    async def tell(self, case: Case, *, kept: bool) -> Reached:
        """Tell somebody what was done; where they were told before, say whether that arrived."""
        match MANNERS[case.action].letter:
            case Letter.NEVER:
                return Reached.NO
            case Letter.BEFORE:
                return await self._was_said_before(case)
            case Letter.AFTER:
                return await self.say(await self._letter(case, kept=kept))

    async def _was_said_before(self, case: Case) -> Reached:
        async with self.database.transaction() as tx:
            state = await ledger.state_of(tx, case.letter_key)
            # Nothing reaches them any more; a letter that waits would only fail later.
            await ledger.withdraw(tx, key_prefix=case.letter_key, at=self.now())
        return Reached.YES if state is DeliveryState.SENT else Reached.NO

    async def take_back(self, tx: Transaction, case: Case, *, server: str) -> bool:
        """Stop a letter about an act that failed, and plan another where it may have arrived.

        Args:
            server: The server's name.

        Returns:
            Whether there is a second letter to be said.
        """
        state = await ledger.state_of(tx, case.letter_key)
        # A warning is its letter: what failed must not arrive an hour later.
        await ledger.withdraw(tx, key_prefix=case.letter_key, at=self.now())
        was_before = MANNERS[case.action].letter is Letter.BEFORE
        if not was_before or (state is not DeliveryState.SENT and state not in WAITS):
            return False
        plan = cases.undone(case, server=server, now=self.now())
        await self.deliveries.plan_now(tx, plan)
        return True

    async def letter_state(self, case: Case) -> DeliveryState | None:
        """Return where the letter stands, or None when there is none."""
        async with self.database.transaction() as tx:
            return await ledger.state_of(tx, case.letter_key)

    async def _letter(self, case: Case, *, kept: bool) -> str:
        """Write the person's letter into the ledger, unless it is there; return its key."""
        server = await self.server_name(case)
        async with self.database.transaction() as tx:
            plan = cases.letter(case, server=server, kept=kept, now=self.now())
            await self.deliveries.plan_now(tx, plan)
        return case.letter_key

    async def _is_there(self, case: Case) -> bool:
        try:
            return await self.moderator.standing(case.guild_id, case.person) is not None
        except MessengerError:
            return True

    async def server_name(self, case: Case) -> str:
        """Return the name of a case's server; empty where Discord does not give it."""
        try:
            return await self.moderator.server_name(case.guild_id)
        except MessengerError:
            return ""  # render has words for a server whose name Discord does not give
