"""`run.py sandbox`: the server, and the bot as a child process of it."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from sandbox.core import Sandbox, new_sandbox
from sandbox.seed import seeded
from sandbox.server import Server
from sandbox.world import store
from sandbox.world.store import UnreadableWorld

# Together well under the ten seconds in which everything must end.
_BOT_ENDS_SECONDS: Final = 6.0
# The exit code of a usage or settings error.
_REFUSED: Final = 2
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


async def launch(
    bot_command: Sequence[str] | None,
    *,
    port: int = 0,
    data: Path | None,
    ready: Callable[[str], None],
) -> int:
    """Serve until SIGINT or SIGTERM; give the exit code.

    Args:
        bot_command: starts the bot, called with `--endpoint API` behind it and the seeded
            bot's token in `WAYMARK_DISCORD_TOKEN`; its stdout must bring a JSON line with
            `"event": "ready"`. None: no bot.
        port: of the server; 0 takes a free one.
        data: a folder to keep the world in between starts; None leaves nothing behind.
        ready: takes the one line that tells where everything is.
    """
    server = await _started(data, port)
    if server is None:
        return _REFUSED
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, stopping.set)
    try:
        return await _serve(server, bot_command, ready, stopping)
    finally:
        await server.stop()
        if data is not None:
            store.save(data, server.sandbox.world, server.sandbox.clock.offset)
        for number in _SIGNALS:
            loop.remove_signal_handler(number)


async def _started(data: Path | None, port: int) -> Server | None:
    """Start the server, or say in one line why it cannot."""
    try:
        server = Server(_sandbox(data))
        await server.start(port)
    except UnreadableWorld:
        _complain(f"What is kept in {data} was not written by this version of the sandbox.")
    except OSError as error:
        _complain(f"The sandbox cannot listen on port {port}: {error.strerror}.")
    else:
        return server
    return None


def _sandbox(data: Path | None) -> Sandbox:
    kept = None if data is None else store.load(data)
    if kept is None:
        return seeded()
    world, offset = kept
    sandbox = new_sandbox(world)
    sandbox.clock.offset = offset
    return sandbox


async def _serve(
    server: Server,
    bot_command: Sequence[str] | None,
    ready: Callable[[str], None],
    stopping: asyncio.Event,
) -> int:
    if bot_command is None:
        ready(_ready_line(server))
        await stopping.wait()
        return 0
    bot = await _start_bot(server, bot_command)
    async with asyncio.TaskGroup() as tasks:
        stopped = tasks.create_task(stopping.wait())
        watched = tasks.create_task(_watch(bot, server, ready))
        await asyncio.wait((stopped, watched), return_when=asyncio.FIRST_COMPLETED)
        has_failed = watched.done() and not watched.result()
        if not has_failed:
            await stopping.wait()
        stopped.cancel()
        watched.cancel()
        await _end(bot)
    if not has_failed:
        return 0
    # One that refuses to start has said why, in one line.
    if bot.returncode != _REFUSED:
        _complain(f"The bot ended before it was ready (exit code {bot.returncode}).")
    return _REFUSED if bot.returncode == _REFUSED else 1


async def _start_bot(server: Server, command: Sequence[str]) -> Process:
    environment = {**os.environ, "WAYMARK_DISCORD_TOKEN": server.bot_token}
    return await create_subprocess_exec(
        *command,
        "--endpoint",
        server.api,
        env=environment,
        stdout=PIPE,
        # A group of its own: Ctrl-C reaches the sandbox alone, which then ends the bot.
        start_new_session=True,
    )


async def _watch(bot: Process, server: Server, ready: Callable[[str], None]) -> bool:
    """Say that everything is ready once the bot is; when it ends, tell whether it ever was."""
    is_ready = False
    while bot.stdout is not None and (line := await bot.stdout.readline()):
        if not is_ready and _is_ready(line):
            is_ready = True
            ready(_ready_line(server))
    await bot.wait()
    if is_ready:
        _complain(f"The bot ended (exit code {bot.returncode}); the sandbox goes on without it.")
    return is_ready


def _is_ready(line: bytes) -> bool:
    with suppress(ValueError, AttributeError):
        return json.loads(line).get("event") == "ready"
    return False


async def _end(bot: Process) -> None:
    if bot.returncode is not None:
        return
    with suppress(ProcessLookupError):
        bot.terminate()
    try:
        async with asyncio.timeout(_BOT_ENDS_SECONDS):
            await bot.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            bot.kill()
        await bot.wait()


def _ready_line(server: Server) -> str:
    return json.dumps(
        {
            "event": "ready",
            "url": server.sandbox.origin + "/",
            "api": server.api,
            "gateway": server.gateway,
            "bot_token": server.bot_token,
        }
    )


def _complain(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
