"""A meeting is changed: shown first, then for one date or for it and all after it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import DraftId, MeetingId, RoleId, UserId
from bot.domain.meetings import Meeting, Outlook, Proposal, held, outlook
from bot.domain.notices import CardState
from bot.domain.schedule import Held, Override, occurrence
from bot.domain.series import Edit, as_entry, cut_off, is_only_time, read_edit
from bot.domain.servers import Actor, Right, require
from bot.services.meetings import DRAFT_LIFE, MeetingService
from bot.storage import calendars, drafts, overrides, wishes
from bot.storage import meetings as rows
from bot.storage.database import Transaction

log = logging.getLogger(__name__)

KIND = "edit"
SEARCHED = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What should be different; None leaves a thing as it is. Texts as typed.

    Attributes:
        which: The date from which on, as its original start in seconds or an ISO date; None for
            the next one.
        changes: Fields of `Entry` by name.
    """

    which: str | None
    changes: Mapping[str, Any]
    facilitator_id: UserId | None = None
    ping_role_id: RoleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDraft:
    """A change that is not made yet.

    Attributes:
        read: The meeting as it would be; or what is wrong with what was typed.
        may_be_one: True when a single date can have this change.
    """

    draft_id: DraftId
    meeting: Meeting
    which: Held
    edit: Edit
    read: tuple[Proposal, Outlook] | InvalidInput
    may_be_one: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditService:
    """Changes meetings."""

    meetings: MeetingService

    async def draft(self, meeting_id: MeetingId, wanted: Wanted, *, by: Actor) -> EditDraft:
        """Keep a change for an hour and say what would come of it.

        Raises:
            NotFound: The server has no such meeting.
            InvalidInput: It is not held on the date that was named.
            NotPermitted: `by` may not administer the server.
        """
        self._require(by)
        now = self.meetings.now()
        async with self.meetings.database.transaction() as tx:
            meeting = await rows.get(tx, by.guild_id, meeting_id)
            if meeting is None:
                raise NotFound("meeting")
            which = _which(meeting, wanted.which, now)
            edit = Edit(
                entry=replace(as_entry(meeting, which), **wanted.changes),
                keeps_rule="repeat" not in wanted.changes,
            )
            typed = _typed(edit, meeting, which, wanted)
            draft_id = await drafts.add(
                tx,
                KIND,
                typed,
                guild_id=by.guild_id,
                author_id=by.user_id,
                expires_at=now + DRAFT_LIFE,
            )
            return await self._shown(tx, draft_id, typed, by)

    async def open(self, draft_id: DraftId, *, by: Actor) -> EditDraft:
        """Return a change as it was typed.

        Raises:
            Conflict: It was saved or given up, its hour is over, or it is somebody else's.
            NotPermitted: `by` may not administer the server.
        """
        self._require(by)
        async with self.meetings.database.transaction() as tx:
            return await self._shown(tx, draft_id, await self._own(tx, draft_id, by), by)

    async def change(self, draft_id: DraftId, typed: Mapping[str, str], *, by: Actor) -> EditDraft:
        """Put other words into a change and say what would come of it. Raises as `open`."""
        self._require(by)
        async with self.meetings.database.transaction() as tx:
            before = await self._own(tx, draft_id, by)
            after = {**before, "entry": {**before["entry"], **typed}}
            expires_at = self.meetings.now() + DRAFT_LIFE
            await drafts.change(tx, draft_id, after, expires_at=expires_at)
            return await self._shown(tx, draft_id, after, by)

    async def discard(self, draft_id: DraftId, *, by: Actor) -> None:
        """Give a change up. Raises as `open`."""
        self._require(by)
        async with self.meetings.database.transaction() as tx:
            await self._own(tx, draft_id, by)
            await drafts.remove(tx, draft_id)

    async def save_one(self, draft_id: DraftId, *, by: Actor) -> tuple[Meeting, datetime]:
        """Change one date alone; return the meeting and the date's new start. Raises as `open`."""
        self._require(by)
        async with self.meetings.database.transaction() as tx:
            draft = await self._shown(tx, draft_id, await self._own(tx, draft_id, by), by)
            proposal = _usable(draft)
            if not draft.may_be_one:
                raise Conflict("not_one")
            before = draft.meeting.overrides.get(draft.which.original, Override())
            override = replace(before, is_skipped=False, moved_to=proposal.when.first)
            await overrides.save(tx, draft.meeting.id, draft.which.original, override)
            replanned = await self.meetings.planner.replan(
                tx, draft.meeting.id, original_at=draft.which.original_at
            )
            await drafts.remove(tx, draft_id)
        return replanned.meeting, _start(replanned.meeting, draft.which)

    async def save_rest(self, draft_id: DraftId, *, by: Actor) -> tuple[Meeting, datetime]:
        """Change a date and all after it: the series ends there and another begins.

        Returns the new meeting and its next start. Raises as `open`.
        """
        self._require(by)
        now = self.meetings.now()
        async with self.meetings.database.transaction() as tx:
            typed = await self._own(tx, draft_id, by)
            draft = await self._shown(tx, draft_id, typed, by)
            proposal = replace(
                _usable(draft),
                facilitator_id=_user(typed["facilitator_id"]),
                ping_role_id=_role(typed["ping_role_id"]),
            )
            new = await rows.add(tx, proposal, guild_id=by.guild_id, by=by.user_id, now=now)
            await self._succeed(tx, draft, new, now)
            await drafts.remove(tx, draft_id)
        log.info("meeting changed", extra={"guild_id": by.guild_id, "meeting_id": new.id})
        return new, next(held(new, after=now)).at

    async def _succeed(
        self, tx: Transaction, draft: EditDraft, new: Meeting, now: datetime
    ) -> None:
        """Let a new series take over from the old one, with those who follow it."""
        old, planner = draft.meeting, self.meetings.planner
        await wishes.hand_over(tx, old.id, new.id)
        # RFC 5545, 3.8.4.7 and 3.8.4.4: a uid names the whole series, and what its calendar says
        # next is about the dates to come. They are the new part's.
        await calendars.hand_over(tx, old.id, new.id)
        if new.when.first == draft.which.original:
            await overrides.hand_over(tx, old.id, new.id, since=draft.which.original)
        left = cut_off(old.when, draft.which)
        if left is None:
            await rows.end(tx, old.guild_id, old.id, at=now)
            await planner.withdraw(tx, old.id, cards_say=CardState.CHANGED)
        else:
            await rows.set_rule(tx, old.id, left.rule)
            await planner.replan(tx, old.id)
        taken_over = await rows.find(tx, new.id)
        wished = await wishes.between(tx, new.id, new.id)
        await planner.plan(
            tx,
            taken_over or new,
            after=now,
            until=now + self.meetings.horizon,
            wishes=wished.get(new.id, ()),
        )
        await planner.changed(tx, new.guild_id)

    async def _shown(
        self, tx: Transaction, draft_id: DraftId, typed: Mapping[str, Any], by: Actor
    ) -> EditDraft:
        meeting = await rows.get(tx, by.guild_id, MeetingId(typed["meeting_id"]))
        original_at = datetime.fromtimestamp(typed["original_at"], UTC)
        which = meeting and occurrence(meeting.when, meeting.overrides, original_at=original_at)
        if meeting is None or which is None:
            raise Conflict("draft_gone")
        edit = Edit(entry=rows.load_entry(typed["entry"]), keeps_rule=typed["keeps_rule"])
        read = self._read(edit, meeting, which)
        same_lead = typed["facilitator_id"] == meeting.facilitator_id
        same_ping = typed["ping_role_id"] == meeting.ping_role_id
        return EditDraft(
            draft_id=draft_id,
            meeting=meeting,
            which=which,
            edit=edit,
            read=read,
            may_be_one=same_lead and same_ping and _is_one(read, meeting, which, edit),
        )

    def _read(
        self, edit: Edit, meeting: Meeting, which: Held
    ) -> tuple[Proposal, Outlook] | InvalidInput:
        now = self.meetings.now()
        server = self.meetings.servers.need(meeting.guild_id)
        try:
            proposal = read_edit(edit, meeting, which, server=server, now=now)
        except InvalidInput as error:
            return error
        return proposal, outlook(proposal.when, now=now)

    async def _own(self, tx: Transaction, draft_id: DraftId, by: Actor) -> Mapping[str, Any]:
        draft = await drafts.get(tx, draft_id, now=self.meetings.now())
        mine = (KIND, by.guild_id, by.user_id)
        if draft is None or (draft.kind, draft.guild_id, draft.author_id) != mine:
            raise Conflict("draft_gone")
        return draft.typed

    def _require(self, by: Actor) -> None:
        require(by, Right.ADMINISTER, self.meetings.servers.need(by.guild_id))


