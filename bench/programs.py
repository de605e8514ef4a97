"""Processes under measurement: started, read in /proc (so Linux only), held still, stopped."""

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
STOP_SECONDS = 15


@dataclass
class Program:
    """A process of ours.

    Attributes:
        began_at: When it was started, in seconds of the wall clock.
        ready_at: When it printed its ready line; 0 before that.
        told: That line.
    """

    process: Process
    began_at: float
    ready_at: float = 0
    told: dict[str, str] = field(default_factory=dict[str, str])

    async def ready(self) -> None:
        """Wait for the ready line."""
        assert self.process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = await self.process.stdout.readline()
        assert line, "it ended before it was ready"
        self.ready_at = time.time()
        self.told = json.loads(line)

    def cpu_seconds(self) -> float:
        """Return the time it was on a processor so far, all its threads together."""
        return sum(int(text.split()[0]) for text in self._of_threads("schedstat")) / 1e9

    def rss_mib(self) -> float:
        """Return its resident memory."""
        return _number((self._proc / "status").read_text(), "VmRSS") / 1024

    def wakeups(self) -> int:
        """Return how often it went to sleep of its own accord, all its threads together."""
        texts = self._of_threads("status")
        return sum(_number(text, "voluntary_ctxt_switches") for text in texts)

    def hold(self) -> None:
        """Stop it where it stands, so that what is sent to it piles up."""
        self.process.send_signal(signal.SIGSTOP)

    def let_go(self) -> float:
        """Let it run on, and return when."""
        self.process.send_signal(signal.SIGCONT)
        return time.time()

    async def stop(self) -> None:
        """End it and wait for its end."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            await self.process.wait()

    @property
    def _proc(self) -> Path:
        return Path("/proc") / str(self.process.pid)

    def _of_threads(self, name: str) -> Iterator[str]:
        for thread in (self._proc / "task").iterdir():
            yield (thread / name).read_text()


def _number(status: str, key: str) -> int:
    line = next(line for line in status.splitlines() if line.startswith(key + ":"))
    return int(line.split()[1])


@asynccontextmanager
async def started(
    arguments: Sequence[str], log: Path, environ: Mapping[str, str]
) -> AsyncGenerator[Program]:
    """Start Python with `arguments`, without waiting for it; stop it at the end of the block."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("WAYMARK_")}
    with log.open("ab") as errors:
        began_at = time.time()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=errors,
            cwd=ROOT,
            env={**ours, **environ},
        )
    program = Program(process, began_at)
    try:
        yield program
    finally:
        await program.stop()
