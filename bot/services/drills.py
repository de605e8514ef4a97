"""Rehearses a cry for help, from the help lines to the one who acknowledges, and measures it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain import care, drills, incidents
from bot.domain.deliveries import Plan
from bot.domain.drills import Drill
from bot.domain.errors import Conflict, NotFound
from bot.domain.ids import IncidentId
from bot.domain.incidents import Ladder
from bot.domain.screening import Kind, Level, Topic, Verdict
from bot.domain.servers import Actor, Right, require
from bot.services.deliveries import DeliveryService
from bot.services.ports import Now, Voice
from bot.services.rota import RotaService
from bot.storage import deliveries as ledger
from bot.storage import drills as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

REHEARSED = Verdict(kind=Kind.CRISIS, level=Level.HIGH, topic=Topic.SELF)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillService:
    """Runs one drill at a time in a server."""

    database: Database
    deliveries: DeliveryService
    rota: RotaService
    ladder: Ladder
    now: Now

    async def start(self, voice: Voice, *, by: Actor) -> bool:
        """Help the admin first, then tell staff; say whether staff have the card.

        Raises:
            NotPermitted: `by` is no admin.
            NotSetUp: There is no staff room.
            Conflict: A drill goes on.
        """
        server = self.deliveries.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        async with self.database.transaction() as tx:
            if await rows.going_on(tx, by.guild_id) is not None:
                raise Conflict("drill_on")
        started_at = self.now()
        helped_at = self.now() if await voice.support(REHEARSED) else None
        on_call = await self.rota.on_call(server)
        async with self.database.transaction() as tx:
            drill = await rows.begin(
                tx, by.guild_id, by=by.user_id, started_at=started_at, helped_at=helped_at
            )
            if drill is None:
                raise Conflict("drill_on")
            first, *later = incidents.rungs(
                drills.card(drill),
                server=server,
                ladder=self.ladder,
                on_call=on_call,
                now=self.now(),
            )
            await self.deliveries.plan_now(tx, first)
            await self.deliveries.plan(tx, *later)
        log.info("drill begun", extra={"guild_id": by.guild_id})
        return await self.deliveries.deliver_now(first.key)

    async def acknowledge(self, drill_id: IncidentId, *, by: Actor) -> None:
        """End a drill as a moderator does who takes its card.

        Raises:
            NotPermitted: `by` is no moderator.
            NotFound: There is no such drill here.
            Conflict: It has ended.
        """
        require(by, Right.MODERATE, self.deliveries.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            drill = await rows.get(tx, drill_id)
            if drill is None or drill.guild_id != by.guild_id:
                raise NotFound("card")
            if not await rows.end(tx, drill_id, taken_by=by.user_id, at=self.now()):
                raise Conflict("drill_over")
            ended = replace(drill, taken_by=by.user_id, taken_at=self.now())
            plans = await self._close(tx, ended)
        log.info("drill taken", extra={"guild_id": by.guild_id})
        await self._say(plans)

    async def stop(self, *, by: Actor) -> None:
        """End a drill that nobody has taken.

        Raises:
            NotPermitted: `by` is no admin.
            NotFound: None goes on.
        """
        require(by, Right.ADMINISTER, self.deliveries.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            drill = await rows.going_on(tx, by.guild_id)
            if drill is None:
                raise NotFound("drill")
            await rows.end(tx, drill.id, taken_by=None, at=self.now())
            plans = await self._close(tx, drill)
        log.info("drill stopped", extra={"guild_id": by.guild_id})
        await self._say(plans)

    async def _close(self, tx: Transaction, drill: Drill) -> Sequence[Plan]:
        """Wake nobody any more, let every card say so, and tell the admin the times."""
        now = self.now()
        prefix = incidents.rungs_prefix(drill.id, drill=True)
        await ledger.withdraw(tx, key_prefix=prefix, at=now)
        said = await ledger.care_cards(tx, key_prefix=prefix)
        card_at = await ledger.said_at(tx, incidents.card_key(drill.id, 0, drill=True))
        ended = {"taken_by": drill.taken_by, "taken_at": drill.taken_at, "outcome": "drill"}
        changes = [
            care.change(replace(card, **ended, outcome_by=drill.started_by), sent, now=now)
            for card, sent in said
        ]
        plans = [drills.report(drill, card_at=card_at, now=now), *changes]
        await self.deliveries.plan(tx, *plans)
        return plans

    async def _say(self, plans: Sequence[Plan]) -> None:
        for plan in plans[:2]:
            await self.deliveries.deliver_now(plan.key)
