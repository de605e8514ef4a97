"""What is done once a day so that nothing is kept longer than it was promised to be."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.automod import AutomodService
from bot.services.caring import Caring
from bot.services.case_desk import CaseDesk
from bot.services.events import EventService
from bot.services.handovers import HandoverService
from bot.services.hiding import HidingService
from bot.services.holds import HoldService
from bot.services.meetings import MeetingService
from bot.services.ports import Now
from bot.services.purges import PurgeService
from bot.services.rooms import RoomService
from bot.services.telling import Telling
from bot.storage import asides, deliveries, drafts
from bot.storage.database import Database

log = logging.getLogger(__name__)

# Long enough to look into a complaint about a reminder; a closed row is of no other use.
KEEP_DELIVERIES = timedelta(days=30)
# Forgotten in one transaction: a few milliseconds, so that nobody waits for the writer.
BATCH = 500
# Between two of them, so that a month's worth leaves the disk to others.
PAUSE_SECONDS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Housekeeping:
    """Plans ahead, settles what was left open, and forgets what has expired."""

    database: Database
    meetings: MeetingService
    rooms: RoomService
    holds: HoldService
    purges: PurgeService
    events: EventService
    automod: AutomodService
    cases: CaseDesk
    hiding: HidingService
    caring: Caring
    telling: Telling
    handovers: HandoverService
    now: Now

    async def catch_up(self) -> None:
        """Settle and plan: at the start, each day, and whenever a sandbox's clock is moved."""
        await self.cases.catch_up()
        await self.hiding.settle()
        await self.purges.settle()
        await self.meetings.plan_reminders()
        await self.caring.shift_notices.plan_all()
        await self.rooms.look_again()
        await self.events.look_again()
        await self.automod.look_again()
        await self.telling.joining.cards.look_again()

    async def daily(self) -> None:
        """Catch up, then forget."""
        await self.catch_up()
        await self.forget()

    async def forget(self) -> None:
        """Remove whatever has expired; how long it takes grows with how much that is."""
        notes = await self.cases.forget_notes() + await self.caring.forget()
        rooms = await self.rooms.forget()
        await self.holds.forget()
        await self.hiding.forget()
        await self.telling.forget()
        questions = await self.handovers.forget()
        now = self.now()
        async with self.database.transaction() as tx:
            await asides.remove_expired(tx, now=now)
            expired = await drafts.remove_expired(tx, now=now)
        closed = await forget_closed(self.database, before=now - KEEP_DELIVERIES)
        forgotten = {"notes": notes, "drafts": expired, "deliveries": closed, "rooms": rooms}
        forgotten["questions"] = questions
        log.info("house kept", extra=forgotten)


async def forget_closed(database: Database, *, before: datetime) -> int:
    """Remove deliveries that ended before `before`, a few at a time; return how many."""
    forgotten = 0
    while True:
        async with database.transaction() as tx:
            removed = await deliveries.remove_closed(tx, before=before, limit=BATCH)
        forgotten += removed
        if removed < BATCH:
            return forgotten
        await asyncio.sleep(PAUSE_SECONDS)
