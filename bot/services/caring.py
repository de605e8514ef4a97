"""The services that bring staff to a person in danger, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bot.domain.ids import GuildId
from bot.domain.incidents import Ladder
from bot.services.alerts import AlertService
from bot.services.care import CareService
from bot.services.contacts import ContactService
from bot.services.deliveries import DeliveryService
from bot.services.drills import DrillService
from bot.services.ports import Now, People
from bot.services.rota import RotaService
from bot.services.shift_notices import ShiftNotices
from bot.storage.database import Database


@dataclass(frozen=True)
class Caring:
    """Each part made once, out of those it needs."""

    ladder: Ladder
    given: tuple[tuple[str, str], ...]
    database: Database
    deliveries: DeliveryService
    people: People
    server_name: Callable[[GuildId], str]
    now: Now
    tells_shifts: bool = True

    @cached_property
    def alerts(self) -> AlertService:
        """What tells staff."""
        return AlertService(
            database=self.database,
            deliveries=self.deliveries,
            servers=self.deliveries.servers,
            people=self.people,
            rota=self.rota,
            ladder=self.ladder,
            now=self.now,
        )

    @cached_property
    def rota(self) -> RotaService:
        """Who is on call."""
        return RotaService(
            database=self.database,
            servers=self.deliveries.servers,
            people=self.people,
            notices=self.shift_notices,
            now=self.now,
        )

    @cached_property
    def shift_notices(self) -> ShiftNotices:
        """What tells whoever's shift begins."""
        return ShiftNotices(
            database=self.database,
            deliveries=self.deliveries,
            people=self.people,
            server_name=self.server_name,
            now=self.now,
            is_on=self.tells_shifts,
        )

    @cached_property
    def contacts(self) -> ContactService:
        """How to reach the clinic."""
        return ContactService(
            database=self.database,
            servers=self.deliveries.servers,
            given=self.given,
            now=self.now,
        )

    @cached_property
    def care(self) -> CareService:
        """What staff do with a care card."""
        return CareService(
            database=self.database,
            deliveries=self.deliveries,
            servers=self.deliveries.servers,
            ladder=self.ladder,
            now=self.now,
        )

    @cached_property
    def drills(self) -> DrillService:
        """Rehearsals."""
        return DrillService(
            database=self.database,
            deliveries=self.deliveries,
            rota=self.rota,
            ladder=self.ladder,
            now=self.now,
        )

    async def forget(self) -> int:
        """Forget what staff typed and what has expired; return how much."""
        return await self.care.forget_notes() + await self.rota.forget()
