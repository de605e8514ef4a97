"""A database that many clinics share: servers, their meetings in every rhythm, a full ledger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bench.reminders import COPIES
from bot.domain.deliveries import Plan, Room
from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.domain.notices import MeetingReminder
from bot.storage import deliveries as ledger
from bot.storage.database import Database
from bot.storage.times import micros

MEETINGS_A_SERVER = 25
ZONES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("America/Phoenix", "America/Halifax", "America/Sao_Paulo", "Europe/London"),
    *("Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "Pacific/Auckland"),
)
# What clinics have, by how often: most groups meet each week.
RHYTHMS: tuple[tuple[int, str | None], ...] = (
    (50, "FREQ=WEEKLY"),
    (15, "FREQ=WEEKLY;INTERVAL=2"),
    (8, "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    (10, "FREQ=MONTHLY;BYDAY=2TU"),
    (4, "FREQ=MONTHLY;BYDAY=-1FR"),
    (3, "FREQ=MONTHLY;BYMONTHDAY=31"),
    (3, "FREQ=DAILY"),
    (2, "FREQ=YEARLY"),
    (5, None),
)
LEADS = ((1440, 60, 10), (1440, 60), (60, 10), (10_080, 1440, 60), (30,))
YEARS = 8
ROOM = ChannelId(10_000)
A_MEETING = """
INSERT INTO meetings (guild_id, title, first_local, zone, rule, minutes, room_id, leads, created_by,
    created_at, planned_to)
SELECT each.value ->> 0, each.value ->> 1, each.value ->> 2, each.value ->> 3, each.value ->> 4, 60,
    each.value ->> 5, each.value ->> 6, 1, :now, :now
FROM json_each(:meetings) AS each
"""
AN_EXCEPTION = """
INSERT INTO meeting_exceptions (meeting_id, original_local, is_skipped)
SELECT id, first_local, 1 FROM meetings WHERE id % 10 = 0
"""
A_WISH = """
INSERT INTO dm_wishes (meeting_id, user_id, since)
SELECT id, id + 1000000, :now FROM meetings WHERE id % 20 = 0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How much a database holds."""

    meetings: int = 50_000
    open: int = 1_000_000
    claims: int = 30
    closed: tuple[int, ...] = (0, 100_000, 1_000_000)


QUICK = Crowd(meetings=200, open=2_000, claims=1, closed=(0, 200))


async def gather_meetings(database: Database, count: int, *, now: datetime, seed: int) -> None:
    """Write meetings of which nothing is planned; one in ten has an exception, one in 20 a wish."""
    async with database.transaction() as tx:
        chance = Random(seed)  # noqa: S311 - which meetings there are is no secret
        given = json.dumps(list(_meetings(count, now, chance)))
        await tx.execute(A_MEETING, {"meetings": given, "now": micros(now)})
        await tx.execute(AN_EXCEPTION)
        await tx.execute(A_WISH, {"now": micros(now)})


def _meetings(count: int, now: datetime, chance: Random) -> Iterator[list[int | str | None]]:
    weights = [weight for weight, _ in RHYTHMS]
    for number in range(count):
        server = 1 + number // MEETINGS_A_SERVER
        [(_, rule)] = chance.choices(RHYTHMS, weights)
        begun = timedelta(days=chance.randrange(-365 * YEARS, 60))
        first = (now + begun).replace(tzinfo=None, second=0, microsecond=0)
        first = first.replace(hour=chance.randrange(8, 21), minute=15 * chance.randrange(4))
        leads = json.dumps(chance.choice(LEADS))
        where = (chance.choice(ZONES), rule, 10_000 + number, leads)
        yield [server, f"Circle {number}", first.isoformat(), *where]


async def fill(database: Database, *, state: str, count: int, due: datetime) -> None:
    """Bring the ledger to `count` deliveries in a state, due (and closed) from `due` on."""
    is_in_state = "SELECT COUNT(*) AS n FROM deliveries WHERE state = :state"
    async with database.transaction() as tx:
        [there] = await tx.fetch_all(is_in_state, {"state": state})
        if there["n"] < count:
            one = plan(f"fill:{state}:{count}", due)
            await ledger.plan(tx, one)
            wanted = {"key": one.key, "state": state, "count": count - there["n"]}
            await tx.execute(COPIES, wanted)


def plan(key: str, due: datetime) -> Plan:
    """Return one reminder."""
    notice = MeetingReminder(
        meeting_id=MeetingId(1),
        title="Evening circle",
        starts_at=due + timedelta(minutes=10),
        minutes=60,
        room_id=ROOM,
    )
    return Plan(
        key=key,
        guild_id=GuildId(1),
        place=Room(ROOM),
        notice=notice,
        due_at=due,
        late_at=due + timedelta(minutes=2),
        missed_at=due + timedelta(minutes=10),
    )
