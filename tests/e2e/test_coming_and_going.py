"""The sandbox and the bot come up, are told to end in every moment, and leave nothing behind."""

import asyncio
import json
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Stage, clean_environment, complaints, running
from tests.e2e.driver import PATIENCE_SECONDS, Town, words

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


async def test_the_sandbox_answers_ask_as_soon_as_it_says_ready(tmp_path: Path) -> None:
    """The first line is the contract that programs read; and nothing is left behind."""
    passing = tmp_path / "passing"
    passing.mkdir()
    log = tmp_path / "sandbox.log"
    async with running("sandbox", "--port", "0", log=log, TMPDIR=str(passing)) as sandbox:
        ready = sandbox.ready
        assert set(ready) == {"event", "url", "api", "gateway", "bot_token"}
        assert ready["api"] == ready["url"] + "api/v10"
        async with Town.at_clients(ready["api"], ready["url"], ready["gateway"]) as town:
            nonce = await town.member.slash(
                town.at("lounge"), "ask", question="do i need a referral for migraine treatment?"
            )
            assert "referral" in words(await town.member.answered(nonce))
        assert list(passing.iterdir())
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await sandbox.stop() == 0

    assert list(passing.iterdir()) == []
    assert not complaints(log)


async def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    kept, log = tmp_path / "kept", tmp_path / "sandbox.log"
    arguments = ("sandbox", "--port", "0", "--data", str(kept))
    async with running(*arguments, log=log) as sandbox:
        ready = sandbox.ready
        async with Town.at_clients(ready["api"], ready["url"], ready["gateway"]) as town:
            rooms = town.rooms
            await town.member.say(rooms["lounge"], "good evening all")
            nonce = await town.admin.slash(town.at("staff"), "clinic setup", zone="America/Chicago")
            await town.admin.answered(nonce)
            nonce = await town.admin.slash(town.at("staff"), "clinic contacts verify")
            await town.admin.answered(nonce)
        assert await sandbox.stop() == 0
    assert (kept / "waymark.db").exists()
    async with running(*arguments, log=log) as sandbox:
        ready = sandbox.ready
        async with Town.at_clients(ready["api"], ready["url"], ready["gateway"]) as town:
            assert town.rooms == rooms
            said = await town.second.history(rooms["lounge"])
            assert [each["content"] for each in said] == ["good evening all"]
            nonce = await town.admin.slash(town.at("staff"), "clinic status")
            status = words(await town.admin.answered(nonce))
            assert "Everything works" in status
            assert "America/Chicago" in status or "Central" in status
    assert not complaints(log)


async def test_a_bot_ends_when_told_without_a_complaint(lone: Stage) -> None:
    async with lone.waymark() as bot:
        assert await bot.stop() == 0

    assert not complaints(lone.folder / "bot.log")


async def logins(stage: Stage) -> int:
    """Return how often a bot has begun to log in."""
    records = await stage.town.workshop("GET", "traffic")
    return len([each for each in records if each["path"] == "/api/v10/users/@me"])


@asynccontextmanager
async def logging_in(stage: Stage, database: Path, log: Path) -> AsyncGenerator[Process]:
    """Start a bot and hold it in the middle of its login, which lasts three seconds."""
    slow = {"route": "/oauth2/applications/@me", "seconds": 3}
    await stage.town.workshop("POST", "faults", {"delay": slow})
    before = await logins(stage)
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "run.py"),
            *("serve", "--endpoint", stage.town.api),
            stdout=PIPE,
            stderr=errors,
            env={
                **clean_environment(),
                "WAYMARK_DISCORD_TOKEN": stage.sandbox.ready["bot_token"],
                "WAYMARK_DATABASE__PATH": str(database),
                "WAYMARK_DATABASE__BUSY_TIMEOUT_SECONDS": "0.2",
                "WAYMARK_DISCORD__GUILD_READY_TIMEOUT_SECONDS": "0.1",
            },
        )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await logins(stage) == before:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        await stage.town.workshop("POST", "faults", {"clear": True})
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_a_stop_while_it_logs_in_is_no_failure(lone: Stage, tmp_path: Path) -> None:
    """A machine that goes down does not wait for Discord, and nobody is told of an outage."""
    log = tmp_path / "bot.log"
    async with logging_in(lone, tmp_path / "waymark.db", log) as process:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await process.wait() == 0
    assert not complaints(log)


async def test_a_database_that_is_busy_at_the_start_delays_it(lone: Stage, tmp_path: Path) -> None:
    """A backup is running: the bot comes up when it is over, with nothing left out."""
    database, log = tmp_path / "waymark.db", tmp_path / "bot.log"
    async with logging_in(lone, database, log) as process:
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "start delayed" not in log.read_text():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
        connection.execute("ROLLBACK")
        connection.close()
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert json.loads(await process.stdout.readline())["event"] == "ready"
        nonce = await lone.town.member.slash(lone.town.at("lounge"), "meetings next")
        assert "No meeting is planned" in words(await lone.town.member.answered(nonce))
