"""Calendars that are read again and again from their addresses.

An address is claimed when it is due, read without a transaction, and what changed is taken over in
one. A series that ended at its source is never ended here unasked: staff decide on a card.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.calendar import is_changed_here
from bot.domain.deliveries import Plan, Room
from bot.domain.errors import AddressProblem, Conflict, NotFound, Trouble
from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.domain.meetings import held
from bot.domain.notices import CalendarChanged, CalendarTrouble, Notice, SeriesGone
from bot.domain.servers import Actor, RoomPurpose
from bot.domain.subscriptions import (
    ASKED_AT_ONCE,
    CHANGES_SHOWN,
    Facts,
    Fetched,
    Gone,
    Subscription,
    SubscriptionId,
    digest_of,
    is_worth_telling,
    next_read,
    next_try,
    read_address,
)
from bot.services.calendars import CalendarService, ImportDraft
from bot.services.comparison import CalledOff, Comparison, Parsed, compare, is_calendar, parsed
from bot.services.meetings import Ended
from bot.services.ports import Alarm, Fetcher, Now
from bot.storage import calendars, subscriptions
from bot.storage import meetings as rows
from bot.storage.database import Database, Transaction
from bot.storage.subscriptions import Claim
from bot.storage.times import micros

log = logging.getLogger(__name__)

# Far away and slow servers must not hold up the others, nor fill our own line.
SIDE_BY_SIDE = 4
TITLES_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionService:
    """Reads calendars from their addresses.

    Attributes:
        alarm: An alarm of its own: nothing else waits for somebody's slow server.
        is_here: Says whether the bot is still in a server.
        now: The bot's clock, which a sandbox may move.
        real: The machine's clock, by which leases run.
    """

    calendars: CalendarService
    fetcher: Fetcher
    alarm: Alarm
    is_here: Callable[[GuildId], bool]
    now: Now
    real: Now
    lease: timedelta = timedelta(minutes=2)
    _one_round: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def draft(self, address: str, room_id: ChannelId | None, *, by: Actor) -> ImportDraft:
        """Read a calendar from its address and say what would come of it.

        Raises:
            AddressProblem: It cannot be read from there.
            InvalidInput, NotPermitted, NotSetUp: As `CalendarService.draft`.
        """
        server = self.calendars.server(by)
        address = read_address(address)
        fetched = await self.fetcher.fetch(address)
        what = await self._parsed(fetched, by.guild_id)
        known = await self._find(by.guild_id, lambda each: each.address == address)
        room = room_id or (known.room_id if known else server.room(RoomPurpose.MEETINGS))
        new = Subscription(
            id=SubscriptionId(0), guild_id=by.guild_id, address=address, name="", room_id=room
        )
        source = _as_read(known or new, fetched, what, self.now())
        return await self.calendars.keep_draft(what, room, by=by, source=source)

    async def look(self, subscription_id: SubscriptionId, *, by: Actor) -> ImportDraft:
        """Read an address now and say what would come of it. Raises as `draft`, and NotFound."""
        self.calendars.server(by)
        found = await self._find(by.guild_id, lambda each: each.id == subscription_id)
        if found is None:
            raise NotFound("calendar")
        return await self.draft(found.address, None, by=by)

    async def all(self, *, by: Actor) -> Sequence[Subscription]:
        """Return a server's addresses, oldest first.

        Raises:
            NotPermitted: `by` may not administer the server.
        """
        self.calendars.server(by)
        async with self._database.transaction() as tx:
            return await subscriptions.of_server(tx, by.guild_id)

    async def stop(self, subscription_id: SubscriptionId, *, by: Actor) -> None:
        """Read an address no more; its meetings stay.

        Raises:
            NotFound: The server has no such address.
            NotPermitted: `by` may not administer the server.
        """
        self.calendars.server(by)
        async with self._database.transaction() as tx:
            if not await subscriptions.remove(tx, by.guild_id, subscription_id):
                raise NotFound("calendar")
        log.info("calendar stopped", extra={"guild_id": by.guild_id})

    async def end(self, meeting_id: MeetingId, *, by: Actor) -> Ended:
        """End a meeting that staff were asked about.

        Raises:
            Conflict: Staff have answered already, or the calendar has it again.
            NotFound: The meeting has ended.
            NotPermitted: `by` may not administer the server.
        """
        async with self._database.transaction() as tx:
            await self._need_question(tx, meeting_id, by)
        return await self.calendars.meetings.end(meeting_id, by=by)

    async def keep(self, meeting_id: MeetingId, *, by: Actor) -> None:
        """Let a meeting go on that its calendar has ended. Raises as `end`."""
        async with self._database.transaction() as tx:
            await self._need_question(tx, meeting_id, by)
            await calendars.ask(tx, meeting_id, calendars.KEPT)

    async def read_due(self) -> int:
        """Read every address that is due and return how many were looked at."""
        looked = 0
        async with self._one_round:
            while claimed := await self._claim():
                looked += len(claimed)
                async with asyncio.TaskGroup() as group:
                    for claim in claimed:
                        group.create_task(self._read(claim))
        return looked

    async def next_due(self) -> tuple[datetime | None, datetime | None]:
        """Return when something is next due (the bot's clock) and the next lease ends (real)."""
        async with self._database.transaction() as tx:
            return await subscriptions.next_due(tx)

    async def release_claims(self) -> None:
        """Give back the claims of the dead; for a process that knows it is alone."""
        async with self._database.transaction() as tx:
            await subscriptions.release_claims(tx)

    async def _claim(self) -> Sequence[Claim]:
        async with self._database.transaction() as tx:
            return await subscriptions.claim(
                tx, now=self.now(), real=self.real(), lease=self.lease, limit=SIDE_BY_SIDE
            )

    async def _read(self, claim: Claim) -> None:
        one = claim.subscription
        try:
            if not self.is_here(one.guild_id):
                return await self._settle(claim, one)
            fetched = await self.fetcher.fetch(
                one.address, etag=one.etag, last_modified=one.last_modified
            )
            if fetched is None:
                return await self._settle(claim, _well(one, self.now()))
            what = await self._parsed(fetched, one.guild_id)
            await self._take_over(claim, fetched, what)
        except AddressProblem as error:
            await self._fail(claim, error.why)
        except Exception:  # one poisoned calendar must not hold up the rest
            log.exception("calendar raised", extra={"guild_id": one.guild_id})
            one = replace(one, failures=one.failures + 1)
            await self._settle(claim, one, next_at=next_try(self.now(), one.failures))

    async def _parsed(self, fetched: Fetched | None, guild_id: GuildId) -> Parsed:
        server = self.calendars.meetings.servers.need(guild_id)
        body = fetched.body if fetched else b""
        what = await parsed(body, usual_zone=server.zone, now=self.now())
        if not is_calendar(what):
            raise AddressProblem(Trouble.NOT_A_CALENDAR)
        return what

    async def _settle(
        self, claim: Claim, one: Subscription, *, next_at: datetime | None = None
    ) -> None:
        next_at = next_at or next_read(self.now(), self.calendars.every, one.guild_id)
        async with self._database.transaction() as tx:
            if await subscriptions.is_ours(tx, claim):
                await subscriptions.settle(tx, one, next_at=next_at)

    async def _fail(self, claim: Claim, why: Trouble) -> None:
        """Write down that an address cannot be read, and tell staff once."""
        now = self.now()
        one = replace(claim.subscription, problem=why, failures=claim.subscription.failures + 1)
        log.warning("calendar not read", extra={"guild_id": one.guild_id, "why": why})
        notice = CalendarTrouble(label=one.label, problem=why, read_at=one.read_at)
        async with self._database.transaction() as tx:
            if not await subscriptions.is_ours(tx, claim):
                return
            if not one.is_told and is_worth_telling(why, one.failures):
                one = replace(one, is_told=await self._tell(tx, one, "trouble", notice))
            await subscriptions.settle(tx, one, next_at=next_try(now, one.failures))

    async def _take_over(self, claim: Claim, fetched: Fetched, what: Parsed) -> None:
        """Take over what changed, ask about what ended, and tell staff of both."""
        now = self.now()
        one = _as_read(claim.subscription, fetched, what, now)
        async with self._database.transaction() as tx:
            if not await subscriptions.is_ours(tx, claim):
                return
            found = await compare(tx, what, one.guild_id, now=now, of=one.id)
            here = (await calendars.imported(tx, one.guild_id)).keys() & what.digests.keys()
            await calendars.adopt(tx, one.guild_id, here, by=one.id)
            for meeting_id in found.back:
                await calendars.ask(tx, meeting_id, None)
            one = await self._change(tx, one, found)
            if not await self._ask(tx, one, found.called_off):
                one = replace(one, etag="", last_modified="")
            next_at = next_read(now, self.calendars.every, one.guild_id)
            await subscriptions.settle(tx, one, next_at=next_at)

    async def _change(self, tx: Transaction, one: Subscription, found: Comparison) -> Subscription:
        """Take over what changed and tell staff of it, and of what is new, once."""
        now = self.now()
        before = [Facts.of(each.meeting, now=now).dump() for each in found.changed]
        by_hand = [
            is_changed_here(each.meeting, last_read=each.before.digest, at_place=each.before.place)
            for each in found.changed
        ]
        after = [
            Facts.of(await self.calendars.change(tx, each), now=now).dump()
            for each in found.changed
        ]
        told = digest_of([each.uid for each in found.new])
        new = [each.title for each in found.new] if told != one.new_told else []
        if not after and not new:
            return replace(one, new_told=told)
        notice = CalendarChanged(
            label=one.label,
            subscription_id=one.id,
            before=tuple(before[:CHANGES_SHOWN]),
            after=tuple(after[:CHANGES_SHOWN]),
            by_hand=tuple(by_hand[:CHANGES_SHOWN]),
            more=max(0, len(after) - CHANGES_SHOWN),
            new=tuple(new[:TITLES_SHOWN]),
        )
        log.info("calendar changed", extra={"guild_id": one.guild_id, "changed": len(after)})
        is_said = await self._tell(tx, one, "changed", notice)
        return replace(one, new_told=told if is_said else one.new_told)

    async def _ask(
        self, tx: Transaction, one: Subscription, called_off: Sequence[CalledOff]
    ) -> bool:
        """Ask staff about what ended at its source; say whether nothing is left to ask about."""
        waiting = [each for each in called_off if each.before.asked is None]
        is_asked = True
        for each in waiting[:ASKED_AT_ONCE]:
            notice = SeriesGone(
                meeting_id=each.meeting.id,
                title=each.meeting.title,
                label=one.label,
                why=each.why,
                next_at=next(held(each.meeting, after=self.now())).at,
            )
            is_asked = await self._tell(tx, one, f"gone:{each.meeting.id}", notice)
            if is_asked:
                await calendars.ask(tx, each.meeting.id, each.why)
        return is_asked and len(waiting) <= ASKED_AT_ONCE

    async def _tell(self, tx: Transaction, one: Subscription, what: str, notice: Notice) -> bool:
        """Post a card for staff; say whether there is a room for it."""
        server = self.calendars.meetings.servers.need(one.guild_id)
        room = server.rooms.get(RoomPurpose.STAFF)
        if room is None:
            return False
        now = self.now()
        plan = Plan(
            key=f"calendar:{one.id}:{what}:{micros(now)}",
            guild_id=one.guild_id,
            place=Room(room),
            notice=notice,
            due_at=now,
        )
        await self.calendars.meetings.deliveries.plan(tx, plan)
        return True

    async def _need_question(self, tx: Transaction, meeting_id: MeetingId, by: Actor) -> None:
        self.calendars.server(by)
        if await rows.get(tx, by.guild_id, meeting_id) is None:
            raise NotFound("meeting")
        asked = await calendars.asked(tx, meeting_id)
        if asked is None:
            raise Conflict("series_is_back")
        if asked not in set(Gone):
            raise Conflict("already_done")

    async def _find(
        self, guild_id: GuildId, fits: Callable[[Subscription], bool]
    ) -> Subscription | None:
        async with self._database.transaction() as tx:
            found = await subscriptions.of_server(tx, guild_id)
        return next(filter(fits, found), None)

    @property
    def _database(self) -> Database:
        return self.calendars.meetings.database


def _as_read(
    one: Subscription, fetched: Fetched | None, what: Parsed, now: datetime
) -> Subscription:
    """Return an address as it is known once its calendar was read."""
    return replace(
        _well(one, now),
        name=what.reading.name,
        etag=fetched.etag if fetched else "",
        last_modified=fetched.last_modified if fetched else "",
    )


def _well(one: Subscription, now: datetime) -> Subscription:
    return replace(one, read_at=now, problem=None, failures=0, is_told=False)
