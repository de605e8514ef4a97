import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
SANDBOX = """
import asyncio, sys, json
from pathlib import Path
from sandbox.launch import launch
command = json.loads(sys.argv[1])
data = Path(sys.argv[2]) if len(sys.argv) > 2 else None
say = lambda line: print(line, flush=True)
sys.exit(asyncio.run(launch(command, data=data, ready=say)))
"""
BOT = """
import os, sys, json, time
assert os.environ["WAYMARK_DISCORD_TOKEN"]
assert sys.argv[1] == "--endpoint" and sys.argv[2].endswith("/api/v10")
"""


async def start(bot: str | None, *more: str) -> Process:
    command = None if bot is None else [sys.executable, "-c", BOT + bot]
    arguments = ("-c", SANDBOX, json.dumps(command), *more)
    return await create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=PIPE, stderr=PIPE
    )


async def ready_line(process: Process) -> dict[str, Any]:
    assert process.stdout is not None
    async with asyncio.timeout(10):
        return json.loads(await process.stdout.readline())


async def end(process: Process) -> tuple[int | None, str]:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(10):
        _, errors = await process.communicate()
    return process.returncode, errors.decode()


async def test_the_ready_line_tells_where_everything_is(http: aiohttp.ClientSession) -> None:
    process = await start(None)
    line = await ready_line(process)
    assert line["event"] == "ready"
    assert line["api"] == line["url"] + "api/v10"
    assert line["gateway"].startswith("ws://127.0.0.1:")
    named = {"Authorization": f"Bot {line['bot_token']}"}
    async with http.get(line["api"] + "/users/@me", headers=named) as answer:
        assert (await answer.json())["username"] == "Waymark"
    assert await end(process) == (0, "")


async def test_it_is_ready_when_the_bot_is_and_ends_the_bot() -> None:
    bot = """
print('{"event": "starting"}', flush=True)
time.sleep(0.3)
print(os.getpid(), file=sys.stderr, flush=True)
print(json.dumps({"event": "ready"}), flush=True)
time.sleep(60)
"""
    process = await start(bot)
    assert (await ready_line(process))["event"] == "ready"
    code, errors = await end(process)
    assert code == 0
    assert not is_alive(int(errors.split()[0]))


async def test_a_bot_that_dies_before_it_is_ready_fails_the_launch() -> None:
    process = await start("sys.exit(7)")
    output, errors = await process.communicate()
    assert process.returncode == 1
    assert output == b""
    assert errors == b"The bot ended before it was ready (exit code 7).\n"


async def test_a_bot_that_dies_later_leaves_the_sandbox_running(
    http: aiohttp.ClientSession,
) -> None:
    process = await start("""print('{"event": "ready"}', flush=True); sys.exit(3)""")
    line = await ready_line(process)
    assert process.stderr is not None
    said = (await process.stderr.readline()).decode()
    assert said == "The bot ended (exit code 3); the sandbox goes on without it.\n"
    async with http.get(line["url"] + "sandbox/clock") as answer:
        assert answer.status == 200
    assert (await end(process))[0] == 0


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
