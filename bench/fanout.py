"""`python -m bench.fanout`: a thousand reminders in one second, and a person who cannot wait.

A thousand rooms in ten servers (Discord allows 500 in one), with Discord's limits enforced: 50
requests a second and 5 messages in 5 seconds a room. The least it can take is 19 s.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import timing
from bench.figures import percentile
from bench.sides import OURS
from bench.town import AT_ONCE, Json, Town, open_town
from bot.app import real_now
from bot.domain.deliveries import Plan, Room
from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.domain.notices import MeetingReminder
from bot.storage import deliveries as ledger
from bot.storage.migrate import migrate
from bot.storage.sqlite import open_sqlite

SERVERS = 10
# Discord takes 50 a second, and a burst of 50 at once: what is over those has to wait.
LEAST_SECONDS_PER_REQUEST = 1 / 50
# What a person in danger is compared by: enough for a median and a p95 that mean something.
CRIES = 20
CRY_EVERY_SECONDS = 1.1
# Whatever has not arrived by then is lost.
LONGEST_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of it.

    Attributes:
        requests: Of the bot's in that time, care for the people who cried among them.
        least_seconds: What Discord's global limit leaves for these.
        refused: 429 answers from the global limit.
        idle_ms_p95, during_ms_p95: From a cry for help to its answer in the room.
    """

    reminders: int
    delivered: int
    twice: int
    refused: int
    requests: int
    last_seconds: float
    least_seconds: float
    ratio: float
    idle_ms_p95: float
    during_ms_p95: float


async def measure(folder: Path, count: int) -> Found:
    """Plan `count` reminders for one moment, let it come, and count what arrived."""
    async with open_town(folder) as town:
        rooms = await _rooms(town, count)
        # Before any ladder of care rings again: a room full of cards would be measured instead.
        due = real_now() + timedelta(minutes=30)
        plans = [plan(int(guild), int(room), due) for guild, room in rooms]
        await write(folder / "waymark.db", plans)
        writers = await town.newcomers(2 * CRIES)
        async with OURS.start(town, folder) as program:
            await program.ready()
            await town.faults(rate_limits=True)
            idle = await _cries(town, writers[:CRIES])
            await town.clock_to(due)
            during = await _cries(town, writers[CRIES:])
            said = await _said(town, {room for _, room in rooms}, count)
            records = await town.traffic()
    return _found(records, said, due.timestamp(), (idle, during), len(plans))


def _found(
    records: Sequence[Json],
    said: dict[str, float],
    due: float,
    cries: Sequence[Sequence[str]],
    count: int,
) -> Found:
    replied, written = timing.replies(records), timing.written(records)
    idle, during = ([(replied[one] - written[one]) * 1000 for one in each] for each in cries)
    last = max(said.values(), default=due) - due
    requests = sum(is_counted(record, due, last) for record in records)
    least = LEAST_SECONDS_PER_REQUEST * (requests - 50)
    return Found(
        reminders=count,
        delivered=len(said),
        twice=len(_posts(records, set(said))) - len(said),
        refused=sum(is_refused(record) for record in records),
        requests=requests,
        last_seconds=last,
        least_seconds=least,
        ratio=last / least,
        idle_ms_p95=percentile(idle, 0.95),
        during_ms_p95=percentile(during, 0.95),
    )


async def _rooms(town: Town, count: int) -> Sequence[tuple[str, str]]:
    """Make rooms in servers of their own, with the bot in each; return (server, room)."""
    admin = town.tokens["admin"]
    application = (await town.call(f"Bot {town.bot_token}", "GET", "/users/@me"))["id"]
    made: list[tuple[str, str]] = []
    for number in range(SERVERS):
        guild = await town.call(admin, "POST", "/guilds", {"name": f"Clinic {number}"})
        path = f"/oauth2/authorize?client_id={application}&scope=bot"
        body = {"guild_id": guild["id"], "permissions": "8", "authorize": True}
        await town.call(admin, "POST", path, body)
        made += await rooms_in(town, guild["id"], count // SERVERS)
    return made


async def rooms_in(town: Town, guild_id: str, count: int) -> list[tuple[str, str]]:
    """Make rooms in a server; return (server, room)."""

    async def make(number: int) -> tuple[str, str]:
        body = {"name": f"room-{number}", "type": 0}
        path = f"/guilds/{guild_id}/channels"
        room = await town.call(town.tokens["admin"], "POST", path, body)
        return guild_id, room["id"]

    made: list[tuple[str, str]] = []
    for first in range(0, count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count))
        made += await asyncio.gather(*map(make, numbers))
    return made


async def write(path: Path, plans: Sequence[Plan]) -> None:
    """Write deliveries into a fresh ledger."""
    database = await open_sqlite(path)
    try:
        await migrate(database, now=real_now())
        async with database.transaction() as tx:
            for each in plans:
                await ledger.plan(tx, each)
    finally:
        await database.close()


def plan(guild_id: int, room_id: int, due: datetime, occurrence: str = "once") -> Plan:
    """Return the reminder of a meeting in ten minutes."""
    notice = MeetingReminder(
        meeting_id=MeetingId(1),
        title="Evening circle",
        starts_at=due + timedelta(minutes=10),
        minutes=60,
        room_id=ChannelId(room_id),
    )
    return Plan(
        key=f"meeting:{room_id}:{occurrence}:10",
        guild_id=GuildId(guild_id),
        place=Room(ChannelId(room_id)),
        notice=notice,
        due_at=due,
        late_at=due + timedelta(minutes=2),
        missed_at=due + timedelta(minutes=10),
    )


async def _cries(town: Town, writers: Sequence[str]) -> list[str]:
    """Let people cry for help one after the other; return their messages.

    A room takes 5 messages in 5 s from the bot: faster than that is the room's limit, not ours.
    """
    written: list[str] = []
    for token in writers:
        written.append(await town.say(OURS.trigger, token))
        await asyncio.sleep(CRY_EVERY_SECONDS)
    return written


async def _said(town: Town, rooms: set[str], count: int) -> dict[str, float]:
    """Wait for the reminders, and return when each room had its first."""
    said: dict[str, float] = {}
    for _ in range(LONGEST_SECONDS):
        for record in _posts(await town.traffic(), rooms):
            said.setdefault(record["path"].split("/")[-2], timing.moment(record))
        if len(said) >= count:
            break
        await asyncio.sleep(1)
    return said


def is_counted(record: Json, since: float, seconds: float) -> bool:
    """Say whether a request was the bot's, counts against its limit, and fell into the time."""
    is_bots = record["headers"].get("user-agent", "").startswith("DiscordBot")
    return is_bots and since <= timing.moment(record) <= since + seconds


def is_refused(record: Json) -> bool:
    """Say whether the global limit refused a request."""
    return record["status"] == 429 and bool(record["answer_body"].get("global"))


def _posts(records: Sequence[Json], rooms: set[str]) -> list[Json]:
    """Return the messages that were taken in these rooms."""
    return [
        record
        for record in records
        if (record["method"], record["status"]) == ("POST", 200)
        and record["path"].endswith("/messages")
        and record["path"].split("/")[-2] in rooms
    ]


def main() -> int:
    """Measure and print; 1 when something was lost, doubled or refused."""
    parser = argparse.ArgumentParser(prog="python -m bench.fanout", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="reminders, a multiple of ten")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        found = asyncio.run(measure(Path(folder), given.count))
    print(json.dumps(asdict(found), indent=1))
    return int(found.delivered < found.reminders or found.twice > 0 or found.refused > 0)


if __name__ == "__main__":
    sys.exit(main())
