"""Going down: what is in hand is finished first, and so is what that begins."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot import lifecycle
from bot.domain.errors import StorageError


def begun(work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
    task = asyncio.ensure_future(work)
    task.set_name(name)
    return task


async def test_an_event_that_a_finishing_command_begins_is_waited_for() -> None:
    done: list[str] = []

    async def afterwards() -> None:
        await asyncio.sleep(0.01)
        done.append("on_app_command_completion")

    async def command() -> None:
        await asyncio.sleep(0.01)
        done.append("command")
        tasks.append(begun(afterwards(), "discord.py: on_app_command_completion"))

    tasks = [begun(command(), "CommandTree-invoker")]
    await lifecycle.finish_work()

    assert done == ["command", "on_app_command_completion"]


async def test_coming_up_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "FINISH_SECONDS", 60)
    never = begun(asyncio.Event().wait(), "discord.py: on_ready")
    async with asyncio.timeout(30):
        await lifecycle.finish_work()
    never.cancel()
    assert not never.done()


async def test_work_that_does_not_end_is_left_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lifecycle, "FINISH_SECONDS", 0.05)
    stuck = begun(asyncio.Event().wait(), "discord.py: on_message")
    async with asyncio.timeout(30):
        await lifecycle.finish_work()
    assert not stuck.done()
    stuck.cancel()


async def test_a_database_that_refuses_to_forget_is_noted_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    started, done = asyncio.Event(), list[str]()

    async def forget() -> None:
        done.append("tried")
        raise StorageError("locked", "busy")

    work = asyncio.ensure_future(lifecycle.once(started, forget))
    await asyncio.sleep(0)
    assert done == [], "a start does not wait for it, and it waits for the start"
    started.set()
    await work

    assert done == ["tried"]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
