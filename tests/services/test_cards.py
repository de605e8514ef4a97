"""A card that was posted follows its meeting: moved, cancelled, begun; each once."""

from datetime import datetime, timedelta

import pytest

from bot.domain.deliveries import Failure
from bot.domain.ids import UserId
from bot.domain.meetings import Meeting
from bot.domain.notices import CardChange, CardState, DeliveryTrouble
from bot.domain.schedule import Override
from bot.services.deliveries import DeliveryService
from bot.services.editing import EditService, Wanted
from bot.services.exceptions import ExceptionService
from bot.services.meetings import MeetingService
from bot.services.ports import MessengerError
from bot.storage import overrides
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services import test_exceptions
from tests.services.test_exceptions import ADMIN, FIRST, FIRST_DAY, LEADER

meetings = test_exceptions.meetings
exceptions = test_exceptions.exceptions
meeting = test_exceptions.meeting


@pytest.fixture
def editing(meetings: MeetingService) -> EditService:
    return EditService(meetings=meetings)


def changes(messenger: FakeMessenger) -> list[CardChange]:
    return [each for each in messenger.posted if isinstance(each, CardChange)]


def states(messenger: FakeMessenger) -> list[str]:
    return [each.state for each in changes(messenger)]


async def at(clock: ManualClock, deliveries: DeliveryService, minutes: int) -> None:
    """Let it be so many minutes before the first meeting."""
    clock.moment = FIRST - timedelta(minutes=minutes)
    await deliveries.deliver_due()


async def test_every_card_closes_when_its_meeting_begins(
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    for minutes in (60, 10, 0):
        await at(clock, deliveries, minutes)
    cards = [each.sent.message_id for each in messenger.messages[:2]]
    assert states(messenger) == ["begun", "begun"]
    assert sorted(each.message_id for each in changes(messenger)) == cards
    assert meeting.id == changes(messenger)[0].meeting_id


async def test_card_follows_a_move_and_begins_at_the_new_time_alone(
    meeting: Meeting,
    exceptions: ExceptionService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await at(clock, deliveries, 60)
    await exceptions.move(meeting.id, FIRST_DAY, day="", time="9 pm", by=LEADER)
    await at(clock, deliveries, 59)
    assert states(messenger) == [CardState.MOVED]
    assert changes(messenger)[0].starts_at == FIRST + timedelta(hours=2)
    await at(clock, deliveries, 0)
    assert states(messenger) == [CardState.MOVED]
    await at(clock, deliveries, -120)
    assert CardState.BEGUN in states(messenger)


async def test_card_of_a_skipped_date_says_so_and_opens_again_when_it_is_restored(
    meeting: Meeting,
    exceptions: ExceptionService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await at(clock, deliveries, 60)
    await exceptions.skip(meeting.id, FIRST_DAY, by=LEADER)
    await at(clock, deliveries, 50)
    await exceptions.restore(meeting.id, FIRST, by=LEADER)
    await at(clock, deliveries, 40)
    assert states(messenger) == [CardState.CANCELLED, CardState.OPEN]


async def test_card_of_an_ended_meeting_says_so_and_never_that_it_began(
    meeting: Meeting,
    meetings: MeetingService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await at(clock, deliveries, 60)
    await meetings.end(meeting.id, by=ADMIN)
    for minutes in (50, 0):
        await at(clock, deliveries, minutes)
    assert states(messenger) == [CardState.CANCELLED]


async def test_card_takes_the_name_of_who_leads_instead_and_gives_it_back(
    meeting: Meeting,
    exceptions: ExceptionService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await at(clock, deliveries, 60)
    for minutes, who in ((50, UserId(77)), (40, None)):
        await exceptions.substitute(meeting.id, FIRST_DAY, who=who, by=LEADER)
        await at(clock, deliveries, minutes)
    assert states(messenger) == [CardState.OPEN, CardState.OPEN]
    assert [each.facilitator_id for each in changes(messenger)] == [77, None]


async def test_card_moved_to_later_still_follows_after_its_old_time(
    meeting: Meeting,
    exceptions: ExceptionService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """Until it begins, it is a card that people read."""
    await at(clock, deliveries, 60)
    await exceptions.move(meeting.id, FIRST_DAY, day="", time="9 pm", by=LEADER)
    await at(clock, deliveries, -30)
    await exceptions.substitute(meeting.id, FIRST_DAY, who=UserId(77), by=LEADER)
    await at(clock, deliveries, -31)
    assert (changes(messenger)[-1].state, changes(messenger)[-1].facilitator_id) == ("moved", 77)
    await at(clock, deliveries, -120)
    assert CardState.BEGUN in states(messenger)


@pytest.mark.parametrize("which", [FIRST_DAY, "2026-03-17"], ids=["first", "second"])
async def test_card_of_a_split_series_says_changed_and_never_cancelled(
    meeting: Meeting,
    editing: EditService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    which: str,
) -> None:
    """Only cards of the dates that changed; before the split, all is as it was."""
    await at(clock, deliveries, 60)
    wanted = Wanted(which=which, changes={"time": "8 pm"})
    draft = await editing.draft(meeting.id, wanted, by=ADMIN)
    await editing.save_rest(draft.draft_id, by=ADMIN)
    await at(clock, deliveries, 50)
    expected = CardState.CHANGED if which == FIRST_DAY else CardState.OPEN
    assert states(messenger) == [expected]


async def test_card_of_a_date_beside_the_rule_follows_and_is_given_back_by_undo(
    meeting: Meeting,
    exceptions: ExceptionService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    database: Database,
) -> None:
    """RDATE: an imported calendar may hold a meeting where its rule gives none."""
    extra = datetime(2026, 3, 12, 19)  # noqa: DTZ001 - a wall clock's
    start = FIRST + timedelta(days=2)
    async with database.transaction() as tx:
        await overrides.save(tx, meeting.id, extra, Override(moved_to=extra))
        await exceptions.planner.replan(tx, meeting.id)
    clock.moment = start - timedelta(minutes=50)
    await deliveries.deliver_due()
    cards = len(changes(messenger))
    await exceptions.skip(meeting.id, "2026-03-12", by=LEADER)
    await deliveries.deliver_due()
    await exceptions.restore(meeting.id, start, by=LEADER)
    await deliveries.deliver_due()
    assert states(messenger)[cards:] == [CardState.CANCELLED, CardState.OPEN]
    assert (await exceptions.next(meeting.id, by=LEADER))[0].at == start


async def test_card_that_may_not_be_edited_is_parked_and_tried_no_more(
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """Its meeting goes on, and staff hear of it once."""
    await at(clock, deliveries, 60)
    await at(clock, deliveries, 10)
    messenger.failures.append(MessengerError("403", failure=Failure.FORBIDDEN))
    await at(clock, deliveries, 0)
    await at(clock, deliveries, -20)

    assert states(messenger) == [CardState.BEGUN]
    assert sum(isinstance(each, DeliveryTrouble) for each in messenger.posted) == 1
    async with deliveries.database.transaction() as tx:
        rows = await tx.fetch_all("SELECT kind FROM deliveries WHERE state = 'parked'")
    assert len(rows) == 1
    assert meeting.id == changes(messenger)[0].meeting_id
