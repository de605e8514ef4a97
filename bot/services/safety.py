"""The one ear. Every word a member writes passes here first, and only here becomes answerable.

A person in danger comes first and alone: support is sent before anything is written to disk, and
nothing else runs on that message.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import incidents
from bot.domain.deliveries import Room, nonce
from bot.domain.errors import ClinicError, Conflict, NotFound, StorageError
from bot.domain.ids import ChannelId, IncidentId, UserId
from bot.domain.incidents import Incident, Ladder
from bot.domain.messages import Heard, ScreenedText
from bot.domain.notices import CareCard
from bot.domain.screening import Signals, Verdict, screen
from bot.domain.servers import Actor, Right, RoomPurpose, Server, require
from bot.services.deliveries import DeliveryService
from bot.services.homes import Homes
from bot.services.ports import MessengerError, Now, Voice
from bot.services.second_ear import SecondEar
from bot.services.servers import Servers
from bot.storage import deliveries as ledger
from bot.storage import incidents as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyService:
    """Judges what is written and, where somebody may be in danger, sees that they are helped.

    Attributes:
        cooldown: How long one person is not given the same help lines again in a room; staff are
            told every time.
        second_ear: The model beside the grammar.
    """

    database: Database
    deliveries: DeliveryService
    servers: Servers
    homes: Homes
    signals: Signals
    ladder: Ladder
    now: Now
    cooldown: timedelta
    second_ear: SecondEar = field(default_factory=SecondEar)
    _helped: dict[UserId, datetime] = field(default_factory=dict[UserId, datetime])
    _heard: dict[ChannelId, datetime] = field(default_factory=dict[ChannelId, datetime])

    async def hear(self, heard: Heard) -> Verdict:
        """Judge words with both ears. Nothing else may happen to them before.

        A crisis that the grammar hears is returned at once; otherwise the model is waited for, a
        quarter of a second at most.
        """
        # No await before this line: in a burst, a message keeps its place.
        verdict = self.judge(heard)
        return verdict if verdict.is_crisis else await self.second_ear.add_to(verdict, heard)

    def judge(self, heard: Heard) -> Verdict:
        """Judge words by the grammar alone, in one synchronous call."""
        return screen(heard.words, self.signals)

    def pass_on(self, heard: Heard, verdict: Verdict) -> ScreenedText | None:
        """Return the words as something that may be answered, or None if the gate keeps them."""
        return None if verdict.is_crisis else ScreenedText(heard.text)

    async def care(self, heard: Heard, verdict: Verdict, voice: Voice) -> None:
        """Help whoever wrote this: first the person, then staff, then the record."""
        if heard.channel_id is not None:
            self._heard[heard.channel_id] = self.now()
        reached = await self._support(heard, verdict, voice)
        told = [
            await self._tell_staff(server, heard, verdict, support_sent=reached)
            for server in await self.homes.of(heard.author_id, heard.guild_id)
        ]
        if any(told):
            await voice.staff_were_told(verdict)

    def is_tender(self, channel_id: ChannelId, user_id: UserId) -> bool:
        """Say whether somebody needed help here a moment ago, or this person did anywhere."""
        moments = (self._heard.get(channel_id), self._helped.get(user_id))
        now = self.now()
        return any(at is not None and now - at < self.cooldown for at in moments)

    async def acknowledge(self, incident_id: IncidentId, *, by: Actor) -> Incident:
        """Make an incident somebody's own; nobody else is woken for it.

        Raises:
            NotPermitted: `by` is no moderator.
            NotFound: There is no such incident here.
            Conflict: Somebody else has it.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.MODERATE, server)
        now = self.now()
        async with self.database.transaction() as tx:
            incident = await rows.get(tx, incident_id)
            if incident is None or incident.guild_id != by.guild_id:
                raise NotFound("card")
            if not await rows.acknowledge(tx, incident_id, by=by.user_id, at=now):
                raise Conflict("already_acknowledged")
            await ledger.withdraw(tx, key_prefix=incidents.rungs_prefix(incident_id), at=now)
        log.info("incident acknowledged", extra={"incident_id": incident_id})
        return incident

    async def _support(self, heard: Heard, verdict: Verdict, voice: Voice) -> bool:
        last = self._helped.get(heard.author_id)
        now = self.now()
        # Words typed into a command are owed an answer each time; a room is not filled with one.
        if heard.message_id is not None and last is not None and now - last < self.cooldown:
            return True
        reached = await voice.support(verdict)
        if reached:
            self._helped[heard.author_id] = now
        return reached

    async def _tell_staff(
        self, server: Server, heard: Heard, verdict: Verdict, *, support_sent: bool
    ) -> bool:
        try:
            first = await self._record(server, heard, verdict, support_sent=support_sent)
            return await self.deliveries.deliver_now(first)
        except StorageError:
            log.exception("incident not recorded", extra={"guild_id": server.guild_id})
            return await self._tell_staff_directly(server, heard, verdict, support_sent)
        except ClinicError:
            log.exception("staff not told", extra={"guild_id": server.guild_id})
            return False

    async def _record(
        self, server: Server, heard: Heard, verdict: Verdict, *, support_sent: bool
    ) -> str:
        """Write the incident and its whole ladder down, and return the first rung's key."""
        async with self.database.transaction() as tx:
            incident = await rows.add(tx, guild_id=server.guild_id, heard=heard, verdict=verdict)
            card = incidents.card(incident, support_sent=support_sent)
            rungs = incidents.rungs(card, server=server, ladder=self.ladder, now=self.now())
            await self.deliveries.plan_now(tx, rungs[0])
            await self.deliveries.plan(tx, *rungs[1:])
        log.info("incident", extra={"incident_id": incident.id, "level": incident.level})
        return rungs[0].key

    async def _tell_staff_directly(
        self, server: Server, heard: Heard, verdict: Verdict, support_sent: bool
    ) -> bool:
        """Post the card without the database: staff can act on it, only not acknowledge it."""
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        if staff_room is None:
            return False
        card = CareCard(
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
        )
        key = f"care:unrecorded:{heard.author_id}:{heard.at.timestamp()}"
        try:
            await self.deliveries.messenger.post(Room(staff_room), card, nonce=nonce(key))
        except MessengerError:
            log.exception("staff not told", extra={"guild_id": server.guild_id})
            return False
        return True
