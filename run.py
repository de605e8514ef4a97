#!/usr/bin/env python3
"""The one door: `run.py VERB`. Each verb says more with --help."""

import sys
from collections.abc import Callable, Sequence

USAGE = """usage: run.py VERB ...

  serve               serve Discord (token in WAYMARK_DISCORD_TOKEN)
  sandbox             open a local, Discord-compatible server with a web page, and the bot in it
  check               check settings, content, database and permissions
  migrate             bring the database up to this release
  faq evaluate FILE   measure the answers        faq lint            check the entries
  safety evaluate FILE   measure the gate        meetings expand FILE   list occurrences
"""


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit status: 0 success, 2 a usage or settings error."""
    verb, rest = arguments[:1], arguments[1:]
    doors: dict[str, Callable[[Sequence[str]], int]] = {"sandbox": sandbox}
    if verb and verb[0] in doors:
        return doors[verb[0]](rest)
    # Only now: the sandbox's parent process needs nothing of the bot.
    from bot import verbs  # noqa: PLC0415

    doors |= verbs.VERBS
    if not verb or verb[0] not in doors:
        (sys.stdout if verb in ([], ["--help"], ["-h"]) else sys.stderr).write(USAGE)
        return 0 if verb in (["--help"], ["-h"]) else 2
    return doors[verb[0]](rest)


def sandbox(arguments: Sequence[str]) -> int:
    """Open the sandbox, with the bot as a process of its own."""
    from sandbox import launch  # noqa: PLC0415

    return launch.main(arguments, bot=[sys.executable, __file__, "serve"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
