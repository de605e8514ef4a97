"""A care card in staff's hands: taken once, never alone, and looked after the next day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.care_notices import FollowUp, SecondWanted
from bot.domain.deliveries import Failure, Person, Room
from bot.domain.errors import Conflict, NotFound, NotPermitted
from bot.domain.ids import GuildId, IncidentId, RoleId
from bot.domain.incidents import Outcome
from bot.domain.servers import Actor, Server
from bot.services.alerts import AlertService
from bot.services.care import CareService, Written
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.caring import (
    ANN,
    BEN,
    GUILD,
    MEMBER,
    STAFF_ROOM,
    changes_said,
    danger,
    rungs_said,
    written,
)

FIRST = IncidentId(1)
SAFE = Written(outcome=Outcome.SAFE_FOR_NOW, note="her sister is with her")


@pytest.fixture
async def card(alerts: AlertService, server: Server, clock: ManualClock) -> IncidentId:
    """A card in the staff room that nobody has."""
    assert await alerts.tell(server, written(clock), danger(), support_sent=True)
    return FIRST


async def test_the_second_to_acknowledge_is_told_so(care: CareService, card: IncidentId) -> None:
    await care.acknowledge(card, by=ANN)

    with pytest.raises(Conflict):
        await care.acknowledge(card, by=BEN)


async def test_only_staff_acknowledge(care: CareService, card: IncidentId) -> None:
    with pytest.raises(NotPermitted):
        await care.acknowledge(card, by=MEMBER)


async def test_a_card_of_another_server_is_not_found(
    care: CareService, card: IncidentId, server: Server
) -> None:
    with pytest.raises(NotFound):
        await care.acknowledge(IncidentId(card + 1), by=ANN)


async def test_every_card_says_who_has_it_and_rings_nobody(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """The one that rang again after three minutes too."""
    clock.advance(timedelta(minutes=3))
    await deliveries.deliver_due()
    await care.acknowledge(card, by=ANN)
    await deliveries.deliver_due()

    changes = changes_said(messenger)
    assert {change.shown_message_id for change in changes} == {1, 2}
    assert all((change.taken_by, change.rings) == (ANN.user_id, ()) for change in changes)


async def test_a_crash_before_the_card_was_changed_is_made_good(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """Who has it is in the ledger with the record, so a 500 or a dead process loses nothing."""
    messenger.failures.append(MessengerError("500", failure=Failure.PASSING))
    await care.acknowledge(card, by=ANN)
    assert changes_said(messenger) == []

    clock.advance(timedelta(seconds=20))
    await deliveries.deliver_due()
    assert [change.taken_by for change in changes_said(messenger)] == [ANN.user_id]


async def test_a_change_that_waits_does_not_undo_a_later_one(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.failures.append(MessengerError("500", failure=Failure.PASSING))
    await care.acknowledge(card, by=ANN)
    clock.advance(timedelta(seconds=1))
    await care.settle(card, SAFE, by=ANN)
    clock.advance(timedelta(minutes=1))
    await deliveries.deliver_due()

    assert [change.outcome for change in changes_said(messenger)] == ["safe_for_now"]


async def test_a_second_person_is_rung_until_one_joins(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await care.acknowledge(card, by=ANN)
    assert await care.ask_second(card, by=ANN)
    clock.advance(timedelta(minutes=3))
    await deliveries.deliver_due()
    await care.join(card, by=BEN)
    clock.advance(timedelta(hours=1))
    await deliveries.deliver_due()

    calls = [notice for notice in messenger.posted if isinstance(notice, SecondWanted)]
    assert [(call.again, call.rings) for call in calls] == [
        (False, (RoleId(21),)),
        (True, (RoleId(20), RoleId(21))),
    ]
    assert changes_said(messenger)[-1].second_by == BEN.user_id


async def test_nobody_is_rung_for_a_second_person_who_is_there(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await care.acknowledge(card, by=ANN)
    await care.ask_second(card, by=ANN)
    await care.join(card, by=BEN)
    clock.advance(timedelta(minutes=3))
    await deliveries.deliver_due()
    calls = [notice for notice in messenger.posted if isinstance(notice, SecondWanted)]
    assert [call.again for call in calls] == [False]


async def test_whoever_has_looked_after_them_already_is_not_reminded(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await care.acknowledge(card, by=ANN)
    await care.follow_up(card, by=ANN)
    clock.advance(timedelta(days=2))
    await deliveries.deliver_due()
    assert not [notice for notice in messenger.posted if isinstance(notice, FollowUp)]


async def test_nobody_rings_for_a_second_person_twice(care: CareService, card: IncidentId) -> None:
    await care.acknowledge(card, by=ANN)
    await care.ask_second(card, by=ANN)

    with pytest.raises(Conflict):
        await care.ask_second(card, by=BEN)


async def test_a_card_that_nobody_has_needs_a_first_person_first(
    care: CareService, card: IncidentId
) -> None:
    with pytest.raises(Conflict):
        await care.ask_second(card, by=ANN)
    with pytest.raises(Conflict):
        await care.settle(card, SAFE, by=ANN)


async def test_nobody_is_their_own_second_person_and_there_is_one(
    care: CareService, card: IncidentId
) -> None:
    await care.acknowledge(card, by=ANN)
    with pytest.raises(Conflict):
        await care.join(card, by=ANN)
    await care.join(card, by=BEN)
    third = Actor(user_id=MEMBER.user_id, guild_id=GUILD, role_ids=BEN.role_ids)
    with pytest.raises(Conflict):
        await care.join(card, by=third)


async def test_the_card_says_what_came_of_it_and_not_the_note(
    care: CareService, card: IncidentId, messenger: FakeMessenger, database: Database
) -> None:
    """A note on a card would never expire; in the database it does."""
    await care.acknowledge(card, by=ANN)
    await care.settle(card, SAFE, by=ANN)

    change = changes_said(messenger)[-1]
    assert (change.outcome, change.outcome_by, change.noted) == ("safe_for_now", 50, True)
    async with database.transaction() as tx:
        assert "sister" not in str(await tx.fetch_all("SELECT payload FROM deliveries"))
    assert (await care.look(card, by=BEN)).note == SAFE.note


async def test_a_note_is_forgotten_in_time(
    care: CareService, card: IncidentId, clock: ManualClock
) -> None:
    await care.acknowledge(card, by=ANN)
    await care.settle(card, SAFE, by=ANN)
    clock.advance(timedelta(days=30))

    assert await care.forget_notes() == 1
    assert (await care.look(card, by=ANN)).note == ""


async def test_of_two_who_write_an_outcome_the_second_is_told(
    care: CareService, card: IncidentId
) -> None:
    await care.acknowledge(card, by=ANN)
    await care.settle(card, SAFE, by=ANN)
    other = Written(outcome=Outcome.HANDED_OVER)

    with pytest.raises(Conflict):
        await care.settle(card, other, by=BEN)
    changed = await care.settle(
        card, Written(outcome=Outcome.HANDED_OVER, was="safe_for_now"), by=BEN
    )
    assert changed.outcome is Outcome.HANDED_OVER


async def test_the_next_morning_asks_whoever_took_it(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    """Noon UTC is eight in New York: the next ten o'clock there has no night before it."""
    await care.acknowledge(card, by=ANN)
    clock.moment = datetime(2026, 3, 10, 13, 59, tzinfo=UTC)
    await deliveries.deliver_due()
    assert messenger.messages[-1].place != Person(ANN.user_id)

    clock.moment = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
    await deliveries.deliver_due()
    asked = messenger.messages[-1]
    assert isinstance(asked.notice, FollowUp)
    assert asked.place == Person(ANN.user_id)


