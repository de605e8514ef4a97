"""The making of a case: begun, then done at Discord, then recorded; and what a crash left of it."""

import logging
from dataclasses import dataclass, field, replace

from bot.domain import cases
from bot.domain.cases import Action, Case, Proposal, Reached, State
from bot.domain.deliveries import Failure
from bot.domain.deliveries import State as DeliveryState
from bot.domain.errors import Conflict, NotFound, NotPermitted, OutOfReach, Rank, StorageError
from bot.domain.ids import CaseNumber, UserId
from bot.domain.messages import Heard
from bot.domain.servers import RoomPurpose
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Moderator, Now
from bot.services.servers import Servers
from bot.storage import cases as rows
from bot.storage import deliveries as ledger
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

# What the bot needs at Discord for each act, in Discord's own words.
NEEDS = {
    Action.WARN: "Send Messages",
    Action.TIMEOUT: "Moderate Members",
    Action.HIDE: "Manage Messages",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A case that was done and recorded.

    Attributes:
        told: Whether the person has their letter.
        line: Whether staff have their line.
        kept: Whether staff have a hidden message's words.
    """

    case: Case
    told: Reached
    line: Reached
    kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """The database took the beginning of a case but not its end; `settle` records it later.

    A timeout or a hide was done; of a warning nobody knows yet.
    """

    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """Discord did not do it.

    Attributes:
        number: The case that stands as failed, where one was begun.
    """

    number: CaseNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """Carries a case from its number to its end, whatever happens between."""

    database: Database
    servers: Servers
    deliveries: DeliveryService
    moderator: Moderator
    now: Now
    _in_hand: set[str] = field(default_factory=set[str])

    async def settle(self) -> int:
        """Close what a crash left open, by asking Discord what happened; return how many.

        Call it once the servers are known to the client; every new case calls it too. What Discord
        does not answer for stays open until the next time.
        """
        async with self.database.transaction() as tx:
            waiting = [case for case in await rows.begun(tx) if self._is_left_open(case)]
        self._in_hand.update(case.line_key for case in waiting)
        try:
            return sum([await self._try_settle(case) for case in waiting])
        finally:
            self._in_hand.difference_update(case.line_key for case in waiting)

    def _is_left_open(self, case: Case) -> bool:
        return case.action not in cases.ON_ROOMS and case.line_key not in self._in_hand

    async def carry_out(
        self, proposal: Proposal, *, hidden: Heard | None, by: UserId
    ) -> Done | Unwritten | NotDone:
        """Begin the case, act, record; a crash between any two leaves it to `settle`.

        Args:
            proposal: Checked, with its target.
            hidden: The message to be hidden, with its words.

        Raises:
            Conflict: Somebody else does the same at this moment, or has just done it.
            NotPermitted, OutOfReach, NotFound: Discord did not allow it; the case stands as failed.
        """
        await self.settle()  # what was left open must not pass for a case that somebody works on
        case = await self._begin(proposal, by)
        self._in_hand.add(case.line_key)
        try:
            failure = await self._act(case)
            if failure is not None:
                return await self._failed(case, failure)
            kept = hidden is None or await self._show_hidden(case, hidden)
            try:
                return await self._finish(case, kept=kept)
            except StorageError:
                log.exception("case not recorded", extra={"case": case.number})
                return Unwritten(case=case)
        finally:
            self._in_hand.discard(case.line_key)

    async def _begin(self, proposal: Proposal, by: UserId) -> Case:
        now = self.now()
        length = proposal.length
        async with self.database.transaction() as tx:
            if await rows.has_twin(tx, proposal, now=now):
                raise Conflict("already_done")
            return await rows.begin(
                tx,
                proposal,
                by=by,
                until=None if length is None else cases.timeout_end(length, now=now),
                note_expires_at=now + cases.NOTE_KEPT,
                now=now,
            )

    async def _act(self, case: Case) -> Failure | None:
        """Do it at Discord; return why it was not done, or None when it was."""
        try:
            if case.action is Action.TIMEOUT:
                await self.moderator.time_out(case)
            elif case.action is Action.HIDE:
                await self.moderator.delete_message(case)
        except MessengerError as error:
            # An answer that got lost says nothing about the act: ask before calling it undone.
            if error.failure is Failure.PASSING and await self._happened(case):
                return None
            return error.failure
        return None

    async def _happened(self, case: Case) -> bool | None:
        """Ask Discord whether an act was done; None when Discord does not answer."""
        try:
            return await self._stands(case)
        except MessengerError as error:
            log.warning("act unknown", extra={"case": case.number, "failure": error.failure})
            return None

    async def _stands(self, case: Case) -> bool:
        if case.action is Action.TIMEOUT:
            target = await self.moderator.standing(case.guild_id, case.person)
            return cases.is_timed_out_as(case, target)
        if case.channel_id is None or case.message_id is None:
            return False
        return await self.moderator.message(case.channel_id, case.message_id) is None

    async def _failed(self, case: Case, failure: Failure) -> NotDone:
        """Close a case whose act was not done, and say why where a person can do something."""
        async with self.database.transaction() as tx:
            await self._close_failed(tx, case)
        log.warning("case failed", extra={"case": case.number, "failure": failure})
        if failure is Failure.FORBIDDEN:
            raise NotPermitted(NEEDS[case.action], by_bot=True)
        if failure is Failure.GONE and case.action is Action.HIDE:
            raise NotFound("message")
        if failure is Failure.GONE:
            raise OutOfReach(Rank.LEFT)
        return NotDone(number=case.number)

    async def _close_failed(self, tx: Transaction, case: Case) -> None:
        await rows.close(tx, case, state=State.FAILED)
        # A warning is its letter: what failed must not arrive an hour later.
        await ledger.withdraw(tx, key_prefix=case.letter_key, at=self.now())

    async def _show_hidden(self, case: Case, hidden: Heard) -> bool:
        server = self.servers.need(case.guild_id)
        staff_room = server.rooms.get(RoomPurpose.STAFF)
        if staff_room is None:
            return False
        try:
            await self.moderator.show_hidden(staff_room, case, hidden)
        except MessengerError as error:
            log.warning("hidden not shown", extra={"case": case.number, "failure": error.failure})
            return False
        return True

    async def _finish(self, case: Case, *, kept: bool = True) -> Done | NotDone:
        """Tell the person, close the case as done with its line in one transaction, say the line.

        Every step may be repeated: the ledger's keys and the case's state see to it.
        """
        told = await self._say(await self._letter(case, kept=kept))
        if case.action is Action.WARN and told is Reached.LATER:
            return await self._failed(case, Failure.PASSING)
        done = replace(
            case, state=State.DONE, told=None if told is Reached.LATER else told is Reached.YES
        )
        staff_room = self.servers.need(case.guild_id).rooms.get(RoomPurpose.STAFF)
        async with self.database.transaction() as tx:
            await rows.close(tx, done, state=State.DONE, told=done.told)
            if staff_room is not None:
                plan = cases.line(done, staff_room=staff_room, now=self.now())
                await self.deliveries.plan_now(tx, plan)
        log.info("case done", extra={"case": case.number, "action": case.action, "told": told})
        line = Reached.NO if staff_room is None else await self._say(done.line_key)
        return Done(case=done, told=told, line=line, kept=kept)

    async def _letter(self, case: Case, *, kept: bool) -> str:
        """Write the person's letter into the ledger, unless it is there; return its key."""
        try:
            server = await self.moderator.server_name(case.guild_id)
        except MessengerError:
            server = ""  # render has words for a server whose name Discord does not give
        async with self.database.transaction() as tx:
            plan = cases.letter(case, server=server, kept=kept, now=self.now())
            await self.deliveries.plan_now(tx, plan)
        return case.letter_key

    async def _say(self, key: str) -> Reached:
        if await self.deliveries.deliver_now(key):
            return Reached.YES
        async with self.database.transaction() as tx:
            state = await ledger.state_of(tx, key)
        waits = state in {DeliveryState.PENDING, DeliveryState.CLAIMED}
        return Reached.LATER if waits else Reached.NO

    async def _try_settle(self, case: Case) -> bool:
        try:
            return await self._settle(case)
        except Exception:  # one poisoned row must hold up neither the rest nor a new case
            log.exception("case not settled", extra={"case": case.number})
            return False

    async def _settle(self, case: Case) -> bool:
        """Close one case that a crash left open; say whether it is closed."""
        if self.servers.get(case.guild_id) is None:
            return False
        if case.action is Action.WARN:
            happened = await self._was_warned(case)
        else:
            happened = await self._happened(case)
        if happened is None:
            return False
        if happened:
            await self._finish(case)
            return True
        async with self.database.transaction() as tx:
            await self._close_failed(tx, case)
        log.warning("case settled as failed", extra={"case": case.number})
        return True

    async def _was_warned(self, case: Case) -> bool | None:
        """Say whether a warning's letter was written; None while it is still on its way."""
        async with self.database.transaction() as tx:
            state = await ledger.state_of(tx, case.letter_key)
        if state is None or state is DeliveryState.WITHDRAWN:
            return False
        return None if await self._say(case.letter_key) is Reached.LATER else True
