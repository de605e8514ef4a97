"""Discord's calendar follows the meetings, and nobody is fought over an event they deleted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, NotPermitted
from bot.domain.events import MOST, EventId, Live, ShownId, Status
from bot.domain.ids import GuildId, UserId
from bot.domain.meetings import Entry, Meeting, Repeat
from bot.domain.notices import EventGone
from bot.domain.servers import Actor, Right
from bot.services.deliveries import DeliveryService
from bot.services.events import AFTER_REFUSAL, EventService
from bot.services.meetings import MeetingService, Preview
from bot.services.ports import MessengerError
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_events import FakeEvents

ADMIN = Actor(user_id=UserId(7), guild_id=GuildId(1), rights=frozenset(Right))
MEMBER = replace(ADMIN, rights=frozenset[Right]())
START = datetime(2026, 3, 10, 23, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
ENTRY = Entry(
    title="Tuesday circle",
    day="Tuesday",
    time="7 pm",
    zone="",
    minutes="60",
    repeat=Repeat.WEEKLY,
    leads=(),
    room_id=None,
)


@pytest.fixture
def calendar() -> FakeEvents:
    """Discord's side."""
    return FakeEvents()


@pytest.fixture
def another(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    calendar: FakeEvents,
    clock: ManualClock,
) -> Callable[[], EventService]:
    """Make a worker that knows nothing but the database."""
    return lambda: EventService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        events=calendar,
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )


@pytest.fixture
def events(another: Callable[[], EventService]) -> EventService:
    """The worker."""
    return another()


@pytest.fixture
def meetings(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    clock: ManualClock,
    events: EventService,
) -> MeetingService:
    """The clinic's meetings, followed by the window."""
    return MeetingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        now=clock,
        followers=(events,),
    )


async def added(meetings: MeetingService) -> Meeting:
    """Add the meeting of Tuesdays at 7 pm in New York."""
    preview = await meetings.draft(ENTRY, by=ADMIN)
    assert isinstance(preview, Preview)
    return (await meetings.save(preview.draft_id, by=ADMIN)).meeting


@pytest.fixture
async def shown(events: EventService, meetings: MeetingService, calendar: FakeEvents) -> Meeting:
    """The meeting, shown in the calendar."""
    await events.switch(on=True, by=ADMIN)
    meeting = await added(meetings)
    await events.settle_due()
    calendar.calls.clear()
    return meeting


def starts(calendar: FakeEvents) -> list[datetime]:
    """Return when the standing events start."""
    return sorted(calendar.saying[event_id].starts_at for event_id in calendar.standing)


def first(calendar: FakeEvents) -> EventId:
    """Return the event of the next date."""
    return min(calendar.standing, key=lambda each: calendar.saying[each].starts_at)


async def test_nothing_is_shown_unless_a_server_asked_for_it(
    events: EventService, meetings: MeetingService, calendar: FakeEvents
) -> None:
    await added(meetings)
    await events.look_again()
    await events.settle_due()

    assert calendar.calls == []
    with pytest.raises(NotPermitted):
        await events.switch(on=True, by=MEMBER)


async def test_the_next_two_dates_are_shown_and_the_window_moves_on(
    events: EventService, shown: Meeting, calendar: FakeEvents, clock: ManualClock
) -> None:
    assert starts(calendar) == [START, START + WEEK]
    opening = calendar.saying[first(calendar)]
    assert (opening.title, opening.ends_at) == (shown.title, START + HOUR)
    assert await events.next_due() == (START, None)

    clock.moment = START
    await events.settle_due()
    assert calendar.standing[first(calendar)].status is Status.ACTIVE
    assert starts(calendar) == [START, START + WEEK, START + 2 * WEEK]
    clock.moment = START + HOUR
    await events.settle_due()
    assert calendar.calls == ["active", "create", "completed"]
    assert starts(calendar) == [START + WEEK, START + 2 * WEEK]


async def test_a_second_look_changes_nothing(
    events: EventService, shown: Meeting, calendar: FakeEvents
) -> None:
    assert shown.title
    await events.look_again()
    await events.settle_due()

    assert calendar.calls == []


async def test_an_ended_meeting_is_called_off(
    events: EventService, shown: Meeting, meetings: MeetingService, calendar: FakeEvents
) -> None:
    await meetings.end(shown.id, by=ADMIN)
    await events.settle_due()

    assert calendar.calls == ["canceled", "canceled"]


async def test_what_changes_about_a_meeting_is_edited_in_place(
    events: EventService, shown: Meeting, calendar: FakeEvents, database: Database
) -> None:
    """Those who pressed Interested keep their event; it only says something else."""
    before = set(calendar.standing)
    async with database.transaction() as tx:
        await tx.execute(
            "UPDATE meetings SET title = 'Circle', first_local = '2026-03-10T20:00:00'"
            " WHERE id = :id",
            {"id": shown.id},
        )
        await events.meeting_changed(tx, shown.guild_id)
    await events.settle_due()

    assert calendar.calls == ["edit", "edit"]
    assert set(calendar.standing) == before
    assert starts(calendar) == [START + HOUR, START + HOUR + WEEK]
    assert calendar.saying[first(calendar)].title == "Circle"


async def test_switched_off_the_window_is_cleared(
    events: EventService, shown: Meeting, calendar: FakeEvents
) -> None:
    assert shown.title
    stranger = Live(Status.SCHEDULED, "a picnic of the staff's own")
    calendar.standing[EventId(5)] = stranger
    await events.switch(on=False, by=ADMIN)
    await events.settle_due()

    assert calendar.standing == {EventId(5): stranger}


