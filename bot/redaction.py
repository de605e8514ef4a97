"""What may be written to a log: never what a member wrote, never who a member is.

A log is read by people who have no right to either, is copied to other machines, and outlives the
database's own expiry. So values are let through by kind, not searched for what must go: a kind
that is not known to be harmless is named and left out.
"""

import hashlib
import math
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, cast
from uuid import UUID

Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | None

# The last word of a key that would hold somebody's words, or somebody's name.
WORDS = frozenset({"content", "text", "body", "question", "query", "reason", "note"})
NAMES = frozenset({"name", "nick", "nickname", "username"})
# A key that says who ends in one of these and "id".
ROLES = (
    *("user", "member", "author", "actor", "owner", "person"),
    *("moderator", "facilitator", "staff", "target", "recipient"),
)
PERSONS = frozenset(f"{role}_id" for role in ROLES) | {"by"}
# New with every start: a line cannot be traced to a person even by someone who has the user ids,
# and lines of different days cannot be joined.
KEY = secrets.token_bytes(32)
# The first snowflakes of 2015 have 16 digits; no count, size or duration of ours has.
SNOWFLAKE = re.compile(r"\d{15,20}")
# Interaction and webhook tokens open a door for fifteen minutes or for ever.
ROUTE_TOKEN = re.compile(r"(/(?:webhooks|interactions)/[^/\s]+/)[^/?\s]+")
BOT_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
MENTION = re.compile(r"<@!?\d+>")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
EVENT_METHOD = re.compile(r"on_[a-z_]{1,60}")
# What an exception tells by number or constant: discord.py, the operating system, SQLite, ours.
CODES = ("status", "code", "errno", "sqlite_errorname", "problem")
CONSTANT = re.compile(r"[A-Za-z0-9_]{1,40}")
# Longer than any route or path of ours, shorter than a story.
LONGEST = 200
FRAMES = 20
CHAIN = 5
HOUSE = Path(__file__).parents[1]


def person(user_id: int) -> str:
    """Return a name for a user that is the same until the process ends, and means nothing after."""
    digest = hashlib.blake2b(str(user_id).encode(), key=KEY, digest_size=5).hexdigest()
    return f"person-{digest}"


def fields(given: Mapping[str, object]) -> dict[str, Value]:
    """Return the fields that may be written; `redacted` names those that were left out."""
    kept: dict[str, Value] = {}
    redacted: list[Value] = []
    for key, value in given.items():
        if key.rsplit("_", 1)[-1].casefold() in WORDS | NAMES:
            redacted.append(key)
        else:
            kept[key] = _of_person(value) if _says_who(key) else plain(value)
    if redacted:
        kept["redacted"] = redacted
    return kept


def plain(value: object) -> Value:
    """Return a value that JSON can hold; of any other object only its type is told.

    A discord.Message, for one, shows its author's name when it is written out.
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return fields({str(key): each for key, each in cast("Mapping[Any, Any]", value).items()})
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in cast("list[object]", value)]
    return _scalar(value)


def _scalar(value: object) -> Value:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON knows no NaN
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Path | UUID | date | timedelta):
        return _text(str(value))
    return f"<{type(value).__name__}>"


def message(template: str, args: object) -> str:
    """Return a library's message with its harmless arguments only.

    Ours are constant phrases, and facts travel as fields. A library fills in what it likes: asyncio
    writes a task's exception, words and all, from the second line on; discord.py names users.
    """
    first = template.split("\n", 1)[0]
    if not args:
        return _text(first)
    safe = (
        {key: _argument(each) for key, each in cast("Mapping[str, object]", args).items()}
        if isinstance(args, Mapping)
        else tuple(_argument(each) for each in cast("tuple[object, ...]", args))
    )
    try:
        return _text(first % safe)
    except (TypeError, ValueError, KeyError):
        # An argument that was left out does not fit its %d, or stood in a line that was.
        return _text(first)


def exception(error: BaseException) -> dict[str, Value]:
    """Return type, places and codes of an exception, and of what caused it; never its message.

    Messages echo input: `int("...")` quotes its text, and a discord.HTTPException repeats what
    Discord says of our request, which may hold a value out of it (in NUMBER_TYPE_COERCE: the
    value; for an answer that is no JSON: all of it). Status and code tell the same to a developer.
    """
    return _told(error, CHAIN, set())


def _told(error: BaseException, depth: int, seen: set[int]) -> dict[str, Value]:
    seen.add(id(error))
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    told: dict[str, Value] = {"type": f"{module}{kind.__qualname__}", **dict(_codes(error))}
    told["trace"] = list(_trace(error.__traceback__))[-FRAMES:]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and depth and id(cause) not in seen:
        told["cause"] = _told(cause, depth - 1, seen)
    if isinstance(error, BaseExceptionGroup) and depth:
        members = cast("BaseExceptionGroup[BaseException]", error).exceptions
        told["members"] = [_told(each, depth - 1, seen) for each in members[:CHAIN]]
    return told


def _codes(error: BaseException) -> Iterator[tuple[str, Value]]:
    for key in CODES:
        value = getattr(error, key, None)
        if isinstance(value, int) or (isinstance(value, str) and CONSTANT.fullmatch(value)):
            yield key, value


def _trace(traceback: TracebackType | None) -> Iterator[Value]:
    while traceback is not None:
        code = traceback.tb_frame.f_code
        yield f"{_place(Path(code.co_filename))}:{traceback.tb_lineno} {code.co_name}"
        traceback = traceback.tb_next


def _place(path: Path) -> str:
    """Return a path as it is known in the project or by its package, without this machine."""
    if "site-packages" in path.parts:
        return Path(*path.parts[path.parts.index("site-packages") + 1 :]).as_posix()
    return path.relative_to(HOUSE).as_posix() if path.is_relative_to(HOUSE) else path.name


def _says_who(key: str) -> bool:
    singular = key.casefold().removesuffix("s")
    return any(singular == who or singular.endswith(f"_{who}") for who in PERSONS)


def _of_person(value: object) -> Value:
    if isinstance(value, list | tuple | set | frozenset):
        return [_of_person(each) for each in cast("list[object]", value)]
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        return person(int(value))
    return plain(value)


def _argument(value: object) -> object:
    """Let through numbers, routes and event names; anything else becomes dots."""
    if isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        # Guild or user, nobody can tell: where it matters, the fields say which.
        return value if not SNOWFLAKE.fullmatch(str(value)) else "..."
    if isinstance(value, str):
        if value in METHODS or EVENT_METHOD.fullmatch(value):
            return value
        if value.startswith(("http://", "https://")):
            return SNOWFLAKE.sub("{id}", _text(value.split("?", 1)[0]))
    return "..."


def _text(text: str) -> str:
    text = MENTION.sub("<@...>", BOT_TOKEN.sub("...", ROUTE_TOKEN.sub(r"\1...", text)))
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."
