"""Who agreed: the role given and taken, asked again when the terms change, and kept in step.

A consent is a row with a moment at which something is next due. Each step is done under one lock
and for one turn of the person's: what they do meanwhile counts, and a crash repeats the step.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import consent as rules
from bot.domain.consent import Consent, Joined, Keep, Step, Terms
from bot.domain.deliveries import Failure, wait_after
from bot.domain.errors import Conflict
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.servers import RolePurpose, RoomPurpose, Server
from bot.services.joining_ports import MemberRoles
from bot.services.leased import Claims, LeasedWork
from bot.services.ports import MessengerError
from bot.services.terms import TermsService
from bot.storage import consents as rows
from bot.storage import deliveries as ledger
from bot.storage.database import Transaction

log = logging.getLogger(__name__)

BATCH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentService(LeasedWork[Consent]):
    """Keeps the role in step with who agreed.

    Attributes:
        server_name: The name of a server; empty while Discord does not show it.
    """

    terms: TermsService
    roles: MemberRoles
    server_name: Callable[[GuildId], str]
    _at_discord: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def _claims(self) -> Claims:
        return rows

    async def of(self, guild_id: GuildId, user_id: UserId) -> Consent | None:
        """Return what somebody agreed to; None for nothing, or when they took it back."""
        async with self.database.transaction() as tx:
            found = await rows.get(tx, guild_id, user_id)
        return None if found is None or found.is_withdrawn else found

    async def agree(self, guild_id: GuildId, user_id: UserId, *, version: int) -> Joined:
        """Keep that somebody agrees, and give them the role.

        Args:
            version: What they have read.

        Raises:
            NotSetUp, Conflict: As `TermsService.read`, or the terms have changed since.
        """
        live = await self.terms.read(guild_id)
        if version != live.version:
            raise Conflict("rules_changed")
        now = self.now()
        async with self.database.transaction() as tx:
            await rows.agree(tx, guild_id, user_id, version=version, now=now)
            await self._unsay(tx, guild_id, user_id)
        kept = await self._do_now(guild_id, user_id)
        self.alarm.wake()
        log.info("consent given", extra={"guild_id": guild_id, "version": version})
        outcomes = {
            Keep.HAS: Joined.ROLE_GIVEN,
            Keep.PENDING: Joined.PENDING,
            Keep.NO_ROLE: Joined.AGREED,
            Keep.BY_HAND: Joined.BY_HAND,
        }
        return Joined.LATER if kept is None else outcomes.get(kept, Joined.LATER)

    async def withdraw(self, guild_id: GuildId, user_id: UserId) -> bool:
        """Take a consent back; say whether the role is gone already, and the row with it.

        Raises:
            NotSetUp: The server is not set up.
            Conflict: They have not agreed to anything.
        """
        self.servers.need(guild_id)
        async with self.database.transaction() as tx:
            if not await rows.withdraw(tx, guild_id, user_id, now=self.now()):
                raise Conflict("not_agreed")
            await self._unsay(tx, guild_id, user_id)
        await self._do_now(guild_id, user_id)
        self.alarm.wake()
        async with self.database.transaction() as tx:
            is_gone = await rows.get(tx, guild_id, user_id) is None
        log.info("consent withdrawn", extra={"guild_id": guild_id})
        return is_gone

    async def came_back(self, guild_id: GuildId, user_id: UserId) -> None:
        """Look at somebody who has just come in: they may have agreed before they left."""
        async with self.database.transaction() as tx:
            found = await rows.look_at(tx, guild_id, user_id, now=self.now())
        if found:
            self.alarm.wake()

    async def to_tell(self, guild_id: GuildId, user_id: UserId) -> datetime | None:
        """Return, once, until when somebody may read newer terms that they are to be told of."""
        async with self.database.transaction() as tx:
            live = await self.terms.live(tx, guild_id)
            if live.published_at is None:
                return None
            told = await rows.tell_now(tx, guild_id, user_id, version=live.version)
        return rules.ends_at(live, self.terms.grace) if told else None

    async def _claim(self) -> Sequence[Consent]:
        real = self.real()
        async with self.database.transaction() as tx:
            return await rows.claim_due(
                tx, now=self.now(), real=real, lease=self.lease, limit=BATCH
            )

    async def _settle(self, claimed: Sequence[Consent]) -> None:
        for each in claimed:
            await self._do_now(each.guild_id, each.user_id, turn=each.turn)

    async def _do_now(
        self, guild_id: GuildId, user_id: UserId, *, turn: int | None = None
    ) -> Keep | None:
        """Do what is next for one person; None when that is not to keep it, or it failed."""
        async with self._at_discord:
            async with self.database.transaction() as tx:
                found = await rows.get(tx, guild_id, user_id)
                live = await self.terms.live(tx, guild_id)
            server = self.servers.get(guild_id)
            if found is None or server is None or turn not in {None, found.turn}:
                return None
            try:
                return await self._do(found, live, server)
            except MessengerError as error:
                await self._failed(found, server, error.failure)
                return None

    async def _do(self, found: Consent, live: Terms, server: Server) -> Keep | None:
        now, grace = self.now(), self.terms.grace
        step = rules.next_step(found, live, grace=grace, now=now)
        if step is Step.END:
            await self._end(found, live, server)
            return None
        if step is Step.ASK:
            await self._ask(found, live, server)
            found = replace(found, asked_version=live.version)
        return await self._keep(found, live, server)

    async def _keep(self, found: Consent, live: Terms, server: Server) -> Keep:
        now, role_id = self.now(), role_of(server)
        where = await self.roles.standing(found.guild_id, found.user_id)
        keep = rules.keeping(found, where, role_id)
        later = rules.look_at(found, live, grace=self.terms.grace, now=now)
        if keep is Keep.AWAY:
            await self._away(found, later)
            return keep
        here, failed = replace(found, away_since=None), False
        if keep is Keep.GIVE and role_id is not None:
            here, keep = await self._give(here, role_id, server)
            failed = keep is Keep.GIVE
            later = min(later, now + rules.TROUBLE_AGAIN) if failed else later
        elif keep is Keep.HAS:
            here = replace(here, role_id=role_id, given_at=here.given_at or now)
        elif keep is Keep.PENDING:
            later, failed = min(later, now + rules.pending_again(found.attempts)), True
        async with self.database.transaction() as tx:
            await rows.settled(tx, here, due_at=later, failed=failed)
        return keep

    async def _give(self, here: Consent, role_id: RoleId, server: Server) -> tuple[Consent, Keep]:
        """Give the role, and take the one that members were given before it."""
        fault = self.roles.fault(server, role_id)
        if fault is not None:
            await self._tell(server, role_id, fault)
            return here, Keep.GIVE
        await self.roles.give(here.guild_id, here.user_id, role_id)
        if here.role_id not in {None, role_id} and here.role_id is not None:
            await self.roles.take(here.guild_id, here.user_id, here.role_id)
        log.info("member role given", extra={"guild_id": here.guild_id})
        return replace(here, role_id=role_id, given_at=self.now()), Keep.HAS

    async def _away(self, found: Consent, later: datetime) -> None:
        now = self.now()
        since = found.away_since or now
        async with self.database.transaction() as tx:
            if now >= since + rules.AWAY_KEPT:
                await rows.remove(tx, found)
            else:
                due_at = min(later, since + rules.AWAY_KEPT)
                await rows.settled(tx, replace(found, away_since=since), due_at=due_at)

    async def _ask(self, found: Consent, live: Terms, server: Server) -> None:
        """Plan the one direct message that asks to read a newer version."""
        async with self.database.transaction() as tx:
            await self._say(tx, found, live, server)

    async def _end(self, found: Consent, live: Terms, server: Server) -> None:
        """Take the role and forget the row; where time ran out, say so kindly."""
        async with self.database.transaction() as tx:
            if not await rows.will_take(tx, found):
                return
        if found.role_id is not None:
            await self.roles.take(found.guild_id, found.user_id, found.role_id)
        async with self.database.transaction() as tx:
            gone = await rows.remove(tx, found)
            if gone and not found.is_withdrawn and found.role_id and not found.away_since:
                await self._say(tx, found, live, server)
        log.info("member role taken", extra={"guild_id": found.guild_id})

    async def _say(self, tx: Transaction, found: Consent, live: Terms, server: Server) -> None:
        end = rules.ends_at(live, self.terms.grace)
        if end is None:
            return
        name = self.server_name(found.guild_id)
        plan = rules.letter(found, live, end=end, server=(name, server.language), now=self.now())
        await self.deliveries.plan(tx, plan)

    async def _unsay(self, tx: Transaction, guild_id: GuildId, user_id: UserId) -> None:
        """Withdraw what was to be said to somebody who has decided."""
        prefix = rules.prefix(guild_id, user_id)
        await ledger.withdraw_private(tx, user_id, key_prefix=prefix, at=self.now())

    async def _failed(self, found: Consent, server: Server, failure: Failure) -> None:
        passing = failure is Failure.PASSING
        wait = wait_after(found.attempts) if passing else rules.TROUBLE_AGAIN
        async with self.database.transaction() as tx:
            await rows.postpone(tx, found, until=self.now() + wait)
        role_id = found.role_id if found.is_withdrawn else role_of(server)
        if not passing and role_id is not None:
            await self._tell(server, role_id, failure.value)
        log.warning("member role postponed", extra={"guild_id": found.guild_id, "why": failure})

    async def _tell(self, server: Server, role_id: RoleId, problem: str) -> None:
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        if staff_room is None:
            return
        plan = rules.trouble(
            server.guild_id, role_id, problem, staff_room=staff_room, now=self.now()
        )
        async with self.database.transaction() as tx:
            await self.deliveries.plan(tx, plan)


def role_of(server: Server) -> RoleId | None:
    """Return the role that members are given, or None for none."""
    return min(server.roles.get(RolePurpose.MEMBER, ()), default=None)
