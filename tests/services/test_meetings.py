"""A meeting is shown before it is kept, kept once, and its reminders are planned once each."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import Room
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import ChannelId, DraftId, GuildId, MeetingId, UserId
from bot.domain.meetings import Entry, Repeat
from bot.domain.notices import DeliveryTrouble, MeetingReminder
from bot.domain.servers import Actor, Right
from bot.services.deliveries import DeliveryService
from bot.services.meetings import MeetingService, Preview, Saved, Unusable
from bot.services.servers import Servers
from bot.storage.database import Database, Row
from tests.fakes import FakeMessenger, ManualClock

ADMIN = Actor(user_id=UserId(7), guild_id=GuildId(1), rights=frozenset({Right.ADMINISTER}))
OTHER_ADMIN = replace(ADMIN, user_id=UserId(8))
MEMBER = Actor(user_id=UserId(9), guild_id=GuildId(1))
TYPED = Entry(
    title="Tuesday circle",
    day="Tuesday",
    time="7 pm",
    zone="",
    minutes="60",
    repeat=Repeat.WEEKLY,
    leads=(1440, 60, 10),
    room_id=None,
)
FORM = {"title": "Circle", "day": "Mon", "time": "7 pm", "zone": "", "minutes": "90"}
# The clock stands at noon UTC on Monday, 9 March; the first meeting is the evening after.
FIRST = datetime(2026, 3, 10, 23, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture
def meetings(
    database: Database, servers: Servers, deliveries: DeliveryService, clock: ManualClock
) -> MeetingService:
    return MeetingService(database=database, servers=servers, deliveries=deliveries, now=clock)


async def drafted(meetings: MeetingService, entry: Entry = TYPED) -> Preview:
    preview = await meetings.draft(entry, by=ADMIN)
    assert isinstance(preview, Preview)
    return preview


async def saved(meetings: MeetingService, entry: Entry = TYPED) -> Saved:
    return await meetings.save((await drafted(meetings, entry)).draft_id, by=ADMIN)


async def ledger(database: Database, order: str = "due_at") -> list[Row]:
    async with database.transaction() as tx:
        return list(await tx.fetch_all(f"SELECT * FROM deliveries ORDER BY {order}"))  # noqa: S608 - a column's name


async def test_draft_shows_the_next_five_dates_and_keeps_no_meeting(
    meetings: MeetingService,
) -> None:
    preview = await drafted(meetings)
    assert [found.at for found in preview.outlook.dates] == [FIRST + n * WEEK for n in range(5)]
    assert preview.entry == TYPED
    assert await meetings.all(GuildId(1)) == []


async def test_unusable_draft_keeps_what_was_typed(meetings: MeetingService) -> None:
    unusable = await meetings.draft(replace(TYPED, time="late"), by=ADMIN)
    assert isinstance(unusable, Unusable)
    assert unusable.error.field == "Time"
    assert (await meetings.entry(unusable.draft_id, by=ADMIN)).time == "late"
    with pytest.raises(InvalidInput):
        await meetings.save(unusable.draft_id, by=ADMIN)


async def test_changed_draft_is_read_anew_and_keeps_the_rest(meetings: MeetingService) -> None:
    draft_id = (await drafted(meetings)).draft_id
    changed = await meetings.change(
        draft_id, {**FORM, "day": "Wed", "time": "6:30 pm", "zone": "Central"}, by=ADMIN
    )
    assert isinstance(changed, Preview)
    assert changed.outlook.dates[0].at == datetime(2026, 3, 11, 23, 30, tzinfo=UTC)
    assert (changed.proposal.title, changed.proposal.minutes) == ("Circle", 90)
    assert (changed.entry.leads, changed.entry.room_id) == (TYPED.leads, TYPED.room_id)


async def test_saved_meeting_is_kept_with_its_reminders(
    meetings: MeetingService, database: Database
) -> None:
    result = await saved(meetings)
    assert await meetings.all(GuildId(1)) == [result.meeting]
    assert result.next_start == FIRST
    assert result.first_reminder == FIRST - timedelta(days=1)
    rows = await ledger(database)
    lead = [row["key"].rpartition(":")[2] for row in rows]
    # Eight days ahead: both reminders of the first week, and the day before the second.
    assert lead == ["1440", "60", "10", "1440"]
    assert {row["channel_id"] for row in rows} == {12}


async def test_double_press_saves_once(meetings: MeetingService, database: Database) -> None:
    draft_id = (await drafted(meetings)).draft_id
    results = await asyncio.gather(
        meetings.save(draft_id, by=ADMIN),
        meetings.save(draft_id, by=ADMIN),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Saved"]
    assert len(await meetings.all(GuildId(1))) == 1
    assert len(await ledger(database)) == 4


async def test_draft_is_its_authors_alone(meetings: MeetingService) -> None:
    """Two admins at two desks: neither saves nor changes what the other has open."""
    draft_id = (await drafted(meetings)).draft_id
    for attempt in (
        meetings.entry(draft_id, by=OTHER_ADMIN),
        meetings.save(draft_id, by=OTHER_ADMIN),
        meetings.discard(draft_id, by=OTHER_ADMIN),
        meetings.change(draft_id, FORM, by=OTHER_ADMIN),
        meetings.entry(DraftId(999), by=ADMIN),
    ):
        with pytest.raises(Conflict) as caught:
            await attempt
        assert caught.value.what == "draft_gone"
    assert await meetings.entry(draft_id, by=ADMIN) == TYPED


async def test_draft_is_gone_after_an_hour(meetings: MeetingService, clock: ManualClock) -> None:
    draft_id = (await drafted(meetings)).draft_id
    clock.advance(timedelta(hours=1))
    with pytest.raises(Conflict):
        await meetings.save(draft_id, by=ADMIN)


async def test_discarded_draft_is_gone(meetings: MeetingService) -> None:
    draft_id = (await drafted(meetings)).draft_id
    await meetings.discard(draft_id, by=ADMIN)
    with pytest.raises(Conflict):
        await meetings.save(draft_id, by=ADMIN)


async def test_dates_that_were_agreed_to_are_kept(
    meetings: MeetingService, clock: ManualClock
) -> None:
    """The first date of a fortnight passes while the preview is open: its phase stays."""
    clock.moment = FIRST - timedelta(minutes=30)
    entry = replace(TYPED, repeat=Repeat.FORTNIGHTLY)
    draft_id = (await drafted(meetings, entry)).draft_id
    clock.advance(timedelta(minutes=40))
    assert (await meetings.save(draft_id, by=ADMIN)).next_start == FIRST + 2 * WEEK


async def test_single_date_that_passed_meanwhile_is_not_kept(
    meetings: MeetingService, clock: ManualClock
) -> None:
    clock.moment = FIRST - timedelta(minutes=30)
    draft_id = (await drafted(meetings, replace(TYPED, repeat=Repeat.ONCE))).draft_id
    clock.advance(timedelta(minutes=40))
    with pytest.raises(Conflict):
        await meetings.save(draft_id, by=ADMIN)
    assert await meetings.all(GuildId(1)) == []


async def test_member_may_not_touch_meetings(meetings: MeetingService) -> None:
    """Discord hides the commands; that is a courtesy and no lock."""
    result = await saved(meetings)
    draft_id = (await drafted(meetings)).draft_id
    for attempt in (
        meetings.draft(TYPED, by=MEMBER),
        meetings.entry(draft_id, by=MEMBER),
        meetings.change(draft_id, FORM, by=MEMBER),
        meetings.discard(draft_id, by=MEMBER),
        meetings.save(draft_id, by=MEMBER),
        meetings.preview(result.meeting.id, by=MEMBER),
        meetings.end(result.meeting.id, by=MEMBER),
    ):
        with pytest.raises(NotPermitted):
            await attempt


async def test_meeting_made_shortly_before_reminds_with_what_is_left(
    meetings: MeetingService, database: Database, clock: ManualClock
) -> None:
    clock.moment = FIRST - timedelta(minutes=30)
    result = await saved(meetings)
    assert result.first_reminder == FIRST - timedelta(minutes=10)
    keys = [row["key"] for row in await ledger(database) if "20260310" in row["key"]]
    assert [key.rpartition(":")[2] for key in keys] == ["10"]


async def test_planner_plans_each_reminder_once(
    meetings: MeetingService, database: Database, clock: ManualClock
) -> None:
    await saved(meetings)
    assert await meetings.plan_reminders() == 0
    for _ in range(30):
        clock.advance(timedelta(days=1))
        await meetings.plan_reminders()
        await meetings.plan_reminders()
    rows = await ledger(database)
    assert len({row["key"] for row in rows}) == len(rows)
    assert len(rows) == 6 * 3  # 38 days from 9 March on hold six Tuesdays


async def test_long_outage_leaves_nothing_unsaid_in_silence(
    meetings: MeetingService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    database: Database,
) -> None:
    """Three weeks dark: what was missed is in the ledger as missed, and staff are told of three.

    Of the fourth meeting people are reminded in time, so its missed first reminder is no trouble.
    """
    await saved(meetings)
    clock.moment = FIRST + 3 * WEEK - timedelta(minutes=55)
    await meetings.plan_reminders()
    await deliveries.deliver_due()
    states = {row["key"].partition(":")[2]: row["state"] for row in await ledger(database, "id")}
    missed = [key for key, state in states.items() if state == "missed"]
    assert len(missed) == 3 * 3 + 1
    sent = [notice for notice in messenger.posted if isinstance(notice, MeetingReminder)]
    assert [(notice.starts_at, notice.late) for notice in sent] == [(FIRST + 3 * WEEK, True)]
    told = [notice for notice in messenger.posted if isinstance(notice, DeliveryTrouble)]
    assert len(told) == 3
    assert {message.place for message in messenger.messages} == {
        Room(ChannelId(10)),
        Room(ChannelId(12)),
    }


@pytest.mark.parametrize(
    ("minutes_before", "cards"),
    [(61, 0), (59, 1), (30, 1), (9, 1)],
    ids=["the next is near", "the next is due", "half way", "the last is due"],
)
async def test_after_an_outage_one_late_card_is_said_and_staff_are_not_troubled(
    meetings: MeetingService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    minutes_before: int,
    cards: int,
) -> None:
    """Two late cards of one meeting in a row say less than the one that matters."""
    await saved(meetings)
    clock.moment = FIRST - timedelta(minutes=minutes_before)
    await deliveries.deliver_due()
    assert [type(notice) for notice in messenger.posted] == [MeetingReminder] * cards
    clock.moment = FIRST - timedelta(minutes=5)
    await deliveries.deliver_due()
    assert not [notice for notice in messenger.posted if isinstance(notice, DeliveryTrouble)]


async def test_reminder_is_said_at_its_time(
    meetings: MeetingService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await saved(meetings)
    due, _ = await deliveries.next_due()
    assert due == FIRST - timedelta(days=1)
    clock.moment = FIRST - timedelta(days=1)
    assert await deliveries.deliver_due() == 1
    assert [type(notice) for notice in messenger.posted] == [MeetingReminder]


async def test_meeting_that_cannot_be_planned_holds_up_no_other(
    meetings: MeetingService,
    database: Database,
    clock: ManualClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = (await saved(meetings)).meeting
    whole = (await saved(meetings, replace(TYPED, title="Other"))).meeting
    async with database.transaction() as tx:
        await tx.execute("UPDATE meetings SET rule = 'NEVER' WHERE id = :id", {"id": broken.id})
    clock.advance(WEEK)
    assert await meetings.plan_reminders() == 3
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "meeting cannot be planned"
    ]
    assert whole.id > broken.id


async def test_planner_reaches_every_meeting_of_many(
    meetings: MeetingService, database: Database, clock: ManualClock
) -> None:
    """More than one transaction's worth."""
    for _ in range(53):
        await saved(meetings, replace(TYPED, leads=(10,)))
    clock.advance(WEEK)
    assert await meetings.plan_reminders() == 53
    async with database.transaction() as tx:
        (row,) = await tx.fetch_all("SELECT COUNT(DISTINCT planned_to) AS n FROM meetings")
    assert row["n"] == 1


