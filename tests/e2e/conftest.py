"""The real bot in a process of its own, the sandbox in another, people at their clients here."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.e2e.driver import Town

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
# What it is in every sandbox when a test begins, whatever day and hour it is outside: a Wednesday
# morning in New York, far from a change of clocks, with nothing due for review.
NOW = datetime(2026, 12, 2, 16, tzinfo=UTC)


@dataclass
class Program:
    """A process of ours, and what it wrote."""

    process: Process
    ready: dict[str, str]
    log: Path

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it and return its exit status."""
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(START_SECONDS):
            return await self.process.wait()


@asynccontextmanager
async def running(*arguments: str, log: Path, **environ: str) -> AsyncGenerator[Program]:
    """Run `run.py` and wait for its ready line; a sandbox begins at `NOW`."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "run.py"),
            *arguments,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=errors,
            env={**clean_environment(), **environ},
        )
    program = Program(process, {}, log)
    try:
        program.ready.update(await _ready(process, log))
        if "sandbox" in arguments:
            await _set_clock(program.ready["url"])
        yield program
    finally:
        await program.stop()


@dataclass(frozen=True)
class Ended:
    """What a program that ran to its end left: its exit status and what it wrote."""

    status: int
    out: str
    err: str


async def ended(*arguments: str, **environ: str) -> Ended:
    """Run `run.py` to its end; nothing of this machine's settings reaches it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "run.py"),
        *arguments,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        env={**clean_environment(), **environ},
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            out, err = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return Ended(process.returncode or 0, out.decode(), err.decode())


def complaints(log: Path) -> list[str]:
    """Return the lines of a log that say something went wrong."""
    return [line for line in log.read_text().splitlines() if is_complaint(line)]


def is_complaint(line: str) -> bool:
    """Say whether a line is an error of ours or the beginning of a trace."""
    try:
        told: dict[str, str] = json.loads(line)
    except ValueError:
        return "Traceback" in line or "Exception" in line
    return told["level"] in {"ERROR", "CRITICAL"}


async def _ready(process: Process, log: Path) -> dict[str, str]:
    assert process.stdout is not None
    async with asyncio.timeout(START_SECONDS):
        line = await process.stdout.readline()
    assert line, f"it ended before it was ready: see {log}"
    told: dict[str, str] = json.loads(line)
    assert told["event"] == "ready"
    return told


async def _set_clock(url: str) -> None:
    async with (
        aiohttp.ClientSession(raise_for_status=True) as session,
        session.post(f"{url}sandbox/clock", json={"to": NOW.isoformat()}),
    ):
        pass


def clean_environment() -> dict[str, str]:
    """Return this environment without settings of the machine's own Waymark."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("WAYMARK_")}
    # A new database has a core busy for seconds, with what the entries mean; one test waits for it.
    # The gate's model takes a second of a start, and who tunes it must not break a walk elsewhere.
    without = {"WAYMARK_ANSWERS__BY_MEANING": "false", "WAYMARK_SAFETY__SECOND_EAR": "false"}
    return {**ours, **without}


@dataclass
class Stage:
    """A sandbox, its people, and a bot that can be killed and started again."""

    town: Town
    sandbox: Program
    folder: Path
    bot: Program | None = None

    @asynccontextmanager
    async def waymark(self, **environ: str) -> AsyncGenerator[Program]:
        """Run the bot; one that was killed finds its database again."""
        async with running(
            "serve",
            "--endpoint",
            self.town.api,
            log=self.folder / "bot.log",
            WAYMARK_DISCORD_TOKEN=self.sandbox.ready["bot_token"],
            WAYMARK_DATABASE__PATH=str(self.folder / "waymark.db"),
            WAYMARK_DISCORD__GUILD_READY_TIMEOUT_SECONDS="0.1",
            **environ,
        ) as program:
            self.bot = program
            yield program


@asynccontextmanager
async def staged(folder: Path) -> AsyncGenerator[Stage]:
    """Open a sandbox without a bot and seat its people."""
    async with running("sandbox", "--no-bot", "--port", "0", log=folder / "sandbox.log") as sandbox:
        ready = sandbox.ready
        async with Town.at_clients(ready["api"], ready["url"], ready["gateway"]) as town:
            yield Stage(town, sandbox, folder)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A sandbox and its people; the test starts the bot itself."""
    async with staged(tmp_path) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _one_town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with staged(tmp_path_factory.mktemp("town")) as made, made.waymark():
        yield made.town


@pytest.fixture
def shared_town(_one_town: Town) -> Town:
    """A town that a whole module shares, for tests that leave nothing behind.

    Mark the module with `pytest.mark.asyncio(loop_scope="module")`.
    """
    _one_town.forget()
    return _one_town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lone(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A sandbox without a bot, for the whole module."""
    async with staged(tmp_path_factory.mktemp("lone")) as made:
        yield made


@pytest.fixture
async def town(stage: Stage) -> AsyncIterator[Town]:
    """A sandbox, its people, and the bot among them."""
    async with stage.waymark():
        yield stage.town
