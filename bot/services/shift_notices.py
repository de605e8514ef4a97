"""Tells whoever's shift begins, once and in private, by the ledger.

Planned ahead, so what became untrue meanwhile is asked once more as it is about to be said.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.domain import rota as rules
from bot.domain.care_notices import ShiftBegins
from bot.domain.deliveries import Delivery
from bot.domain.ids import GuildId, UserId
from bot.domain.rota import Rota
from bot.domain.servers import Server, is_staff
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Now, People
from bot.storage import rota as rows
from bot.storage.database import Database, Transaction

# A card does not wait longer for Discord to say who is still here.
PATIENCE = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftNotices:
    """Plans what is said as a shift begins.

    Attributes:
        server_name: The name of a server; empty while Discord does not show it.
        is_on: Whether anything is said at all.
    """

    database: Database
    deliveries: DeliveryService
    people: People
    server_name: Callable[[GuildId], str]
    now: Now
    is_on: bool = True

    def __post_init__(self) -> None:
        """Look again before anything is said."""
        self.deliveries.still_true.append(self.is_true)

    async def plan_all(self) -> int:
        """Plan the shifts of the days to come, in every server; return how many are new."""
        new = 0
        for server in self.deliveries.servers.all():
            async with self.database.transaction() as tx:
                rota = await rows.load(tx, server.guild_id, server.zone)
                new += await self.plan(tx, rota, server)
        return new

    async def plan(
        self, tx: Transaction, rota: Rota, server: Server, *, knows: UserId | None = None
    ) -> int:
        """Plan a server's shifts in the caller's transaction; return how many are new.

        Args:
            tx: The caller's transaction.
            rota: The shifts to plan.
            server: Whose they are.
            knows: Who has just entered them, and knows that one goes on.
        """
        if not self.is_on:
            return 0
        now = self.now()
        coming = [
            span
            for span in rules.spans(rota, now=now)
            if now < span.ends_at and (span.user_id != knows or now < span.starts_at)
        ]
        place = server.guild_id, self.server_name(server.guild_id)
        return await self.deliveries.plan(tx, *(rules.notice_plan(span, *place) for span in coming))

    async def is_true(self, delivery: Delivery) -> bool:
        """Say whether what is about to be said holds: the shift goes on, and they are in it."""
        notice = delivery.notice
        if not isinstance(notice, ShiftBegins):
            return True
        server = self.deliveries.servers.get(notice.guild_id)
        if server is None or not self.is_on:
            return False
        async with self.database.transaction() as tx:
            rota = await rows.load(tx, server.guild_id, server.zone)
        return rules.is_in(rota, notice, now=self.now()) and await is_still_staff(
            self.people, notice.user_id, server
        )


async def is_still_staff(people: People, user_id: UserId, server: Server) -> bool:
    """Say whether somebody is of a server's staff; also yes while Discord does not answer."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            found = await people.actor(server.guild_id, user_id)
    except (MessengerError, TimeoutError):
        # All moderators are rung three minutes later, whoever this was.
        return True
    return found is not None and is_staff(found, server)
