"""Two moderators ask for something else of one hold, in one moment or while Discord is silent."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.cases import State
from bot.domain.errors import Conflict
from bot.domain.holds import SECONDS, Hold, Numbers
from bot.services.ports import MessengerError
from bot.services.room_acts import Acted, RoomActService
from bot.storage.database import Database
from tests.services.fake_room_ports import FakeHolder
from tests.services.rooms.evening import ADMIN, FORBIDDEN, PASSING
from tests.services.rooms.test_holds import LOCK, SLOW, UNLOCK, Another
from tests.services.rooms.test_pauses import PAUSE, RESUME, state_of


async def test_what_another_moderator_asks_for_instead_closes_what_discord_never_took(
    acts: RoomActService, holder: FakeHolder, database: Database
) -> None:
    holder.failures = [PASSING]
    assert not (await acts.slow(SLOW, by=ADMIN)).is_done
    assert (await acts.slow(replace(SLOW, seconds=60), by=ADMIN)).is_done

    assert [await state_of(database, number) for number in (1, 2)] == [State.FAILED, State.DONE]


async def test_of_two_slow_modes_asked_for_at_once_one_is_set_and_no_case_stays_open(
    acts: RoomActService, holder: FakeHolder, database: Database
) -> None:
    """Both are written down before either is set."""
    other = replace(SLOW, seconds=60)
    did = await asyncio.gather(
        acts.slow(SLOW, by=ADMIN), acts.slow(other, by=ADMIN), return_exceptions=True
    )
    done = [each for each in did if isinstance(each, Acted) and each.is_done]
    [refused] = [each for each in did if isinstance(each, Conflict)]
    assert [each.seconds for each in done] == [holder.stands[SECONDS]]
    assert refused.what == "slow_mode_replaced"
    states = {await state_of(database, number) for number in (1, 2)}
    assert states == {State.FAILED, State.DONE}


async def test_a_lockdown_taken_back_while_discord_is_silent_is_over_at_once(
    acts: RoomActService, another_hold: Another, holder: FakeHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, begun, unlocked = holder.read, asyncio.Event(), asyncio.Event()

    async def read_late(hold: Hold) -> Numbers:
        if not begun.is_set():
            begun.set()
            await unlocked.wait()
            raise PASSING
        return await read(hold)

    async def unlock_meanwhile() -> None:
        await begun.wait()
        await replace(acts, holds=another_hold()).unlock(UNLOCK, by=ADMIN)
        unlocked.set()

    monkeypatch.setattr(holder, "read", read_late)
    await asyncio.gather(acts.lock(LOCK, by=ADMIN), unlock_meanwhile(), return_exceptions=True)
    await acts.holds.settle_due()
    assert await acts.holds.lockdown(ADMIN.guild_id) is None


async def test_two_moderators_lock_the_server_once(acts: RoomActService) -> None:
    both = (acts.lock(LOCK, by=ADMIN), acts.lock(LOCK, by=ADMIN))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Acted", "Conflict"]
    with pytest.raises(Conflict):
        await acts.may_lock(by=ADMIN)  # whoever asks later is not even asked to confirm


async def test_two_moderators_pause_a_room_once_and_resume_it_once(acts: RoomActService) -> None:
    for act, wish in ((acts.pause, PAUSE), (acts.resume, RESUME)):
        both = (act(wish, by=ADMIN), act(wish, by=ADMIN))
        done = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(each).__name__ for each in done) == ["Acted", "Conflict"]


@pytest.mark.parametrize("failure", [FORBIDDEN, PASSING])
async def test_a_failure_does_not_touch_what_another_moderator_asks_for_meanwhile(
    failure: MessengerError,
    acts: RoomActService,
    another_hold: Another,
    holder: FakeHolder,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two press in one moment, and the bot is given its right between the two."""
    read, first, second = holder.read, asyncio.Event(), asyncio.Event()

    async def read_late(hold: Hold) -> Numbers:
        if not first.is_set():
            first.set()
            await second.wait()
            raise failure
        return await read(hold)

    async def press_meanwhile() -> Acted:
        await first.wait()
        done = await replace(acts, holds=another_hold()).slow(replace(SLOW, seconds=60), by=ADMIN)
        second.set()
        return done

    monkeypatch.setattr(holder, "read", read_late)
    _, done = await asyncio.gather(
        acts.slow(SLOW, by=ADMIN), press_meanwhile(), return_exceptions=True
    )
    assert isinstance(done, Acted)
    assert done.is_done
    await acts.holds.settle_due()
    assert holder.stands[SECONDS] == 60, "what the second asked for stands"
    assert [await state_of(database, number) for number in (1, 2)] == [State.FAILED, State.DONE]
    due, _ = await acts.holds.next_due()
    assert due == done.case.until, "and is put back when the second said"
