import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from pathlib import Path
from typing import Any

import aiohttp

from sandbox.server import Server
from tests.sandbox.driver import LOUNGE

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
    async with asyncio.timeout(30):
        return json.loads(await process.stdout.readline())


async def end(process: Process) -> tuple[int | None, str]:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
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


async def test_data_keeps_the_world_between_starts(
    http: aiohttp.ClientSession, tmp_path: Path
) -> None:
    process = await start(None, str(tmp_path))
    line = await ready_line(process)
    async with http.get(line["url"] + "sandbox/people") as answer:
        token = (await answer.json())[0]["token"]
    messages, named = f"{line['api']}/channels/{LOUNGE}/messages", {"Authorization": token}
    body = {"content": "kept", "nonce": 7, "embeds": [{"title": "a card"}]}
    async with http.post(messages, json=body, headers=named) as answer:
        said = await answer.json()
    async with http.post(line["url"] + "sandbox/clock", json={"advance_seconds": 60}) as answer:
        assert answer.status == 200
    assert await end(process) == (0, "")
    process = await start(None, str(tmp_path))
    again = await ready_line(process)
    assert again["bot_token"] == line["bot_token"]
    messages = f"{again['api']}/channels/{LOUNGE}/messages"
    async with http.get(messages, headers=named) as answer:
        assert await answer.json() == [said]
    async with http.get(again["url"] + "sandbox/clock") as answer:
        assert (await answer.json())["offset_seconds"] == 60
    assert await end(process) == (0, "")
    assert names_in(tmp_path) == ["world.json"]


async def test_a_world_of_another_version_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text('{"version": 99}')
    process = await start(None, str(tmp_path))
    _, errors = await process.communicate()
    assert process.returncode == 2
    assert b"not written by this version" in errors
    assert (tmp_path / "world.json").read_text() == '{"version": 99}'


async def test_a_port_that_is_taken_is_said_plainly(server: Server) -> None:
    port = int(server.sandbox.origin.rsplit(":", 1)[1])
    taken = SANDBOX.replace("data=data", f"data=data, port={port}")
    process = await create_subprocess_exec(
        sys.executable, "-c", taken, "null", cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    _, errors = await process.communicate()
    assert process.returncode == 2
    assert errors.startswith(f"The sandbox cannot listen on port {port}: ".encode())


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
