"""Rooms open and close with their meetings: save, set, record; and take back exactly that.

A change is a row with a moment at which something is next due. The alarm rings then, a worker
claims the row under a lease, and does one step:

- applying: read the room, write down what stands and what will be set (`saved`, `ours`), set it,
  record `standing`. A crash before `saved`: nothing was touched, the step begins anew. Between
  `saved` and the setting, or halfway through it: the next worker finds `saved`, keeps it, and sets
  what does not stand yet. Between setting and recording: nothing is left to set, it is recorded.
- undoing: read the room, take back bit by bit what still stands as we set it, record `over`. A
  crash anywhere: the next worker does the same again; what is back already is not ours any more
  and stays.

A room that a moderator has paused shows none of this until the pause is over: what opens or closes
beneath is written into what the pause remembers, in the transaction before anything is set.

What nobody can tell apart: staff who change one of our own bits back in the seconds between a
crash and the restart. It is set again, and their next change stays.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from operator import attrgetter

from bot.domain import room_acts
from bot.domain import rooms as domain
from bot.domain.deliveries import LONGEST_RETRY, Failure, wait_after
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.domain.meetings import Meeting, held
from bot.domain.notices import RoomTrouble
from bot.domain.rooms import Kind, Look, Opening, Overwrites, Shape, State, Why, Wish
from bot.domain.servers import Actor, Right, require
from bot.services.leased import Claims, LeasedWork
from bot.services.ports import MessengerError, Rooms
from bot.services.room_cases import RoomCases
from bot.storage import meetings as meeting_rows
from bot.storage import rooms as rows
from bot.storage.database import Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a meeting's room is closed between its meetings from now on."""

    meeting: Meeting
    is_kept: bool