async def test_closed_direct_messages_bring_the_reminder_to_the_staff_room(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.refuses[Person(ANN.user_id)] = MessengerError("50007", failure=Failure.DM_CLOSED)
    await care.acknowledge(card, by=ANN)
    clock.advance(timedelta(days=2))
    await deliveries.deliver_due()

    asked = messenger.messages[-1]
    assert isinstance(asked.notice, FollowUp)
    assert (asked.place, asked.notice.calls) == (Room(STAFF_ROOM), (ANN.user_id,))


async def test_a_reminder_comes_again_until_it_is_done(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await care.acknowledge(card, by=ANN)
    clock.advance(timedelta(days=2))
    await deliveries.deliver_due()
    await care.remind_again(card, again=0, by=ANN)
    with pytest.raises(Conflict):
        await care.remind_again(card, again=0, by=ANN)
    clock.advance(timedelta(days=2))
    await deliveries.deliver_due()
    await care.follow_up(card, by=ANN)
    with pytest.raises(Conflict):
        await care.follow_up(card, by=BEN)

    asked = [notice for notice in messenger.posted if isinstance(notice, FollowUp)]
    assert [notice.again for notice in asked] == [0, 1]


async def test_a_card_that_was_misread_asks_nobody_the_next_day(
    care: CareService,
    card: IncidentId,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await care.acknowledge(card, by=ANN)
    await care.settle(card, Written(outcome=Outcome.MISREAD), by=ANN)
    clock.advance(timedelta(days=3))
    await deliveries.deliver_due()

    assert not [notice for notice in messenger.posted if isinstance(notice, FollowUp)]


async def test_a_card_by_hand_is_its_makers_and_rings_nobody(
    care: CareService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    _, posted = await care.start(written(clock), by=ANN)
    clock.advance(timedelta(hours=1))
    await deliveries.deliver_due()

    [card] = rungs_said(messenger)
    assert posted
    assert (card.started_by, card.taken_by, card.rings) == (ANN.user_id, ANN.user_id, ())


async def test_two_who_worry_about_one_person_share_a_card(
    care: CareService, clock: ManualClock
) -> None:
    await care.start(written(clock), by=ANN)

    with pytest.raises(Conflict):
        await care.start(written(clock), by=BEN)


async def test_nobody_carries_a_card_about_themselves(
    care: CareService, clock: ManualClock
) -> None:
    with pytest.raises(Conflict) as raised:
        await care.start(replace(written(clock), author_id=ANN.user_id), by=ANN)
    assert raised.value.what == "care_for_oneself"


async def test_a_card_that_could_not_be_posted_is_not_said_to_be_there(
    care: CareService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    messenger.failures.append(MessengerError("500", failure=Failure.PASSING))
    _, posted = await care.start(written(clock), by=ANN)

    assert not posted


async def test_a_server_sees_only_its_own_cards(care: CareService, card: IncidentId) -> None:
    stranger = Actor(user_id=ANN.user_id, guild_id=GuildId(2), is_owner=True)
    await care.servers.seed(Server(guild_id=GuildId(2), zone=care.servers.need(GUILD).zone))

    with pytest.raises(NotFound):
        await care.acknowledge(card, by=stranger)


async def test_a_dead_process_leaves_the_whole_ladder(
    alerts: AlertService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed between record and card: another process posts it once its claim is over."""

    async def killed(_: object, key: str) -> bool:
        raise KeyboardInterrupt(key)

    monkeypatch.setattr(DeliveryService, "deliver_now", killed)
    with pytest.raises(KeyboardInterrupt):
        await alerts.tell(server, written(clock), danger(), support_sent=True)
    monkeypatch.undo()
    clock.advance(alerts.deliveries.lease)
    await alerts.deliveries.deliver_due()

    assert [card.rung for card in rungs_said(messenger)] == [0]
