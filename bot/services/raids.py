"""Hears that far more people come, or write, than is usual; calms it, and leaves it to a human.

Nothing here bans or kicks. What is set goes back by itself, and a press on the card takes it back
at once. A newcomer who floods may be held for ten minutes: the one act on a person that the bot
does by itself, and the clinic can switch it off. Whoever needed help here a moment ago never is.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import cases, raids
from bot.domain.cases import Action, Case, Proposal, Reason, State
from bot.domain.errors import ClinicError, Conflict, StorageError
from bot.domain.hiding import Writer
from bot.domain.holds import SECONDS, UNTIL, Asked, HoldKind
from bot.domain.ids import ChannelId, GuildId, UserId
from bot.domain.messages import Heard
from bot.domain.raids import Raised, Response, Rules, ServerWatch, What
from bot.domain.rooms import State as RoomState
from bot.domain.servers import Actor, Right, RoomPurpose, Server, require
from bot.services.case_ports import Moderator
from bot.services.casework import CaseWork
from bot.services.deliveries import DeliveryService
from bot.services.holds import HoldService
from bot.services.ports import MessengerError, Now
from bot.services.servers import Servers
from bot.storage import cases as case_rows
from bot.storage import deliveries as ledger
from bot.storage import holds as hold_rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

IsTender = Callable[[ChannelId, UserId], bool]
"""Says whether somebody needed help here a moment ago, or this person did anywhere."""


@dataclass(frozen=True, slots=True)
class Alarming:
    """A message that something follows from.

    Attributes:
        surge: How many messages too many came; 0 where that is no news.
        holds: Whether its writer is a newcomer who floods.
    """

    server: Server
    room_id: ChannelId
    author_id: UserId
    surge: int
    holds: bool


@dataclass(slots=True, kw_only=True)
class RaidService:
    """Watches how many come and write, in memory alone.

    Attributes:
        work: What settles a case that a crash left open, and lets be one that is in hand here.
    """

    database: Database
    servers: Servers
    deliveries: DeliveryService
    holds: HoldService
    moderator: Moderator
    work: CaseWork
    is_tender: IsTender
    now: Now
    rules: Rules
    _watches: dict[GuildId, ServerWatch] = field(default_factory=dict[GuildId, ServerWatch])

    async def joined(self, guild_id: GuildId) -> None:
        """Count somebody who came."""
        server, at = self.servers.get(guild_id), self.now()
        if server is None:
            return
        watch = self._watch(guild_id)
        if watch.joins.add(at) and watch.is_first(What.JOINS, None, at):
            await self._respond(server, What.JOINS, None, watch.joins.count)

    def count(self, heard: Heard, *, joined_at: datetime | None, writer: Writer) -> Alarming | None:
        """Count a message that is no crisis; return what there is to do about it, if anything.

        Those of staff count for nothing. Nothing is waited for: in a burst, each counts at its
        moment.
        """
        guild_id, channel_id = heard.guild_id, heard.channel_id
        if guild_id is None or channel_id is None or writer is Writer.STAFF:
            return None
        server = self.servers.get(guild_id)
        if server is None:
            return None
        # The bot's clock, not the message's own: they come in order by it.
        at, watch = self.now(), self._watch(guild_id)
        room = watch.room(channel_id, at)
        is_new = raids.is_newcomer(joined_at, at)
        is_surge = room.wrote(heard.author_id, at, is_new=is_new)
        floods = watch.floods.is_one_too_many(guild_id, heard.author_id, at)
        surge = room.surge.count
        if not (is_surge and watch.is_first(What.MESSAGES, channel_id, at)):
            surge = 0
        holds = floods and is_new and writer is Writer.MEMBER
        holds = holds and watch.may_hold(heard.author_id, at)
        if not (surge or holds):
            return None
        return Alarming(server, channel_id, heard.author_id, surge=surge, holds=holds)

    async def answer(self, alarming: Alarming | None) -> None:
        """Hold the newcomer who floods, calm the room."""
        if alarming is None:
            return
        server, room_id = alarming.server, alarming.room_id
        if alarming.holds:
            await self._hold(server, room_id, alarming.author_id)
        if alarming.surge:
            await self._respond(server, What.MESSAGES, room_id, alarming.surge)

    async def choose(self, response: Response, *, hold_newcomers: bool, by: Actor) -> None:
        """Let a server choose how far the bot goes by itself from now on.

        Raises:
            NotPermitted: `by` may not administer the server.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        chosen = {
            raids.POLICY: response.value,
            raids.NEWCOMER_POLICY: raids.HELD if hold_newcomers else raids.LEFT,
        }
        policies = {**server.policies, **chosen}
        await self.servers.set_up(replace(server, policies=policies), by=by)

    async def stand_down(self, *, by: Actor) -> None:
        """Put back at once what the bot set by itself.

        Raises:
            NotPermitted: `by` is no moderator.
            Conflict: Nothing of it stands any more.
        """
        require(by, Right.MODERATE, self.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            found = await hold_rows.unasked(tx, by.guild_id)
            for hold in found:
                await hold_rows.ask_back(tx, hold, case=None, now=self.now())
        if not found:
            raise Conflict("raid_over")
        await self.holds.settle_due()

    async def keep(self, *, by: Actor) -> datetime:
        """Keep for a day what the bot set by itself; return until when.

        Raises:
            NotPermitted: `by` is no moderator.
            Conflict: Nothing of it stands any more.
        """
        require(by, Right.MODERATE, self.servers.need(by.guild_id))
        until = self.now() + raids.KEPT_FOR
        async with self.database.transaction() as tx:
            found = await hold_rows.unasked(tx, by.guild_id)
            for hold in found:
                await hold_rows.keep(tx, hold, until=until, now=self.now())
        if not found:
            raise Conflict("raid_over")
        await self.holds.settle_due()
        return until

    def _watch(self, guild_id: GuildId) -> ServerWatch:
        return self._watches.setdefault(guild_id, ServerWatch(self.rules.flood))

    async def _respond(
        self, server: Server, what: What, room_id: ChannelId | None, count: int
    ) -> None:
        did = raids.response(server.policies, self.rules.response)
        if did is Response.OFF:
            return
        log.warning("surge", extra={"guild_id": server.guild_id, "what": what, "did": did})
        raised = Raised(what=what, count=count, room_id=room_id, did=did)
        try:
            async with self.database.transaction() as tx:
                if did is Response.CALM:
                    await self._calm(tx, server, room_id)
                told = await self._plan_card(tx, server, raised)
            await self.holds.settle_due()
            if did is Response.CALM and not await self._stands(server.guild_id):
                told = await self._tell_truly(server, raised, told)
            if told is not None:
                await self.deliveries.deliver_now(told)
        except ClinicError:  # nobody who wrote waits for this
            log.exception("surge not answered", extra={"guild_id": server.guild_id})

    async def _plan_card(self, tx: Transaction, server: Server, raised: Raised) -> str | None:
        """Write the card into the ledger, which steps in should this process die."""
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        if staff_room is None:
            return None
        card = raids.card(server, staff_room, raised, at=self.now())
        await self.deliveries.plan(tx, card)
        return card.key

    async def _stands(self, guild_id: GuildId) -> bool:
        """Say whether Discord took all of what was set."""
        async with self.database.transaction() as tx:
            found = await hold_rows.unasked(tx, guild_id)
        return all(hold.state is RoomState.STANDING for hold in found)

    async def _tell_truly(self, server: Server, raised: Raised, told: str | None) -> str | None:
        """Put a card that promises nothing in the place of the one that says what was set."""
        async with self.database.transaction() as tx:
            if told is not None:
                await ledger.withdraw(tx, key_prefix=told, at=self.now())
            return await self._plan_card(tx, server, replace(raised, did=Response.CARD))

    async def _calm(self, tx: Transaction, server: Server, room_id: ChannelId | None) -> None:
        now = self.now()
        invites = Asked(
            guild_id=server.guild_id,
            channel_id=None,
            kind=HoldKind.LOCKDOWN,
            wanted={UNTIL: None},
            ends_at=now + raids.RESPONSE_LASTS,
        )
        slower = replace(
            invites,
            channel_id=room_id,
            kind=HoldKind.SLOWMODE,
            wanted={SECONDS: raids.SLOW_SECONDS},
        )
        is_open = room_id is not None and room_id != server.rooms.get(RoomPurpose.STAFF)
        for asked in (invites, slower) if is_open else (invites,):
            # What a moderator asked for stands; it is theirs.
            live = await hold_rows.live(tx, asked.guild_id, asked.channel_id, asked.kind)
            if live is None:
                await hold_rows.ask(tx, asked, now=now)

    async def _hold(self, server: Server, channel_id: ChannelId, user_id: UserId) -> None:
        """Hold a newcomer who floods, unless somebody near them needs help."""
        usual = self.rules.hold_newcomers
        if not raids.holds_newcomers(server.policies, usual=usual):
            return
        if self.is_tender(channel_id, user_id):
            return
        try:
            case = await self._begin(server.guild_id, channel_id, user_id)
            if case is not None:
                with self.work.in_hand([case]):
                    await self._time_out(server, case)
        except (StorageError, MessengerError):
            log.exception("newcomer not held", extra={"guild_id": server.guild_id})

    async def _begin(
        self, guild_id: GuildId, channel_id: ChannelId, user_id: UserId
    ) -> Case | None:
        now = self.now()
        proposal = Proposal(
            guild_id=guild_id,
            action=Action.TIMEOUT,
            reason=Reason.ADVERTS,
            target_id=user_id,
            length=raids.HELD_FOR,
            channel_id=channel_id,
        )
        bot = await self.moderator.own_standing(guild_id)
        async with self.database.transaction() as tx:
            since = now - cases.CARE_IS_RECENT
            if await case_rows.has_open_care(tx, guild_id, user_id, since=since):
                return None
            if await case_rows.has_twin(tx, proposal, now=now):
                return None
            return await case_rows.begin(
                tx,
                proposal,
                by=bot.user_id,
                until=(now + raids.HELD_FOR).replace(microsecond=0),
                note_expires_at=now + cases.NOTE_KEPT,
                now=now,
            )

    async def _time_out(self, server: Server, case: Case) -> None:
        """Do it, and record it; a crash between leaves the case to `CaseWork.settle`."""
        try:
            await self.moderator.time_out(case, case.until or self.now())
            name = await self.moderator.server_name(case.guild_id)
        except MessengerError as error:
            log.warning("newcomer not held", extra={"case": case.number, "why": error.failure})
            async with self.database.transaction() as tx:
                await case_rows.close(tx, case, state=State.FAILED)
            return
        now = self.now()
        async with self.database.transaction() as tx:
            await case_rows.close(tx, case, state=State.DONE)
            await self.deliveries.plan(tx, raids.held_letter(case, server=name, at=now))
            staff_room = server.rooms.get(RoomPurpose.STAFF)
            if staff_room is not None:
                await self.deliveries.plan(tx, raids.held_card(case, staff_room, at=now))
        log.info("newcomer held", extra={"case": case.number})
