"""The card in the room shows how many plan to come: seldom edited, and never an old number."""

from datetime import timedelta

import pytest

from bot.domain.deliveries import Failure, Room
from bot.domain.ids import GuildId
from bot.domain.meetings import Meeting
from bot.domain.notices import CardState, DeliveryTrouble, MeetingReminder
from bot.domain.servers import RoomPurpose, Server
from bot.services.deliveries import DeliveryService
from bot.services.exceptions import ExceptionService
from bot.services.ports import MessengerError
from bot.services.rsvp import EDITED_EVERY, RsvpService
from bot.services.wishes import How, WishService
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services import test_exceptions, test_rsvp, test_wishes
from tests.services.test_cards import at, changes, states
from tests.services.test_exceptions import FIRST, FIRST_DAY, LEADER, MEMBER
from tests.services.test_rsvp import press

meetings = test_exceptions.meetings
exceptions = test_exceptions.exceptions
meeting = test_exceptions.meeting
rsvp = test_rsvp.rsvp
roles = test_wishes.roles
wishes = test_wishes.wishes


@pytest.fixture
async def card(meeting: Meeting, deliveries: DeliveryService, clock: ManualClock) -> Meeting:
    """The meeting, an hour before it, with its first card in the room."""
    await at(clock, deliveries, 60)
    return meeting


def shown(messenger: FakeMessenger) -> list[int | None]:
    return [each.coming for each in changes(messenger)]


async def come(rsvp: RsvpService, meeting: Meeting, *people: int) -> None:
    for who in people:
        await press(rsvp, meeting, who, is_coming=True)


async def pass_by(clock: ManualClock, deliveries: DeliveryService, seconds: int = 30) -> None:
    clock.advance(timedelta(seconds=seconds))
    await deliveries.deliver_due()


async def test_a_burst_of_answers_is_one_edit_with_the_last_number(
    card: Meeting,
    rsvp: RsvpService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    for who in range(1, 10):
        await come(rsvp, card, who)
        clock.advance(timedelta(seconds=2))
    await press(rsvp, card, 9, is_coming=False)
    # 30 s after the fifth, which was the first to change what is shown.
    await pass_by(clock, deliveries, 19)
    assert shown(messenger) == []
    await pass_by(clock, deliveries, 1)
    assert (shown(messenger), states(messenger)) == ([8], [CardState.OPEN])

    await come(rsvp, card, 10)
    await pass_by(clock, deliveries, 29)
    assert shown(messenger) == [8]
    await pass_by(clock, deliveries, 1)
    assert shown(messenger) == [8, 9]


async def test_below_five_nothing_is_edited_and_falling_back_below_shows_none(
    card: Meeting,
    rsvp: RsvpService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """An edit at the second or third answer would tell that there was one."""
    await come(rsvp, card, 1, 2, 3, 4)
    await pass_by(clock, deliveries)
    assert shown(messenger) == []
    await come(rsvp, card, 5)
    await pass_by(clock, deliveries)
    await press(rsvp, card, 5, is_coming=False)
    await pass_by(clock, deliveries)
    assert shown(messenger) == [5, None]


async def test_the_ledger_keeps_no_number(
    card: Meeting, rsvp: RsvpService, database: Database
) -> None:
    await come(rsvp, card, *range(1, 8))
    async with database.transaction() as tx:
        rows = await tx.fetch_all("SELECT payload FROM deliveries WHERE kind = 'CardChange'")
    assert rows
    assert all('"coming": null' in row["payload"] for row in rows)


@pytest.mark.parametrize("failure", ["crash", "passing"])
async def test_what_was_pending_comes_after_a_crash_or_a_lost_answer_with_the_last_number(
    card: Meeting,
    rsvp: RsvpService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    failure: str,
) -> None:
    await come(rsvp, card, *range(1, 6))
    clock.advance(EDITED_EVERY)
    if failure == "crash":
        async with deliveries.database.transaction() as tx:
            await tx.execute(
                "UPDATE deliveries SET state = 'claimed', lease_until = try_at, claims = 1,"
                " first_claimed_at = try_at WHERE key LIKE 'card:%:count:%'"
            )
    else:
        messenger.failures.append(MessengerError("503", failure=Failure.PASSING))
        await deliveries.deliver_due()
    assert shown(messenger) == []
    await come(rsvp, card, 6)
    await pass_by(clock, deliveries, 15)
    assert shown(messenger)[0] == 6
    await pass_by(clock, deliveries)
    assert set(shown(messenger)) == {6}


async def test_a_moved_card_keeps_its_words_and_a_later_card_begins_with_the_number(
    card: Meeting,
    rsvp: RsvpService,
    exceptions: ExceptionService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await exceptions.move(card.id, FIRST_DAY, day="", time="8 pm", by=LEADER)
    await come(rsvp, card, *range(1, 7))
    await pass_by(clock, deliveries)
    assert [(each.state, each.coming) for each in changes(messenger)][-1] == ("moved", 6)
    await at(clock, deliveries, 0)
    [first, later] = [each for each in messenger.posted if isinstance(each, MeetingReminder)]
    assert (first.coming, later.coming) == (None, 6)


@pytest.mark.parametrize("seconds", [20, 50])
async def test_nothing_is_edited_once_the_meeting_has_begun(
    card: Meeting,
    rsvp: RsvpService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    seconds: int,
) -> None:
    """Whether the edit would come too late, or waited out an outage; staff need not know."""
    await at(clock, deliveries, 10)
    clock.moment = FIRST - timedelta(seconds=seconds)
    await come(rsvp, card, *range(1, 7))
    await at(clock, deliveries, -1)
    said = [each for each in changes(messenger) if each.state != CardState.BEGUN]
    assert said == []
    async with deliveries.database.transaction() as tx:
        rows = await tx.fetch_all("SELECT state FROM deliveries WHERE key LIKE 'card:%:count:%'")
    assert {row["state"] for row in rows} == (set() if seconds == 20 else {"missed"})
    assert not any(isinstance(each, DeliveryTrouble) for each in messenger.posted)


async def test_a_room_that_is_closed_to_us_parks_the_edit_and_staff_are_told_once(
    card: Meeting,
    rsvp: RsvpService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    server: Server,
) -> None:
    room = Room(server.rooms[RoomPurpose.MEETINGS])
    messenger.refuses[room] = MessengerError("403", failure=Failure.FORBIDDEN)
    for who in range(1, 8):
        await come(rsvp, card, who)
        await pass_by(clock, deliveries)
    told = [each for each in messenger.posted if isinstance(each, DeliveryTrouble)]
    assert [(each.subject, each.problem) for each in told] == [("Tuesday circle", "forbidden")]
    async with deliveries.database.transaction() as tx:
        rows = await tx.fetch_all("SELECT state FROM deliveries WHERE key LIKE 'card:%:count:%'")
    assert {row["state"] for row in rows} == {"parked"}


async def test_private_cards_show_no_number_and_are_left_alone(
    meeting: Meeting,
    rsvp: RsvpService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    wishes: WishService,
) -> None:
    await wishes.in_private(meeting.id, How.DM, user_id=MEMBER.user_id, guild_id=GuildId(1))
    await at(clock, deliveries, 60)
    await come(rsvp, meeting, *range(1, 7))
    await pass_by(clock, deliveries)
    await at(clock, deliveries, 10)
    assert len(changes(messenger)) == 1
    private = [each for each in messenger.posted if getattr(each, "is_private", False)]
    assert len(private) == 2
    assert all(isinstance(each, MeetingReminder) and each.coming is None for each in private)
