"""`python -m bench.fanout`: a thousand reminders in one second, and people who cannot wait.

Discord's limits are enforced: 50 requests a second and 5 messages in 5 seconds a room. The least
that a thousand can take is 19 s; at our 45 a second they take 22.2.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import timing, urgent
from bench.sides import OURS
from bench.table import Measure, at_most, plain
from bench.town import AT_ONCE, Json, Town, open_town
from bot.app import real_now
from bot.domain.deliveries import Person, Place, Plan, Room
from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.notices import MeetingReminder
from bot.storage import deliveries as ledger
from bot.storage import dm_channels
from bot.storage.migrate import migrate
from bot.storage.sqlite import open_sqlite

SERVERS = 10  # Discord allows 500 rooms in one
# Discord takes 50 a second, and a burst of 50 at once: what is over those has to wait.
LEAST_SECONDS_PER_REQUEST = 1 / 50
AT_MOST = 1.2
# Whatever has not arrived by then is lost.
LONGEST_SECONDS = 60
OPENING = "POST", "/users/@me/channels"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where reminders go, and whether people are there who cannot wait."""

    name: str
    is_private: bool = False
    has_people: bool = False


SCENES = (
    Scene(name="rooms"),
    Scene(name="dms", is_private=True),
    Scene(name="people", has_people=True),
)


async def measure(folder: Path, count: int, scene: Scene) -> dict[str, float]:
    """Plan `count` reminders for one moment, let it come, and count what arrived."""
    async with AsyncExitStack() as stack:
        town = await stack.enter_async_context(open_town(folder))
        found = await (_people(town, count) if scene.is_private else _rooms(town, count))
        # Before any ladder of care rings again: a room full of cards would be measured instead.
        due = real_now() + timedelta(minutes=30)
        await write(folder / "waymark.db", [plan(guild, place, due) for guild, place in found])
        others = await stack.enter_async_context(urgent.people(town)) if scene.has_people else None
        program = await stack.enter_async_context(OURS.start(town, folder))
        await program.ready()
        await town.faults(rate_limits=True)
        idle = await others.come() if others else None
        await town.clock_to(due)
        during = await others.come() if others else None
        said = await _said(town, {str(_channel(place)) for _, place in found}, count)
        records = await town.traffic()
    waited = {"idle": idle, "during": during}
    return _figures(records, said, due.timestamp(), count) | {
        f"{what} {when}": value
        for when, came in waited.items()
        if came is not None
        for what, value in asdict(urgent.waits(records, came)).items()
    }


def _figures(
    records: Sequence[Json], said: dict[str, float], due: float, count: int
) -> dict[str, float]:
    last = max(said.values(), default=due) - due
    bots = [record for record in records if is_counted(record, due, last)]
    least = LEAST_SECONDS_PER_REQUEST * (len(bots) - 50)
    return {
        "lost": count - len(said),
        "twice": len(_posts(records, set(said))) - len(said),
        "refused": sum(is_refused(record) for record in records),
        "opened": sum((each["method"], each["route"]) == OPENING for each in bots),
        "requests": len(bots),
        "last": last,
        "ratio": last / least,
    }


async def _rooms(town: Town, count: int) -> Sequence[tuple[GuildId, Place]]:
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
    return [(GuildId(int(guild)), Room(ChannelId(int(room)))) for guild, room in made]


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


async def _people(town: Town, count: int) -> Sequence[tuple[GuildId, Place]]:
    """Let people join, and open the bot's direct messages with each; return (server, person)."""
    tokens = await town.newcomers(count)

    async def open_with(token: str) -> Person:
        person = (await town.call(token, "GET", "/users/@me"))["id"]
        body = {"recipient_id": person}
        opened = await town.call(f"Bot {town.bot_token}", "POST", "/users/@me/channels", body)
        return Person(UserId(int(person)), ChannelId(int(opened["id"])))

    return [(GuildId(int(town.guild_id)), await open_with(token)) for token in tokens]


def _channel(place: Place) -> ChannelId:
    assert place.channel_id is not None
    return place.channel_id


async def write(path: Path, plans: Sequence[Plan]) -> None:
    """Write deliveries, and where people's direct messages are, into a fresh ledger."""
    database = await open_sqlite(path)
    try:
        await migrate(database, now=real_now())
        async with database.transaction() as tx:
            await ledger.plan(tx, *plans)
            for each in plans:
                if isinstance(each.place, Person):
                    await dm_channels.learn(tx, each.place.user_id, _channel(each.place))
    finally:
        await database.close()


def plan(guild_id: GuildId, place: Place, due: datetime, occurrence: str = "once") -> Plan:
    """Return the reminder of a meeting in ten minutes."""
    notice = MeetingReminder(
        meeting_id=MeetingId(1),
        title="Evening circle",
        starts_at=due + timedelta(minutes=10),
        minutes=60,
        room_id=_channel(place),
        is_private=isinstance(place, Person),
    )
    return Plan(
        key=f"meeting:{_channel(place)}:{occurrence}:10",
        guild_id=guild_id,
        place=place,
        notice=notice,
        due_at=due,
        late_at=due + timedelta(minutes=2),
        missed_at=due + timedelta(minutes=10),
    )


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


def measures(found: dict[str, float]) -> list[Measure]:
    """Return the rows of a scene; what may be waited for hangs on its idle value."""
    none = at_most(0)
    last = at_most(round(AT_MOST * 19, 1)) if "cry idle" not in found else None
    rows = [
        Measure("lost", "", "reminders lost", none),
        Measure("twice", "", "said twice", none),
        Measure("refused", "", "refusals by the global limit", none),
        Measure("opened", "", "direct messages opened", None if "cry idle" in found else none),
        Measure("requests", "", "the bot's requests until the last"),
        Measure("last", "s", "the last one after", last),
        Measure("ratio", "x", "the same beside the least those requests take", at_most(AT_MOST)),
    ]
    for what, shown in (("cry", "cry for help answered"), ("hide", "message hidden")):
        if f"{what} idle" in found:
            most = at_most(round(3 * found[f"{what} idle"], 1))
            rows.append(Measure(f"{what} idle", "ms", f"{shown}, p95, idle"))
            rows.append(Measure(f"{what} during", "ms", f"{shown}, p95, meanwhile", most))
    return rows


def main() -> int:
    """Measure and print; 1 when something was lost, doubled or refused."""
    parser = argparse.ArgumentParser(prog="python -m bench.fanout", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="reminders, a multiple of ten")
    parser.add_argument("--scene", choices=[scene.name for scene in SCENES], help="default: all")
    given = parser.parse_args()
    failed = False
    for scene in SCENES:
        if given.scene in {None, scene.name}:
            with TemporaryDirectory(prefix="bench-") as folder:
                found = asyncio.run(measure(Path(folder), given.count, scene))
            print(f"{scene.name}: {given.count:,} reminders, load {os.getloadavg()[0]:.1f}")
            print(plain(found, measures(found)) + "\n")
            failed |= any(found[each] for each in ("lost", "twice", "refused"))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
