"""The verbs behind `run.py`: what a person types, and the exit status they get."""

import argparse
import asyncio
import importlib.util
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import aiohttp
import discord

from bot import app, checks, checkup, log
from bot.cli import faq as faq_cli
from bot.cli import meetings as meetings_cli
from bot.cli import safety as safety_cli
from bot.cli import training as training_cli
from bot.domain.errors import InvalidContent, StorageError
from bot.given import CONTENT, read_settings
from config.settings import Settings, SettingsError

REFUSED = 2

PORTAL = "https://discord.com/developers/applications"
NO_TOKEN = (
    "There is no token. Put the bot's token into the environment as WAYMARK_DISCORD_TOKEN "
    f"({PORTAL}, your application, Bot, Reset Token), or rehearse without one: run.py sandbox"
)
BAD_TOKEN = (
    "Discord refused the token. Make a new one at "
    f"{PORTAL} (your application, Bot, Reset Token) and hand it over as WAYMARK_DISCORD_TOKEN."
)
NO_INTENT = (
    "Discord refused an intent that the settings ask for. Open "
    f"{PORTAL}, your application, Bot, Privileged Gateway Intents, and switch on: {{wanted}}. "
    "Or set {settings} to false."
)
NO_DISCORD = "Discord cannot be reached at {endpoint}: {problem}. Is the network up?"
DISCORD_DOWN = (
    "Discord at {endpoint} is not well just now (it answers {status}). "
    "https://discordstatus.com says more; start again in a few minutes."
)


def serve(arguments: Sequence[str]) -> int:
    """Serve Discord until told to stop."""
    parser = argparse.ArgumentParser(prog="run.py serve", description=serve.__doc__)
    parser.add_argument("--endpoint", metavar="API", help="another Discord-compatible API base")
    given = parser.parse_args(arguments)
    try:
        settings = read_settings(given.endpoint)
    except SettingsError as error:
        return refuse(str(error))
    log.configure(level=settings.log.level, style=settings.log.format)
    log.log_uncaught()
    token = settings.discord.token.get_secret_value() if settings.discord.token else ""
    if not token:
        return refuse(NO_TOKEN)
    return run(_serve(settings, token))


# What a person can do something about; anything else is a fault of ours, with a trace.
EXPECTED = (
    discord.LoginFailure,
    discord.PrivilegedIntentsRequired,
    discord.DiscordServerError,
    InvalidContent,
    StorageError,
    aiohttp.ClientConnectionError,
    TimeoutError,
)


async def _serve(settings: Settings, token: str) -> int:
    try:
        await app.serve(settings, token)
    except EXPECTED as error:
        return refuse(why(error, settings))
    return 0


def why(error: Exception, settings: Settings) -> str:
    """Say in one line why the bot cannot serve, and what to do about it."""
    endpoint = settings.discord.endpoint
    match error:
        case discord.LoginFailure():
            return BAD_TOKEN
        case discord.PrivilegedIntentsRequired():
            return no_intent(settings)
        case discord.DiscordServerError(status=status):
            return DISCORD_DOWN.format(endpoint=endpoint, status=status)
        case StorageError():
            return bad_database(settings, error)
        case InvalidContent():
            return str(error)
        case _:
            return NO_DISCORD.format(endpoint=endpoint, problem=type(error).__name__)


def no_intent(settings: Settings) -> str:
    """Say which intents to switch on, and what to set to do without them."""
    asked = {
        ("Message Content Intent", "[discord] message_content"): settings.discord.message_content,
        ("Server Members Intent", "[discord] members_intent"): settings.discord.members_intent,
    }
    names = [pair for pair, wanted in asked.items() if wanted]
    return NO_INTENT.format(
        wanted=", ".join(name for name, _ in names), settings=", ".join(key for _, key in names)
    )


def bad_database(settings: Settings, error: StorageError) -> str:
    """Say why the database cannot be used, and what to do about it."""
    path = str(settings.database.path)
    told = checks.database_refused(path=path, problem=error.problem, detail=error.detail)
    return f"{told.says} {told.do}"


