"""Work that is claimed under a lease: done in rounds that never overlap, given back by the dead."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.domain.deliveries import Plan, Room
from bot.domain.ids import GuildId
from bot.domain.notices import Notice
from bot.domain.servers import RoomPurpose
from bot.services.deliveries import DeliveryService
from bot.services.ports import Alarm, Now
from bot.services.servers import Servers
from bot.storage.database import Database, Transaction

Claim = TypeVar("Claim")


class Claims(Protocol):
    """Where the claims of one kind of work are kept: a module of `bot/storage`."""

    async def next_due(self, tx: Transaction) -> tuple[datetime | None, datetime | None]:
        """Return when something is next due (the bot's clock) and the next lease ends (real)."""
        ...

    async def release_claims(self, tx: Transaction) -> None:
        """Give back every claim."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedWork(ABC, Generic[Claim]):
    """One kind of work; what it does is its own.

    Attributes:
        alarm: An alarm of its own: no reminder waits for a long round here.
        now: The bot's clock, which a sandbox may move.
        real: The machine's clock, by which leases run.
        lease: How long a claim holds before another worker may take it.
    """

    database: Database
    servers: Servers
    deliveries: DeliveryService
    alarm: Alarm
    now: Now
    real: Now
    lease: timedelta = timedelta(seconds=60)
    _one_round: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    @abstractmethod
    def _claims(self) -> Claims:
        """Where its claims are kept."""

    @abstractmethod
    async def _claim(self) -> Sequence[Claim]:
        """Take what is due for a lease."""

    @abstractmethod
    async def _settle(self, claimed: Sequence[Claim]) -> None:
        """Do what was claimed, and record what became of each."""

    async def settle_due(self) -> int:
        """Do what is due, round by round, and return how much was tried."""
        tried = 0
        async with self._one_round:
            while claimed := await self._claim():
                tried += len(claimed)
                await self._settle(claimed)
        return tried

    async def next_due(self) -> tuple[datetime | None, datetime | None]:
        """Return when something is next due (the bot's clock) and the next lease ends (real)."""
        async with self.database.transaction() as tx:
            return await self._claims.next_due(tx)

    async def release_claims(self) -> None:
        """Give back the claims of the dead; for a process that knows it is alone."""
        async with self.database.transaction() as tx:
            await self._claims.release_claims(tx)

    async def _tell_staff(
        self,
        tx: Transaction,
        guild_id: GuildId,
        notice: Notice,
        *,
        key: str,
        missed_at: datetime | None = None,
    ) -> None:
        """Tell a server's staff once; the ledger's key sees to the once."""
        server = self.servers.get(guild_id)
        if server is None or RoomPurpose.STAFF not in server.rooms:
            return
        plan = Plan(
            key=key,
            guild_id=guild_id,
            place=Room(server.rooms[RoomPurpose.STAFF]),
            notice=notice,
            due_at=self.now(),
            missed_at=missed_at,
        )
        await self.deliveries.plan(tx, plan)
