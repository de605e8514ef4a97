"""FAQ entries from a folder of Markdown files with YAML front matter; what is wrong is reported."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml

from bot.domain.faq.entries import Entry, EntryId, Problem, Status
from bot.services import front_matter

_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<front>.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE
)
_REQUIRED = ("title", "ask", "tags", "source", "review_by", "status")
_KEYS = (*_REQUIRED, "source_url", "reviewed_by", "reviewed_on", "covered")
_KEY = re.compile(r"(\w+)[ \t]*:")
_NONE = "none"
# A file this size is no FAQ entry; reading it would only hold up the start.
_MAX_FILE_BYTES = 100_000

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder held.

    Attributes:
        entries: In the order of their file names; a file that could not be read is not among them.
        problems: Why those files could not be read, each with its file's name.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


class _UnreadableError(Exception):
    """One key of a file cannot be understood."""

    def __init__(self, key: str, found: str, allowed: str) -> None:
        super().__init__(key)
        self.key, self.found, self.allowed = key, found, allowed


def load(folder: Path) -> Loaded:
    """Read every `<id>.md` of a folder; bad files become problems, never exceptions."""
    if not folder.is_dir():
        found = Problem(
            where=str(folder), key="folder", found="not there", allowed="a folder of .md files"
        )
        return Loaded((), (found,))
    entries: list[Entry] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.md")):
        read = _read(path)
        if isinstance(read, Entry):
            entries.append(read)
        else:
            problems.extend(read)
    return Loaded(tuple(entries), tuple(problems))


def parse(entry_id: EntryId, text: str) -> Entry | tuple[Problem, ...]:
    """Read one entry from the text of its file, or say which keys cannot be understood."""
    where = f"{entry_id}.md"
    try:
        front, body = _split(text)
    except _UnreadableError as error:
        return (_problem(where, error),)
    reader = _Reader(front)
    entry = _entry(entry_id, reader, body)
    if reader.errors or entry is None:
        return tuple(_problem(where, error) for error in reader.errors)
    return entry


def _read(path: Path) -> Entry | tuple[Problem, ...]:
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            error = _UnreadableError("file", "too large", f"at most {_MAX_FILE_BYTES} bytes")
            return (_problem(path.name, error),)
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return (_problem(path.name, _UnreadableError("file", "not UTF-8", "text in UTF-8")),)
    except OSError as error:
        found = error.strerror or type(error).__name__
        return (_problem(path.name, _UnreadableError("file", found, "a readable file")),)
    return parse(EntryId(path.stem), text)


def _problem(where: str, error: _UnreadableError) -> Problem:
    return Problem(where=where, key=error.key, found=error.found, allowed=error.allowed)


def _split(text: str) -> tuple[Mapping[str, Any], str]:
    match = _FRONT.match(text)
    if match is None:
        raise _UnreadableError("front matter", "none", "YAML between two lines of ---")
    try:
        front: Any = front_matter.read(match["front"])
    except (yaml.YAMLError, ValueError) as error:
        raise _UnreadableError("front matter", _yaml_fault(error), "valid YAML") from None
    if (again := _said_twice(match["front"])) is not None:
        raise again
    if not isinstance(front, dict):
        raise _UnreadableError("front matter", type(front).__name__, "keys with values")
    return cast("dict[str, Any]", front), text[match.end() :].strip()


def _said_twice(front: str) -> _UnreadableError | None:
    """Return the fault of a key given twice: YAML would keep the last in silence."""
    seen: set[str] = set()
    for number, line in enumerate(front.splitlines(), start=2):
        if found := _KEY.match(line):
            if found[1] in seen:
                told = f"line {number}: {found[1]} is there a second time"
                return _UnreadableError("front matter", told, "each key once")
            seen.add(found[1])
    return None


def _yaml_fault(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error)
    # The mark counts from the line below the opening ---.
    return f"line {mark.line + 2}: {what}" if mark is not None else str(what)


class _Reader:
    """Takes values out of the front matter and gathers what is wrong with them."""

    def __init__(self, front: Mapping[str, Any]) -> None:
        self.front = front
        self.errors = [
            _UnreadableError(str(key), "unknown key", ", ".join(_KEYS))
            for key in front
            if key not in _KEYS
        ]
        self.errors += [
            _UnreadableError(key, "missing", "a value") for key in _REQUIRED if key not in front
        ]

    def take(self, key: str, read: Callable[[str, Any], _Value], default: _Value) -> _Value:
        """Return the value of a key, or the default after noting why it cannot be read."""
        if key not in self.front:
            return default
        try:
            return read(key, self.front[key])
        except _UnreadableError as error:
            self.errors.append(error)
            return default


def _entry(entry_id: EntryId, reader: _Reader, body: str) -> Entry | None:
    status = reader.take("status", _status, None)
    entry = Entry(
        id=entry_id,
        title=reader.take("title", _text, ""),
        ask=reader.take("ask", _texts, ()),
        tags=reader.take("tags", _texts, ()),
        source=reader.take("source", _text, ""),
        source_url=reader.take("source_url", _text_or_none, None) or "",
        reviewed_by=reader.take("reviewed_by", _text_or_none, None),
        reviewed_on=reader.take("reviewed_on", _day, None),
        review_by=reader.take("review_by", _day, None),
        status=status or Status.DRAFT,
        is_covered=reader.take("covered", _yes_or_no, default=True),
        body=body,
    )
    if not body:
        reader.errors.append(_UnreadableError("body", "nothing", "the answer in Markdown"))
    return None if status is None else entry


def _text(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _UnreadableError(key, _shown(value), "text (in quotes if it holds a colon)")
    return value.strip()


def _text_or_none(key: str, value: object) -> str | None:
    if value is None or value == _NONE:
        return None
    return _text(key, value)


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _UnreadableError(key, _shown(value), "a list of texts")
    return tuple(_text(key, item) for item in cast("list[object]", value))


def _day(key: str, value: object) -> date | None:
    if value is None or value == _NONE:
        return None
    if type(value) is date:
        return value
    raise _UnreadableError(key, _shown(value), f"a date such as 2027-05-31, or {_NONE}")


def _status(key: str, value: object) -> Status | None:
    try:
        return Status(str(value))
    except ValueError:
        allowed = ", ".join(status.value for status in Status)
        raise _UnreadableError(key, _shown(value), allowed) from None


def _yes_or_no(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _UnreadableError(key, _shown(value), "true or false")
    return value


def _shown(value: object) -> str:
    return str(value)[:60] if value not in (None, "") else "nothing"
