"""One occurrence is skipped, moved or led by somebody else; holidays; and its reminders follow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import GuildId, MeetingId, RoleId, UserId
from bot.domain.meetings import Entry, Meeting, Repeat
from bot.domain.servers import Actor, Right
from bot.services.deliveries import DeliveryService
from bot.services.exceptions import ExceptionService
from bot.services.meetings import MeetingService, Preview
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock

ADMIN = Actor(user_id=UserId(7), guild_id=GuildId(1), rights=frozenset({Right.ADMINISTER}))
LEADER = Actor(user_id=UserId(6), guild_id=GuildId(1), role_ids=frozenset({RoleId(22)}))
MEMBER = Actor(user_id=UserId(9), guild_id=GuildId(1))
# The clock stands at noon UTC on Monday, 9 March; the first meeting is the evening after.
FIRST = datetime(2026, 3, 10, 23, tzinfo=UTC)
WEEK = timedelta(weeks=1)
FIRST_DAY, SECOND_DAY = "2026-03-10", "2026-03-17"


@pytest.fixture
def meetings(
    database: Database, servers: Servers, deliveries: DeliveryService, clock: ManualClock
) -> MeetingService:
    return MeetingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        now=clock,
        horizon=timedelta(days=15),
    )


@pytest.fixture
def exceptions(
    database: Database, servers: Servers, meetings: MeetingService, clock: ManualClock
) -> ExceptionService:
    return ExceptionService(database=database, servers=servers, planner=meetings.planner, now=clock)


@pytest.fixture
async def meeting(meetings: MeetingService) -> Meeting:
    entry = Entry(
        title="Tuesday circle",
        day="Tuesday",
        time="7 pm",
        zone="",
        minutes="60",
        repeat=Repeat.WEEKLY,
        leads=(60, 10),
        room_id=None,
    )
    preview = await meetings.draft(entry, by=ADMIN)
    assert isinstance(preview, Preview)
    return (await meetings.save(preview.draft_id, by=ADMIN)).meeting


async def open_reminders(database: Database) -> list[datetime]:
    async with database.transaction() as tx:
        rows = await tx.fetch_all(
            "SELECT due_at FROM deliveries WHERE state = 'pending' ORDER BY due_at"
        )
    return [datetime.fromtimestamp(row["due_at"] / 1e6, UTC) for row in rows]


def dues(*starts: datetime) -> list[datetime]:
    return sorted(start - timedelta(minutes=lead) for start in starts for lead in (60, 10))


async def test_skip_withdraws_that_weeks_reminders_and_no_other(
    exceptions: ExceptionService, meeting: Meeting, meetings: MeetingService, database: Database
) -> None:
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK)
    skipped = await exceptions.skip(meeting.id, FIRST_DAY, by=LEADER)

    assert (skipped.before.at, skipped.after, skipped.withdrawn) == (FIRST, None, 2)
    assert await open_reminders(database) == dues(FIRST + WEEK)
    [upcoming] = await meetings.next(GuildId(1))
    assert upcoming.starts[0] == FIRST + WEEK


async def test_skipped_occurrence_can_be_restored_with_its_reminders(
    exceptions: ExceptionService, meeting: Meeting, database: Database
) -> None:
    skipped = await exceptions.skip(meeting.id, FIRST_DAY, by=LEADER)
    restored = await exceptions.restore(meeting.id, skipped.before.original_at, by=LEADER)

    assert restored.after is not None
    assert restored.after.at == FIRST
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK)


async def test_what_has_begun_cannot_be_restored(
    exceptions: ExceptionService, meeting: Meeting, clock: ManualClock
) -> None:
    skipped = await exceptions.skip(meeting.id, FIRST_DAY, by=LEADER)
    clock.advance(timedelta(days=2))
    with pytest.raises(Conflict):
        await exceptions.restore(meeting.id, skipped.before.original_at, by=LEADER)


async def test_move_plans_its_reminders_anew_as_often_as_it_is_moved(
    exceptions: ExceptionService,
    meeting: Meeting,
    database: Database,
    clock: ManualClock,
    messenger: FakeMessenger,
    deliveries: DeliveryService,
) -> None:
    later = datetime(2026, 3, 11, 22, 30, tzinfo=UTC)
    moved = await exceptions.move(meeting.id, FIRST_DAY, day="11 March", time="6:30 pm", by=LEADER)
    assert moved.after is not None
    assert moved.after.at == later
    assert await open_reminders(database) == dues(later, FIRST + WEEK)

    back = await exceptions.move(meeting.id, "2026-03-11", day="10 March", time="7 pm", by=LEADER)
    assert back.after is not None
    assert not back.after.is_moved
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK)

    clock.moment = FIRST - timedelta(minutes=60)
    await deliveries.deliver_due()
    assert len(messenger.posted) == 1


async def test_planner_goes_on_after_a_move_and_repeats_nothing(
    exceptions: ExceptionService,
    meeting: Meeting,
    meetings: MeetingService,
    database: Database,
    clock: ManualClock,
) -> None:
    await exceptions.move(meeting.id, SECOND_DAY, day="", time="8 pm", by=LEADER)
    clock.advance(timedelta(hours=1))
    await meetings.plan_reminders()
    second = FIRST + WEEK + timedelta(hours=1)
    assert await open_reminders(database) == dues(FIRST, second)


async def test_moved_beyond_the_horizon_is_planned_when_its_time_comes(
    exceptions: ExceptionService,
    meeting: Meeting,
    meetings: MeetingService,
    database: Database,
    clock: ManualClock,
) -> None:
    await exceptions.move(meeting.id, FIRST_DAY, day="26 March", time="", by=LEADER)
    assert await open_reminders(database) == dues(FIRST + WEEK)
    clock.advance(timedelta(days=3))
    await meetings.plan_reminders()
    assert datetime(2026, 3, 26, 22, tzinfo=UTC) in await open_reminders(database)


async def test_substitute_is_named_in_that_weeks_reminders_alone(
    exceptions: ExceptionService,
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await exceptions.substitute(meeting.id, FIRST_DAY, who=UserId(33), by=LEADER)
    for start in (FIRST, FIRST + WEEK):
        clock.moment = start - timedelta(minutes=10)
        await deliveries.deliver_due()
        clock.moment = start
    leaders = [getattr(each, "facilitator_id", None) for each in messenger.posted]
    assert UserId(33) in leaders
    assert leaders[-1] is None


async def test_holiday_takes_the_meeting_off_and_gives_it_back(
    exceptions: ExceptionService, meeting: Meeting, database: Database
) -> None:
    taken = await exceptions.add_holiday("17 March", by=ADMIN)
    assert [each.id for each in taken.meetings] == [meeting.id]
    assert await open_reminders(database) == dues(FIRST)
    assert await exceptions.holidays(by=ADMIN) == [date(2026, 3, 17)]

    await exceptions.remove_holiday(SECOND_DAY, by=ADMIN)
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK)
    assert await exceptions.holidays(by=ADMIN) == []


async def test_holiday_in_the_past_or_unknown_is_refused(exceptions: ExceptionService) -> None:
    with pytest.raises(InvalidInput):
        await exceptions.add_holiday("2026-03-01", by=ADMIN)
    with pytest.raises(NotFound):
        await exceptions.remove_holiday("2026-12-25", by=ADMIN)


async def test_only_facilitators_change_an_occurrence_and_only_admins_holidays(
    exceptions: ExceptionService, meeting: Meeting, database: Database
) -> None:
    for attempt in (
        exceptions.skip(meeting.id, FIRST_DAY, by=MEMBER),
        exceptions.restore(meeting.id, FIRST, by=MEMBER),
        exceptions.move(meeting.id, FIRST_DAY, day="", time="8 pm", by=MEMBER),
        exceptions.substitute(meeting.id, FIRST_DAY, who=UserId(1), by=MEMBER),
        exceptions.add_holiday("17 March", by=LEADER),
        exceptions.remove_holiday("17 March", by=LEADER),
    ):
        with pytest.raises(NotPermitted):
            await attempt
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK)


async def test_another_servers_meeting_is_not_found(
    exceptions: ExceptionService, meeting: Meeting
) -> None:
    with pytest.raises(NotFound):
        await exceptions.skip(MeetingId(999), FIRST_DAY, by=LEADER)
    assert await exceptions.next(meeting.id, by=replace(LEADER, guild_id=GuildId(2))) == []
    assert len(await exceptions.next(meeting.id, by=LEADER)) == 25


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (("2026-03-11", "", "8 pm"), "no_occurrence"),
        ((FIRST_DAY, "1 March", ""), "date_past"),
        ((FIRST_DAY, "17 March", ""), "date_taken"),
        ((FIRST_DAY, "someday", ""), "date_unreadable"),
        ((FIRST_DAY, "", "late"), "time_unreadable"),
    ],
)
async def test_move_that_cannot_be_is_refused_and_changes_nothing(
    exceptions: ExceptionService,
    meeting: Meeting,
    database: Database,
    typed: tuple[str, str, str],
    problem: str,
) -> None:
    which, day, time = typed
    with pytest.raises(InvalidInput) as caught:
        await exceptions.move(meeting.id, which, day=day, time=time, by=LEADER)
    assert caught.value.problem == problem
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK)
