"""The log: one line an event, on stderr, as JSON for machines or as text for a person.

Every line passes `bot/redaction.py`; there is no way to write around it.
"""

import json
import logging
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import IO, TYPE_CHECKING, Literal

from bot import redaction
from bot.redaction import Value, person

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["bind", "configure", "log_uncaught", "person"]

# Only these speak below WARNING. discord.py writes whole payloads at DEBUG, aiosqlite every row,
# aiohttp every address with its tokens; so a library is quiet unless something is wrong.
OURS = ("bot", "cogs", "config", "sandbox")
EMPTY: Mapping[str, object] = MappingProxyType({})
bound: ContextVar[Mapping[str, object]] = ContextVar("bound", default=EMPTY)
# What a record has before anybody adds a field to it.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
FIXED = ("time", "level", "event", "logger")

log = logging.getLogger(__name__)


@contextmanager
def bind(**fields: object) -> Generator[None]:
    """Add fields to every line written inside, also by what is awaited or started there.

    Bound once at the border: guild_id, channel_id, interaction_id, cog, command.
    """
    token = bound.set({**bound.get(), **fields})
    try:
        yield
    finally:
        bound.reset(token)


def configure(*, level: str, style: Literal["json", "text"], stream: IO[str] | None = None) -> None:
    """Send what is logged to `stream` (stderr), from `level` on; libraries from WARNING on.

    May be called again: the earlier stream is let go, handlers of others stay.
    """
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, Lines)]:
        root.removeHandler(handler)
    handler = Lines(stream or sys.stderr)
    handler.setFormatter(JsonLine() if style == "json" else TextLine())
    root.addHandler(handler)
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())


def log_uncaught() -> None:
    """Send exceptions that nobody caught to the log: Python itself would print their messages."""
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable


class Lines(logging.StreamHandler[IO[str]]):
    """Writes to a stream; what cannot be written is named, never shown."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say that a line is lost. logging itself would print the line's message and arguments."""
        error = sys.exception()
        kind = type(error).__name__ if error else "unknown"
        # A closed stderr is no reason to stop serving people.
        with suppress(OSError, ValueError):
            sys.stderr.write(f"a log line of {record.name} was lost: {kind}\n")


class JsonLine(logging.Formatter):
    """One JSON object a line: time (UTC), level, event, logger, then the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(entry(record))


class TextLine(logging.Formatter):
    """One line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, event, fields, logger."""
        told = entry(record)
        time, level, event, logger = (str(told.pop(key)) for key in FIXED)
        shown = "".join(f"  {key}={_short(value)}" for key, value in told.items())
        return f"{time[11:19]}Z {level:<8} {_printable(event)}{shown}  ({logger})"


def entry(record: logging.LogRecord) -> dict[str, Value]:
    """Return what a record tells, redacted, ready for JSON."""
    extra = {key: value for key, value in vars(record).items() if key not in STANDARD}
    moment = datetime.fromtimestamp(record.created, UTC)
    told: dict[str, Value] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "event": redaction.message(str(record.msg), record.args),
        "logger": record.name,
    }
    told |= {
        key: value
        for key, value in redaction.fields({**bound.get(), **extra}).items()
        if key not in FIXED
    }
    if record.exc_info and record.exc_info[1] is not None:
        told["exception"] = redaction.exception(record.exc_info[1])
    return told


def _short(value: Value) -> str:
    if isinstance(value, str) and value and not set(value) & set(' "=') and value.isprintable():
        return value
    return json.dumps(value, ensure_ascii=False)


def _printable(text: str) -> str:
    # A line break or an escape sequence could make one line look like two, or hide one.
    return "".join(each if each.isprintable() else "?" for each in text)


def _uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("stopped by an error", exc_info=(kind, error, traceback))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        log.error("a thread stopped", exc_info=args.exc_value)


def _unraisable(args: "UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        log.error("an error nobody could be told", exc_info=args.exc_value)
