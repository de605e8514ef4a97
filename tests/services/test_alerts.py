"""Staff are told by whatever way is left: the room, private messages, without the database."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deliveries import Failure, Person, Room
from bot.domain.errors import StorageError
from bot.domain.ids import IncidentId
from bot.domain.screening import Level, Topic
from bot.domain.servers import Server
from bot.services.alerts import AlertService
from bot.services.care import CareService
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.storage import incidents as rows
from tests.fakes import FakeMessenger, FakePeople, ManualClock
from tests.services.caring import (
    ADMIN,
    ANN,
    BEN,
    STAFF_ROOM,
    changes_said,
    danger,
    rungs_said,
    written,
)

GONE = MessengerError("404", failure=Failure.GONE)


def places(messenger: FakeMessenger) -> list[object]:
    """Where something was said, in order."""
    return [message.place for message in messenger.messages]


@pytest.fixture
async def helped_before(alerts: AlertService, care: CareService, server: Server) -> None:
    """Ann has taken a card here, so she is known to be of staff."""
    clock = alerts.now
    assert isinstance(clock, ManualClock)
    await alerts.tell(server, written(clock), danger(), support_sent=True)
    await care.acknowledge(IncidentId(1), by=ANN)


@pytest.mark.usefixtures("helped_before")
async def test_a_staff_room_that_is_gone_leaves_moderators_and_admins_in_private(
    alerts: AlertService, server: Server, messenger: FakeMessenger, clock: ManualClock
) -> None:
    messenger.messages.clear()
    messenger.refuses[Room(STAFF_ROOM)] = GONE

    assert await alerts.tell(server, written(clock), danger(), support_sent=True)
    assert set(places(messenger)) == {Person(ANN.user_id), Person(ADMIN.user_id)}
    assert all(card.in_private for card in rungs_said(messenger))


async def test_in_private_too_it_comes_again_until_somebody_acknowledges(
    alerts: AlertService,
    care: CareService,
    deliveries: DeliveryService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.refuses[Room(STAFF_ROOM)] = GONE
    await alerts.tell(server, written(clock), danger(), support_sent=True)
    clock.advance(timedelta(minutes=3))
    await deliveries.deliver_due()
    await care.acknowledge(IncidentId(1), by=ADMIN)
    clock.advance(timedelta(hours=2))
    await deliveries.deliver_due()

    assert [card.rung for card in rungs_said(messenger)] == [0, 1]
    assert {change.taken_by for change in changes_said(messenger)} == {ADMIN.user_id}


async def test_a_server_without_a_staff_room_has_its_admin(
    alerts: AlertService, server: Server, messenger: FakeMessenger, clock: ManualClock
) -> None:
    homeless = replace(server, rooms={})

    assert await alerts.tell(homeless, written(clock), danger(), support_sent=True)
    assert places(messenger) == [Person(ADMIN.user_id)]


async def test_whoever_is_of_staff_no_more_is_told_nothing(
    alerts: AlertService,
    care: CareService,
    server: Server,
    people: FakePeople,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """Ann left, and Ben is a member like any other now."""
    for number, by in enumerate((ANN, BEN), start=1):
        await alerts.tell(server, written(clock), danger(), support_sent=True)
        await care.acknowledge(IncidentId(number), by=by)
    del people.members[ANN.user_id]
    people.members[BEN.user_id] = replace(BEN, role_ids=frozenset())
    messenger.messages.clear()
    messenger.refuses[Room(STAFF_ROOM)] = GONE
    await alerts.tell(server, written(clock), danger(), support_sent=True)

    assert places(messenger) == [Person(ADMIN.user_id)]


async def test_nobody_told_is_nobody_told(
    alerts: AlertService,
    server: Server,
    people: FakePeople,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.refuses[Room(STAFF_ROOM)] = GONE
    people.failures.append(MessengerError("500", failure=Failure.PASSING))
    assert not await alerts.tell(server, written(clock), danger(), support_sent=True)

    messenger.refuses[Person(ADMIN.user_id)] = MessengerError("403", failure=Failure.DM_CLOSED)
    async with asyncio.timeout(30):  # it is not tried in private again, and again
        assert not await alerts.tell(server, written(clock), danger(), support_sent=True)


@pytest.mark.usefixtures("helped_before")
async def test_a_private_message_that_is_refused_is_not_tried_in_private_again(
    alerts: AlertService, server: Server, messenger: FakeMessenger, clock: ManualClock
) -> None:
    """The others have it already; who is left would be written to without end."""
    messenger.messages.clear()
    messenger.refuses[Room(STAFF_ROOM)] = GONE
    messenger.refuses[Person(ANN.user_id)] = MessengerError("403", failure=Failure.DM_CLOSED)

    async with asyncio.timeout(30):
        assert await alerts.tell(server, written(clock), danger(), support_sent=True)
    assert places(messenger) == [Person(ADMIN.user_id)]


@pytest.mark.usefixtures("helped_before")
async def test_where_the_record_of_helpers_cannot_be_read_discord_still_names_the_admin(
    alerts: AlertService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(*_: object) -> None:
        raise StorageError("disk")

    monkeypatch.setattr(rows, "helpers", broken)
    messenger.messages.clear()
    messenger.refuses[Room(STAFF_ROOM)] = GONE
    assert await alerts.tell(server, written(clock), danger(), support_sent=True)
    assert places(messenger) == [Person(ADMIN.user_id)]


async def test_a_room_that_only_stumbles_is_tried_again_and_nobody_is_written_to(
    alerts: AlertService,
    deliveries: DeliveryService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.failures.append(MessengerError("500", failure=Failure.PASSING))
    assert not await alerts.tell(server, written(clock), danger(), support_sent=True)

    clock.advance(timedelta(seconds=15))
    await deliveries.deliver_due()
    assert places(messenger) == [Room(STAFF_ROOM)]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that takes no incident."""

    async def full(*_: object, **__: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr(rows, "add", full)


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("topic", Topic)
async def test_with_the_database_down_the_card_goes_straight_to_the_room_and_rings(
    alerts: AlertService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
    topic: Topic,
) -> None:
    """It cannot come again, so it rings moderators and admins at once."""
    assert await alerts.tell(server, written(clock), danger(topic=topic), support_sent=True)

    [card] = rungs_said(messenger)
    assert (card.topic, card.incident_id, card.rings) == (topic, 0, (20, 21))


@pytest.mark.usefixtures("full_disk")
async def test_with_database_and_staff_room_down_the_admin_is_told_in_private(
    alerts: AlertService, server: Server, messenger: FakeMessenger, clock: ManualClock
) -> None:
    messenger.refuses[Room(STAFF_ROOM)] = GONE

    assert await alerts.tell(server, written(clock), danger(), support_sent=True)
    assert places(messenger) == [Person(ADMIN.user_id)]


async def test_a_low_card_is_quiet(
    alerts: AlertService,
    deliveries: DeliveryService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    assert await alerts.tell(server, written(clock), danger(Level.LOW), support_sent=True)
    clock.advance(timedelta(hours=5))
    await deliveries.deliver_due()

    assert [(card.level, card.rings) for card in rungs_said(messenger)] == [("low", ())]


async def test_a_low_card_wakes_nobody_in_private(
    alerts: AlertService, server: Server, messenger: FakeMessenger, clock: ManualClock
) -> None:
    messenger.refuses[Room(STAFF_ROOM)] = GONE

    assert not await alerts.tell(server, written(clock), danger(Level.LOW), support_sent=True)
    assert messenger.posted == []


async def test_what_nobody_answered_in_a_day_is_counted(
    alerts: AlertService,
    care: CareService,
    server: Server,
    clock: ManualClock,
) -> None:
    for level in (Level.HIGH, Level.LOW):
        await alerts.tell(server, written(clock), danger(level), support_sent=True)
    assert await care.unanswered(ADMIN) == 0

    clock.advance(timedelta(hours=24))
    assert await care.unanswered(ADMIN) == 1
