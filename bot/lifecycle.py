"""How the bot comes up, follows the clock, and goes down again."""

import asyncio
import gc
import json
import logging
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import discord

from bot.chat import endpoint, seeding
from bot.chat.client import Waymark
from bot.chat.seeding import Seed
from bot.domain.errors import StorageError
from bot.domain.servers import RoomPurpose
from bot.scheduler import AlarmClock, Ring
from bot.services.automod import AutomodService
from bot.services.case_holds import CaseHolds
from bot.services.deliveries import DeliveryService
from bot.services.events import EventService
from bot.services.holds import HoldService
from bot.services.housekeeping import Housekeeping
from bot.services.joining import Joining
from bot.services.ports import Now
from bot.services.rooms import RoomService
from bot.services.rsvp import RsvpService
from bot.services.second_ear import FOLLOWING
from bot.services.subscriptions import SubscriptionService

log = logging.getLogger(__name__)

# Another program is writing, as a backup does; it will be done soon.
AFTER_ERROR_SECONDS = 2


class MovableClock(Protocol):
    """The bot's clock."""

    offset: timedelta

    def __call__(self) -> datetime:
        """Return the present moment, aware UTC."""
        ...


@dataclass(slots=True, kw_only=True)
class Lifecycle:
    """A bot, put together and ready to run.

    Attributes:
        api: Discord's API base, or another's.
        was_alone: True when no other process had the database open: claims in it are the dead's.
    """

    client: Waymark
    deliveries: DeliveryService
    rsvp: RsvpService
    rooms: RoomService
    holds: HoldService
    events: EventService
    automod: AutomodService
    case_holds: CaseHolds
    joining: Joining
    subscriptions: SubscriptionService
    housekeeping: Housekeeping
    alarm: AlarmClock
    room_alarm: AlarmClock
    hold_alarm: AlarmClock
    event_alarm: AlarmClock
    calendar_alarm: AlarmClock
    automod_alarm: AlarmClock
    case_alarm: AlarmClock
    joining_alarm: AlarmClock
    seeds: Sequence[Seed]
    api: str
    clock: MovableClock
    real: Now
    was_alone: bool
    _clock_known: asyncio.Event = field(default_factory=asyncio.Event)
    _has_started: asyncio.Event = field(default_factory=asyncio.Event)
    _is_up: bool = False
    _meeting_ends: datetime | None = None
    _is_stopping: bool = False

    async def run(self, token: str) -> None:
        """Serve until the client is closed.

        Raises:
            discord.LoginFailure, discord.PrivilegedIntentsRequired: Discord does not let us in.
        """
        await self.client.services.servers.load()
        await self.client.services.caring.contacts.load()
        await self.client.services.library.start()
        await self.automod.load()
        if self.was_alone:
            await self.deliveries.release_claims()
            await self.rooms.release_claims()
            await self.holds.release_claims()
            await self.events.release_claims()
            await self.subscriptions.release_claims()
            await self.automod.release_claims()
            await self.case_holds.release_claims()
            await self.joining.release_claims()
        self.client.on_answering = self._take_up_work
        self.client.on_new_guild = self._seed
        async with (
            beside(self._follow_clock()),
            beside(once(self._has_started, self.housekeeping.forget)),
            stopped_by_signals(self.stop),
            self.client,
        ):
            try:
                await self.client.start(token)
            except aiohttp.ClientConnectionError:
                # Told to stop while it was logging in: the request was cut off by ourselves.
                if not self._is_stopping:
                    raise

    async def stop(self) -> None:
        """Go down in order: no new round, what is in hand is finished, then the connection."""
        log.info("stopping")
        self._is_stopping = True
        self.client.services.safety.second_ear.stop()
        alarms = (self.alarm, self.room_alarm, self.event_alarm, self.calendar_alarm)
        others = (self.automod_alarm, self.hold_alarm, self.case_alarm, self.joining_alarm)
        await asyncio.gather(*(each.stop() for each in (*alarms, *others)))
        await finish_work()
        await self.client.close()

    async def _take_up_work(self) -> None:
        """Catch up and begin to ring, once Discord has shown us our servers; then say so."""
        await self._clock_known.wait()
        while (problem := await self._catch_up()) is not None:
            log.error("start delayed", exc_info=problem)
            await asyncio.sleep(AFTER_ERROR_SECONDS)
        self._start_to_ring()
        self._is_up = True
        log.info("answering", extra={"servers": len(self.client.services.servers.all())})
        sys.stdout.write(json.dumps({"event": "ready", "servers": len(self.client.guilds)}) + "\n")
        sys.stdout.flush()
        # Nobody in danger waits for these, so they come after the ready line.
        await self.client.services.answers.prepare()
        # What stands now stays: the collector need not walk it again with every full round. No
        # collection first: it would stop everything for a tenth of a second.
        gc.freeze()
        self._has_started.set()

    async def _catch_up(self) -> StorageError | None:
        """Do what must be done before the first round; return why the database did not let us."""
        try:
            for guild in self.client.guilds:
                await self._seed(guild)
            await self.housekeeping.catch_up()
        except StorageError as error:
            return error
        return None

    def _start_to_ring(self) -> None:
        """Let each kind of work have an alarm of its own: none waits for another's long round."""
        self.alarm.start(self._round(self._speak, self._next_to_say))
        self.room_alarm.start(self._round(self.rooms.settle_due, self.rooms.next_due))
        due, next_due = self.case_holds.settle_due, self.case_holds.next_due
        self.case_alarm.start(self._round(due, next_due))
        self.event_alarm.start(self._round(self.events.settle_due, self.events.next_due))
        read, next_read = self.subscriptions.read_due, self.subscriptions.next_due
        self.calendar_alarm.start(self._round(read, next_read))
        guard, next_guard = self.automod.settle_due, self.automod.next_due
        self.automod_alarm.start(self._round(guard, next_guard))
        join, next_join = self.joining.settle_due, self.joining.next_due
        self.joining_alarm.start(self._round(join, next_join))
        self.hold_alarm.start(self._round(self.holds.settle_due, self.holds.next_due))
        self.alarm.daily(self.housekeeping.daily)

    async def _speak(self) -> int:
        """Say what is due, and count nobody any more for meetings that are over."""
        said = await self.deliveries.deliver_due()
        self._meeting_ends = await self.rsvp.destroy_ended()
        return said

    async def _next_to_say(self) -> tuple[datetime | None, datetime | None]:
        due, lease_ends = await self.deliveries.next_due()
        return min(filter(None, (due, self._meeting_ends)), default=None), lease_ends

    def _round(
        self,
        work: Callable[[], Awaitable[int]],
        next_due: Callable[[], Awaitable[tuple[datetime | None, datetime | None]]],
    ) -> Ring:
        """Return what does the work that is due, and says when there is more."""

        async def ring() -> datetime | None:
            await work()
            due, lease_ends = await next_due()
            moments = [due - self.clock.offset if due else None, lease_ends]
            return min(filter(None, moments), default=None)

        return ring

    async def _follow_clock(self) -> None:
        async for offset in endpoint.clock_offsets(self.api):
            self.clock.offset = offset
            self._clock_known.set()
            if self._is_up:
                await self.housekeeping.catch_up()
                self.alarm.wake()  # catching up woke those of rooms and events
                self.calendar_alarm.wake()
                self.hold_alarm.wake()
        self._clock_known.set()

    async def _seed(self, guild: discord.Guild) -> None:
        """Set a server up from the clinic's file, the first time we meet it."""
        for seed in self.seeds:
            if seed.guild_id != guild.id:
                continue
            server = seeding.resolve(seed, guild)
            staff_room = guild.get_channel(server.rooms.get(RoomPurpose.STAFF, 0))
            if staff_room is None or not seeding.is_private(staff_room):
                # Care cards must never land where everybody reads.
                log.error("not seeded: no private staff room", extra={"guild_id": guild.id})
                continue
            await self.client.services.servers.seed(server)


