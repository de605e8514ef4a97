"""Rules of ours in Discord's AutoMod, kept in step where the bot may not read messages.

A server is claimed when it is due: after a start, each day, when its set-up or any of its rules
changed. Its rules are read, what to do is planned, and done one act at a time. A rule has a row
before it is made and bears our name: a crash between making and recording leaves a row without a
rule, and the next look finds the rule by its name and maker. Every other act is a change to a
stated end that may be repeated.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.domain import automod as domain
from bot.domain.automod import (
    Act,
    Add,
    Ask,
    Forget,
    Kept,
    LiveRule,
    Part,
    Problem,
    Put,
    RuleId,
    RuleRow,
    Spec,
    State,
)
from bot.domain.deliveries import FIRST_RETRY, LONGEST_RETRY, Failure, Plan, Room
from bot.domain.errors import Conflict
from bot.domain.ids import GuildId
from bot.domain.notices import AutomodChanged
from bot.domain.screening.keywords import Filter
from bot.domain.servers import Actor, Right, RoomPurpose, require
from bot.services.leased import Claims, LeasedWork
from bot.services.ports import MessengerError, Rules
from bot.storage import automod as rows

log = logging.getLogger(__name__)

Derive = Callable[[], Mapping[Part, Filter]]
"""Puts the clinic's signals into AutoMod's terms; takes seconds."""

# Until somebody clicks: status says what. Looking more often would help nobody.
AFTER_REFUSAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a server's rules stand.

    Attributes:
        watched: What a rule of ours watches for.
        by_hand: What staff changed or deleted by hand.
        filters: What the rules were made from; empty until that is known.
    """

    problem: Problem | None
    watched: frozenset[Part]
    by_hand: frozenset[Part]
    filters: Mapping[Part, Filter]


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomodService(LeasedWork[tuple[GuildId, int]]):
    """Keeps our rules in step.

    Attributes:
        is_on: Whether AutoMod stands guard, or what it was given is switched off.
        alarm: An alarm of its own: no reminder waits for a long round here.
        now: The bot's clock, which a sandbox may move.
        real: The machine's clock, by which leases run.
    """

    rules: Rules
    derive: Derive
    is_on: bool
    lease: timedelta = timedelta(minutes=5)
    _filters: dict[Part, Filter] = field(default_factory=dict[Part, Filter])
    _parts: dict[RuleId, Part] = field(default_factory=dict[RuleId, Part])

    @property
    def _claims(self) -> Claims:
        return rows.LEASES

    @property
    def filters(self) -> Mapping[Part, Filter]:
        """What the rules are made from; empty until that is known."""
        return self._filters

    def part_of(self, rule_id: RuleId) -> Part | None:
        """Return what a rule of ours is for, from memory."""
        return self._parts.get(rule_id)

    async def load(self) -> None:
        """Remember which rules are ours: whoever hits one is helped before any disk is read."""
        async with self.database.transaction() as tx:
            every = await rows.every(tx)
        self._parts.clear()
        self._parts.update((row.rule_id, row.part) for row in every if row.rule_id)

    async def standing(self, guild_id: GuildId) -> Standing:
        """Return how a server's rules stand."""
        async with self.database.transaction() as tx:
            have = await rows.kept(tx, guild_id)
            problem = await rows.problem(tx, guild_id)
        by_hand = {row.part for row in have if row.state in {State.ASKED, State.LEFT}}
        watched = {row.part for row in have if row.state is State.KEPT}
        return Standing(
            problem=problem,
            watched=frozenset(watched),
            by_hand=frozenset(by_hand),
            filters=self._filters,
        )

    async def answer(self, row_id: RuleRow, *, again: bool, by: Actor) -> None:
        """Put a rule of ours back that somebody changed or deleted, or leave it.

        Raises:
            Conflict: Somebody has answered so already.
            NotPermitted: `by` may not administer the server.
        """
        require(by, Right.ADMINISTER, self.servers.need(by.guild_id))
        state = State.WANTED if again else State.LEFT
        async with self.database.transaction() as tx:
            row = await rows.get(tx, by.guild_id, row_id)
            if row is None or not await rows.decide(tx, row_id, state=state):
                raise Conflict("already_done")
            await rows.LEASES.look_at(tx, by.guild_id, now=self.now())
        self.alarm.wake()

    async def look_at(self, guild_id: GuildId) -> None:
        """Look at one server: its set-up or one of its rules changed."""
        if self.is_on and self.servers.get(guild_id) is not None:
            async with self.database.transaction() as tx:
                await rows.LEASES.look_at(tx, guild_id, now=self.now())
            self.alarm.wake()

    async def look_again(self) -> None:
        """Look at every server: after a start, each day, and when the clock was moved."""
        async with self.database.transaction() as tx:
            known = [each.guild_id for each in self.servers.all()] if self.is_on else []
            for guild_id in {*known, *await rows.servers(tx)}:
                await rows.LEASES.look_at(tx, guild_id, now=self.now())
        self.alarm.wake()

    async def _claim(self) -> Sequence[tuple[GuildId, int]]:
        async with self.database.transaction() as tx:
            return await rows.LEASES.claim(tx, now=self.now(), real=self.real(), lease=self.lease)

    async def _settle(self, claimed: Sequence[tuple[GuildId, int]]) -> None:
        for guild_id, attempts in claimed:
            await self._settle_one(guild_id, attempts)

    async def _settle_one(self, guild_id: GuildId, attempts: int) -> None:
        problem, wait = None, None
        try:
            problem, attempts = await self._bring_in_step(guild_id), 0
            wait = AFTER_REFUSAL if problem else None
        except MessengerError as error:
            wait = min(FIRST_RETRY * 2 ** min(attempts, 6), LONGEST_RETRY)
            wait = wait if error.failure is Failure.PASSING else AFTER_REFUSAL
            problem = Problem.FORBIDDEN if error.failure is Failure.FORBIDDEN else None
            attempts += 1
            log.warning("rules postponed", extra={"guild_id": guild_id, "why": error.failure})
        except Exception:  # one poisoned server must not hold up the rest
            log.exception("rules raised", extra={"guild_id": guild_id})
            wait, attempts = AFTER_REFUSAL, attempts + 1
        next_at = self.now() + wait if wait else None
        async with self.database.transaction() as tx:
            await rows.LEASES.settled(tx, guild_id, next_at=next_at, attempts=attempts)
            await rows.tell(tx, guild_id, problem)
        await self.load()

    async def _bring_in_step(self, guild_id: GuildId) -> Problem | None:
        """Do what is to be done, and return why something could not be."""
        want = await self._want(guild_id)
        async with self.database.transaction() as tx:
            have = await rows.kept(tx, guild_id)
        if domain.is_idle(have, want):
            return None
        live = await self.rules.live(guild_id)
        room_for, problem = domain.RULES_MOST - len(live), None
        for act in domain.plan(want, have, live):
            is_new = isinstance(act, Add) or (isinstance(act, Put) and act.rule_id is None)
            if is_new and room_for <= 0:
                problem = Problem.NO_ROOM
                continue
            room_for -= is_new
            problem = await self._try(guild_id, act) or problem
        return problem

    async def _want(self, guild_id: GuildId) -> Sequence[Spec]:
        server = self.servers.get(guild_id)
        if not self.is_on:
            return domain.OFF
        staff_room = server.rooms.get(RoomPurpose.STAFF) if server else None
        if staff_room is None:
            # Status says so already. What stands there stays: it still brings help to people.
            return ()
        if not self._filters:
            # Pure sums that take seconds: nobody in danger waits for them.
            self._filters.update(await asyncio.to_thread(self.derive))
        return domain.specs(self._filters, staff_room=staff_room)

    async def _try(self, guild_id: GuildId, act: Act) -> Problem | None:
        try:
            await self._do(guild_id, act)
        except MessengerError as error:
            if error.failure is not Failure.REFUSED:
                raise
            log.error("rule refused", extra={"guild_id": guild_id, "why": str(error)})  # noqa: TRY400 - no trace needed
            return Problem.REFUSED
        return None

    async def _do(self, guild_id: GuildId, act: Act) -> None:
        match act:
            case Add(spec):
                async with self.database.transaction() as tx:
                    row = await rows.add(tx, guild_id, spec.part)
                await self._put(Put(row, spec, None))
            case Put():
                await self._put(act)
            case Ask(row, change):
                await self._ask(row, change)
            case Forget(row):
                async with self.database.transaction() as tx:
                    await rows.remove(tx, row.id)

    async def _put(self, act: Put) -> None:
        row, spec = act.row, act.spec
        if act.rule_id is not None:
            async with self.database.transaction() as tx:
                await rows.begin(tx, row.id)
        try:
            stands = await self._say(row.guild_id, act.rule_id, spec)
        except MessengerError as error:
            if error.failure is not Failure.REFUSED or not spec.patterns or not spec.keywords:
                raise
            # Discord weighs patterns in ways it does not tell; phrases alone are far from nothing.
            log.error("patterns refused", extra={"guild_id": row.guild_id, "part": spec.part})  # noqa: TRY400 - no trace needed
            stands = await self._say(row.guild_id, act.rule_id, replace(spec, patterns=()))
        async with self.database.transaction() as tx:
            await rows.put(tx, row.id, rule_id=stands.id, wanted=spec.mark, stands=stands.mark)
        log.info("rule put", extra={"guild_id": row.guild_id, "part": spec.part})

    async def _say(self, guild_id: GuildId, rule_id: RuleId | None, spec: Spec) -> LiveRule:
        if rule_id is None:
            return await self.rules.create(guild_id, spec)
        return await self.rules.edit(guild_id, rule_id, spec)

    async def _ask(self, row: Kept, change: domain.Change) -> None:
        server = self.servers.get(row.guild_id)
        async with self.database.transaction() as tx:
            times = await rows.ask(tx, row.id)
            if server is None or RoomPurpose.STAFF not in server.rooms:
                return
            plan = Plan(
                key=f"automod:{row.id}:{times}",
                guild_id=row.guild_id,
                place=Room(server.rooms[RoomPurpose.STAFF]),
                notice=AutomodChanged(row_id=row.id, part=row.part, change=change),
                due_at=self.now(),
            )
            await self.deliveries.plan(tx, plan)
