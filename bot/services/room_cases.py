"""The cases of what is done to a room or to the server: begun with the act's row, closed with it.

Both halves are one transaction each, so that neither a crash nor a failure leaves a case without
its act, or an act without its case. Whoever keeps the act's row goes on with it after a crash.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import cases, room_acts
from bot.domain.cases import Case, Proposal, State
from bot.domain.ids import CaseNumber, GuildId, UserId
from bot.domain.room_acts import Outcome
from bot.domain.servers import RoomPurpose
from bot.services.deliveries import DeliveryService
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import cases as rows
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCases:
    """Begins and closes cases inside the caller's transactions."""

    servers: Servers
    deliveries: DeliveryService
    now: Now

    async def begin(
        self, tx: Transaction, proposal: Proposal, *, by: UserId, until: datetime | None = None
    ) -> Case:
        """Take the next number for what is about to be done."""
        now = self.now()
        return await rows.begin(
            tx, proposal, by=by, until=until, note_expires_at=now + cases.NOTE_KEPT, now=now
        )

    async def done(
        self, tx: Transaction, guild_id: GuildId, number: CaseNumber, outcome: Outcome | None = None
    ) -> None:
        """Close a case as done, with its line for staff; again is fine."""
        case = await rows.get(tx, guild_id, number)
        if case is None or not await rows.close(tx, case, state=State.DONE):
            return
        server = self.servers.get(guild_id)
        if server is None or RoomPurpose.STAFF not in server.rooms:
            return
        done = replace(case, state=State.DONE)
        staff_room = server.rooms[RoomPurpose.STAFF]
        line = room_acts.line(done, outcome or Outcome(), staff_room=staff_room, now=self.now())
        await self.deliveries.plan(tx, line)

    async def failed(self, tx: Transaction, guild_id: GuildId, number: CaseNumber) -> None:
        """Close a case as failed: nothing was done."""
        case = await rows.get(tx, guild_id, number)
        if case is not None:
            await rows.close(tx, case, state=State.FAILED)

    async def get(self, tx: Transaction, guild_id: GuildId, number: CaseNumber) -> Case | None:
        """Return a case."""
        return await rows.get(tx, guild_id, number)