async def test_a_deleted_event_is_asked_about_once_and_left(
    events: EventService,
    shown: Meeting,
    calendar: FakeEvents,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    del calendar.standing[first(calendar)]
    for _ in range(3):
        await events.look_again()
        await events.settle_due()
        await deliveries.deliver_due()
    [asked] = messenger.posted
    assert isinstance(asked, EventGone)
    assert (asked.title, asked.starts_at) == (shown.title, START)

    await events.answer(ShownId(asked.shown_id), again=False, by=ADMIN)
    await events.look_again()
    await events.settle_due()
    assert starts(calendar) == [START + WEEK]
    with pytest.raises(Conflict):
        await events.answer(ShownId(asked.shown_id), again=True, by=ADMIN)


async def test_a_deletion_that_discord_tells_of_is_asked_about_at_once(
    events: EventService,
    shown: Meeting,
    calendar: FakeEvents,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """And told of twice, or of somebody else's event, it is asked about no more often."""
    assert shown
    gone = first(calendar)
    await events.is_gone(GuildId(1), EventId(5))
    await events.is_gone(GuildId(2), gone)
    assert await events.next_due() == (START, None)
    del calendar.standing[gone]
    for _ in range(2):
        await events.is_gone(GuildId(1), gone)
        await events.settle_due()
        await deliveries.deliver_due()
    assert [type(each) for each in messenger.posted] == [EventGone]
    assert clock() < START


async def test_a_deleted_event_is_made_again_on_a_persons_word(
    events: EventService,
    shown: Meeting,
    calendar: FakeEvents,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    assert shown.title
    del calendar.standing[first(calendar)]
    await events.look_again()
    await events.settle_due()
    await deliveries.deliver_due()
    [asked] = messenger.posted
    assert isinstance(asked, EventGone)
    with pytest.raises(NotPermitted):
        await events.answer(ShownId(asked.shown_id), again=True, by=MEMBER)
    await events.answer(ShownId(asked.shown_id), again=True, by=ADMIN)
    await events.settle_due()

    assert starts(calendar) == [START, START + WEEK]


async def test_an_event_that_a_list_leaves_out_is_not_asked_about(
    events: EventService, shown: Meeting, calendar: FakeEvents, messenger: FakeMessenger
) -> None:
    """Discord's list may lag behind what it has just taken; the event itself knows."""
    assert shown.title
    calendar.unlisted = {first(calendar)}
    await events.look_again()
    await events.settle_due()
    await events.deliveries.deliver_due()

    assert messenger.posted == []
    assert starts(calendar) == [START, START + WEEK]


async def test_an_event_deleted_in_the_moment_of_a_change_is_asked_about(
    events: EventService,
    shown: Meeting,
    calendar: FakeEvents,
    database: Database,
    messenger: FakeMessenger,
) -> None:
    async with database.transaction() as tx:
        sql = "UPDATE meetings SET title = 'Circle' WHERE id = :id"
        await tx.execute(sql, {"id": shown.id})
    calendar.deleted_after_listing = {first(calendar)}
    await events.look_again()
    await events.settle_due()
    await events.deliveries.deliver_due()

    [asked] = messenger.posted
    assert isinstance(asked, EventGone)
    assert asked.title == "Circle"
    await events.answer(ShownId(asked.shown_id), again=True, by=ADMIN)
    await events.settle_due()
    assert [each.title for each in calendar.saying.values()][-1] == "Circle"


async def test_a_claim_of_the_dead_is_taken_up_at_the_start(
    events: EventService,
    another: Callable[[], EventService],
    meetings: MeetingService,
    calendar: FakeEvents,
) -> None:
    await events.switch(on=True, by=ADMIN)
    await added(meetings)
    calendar.lost = [Killed()]
    with pytest.raises(Killed):
        await events.settle_due()
    await another().release_claims()
    await another().settle_due()

    assert starts(calendar) == [START, START + WEEK]


class Killed(BaseException):
    """The process is no more."""


async def test_an_event_made_right_before_a_crash_is_found_again(
    events: EventService,
    another: Callable[[], EventService],
    meetings: MeetingService,
    calendar: FakeEvents,
    clock: ManualClock,
) -> None:
    await events.switch(on=True, by=ADMIN)
    await added(meetings)
    calendar.lost = [Killed()]
    with pytest.raises(Killed):
        await events.settle_due()
    clock.advance(events.lease)
    await another().settle_due()

    assert calendar.calls == ["create", "create"]
    assert starts(calendar) == [START, START + WEEK]


@pytest.mark.parametrize(
    ("failure", "wait"),
    [(Failure.FORBIDDEN, AFTER_REFUSAL), (Failure.PASSING, timedelta(seconds=15))],
)
async def test_a_refusal_is_tried_again_later(
    events: EventService,
    meetings: MeetingService,
    calendar: FakeEvents,
    clock: ManualClock,
    *,
    failure: Failure,
    wait: timedelta,
) -> None:
    calendar.failures = [MessengerError("no", failure=failure)]
    await events.switch(on=True, by=ADMIN)
    await added(meetings)
    await events.settle_due()
    assert calendar.standing == {}

    assert await events.next_due() == (clock() + wait, None)
    clock.advance(wait)
    await events.settle_due()
    assert starts(calendar) == [START, START + WEEK]


async def test_the_server_is_not_filled_beyond_what_discord_holds(
    events: EventService, meetings: MeetingService, calendar: FakeEvents
) -> None:
    for number in range(MOST - 1):
        calendar.standing[EventId(number + 1)] = Live(Status.SCHEDULED, "")
    await events.switch(on=True, by=ADMIN)
    await added(meetings)
    await events.settle_due()

    assert calendar.calls == ["create"]
    assert len(calendar.standing) == MOST
