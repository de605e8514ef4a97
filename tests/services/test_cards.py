"""A card that was posted follows its meeting: moved, cancelled, begun; each once."""

from datetime import timedelta

from bot.domain.deliveries import Failure
from bot.domain.meetings import Meeting
from bot.domain.notices import CardChange, CardState
from bot.services.deliveries import DeliveryService
from bot.services.exceptions import ExceptionService
from bot.services.meetings import MeetingService
from bot.services.ports import MessengerError
from tests.fakes import FakeMessenger, ManualClock
from tests.services import test_exceptions
from tests.services.test_exceptions import ADMIN, FIRST, FIRST_DAY, LEADER

meetings = test_exceptions.meetings
exceptions = test_exceptions.exceptions
meeting = test_exceptions.meeting


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


async def test_card_that_may_not_be_edited_is_parked_and_tried_no_more(
    meeting: Meeting,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """Its meeting goes on: the next card is posted, and staff hear of no reminder that failed."""
    await at(clock, deliveries, 60)
    await at(clock, deliveries, 10)
    messenger.failures.append(MessengerError("403", failure=Failure.FORBIDDEN))
    await at(clock, deliveries, 0)
    await at(clock, deliveries, -20)

    assert states(messenger) == [CardState.BEGUN]
    assert len(messenger.posted) == 3
    async with deliveries.database.transaction() as tx:
        rows = await tx.fetch_all("SELECT kind FROM deliveries WHERE state = 'parked'")
    assert len(rows) == 1
    assert meeting.id == changes(messenger)[0].meeting_id