@dataclass(frozen=True, slots=True)
class OpenUntil:
    """A room that is open now, or about to be.

    Attributes:
        closes_at: Aware UTC; None for until somebody closes it.
    """

    room_id: ChannelId
    closes_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomService(LeasedWork[Opening]):
    """Opens and closes the rooms of meetings."""

    rooms: Rooms

    @property
    def cases(self) -> RoomCases:
        """The cases of pauses."""
        return RoomCases(servers=self.servers, deliveries=self.deliveries, now=self.now)

    @property
    def _claims(self) -> Claims:
        return rows

    async def keep(self, meeting_id: MeetingId, *, kept: bool, by: Actor) -> Kept:
        """Close a meeting's room between its meetings from now on, or do so no more.

        Raises:
            NotFound: The server has no such meeting.
            NotPermitted: `by` may not administer the server.
        """
        require(by, Right.ADMINISTER, self.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            meeting = await meeting_rows.get(tx, by.guild_id, meeting_id)
            if meeting is None:
                raise NotFound("meeting")
            if kept:
                await rows.keep(tx, meeting_id, now=self.now())
            else:
                await rows.let_go(tx, meeting_id)
        self.alarm.wake()
        log.info("room kept" if kept else "room let go", extra={"meeting_id": meeting_id})
        return Kept(meeting, kept)

    async def open(self, room_id: ChannelId, *, minutes: int | None, by: Actor) -> OpenUntil:
        """Open a meeting's room now, for some minutes or for as long as its meeting lasts.

        A room that nobody keeps and that was closed by hand is opened for good.

        Raises:
            Conflict: A moderator has paused it.
            InvalidInput: No meeting is held in that room.
            NotPermitted: `by` may not lead meetings.
        """
        now = self.now()
        async with self.database.transaction() as tx:
            held = await self._held_in(tx, room_id, by)
            if await rows.live(tx, room_id, Kind.PAUSE):
                raise Conflict("room_paused")
            if await rows.is_kept(tx, room_id):
                await rows.keep_by_rule(tx, room_id)
            elif await rows.release_by_hand(tx, room_id, now=now):
                self.alarm.wake()
                return OpenUntil(room_id, None)
            longest = max(meeting.minutes for meeting in held)
            closes_at = now + timedelta(minutes=minutes or longest)
            await rows.open_room(
                tx, by.guild_id, room_id, meeting_id=None, now=now, closes_at=closes_at
            )
        self.alarm.wake()
        return OpenUntil(room_id, closes_at)

    async def close(self, room_id: ChannelId, *, by: Actor) -> None:
        """Close a meeting's room now, until its next meeting or until somebody opens it.

        Raises:
            Conflict: It is closed already. Otherwise as `open`.
        """
        async with self.database.transaction() as tx:
            await self._held_in(tx, room_id, by)
            if not await rows.close_by_hand(tx, by.guild_id, room_id, now=self.now()):
                raise Conflict("room_closed")
        self.alarm.wake()

    async def kept(self, guild_id: GuildId) -> Sequence[ChannelId]:
        """Return the rooms of a server that open and close with their meetings."""
        async with self.database.transaction() as tx:
            return await rows.kept_in(tx, guild_id)

    async def meeting_changed(self, tx: Transaction, guild_id: GuildId) -> None:
        """Read the next starts of a server's kept meetings anew. See `Follower`."""
        await rows.look_again(tx, now=self.now(), guild_id=guild_id)
        self.alarm.wake()

    async def look_again(self) -> None:
        """Read every kept meeting's next start anew: after a start, each day, a moved clock."""
        async with self.database.transaction() as tx:
            await rows.look_again(tx, now=self.now())
        self.alarm.wake()

    async def forget(self) -> int:
        """Forget changes that were taken back long ago."""
        async with self.database.transaction() as tx:
            return await rows.remove_over(tx, before=self.now() - domain.KEPT)

    async def _held_in(self, tx: Transaction, room_id: ChannelId, by: Actor) -> Sequence[Meeting]:
        require(by, Right.FACILITATE, self.servers.need(by.guild_id))
        held = [m for m in await meeting_rows.live(tx, by.guild_id) if m.room_id == room_id]
        if not held:
            # Nobody opens the staff room, or any other, by a slip of the hand.
            raise InvalidInput("Room", "no_meeting_there")
        return held

    async def _claim(self) -> Sequence[Opening]:
        now = self.now()
        async with self.database.transaction() as tx:
            for guild_id, meeting_id, opened_for in await rows.to_look_at(tx, now=now):
                meeting = await meeting_rows.get(tx, guild_id, meeting_id)
                if meeting is not None:
                    await self._look_at(tx, meeting, opened_for)
            await rows.settle_rests(tx, now=now)
            return await rows.claim(tx, now=now, real=self.real(), lease=self.lease)

    async def _look_at(
        self, tx: Transaction, meeting: Meeting, opened_for: datetime | None
    ) -> None:
        """Open the room of a meeting that is on, once, and note when to look at it next."""
        now, lasts = self.now(), timedelta(minutes=meeting.minutes)
        starts: Sequence[datetime] = []
        try:
            starts = [each.at for each in islice(held(meeting, after=now - lasts), 2)]
        except InvalidInput:  # a row that another hand wrote must not hold up the rest
            log.exception("meeting cannot be read", extra={"meeting_id": meeting.id})
        if starts and starts[0] <= now and starts[0] != opened_for:
            opened_for = starts[0]
            await rows.open_room(
                tx,
                meeting.guild_id,
                meeting.room_id,
                meeting_id=meeting.id,
                now=now,
                closes_at=opened_for + lasts,
            )
        ahead = next((start for start in starts if start > now), None)
        await rows.look_next(tx, meeting.id, at=ahead, opened_for=opened_for)

    async def _settle(self, claimed: Sequence[Opening]) -> None:
        """Open and close rooms side by side, each in order."""
        by_room = sorted(claimed, key=attrgetter("room_id", "id"))
        async with asyncio.TaskGroup() as group:
            for _, queue in groupby(by_room, key=attrgetter("room_id")):
                group.create_task(self._in_order(list(queue)))

    async def _in_order(self, queue: Sequence[Opening]) -> None:
        for opening in queue:
            try:
                await self._step(opening)
            except MessengerError as error:
                await self._failed(opening, error.failure)
            except Exception:  # one poisoned row must not hold up the rest
                log.exception("room raised", extra={"opening_id": opening.id})
                await self._failed(opening, Failure.REFUSED)

    async def _step(self, opening: Opening) -> None:
        if opening.kind is Kind.PAUSE:
            # What began or ended beneath it a moment ago has changed what it remembers.
            async with self.database.transaction() as tx:
                opening = await rows.live(tx, opening.room_id, Kind.PAUSE) or opening
        if opening.state is not State.UNDOING:
            await self._apply(opening)
        elif opening.saved is not None:
            await self._undo(opening, opening.saved)
        else:  # its time passed before it was touched
            await self._record_over(opening)

    async def _apply(self, opening: Opening) -> None:
        look = await self.rooms.look(opening.room_id)
        ours = opening.ours
        async with self.database.transaction() as tx:
            pause = await self._pause_over(tx, opening)
            view = domain.beneath(pause, look)
            if opening.saved is None:
                ours = await self._ours(tx, opening, view)
                await rows.save(tx, opening, view.overwrites, ours)
            wanted = domain.applied(view.overwrites, ours)
            if pause is not None:
                await rows.save_beneath(tx, pause, wanted)
        await self._bring(opening, look.overwrites, wanted, ours, pause)
        async with self.database.transaction() as tx:
            await self._record_standing(tx, opening, look.shape)
        log.info("room set", extra={"opening_id": opening.id, "kind": opening.kind})

    async def _undo(self, opening: Opening, saved: Overwrites) -> None:
        look = await self.rooms.look(opening.room_id)
        async with self.database.transaction() as tx:
            pause = await self._pause_over(tx, opening)
            view = domain.beneath(pause, look)
            wanted = domain.restored(saved, opening.ours, view.overwrites)
            if pause is not None:
                await rows.save_beneath(tx, pause, wanted)
        await self._bring(opening, look.overwrites, wanted, opening.ours[::-1], pause)
        await self._record_over(opening, look.shape)

    async def _pause_over(self, tx: Transaction, opening: Opening) -> Opening | None:
        """Return the pause that lies over a change, where one was begun to be set."""
        if opening.kind is Kind.PAUSE:
            return None
        pause = await rows.live(tx, opening.room_id, Kind.PAUSE)
        return None if pause is None or pause.saved is None else pause

    async def _bring(
        self,
        opening: Opening,
        now: Overwrites,
        wanted: Overwrites,
        order: Sequence[Wish],
        pause: Opening | None,
    ) -> None:
        shown = domain.covered(wanted, pause, now)
        why = await self._why(opening)
        for overwrite, is_kept in domain.steps(
            now, shown, [*order, *(pause.ours if pause else ())]
        ):
            change = self.rooms.set if is_kept else self.rooms.remove
            await change(opening.room_id, overwrite, why=why)

    async def _why(self, opening: Opening) -> Why:
        """Return what Discord's audit log is told."""
        number = opening.end_case if opening.state is State.UNDOING else opening.case
        if number is None:
            return Why(opening.leaves)
        async with self.database.transaction() as tx:
            case = await self.cases.get(tx, opening.guild_id, number)
        return Why(opening.leaves, case)

    async def _record_standing(self, tx: Transaction, opening: Opening, shape: Shape) -> None:
        await rows.stands(tx, opening)
        if opening.case is None:
            return
        await self.cases.done(tx, opening.guild_id, opening.case)
        if shape is not Shape.FORUM:
            now = self.now()
            at = opening.closes_at or now
            is_closed = await rows.is_closed(tx, opening.room_id, at=at)
            told = room_acts.said_in_the_room(opening, is_closed=is_closed, now=now)
            await self.deliveries.plan(tx, told)

    async def _ours(self, tx: Transaction, opening: Opening, look: Look) -> Sequence[Wish]:
        server = self.servers.need(opening.guild_id)
        if opening.kind is Kind.REST:
            return domain.closed(server, look)
        if opening.kind is Kind.PAUSE:
            return domain.paused(server, look)
        rest = await rows.live(tx, opening.room_id, Kind.REST)
        return domain.opened(server, look, rest.saved if rest else None)

    async def _record_over(self, opening: Opening, shape: Shape = Shape.TEXT) -> None:
        async with self.database.transaction() as tx:
            await rows.over(tx, opening, at=self.now())
            if opening.end_case is not None:
                await self.cases.done(tx, opening.guild_id, opening.end_case)
            if opening.case is not None:
                # A pause whose time passed before it could be set was never one.
                await self.cases.failed(tx, opening.guild_id, opening.case)
                if opening.saved is not None and shape is not Shape.FORUM:
                    now = self.now()
                    is_closed = await rows.is_closed(tx, opening.room_id, at=now)
                    told = room_acts.said_after(opening, is_closed=is_closed, now=now)
                    await self.deliveries.plan(tx, told)
        log.info("room given back", extra={"opening_id": opening.id, "kind": opening.kind})

    async def _failed(self, opening: Opening, failure: Failure) -> None:
        wait = wait_after(opening.attempts)
        if failure is Failure.GONE:
            if opening.kind is not Kind.REST or opening.state is State.UNDOING:
                await self._record_over(opening)
                return
            wait = timedelta(days=1)  # over, it would be begun anew at once
        async with self.database.transaction() as tx:
            is_asked = opening.case is not None and opening.state is not State.UNDOING
            if failure is not Failure.PASSING and is_asked:
                # A person waits for the answer: they are told, and what was set of it goes.
                await self._give_up(tx, opening)
                return
            if failure not in {Failure.PASSING, Failure.GONE}:
                wait = LONGEST_RETRY
                await self._tell(tx, opening, failure)
            await rows.postpone(tx, opening, until=self.now() + wait)
        log.warning("room postponed", extra={"opening_id": opening.id, "why": failure})

    async def _give_up(self, tx: Transaction, opening: Opening) -> None:
        if opening.case is not None:
            await self.cases.failed(tx, opening.guild_id, opening.case)
        await rows.give_up(tx, opening, now=self.now())

    async def _tell(self, tx: Transaction, opening: Opening, failure: Failure) -> None:
        """Tell staff once a change what to click."""
        rest = await rows.live(tx, opening.room_id, Kind.REST)
        # Where it could not even be closed, staff know already why it cannot be opened.
        told_of = rest if rest is not None and rest.saved is None else opening
        notice = RoomTrouble(
            room_id=opening.room_id,
            wanted="open" if opening.leaves in {Kind.OPEN, domain.RESUME} else "closed",
            problem=failure.value,
        )
        key = f"room:{told_of.id}:{opening.state is State.UNDOING:d}"
        await self._tell_staff(tx, opening.guild_id, notice, key=key)