@asynccontextmanager
async def beside(work: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Run `work` for as long as the block lasts."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def once(started: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    """Do what nobody waits for after the start; where the database refuses, it is done tomorrow."""
    await started.wait()
    try:
        await work()
    except StorageError:
        log.warning("not forgotten yet", exc_info=True)


@asynccontextmanager
async def stopped_by_signals(stop: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """Call `stop` on SIGTERM or Ctrl+C."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)

    async def stop_when_told() -> None:
        await told.wait()
        await stop()

    async with beside(stop_when_told()):
        yield


# How discord.py names the tasks in which it runs our events, commands and buttons; and our own.
WORK = ("discord.py: on_", "CommandTree", "discord-ui-", FOLLOWING)
# It may be trying again and again to come up; nobody waits for its answer.
COMING_UP = "discord.py: on_ready"
# A person waits for the process to end; what takes longer is done again after the next start.
FINISH_SECONDS = 5


def work_in_hand() -> set[asyncio.Task[Any]]:
    """Return the tasks that are answering somebody."""
    named = {task: task.get_name() for task in asyncio.all_tasks()}
    return {task for task, name in named.items() if name.startswith(WORK) and name != COMING_UP}


async def finish_work() -> None:
    """Wait for what is in hand and for what that begins in turn, but not for long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(FINISH_SECONDS):
            while tasks := work_in_hand():
                await asyncio.wait(tasks)
