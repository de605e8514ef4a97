"""A meeting is changed for one date, or for it and all after it: then its series is split."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from bot.domain.errors import Conflict, InvalidInput, NotPermitted
from bot.domain.ids import DraftId, GuildId, RoleId, UserId
from bot.domain.meetings import Entry, Meeting, Repeat, held
from bot.services.deliveries import DeliveryService
from bot.services.editing import EditDraft, EditService, Wanted
from bot.services.meetings import MeetingService, Preview
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.test_exceptions import ADMIN, FIRST, LEADER, WEEK, dues, open_reminders

SECOND_DAY = "2026-03-17"
HERE = GuildId(1)
LATER = {"time": "8 pm"}


@pytest.fixture
def editing(
    database: Database, servers: Servers, deliveries: DeliveryService, clock: ManualClock
) -> EditService:
    meetings = MeetingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        now=clock,
        horizon=timedelta(days=15),
    )
    return EditService(meetings=meetings)


@pytest.fixture
async def meeting(editing: EditService) -> Meeting:
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
    preview = await editing.meetings.draft(entry, by=ADMIN)
    assert isinstance(preview, Preview)
    return (await editing.meetings.save(preview.draft_id, by=ADMIN)).meeting


async def drafted(
    editing: EditService, meeting: Meeting, which: str | None = SECOND_DAY, **changes: object
) -> EditDraft:
    return await editing.draft(meeting.id, Wanted(which=which, changes=changes), by=ADMIN)


async def starts(editing: EditService, n: int = 2) -> dict[str, list[datetime]]:
    now = editing.meetings.now()
    return {
        each.title: [found.at for found in islice(held(each, after=now), n)]
        for each in await editing.meetings.all(HERE)
    }


async def test_change_of_time_can_be_for_one_date(
    editing: EditService, meeting: Meeting, database: Database
) -> None:
    draft = await drafted(editing, meeting, time="8 pm")
    assert draft.may_be_one
    _, start = await editing.save_one(draft.draft_id, by=ADMIN)

    hour = timedelta(hours=1)
    assert start == FIRST + WEEK + hour
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK + hour)
    assert await starts(editing, 3) == {
        "Tuesday circle": [FIRST, FIRST + WEEK + hour, FIRST + 2 * WEEK]
    }


async def test_change_of_a_date_and_all_after_it_splits_the_series(
    editing: EditService, meeting: Meeting, database: Database
) -> None:
    draft = await drafted(editing, meeting, title="Thursday circle", day="Thursday")
    assert not draft.may_be_one
    new, start = await editing.save_rest(draft.draft_id, by=ADMIN)

    thursday = FIRST + WEEK + timedelta(days=2)
    assert start == thursday
    assert await starts(editing) == {
        "Tuesday circle": [FIRST],
        "Thursday circle": [thursday, thursday + WEEK],
    }
    assert new.id != meeting.id
    assert await open_reminders(database) == dues(FIRST, thursday)


async def test_change_from_the_first_date_on_leaves_no_old_series(
    editing: EditService, meeting: Meeting, database: Database
) -> None:
    draft = await drafted(editing, meeting, None, minutes="90")
    await editing.save_rest(draft.draft_id, by=ADMIN)

    [only] = await editing.meetings.all(HERE)
    assert (only.minutes, only.when.first) == (90, meeting.when.first)
    assert await open_reminders(database) == dues(FIRST, FIRST + WEEK)


async def test_facilitator_and_ping_role_are_kept_with_the_new_series(
    editing: EditService, meeting: Meeting
) -> None:
    wanted = Wanted(which=None, changes={}, facilitator_id=UserId(33), ping_role_id=RoleId(44))
    draft = await editing.draft(meeting.id, wanted, by=ADMIN)
    assert not draft.may_be_one
    new, _ = await editing.save_rest(draft.draft_id, by=ADMIN)
    assert (new.facilitator_id, new.ping_role_id) == (33, 44)
    again = await drafted(editing, new, None, time="8 pm")
    later, _ = await editing.save_rest(again.draft_id, by=ADMIN)
    assert (later.facilitator_id, later.ping_role_id) == (33, 44)


async def test_wrong_field_keeps_everything_that_was_typed(
    editing: EditService, meeting: Meeting
) -> None:
    draft = await drafted(editing, meeting, title="New name", time="late")
    assert isinstance(draft.read, InvalidInput)
    with pytest.raises(InvalidInput):
        await editing.save_rest(draft.draft_id, by=ADMIN)
    opened = await editing.open(draft.draft_id, by=ADMIN)
    assert (opened.edit.entry.title, opened.edit.entry.time) == ("New name", "late")
    mended = await editing.change(draft.draft_id, LATER, by=ADMIN)
    assert not isinstance(mended.read, InvalidInput)
    assert mended.edit.entry.title == "New name"


async def test_change_that_names_nothing_is_told_from_one_that_does(
    editing: EditService, meeting: Meeting
) -> None:
    assert (await drafted(editing, meeting)).is_same
    assert not (await drafted(editing, meeting, time="8 pm")).is_same
    moved = await drafted(editing, meeting, time="8 pm")
    await editing.save_one(moved.draft_id, by=ADMIN)
    assert not (await drafted(editing, meeting)).is_same, "a moved date would go back"


async def test_one_date_cannot_have_another_title(editing: EditService, meeting: Meeting) -> None:
    draft = await drafted(editing, meeting, title="New name")
    with pytest.raises(Conflict) as caught:
        await editing.save_one(draft.draft_id, by=ADMIN)
    assert caught.value.what == "not_one"


async def test_second_press_changes_nothing_more(editing: EditService, meeting: Meeting) -> None:
    draft = await drafted(editing, meeting, time="8 pm")
    await editing.save_rest(draft.draft_id, by=ADMIN)
    for attempt in (editing.save_rest, editing.save_one, editing.discard):
        with pytest.raises(Conflict):
            await attempt(draft.draft_id, by=ADMIN)
    assert len(await editing.meetings.all(HERE)) == 2


async def test_only_admins_change_a_meeting_and_each_their_own_draft(
    editing: EditService, meeting: Meeting
) -> None:
    draft = await drafted(editing, meeting, time="8 pm")
    for attempt in (editing.open, editing.discard, editing.save_one, editing.save_rest):
        with pytest.raises(NotPermitted):
            await attempt(draft.draft_id, by=LEADER)
        with pytest.raises(Conflict):
            await attempt(draft.draft_id, by=replace(ADMIN, user_id=UserId(8)))
    with pytest.raises(Conflict):
        await editing.change(DraftId(999), LATER, by=ADMIN)


async def test_counted_series_keeps_its_count_across_a_split(
    editing: EditService, meeting: Meeting, database: Database
) -> None:
    async with database.transaction() as tx:
        await tx.execute("UPDATE meetings SET rule = 'FREQ=WEEKLY;COUNT=4'")
    draft = await drafted(editing, meeting, title="Late circle", time="8 pm")
    await editing.save_rest(draft.draft_id, by=ADMIN)

    found = await starts(editing, 9)
    assert [len(found["Tuesday circle"]), len(found["Late circle"])] == [1, 3]


async def test_own_rhythm_needs_a_new_one_for_another_day(
    editing: EditService, meeting: Meeting, database: Database
) -> None:
    async with database.transaction() as tx:
        await tx.execute("UPDATE meetings SET rule = 'FREQ=MONTHLY;BYDAY=2TU'")
    draft = await drafted(editing, meeting, None, day="Thursday")
    assert isinstance(draft.read, InvalidInput)
    assert draft.read.problem == "own_rhythm"
    assert not isinstance((await drafted(editing, meeting, None, time="8 pm")).read, InvalidInput)


async def test_same_evening_can_be_changed_shortly_before_it(
    editing: EditService, meeting: Meeting, clock: ManualClock
) -> None:
    clock.moment = FIRST - timedelta(minutes=30)
    draft = await drafted(editing, meeting, None, time="8 pm")
    _, start = await editing.save_rest(draft.draft_id, by=ADMIN)
    assert start == datetime(2026, 3, 11, 0, tzinfo=UTC)
