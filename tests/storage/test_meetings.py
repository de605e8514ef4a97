"""A meeting comes back from its row as it went in."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.meetings import Entry, Meeting, Proposal, Repeat
from bot.domain.recurrence import Recurrence
from bot.storage import meetings as rows
from bot.storage.database import Database
from tests.fakes import ManualClock

HERE, ELSEWHERE = GuildId(1), GuildId(2)
PROPOSAL = Proposal(
    title="Tuesday circle",
    when=Recurrence(
        first=datetime.fromisoformat("2026-03-10T19:00"),
        zone=ZoneInfo("America/New_York"),
        rule="FREQ=WEEKLY",
    ),
    minutes=60,
    room_id=ChannelId(12),
    leads=(timedelta(days=1), timedelta(minutes=10)),
)


async def add(
    database: Database, clock: ManualClock, proposal: Proposal = PROPOSAL, guild: GuildId = HERE
) -> Meeting:
    async with database.transaction() as tx:
        return await rows.add(tx, proposal, guild_id=guild, by=UserId(7), now=clock())


async def test_meeting_survives_its_row(database: Database, clock: ManualClock) -> None:
    weekly = await add(database, clock)
    once = await add(
        database, clock, replace(PROPOSAL, when=replace(PROPOSAL.when, rule=None), leads=())
    )
    async with database.transaction() as tx:
        assert await rows.live(tx, HERE) == [weekly, once]
        assert await rows.get(tx, HERE, weekly.id) == weekly
    assert weekly.when == PROPOSAL.when
    assert weekly.leads == PROPOSAL.leads
    assert (weekly.title, weekly.minutes, weekly.created_by) == ("Tuesday circle", 60, 7)
    assert (once.when.rule, once.leads) == (None, ())


async def test_meeting_of_another_server_is_not_found(
    database: Database, clock: ManualClock
) -> None:
    meeting = await add(database, clock)
    async with database.transaction() as tx:
        assert await rows.live(tx, ELSEWHERE) == []
        assert await rows.get(tx, ELSEWHERE, meeting.id) is None
        assert not await rows.end(tx, ELSEWHERE, meeting.id, at=clock())
        assert await rows.get(tx, HERE, meeting.id) == meeting


async def test_meeting_ends_once(database: Database, clock: ManualClock) -> None:
    meeting = await add(database, clock)
    async with database.transaction() as tx:
        assert await rows.end(tx, HERE, meeting.id, at=clock())
        assert not await rows.end(tx, HERE, meeting.id, at=clock())
        assert await rows.live(tx, HERE) == []
        assert await rows.get(tx, HERE, meeting.id) is None


async def test_planner_is_given_each_meeting_that_is_behind(
    database: Database, clock: ManualClock
) -> None:
    first, ended, last = [await add(database, clock, guild=GuildId(n)) for n in (1, 2, 3)]
    until = clock() + timedelta(days=8)
    async with database.transaction() as tx:
        await rows.end(tx, GuildId(2), ended.id, at=clock())
        batch = await rows.to_plan(tx, until=until, after=MeetingId(0), limit=1)
        assert batch == [(first, clock())]
        assert await rows.to_plan(tx, until=until, after=first.id, limit=9) == [(last, clock())]
        await rows.planned(tx, {first.id: until})
        rest = await rows.to_plan(tx, until=until, after=MeetingId(0), limit=9)
    assert [meeting for meeting, _ in rest] == [last]


def test_entry_survives_its_draft() -> None:
    entry = Entry(
        title="Circle",
        day="Tue",
        time="half past 7",
        zone="",
        minutes="sixty",
        repeat=Repeat.FORTNIGHTLY_LATER,
        leads=(60, 10),
        room_id=ChannelId(12),
    )
    for kept in (entry, replace(entry, room_id=None)):
        assert rows.load_entry(rows.dump_entry(kept)) == kept
