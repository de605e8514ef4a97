"""Meetings out of calendars and into them: a file is shown first, then taken in."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.calendar import Series, write
from bot.domain.errors import Conflict, InvalidInput
from bot.domain.ids import ChannelId, DraftId, GuildId
from bot.domain.meetings import Meeting, Proposal
from bot.domain.servers import Actor, Right, RoomPurpose, Server, require
from bot.domain.subscriptions import ADDRESSES_MOST, Subscription, SubscriptionId, next_read
from bot.services.comparison import Change, Comparison, Parsed, as_known, compare, parse, parsed
from bot.services.meetings import DRAFT_LIFE, MeetingService
from bot.services.ports import Alarm
from bot.storage import calendars, drafts, subscriptions
from bot.storage import meetings as rows
from bot.storage.database import Transaction
from bot.storage.times import micros, moment

log = logging.getLogger(__name__)

KIND = "import"
# An address whose calendar changes is looked at again before the next meeting is far.
EVERY = timedelta(hours=6)
# A clinic's calendar is some kilobytes; more is somebody's whole life.
FILE_MAX = 1024 * 1024
# Taken in at once, so that one press stays a matter of moments.
NEW_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDraft:
    """A calendar that was read and is not taken in yet.

    Attributes:
        room_id: Where new meetings would be held.
        source: The address that would be read again from then on; None for a file.
    """

    draft_id: DraftId
    room_id: ChannelId
    comparison: Comparison
    source: Subscription | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken in. `called_off` still stands: staff are asked about each.

    Attributes:
        source: The address that is read again from now on; None for a file.
    """

    new: Sequence[Meeting]
    changed: Sequence[Meeting]
    called_off: Sequence[Meeting]
    source: Subscription | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarService:
    """Imports and exports meetings.

    Attributes:
        alarm: What rings when an address is to be read again.
        every: How often that is.
    """

    meetings: MeetingService
    alarm: Alarm
    every: timedelta = EVERY

    async def export(self, guild_id: GuildId, *, name: str) -> str | None:
        """Return all meetings of a server as an iCalendar file; None when there is no meeting.

        Args:
            name: What calendar programs call it.
        """
        async with self.meetings.database.transaction() as tx:
            found = await rows.live(tx, guild_id)
            known = await calendars.imported(tx, guild_id)
        by_id = {each.meeting_id: each for each in known.values()}
        series = [as_known(meeting, by_id.get(meeting.id)) for meeting in found]
        return write(series, name=name, at=self.meetings.now()) if series else None

    async def draft(self, file: bytes, room_id: ChannelId | None, *, by: Actor) -> ImportDraft:
        """Keep a calendar's dates for an hour and say what would come of them.

        Args:
            room_id: Where new meetings are held; None for the server's usual room.

        Raises:
            InvalidInput: It is too large, or holds more new meetings than anybody means.
            NotPermitted: `by` may not administer the server.
            NotSetUp: No room was chosen, and the server has none for meetings.
        """
        server = self.server(by)
        if len(file) > FILE_MAX:
            raise InvalidInput("File", "file_too_large", "1 MB")
        what = await parsed(file, usual_zone=server.zone, now=self.meetings.now())
        return await self.keep_draft(what, room_id, by=by)

    async def keep_draft(
        self,
        what: Parsed,
        room_id: ChannelId | None,
        *,
        by: Actor,
        source: Subscription | None = None,
    ) -> ImportDraft:
        """Keep a calendar that was read. Raises as `draft`.

        Args:
            source: The address it stands at, which is read again once the draft is saved; its id
                is 0 where the server does not have it yet.
        """
        now = self.meetings.now()
        room = room_id or self.server(by).room(RoomPurpose.MEETINGS)
        async with self.meetings.database.transaction() as tx:
            of = source.id if source else None
            found = await compare(tx, what, by.guild_id, now=now, of=of)
            if len(found.new) > NEW_MOST:
                raise InvalidInput("Calendar", "too_many_meetings", str(NEW_MOST))
            typed = {**_typed(found, now), "room_id": room}
            if source is not None:
                typed |= await self._source(tx, source, what, found)
            draft_id = await drafts.add(
                tx,
                KIND,
                typed,
                guild_id=by.guild_id,
                author_id=by.user_id,
                expires_at=now + DRAFT_LIFE,
            )
        return ImportDraft(draft_id=draft_id, room_id=room, comparison=found, source=source)

    async def _source(
        self, tx: Transaction, source: Subscription, what: Parsed, found: Comparison
    ) -> Mapping[str, Any]:
        """Return what a draft holds of an address: how to ask for it, and which series it has."""
        taken = [*found.new, *(each.series for each in found.changed)]
        here = {*await calendars.imported(tx, source.guild_id), *(each.uid for each in taken)}
        # While something is to be asked about, it is read again in full.
        is_settled = not found.called_off and not found.back
        return {
            "address": source.address,
            "name": source.name,
            "etag": source.etag if is_settled else "",
            "last_modified": source.last_modified if is_settled else "",
            "uids": sorted(here & what.digests.keys()),
        }

    async def discard(self, draft_id: DraftId, *, by: Actor) -> None:
        """Give a calendar up. Raises as `save`."""
        self.server(by)
        async with self.meetings.database.transaction() as tx:
            await self._own(tx, draft_id, by)
            await drafts.remove(tx, draft_id)

    async def save(self, draft_id: DraftId, *, by: Actor) -> Taken:
        """Take a calendar in; nothing is ended by it, staff are asked first.

        Raises:
            Conflict: It was saved or given up, its hour is over, or it is somebody else's.
            NotPermitted: `by` may not administer the server.
        """
        server = self.server(by)
        async with self.meetings.database.transaction() as tx:
            draft = await self._own(tx, draft_id, by)
            found = await compare(
                tx, _parsed(draft, server), by.guild_id, now=moment(draft["read_at"])
            )
            room_id = ChannelId(draft["room_id"])
            new = [await self._add(tx, series, room_id, by) for series in found.new]
            changed = [await self.change(tx, each) for each in found.changed]
            source = await self._subscribe(tx, draft, by.guild_id)
            await drafts.remove(tx, draft_id)
        log.info(
            "calendar imported",
            extra={"guild_id": by.guild_id, "new": len(new), "changed": len(changed)},
        )
        if source is not None:
            self.alarm.wake()
        called_off = [each.meeting for each in found.called_off]
        return Taken(new=new, changed=changed, called_off=called_off, source=source)

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

    async def change(self, tx: Transaction, what: Change) -> Meeting:
        """Put what a calendar says in place of a meeting, and of the earlier parts of a split."""
        meeting = what.meeting
        await calendars.take_over(tx, meeting.id, what.series, guild_id=meeting.guild_id)
        for part in await calendars.take_parts(tx, meeting.guild_id, what.series.uid):
            await rows.end(tx, meeting.guild_id, part, at=self.meetings.now())
            await self.meetings.planner.withdraw(tx, part)
        return (await self.meetings.planner.replan(tx, meeting.id)).meeting

    async def _subscribe(
        self, tx: Transaction, draft: Mapping[str, Any], guild_id: GuildId
    ) -> Subscription | None:
        """Keep the address that a draft was read from, and let its word count for its series."""
        if "address" not in draft:
            return None
        now = self.meetings.now()
        source = Subscription(
            id=SubscriptionId(0),
            guild_id=guild_id,
            address=draft["address"],
            name=draft["name"],
            room_id=ChannelId(draft["room_id"]),
            etag=draft["etag"],
            last_modified=draft["last_modified"],
            read_at=now,
        )
        others = [
            each
            for each in await subscriptions.of_server(tx, guild_id)
            if each.address != source.address
        ]
        if len(others) >= ADDRESSES_MOST:
            raise InvalidInput("Address", "too_many_addresses", str(ADDRESSES_MOST))
        kept = await subscriptions.add(tx, source, next_at=next_read(now, self.every, guild_id))
        await calendars.adopt(tx, guild_id, draft["uids"], by=kept.id)
        return kept

    async def _own(self, tx: Transaction, draft_id: DraftId, by: Actor) -> Mapping[str, Any]:
        draft = await drafts.get(tx, draft_id, now=self.meetings.now())
        mine = (KIND, by.guild_id, by.user_id)
        if draft is None or (draft.kind, draft.guild_id, draft.author_id) != mine:
            raise Conflict("draft_gone")
        return draft.typed

    def server(self, by: Actor) -> Server:
        """Return the server that somebody administers. Raises NotPermitted, NotSetUp."""
        server = self.meetings.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        return server


def _typed(found: Comparison, now: datetime) -> Mapping[str, Any]:
    # Not the file itself: it may name who was invited, and more than is taken in.
    series = [*found.new, *(each.series for each in found.changed)]
    return {
        "text": write(series, name="", at=now),
        "called_off": [each.before.uid for each in found.called_off],
        "read_at": micros(now),
    }


def _parsed(draft: Mapping[str, Any], server: Server) -> Parsed:
    # Compared as of when it was shown: what was agreed to is what is taken in.
    found = parse(draft["text"], server.zone, moment(draft["read_at"]))
    return replace(found, reading=replace(found.reading, called_off=frozenset(draft["called_off"])))
