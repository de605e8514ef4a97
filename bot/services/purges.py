"""Removes messages by the dozen, on a moderator's word: looked at first, then confirmed.

What is to be removed is written down before the first of it goes, and forgotten with the case's
end. A crash between leaves `settle` the list: it looks at what still stands, and says so. It
removes nothing itself: an hour later a human may have changed their mind.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain import cases, purges, room_acts
from bot.domain.cases import Action, Case, Proposal, Reason
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import CaseNumber, ChannelId, DraftId, GuildId, MessageId, UserId
from bot.domain.purges import Catch, Filter
from bot.domain.room_acts import Outcome
from bot.domain.servers import Actor, Right, require
from bot.services.case_ports import Moderator
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Now
from bot.services.room_cases import RoomCases
from bot.services.room_ports import Sweeper, Warden
from bot.services.servers import Servers
from bot.storage import cases as case_rows
from bot.storage import drafts
from bot.storage import purges as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)

DRAFT_KIND = "purge"
NEEDS = ("view_channel", "read_message_history", "manage_messages")

Progress = Callable[[int, int], Awaitable[None]]
"""Told how many are removed so far, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be removed.

    Attributes:
        draft_id: Names it on the button; None where there is nothing to remove.
        in_care: Whether the person it is about has a care card.
        is_whole: False where the room holds more than is looked through.
    """

    what: Filter
    catch: Catch
    draft_id: DraftId | None
    in_care: bool = False
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What was removed.

    Attributes:
        left: Those that were to go and still stand.
    """

    number: CaseNumber
    removed: int
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeService:
    """Looks through a room, asks, removes, and says what came of it."""

    database: Database
    servers: Servers
    deliveries: DeliveryService
    sweeper: Sweeper
    warden: Warden
    moderator: Moderator
    now: Now
    _in_hand: set[tuple[GuildId, CaseNumber]] = field(
        default_factory=set[tuple[GuildId, CaseNumber]]
    )

    @property
    def cases(self) -> RoomCases:
        """The cases of removals."""
        return RoomCases(servers=self.servers, deliveries=self.deliveries, now=self.now)

    async def preview(self, what: Filter, *, reason: Reason, note: str, by: Actor) -> Preview:
        """Look through a room and keep what fits until the moderator confirms.

        Raises:
            NotPermitted, OutOfReach: `by` or the bot may not.
            InvalidInput: It cannot be asked for like this.
            NotFound: The room is not there.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.MODERATE, server)
        proposal = cases.check(_proposal(what, reason, note))
        purges.check(what)
        room_acts.check_room(server, self.warden.room(what.room_id))
        if (what.links or what.files) and not self.sweeper.reads_words:
            raise InvalidInput("Containing", "words_unread")
        if lacking := self.warden.lacks(by.guild_id, what.room_id, NEEDS):
            raise NotPermitted(lacking[0], by_bot=True)
        await self._check_reach(what, by)
        try:
            catch, is_whole = await self._look_through(what)
        except MessengerError as error:
            raise _told(error.failure) from error
        return await self._keep(proposal, what, catch, is_whole=is_whole, by=by)

    async def leave(self, draft_id: DraftId, *, by: Actor) -> None:
        """Forget a removal; every message stays."""
        await self._take(draft_id, by)

    async def carry_out(self, draft_id: DraftId, *, by: Actor, progress: Progress) -> Purged:
        """Remove what was looked at, and nothing that came after it.

        Raises:
            Conflict: It was confirmed before, somebody clears this room at this moment, or the
                person it is about has needed help since.
            NotPermitted, NotFound: Discord did not allow it; nothing was removed.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.MODERATE, server)
        await self.settle()
        typed = await self._take(draft_id, by)
        if typed is None:
            raise Conflict("draft_gone")
        if not typed.get("in_care") and await self._is_in_care(typed.get("who"), by):
            raise Conflict("care_began")
        message_ids = [MessageId(each) for each in typed["message_ids"]]
        case = await self._begin(typed, message_ids, by)
        hand = (case.guild_id, case.number)
        self._in_hand.add(hand)
        try:
            spared = set[MessageId]()
            failure = await self._remove(case, message_ids, spared, progress)
            meant = [each for each in message_ids if each not in spared]
            return await self._end(case, meant, failure)
        finally:
            self._in_hand.discard(hand)

    async def settle(self) -> int:
        """Say what a crash left standing; return how many removals that was."""
        async with self.database.transaction() as tx:
            found = await rows.under_way(tx)
        waiting = [each for each in found if each[:2] not in self._in_hand]
        return sum([await self._try_to_settle(*each) for each in waiting])

    async def _check_reach(self, what: Filter, by: Actor) -> None:
        if what.who is None:
            return
        try:
            target = await self.moderator.standing(by.guild_id, what.who)
            bot = await self.moderator.own_standing(by.guild_id)
        except MessengerError as error:
            raise _told(error.failure) from error
        if target is not None and what.who != by.user_id:
            cases.check_reach(by, target, bot, Action.HIDE)

    async def _look_through(self, what: Filter) -> tuple[Catch, bool]:
        catch = Catch()
        before: MessageId | None = None
        for _ in range(purges.PAGES_MOST):
            page = await self.sweeper.page(what.room_id, before=before)
            if not page:
                return catch, True
            before = page[-1].id
            async with self.database.transaction() as tx:
                cared_for = await rows.cared_for(tx, what.guild_id, what.room_id, since=before)
            purges.gather(catch, page, what, cared_for=cared_for, now=self.now())
            if catch.is_done:
                return catch, True
        return catch, False

    async def _keep(
        self, proposal: Proposal, what: Filter, catch: Catch, *, is_whole: bool, by: Actor
    ) -> Preview:
        in_care = await self._is_in_care(what.who, by)
        typed: Mapping[str, Any] = {
            "who": what.who,
            "in_care": in_care,
            "room_id": what.room_id,
            "message_ids": [*catch.recent, *catch.old],
            "reason": proposal.reason,
            "note": proposal.note,
        }
        draft_id = None
        if catch.count:
            async with self.database.transaction() as tx:
                draft_id = await drafts.add(
                    tx,
                    DRAFT_KIND,
                    typed,
                    guild_id=by.guild_id,
                    author_id=by.user_id,
                    expires_at=self.now() + cases.DRAFT_KEPT,
                )
        return Preview(
            what=what, catch=catch, draft_id=draft_id, in_care=in_care, is_whole=is_whole
        )

    async def _is_in_care(self, who: UserId | None, by: Actor) -> bool:
        if who is None:
            return False
        async with self.database.transaction() as tx:
            since = self.now() - cases.CARE_IS_RECENT
            return await case_rows.has_open_care(tx, by.guild_id, who, since=since)

    async def _take(self, draft_id: DraftId, by: Actor) -> Mapping[str, Any] | None:
        async with self.database.transaction() as tx:
            draft = await drafts.get(tx, draft_id, now=self.now())
            whose = (DRAFT_KIND, by.guild_id, by.user_id)
            if draft is None or (draft.kind, draft.guild_id, draft.author_id) != whose:
                return None
            await drafts.remove(tx, draft_id)
            return draft.typed

    async def _begin(
        self, typed: Mapping[str, Any], message_ids: Sequence[MessageId], by: Actor
    ) -> Case:
        room_id = ChannelId(typed["room_id"])
        what = Filter(guild_id=by.guild_id, room_id=room_id, most=1)
        proposal = _proposal(what, Reason(typed["reason"]), typed["note"])
        async with self.database.transaction() as tx:
            if any(each[2] == room_id for each in await rows.under_way(tx)):
                raise Conflict("purge_under_way")
            case = await self.cases.begin(tx, proposal, by=by.user_id)
            await rows.begin(tx, by.guild_id, case.number, room_id, message_ids)
        return case

    async def _remove(
        self,
        case: Case,
        message_ids: Sequence[MessageId],
        spared: set[MessageId],
        progress: Progress,
    ) -> Failure | None:
        """Remove portion by portion; return why it was not gone through to the end.

        Somebody may have needed help since this was looked at: those messages go into `spared`.
        """
        room_id = case.channel_id or ChannelId(0)
        done = 0
        for portion in purges.portions(message_ids, now=self.now()):
            async with self.database.transaction() as tx:
                cared_for = await rows.cared_for(tx, case.guild_id, room_id, since=min(portion))
            spared |= cared_for & set(portion)
            meant = [each for each in portion if each not in spared]
            try:
                if meant:
                    await self.sweeper.remove(case, meant)
            except MessengerError as error:
                log.warning("purge stopped", extra={"case": case.number, "why": error.failure})
                return error.failure
            done += len(portion)
            await progress(done, len(message_ids))
        return None

    async def _end(
        self, case: Case, message_ids: Sequence[MessageId], failure: Failure | None
    ) -> Purged:
        room_id = case.channel_id or ChannelId(0)
        left = len(await self._still_there(room_id, message_ids)) if failure is not None else 0
        removed = len(message_ids) - left
        await self._close(case.guild_id, case.number, removed=removed, left=left)
        if failure is not None and not removed:
            raise _told(failure)
        return Purged(number=case.number, removed=removed, left=left)

    async def _close(
        self, guild_id: GuildId, number: CaseNumber, *, removed: int, left: int
    ) -> None:
        async with self.database.transaction() as tx:
            await rows.end(tx, guild_id, number)
            if removed:
                await self.cases.done(tx, guild_id, number, Outcome(removed=removed, left=left))
            else:
                await self.cases.failed(tx, guild_id, number)

    async def _still_there(
        self, room_id: ChannelId, message_ids: Sequence[MessageId]
    ) -> set[MessageId]:
        """Return which of some messages stand; all of them while Discord does not answer."""
        try:
            return await self._standing(room_id, message_ids)
        except MessengerError as error:
            log.warning("purge unknown", extra={"failure": error.failure})
            return set() if error.failure is Failure.GONE else set(message_ids)

    async def _standing(
        self, room_id: ChannelId, message_ids: Sequence[MessageId]
    ) -> set[MessageId]:
        asked, found = set(message_ids), set[MessageId]()
        before = MessageId(max(asked) + 1)
        while page := await self.sweeper.page(room_id, before=before):
            found |= {seen.id for seen in page} & asked
            before = page[-1].id
            if before <= min(asked):
                break
        return found

    async def _try_to_settle(
        self,
        guild_id: GuildId,
        number: CaseNumber,
        room_id: ChannelId,
        message_ids: Sequence[MessageId],
    ) -> bool:
        try:
            left = await self._standing(room_id, message_ids)
        except MessengerError as error:
            if error.failure is not Failure.GONE:
                log.warning("purge not settled", extra={"case": number, "why": error.failure})
                return False
            left = set[MessageId]()  # the room went, and all in it
        removed = len(message_ids) - len(left)
        await self._close(guild_id, number, removed=removed, left=len(left))
        return True


def _proposal(what: Filter, reason: Reason, note: str) -> Proposal:
    return Proposal(
        guild_id=what.guild_id,
        action=Action.PURGE,
        reason=reason,
        note=note,
        channel_id=what.room_id,
    )


def _told(failure: Failure) -> NotPermitted | NotFound | Conflict:
    """Return what a moderator is told whose removal Discord did not take."""
    match failure:
        case Failure.FORBIDDEN:
            return NotPermitted("Manage Messages", by_bot=True)
        case Failure.GONE:
            return NotFound("room")
        case _:
            return Conflict("discord_silent")
