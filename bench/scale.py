"""`python -m bench.scale`: a million open deliveries, 50,000 meetings, years of closed rows.

A real database file and the real services: what the bot does with them each day and at each start.
"""

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from bench import crowd
from bench.crowd import Crowd
from bench.sides import OURS
from bench.table import Measure, at_most, below, plain
from bench.town import open_town
from bot.app import real_now
from bot.domain.deliveries import Failure, Place, Sent
from bot.domain.notices import Notice
from bot.scheduler import AlarmClock
from bot.services.deliveries import BATCH, DeliveryService
from bot.services.housekeeping import forget_closed
from bot.services.meetings import MeetingService
from bot.services.ports import MessengerError, Now
from bot.services.servers import Servers
from bot.storage import deliveries as ledger
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.sqlite import open_sqlite

HORIZON = timedelta(days=14)
A_DAY = timedelta(days=1)
LOOKS = 200
STARTS = 3
STATUS = Path("/proc/self/status")

MEASURES = (
    Measure("next due", "ms", "next-due lookup, p50", below(5)),
    Measure("claim", "ms", "claim of 100, p50", below(5)),
    Measure("claim, all due", "ms", "the same when everything is due, p50", below(5)),
    Measure("first pass", "s", "first plan of every meeting"),
    Measure("pass", "s", "planner pass for a day", below(10)),
    Measure("pass stall", "ms", "event loop held meanwhile, worst", at_most(50)),
    Measure("pass write", "ms", "somebody else's write meanwhile, worst"),
    Measure("pass memory", "MiB", "memory the pass adds", at_most(20)),
    Measure("forget", "s", "forgetting every closed row"),
    Measure("forget stall", "ms", "event loop held meanwhile, worst", at_most(50)),
    Measure("forget write", "ms", "somebody else's write meanwhile, worst"),
)


@dataclass(frozen=True, slots=True)
class Mute:
    """A messenger without a Discord: it may speak nowhere, and nothing of it stands anywhere."""

    async def post(self, place: Place, notice: Notice, *, nonce: str) -> Sent:
        """Say that this may not be posted."""
        raise MessengerError(f"{nonce} has no room to go to", failure=Failure.FORBIDDEN)

    async def find(
        self, place: Place, notice: Notice, *, nonce: str, since: datetime
    ) -> Sent | None:
        """Find nothing."""
        return None


