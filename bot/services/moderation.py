"""What moderators may ask for: who may do what to whom, with a second look where care is under way.

`bot/services/casework.py` carries it out.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain import cases
from bot.domain.cases import Action, Case, Proposal
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, NotFound, NotPermitted
from bot.domain.ids import DraftId, UserId
from bot.domain.messages import Heard
from bot.domain.servers import Actor, Right, require
from bot.services.casework import CaseWork, Done, NotDone, Unwritten
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Moderator, Now
from bot.services.servers import Servers
from bot.storage import cases as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)

HISTORY_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CareFirst:
    """The person has a care card; a moderator is asked once more."""

    draft_id: DraftId
    target_id: UserId
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A person's cases, newest first.

    Attributes:
        total: How many there are; `cases` may hold fewer.
    """

    target_id: UserId
    cases: Sequence[Case]
    total: int


Result = Done | Unwritten | NotDone | CareFirst


@dataclass(frozen=True, slots=True)
class _Aimed:
    """A proposal whose target is known and within reach, with the words it would hide."""

    proposal: Proposal
    target_id: UserId
    hidden: Heard | None


@dataclass(slots=True, kw_only=True)
class ModerationService:
    """Carries out what a moderator decides, and nothing else."""

    database: Database
    servers: Servers
    deliveries: DeliveryService
    moderator: Moderator
    now: Now
    work: CaseWork = field(init=False)

    def __post_init__(self) -> None:
        """Make the case work over the same parts."""
        self.work = CaseWork(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            moderator=self.moderator,
            now=self.now,
        )

    def let_in(self, by: Actor) -> None:
        """Let a moderator pass.

        Raises:
            NotPermitted: They are none.
            NotSetUp: The server has not been set up.
        """
        require(by, Right.MODERATE, self.servers.need(by.guild_id))

    async def propose(self, proposal: Proposal, *, by: Actor) -> Result:
        """Do what a moderator asks, or ask them once more where care is under way.

        Raises:
            NotPermitted, OutOfReach, InvalidInput: It may not be done; no case was begun, or it
                stands as failed.
            Conflict: Somebody else does the same at this moment.
            NotFound: The message is gone.
        """
        self.let_in(by)
        aimed = await self._try_aim(cases.check(proposal), by)
        if isinstance(aimed, NotDone):
            return aimed
        draft_id = await self._care_draft(aimed, by)
        if draft_id is not None:
            return CareFirst(draft_id=draft_id, target_id=aimed.target_id, action=proposal.action)
        return await self._carry_out(aimed, by)

    async def go_on(self, draft_id: DraftId, *, by: Actor) -> Result:
        """Do what was proposed, though care is under way.

        Raises:
            Conflict: The draft was used, is too old or is somebody else's. Otherwise as `propose`.
        """
        self.let_in(by)
        proposal = await self._take_draft(draft_id, by)
        if proposal is None:
            raise Conflict("draft_gone")
        aimed = await self._try_aim(proposal, by)
        return aimed if isinstance(aimed, NotDone) else await self._carry_out(aimed, by)

    async def leave(self, draft_id: DraftId, *, by: Actor) -> None:
        """Forget a proposal; nothing happens to anybody."""
        await self._take_draft(draft_id, by)

    async def history(self, target_id: UserId, *, by: Actor) -> History:
        """Return the newest cases about a person; notes that have expired are empty.

        Raises:
            NotPermitted: `by` may not moderate.
        """
        self.let_in(by)
        async with self.database.transaction() as tx:
            found, total = await rows.of_person(tx, by.guild_id, target_id, limit=HISTORY_SHOWN)
        now = self.now()
        shown = [cases.without_expired_note(case, now=now) for case in found]
        return History(target_id=target_id, cases=shown, total=total)

    async def settle(self) -> int:
        """Close what a crash left open and return how many; see `CaseWork.settle`."""
        return await self.work.settle()

    async def forget_notes(self) -> int:
        """Empty the notes that have expired and return how many."""
        async with self.database.transaction() as tx:
            return await rows.forget_notes(tx, now=self.now())

    async def _try_aim(self, proposal: Proposal, by: Actor) -> _Aimed | NotDone:
        try:
            return await self._aim(proposal, by)
        except MessengerError as error:
            if error.failure is Failure.FORBIDDEN:
                raise NotPermitted("Read Message History", by_bot=True) from error
            log.warning("moderation not begun", extra={"failure": error.failure})
            return NotDone()

    async def _aim(self, proposal: Proposal, by: Actor) -> _Aimed:
        """Find who is meant, fetch what is to be hidden, check that they are within reach."""
        hidden = await self._message(proposal) if proposal.action is Action.HIDE else None
        target_id = hidden.author_id if hidden else proposal.target_id
        if target_id is None:
            raise NotFound("member")
        target = await self.moderator.standing(by.guild_id, target_id)
        bot = await self.moderator.own_standing(by.guild_id)
        cases.check_reach(by, target, bot, proposal.action)
        return _Aimed(replace(proposal, target_id=target_id), target_id, hidden)

    async def _message(self, proposal: Proposal) -> Heard:
        if proposal.channel_id is None or proposal.message_id is None:
            raise NotFound("message")
        found = await self.moderator.message(proposal.channel_id, proposal.message_id)
        # A form carries ids, and a forged one could name a room of another server.
        if found is not None and found.guild_id == proposal.guild_id:
            return found
        async with self.database.transaction() as tx:
            if await rows.has_twin(tx, proposal, now=self.now()):
                raise Conflict("already_done")
        raise NotFound("message")

    async def _care_draft(self, aimed: _Aimed, by: Actor) -> DraftId | None:
        now = self.now()
        since = now - cases.CARE_IS_RECENT
        async with self.database.transaction() as tx:
            if not await rows.has_open_care(tx, by.guild_id, aimed.target_id, since=since):
                return None
            return await rows.keep_draft(tx, aimed.proposal, by=by.user_id, now=now)

    async def _take_draft(self, draft_id: DraftId, by: Actor) -> Proposal | None:
        async with self.database.transaction() as tx:
            return await rows.take_draft(
                tx, draft_id, guild_id=by.guild_id, by=by.user_id, now=self.now()
            )

    async def _carry_out(self, aimed: _Aimed, by: Actor) -> Result:
        return await self.work.carry_out(aimed.proposal, hidden=aimed.hidden, by=by.user_id)