def check(arguments: Sequence[str]) -> int:
    """Check settings, content, database and, with a token, what Discord allows."""
    parser = argparse.ArgumentParser(prog="run.py check", description=check.__doc__)
    parser.add_argument("--endpoint", metavar="API", help="another Discord-compatible API base")
    given = parser.parse_args(arguments)
    try:
        settings = read_settings(given.endpoint)
    except SettingsError as error:
        sys.stdout.write(checks.table([checks.settings_refused(error.problems)]) + "\n")
        return refuse(str(error))
    found = run(checkup.examine(settings))
    sys.stdout.write(checks.table(found) + "\n")
    return checks.exit_status(found)


def migrate(arguments: Sequence[str]) -> int:
    """Bring the database up to this release."""
    argparse.ArgumentParser(prog="run.py migrate", description=migrate.__doc__).parse_args(
        arguments
    )
    try:
        settings = read_settings()
    except SettingsError as error:
        return refuse(str(error))
    try:
        run(_migrate(settings))
    except StorageError as error:
        return refuse(bad_database(settings, error))
    sys.stdout.write(f"{settings.database.path}: up to date\n")
    return 0


async def _migrate(settings: Settings) -> None:
    database = await app.open_database(settings)
    await database.close()


def faq(arguments: Sequence[str]) -> int:
    """Measure or check the clinic's answers."""
    return _second(
        "faq",
        arguments,
        {
            "evaluate": lambda rest: faq_cli.evaluate(rest, content=CONTENT / "faq"),
            "lint": lambda rest: faq_cli.lint(
                rest, content=CONTENT / "faq", today=app.real_now().date()
            ),
        },
    )


def safety(arguments: Sequence[str]) -> int:
    """Measure the gate, or train its model."""
    return _second(
        "safety",
        arguments,
        {
            "evaluate": lambda rest: safety_cli.evaluate(rest, content=CONTENT),
            "train": lambda rest: training_cli.train(rest, content=CONTENT),
        },
    )


def meetings(arguments: Sequence[str]) -> int:
    """List the occurrences of recurrence rules."""
    return _second("meetings", arguments, {"expand": meetings_cli.expand})


def _second(
    verb: str, arguments: Sequence[str], doors: Mapping[str, Callable[[Sequence[str]], int]]
) -> int:
    if not arguments or arguments[0] not in doors:
        return refuse(unknown(arguments) + f"usage: run.py {verb} {'|'.join(doors)} ...")
    return doors[arguments[0]](arguments[1:])


def refuse(line: str) -> int:
    """Say on stderr why nothing was started, and return the status for it."""
    sys.stderr.write(line.rstrip() + "\n")
    return REFUSED


def unknown(arguments: Sequence[str]) -> str:
    """Say which word is no verb; nothing where there is no word."""
    return f'"{arguments[0]}" is nothing I know; ' if arguments else ""


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end, on uvloop where the `speed` extra is installed."""
    factory = None
    if importlib.util.find_spec("uvloop") is not None:
        import uvloop  # noqa: PLC0415 - an extra

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(work)


USAGE = """usage: run.py VERB ...

  serve                   serve Discord (the token is in WAYMARK_DISCORD_TOKEN)
  sandbox                 open a local, Discord-compatible server with a web page, and the bot
  check                   check settings, content, database and permissions
  migrate                 bring the database up to this release
  faq evaluate FILE       measure the answers
  faq lint                check the entries
  safety evaluate FILE    measure the gate
  safety train            train the gate's model from the examples
  meetings expand FILE    list occurrences
"""


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit status; 2 for a usage or settings error."""
    if arguments[:1] in (["--help"], ["-h"]):
        sys.stdout.write(USAGE)
        return 0
    if not arguments:
        return refuse(USAGE)
    if arguments[0] not in VERBS:
        return refuse(unknown(arguments) + f"usage: run.py {'|'.join((*VERBS, 'sandbox'))} ...")
    return VERBS[arguments[0]](arguments[1:])


VERBS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "serve": serve,
    "check": check,
    "migrate": migrate,
    "faq": faq,
    "safety": safety,
    "meetings": meetings,
}
