"""What moderators do in Discord's own menus becomes a case too, once.

The server's audit log tells it as it happens. What happened while nobody listened is read from the
log at the next start; the line's own id sees to it that nothing becomes two cases.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.domain import cases
from bot.domain.cases import Deed
from bot.domain.cases.deeds import LOG_REACHES, STRETCHES, entry_at
from bot.domain.deliveries import Failure
from bot.domain.errors import StorageError
from bot.domain.ids import GuildId
from bot.domain.servers import RoomPurpose, Server
from bot.services.case_ports import AuditLog
from bot.services.casework import hold
from bot.services.deliveries import DeliveryService
from bot.services.ports import Alarm, MessengerError, Now
from bot.services.servers import Servers
from bot.storage import audit_marks
from bot.storage import cases as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedService:
    """Hears what was done, and catches up with what it missed.

    Attributes:
        alarm: Of what outlasts an act: what is done by hand ends what a case kept up.
    """

    database: Database
    servers: Servers
    deliveries: DeliveryService
    audit_log: AuditLog
    alarm: Alarm
    now: Now
    # Servers whose log was read to its end since the start: only there a later line proves that
    # no earlier one was missed.
    _caught_up: set[GuildId] = field(default_factory=set[GuildId])
    _one_reader: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def heard(self, deed: Deed) -> None:
        """Make a case of one line; a line that is known already changes nothing."""
        server = self.servers.get(deed.guild_id)
        if server is None:
            return
        await self._record(server, deed, advance=deed.guild_id in self._caught_up)

    async def catch_up(self) -> int:
        """Read what happened since the last time in every server; return how much was new."""
        async with self._one_reader:
            return sum([await self._try_catch_up(server) for server in self.servers.all()])

    async def _try_catch_up(self, server: Server) -> int:
        try:
            return await self._catch_up(server)
        except MessengerError as error:
            # Without the right, /clinic status says so; nothing else depends on it.
            level = logging.INFO if error.failure is Failure.FORBIDDEN else logging.WARNING
            log.log(level, "audit log not read", extra={"guild_id": server.guild_id})
        except StorageError:
            log.exception("audit log not recorded", extra={"guild_id": server.guild_id})
        return 0

    async def _catch_up(self, server: Server) -> int:
        now = self.now()
        async with self.database.transaction() as tx:
            read = await audit_marks.get(tx, server.guild_id)
        if read is None:
            # What was done before we came is not ours to tell.
            async with self.database.transaction() as tx:
                await audit_marks.advance(tx, server.guild_id, entry_at(now))
            self._caught_up.add(server.guild_id)
            return 0
        since, found = max(read, entry_at(now - LOG_REACHES)), 0
        for _ in range(STRETCHES):
            stretch = await self.audit_log.after(server.guild_id, since)
            for deed in stretch.deeds:
                await self._record(server, deed, advance=True)
            since, found = stretch.up_to, found + len(stretch.deeds)
            async with self.database.transaction() as tx:
                await audit_marks.advance(tx, server.guild_id, since)
            if stretch.is_all:
                self._caught_up.add(server.guild_id)
                break
        log.info("audit log read", extra={"guild_id": server.guild_id, "lines": found})
        return found

    async def _record(self, server: Server, deed: Deed, *, advance: bool) -> None:
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        async with self.database.transaction() as tx:
            case = await rows.record(tx, deed)
            if advance:
                await audit_marks.advance(tx, deed.guild_id, deed.entry_id)
            if case is None:
                return
            await hold(tx, case)
            if staff_room is not None:
                plan = cases.line(case, staff_room=staff_room, now=self.now())
                await self.deliveries.plan(tx, plan)
        self.alarm.wake()
        log.info("case heard of", extra={"case": case.number, "action": case.action})
