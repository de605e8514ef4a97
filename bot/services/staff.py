"""Brings a person who asks for somebody together with staff."""

import logging
from dataclasses import dataclass

from bot.domain.deliveries import Plan, Room
from bot.domain.errors import ClinicError
from bot.domain.ids import GuildId, UserId
from bot.domain.notices import StaffCall
from bot.domain.servers import Actor, Right, RolePurpose, RoomPurpose, Server, require
from bot.services.deliveries import DeliveryService
from bot.services.homes import Homes
from bot.services.ports import Now
from bot.storage.database import Database

log = logging.getLogger(__name__)

# Somebody who presses again within this time is already on staff's list.
ONE_CALL_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffService:
    """Calls staff on a member's behalf."""

    database: Database
    deliveries: DeliveryService
    homes: Homes
    now: Now

    async def call(self, *, author_id: UserId, guild_id: GuildId | None, why: str) -> bool:
        """Tell staff that somebody asks for a person; say whether any staff room has the card.

        Args:
            author_id: Who asks.
            guild_id: Where they asked; None in a direct message, when every server they share
                with the bot is told.
            why: As in `StaffCall`.
        """
        servers = await self.homes.of(author_id, guild_id)
        told = [await self._call(server, author_id, why) for server in servers]
        return any(told)

    def require_staff(self, actor: Actor) -> None:
        """Let a moderator pass.

        Raises:
            NotPermitted: They are none.
        """
        require(actor, Right.MODERATE, self.homes.servers.need(actor.guild_id))

    async def _call(self, server: Server, author_id: UserId, why: str) -> bool:
        now = self.now()
        bucket = int(now.timestamp()) // ONE_CALL_SECONDS
        key = f"call:{server.guild_id}:{author_id}:{why}:{bucket}"
        # Company now is worth a ring; a talk can wait until somebody looks.
        rings = server.roles.get(RolePurpose.MODERATOR, frozenset()) if why == "sit" else ()
        card = StaffCall(
            guild_id=server.guild_id,
            author_id=author_id,
            at=now,
            why=why,
            rings=tuple(sorted(rings)),
        )
        try:
            plan = Plan(
                key=key,
                guild_id=server.guild_id,
                place=Room(server.room(RoomPurpose.STAFF)),
                notice=card,
                due_at=now,
            )
            async with self.database.transaction() as tx:
                await self.deliveries.plan_now(tx, plan)
            return await self.deliveries.deliver_now(key)
        except ClinicError:
            log.exception("staff not called", extra={"guild_id": server.guild_id})
            return False