@dataclass(slots=True)
class Witness:
    """What a person would have noticed of a piece of work: how long anything else had to wait.

    Attributes:
        stall: Longest time for which the event loop did nothing else, in seconds.
        write: Longest time until somebody else's transaction was over, in seconds.
        memory: Most resident memory, in MiB.
    """

    stall: float = 0
    write: float = 0
    memory: float = 0

    @asynccontextmanager
    async def beside(self, database: Database) -> AsyncGenerator[None]:
        """Watch for as long as the block lasts."""
        tasks = [asyncio.ensure_future(each) for each in (self._sleep(), self._write(database))]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _sleep(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            self.stall = max(self.stall, time.perf_counter() - began - 0.001)

    async def _write(self, database: Database) -> None:
        while True:
            await asyncio.sleep(0.05)
            began = time.perf_counter()
            async with database.transaction() as tx:
                await tx.execute("UPDATE servers SET language = language")
            self.write = max(self.write, time.perf_counter() - began)
            self.memory = max(self.memory, rss_mib())


def rss_mib() -> float:
    """Return this process's resident memory (Linux only)."""
    [line] = [each for each in STATUS.read_text().splitlines() if each.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


async def median_ms(work: Callable[[], Awaitable[object]], times: int) -> float:
    """Return the median of how long something took."""
    took: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


async def watched(
    name: str, database: Database, work: Callable[[], Awaitable[object]]
) -> dict[str, float]:
    """Do a piece of work once, and return how long it and everybody beside it took."""
    seen, before, began = Witness(), rss_mib(), time.perf_counter()
    async with seen.beside(database):
        await work()
        took = time.perf_counter() - began
    return {
        name: took,
        f"{name} stall": seen.stall * 1000,
        f"{name} write": seen.write * 1000,
        f"{name} memory": max(0.0, seen.memory - before),
    }


async def in_the_database(path: Path, size: Crowd, seed: int) -> dict[str, float]:
    """Measure what the bot does with a full database."""
    now = [real_now()]
    database = await open_sqlite(path)
    try:
        await migrate(database, now=now[0])
        await crowd.gather_meetings(database, size.meetings, now=now[0], seed=seed)
        meetings = service(database, lambda: now[0])
        found = {"first pass": (await watched("pass", database, meetings.plan_reminders))["pass"]}
        await crowd.fill(
            database, state="pending", count=size.open, due=now[0] + timedelta(days=60)
        )
        now[0] += A_DAY
        found |= await watched("pass", database, meetings.plan_reminders)
        found |= await _ledger(meetings.deliveries, size.claims)
        now[0] += timedelta(days=365)
        found["claim, all due"] = await median_ms(claims(meetings.deliveries), size.claims)
        await crowd.fill(database, state="sent", count=size.closed[-1], due=now[0] - 60 * A_DAY)
        forget = partial(forget_closed, database, before=now[0] - 30 * A_DAY)
        return found | await watched("forget", database, forget)
    finally:
        await database.close()


async def _ledger(deliveries: DeliveryService, times: int) -> dict[str, float]:
    looks = await median_ms(deliveries.next_due, LOOKS)
    return {"next due": looks, "claim": await median_ms(claims(deliveries), times)}


def claims(deliveries: DeliveryService) -> Callable[[], Awaitable[object]]:
    """Return what claims a batch of what is due."""

    async def claim() -> None:
        async with deliveries.database.transaction() as tx:
            claimed = await ledger.claim_due(
                tx, now=deliveries.now(), real=deliveries.now(), lease=100 * A_DAY, limit=BATCH
            )
        assert claimed, "nothing was due"

    return claim


def service(database: Database, now: Now) -> MeetingService:
    """Return the meetings of a bot that says nothing."""
    servers = Servers(database=database, now=now)
    deliveries = DeliveryService(
        database=database,
        messenger=Mute(),
        servers=servers,
        alarm=AlarmClock(real_now),
        now=now,
        real=real_now,
    )
    return MeetingService(
        database=database, servers=servers, deliveries=deliveries, now=now, horizon=HORIZON
    )


async def starts(folder: Path, size: Crowd) -> dict[str, float]:
    """Return how long a start takes beside so many closed rows, kept ones and expired ones."""
    found: dict[str, float] = {}
    async with open_town(folder) as town:
        path = folder / "waymark.db"
        for closed in size.closed:
            await _add_closed(path, closed, real_now() - A_DAY)
            took: list[float] = []
            for _ in range(STARTS):
                async with OURS.start(town, folder) as program:
                    await program.ready()
                    took.append(program.ready_at - program.began_at)
            found[f"start {closed}"] = statistics.median(took)
    return found


async def _add_closed(path: Path, count: int, at: datetime) -> None:
    database = await open_sqlite(path)
    try:
        await migrate(database, now=real_now())
        if count:
            await crowd.fill(database, state="sent", count=count, due=at)
    finally:
        await database.close()


def start_measures(size: Crowd) -> list[Measure]:
    """Return a row for each number of closed rows; a start may not grow with it."""
    return [
        Measure(f"start {closed}", "s", f"start to ready line, {closed:,} closed rows", below(3))
        for closed in size.closed
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the meetings")
    parser.add_argument("--quick", action="store_true", help="does it still run? says no more")
    given = parser.parse_args()
    size = crowd.QUICK if given.quick else Crowd()
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        found = uvloop.run(in_the_database(folder / "scale.db", size, given.seed))
        found |= asyncio.run(starts(folder, size))
    print(plain(found, [*MEASURES, *start_measures(size)]))
    print(
        f"{size.meetings:,} meetings, {size.open:,} open deliveries, {size.closed[-1]:,} closed;"
        f" seed {given.seed}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
