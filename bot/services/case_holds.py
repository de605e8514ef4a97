"""What outlasts an act: bans are lifted at their end, long timeouts are set anew before Discord's.

A hold is a row with a moment at which something is next due. A crash anywhere in a step repeats
it, and what was done already is recognised by what stands at Discord: a ban is lifted once because
afterwards there is none, and the end of a timeout is written down before it is set.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import cases
from bot.domain.cases import Hold
from bot.domain.cases.holds import (
    LOOK_AGAIN,
    Keeping,
    Next,
    due_after,
    next_setting,
    next_step,
)
from bot.domain.deliveries import LONGEST_RETRY, Failure, wait_after
from bot.domain.notices import CaseTrouble
from bot.domain.servers import RoomPurpose
from bot.services.case_ports import Moderator
from bot.services.leased import Claims, LeasedWork
from bot.services.ports import MessengerError
from bot.storage import case_holds as rows

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHolds(LeasedWork[Hold]):
    """Does what is left to be done for cases, when it is due."""

    moderator: Moderator

    @property
    def _claims(self) -> Claims:
        return rows

    async def _claim(self) -> Sequence[Hold]:
        real = self.real()
        async with self.database.transaction() as tx:
            return await rows.claim_due(tx, now=self.now(), real=real, lease=self.lease)

    async def _settle(self, claimed: Sequence[Hold]) -> None:
        for hold in claimed:
            try:
                await self._do(hold)
            except MessengerError as error:
                await self._failed(hold, error.failure)

    async def _do(self, hold: Hold) -> None:
        async with self.database.transaction() as tx:
            if not await rows.stands(tx, hold):
                return
        if hold.keeping is Keeping.BAN:
            await self._lift(hold)
        else:
            await self._set_anew(hold)

    async def _lift(self, hold: Hold) -> None:
        case = hold.case
        ban = await self.moderator.ban_of(case.guild_id, case.person)
        # Somebody else's ban, or none, was decided on later than ours: it stands.
        if ban is not None and not cases.is_banned_as(case, ban):
            await self._over(hold, said=False)
            return
        if ban is not None:
            await self.moderator.unban(case)
        await self._over(hold, said=True)

    async def _set_anew(self, hold: Hold) -> None:
        case, now = hold.case, self.now()
        target = await self.moderator.standing(case.guild_id, case.person)
        match next_step(hold, target, now=now):
            case Next.OVER:
                await self._over(hold, said=False)
            case Next.WAIT:
                async with self.database.transaction() as tx:
                    later = min(now + LOOK_AGAIN, hold.until)
                    await rows.postpone(tx, hold, until=later, failed=False)
            case Next.SET:
                end = next_setting(hold, now=now)
                async with self.database.transaction() as tx:
                    await rows.will_set(tx, hold, end)
                await self.moderator.time_out(case, end)
                await self._was_set(hold, end)

    async def _was_set(self, hold: Hold, end: datetime) -> None:
        due_at = due_after(hold, end)
        if due_at is None:
            await self._over(hold, said=False)
            return
        async with self.database.transaction() as tx:
            await rows.was_set(tx, hold, end, due_at=due_at)
        log.info("timeout set anew", extra={"case": hold.case.number})

    async def _over(self, hold: Hold, *, said: bool) -> None:
        """Forget a hold; where a ban has ended, staff are told so."""
        server = self.servers.get(hold.case.guild_id)
        staff_room = server.rooms.get(RoomPurpose.STAFF) if server else None
        async with self.database.transaction() as tx:
            if not await rows.over(tx, hold):
                return
            if said and staff_room is not None:
                name = cases.BAN_OVER
                plan = cases.line(hold.case, staff_room=staff_room, now=self.now(), name=name)
                await self.deliveries.plan(tx, plan)
        log.info("hold over", extra={"case": hold.case.number, "keeping": hold.keeping})

    async def _failed(self, hold: Hold, failure: Failure) -> None:
        wait = wait_after(hold.attempts) if failure is Failure.PASSING else LONGEST_RETRY
        async with self.database.transaction() as tx:
            await rows.postpone(tx, hold, until=self.now() + wait, failed=True)
            if failure is not Failure.PASSING:
                trouble = CaseTrouble(
                    number=hold.case.number, keeping=hold.keeping, problem=failure.value
                )
                key = f"case:{hold.case.guild_id}:{hold.case.number}:trouble"
                await self._tell_staff(tx, hold.case.guild_id, trouble, key=key)
        log.warning("hold postponed", extra={"case": hold.case.number, "why": failure})