def _which(meeting: Meeting, which: str | None, now: datetime) -> Held:
    for found in islice(held(meeting, after=now), SEARCHED):
        stamp = str(int(found.original_at.timestamp()))
        if which is None or which in {stamp, found.wall.date().isoformat()}:
            return found
    raise InvalidInput("Date", "no_occurrence")


def _typed(edit: Edit, meeting: Meeting, which: Held, wanted: Wanted) -> dict[str, Any]:
    return {
        "meeting_id": meeting.id,
        "original_at": int(which.original_at.timestamp()),
        "entry": dict(rows.dump_entry(edit.entry)),
        "keeps_rule": edit.keeps_rule,
        "facilitator_id": wanted.facilitator_id or meeting.facilitator_id,
        "ping_role_id": wanted.ping_role_id or meeting.ping_role_id,
    }


def _usable(draft: EditDraft) -> Proposal:
    if isinstance(draft.read, InvalidInput):
        raise draft.read
    return draft.read[0]


def _is_one(
    read: tuple[Proposal, Outlook] | InvalidInput, meeting: Meeting, which: Held, edit: Edit
) -> bool:
    return not isinstance(read, InvalidInput) and is_only_time(meeting, which, edit)


def _start(meeting: Meeting, which: Held) -> datetime:
    found = occurrence(meeting.when, meeting.overrides, original_at=which.original_at)
    return (found or which).at


def _user(number: int | None) -> UserId | None:
    return UserId(number) if number else None


def _role(number: int | None) -> RoleId | None:
    return RoleId(number) if number else None
