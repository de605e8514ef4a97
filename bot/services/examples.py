"""Reads the examples that the gate's model learns from, and how it should weigh its mistakes."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.domain.errors import InvalidContent
from bot.domain.screening import Kind

FOLDER = "examples"
# One file for each voice, with sections of several kinds in it.
VOICES = "voices"
_SECTION = "## "
WISHES = "opinion.toml"
_NOTE = "# "
# An everyday message is in such a file; other ones of the kind `ok` only sound like something.
_EVERYDAY = "everyday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One message and what it is.

    Attributes:
        source: Its kind, what else it is, and its language: "crisis.veiled.en", or with the voice
            in it "crisis.veiled.nurse.en".
        sitting: What was written with it: its file.
        line: Which line of the file.
    """

    text: str
    kind: Kind
    source: str
    sitting: str
    line: int

    @property
    def is_everyday(self) -> bool:
        """Whether nobody would take it for anything."""
        return self.kind is Kind.OK and _EVERYDAY in self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one kind's bars are to achieve.

    Attributes:
        everyday: Of everyday messages, at most this share may alarm.
        hard: Of messages that only sound like something, at most this share may alarm.
        missed: Of the kind's own, so few may be missed; no more alarms are made than that needs.
        sure: Of all that is of another kind, at most this share may be taken for sure.
    """

    everyday: float
    hard: float
    missed: float
    sure: float


def read(signals: Path) -> Sequence[Example]:
    """Return every example of the folder beside the signals, in the order of files and lines.

    Raises:
        InvalidContent: A file is not named after a kind, or cannot be read.
    """
    return [
        example
        for path in _files(signals)
        for example in (_voice(path) if path.parent.name == VOICES else _examples(path))
    ]


def digest(signals: Path) -> str:
    """Return what changes whenever an example or a wish does, 16 characters.

    Raises:
        InvalidContent: A file cannot be read.
    """
    total = hashlib.sha256()
    for path in (*_files(signals), signals / WISHES):
        total.update(f"{path.name}\0{_text(path)}\0".encode())
    return total.hexdigest()[:16]


def wishes(signals: Path) -> Mapping[Kind, Wish]:
    """Return what each kind's bars are to achieve.

    Raises:
        InvalidContent: A kind is missing, or a share is not between 0 and 1.
    """
    try:
        tables = tomllib.loads(_text(signals / WISHES))
    except tomllib.TOMLDecodeError as error:
        raise InvalidContent(WISHES, f"is not TOML: {error}") from error
    return {kind: _wish(kind, tables) for kind in Kind if kind is not Kind.OK}


def _wish(kind: Kind, tables: Mapping[str, Any]) -> Wish:
    table: object = tables.get(kind)
    keys = ("everyday", "hard", "missed", "sure")
    shares = cast("dict[str, object]", table) if isinstance(table, dict) else {}
    if set(shares) != set(keys):
        raise InvalidContent(f"{WISHES}, {kind}", f"must have exactly: {', '.join(keys)}")
    for key, share in shares.items():
        if not isinstance(share, int | float) or not 0 <= share < 1:
            raise InvalidContent(f"{WISHES}, {kind}, {key}", "must be a share such as 0.02")
    everyday, hard, missed, sure = (float(cast("float", shares[key])) for key in keys)
    return Wish(everyday=everyday, hard=hard, missed=missed, sure=sure)


def _files(signals: Path) -> Sequence[Path]:
    folder = signals / FOLDER
    return (*sorted(folder.glob("*.txt")), *sorted((folder / VOICES).glob("*.txt")))


def _examples(path: Path) -> Sequence[Example]:
    return [_example(text, path.stem, path, number) for number, text in _lines(path)]


def _voice(path: Path) -> Iterator[Example]:
    """Yield the examples of a file whose sections say what they are: "## crisis.veiled.en"."""
    section = path.name
    for number, text in _lines(path):
        if text.startswith(_SECTION):
            said, _, language = text.removeprefix(_SECTION).rpartition(".")
            section = f"{said}.{path.stem}.{language}"
        else:
            yield _example(text, section, path, number)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, text in enumerate(_text(path).split("\n"), start=1):
        if text.strip() and not text.startswith(_NOTE):
            yield number, text.strip()


def _example(text: str, source: str, path: Path, line: int) -> Example:
    kind = source.partition(".")[0]
    if kind not in set(Kind):
        raise InvalidContent(path.name, f"must begin with a kind: {', '.join(Kind)}")
    return Example(text=text, kind=Kind(kind), source=source, sitting=path.stem, line=line)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidContent(path.name, "is not there or cannot be read") from error
