"""What moderators may ask for: who may do what to whom, with a second look where care is under way.

`bot/services/casework.py` carries it out.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain import cases
from bot.domain.cases import MANNERS, Action, Case, Proposal, Reason, Standing, Step
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, NotFound, NotPermitted
from bot.domain.ids import CaseNumber, DraftId, UserId
from bot.domain.messages import Heard
from bot.domain.servers import Actor, require
from bot.services.case_ports import Moderator
from bot.services.casework import CaseWork, Done, NotDone, Unwritten
from bot.services.deliveries import DeliveryService
from bot.services.ports import Alarm, MessengerError, Now
from bot.services.servers import Servers
from bot.storage import case_drafts as drafts
from bot.storage import cases as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)

# Eight of the longest fit into the 6,000 characters of one message's embeds (API v10).
HISTORY_SHOWN = 8
# What is usual next is told from no more than this.
LOOKED_AT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFirst:
    """A moderator looks at what they asked for once more, before it is done.

    Attributes:
        proposal: With its target.
        in_care: Whether care is under way for the person.
        usual: What is usual next; a human decides.
        total: How many cases about the person there are.
    """

    draft_id: DraftId
    proposal: Proposal
    in_care: bool
    usual: Step
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A page of a person's cases, newest first.

    Attributes:
        total: How many there are on all pages.
        page: Counts up from 0.
        in_care: Whether care is under way for the person.
    """

    target_id: UserId
    cases: Sequence[Case]
    total: int
    usual: Step
    page: int = 0
    in_care: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // HISTORY_SHOWN))


Result = Done | Unwritten | NotDone | AskFirst


@dataclass(frozen=True, slots=True)
class _Aimed:
    """A proposal whose target is known and within reach, with the words it would hide."""

    proposal: Proposal
    target_id: UserId
    hidden: Heard | None


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """A proposal that its moderator looked at once more, and what they knew then."""

    draft_id: DraftId
    knows_of_care: bool


