"""Meetings out of calendars and into them: a file is shown first, then taken in."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.calendar import (
    Problem,
    Reading,
    Series,
    dates,
    digest,
    read,
    series_of,
    usual_uid,
    write,
)
from bot.domain.errors import Conflict, InvalidInput
from bot.domain.ids import ChannelId, DraftId, GuildId, MeetingId
from bot.domain.meetings import Meeting, Proposal
from bot.domain.servers import Actor, Right, RoomPurpose, Server, require
from bot.services.meetings import DRAFT_LIFE, MeetingService
from bot.storage import calendars, drafts
from bot.storage import meetings as rows
from bot.storage.calendars import Imported
from bot.storage.database import Transaction
from bot.storage.times import micros, moment

log = logging.getLogger(__name__)

KIND = "import"
# A clinic's calendar is some kilobytes; more is somebody's whole life.
FILE_MAX = 1024 * 1024
# Taken in at once, so that one press stays a matter of moments.
NEW_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a calendar would change here.

    Attributes:
        new: Series that are not known here.
        changed: Meetings that are, and what the calendar says of them now.
        unchanged: How many it says nothing new about.
        called_off: Meetings of ours that the calendar says are cancelled.
        over: How many series have no date ahead, or were ended here; they are left out.
        problems: What could not be used.
    """

    new: Sequence[Series]
    changed: Sequence[tuple[Meeting, Series]]
    unchanged: int
    called_off: Sequence[Meeting]
    over: int
    problems: Sequence[Problem]

    @property
    def changes_anything(self) -> bool:
        """Say whether there is anything to save."""
        return bool(self.new or self.changed or self.called_off)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDraft:
    """A calendar that was read and is not taken in yet.

    Attributes:
        room_id: Where new meetings would be held.
    """

    draft_id: DraftId
    room_id: ChannelId
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken in. `called_off` still stands: staff are asked about each."""

    new: Sequence[Meeting]
    changed: Sequence[Meeting]
    called_off: Sequence[Meeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarService:
    """Imports and exports meetings."""

    meetings: MeetingService

    async def export(self, guild_id: GuildId, *, name: str) -> str | None:
        """Return all meetings of a server as an iCalendar file; None when there is no meeting.

        Args:
            name: What calendar programs call it.
        """
        async with self.meetings.database.transaction() as tx:
            found = await rows.live(tx, guild_id)
            known = await calendars.imported(tx, guild_id)
        by_id = {each.meeting_id: each for each in known.values()}
        series = [_as_known(meeting, by_id.get(meeting.id)) for meeting in found]
        return write(series, name=name, at=self.meetings.now()) if series else None

    async def draft(self, file: bytes, room_id: ChannelId | None, *, by: Actor) -> ImportDraft:
        """Keep a calendar's text for an hour and say what would come of it.

        Args:
            room_id: Where new meetings are held; None for the server's usual room.

        Raises:
            InvalidInput: It is too large, or holds more new meetings than anybody means.
            NotPermitted: `by` may not administer the server.
            NotSetUp: No room was chosen, and the server has none for meetings.
        """
        server = self._server(by)
        if len(file) > FILE_MAX:
            raise InvalidInput("File", "file_too_large", "1 MB")
        now = self.meetings.now()
        reading = read(file.decode("utf-8-sig", "replace"), usual_zone=server.zone)
        room = room_id or server.room(RoomPurpose.MEETINGS)
        async with self.meetings.database.transaction() as tx:
            comparison = await self._compare(tx, reading, by.guild_id, now)
            draft_id = await drafts.add(
                tx,
                KIND,
                {**_typed(reading, now), "room_id": room, "read_at": micros(now)},
                guild_id=by.guild_id,
                author_id=by.user_id,
                expires_at=now + DRAFT_LIFE,
            )
        return ImportDraft(draft_id=draft_id, room_id=room, comparison=comparison)

    async def discard(self, draft_id: DraftId, *, by: Actor) -> None:
        """Give a calendar up. Raises as `save`."""
        self._server(by)
        async with self.meetings.database.transaction() as tx:
            await self._own(tx, draft_id, by)
            await drafts.remove(tx, draft_id)

    async def save(self, draft_id: DraftId, *, by: Actor) -> Taken:
        """Take a calendar in; nothing is ended by it, staff are asked first.

        Raises:
            Conflict: It was saved or given up, its hour is over, or it is somebody else's.
            NotPermitted: `by` may not administer the server.
        """
        server = self._server(by)
        async with self.meetings.database.transaction() as tx:
            draft = await self._own(tx, draft_id, by)
            reading = _reading(draft, server)
            found = await self._compare(tx, reading, by.guild_id, moment(draft["read_at"]))
            room_id = ChannelId(draft["room_id"])
            new = [await self._add(tx, series, room_id, by) for series in found.new]
            changed = [await self._change(tx, meeting, to) for meeting, to in found.changed]
            await drafts.remove(tx, draft_id)
        log.info(
            "calendar imported",
            extra={"guild_id": by.guild_id, "new": len(new), "changed": len(changed)},
        )
        return Taken(new=new, changed=changed, called_off=found.called_off)

    async def _add(self, tx: Transaction, series: Series, room_id: ChannelId, by: Actor) -> Meeting:
        now = self.meetings.now()
        proposal = Proposal(
            title=series.title,
            when=replace(series.when, except_for=frozenset()),
            minutes=series.minutes,
            room_id=room_id,
            leads=self.meetings.usual_leads,
        )
        meeting = await rows.add(tx, proposal, guild_id=by.guild_id, by=by.user_id, now=now)
        await calendars.take_over(tx, meeting.id, series, guild_id=by.guild_id)
        kept = await rows.find(tx, meeting.id) or meeting
        until = now + self.meetings.horizon
        await self.meetings.planner.plan(tx, kept, after=now, until=until)
        await self.meetings.planner.changed(tx, by.guild_id)
        return kept

    async def _change(self, tx: Transaction, meeting: Meeting, series: Series) -> Meeting:
        await calendars.take_over(tx, meeting.id, series, guild_id=meeting.guild_id)
        return (await self.meetings.planner.replan(tx, meeting.id)).meeting

    async def _compare(
        self, tx: Transaction, reading: Reading, guild_id: GuildId, now: datetime
    ) -> Comparison:
        live = {each.id: each for each in await rows.live(tx, guild_id)}
        known = _known(live, await calendars.imported(tx, guild_id))
        new: list[Series] = []
        changed: list[tuple[Meeting, Series]] = []
        unchanged = over = 0
        for series in reading.series:
            before = known.get(series.uid)
            if (before and not before.is_live) or next(dates(series, after=now), None) is None:
                over += 1
            elif before is None:
                new.append(series)
            elif before.digest == digest(series) or series.sequence < before.sequence:
                unchanged += 1
            else:
                changed.append((live[before.meeting_id], series))
        if len(new) > NEW_MOST:
            raise InvalidInput("File", "too_many_meetings", str(NEW_MOST))
        gone = [known[uid] for uid in sorted(reading.called_off) if uid in known]
        return Comparison(
            new=new,
            changed=changed,
            unchanged=unchanged,
            called_off=[live[each.meeting_id] for each in gone if each.is_live],
            over=over,
            problems=reading.problems,
        )

    async def _own(self, tx: Transaction, draft_id: DraftId, by: Actor) -> Mapping[str, Any]:
        draft = await drafts.get(tx, draft_id, now=self.meetings.now())
        mine = (KIND, by.guild_id, by.user_id)
        if draft is None or (draft.kind, draft.guild_id, draft.author_id) != mine:
            raise Conflict("draft_gone")
        return draft.typed

    def _server(self, by: Actor) -> Server:
        server = self.meetings.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        return server


def _typed(reading: Reading, now: datetime) -> Mapping[str, Any]:
    # Not the file itself: it may name who was invited, and where somebody lives.
    series = [replace(each, place="") for each in reading.series]
    return {
        "text": write(series, name="", at=now),
        "called_off": sorted(reading.called_off),
    }


def _reading(draft: Mapping[str, Any], server: Server) -> Reading:
    found = read(draft["text"], usual_zone=server.zone)
    return replace(found, called_off=frozenset(draft["called_off"]))


def _as_known(meeting: Meeting, known: Imported | None) -> Series:
    if known is None:
        return series_of(meeting, uid=usual_uid(meeting.id, meeting.guild_id))
    return series_of(meeting, uid=known.uid, sequence=known.sequence)


def _known(
    live: Mapping[MeetingId, Meeting], imported: Mapping[str, Imported]
) -> Mapping[str, Imported]:
    """Return every series that is known here by its uid: imported ones, and our own."""
    seen = {each.meeting_id for each in imported.values()}
    own: dict[str, Imported] = {}
    for meeting in live.values():
        if meeting.id not in seen:
            series = _as_known(meeting, None)
            own[series.uid] = Imported(
                meeting_id=meeting.id,
                uid=series.uid,
                sequence=series.sequence,
                digest=digest(series),
                is_live=True,
            )
    return {**own, **imported}
