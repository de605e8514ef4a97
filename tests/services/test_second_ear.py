"""The model is asked off the event loop, is never waited for long, and can break nothing."""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.screening import QUIET, Kind, Level
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


async def test_the_models_word_is_added_in_another_thread(clock: ManualClock) -> None:
    threads: list[int] = []
    ear = FakeEar({VEILED: Kind.CRISIS}, before=lambda: threads.append(threading.get_ident()))
    heard = await SecondEar(load=lambda: ear).add_to(QUIET, said(clock))
    assert (heard.kind, heard.level) == (Kind.CRISIS, Level.LOW)
    assert threads != [threading.get_ident()]


async def test_without_a_model_nothing_changes_and_nobody_is_kept(clock: ManualClock) -> None:
    loads: list[int] = []
    alone = SecondEar(load=lambda: loads.append(1))
    for _ in range(3):
        assert await alone.add_to(QUIET, said(clock)) is QUIET
    assert loads == [1]


async def test_it_says_whether_a_model_listens(clock: ManualClock) -> None:
    for ears, after in (((FakeEar(),), Standing.ON), ((None,), Standing.ABSENT)):
        beside = SecondEar(load=lambda ears=ears: ears[0])
        assert beside.standing is Standing.LOADING
        await beside.add_to(QUIET, said(clock))
        assert beside.standing is after
    assert SecondEar(is_wanted=False).standing is Standing.OFF


async def test_a_model_that_cannot_be_read_is_said_to_be_absent(clock: ManualClock) -> None:
    def breaks() -> Ear:
        raise ValueError

    broken = SecondEar(load=breaks)
    await broken.add_to(QUIET, said(clock))
    assert broken.standing is Standing.ABSENT


async def test_it_is_loaded_ahead_when_asked_to(clock: ManualClock) -> None:
    loads: list[str] = []

    def load() -> Ear:
        loads.append(threading.current_thread().name)
        return FakeEar()

    ahead = SecondEar(load=load)
    ahead.prepare()
    await ahead.add_to(QUIET, said(clock))
    assert len(loads) == 1
    assert loads[0].startswith("second-ear")


@pytest.mark.parametrize("where", ["opine", "load"])
async def test_a_model_that_breaks_leaves_the_grammars_word(
    where: str, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> Ear:
        raise ValueError(where)

    broken = SecondEar(load=breaks if where == "load" else lambda: FakeEar(before=breaks))
    assert await broken.add_to(QUIET, said(clock)) is QUIET
    assert "no opinion" in caplog.messages
    assert VEILED not in caplog.text


async def test_a_slow_model_is_not_waited_for(
    clock: ManualClock, gate: threading.Event, caplog: pytest.LogCaptureFixture
) -> None:
    slow = SecondEar(load=lambda: FakeEar({VEILED: Kind.CRISIS}, before=gate.wait))
    began = time.monotonic()
    with caplog.at_level(logging.WARNING):
        assert await slow.add_to(QUIET, said(clock)) is QUIET
    assert time.monotonic() - began < 2 * second_ear.PATIENCE_SECONDS + 0.5
    assert "opinion came too late" in caplog.messages


async def test_what_came_too_late_is_not_worked_off_afterwards(
    clock: ManualClock, gate: threading.Event
) -> None:
    ear = FakeEar(before=gate.wait)
    slow = SecondEar(load=lambda: ear)
    late = (slow.add_to(QUIET, said(clock, f"number {n}", author=n)) for n in range(5))
    await asyncio.gather(*late)
    gate.set()
    await slow.add_to(QUIET, said(clock, "now"))
    assert ear.asked == ["number 0", "now"]


async def test_who_floods_takes_no_place_from_the_others(
    clock: ManualClock, gate: threading.Event
) -> None:
    ear = FakeEar({VEILED: Kind.CRISIS}, before=lambda: gate.wait(0.02))
    shared = SecondEar(load=lambda: ear)
    await shared.add_to(QUIET, said(clock, "first"))
    async with asyncio.TaskGroup() as group:
        for _ in range(200):
            group.create_task(shared.add_to(QUIET, said(clock, "flood", author=66)))
        heard = group.create_task(shared.add_to(QUIET, said(clock, VEILED, author=7)))
    assert heard.result().is_crisis
    assert ear.asked.count("flood") == MOST_WAITING_EACH


async def test_a_flood_of_many_people_is_bounded(clock: ManualClock, gate: threading.Event) -> None:
    ear = FakeEar(before=gate.wait)
    shared = SecondEar(load=lambda: ear)
    async with asyncio.TaskGroup() as group:
        flood = [group.create_task(shared.add_to(QUIET, said(clock, author=n))) for n in range(100)]
        await asyncio.sleep(0)
        done = [task for task in flood if task.done()]
        gate.set()
    assert len(done) == 100 - second_ear.MOST_WAITING, "these were answered at once"
    assert len(ear.asked) == second_ear.MOST_WAITING
