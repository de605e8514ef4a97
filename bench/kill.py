"""`python -m bench.kill`: reminders over many rooms, and a bot killed -9 again and again.

Every reminder must stand in its room once: none lost, none doubled. The kills fall at random
moments while the reminders are being said; the seed is printed, so that a run can be repeated.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.fanout import plan, rooms_in, write
from bench.programs import Program
from bench.sides import OURS
from bench.town import Json, Town, open_town
from bot.app import real_now
from bot.domain.deliveries import Room, nonce
from bot.domain.ids import ChannelId, GuildId

ROOMS = 20
LONGEST_SECONDS = 120
APART = timedelta(milliseconds=20)
# So many answers are held back that a kill often falls between a message and its record.
SLOW_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands in the rooms in the end."""

    seed: int
    reminders: int
    kills: int
    standing: int
    missing: int
    twice: int


async def measure(folder: Path, reminders: int, kills: int, *, seed: int, rough: bool) -> Found:
    """Say `reminders` while the bot is killed `kills` times."""
    async with open_town(folder) as town:
        rooms = await rooms_in(town, town.guild_id, ROOMS)
        due = real_now() + timedelta(minutes=30)
        plans = [
            plan(GuildId(int(guild)), Room(ChannelId(int(room))), due + number * APART, str(number))
            for number, (guild, room) in enumerate(rooms * (reminders // ROOMS))
        ]
        await write(folder / "waymark.db", plans)
        await town.faults(delay={"route": "/channels/*/messages", "seconds": SLOW_SECONDS})
        await town.clock_to(due)
        await _lives(town, folder, kills, chance=random.Random(seed), rough=rough)  # noqa: S311 - a repeatable run, no secret
        await town.faults(clear=True)
        async with OURS.start(town, folder) as program:
            await program.ready()
            said = await _standing(town, rooms, len(plans))
    wanted = {nonce(each.key) for each in plans}
    return Found(
        seed=seed,
        reminders=len(plans),
        kills=kills,
        standing=sum(said.values()),
        missing=len(wanted - set(said)),
        twice=sum(count - 1 for count in said.values()),
    )


async def _lives(
    town: Town, folder: Path, kills: int, *, chance: random.Random, rough: bool
) -> None:
    """Start the bot and kill it, again and again."""
    for _ in range(kills):
        async with OURS.start(town, folder) as program:
            await program.ready()
            if rough:
                await make_rough(town)
            await asyncio.sleep(chance.uniform(0, 0.4))
            await kill(program)


async def make_rough(town: Town) -> None:
    """Drop the line, refuse some requests and rate-limit others; answers are slow already."""
    route = {"route": "/channels/*/messages", "method": "POST"}
    await town.faults(
        drop_gateway=True,
        fail=[
            {**route, "status": 500, "times": 3},
            {**route, "status": 429, "times": 3, "retry_after": 0.2},
        ],
    )


async def kill(program: Program) -> None:
    """End a process as a power cut does."""
    program.process.send_signal(signal.SIGKILL)
    await program.process.wait()


async def _standing(town: Town, rooms: Sequence[tuple[str, str]], count: int) -> Counter[str]:
    """Wait until everything was said, and a little longer for what is said twice."""
    said: Counter[str] = Counter()
    for _ in range(LONGEST_SECONDS):
        said = Counter([key for _, room in rooms for key in await _keys(town, room)])
        if len(said) >= count:
            break
        await asyncio.sleep(1)
    await asyncio.sleep(2)
    return Counter([key for _, room in rooms for key in await _keys(town, room)])


async def _keys(town: Town, room: str) -> list[str]:
    """Return the ledger's keys that a room's messages carry in their buttons."""
    path = f"/channels/{room}/messages?limit=100"
    messages: list[Json] = await town.call(town.tokens["admin"], "GET", path)
    return [
        item["custom_id"].rpartition("~")[2]
        for message in messages
        for row in message["components"][:1]
        for item in row["components"][:1]
    ]


def main() -> int:
    """Measure and print; 1 when something is missing or stands twice."""
    parser = argparse.ArgumentParser(prog="python -m bench.kill", description=__doc__)
    parser.add_argument("--reminders", type=int, default=500, help="a multiple of twenty")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rough", action="store_true", help="with 429s, 500s and a lost gateway")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - as above
    given = parser.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        found = asyncio.run(
            measure(Path(folder), given.reminders, given.kills, seed=given.seed, rough=given.rough)
        )
    print(json.dumps(asdict(found), indent=1))
    return int(found.missing > 0 or found.twice > 0)


if __name__ == "__main__":
    sys.exit(main())
