"""Slow mode and closed doors: set, kept, and put back exactly, whatever happens between."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Action, Reason, State
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.holds import LEVEL, RENEWED_EVERY, SECONDS, UNTIL, moment, seconds
from bot.domain.room_notices import HoldTrouble, RoomActLine
from bot.services.deliveries import DeliveryService
from bot.services.holds import HoldService
from bot.services.ports import MessengerError
from bot.services.room_acts import RoomActService, Wish
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_room_ports import FakeHolder, FakeWarden
from tests.services.fake_rooms import Killed
from tests.services.rooms.evening import ADMIN, FORBIDDEN, MEMBER, PASSING, ROOM, at
from tests.services.rooms.test_pauses import state_of

SLOW = Wish(
    action=Action.SLOWMODE,
    reason=Reason.DISRUPTING,
    room_id=ROOM,
    seconds=30,
    length=timedelta(hours=1),
)
LOCK = Wish(action=Action.LOCKDOWN, reason=Reason.ADVERTS)
UNLOCK = Wish(action=Action.UNLOCK, reason=Reason.OTHER)
Another = Callable[[], HoldService]


async def test_slow_mode_for_a_time_is_put_back_as_it_was(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    holder.stands[SECONDS] = 5
    done = await acts.slow(SLOW, by=ADMIN)
    assert done.is_done
    assert holder.stands[SECONDS] == 30
    [(_, case)] = holder.written
    assert case is not None
    assert case.number == done.case.number

    assert await holds.next_due() == (clock() + timedelta(hours=1), None)
    await at(clock, clock() + timedelta(hours=1), holds.settle_due)
    assert holder.stands[SECONDS] == 5
    assert await holds.next_due() == (None, None)


async def test_slow_mode_asked_anew_still_goes_back_to_what_staff_had(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    await acts.slow(SLOW, by=ADMIN)
    await acts.slow(replace(SLOW, seconds=300, length=timedelta(hours=2)), by=ADMIN)
    assert holder.stands[SECONDS] == 300

    await at(clock, clock() + timedelta(hours=2), holds.settle_due)
    assert holder.stands[SECONDS] == 0


async def test_slow_mode_for_good_or_off_is_left_alone(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    await acts.slow(SLOW, by=ADMIN)
    await acts.slow(replace(SLOW, seconds=0, length=None), by=ADMIN)
    assert holder.stands[SECONDS] == 0

    holder.stands[SECONDS] = 10  # by hand, later
    await at(clock, clock() + timedelta(hours=2), holds.settle_due)
    assert holder.stands[SECONDS] == 10


async def test_slow_mode_changed_by_hand_meanwhile_stays(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    await acts.slow(SLOW, by=ADMIN)
    holder.stands[SECONDS] = 120
    await at(clock, clock() + timedelta(hours=1), holds.settle_due)
    assert holder.stands[SECONDS] == 120


async def test_slow_mode_may_be_one_threads(acts: RoomActService, warden: FakeWarden) -> None:
    warden.threads = {99: ROOM}
    warden.lacking = {"manage_threads"}
    await acts.slow(SLOW, by=ADMIN)
    with pytest.raises(NotPermitted) as met:
        await acts.slow(replace(SLOW, room_id=type(ROOM)(99)), by=ADMIN)
    assert met.value.needs == "Manage Threads"


@pytest.mark.parametrize("when", ["failures", "lost"])
async def test_killed_before_or_after_it_was_set_slow_mode_converges(
    when: str,
    acts: RoomActService,
    another_hold: Another,
    holder: FakeHolder,
    database: Database,
    clock: ManualClock,
) -> None:
    getattr(holder, when).append(Killed())
    with pytest.raises(BaseExceptionGroup):
        await acts.slow(SLOW, by=ADMIN)
    clock.advance(timedelta(minutes=2))
    await another_hold().settle_due()
    assert holder.stands[SECONDS] == 30
    assert await state_of(database, 1) is State.DONE

    getattr(holder, when).append(Killed())
    clock.advance(timedelta(hours=1))
    with pytest.raises(BaseExceptionGroup):
        await another_hold().settle_due()
    clock.advance(timedelta(minutes=2))
    await another_hold().settle_due()
    assert holder.stands[SECONDS] == 0


async def test_a_lockdown_pauses_invites_raises_the_level_and_restores_both(
    acts: RoomActService,
    holder: FakeHolder,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    before = dict(holder.stands)
    await acts.lock(LOCK, by=ADMIN)
    assert holder.stands[LEVEL] == 3
    assert (holder.stands[UNTIL] or 0) > seconds(clock() + timedelta(hours=22))

    await acts.unlock(UNLOCK, by=ADMIN)
    assert holder.stands == before
    await deliveries.deliver_due()
    lines = [each.action for each in messenger.posted if isinstance(each, RoomActLine)]
    assert lines == ["lockdown", "unlock"]


async def test_a_lockdown_never_lowers_the_level_and_keeps_an_earlier_pause(
    acts: RoomActService, holder: FakeHolder, clock: ManualClock
) -> None:
    until = seconds(clock() + timedelta(hours=5))
    holder.stands.update({LEVEL: 4, UNTIL: until})
    await acts.lock(LOCK, by=ADMIN)
    assert holder.stands[LEVEL] == 4

    await acts.unlock(UNLOCK, by=ADMIN)
    assert holder.stands[LEVEL] == 4
    assert holder.stands[UNTIL] == until


async def test_while_it_lasts_invites_are_paused_anew_within_a_day(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    before = dict(holder.stands)
    await acts.lock(LOCK, by=ADMIN)
    for _ in range(7):
        due, _ = await holds.next_due()
        assert due is not None
        assert due - clock() <= RENEWED_EVERY < timedelta(hours=24)
        await at(clock, due, holds.settle_due)
        assert (holder.stands[UNTIL] or 0) > seconds(clock() + timedelta(hours=12))
        assert (holder.stands[UNTIL] or 0) <= seconds(clock() + timedelta(hours=24))

    await acts.unlock(UNLOCK, by=ADMIN)
    assert holder.stands == before


async def test_after_days_without_the_bot_a_lockdown_goes_on(
    acts: RoomActService, another_hold: Another, holder: FakeHolder, clock: ManualClock
) -> None:
    await acts.lock(LOCK, by=ADMIN)
    clock.advance(timedelta(days=3))
    holder.stands[UNTIL] = None  # Discord let the pause run out
    await another_hold().settle_due()
    assert holder.stands[UNTIL] is not None


async def test_doors_opened_by_hand_during_a_lockdown_stay_open(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    await acts.lock(LOCK, by=ADMIN)
    holder.stands.update({UNTIL: None, LEVEL: 2})
    for _ in range(2):
        clock.advance(RENEWED_EVERY)
        await holds.settle_due()
    assert (holder.stands[UNTIL], holder.stands[LEVEL]) == (None, 2)
    await acts.unlock(UNLOCK, by=ADMIN)
    assert (holder.stands[UNTIL], holder.stands[LEVEL]) == (None, 2)


@pytest.mark.parametrize("when", ["failures", "lost"])
async def test_killed_at_each_step_a_lockdown_converges(
    when: str,
    acts: RoomActService,
    another_hold: Another,
    holder: FakeHolder,
    clock: ManualClock,
) -> None:
    before = dict(holder.stands)
    getattr(holder, when).append(Killed())
    with pytest.raises(BaseExceptionGroup):
        await acts.lock(LOCK, by=ADMIN)
    clock.advance(timedelta(minutes=2))
    await another_hold().settle_due()
    assert holder.stands[LEVEL] == 3

    getattr(holder, when).append(Killed())
    clock.advance(RENEWED_EVERY)
    with pytest.raises(BaseExceptionGroup):
        await another_hold().settle_due()
    clock.advance(timedelta(minutes=2))
    await another_hold().settle_due()
    assert (holder.stands[UNTIL] or 0) > seconds(clock() + timedelta(hours=22))

    getattr(holder, when).append(Killed())
    with pytest.raises(BaseExceptionGroup):
        await acts.unlock(UNLOCK, by=ADMIN)
    clock.advance(timedelta(minutes=2))
    await another_hold().settle_due()
    assert holder.stands == before


async def test_two_moderators_close_the_doors_once(acts: RoomActService) -> None:
    await acts.lock(LOCK, by=ADMIN)
    with pytest.raises(Conflict):
        await acts.lock(LOCK, by=ADMIN)
    await acts.unlock(UNLOCK, by=ADMIN)
    with pytest.raises(Conflict):
        await acts.unlock(UNLOCK, by=ADMIN)


async def test_a_refused_lockdown_is_no_lockdown(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, database: Database
) -> None:
    holder.failures = [FORBIDDEN]
    with pytest.raises(NotPermitted):
        await acts.lock(LOCK, by=ADMIN)
    assert await state_of(database, 1) is State.FAILED
    assert await holds.lockdown(ADMIN.guild_id) is None


async def test_a_silent_discord_is_asked_again(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    holder.failures = [PASSING]
    assert not (await acts.lock(LOCK, by=ADMIN)).is_done
    await at(clock, clock() + timedelta(minutes=1), holds.settle_due)
    assert holder.stands[LEVEL] == 3


async def test_what_cannot_be_put_back_is_told_to_staff_once_and_tried_again(
    acts: RoomActService,
    holds: HoldService,
    holder: FakeHolder,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await acts.slow(SLOW, by=ADMIN)
    clock.advance(timedelta(hours=1))
    for _ in range(3):
        holder.failures = [FORBIDDEN]
        await holds.settle_due()
        await deliveries.deliver_due()
        clock.advance(timedelta(minutes=10))
    await holds.settle_due()

    told = [each for each in messenger.posted if isinstance(each, HoldTrouble)]
    assert told == [HoldTrouble(kind="slowmode", channel_id=ROOM, problem="forbidden", is_end=True)]
    assert holder.stands[SECONDS] == 0


async def test_a_room_that_is_gone_is_let_go(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    await acts.slow(SLOW, by=ADMIN)
    holder.failures = [MessengerError("404", failure=Failure.GONE)]
    await at(clock, clock() + timedelta(hours=1), holds.settle_due)
    assert await holds.next_due() == (None, None)
    clock.advance(timedelta(days=31))
    assert await holds.forget() == 1


async def test_who_may_not_and_what_not(acts: RoomActService, warden: FakeWarden) -> None:
    for act in (acts.slow, acts.lock, acts.unlock):
        with pytest.raises(NotPermitted):
            await act(SLOW, by=MEMBER)
    for wrong in (replace(SLOW, seconds=21_601), replace(SLOW, seconds=0)):
        with pytest.raises(InvalidInput):
            await acts.slow(wrong, by=ADMIN)
    warden.lacking = {"manage_guild"}
    with pytest.raises(NotPermitted) as met:
        await acts.lock(LOCK, by=ADMIN)
    assert met.value.by_bot


async def test_two_moderators_ask_for_one_slow_mode_once(
    acts: RoomActService, holder: FakeHolder
) -> None:
    holder.failures = [PASSING]
    await acts.slow(SLOW, by=ADMIN)
    with pytest.raises(Conflict):
        await acts.slow(SLOW, by=ADMIN)


async def test_a_pause_of_invites_that_would_be_over_by_now_is_not_put_back(
    acts: RoomActService, holder: FakeHolder, clock: ManualClock
) -> None:
    until = seconds(clock() + timedelta(hours=5))
    holder.stands[UNTIL] = until
    assert moment(until) == clock() + timedelta(hours=5)
    await acts.lock(LOCK, by=ADMIN)
    clock.advance(timedelta(hours=6))
    await acts.unlock(UNLOCK, by=ADMIN)
    assert holder.stands[UNTIL] is None


async def test_a_poisoned_row_holds_up_no_other(
    acts: RoomActService, holds: HoldService, holder: FakeHolder, database: Database
) -> None:
    holder.failures = [ValueError("of our own")]
    with pytest.raises(NotPermitted):
        await acts.slow(SLOW, by=ADMIN)
    assert await state_of(database, 1) is State.FAILED
    await acts.lock(LOCK, by=ADMIN)
    assert await holds.lockdown(ADMIN.guild_id) is not None


async def test_no_room_is_not_found(acts: RoomActService) -> None:
    with pytest.raises(NotFound):
        await acts.slow(replace(SLOW, room_id=None), by=ADMIN)
