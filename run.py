#!/usr/bin/env python3
"""The one door: `run.py VERB`. Each verb says more with --help."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit status: 0 success, 2 a usage or settings error."""
    if arguments[:1] == ["sandbox"]:
        return sandbox(arguments[1:])
    from bot import verbs  # noqa: PLC0415 - the sandbox's own process needs nothing of the bot

    return verbs.main(arguments)


def sandbox(arguments: Sequence[str]) -> int:
    """Open a local, Discord-compatible server with a web page, and the bot as its child."""
    parser = argparse.ArgumentParser(prog="run.py sandbox", description=sandbox.__doc__)
    parser.add_argument("--port", type=port, default=0, help="0, the default, takes a free one")
    parser.add_argument("--no-bot", action="store_true", help="the server alone")
    parser.add_argument("--data", type=Path, help="keep everything here; else nothing is kept")
    given = parser.parse_args(arguments)
    from sandbox.launch import launch  # noqa: PLC0415

    bot = None if given.no_bot else [sys.executable, str(HERE / "run.py"), "serve"]
    with TemporaryDirectory(prefix="waymark-") as passing:
        folder: Path = given.data or Path(passing)
        os.environ["WAYMARK_DATABASE__PATH"] = str(folder.absolute() / "waymark.db")
        # One server, and no other to wait for.
        os.environ.setdefault("WAYMARK_DISCORD__GUILD_READY_TIMEOUT_SECONDS", "0.1")
        os.environ.setdefault("WAYMARK_LOG__FORMAT", "text" if sys.stderr.isatty() else "json")
        return asyncio.run(launch(bot, port=given.port, data=given.data, ready=announce))


def port(text: str) -> int:
    """Read a port's number; ValueError is argparse's own for a wrong one."""
    if not 0 <= int(text) < 1 << 16:
        raise ValueError(text)
    return int(text)


def announce(line: str) -> None:
    """Print the line that programs wait for, and one for people."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    if sys.stderr.isatty():
        sys.stderr.write(f"\nOpen {json.loads(line)['url']} in a browser. Ctrl+C ends it.\n\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
