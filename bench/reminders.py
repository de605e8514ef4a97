"""How late a reminder is in its room, beside an empty ledger and a full one."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench import timing
from bench.figures import percentile
from bench.sides import OURS
from bench.town import Town, open_town
from bot.app import real_now
from bot.domain.deliveries import Plan, Room
from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.domain.notices import MeetingReminder
from bot.storage import deliveries as ledger
from bot.storage.database import Transaction
from bot.storage.migrate import migrate
from bot.storage.sqlite import open_sqlite

# The clock is set this far before a reminder is due: the alarm has time to be moved.
BEFORE = timedelta(seconds=0.5)
APART = timedelta(minutes=10)
# What else is open is due long after everything that is measured.
MUCH_LATER = timedelta(days=30)

COPIES = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
INSERT INTO deliveries (
    key, guild_id, channel_id, kind, payload, due_at, late_at, missed_at, try_at, state, closed_at
)
SELECT
    key || ':' || :state || n, guild_id, channel_id, kind, payload, due_at + n, late_at, missed_at,
    try_at + n, :state, CASE :state WHEN 'sent' THEN due_at END
FROM numbers, deliveries WHERE key = :key
"""


@dataclass(frozen=True, slots=True)
class Ledger:
    """How full a ledger is."""

    closed: int = 0
    open: int = 0


FULL = Ledger(closed=100_000, open=10_000)
QUICK = Ledger(closed=200, open=50)


async def lateness(folder: Path, filled: Ledger, times: int) -> dict[str, float]:
    """Return how many milliseconds after their time reminders are in the room."""
    async with open_town(folder) as town:
        due = [real_now() + timedelta(hours=1) + number * APART for number in range(times)]
        await _write(folder / "waymark.db", town, due, filled)
        async with OURS.start(town, folder) as program:
            await program.ready()
            took = [await _late(town, moment) * 1000 for moment in due]
    return {"p50": percentile(took, 0.5), "max": max(took)}


async def _late(town: Town, due: datetime) -> float:
    """Wait for the reminder that is due, and return how many seconds it was late."""
    town.forget()
    await town.clock_to(due - BEFORE)
    room = town.rooms["evening-circle"]
    await town.sees("MESSAGE_CREATE", lambda told: told["channel_id"] == room)
    await asyncio.sleep(0.1)
    path = f"/channels/{room}/messages"
    said = [each for each in await town.traffic() if each["path"].endswith(path)]
    return timing.moment(said[-1]) - due.timestamp()


async def _write(path: Path, town: Town, due: list[datetime], filled: Ledger) -> None:
    """Write what is due into a fresh database, and then as much as it is to hold."""
    database = await open_sqlite(path)
    try:
        await migrate(database, now=real_now())
        async with database.transaction() as tx:
            for moment in due:
                await ledger.plan(tx, _plan(town, moment))
            later = _plan(town, due[0] + MUCH_LATER)
            await ledger.plan(tx, later)
            await _copy(tx, later.key, "sent", filled.closed)
            await _copy(tx, later.key, "pending", filled.open)
    finally:
        await database.close()


async def _copy(tx: Transaction, key: str, state: str, count: int) -> None:
    if count:
        await tx.execute(COPIES, {"key": key, "state": state, "count": count})


def _plan(town: Town, due: datetime) -> Plan:
    room = ChannelId(int(town.rooms["evening-circle"]))
    notice = MeetingReminder(
        meeting_id=MeetingId(1),
        title="Evening circle",
        starts_at=due + timedelta(minutes=10),
        minutes=60,
        room_id=room,
    )
    return Plan(
        key=f"meeting:1:{due.isoformat()}:10",
        guild_id=GuildId(int(town.guild_id)),
        place=Room(room),
        notice=notice,
        due_at=due,
        late_at=due + timedelta(minutes=2),
        missed_at=due + timedelta(minutes=10),
    )
