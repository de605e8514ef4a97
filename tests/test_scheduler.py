"""The alarm rings when something is due, and sleeps when nothing is."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.scheduler import AlarmClock


def real() -> datetime:
    """Return the machine's moment."""
    return datetime.now(UTC)  # noqa: TID251 - APScheduler runs by the machine's clock


@pytest.fixture
async def alarm() -> AsyncIterator[AlarmClock]:
    """An alarm that is stopped in the end."""
    made = AlarmClock(real=real)
    yield made
    await made.stop()
    await asyncio.sleep(0)


class Rounds:
    """Counts rounds; each answers with the next moment it was given."""

    def __init__(self, *moments: datetime | Exception | None) -> None:
        self.moments = list(moments)
        self.count = 0
        self.changed = asyncio.Condition()

    async def __call__(self) -> datetime | None:
        async with self.changed:
            self.count += 1
            self.changed.notify_all()
        moment = self.moments.pop(0) if self.moments else None
        if isinstance(moment, Exception):
            raise moment
        return moment

    async def reach(self, count: int) -> None:
        """Wait for so many rounds."""
        async with asyncio.timeout(30), self.changed:
            await self.changed.wait_for(lambda: self.count >= count)


async def test_it_rings_at_the_start_and_when_something_is_due(alarm: AlarmClock) -> None:
    rounds = Rounds(real() + timedelta(milliseconds=50))
    alarm.start(rounds)

    await rounds.reach(2)


async def test_it_sleeps_while_nothing_is_due(alarm: AlarmClock) -> None:
    """No polling: an idle bot costs nothing."""
    rounds = Rounds()
    alarm.start(rounds)
    await rounds.reach(1)
    await asyncio.sleep(0.2)

    assert rounds.count == 1


async def test_waking_it_rings_at_once(alarm: AlarmClock) -> None:
    rounds = Rounds(real() + timedelta(hours=1))
    alarm.start(rounds)
    await rounds.reach(1)
    alarm.wake()

    await rounds.reach(2)


async def test_what_is_planned_during_a_round_gets_another_one(alarm: AlarmClock) -> None:
    began, go, again = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        (again if began.is_set() else began).set()
        await go.wait()

    alarm.start(slow)
    await began.wait()
    alarm.wake()
    alarm.wake()
    go.set()
    async with asyncio.timeout(30):
        await again.wait()


async def test_a_failed_round_is_not_the_last(
    alarm: AlarmClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.scheduler.AFTER_ERROR", timedelta(milliseconds=10))
    rounds = Rounds(RuntimeError("the database was locked"))
    alarm.start(rounds)

    await rounds.reach(2)


async def test_a_round_that_is_cut_off_by_the_stop_is_no_error(
    alarm: AlarmClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An operator who restarts the bot must not read of a failure that was none."""
    monkeypatch.setattr("bot.scheduler.LAST_ROUND_SECONDS", 0.01)
    began, ended = asyncio.Event(), asyncio.Event()

    async def stuck() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    alarm.start(stuck)
    await began.wait()
    await alarm.stop()
    await ended.wait()
    await asyncio.sleep(0.05)

    assert [each for each in caplog.records if each.levelname == "ERROR"] == []


async def test_a_stopped_alarm_stays_silent(alarm: AlarmClock) -> None:
    rounds = Rounds(real() + timedelta(milliseconds=30))
    alarm.start(rounds)
    await rounds.reach(1)
    await alarm.stop()
    alarm.wake()
    await asyncio.sleep(0.1)

    assert rounds.count == 1
