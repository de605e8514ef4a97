"""The making of a case: begun, then done at Discord, then recorded; and what a crash left of it.

A kick or a ban is told before it is done, and everything else after. Whatever is done twice here
is done once: the ledger's keys see to what is said, Discord's own state to what is done, and the
case's state to what is recorded.
"""

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from bot.domain import cases
from bot.domain.cases import HAND_ON_IT, MANNERS, Action, Case, Letter, Proposal, Reached, State
from bot.domain.cases.holds import ENDS
from bot.domain.deliveries import Failure
from bot.domain.deliveries import State as DeliveryState
from bot.domain.errors import Conflict, StorageError
from bot.domain.ids import CaseNumber, DraftId, UserId
from bot.domain.messages import Heard
from bot.domain.servers import RoomPurpose
from bot.services.acting import Acts, refusal
from bot.services.case_ports import Moderator
from bot.services.case_words import CaseWords
from bot.services.deliveries import DeliveryService
from bot.services.ports import Alarm, MessengerError, Now
from bot.services.servers import Servers
from bot.storage import case_drafts as drafts
from bot.storage import case_holds as holds
from bot.storage import cases as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)


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
        took_back: Whether the person had been told before, and is told now that nothing was done.
    """

    number: CaseNumber | None = None
    took_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """Carries a case from its number to its end, whatever happens between.

    Attributes:
        alarm: Of what outlasts the act.
    """

    database: Database
    servers: Servers
    deliveries: DeliveryService
    moderator: Moderator
    alarm: Alarm
    now: Now
    _in_hand: set[str] = field(default_factory=set[str])

    @property
    def acts(self) -> Acts:
        """The act itself."""
        return Acts(self.moderator, self.now)

    @property
    def words(self) -> CaseWords:
        """What is said about a case."""
        return CaseWords(
            database=self.database,
            deliveries=self.deliveries,
            moderator=self.moderator,
            now=self.now,
        )

    async def settle(self) -> int:
        """Close what a crash left open, by asking Discord what happened; return how many.

        Call it once the servers are known to the client; every new case calls it too. What was
        asked for a moment ago and not done is done now. What Discord does not answer for stays
        open until the next time.
        """
        async with self.database.transaction() as tx:
            waiting = [case for case in await rows.begun(tx) if self._is_left_open(case)]
        with self.in_hand(waiting):
            return sum([await self._try_settle(case) for case in waiting])

    @contextmanager
    def in_hand(self, some: Sequence[Case]) -> Generator[None]:
        """Let nothing settle these cases: somebody is at work on them."""
        keys = {case.line_key for case in some}
        self._in_hand.update(keys)
        try:
            yield
        finally:
            self._in_hand.difference_update(keys)

    def _is_left_open(self, case: Case) -> bool:
        return case.action not in cases.ON_ROOMS and case.line_key not in self._in_hand

    async def carry_out(
        self,
        proposal: Proposal,
        *,
        hidden: Heard | None,
        by: UserId,
        draft_id: DraftId | None = None,
    ) -> Done | Unwritten | NotDone:
        """Begin the case, act, record; a crash between any two leaves it to `settle`.

        Args:
            proposal: Checked, with its target.
            hidden: The message to be hidden, with its words.
            draft_id: Where it was confirmed: gone as the case begins, and not before.

        Raises:
            Conflict: Somebody else does the same at this moment, or has just done it.
            NotPermitted, OutOfReach, NotFound: Discord did not allow it; the case stands as failed.
        """
        await self.settle()  # what was left open must not pass for a case that somebody works on
        case = await self._begin(proposal, by, draft_id)
        with self.in_hand([case]):
            return await self._carry_out(case, hidden)

    async def _carry_out(self, case: Case, hidden: Heard | None) -> Done | Unwritten | NotDone:
        if MANNERS[case.action].letter is Letter.BEFORE:
            await self.words.say_before(case)
        failure = await self.acts.do(case)
        if failure is not None:
            return await self._failed(case, failure)
        kept = hidden is None or await self._show_hidden(case, hidden)
        try:
            return await self._finish(case, kept=kept)
        except StorageError:
            log.exception("case not recorded", extra={"case": case.number})
            return Unwritten(case=case)

    async def _begin(self, proposal: Proposal, by: UserId, draft_id: DraftId | None) -> Case:
        now, length, guild_id = self.now(), proposal.length, proposal.guild_id
        async with self.database.transaction() as tx:
            if draft_id is not None and not await drafts.take(
                tx, draft_id, guild_id=guild_id, by=by, now=now
            ):
                raise Conflict("draft_gone")
            if await rows.has_twin(tx, proposal, now=now):
                raise Conflict("already_done")
            return await rows.begin(
                tx,
                proposal,
                by=by,
                until=None if length is None else cases.end_of(length, now=now),
                note_expires_at=now + cases.NOTE_KEPT,
                now=now,
            )

    async def _failed(self, case: Case, failure: Failure) -> NotDone:
        """Close a case whose act was not done, and say why where a person can do something."""
        took_back = await self._close_failed(case)
        log.warning("case failed", extra={"case": case.number, "failure": failure})
        why = refusal(case, failure)
        if why is not None:
            raise why
        return NotDone(number=case.number, took_back=took_back)

    async def _close_failed(self, case: Case, *, tell_staff: bool = False) -> bool:
        """Close a case as failed; say whether its person is told that nothing was done."""
        server = await self.words.server_name(case)
        async with self.database.transaction() as tx:
            await rows.close(tx, case, state=State.FAILED)
            took_back = await self.words.take_back(tx, case, server=server)
            staff_room = self.servers.need(case.guild_id).rooms.get(RoomPurpose.STAFF)
            if tell_staff and staff_room is not None:
                plan = cases.line(case, staff_room=staff_room, now=self.now(), name=cases.UNDONE)
                await self.deliveries.plan(tx, plan)
        if took_back:
            await self.deliveries.deliver_now(case.undone_key)
        return took_back

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
        told = await self.words.tell(case, kept=kept)
        if case.action is Action.WARN and told is Reached.LATER:
            return await self._failed(case, Failure.PASSING)
        done = replace(
            case, state=State.DONE, told=None if told is Reached.LATER else told is Reached.YES
        )
        staff_room = self.servers.need(case.guild_id).rooms.get(RoomPurpose.STAFF)
        async with self.database.transaction() as tx:
            await rows.close(tx, done, state=State.DONE, told=done.told)
            await hold(tx, done)
            if staff_room is not None:
                plan = cases.line(done, staff_room=staff_room, now=self.now())
                await self.deliveries.plan_now(tx, plan)
        self.alarm.wake()
        log.info("case done", extra={"case": case.number, "action": case.action, "told": told})
        line = Reached.NO if staff_room is None else await self.words.say(done.line_key)
        return Done(case=done, told=told, line=line, kept=kept)

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
            happened = await self.acts.happened(case)
        if happened is None:
            return False
        if happened:
            await self._finish(case)
            return True
        return await self._go_on(case)

    async def _go_on(self, case: Case) -> bool:
        """Do what was asked for a moment ago; later, or where others decided, let it be."""
        is_fresh = self.now() - case.created_at < HAND_ON_IT
        if not (is_fresh and case.action is not Action.WARN and await self.acts.is_open(case)):
            await self._close_failed(case, tell_staff=True)
            log.warning("case settled as failed", extra={"case": case.number})
            return True
        hidden = None
        if case.channel_id is not None and case.message_id is not None:
            hidden = await self.moderator.message(case.channel_id, case.message_id)
        if MANNERS[case.action].letter is Letter.BEFORE:
            await self.words.say_before(case)
        failure = await self.acts.do(case)
        if failure is None:
            kept = hidden is None or await self._show_hidden(case, hidden)
            await self._finish(case, kept=kept)
        else:
            await self._close_failed(case, tell_staff=True)
        return True

    async def _was_warned(self, case: Case) -> bool | None:
        """Say whether a warning's letter was written; None while it is still on its way."""
        state = await self.words.letter_state(case)
        if state is None or state is DeliveryState.WITHDRAWN:
            return False
        return None if await self.words.say(case.letter_key) is Reached.LATER else True


async def hold(tx: Transaction, case: Case) -> None:
    """Begin what outlasts an act, in place of what older cases kept up for the same person."""
    keeping = ENDS.get(case.action)
    if keeping is None:
        return
    await holds.give_way(tx, case, keeping)
    begun = cases.hold_of(case)
    if begun is not None:
        await holds.begin(tx, begun)
