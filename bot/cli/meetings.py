"""`run.py meetings expand FILE.json`: when rules happen, without Discord or a database.

Contract: rows in and out as interfaces.md states; results on stdout, the rest on stderr.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import InvalidInput
from bot.domain.recurrence import FIRST_YEAR, LAST_YEAR, Recurrence, next_starts

OK, USAGE = 0, 2
_BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)
_SHAPE = "a list of objects with dtstart_local, tz, rrule, count"


class _UsageError(Exception):
    """What was asked for cannot be done; its text is the one line that says why."""


@dataclass(frozen=True, slots=True)
class _Question:
    """One row: a recurrence, and which of its starts are asked for."""

    when: Recurrence
    after: datetime
    count: int


def expand(arguments: Sequence[str]) -> int:
    """Print the starts that each row of a file asks for and return the exit code.

    Args:
        arguments: What follows `meetings expand` on the command line: one file.
    """
    try:
        questions = _questions(_file(arguments))
        found = [_answer(number, question) for number, question in enumerate(questions, start=1)]
    except _UsageError as error:
        sys.stderr.write(f"meetings expand: {error}\n")
        return USAGE
    sys.stdout.write(json.dumps(found) + "\n")
    return OK


def _file(arguments: Sequence[str]) -> Any:
    if len(arguments) != 1:
        raise _UsageError("give one file: run.py meetings expand FILE.json")
    path = Path(arguments[0])
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _UsageError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _UsageError(f"{path}: not UTF-8") from None
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"line {error.lineno}: {error.msg}" if isinstance(error, ValueError) else "too deep"
        raise _UsageError(f"{path}: not JSON, {where}") from None


def _questions(found: Any) -> Sequence[_Question]:
    if not isinstance(found, list):
        raise _UsageError(f"the file holds {_kind(found)}; it should hold {_SHAPE}")
    rows = cast("list[Any]", found)
    return [_question(number, row) for number, row in enumerate(rows, start=1)]


def _question(number: int, row: Any) -> _Question:
    if not isinstance(row, dict):
        raise _UsageError(f"row {number}: is {_kind(row)}, should be an object")
    reader = _Row(number, cast("dict[str, Any]", row))
    return _Question(
        when=reader.recurrence(),
        after=reader.moment("after_utc"),
        count=reader.count("count"),
    )


def _answer(number: int, question: _Question) -> list[str]:
    try:
        starts = next_starts(question.when, after=question.after, count=question.count)
    except InvalidInput:
        raise _UsageError(f"row {number}: rrule: cannot read {question.when.rule!r}") from None
    return [f"{start:%Y-%m-%dT%H:%M:%SZ}" for start in starts]


@dataclass(frozen=True, slots=True)
class _Row:
    """Reads the keys of one row and says which cannot be read."""

    number: int
    values: Mapping[str, Any]

    def recurrence(self) -> Recurrence:
        """Read what repeats."""
        first = self.wall("dtstart_local", self.need("dtstart_local"))
        exdates: Any = self.values.get("exdates") or []
        if not isinstance(exdates, list):
            raise self.wrong("exdates", exdates, "a list of wall-clock times")
        # A rule may be null, for something that happens once; but it must be said.
        rule = self.text("rrule") if self.need("rrule") is not None else None
        return Recurrence(
            first=first,
            zone=self.zone("tz"),
            rule=rule,
            except_for=frozenset(self.wall("exdates", each) for each in cast("list[Any]", exdates)),
        )

    def need(self, key: str) -> Any:
        """Return the value of a key that must be there."""
        if key not in self.values:
            raise _UsageError(f"row {self.number}: {key} is missing")
        return self.values[key]

    def text(self, key: str) -> str:
        """Read a text."""
        value = self.need(key)
        if not isinstance(value, str):
            raise self.wrong(key, value, "text")
        return value

    def zone(self, key: str) -> ZoneInfo:
        """Read an IANA zone."""
        value = self.text(key)
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.wrong(key, value, "an IANA zone such as America/New_York") from None

    def wall(self, key: str, value: Any) -> datetime:
        """Read a wall-clock time."""
        found = _moment(value)
        if found is None or found.tzinfo is not None or not _is_placeable(found):
            raise self.wrong(key, value, "a wall-clock time such as 2026-03-08T19:00:00")
        return found.replace(microsecond=0)

    def moment(self, key: str) -> datetime:
        """Read a moment in UTC; before everything where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return _BEFORE_ALL
        found = _moment(value)
        if found is None or not _is_placeable(found):
            raise self.wrong(key, value, "a UTC time such as 2026-03-08T23:00:00Z")
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)

    def count(self, key: str) -> int:
        """Read how many."""
        value = self.need(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(key, value, "a whole number, 0 or more")
        return value

    def wrong(self, key: str, value: Any, allowed: str) -> _UsageError:
        """Return the error that names the row, the key, what stands there and what may."""
        shown = json.dumps(value)[:60]
        return _UsageError(f"row {self.number}: {key} is {shown}, should be {allowed}")


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _is_placeable(found: datetime) -> bool:
    return FIRST_YEAR <= found.year <= LAST_YEAR


def _kind(value: Any) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return "text"
        case None:
            return "null"
        case bool():
            return "true or false"
        case _:
            return "a number"