@dataclass(slots=True, kw_only=True)
class ModerationService:
    """Carries out what a moderator decides, and nothing else."""

    database: Database
    servers: Servers
    deliveries: DeliveryService
    moderator: Moderator
    alarm: Alarm
    now: Now
    work: CaseWork = field(init=False)

    def __post_init__(self) -> None:
        """Make the case work over the same parts."""
        self.work = CaseWork(
            database=self.database,
            servers=self.servers,
            deliveries=self.deliveries,
            moderator=self.moderator,
            alarm=self.alarm,
            now=self.now,
        )

    def let_in(self, by: Actor, action: Action = Action.WARN) -> None:
        """Let a moderator pass who may do `action`.

        Raises:
            NotPermitted: They may not.
            NotSetUp: The server has not been set up.
        """
        require(by, MANNERS[action].right, self.servers.need(by.guild_id))

    async def propose(self, proposal: Proposal, *, by: Actor) -> Result:
        """Do what a moderator asks, or ask them once more: before a kick or a ban, and in care.

        Raises:
            NotPermitted, OutOfReach, InvalidInput: It may not be done; no case was begun, or it
                stands as failed.
            Conflict: Somebody else does the same at this moment, or it is so already.
            NotFound: The message is gone.
        """
        return await self._propose(cases.check(proposal), by)

    async def go_on(self, draft_id: DraftId, *, by: Actor) -> Result:
        """Do what a moderator was asked about once more; care that began meanwhile asks anew.

        Raises:
            Conflict: The proposal is gone, an hour old, or another moderator's.
            Otherwise as `propose`.
        """
        self.let_in(by)
        async with self.database.transaction() as tx:
            drafted = await drafts.look(
                tx, draft_id, guild_id=by.guild_id, by=by.user_id, now=self.now()
            )
        if drafted is None:
            raise Conflict("draft_gone")
        return await self._propose(drafted[0], by, confirmed=_Confirmed(draft_id, drafted[1]))

    async def _propose(
        self, proposal: Proposal, by: Actor, *, confirmed: _Confirmed | None = None
    ) -> Result:
        self.let_in(by, proposal.action)
        aimed = await self._try_aim(proposal, by)
        if isinstance(aimed, NotDone):
            return aimed
        manner = MANNERS[proposal.action]
        in_care = manner.weighs and await self._is_in_care(by, aimed.target_id)
        is_news = in_care and not (confirmed and confirmed.knows_of_care)
        if is_news or (manner.is_final and confirmed is None):
            return await self._ask_first(aimed, by, in_care=in_care)
        return await self.work.carry_out(
            aimed.proposal,
            hidden=aimed.hidden,
            by=by.user_id,
            draft_id=confirmed.draft_id if confirmed else None,
        )

    async def let_write(self, number: CaseNumber, *, by: Actor) -> Result:
        """End the break that a case set, as `/mod untimeout` does.

        Raises:
            NotFound: There is no such case.
            Conflict: That break is over, or somebody has set another one since.
            Otherwise as `propose`.
        """
        self.let_in(by)
        async with self.database.transaction() as tx:
            case = await rows.get(tx, by.guild_id, number)
        if case is None or case.action is not Action.TIMEOUT:
            raise NotFound("case")
        try:
            target = await self.moderator.standing(case.guild_id, case.person)
        except MessengerError as error:
            log.warning("break not looked at", extra={"case": number, "failure": error.failure})
            return NotDone()
        is_out = target is not None and cases.is_timed_out(target, now=self.now())
        if is_out and not cases.is_timed_out_as(case, target):
            raise Conflict("other_break")
        ending = Proposal(
            guild_id=case.guild_id,
            action=Action.UNTIMEOUT,
            reason=Reason.OTHER,
            target_id=case.person,
        )
        return await self.propose(ending, by=by)

    async def leave(self, draft_id: DraftId, *, by: Actor) -> None:
        """Forget a proposal; nothing happens to anybody."""
        async with self.database.transaction() as tx:
            await drafts.take(tx, draft_id, guild_id=by.guild_id, by=by.user_id, now=self.now())

    async def history(self, target_id: UserId, *, by: Actor, page: int = 0) -> History:
        """Return the newest cases about a person; notes that have expired are empty.

        Args:
            page: Counts up from 0; past the last one it is the last.

        Raises:
            NotPermitted: `by` may not moderate.
        """
        self.let_in(by)
        in_care = await self._is_in_care(by, target_id)
        now = self.now()
        async with self.database.transaction() as tx:
            past, total = await rows.of_person(tx, by.guild_id, target_id, limit=LOOKED_AT)
            page = max(0, min(page, (total - 1) // HISTORY_SHOWN))
            found, _ = await rows.of_person(
                tx, by.guild_id, target_id, limit=HISTORY_SHOWN, skip=page * HISTORY_SHOWN
            )
        return History(
            target_id=target_id,
            cases=[cases.without_expired_note(case, now=now) for case in found],
            total=total,
            usual=cases.usual_step(past, now=now),
            page=page,
            in_care=in_care,
        )

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
                needs = MANNERS[proposal.action].needs or "Read Message History"
                raise NotPermitted(needs, by_bot=True) from error
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
        await self._check_state(replace(proposal, target_id=target_id), target)
        return _Aimed(replace(proposal, target_id=target_id), target_id, hidden)

    async def _check_state(self, proposal: Proposal, target: Standing | None) -> None:
        """Refuse what is so already: nobody is told twice."""
        match proposal.action:
            case Action.UNTIMEOUT:
                if target is None or not cases.is_timed_out(target, now=self.now()):
                    raise Conflict("not_timed_out")
            case Action.BAN | Action.UNBAN if proposal.target_id is not None:
                ban = await self.moderator.ban_of(proposal.guild_id, proposal.target_id)
                if (ban is None) is (proposal.action is Action.UNBAN):
                    raise Conflict("not_banned" if ban is None else "already_banned")
            case _:
                return

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

    async def _is_in_care(self, by: Actor, target_id: UserId) -> bool:
        since = self.now() - cases.CARE_IS_RECENT
        async with self.database.transaction() as tx:
            return await rows.has_open_care(tx, by.guild_id, target_id, since=since)

    async def _ask_first(self, aimed: _Aimed, by: Actor, *, in_care: bool) -> AskFirst:
        now = self.now()
        async with self.database.transaction() as tx:
            past, total = await rows.of_person(tx, by.guild_id, aimed.target_id, limit=LOOKED_AT)
            draft_id = await drafts.keep(
                tx, aimed.proposal, in_care=in_care, by=by.user_id, now=now
            )
        return AskFirst(
            draft_id=draft_id,
            proposal=aimed.proposal,
            in_care=in_care,
            usual=cases.usual_step(past, now=now),
            total=total,
        )
