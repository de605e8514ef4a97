"""Slow mode and closed doors: save, set, record; keep; and put back exactly what was.

As with rooms (`bot/services/rooms.py`) a hold is a row with a moment at which something is next
due. What stands before and what will be set is written down before anything is set, so that a
crash anywhere leaves the next worker all it needs; a step that was done already does nothing again.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import holds as domain
from bot.domain.cases import Case
from bot.domain.deliveries import LONGEST_RETRY, Failure, wait_after
from bot.domain.holds import Hold, HoldKind, Numbers
from bot.domain.ids import CaseNumber, ChannelId, GuildId
from bot.domain.room_acts import Outcome
from bot.domain.rooms import State
from bot.domain.servers import RoomPurpose
from bot.services.leased import Claims, LeasedWork
from bot.services.ports import MessengerError
from bot.services.room_cases import RoomCases
from bot.services.room_ports import Holder
from bot.storage import holds as rows
from bot.storage.database import Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldService(LeasedWork[Hold]):
    """Holds numbers of Discord's for a while."""

    holder: Holder

    @property
    def cases(self) -> RoomCases:
        """The cases of what is held."""
        return RoomCases(servers=self.servers, deliveries=self.deliveries, now=self.now)

    @property
    def _claims(self) -> Claims:
        return rows

    async def lockdown(self, guild_id: GuildId) -> Hold | None:
        """Return what keeps a server's doors closed, or None."""
        async with self.database.transaction() as tx:
            return await rows.live(tx, guild_id, None, HoldKind.LOCKDOWN)

    async def forget(self) -> int:
        """Forget what was put back long ago."""
        async with self.database.transaction() as tx:
            return await rows.remove_over(tx, before=self.now() - domain.KEPT)

    async def _claim(self) -> Sequence[Hold]:
        async with self.database.transaction() as tx:
            return await rows.claim(tx, now=self.now(), real=self.real(), lease=self.lease)

    async def _settle(self, claimed: Sequence[Hold]) -> None:
        async with asyncio.TaskGroup() as group:
            for hold in claimed:
                group.create_task(self._try(hold))

    async def _try(self, hold: Hold) -> None:
        try:
            if hold.state is not State.UNDOING:
                await self._apply(hold)
            else:
                await self._undo(hold)
        except MessengerError as error:
            await self._failed(hold, error.failure)
        except Exception:  # one poisoned row must not hold up the rest
            log.exception("hold raised", extra={"hold_id": hold.id})
            await self._failed(hold, Failure.REFUSED)

    async def _apply(self, hold: Hold) -> None:
        now = self.now()
        stands = await self.holder.read(hold)
        aims = domain.aimed(hold, stands, now=now)
        ours = domain.remembered(hold.ours, aims, stands)
        async with self.database.transaction() as tx:
            saved = stands if hold.saved is None else hold.saved
            await rows.save(tx, hold, saved, ours)
            case = await self._case(tx, hold, hold.case)
        await self._bring(hold, stands, aims, case)
        async with self.database.transaction() as tx:
            await rows.save(tx, hold, saved, domain.settled(hold.ours, aims))
            if hold.is_lasting:
                await rows.over(tx, hold, at=now)
            else:
                await rows.stands(tx, hold, next_at=domain.next_step(hold, now=now))
            if hold.case is not None:
                outcome = Outcome(seconds=hold.wanted.get(domain.SECONDS))
                await self.cases.done(tx, hold.guild_id, hold.case, outcome)
        log.info("hold set", extra={"hold_id": hold.id, "kind": hold.kind})

    async def _undo(self, hold: Hold) -> None:
        if hold.saved is not None and hold.ours is not None:
            stands = await self.holder.read(hold)
            back = domain.put_back(hold.saved, hold.ours, stands, now=self.now())
            async with self.database.transaction() as tx:
                case = await self._case(tx, hold, hold.end_case)
            await self._bring(hold, stands, back, case)
        await self._record_over(hold)

    async def _bring(self, hold: Hold, stands: Numbers, wanted: Numbers, case: Case | None) -> None:
        changes = domain.changes(stands, wanted)
        if changes:
            await self.holder.write(hold, changes, case)

    async def _case(self, tx: Transaction, hold: Hold, number: CaseNumber | None) -> Case | None:
        return None if number is None else await self.cases.get(tx, hold.guild_id, number)

    async def _record_over(self, hold: Hold) -> None:
        async with self.database.transaction() as tx:
            await rows.over(tx, hold, at=self.now())
            if hold.case is not None:
                # One whose time passed before it could be set was never held.
                await self.cases.failed(tx, hold.guild_id, hold.case)
            if hold.end_case is not None:
                await self.cases.done(tx, hold.guild_id, hold.end_case)
        log.info("hold over", extra={"hold_id": hold.id, "kind": hold.kind})

    async def _failed(self, hold: Hold, failure: Failure) -> None:
        if failure is Failure.GONE:
            await self._record_over(hold)
            return
        wait = wait_after(hold.attempts)
        async with self.database.transaction() as tx:
            await self._close_replaced(tx, hold)
            if failure is not Failure.PASSING:
                if hold.state is State.APPLYING and hold.case is not None:
                    # A person waits for the answer: they are told, and what was set of it goes.
                    await self.cases.failed(tx, hold.guild_id, hold.case)
                    await rows.give_up(tx, hold, now=self.now())
                    return
                wait = LONGEST_RETRY
                await self._tell(tx, hold, failure)
            await rows.postpone(tx, hold, until=self.now() + wait)
        log.warning("hold postponed", extra={"hold_id": hold.id, "why": failure})

    async def _close_replaced(self, tx: Transaction, hold: Hold) -> None:
        """Close the case of what was not set, where something else was asked for meanwhile."""
        live = await rows.live(tx, hold.guild_id, hold.channel_id, hold.kind)
        if hold.case is not None and (live is None or live.case != hold.case):
            await self.cases.failed(tx, hold.guild_id, hold.case)

    async def _tell(self, tx: Transaction, hold: Hold, failure: Failure) -> None:
        staff_room = self._staff_room(hold.guild_id)
        if staff_room is not None:
            plan = domain.trouble(hold, staff_room, failure.value, now=self.now())
            await self.deliveries.plan(tx, plan)

    def _staff_room(self, guild_id: GuildId) -> ChannelId | None:
        server = self.servers.get(guild_id)
        return server.rooms.get(RoomPurpose.STAFF) if server else None
