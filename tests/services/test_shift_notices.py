"""Whoever's shift begins is told so: once, in private, and only while it is true."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.care_notices import ShiftBegins
from bot.domain.deliveries import Failure, Person, Place, Room
from bot.domain.ids import UserId
from bot.domain.servers import Actor, Server
from bot.services.caring import Caring
from bot.services.ports import MessengerError
from bot.services.rota import RotaService, shift_of
from tests.fakes import FakeMessenger, FakePeople, ManualClock
from tests.services.caring import ADMIN, ANN, BEN, STAFF_ROOM

# By the clinic's clocks, in New York; the clock of the tests stands at 8 on that Monday morning.
EVENING = shift_of(ANN.user_id, 0, time(19), time(22))
STARTS, ENDS = datetime(2026, 3, 9, 23, tzinfo=UTC), datetime(2026, 3, 10, 2, tzinfo=UTC)
PRIVATE = Person(ANN.user_id)


def told(messenger: FakeMessenger) -> list[tuple[Place, ShiftBegins]]:
    """Return what was said of shifts that begin, and where."""
    return [
        (each.place, each.notice)
        for each in messenger.messages
        if isinstance(each.notice, ShiftBegins)
    ]


async def at(moment: datetime, caring: Caring, clock: ManualClock) -> None:
    """Let it be `moment`, and say what is due."""
    clock.moment = moment
    await caring.deliveries.deliver_due()


async def test_whoever_has_the_shift_is_told_as_it_begins_and_once(
    caring: Caring, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await caring.rota.add_shift(EVENING, by=ANN)
    await at(STARTS - timedelta(seconds=1), caring, clock)
    assert told(messenger) == []

    for moment in (STARTS, STARTS + timedelta(hours=1)):
        await caring.shift_notices.plan_all()
        await at(moment, caring, clock)

    [(place, notice)] = told(messenger)
    assert place == PRIVATE
    assert (notice.server, notice.starts_at, notice.ends_at) == ("Harbour", STARTS, ENDS)


async def test_the_week_after_is_planned_from_day_to_day(
    caring: Caring, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await caring.rota.add_shift(EVENING, by=ANN)
    for week in range(3):
        await caring.shift_notices.plan_all()
        await at(STARTS + timedelta(weeks=week), caring, clock)

    assert len(told(messenger)) == 3


async def test_a_shift_that_was_removed_or_left_is_not_announced(
    caring: Caring, rota: RotaService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    view = await rota.add_shift(EVENING, by=ANN)
    await rota.add_shift(replace(EVENING, user_id=BEN.user_id), by=ADMIN)
    await rota.remove_shift(view.rota.shifts[0].id, by=ANN)
    clock.moment = STARTS
    await rota.go_off(by=BEN)
    await caring.deliveries.deliver_due()

    assert told(messenger) == []


async def test_a_shift_that_was_put_back_is_announced(
    caring: Caring, rota: RotaService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    view = await rota.add_shift(EVENING, by=ANN)
    await rota.remove_shift(view.rota.shifts[0].id, by=ANN)
    await rota.add_shift(EVENING, by=ANN)
    await at(STARTS, caring, clock)

    assert len(told(messenger)) == 1


async def test_after_an_outage_a_shift_that_goes_on_is_still_announced_and_none_that_is_over(
    caring: Caring, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await caring.rota.add_shift(EVENING, by=ANN)
    later = replace(EVENING, weekday=1)
    await caring.rota.add_shift(later, by=ANN)
    await at(STARTS + timedelta(days=1, hours=2), caring, clock)

    [(_, notice)] = told(messenger)
    assert notice.starts_at == STARTS + timedelta(days=1)


@pytest.mark.parametrize("members", [{}, {ANN.user_id: replace(ANN, role_ids=frozenset())}])
async def test_whoever_is_of_staff_no_more_is_not_told(
    caring: Caring,
    messenger: FakeMessenger,
    clock: ManualClock,
    people: FakePeople,
    members: dict[UserId, Actor],
) -> None:
    await caring.rota.add_shift(EVENING, by=ANN)
    people.members = members
    await at(STARTS, caring, clock)

    assert told(messenger) == []


async def test_whoever_takes_no_direct_messages_is_told_in_the_staff_room(
    caring: Caring, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await caring.rota.add_shift(EVENING, by=ANN)
    messenger.refuses[PRIVATE] = MessengerError("403", failure=Failure.DM_CLOSED)
    await at(STARTS, caring, clock)

    [(place, notice)] = told(messenger)
    assert place == Room(STAFF_ROOM)
    assert notice.calls == (ANN.user_id,)


async def test_whoever_is_put_into_a_shift_that_goes_on_is_told_and_whoever_does_so_knows(
    caring: Caring, rota: RotaService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    clock.moment = STARTS + timedelta(hours=1)
    await rota.add_shift(EVENING, by=ANN)
    await rota.add_shift(replace(EVENING, user_id=BEN.user_id), by=ADMIN)
    await caring.deliveries.deliver_due()

    assert [place for place, _ in told(messenger)] == [Person(BEN.user_id)]


async def test_where_the_clinic_wants_no_notices_there_are_none(
    caring: Caring, messenger: FakeMessenger, clock: ManualClock
) -> None:
    quiet = replace(caring, tells_shifts=False)
    await quiet.rota.add_shift(EVENING, by=ANN)
    await quiet.shift_notices.plan_all()
    await at(STARTS, quiet, clock)

    assert told(messenger) == []


async def test_a_shift_that_nobody_takes_over_is_known(
    rota: RotaService, server: Server, clock: ManualClock
) -> None:
    await rota.add_shift(EVENING, by=ANN)
    assert await rota.left_alone(server) is None, "no shift goes on"

    clock.moment = STARTS
    assert await rota.left_alone(server) is None, "Ann is there"

    await rota.go_off(by=ANN)
    assert await rota.left_alone(server) == STARTS

    await rota.go_on(hours=1, by=BEN)
    assert await rota.left_alone(server) is None, "Ben is there"
