"""The model is asked off the event loop, is never waited for long, and can break nothing."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.screening import QUIET, Kind, Level, Verdict
from bot.domain.screening.opinion import Opinion
from bot.services import second_ear
from bot.services.ports import Ear
from bot.services.second_ear import MOST_WAITING_EACH, SecondEar, Standing
from tests.fakes import FakeEar, ManualClock

VEILED = "zwei kleine wolken am himmel"


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Keeps a model busy; opened when the test is over."""
    opened = threading.Event()
    yield opened
    opened.set()


class Followed:
    """Takes late verdicts."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []
        self._came = asyncio.Event()

    async def __call__(self, verdict: Verdict) -> None:
        """Remember one."""
        self.verdicts.append(verdict)
        self._came.set()

    async def next(self) -> Verdict:
        """Wait for one."""
        async with asyncio.timeout(30):
            await self._came.wait()
        return self.verdicts[-1]


@pytest.fixture
def followed() -> Followed:
    """What came late."""
    return Followed()


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a model that answers at once be waited for, however busy the machine is."""
    monkeypatch.setattr(second_ear, "PATIENCE_SECONDS", 30)


async def nobody(verdict: Verdict) -> None:
    """Follow nothing that comes late."""
    pytest.fail(f"followed: {verdict}")


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for the other thread."""
    for _ in range(3000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never was so")


async def idle(ear: SecondEar) -> None:
    """Wait until the other thread has nothing left to do, and its word has arrived."""
    await until(lambda: not len(ear))
    await asyncio.sleep(0.1)


def said(clock: ManualClock, text: str = VEILED, *, author: int = 7) -> Heard:
    """A message in a room."""
    return Heard(
        guild_id=GuildId(1),
        channel_id=ChannelId(11),
        message_id=MessageId(99),
        author_id=UserId(author),
        text=text,
        at=clock(),
    )


@pytest.mark.usefixtures("unhurried")
async def test_the_models_word_is_added_in_another_thread(clock: ManualClock) -> None:
    threads: list[int] = []
    ear = FakeEar({VEILED: Kind.CRISIS}, before=lambda: threads.append(threading.get_ident()))
    heard = await SecondEar(load=lambda: ear).add_to(QUIET, said(clock), nobody)
    assert (heard.kind, heard.level) == (Kind.CRISIS, Level.LOW)
    assert threads != [threading.get_ident()]


@pytest.mark.usefixtures("unhurried")
async def test_without_a_model_nothing_changes_and_nobody_is_kept(clock: ManualClock) -> None:
    loads: list[int] = []
    alone = SecondEar(load=lambda: loads.append(1))
    for _ in range(3):
        assert await alone.add_to(QUIET, said(clock), nobody) is QUIET
    assert loads == [1]


@pytest.mark.usefixtures("unhurried")
async def test_it_says_whether_a_model_listens(clock: ManualClock) -> None:
    for ears, after in (((FakeEar(),), Standing.ON), ((None,), Standing.ABSENT)):
        beside = SecondEar(load=lambda ears=ears: ears[0])
        assert beside.standing is Standing.LOADING
        await beside.add_to(QUIET, said(clock), nobody)
        assert beside.standing is after
    assert SecondEar(is_wanted=False).standing is Standing.OFF


@pytest.mark.usefixtures("unhurried")
async def test_a_model_that_cannot_be_read_is_said_to_be_absent(clock: ManualClock) -> None:
    def breaks() -> Ear:
        raise ValueError

    broken = SecondEar(load=breaks)
    await broken.add_to(QUIET, said(clock), nobody)
    assert broken.standing is Standing.ABSENT


@pytest.mark.usefixtures("unhurried")
async def test_it_is_loaded_ahead_when_asked_to(clock: ManualClock) -> None:
    loads: list[str] = []

    def load() -> Ear:
        loads.append(threading.current_thread().name)
        return FakeEar()

    ahead = SecondEar(load=load)
    ahead.prepare()
    await ahead.add_to(QUIET, said(clock), nobody)
    assert len(loads) == 1
    assert loads[0].startswith("second-ear")


@pytest.mark.usefixtures("unhurried")
@pytest.mark.parametrize("where", ["opine", "load"])
async def test_a_model_that_breaks_leaves_the_grammars_word(
    where: str, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> Ear:
        raise ValueError(where)

    broken = SecondEar(load=breaks if where == "load" else lambda: FakeEar(before=breaks))
    assert await broken.add_to(QUIET, said(clock), nobody) is QUIET
    assert "no opinion" in caplog.messages
    assert VEILED not in caplog.text


async def test_a_slow_model_is_not_waited_for_and_followed_late(
    clock: ManualClock, gate: threading.Event, followed: Followed
) -> None:
    slow = SecondEar(load=lambda: FakeEar({VEILED: Kind.CRISIS}, before=gate.wait))
    assert second_ear.PATIENCE_SECONDS <= 0.25
    assert await slow.add_to(QUIET, said(clock), followed) is QUIET
    assert (followed.verdicts, len(slow)) == ([], 1)
    gate.set()
    verdict = await followed.next()
    assert (verdict.kind, verdict.level, len(slow)) == (Kind.CRISIS, Level.LOW, 0)


async def test_late_words_that_are_no_crisis_are_let_go(
    clock: ManualClock, gate: threading.Event, followed: Followed
) -> None:
    slow = SecondEar(load=lambda: FakeEar({VEILED: Kind.SOURCING}, before=gate.wait))
    await slow.add_to(QUIET, said(clock), followed)
    gate.set()
    await until(lambda: not len(slow))
    assert followed.verdicts == []


async def test_who_is_waited_for_goes_before_what_is_late(
    clock: ManualClock, gate: threading.Event, followed: Followed
) -> None:
    ear = FakeEar(before=gate.wait)
    slow = SecondEar(load=lambda: ear)
    await asyncio.gather(
        *(slow.add_to(QUIET, said(clock, f"number {n}", author=n), followed) for n in range(9))
    )
    gate.set()
    await slow.add_to(QUIET, said(clock, "now"), followed)
    await until(lambda: not len(slow))
    assert ear.asked.index("now") <= second_ear.AT_ONCE
    assert sorted(ear.asked) == sorted(["now", *(f"number {n}" for n in range(9))])


async def test_words_are_held_for_a_bounded_time(
    clock: ManualClock,
    gate: threading.Event,
    followed: Followed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(second_ear, "LATE_SECONDS", 0.05)
    slow = SecondEar(load=lambda: FakeEar({VEILED: Kind.CRISIS}, before=gate.wait))
    await slow.add_to(QUIET, said(clock), followed)
    await until(lambda: not len(slow))
    gate.set()
    await idle(slow)
    assert (slow.dropped, followed.verdicts) == (1, [])


async def test_what_is_late_is_bounded_and_the_oldest_goes_first(
    clock: ManualClock, gate: threading.Event, followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_ear, "MOST_LATE", 3)
    ear = FakeEar(before=gate.wait)
    slow = SecondEar(load=lambda: ear)
    count = second_ear.AT_ONCE + 6
    first = [said(clock, f"first {n}", author=n) for n in range(count)]
    then = [said(clock, f"then {n}", author=n) for n in range(3)]
    for some in (first, then):
        await asyncio.gather(*(slow.add_to(QUIET, each, followed) for each in some))
    assert len(slow) <= 3 + second_ear.AT_ONCE
    gate.set()
    await until(lambda: not len(slow))
    assert slow.dropped == count + 3 - len(ear.asked) > 0
    assert {each.text for each in then} <= set(ear.asked)


@pytest.mark.parametrize("when", ["while somebody waits", "afterwards"])
async def test_nothing_is_followed_of_a_message_that_is_gone(
    when: str, clock: ManualClock, gate: threading.Event, followed: Followed
) -> None:
    slow = SecondEar(load=lambda: FakeEar({VEILED: Kind.CRISIS}, before=gate.wait))
    asked = asyncio.ensure_future(slow.add_to(QUIET, said(clock), followed))
    await asyncio.sleep(second_ear.PATIENCE_SECONDS + 0.05 if when == "afterwards" else 0)
    slow.forget(MessageId(99))
    assert await asked is QUIET
    await asyncio.sleep(0)
    assert len(slow) == 0
    gate.set()
    await idle(slow)
    assert (followed.verdicts, slow.dropped) == ([], 0)


async def test_after_the_stop_nothing_is_followed_and_nobody_is_kept_waiting(
    clock: ManualClock, gate: threading.Event, followed: Followed
) -> None:
    slow = SecondEar(load=lambda: FakeEar({VEILED: Kind.CRISIS}, before=gate.wait))
    await slow.add_to(QUIET, said(clock), followed)
    waits = asyncio.ensure_future(slow.add_to(QUIET, said(clock, author=8), followed))
    await asyncio.sleep(0)
    slow.stop()
    assert await waits is QUIET
    assert await slow.add_to(QUIET, said(clock), followed) is QUIET
    gate.set()
    await idle(slow)
    assert (followed.verdicts, len(slow)) == ([], 0)


async def test_whoever_stops_waiting_leaves_no_words(
    clock: ManualClock, gate: threading.Event
) -> None:
    slow = SecondEar(load=lambda: FakeEar(before=gate.wait))
    waits = asyncio.ensure_future(slow.add_to(QUIET, said(clock), nobody))
    await asyncio.sleep(0)
    waits.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waits
    await asyncio.sleep(0)
    assert len(slow) == 0


@pytest.mark.usefixtures("unhurried")
async def test_a_word_that_breaks_the_model_is_nothing_to_the_others(clock: ManualClock) -> None:
    ear = FakeEar({VEILED: Kind.CRISIS})

    class Breaks(FakeEar):
        def opine(self, text: str) -> Opinion:
            """Break at one word."""
            if text == "bad":
                raise ValueError(text)
            return ear.opine(text)

    shared = SecondEar(load=Breaks)
    texts = ["first", "bad", VEILED]
    found = await asyncio.gather(
        *(shared.add_to(QUIET, said(clock, each, author=n), nobody) for n, each in enumerate(texts))
    )
    assert [each.is_crisis for each in found] == [False, False, True]


@pytest.mark.usefixtures("unhurried")
async def test_who_floods_takes_no_place_from_the_others(
    clock: ManualClock, gate: threading.Event
) -> None:
    ear = FakeEar({VEILED: Kind.CRISIS}, before=lambda: gate.wait(0.02))
    shared = SecondEar(load=lambda: ear)
    await shared.add_to(QUIET, said(clock, "first"), nobody)
    async with asyncio.TaskGroup() as group:
        for _ in range(200):
            group.create_task(shared.add_to(QUIET, said(clock, "flood", author=66), nobody))
        heard = group.create_task(shared.add_to(QUIET, said(clock, VEILED, author=7), nobody))
    assert heard.result().is_crisis
    assert ear.asked.count("flood") == MOST_WAITING_EACH
    assert shared.dropped == 200 - MOST_WAITING_EACH


@pytest.mark.usefixtures("unhurried")
async def test_a_flood_of_many_people_is_bounded(clock: ManualClock, gate: threading.Event) -> None:
    ear = FakeEar(before=gate.wait)
    shared = SecondEar(load=lambda: ear)
    async with asyncio.TaskGroup() as group:
        flood = [
            group.create_task(shared.add_to(QUIET, said(clock, author=n), nobody))
            for n in range(100)
        ]
        await asyncio.sleep(0)
        done = [task for task in flood if task.done()]
        gate.set()
    assert len(done) == 100 - second_ear.MOST_WAITING, "these were answered at once"
    assert len(ear.asked) == second_ear.MOST_WAITING
