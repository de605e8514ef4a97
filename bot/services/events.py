"""Discord's own calendar, kept in step with the meetings where a server has asked for it.

A window (a server) is claimed when it is due: at a start, at an end, and when a meeting changed.
Its live events are read, what to do is planned, and done one act at a time. Each event has a row
with a marker before it is made, and carries the marker in its description: a crash between making
and recording leaves a row without an event, and the next round finds the event by the marker.
Every other act is a change to a stated end (edit, begin, end, call off) that may be repeated.
"""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import events as domain
from bot.domain.deliveries import Failure, wait_after
from bot.domain.errors import Conflict
from bot.domain.events import (
    Act,
    Ask,
    Create,
    Edit,
    EventId,
    Forget,
    Live,
    Make,
    Move,
    Shown,
    ShownId,
    State,
    Status,
)
from bot.domain.ids import GuildId
from bot.domain.meetings import Meeting
from bot.domain.notices import EventGone
from bot.domain.servers import Actor, Right, require
from bot.services.leased import Claims, LeasedWork
from bot.services.ports import Events, MessengerError
from bot.storage import events as rows
from bot.storage import meetings as meeting_rows
from bot.storage.database import Transaction

log = logging.getLogger(__name__)

# Until somebody clicks: status says what. Looking more often would help nobody.
AFTER_REFUSAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventService(LeasedWork[tuple[GuildId, int]]):
    """Keeps Discord's calendar in step. What is claimed is a window, with its failures so far."""

    events: Events
    lease: timedelta = timedelta(minutes=5)

    @property
    def _claims(self) -> Claims:
        return rows.LEASES

    async def switch(self, *, on: bool, by: Actor) -> None:
        """Show meetings in Discord's calendar from now on, or take them out of it.

        Raises:
            NotPermitted: `by` may not administer the server.
        """
        server = self.servers.need(by.guild_id)
        policies = {**server.policies, domain.POLICY: domain.ON if on else "off"}
        await self.servers.set_up(replace(server, policies=policies), by=by)
        async with self.database.transaction() as tx:
            await rows.LEASES.look_at(tx, by.guild_id, now=self.now())
        self.alarm.wake()

    async def answer(self, shown_id: ShownId, *, again: bool, by: Actor) -> None:
        """Make an event again that somebody deleted, or leave it.

        Raises:
            Conflict: Somebody has answered already, or the meeting has begun.
            NotPermitted: `by` may not lead meetings.
        """
        require(by, Right.FACILITATE, self.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            shown = await rows.get(tx, by.guild_id, shown_id)
            state, marker = (State.WANTED, _marker()) if again else (State.LEFT, None)
            if shown is None or not await rows.decide(
                tx, shown_id, was=State.ASKED, state=state, marker=marker
            ):
                raise Conflict("already_done")
            await rows.LEASES.look_at(tx, by.guild_id, now=self.now())
        self.alarm.wake()

    async def meeting_changed(self, tx: Transaction, guild_id: GuildId) -> None:
        """Bring a server's window in step with a change to its meetings. See `Follower`."""
        if self._is_on(guild_id):
            await rows.LEASES.look_at(tx, guild_id, now=self.now())
            self.alarm.wake()

    async def is_gone(self, guild_id: GuildId, event_id: EventId) -> None:
        """Look at a window at once: Discord says that an event was deleted or called off."""
        async with self.database.transaction() as tx:
            if not await rows.is_ours(tx, guild_id, event_id):
                return
            await rows.LEASES.look_at(tx, guild_id, now=self.now())
        self.alarm.wake()

    async def look_again(self) -> None:
        """Look at every window: after a start, each day, and when the clock was moved."""
        async with self.database.transaction() as tx:
            known = [each.guild_id for each in self.servers.all() if self._is_on(each.guild_id)]
            for guild_id in {*known, *await rows.servers(tx)}:
                await rows.LEASES.look_at(tx, guild_id, now=self.now())
        self.alarm.wake()

    def _is_on(self, guild_id: GuildId) -> bool:
        server = self.servers.get(guild_id)
        return server is not None and server.policies.get(domain.POLICY) == domain.ON

    async def _claim(self) -> Sequence[tuple[GuildId, int]]:
        async with self.database.transaction() as tx:
            return await rows.LEASES.claim(tx, now=self.now(), real=self.real(), lease=self.lease)

    async def _settle(self, claimed: Sequence[tuple[GuildId, int]]) -> None:
        for guild_id, attempts in claimed:
            await self._settle_one(guild_id, attempts)

    async def _settle_one(self, guild_id: GuildId, attempts: int) -> None:
        next_at: datetime | None
        try:
            next_at, attempts = await self._bring_in_step(guild_id), 0
        except MessengerError as error:
            is_passing = error.failure is Failure.PASSING
            next_at = self.now() + (wait_after(attempts) if is_passing else AFTER_REFUSAL)
            attempts += 1
            log.warning("events postponed", extra={"guild_id": guild_id, "why": error.failure})
        except Exception:  # one poisoned server must not hold up the rest
            log.exception("events raised", extra={"guild_id": guild_id})
            next_at, attempts = self.now() + AFTER_REFUSAL, attempts + 1
        async with self.database.transaction() as tx:
            await rows.LEASES.settled(tx, guild_id, next_at=next_at, attempts=attempts)

    async def _bring_in_step(self, guild_id: GuildId) -> datetime | None:
        """Do what is to be done and return when there is more."""
        live = await self.events.live(guild_id)
        now = self.now()
        meetings: Sequence[Meeting] = []
        async with self.database.transaction() as tx:
            have = [await _found_again(tx, each, live) for each in await rows.shown(tx, guild_id)]
            if self._is_on(guild_id):
                meetings = await meeting_rows.live(tx, guild_id)
        ahead = {each.event_id for each in have if each.showing.starts_at > now}
        room_for = max(0, domain.MOST - len(live.keys() - ahead))
        want = domain.wanted(meetings, now=now, room_for=room_for)
        for act in domain.plan(want, have, live, now):
            await self._do(guild_id, act)
        return domain.next_change(have, want, now)

    async def _do(self, guild_id: GuildId, act: Act) -> None:
        match act:
            case Create(showing):
                async with self.database.transaction() as tx:
                    shown = await rows.add(tx, guild_id, showing, marker=_marker())
                await self._make(shown)
            case Make(shown):
                await self._make(shown)
            case Edit(shown, showing):
                await self._edit(replace(shown, showing=showing))
            case Move(shown, status):
                await self._move(shown, status)
            case Ask(shown):
                # A list may lag behind; whether it is gone the event itself says.
                if not await self._is_there(shown):
                    await self._ask(shown)
            case Forget(shown):
                async with self.database.transaction() as tx:
                    await rows.remove(tx, shown.id)

    async def _make(self, shown: Shown) -> None:
        event_id = await self.events.create(shown)
        async with self.database.transaction() as tx:
            await rows.made(tx, shown.id, event_id)
        log.info("event shown", extra={"guild_id": shown.guild_id, "shown_id": shown.id})

    async def _edit(self, shown: Shown) -> None:
        if shown.state is State.SHOWN and not await self._is_there(shown):
            await self._ask(shown)
        async with self.database.transaction() as tx:
            await rows.edited(tx, shown.id, shown.showing)
        if shown.state is State.WANTED:
            await self._make(shown)

    async def _is_there(self, shown: Shown) -> bool:
        """Let an event say what its row says; False when it was deleted or called off by hand."""
        try:
            await self.events.edit(shown)
        except MessengerError as error:
            if error.failure not in {Failure.GONE, Failure.REFUSED}:
                raise
            return False
        return True

    async def _move(self, shown: Shown, status: Status) -> None:
        try:
            await self.events.move(shown, status)
        except MessengerError as error:
            if error.failure is not Failure.GONE:
                raise
        if status is not Status.ACTIVE:
            async with self.database.transaction() as tx:
                await rows.remove(tx, shown.id)

    async def _ask(self, shown: Shown) -> None:
        async with self.database.transaction() as tx:
            await rows.decide(tx, shown.id, was=State.SHOWN, state=State.ASKED)
            notice = EventGone(
                shown_id=shown.id,
                title=shown.showing.title,
                starts_at=shown.showing.starts_at,
            )
            await self._tell_staff(
                tx,
                shown.guild_id,
                notice,
                key=f"event:{shown.marker}",
                missed_at=shown.showing.starts_at,
            )


async def _found_again(tx: Transaction, shown: Shown, live: Mapping[EventId, Live]) -> Shown:
    """Return a row with the event that a crash left unrecorded, if there is one."""
    event_id = domain.by_marker(shown, live) if shown.state is State.WANTED else None
    if event_id is None:
        return shown
    await rows.made(tx, shown.id, event_id)
    return replace(shown, state=State.SHOWN, event_id=event_id)


def _marker() -> str:
    return f"wm{secrets.token_hex(8)}"
