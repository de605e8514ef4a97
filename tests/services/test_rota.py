"""Who is on call, and what that does to a card."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import RoleId, UserId
from bot.domain.servers import Actor, Server
from bot.services.alerts import AlertService
from bot.services.ports import MessengerError
from bot.services.rota import RotaService, shift_of
from tests.fakes import FakeMessenger, FakePeople, ManualClock
from tests.services.caring import ADMIN, ANN, BEN, MEMBER, danger, rungs_said, written

EVENING = shift_of(ANN.user_id, 0, time(19), time(22))
MODERATORS, ADMINS = (RoleId(21),), (RoleId(20),)


async def test_those_on_call_are_rung_first_then_all_then_admins(
    rota: RotaService,
    alerts: AlertService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await rota.go_on(hours=4, by=ANN)
    await alerts.tell(server, written(clock), danger(), support_sent=True)
    for minutes in (3, 5, 15):
        clock.advance(timedelta(minutes=minutes))
        await alerts.deliveries.deliver_due()

    assert [(card.calls, card.rings) for card in rungs_said(messenger)] == [
        ((ANN.user_id,), ()),
        ((), MODERATORS),
        ((), ADMINS),
        ((), ADMINS),
    ]


async def test_with_nobody_on_call_all_moderators_are_rung_at_once(
    rota: RotaService,
    alerts: AlertService,
    server: Server,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await rota.go_on(hours=4, by=ANN)
    await rota.go_off(by=ANN)
    await alerts.tell(server, written(clock), danger(), support_sent=True)

    assert [(card.calls, card.rings) for card in rungs_said(messenger)] == [((), MODERATORS)]


@pytest.mark.parametrize("members", [{}, {ANN.user_id: replace(ANN, role_ids=frozenset())}])
async def test_whoever_left_or_is_of_staff_no_more_is_not_on_call(
    rota: RotaService, server: Server, people: FakePeople, members: dict[UserId, Actor]
) -> None:
    """A card that rings one who is gone would ring nobody for three minutes."""
    await rota.go_on(hours=4, by=ANN)
    people.members = members

    assert await rota.on_call(server) == []


async def test_while_discord_does_not_answer_whoever_is_on_call_stays_so(
    rota: RotaService, server: Server, people: FakePeople
) -> None:
    await rota.go_on(hours=4, by=ANN)
    people.failures.append(MessengerError("500", failure=Failure.PASSING))

    assert await rota.on_call(server) == [ANN.user_id]


async def test_a_moderator_enters_their_own_shifts_and_an_admin_anybodys(
    rota: RotaService,
) -> None:
    await rota.add_shift(EVENING, by=ANN)
    with pytest.raises(NotPermitted):
        await rota.add_shift(EVENING, by=BEN)
    view = await rota.add_shift(replace(EVENING, user_id=BEN.user_id), by=ADMIN)

    assert [shift.user_id for shift in view.rota.shifts] == [ANN.user_id, BEN.user_id]


async def test_a_member_is_put_on_no_rota(rota: RotaService) -> None:
    with pytest.raises(InvalidInput):
        await rota.add_shift(replace(EVENING, user_id=MEMBER.user_id), by=ADMIN)
    with pytest.raises(NotPermitted):
        await rota.go_on(hours=1, by=MEMBER)


async def test_a_shift_is_entered_once_and_has_a_length(rota: RotaService) -> None:
    await rota.add_shift(EVENING, by=ANN)
    with pytest.raises(Conflict):
        await rota.add_shift(EVENING, by=ANN)
    with pytest.raises(InvalidInput):
        await rota.add_shift(shift_of(ANN.user_id, 1, time(19), time(19)), by=ANN)


async def test_a_shift_is_removed_by_whose_it_is_or_an_admin(rota: RotaService) -> None:
    view = await rota.add_shift(EVENING, by=ANN)
    [shift] = view.rota.shifts
    with pytest.raises(NotPermitted):
        await rota.remove_shift(shift.id, by=BEN)
    assert (await rota.remove_shift(shift.id, by=ANN)).rota.shifts == []
    with pytest.raises(NotFound):
        await rota.remove_shift(shift.id, by=ADMIN)


async def test_a_hand_over_note_is_there_for_two_days(
    rota: RotaService, clock: ManualClock
) -> None:
    view = await rota.leave_note("two quiet cards, both looked after", by=ANN)
    assert view.left is not None
    assert view.left.by == ANN.user_id

    clock.advance(timedelta(hours=48))
    assert (await rota.view(by=BEN)).left is None
    assert await rota.forget() == 1


async def test_whoever_is_away_is_back_for_a_shift_that_was_added_since(
    rota: RotaService, server: Server, clock: ManualClock
) -> None:
    """The clock stands on a Monday at eight in the morning, in New York."""
    await rota.go_off(by=ANN)
    view = await rota.add_shift(EVENING, by=ANN)
    [word] = view.rota.words
    assert [span.user_id for span in view.next] == [ANN.user_id]
    assert word.until == view.next[0].starts_at

    clock.moment = view.next[0].starts_at
    assert await rota.on_call(server) == [ANN.user_id]
    assert (await rota.view(by=BEN)).on_call == {ANN.user_id: view.next[0].ends_at}
