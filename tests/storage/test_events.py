"""Rows of events: a window is one worker's at a time, a row keeps its marker and its state."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.events import EventId, Showing, State
from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.storage import events as rows
from bot.storage.database import Database
from tests.fakes import ManualClock

GUILD, OTHER = GuildId(1), GuildId(2)
LEASE, HOUR = timedelta(minutes=5), timedelta(hours=1)


def showing(clock: ManualClock, *, hours: int = 1) -> Showing:
    start = clock() + timedelta(hours=hours)
    return Showing(
        meeting_id=MeetingId(3),
        title="Tuesday circle",
        starts_at=start,
        ends_at=start + HOUR,
        room_id=ChannelId(12),
    )


async def test_a_window_is_one_workers_until_its_lease_is_over(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await rows.LEASES.look_at(tx, GUILD, now=clock())
        assert await rows.LEASES.next_due(tx) == (clock(), None)
        assert await rows.LEASES.claim(tx, now=clock(), real=clock(), lease=LEASE) == [(GUILD, 0)]
        assert await rows.LEASES.claim(tx, now=clock(), real=clock(), lease=LEASE) == []
        assert await rows.LEASES.next_due(tx) == (None, clock() + LEASE)
        clock.advance(LEASE)
        assert await rows.LEASES.claim(tx, now=clock(), real=clock(), lease=LEASE) == [(GUILD, 0)]


async def test_what_is_asked_for_during_a_round_is_due_right_after_it(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await rows.LEASES.look_at(tx, GUILD, now=clock())
        await rows.LEASES.claim(tx, now=clock(), real=clock(), lease=LEASE)
        await rows.LEASES.look_at(tx, GUILD, now=clock())
        await rows.LEASES.settled(tx, GUILD, next_at=clock() + HOUR, attempts=2)
        assert await rows.LEASES.next_due(tx) == (clock(), None)
        assert await rows.LEASES.claim(tx, now=clock(), real=clock(), lease=LEASE) == [(GUILD, 2)]
        await rows.LEASES.settled(tx, GUILD, next_at=clock() + HOUR)
        assert await rows.LEASES.next_due(tx) == (clock() + HOUR, None)


async def test_claims_of_the_dead_are_due_at_once_and_windows_at_rest_stay_so(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        for guild_id in (GUILD, OTHER):
            await rows.LEASES.look_at(tx, guild_id, now=clock())
        await rows.LEASES.claim(tx, now=clock(), real=clock(), lease=LEASE)
        await rows.LEASES.settled(tx, OTHER, next_at=clock() + HOUR)
        await rows.LEASES.release_claims(tx)
        assert await rows.LEASES.claim(tx, now=clock(), real=clock(), lease=LEASE) == [(GUILD, 0)]


async def test_a_row_is_its_servers_and_keeps_what_was_written(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        later = await rows.add(tx, GUILD, showing(clock, hours=9), marker="wm2")
        first = await rows.add(tx, GUILD, showing(clock), marker="wm1")
        assert await rows.shown(tx, GUILD) == [first, later]
        assert await rows.get(tx, OTHER, first.id) is None
        assert (first.state, first.event_id) == (State.WANTED, None)

        await rows.made(tx, first.id, EventId(1 << 60))
        moved = replace(showing(clock, hours=2), title="Wednesday circle")
        await rows.edited(tx, first.id, moved)
        kept = await rows.get(tx, GUILD, first.id)
        assert kept == replace(first, showing=moved, state=State.SHOWN, event_id=EventId(1 << 60))
        assert await rows.is_ours(tx, GUILD, EventId(1 << 60))
        assert not await rows.is_ours(tx, OTHER, EventId(1 << 60))

        await rows.remove(tx, later.id)
        await rows.remove(tx, first.id)
        assert await rows.servers(tx) == []


async def test_a_state_is_left_once_and_takes_a_new_marker_only_where_one_is_given(
    database: Database, clock: ManualClock
) -> None:
    """Two people press; one of them is first."""
    async with database.transaction() as tx:
        row = await rows.add(tx, GUILD, showing(clock), marker="wm1")
        await rows.made(tx, row.id, EventId(7))
        assert await rows.decide(tx, row.id, was=State.SHOWN, state=State.ASKED)
        asked = await rows.get(tx, GUILD, row.id)
        assert asked is not None
        assert (asked.marker, asked.event_id) == ("wm1", None)

        assert await rows.decide(tx, row.id, was=State.ASKED, state=State.WANTED, marker="wm2")
        assert not await rows.decide(tx, row.id, was=State.ASKED, state=State.LEFT)
        wanted = await rows.get(tx, GUILD, row.id)
        assert wanted is not None
        assert (wanted.marker, wanted.state) == ("wm2", State.WANTED)