async def test_ended_meeting_reminds_nobody(
    meetings: MeetingService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    gone = (await saved(meetings)).meeting
    stays = (await saved(meetings, replace(TYPED, leads=(10,)))).meeting
    ended = await meetings.end(gone.id, by=ADMIN)
    assert (ended.meeting, ended.withdrawn) == (gone, 4)
    assert await meetings.all(GuildId(1)) == [stays]
    clock.moment = FIRST - timedelta(minutes=10)
    await meetings.plan_reminders()
    await deliveries.deliver_due()
    (notice,) = messenger.posted
    assert isinstance(notice, MeetingReminder)
    assert notice.meeting_id == stays.id


async def test_end_of_meeting_1_leaves_meeting_10_alone(
    meetings: MeetingService, database: Database
) -> None:
    """Their keys begin alike."""
    ids = [(await saved(meetings, replace(TYPED, leads=(10,)))).meeting.id for _ in range(10)]
    assert ids[9] == 10
    await meetings.end(MeetingId(1), by=ADMIN)
    open_keys = [row["key"] for row in await ledger(database) if row["state"] == "pending"]
    assert sorted(int(key.split(":")[1]) for key in open_keys) == list(range(2, 11))


async def test_meeting_that_is_not_there_cannot_be_ended_or_shown(
    meetings: MeetingService,
) -> None:
    meeting = (await saved(meetings)).meeting
    await meetings.end(meeting.id, by=ADMIN)
    for attempt in (
        meetings.end(meeting.id, by=ADMIN),
        meetings.preview(meeting.id, by=ADMIN),
    ):
        with pytest.raises(NotFound) as caught:
            await attempt
        assert caught.value.what == "meeting"


async def test_preview_shows_what_lies_ahead_of_a_kept_meeting(meetings: MeetingService) -> None:
    meeting = (await saved(meetings)).meeting
    found, ahead = await meetings.preview(meeting.id, by=ADMIN)
    assert found == meeting
    assert ahead.dates[0].at == FIRST


async def test_next_gives_the_soonest_first_and_leaves_out_what_is_over(
    meetings: MeetingService, clock: ManualClock
) -> None:
    late = (await saved(meetings, replace(TYPED, day="Friday"))).meeting
    once = (await saved(meetings, replace(TYPED, repeat=Repeat.ONCE))).meeting
    found = await meetings.next(GuildId(1))
    assert [each.meeting for each in found] == [once, late]
    assert [(len(each.starts), each.is_on) for each in found] == [(1, False), (3, False)]
    clock.moment = FIRST + timedelta(minutes=59)
    now_on = (await meetings.next(GuildId(1)))[0]
    assert (now_on.starts, now_on.is_on) == ([FIRST], True)
    clock.moment = FIRST + timedelta(minutes=60)
    assert [each.meeting for each in await meetings.next(GuildId(1))] == [late]
    assert await meetings.next(GuildId(2)) == []
