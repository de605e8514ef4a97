"""Brings staff to a person in danger: the card, the ladder, and what is left when one fails."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain import incidents
from bot.domain.care_notices import CareCard, CareChange
from bot.domain.deliveries import Delivery, Person, Place, Plan, Room, nonce
from bot.domain.errors import ClinicError, StorageError
from bot.domain.ids import IncidentId, RoleId, UserId
from bot.domain.incidents import Ladder
from bot.domain.messages import Heard
from bot.domain.screening import Level, Verdict
from bot.domain.servers import Actor, RolePurpose, RoomPurpose, Server, is_staff
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Now, People
from bot.services.rota import RotaService
from bot.services.servers import Servers
from bot.storage import deliveries as ledger
from bot.storage import incidents as rows
from bot.storage import rota
from bot.storage.database import Database

log = logging.getLogger(__name__)

# Asking Discord who is staff must not keep a card waiting for long.
PATIENCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertService:
    """Tells the staff of a server, by whatever way is left."""

    database: Database
    deliveries: DeliveryService
    servers: Servers
    people: People
    rota: RotaService
    ladder: Ladder
    now: Now

    def __post_init__(self) -> None:
        """Hear of cards that the staff room does not take."""
        self.deliveries.when_lost.append(self.room_lost)

    async def tell(
        self, server: Server, heard: Heard, verdict: Verdict, *, support_sent: bool
    ) -> bool:
        """Tell staff of somebody in danger; say whether anybody has the card.

        Where the database fails the card is posted without it; where the staff room is gone,
        moderators and admins get it in private.
        """
        try:
            card = await self._record(server, heard, verdict, support_sent=support_sent)
        except StorageError:
            log.exception("incident not recorded", extra={"guild_id": server.guild_id})
            return await self._post_bare(server, heard, verdict, support_sent=support_sent)
        try:
            return await self._climb(server, card)
        except ClinicError:
            log.exception("staff not told", extra={"guild_id": server.guild_id})
            return False

    async def _record(
        self, server: Server, heard: Heard, verdict: Verdict, *, support_sent: bool
    ) -> CareCard:
        """Write the incident and its whole ladder down, and return the first card."""
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        on_call = () if verdict.level is Level.LOW else await self.rota.on_call(server)
        async with self.database.transaction() as tx:
            incident = await rows.add(tx, guild_id=server.guild_id, heard=heard, verdict=verdict)
            card = incidents.card(incident, support_sent=support_sent)
            card = replace(card, spot=heard.spot)
            if staff_room is not None:
                first, *later = self._plans(server, card, on_call)
                await self.deliveries.plan_now(tx, first)
                await self.deliveries.plan(tx, *later)
        log.info("incident", extra={"incident_id": incident.id, "level": incident.level})
        return card

    def _plans(self, server: Server, card: CareCard, on_call: Sequence[UserId]) -> Sequence[Plan]:
        if card.level == Level.LOW:
            room = server.room(RoomPurpose.STAFF)
            return (incidents.quiet_card(card, room, now=self.now()),)
        return incidents.rungs(
            card, server=server, ladder=self.ladder, on_call=on_call, now=self.now()
        )

    async def room_lost(self, delivery: Delivery) -> None:
        """Go to people instead, when the staff room does not take a rung: it is gone or closed."""
        card = delivery.notice
        server = self.servers.get(delivery.guild_id)
        if not isinstance(card, CareCard) or isinstance(card, CareChange):
            return
        if server is None or not isinstance(delivery.place, Room):
            return
        log.error("staff room does not take a card", extra={"guild_id": server.guild_id})
        if card.level != Level.LOW:
            await self._tell_in_private(server, replace(card, rings=(), calls=()))

    async def _climb(self, server: Server, card: CareCard) -> bool:
        """Say the first rung; say whether anybody has it, in the staff room or in private."""
        if RoomPurpose.STAFF not in server.rooms:
            return card.level != Level.LOW and await self._tell_in_private(server, card)
        if await self.deliveries.deliver_now(incidents.card_key(card.incident_id, 0)):
            return True
        async with self.database.transaction() as tx:
            prefix = incidents.rungs_prefix(card.incident_id)
            return bool(await ledger.care_cards(tx, key_prefix=prefix))

    async def _tell_in_private(self, server: Server, card: CareCard) -> bool:
        """Give every moderator and admin the card by direct message, until one acknowledges."""
        staff = await self._staff(server)
        async with self.database.transaction() as tx:
            plans = [
                plan
                for each in staff
                for plan in incidents.private_rungs(
                    card, to=each, ladder=self.ladder, now=self.now()
                )
            ]
            await self.deliveries.plan(tx, *plans)
        first = [plan.key for plan in plans if plan.due_at <= self.now()]
        told = await asyncio.gather(*(self.deliveries.deliver_now(key) for key in first))
        if not any(told):
            log.error("nobody of staff told", extra={"guild_id": server.guild_id})
        return any(told)

    async def _staff(self, server: Server) -> Sequence[UserId]:
        return [each.user_id for each in await self.staff(server)]

    async def staff(self, server: Server) -> Sequence[Actor]:
        """Return moderators and admins, as far as Discord and the record know them."""
        known: Sequence[UserId] = ()
        try:
            async with self.database.transaction() as tx:
                helpers = await rows.helpers(tx, server.guild_id)
                known = [*helpers, *await rota.people(tx, server.guild_id)]
        except StorageError:
            log.warning("helpers unknown", extra={"guild_id": server.guild_id})
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                found = await self.people.staff(server.guild_id, known)
        except (MessengerError, TimeoutError):
            log.exception("staff unknown", extra={"guild_id": server.guild_id})
            return ()
        return [each for each in found if is_staff(each, server)]

    async def _post_bare(
        self, server: Server, heard: Heard, verdict: Verdict, *, support_sent: bool
    ) -> bool:
        """Post the card without the database: staff can act on it, only not acknowledge it."""
        card = _bare(server, heard, verdict, support_sent=support_sent)
        key = f"care:unrecorded:{heard.author_id}:{heard.at.timestamp()}"
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        if staff_room is not None and await self._post(Room(staff_room), card, key):
            return True
        if verdict.level is Level.LOW:
            return False
        alone = replace(card, rings=(), in_private=True)
        staff = await self._staff(server)
        told = [await self._post(Person(each), alone, f"{key}:{each}") for each in staff]
        return any(told)

    async def _post(self, place: Place, card: CareCard, key: str) -> bool:
        try:
            await self.deliveries.messenger.post(place, card, nonce=nonce(key))
        except MessengerError as error:
            log.error("card not posted", extra={"failure": error.failure})  # noqa: TRY400 - no trace needed
            return False
        return True


def _bare(server: Server, heard: Heard, verdict: Verdict, *, support_sent: bool) -> CareCard:
    """Return a card that no incident stands behind. It cannot come again, so it rings all."""
    everybody = frozenset[RoleId]().union(
        *(server.roles.get(each, ()) for each in (RolePurpose.MODERATOR, RolePurpose.ADMIN))
    )
    return CareCard(
        incident_id=IncidentId(0),
        guild_id=server.guild_id,
        level=verdict.level,
        topic=verdict.topic or "self",
        author_id=heard.author_id,
        channel_id=heard.channel_id,
        message_id=heard.message_id,
        at=heard.at,
        signals=verdict.signals,
        support_sent=support_sent,
        spot=heard.spot,
        rings=() if verdict.level is Level.LOW else tuple(sorted(everybody)),
    )
