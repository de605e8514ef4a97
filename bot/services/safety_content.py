"""Reads what the clinic signs for safety: the signals to listen for and the words of support."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml

from bot.domain.errors import InvalidContent
from bot.domain.screening.lexicon import Loose, make_lexicon
from bot.domain.screening.signals import Guard, Listed, Scope, Signal, Signals, make_signals
from bot.domain.screening.verdict import Kind, Language, Level, Topic
from bot.domain.support import HelpLine, SupportPage, SupportText, SupportTexts
from bot.services import examples, front_matter

WORDS = "words.toml"
# Beside the signals, but about something else.
NO_SIGNALS = (WORDS, examples.WISHES)
FRONT = "---\n"
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A table of a content file. Every reader names file and key when something is wrong."""

    place: str
    values: Mapping[str, Any]

    def wrong(self, key: str, problem: str) -> InvalidContent:
        return InvalidContent(f"{self.place}, {key}", problem)

    def only(self, *keys: str) -> None:
        if stray := sorted(set(self.values) - set(keys)):
            raise self.wrong(stray[0], "is not a key that means anything here")

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "must be there, as text")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "must be a list of texts")
        items = cast("list[object]", value)
        if not all(isinstance(item, str) and item.strip() for item in items):
            raise self.wrong(key, "must be a list of texts")
        return tuple(cast("list[str]", items))

    def mapping(self) -> Mapping[str, str]:
        return {key: self.text(key) for key in self.values}

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        value = self.text(key)
        if value not in set(choices):
            raise self.wrong(key, f"is {value!r}; allowed: {', '.join(choices)}")
        return choices(value)

    def day(self, key: str) -> date:
        value = self.values.get(key)
        if not isinstance(value, date):
            raise self.wrong(key, "must be a date such as 2026-11-23")
        return value

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "must be a list of tables")
        items = cast("list[object]", value)
        if not all(isinstance(item, dict) for item in items):
            raise self.wrong(key, "must be a list of tables")
        return cast("list[Mapping[str, Any]]", items)

    def table(self, key: str) -> "_Entry":
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "must be a table")
        return _Entry(f"{self.place}, {key}", cast("Mapping[str, Any]", value))


def load_signals(folder: Path) -> Signals:
    """Read every signal file in `folder` and make the signals ready to be heard.

    Raises:
        InvalidContent: A file is missing, or says something that cannot be used.
    """
    return make_signals(read_signals(folder))


def read_signals(folder: Path) -> Listed:
    """Read every signal file in `folder`, as it is written.

    Raises:
        InvalidContent: A file is missing, or says something that cannot be used.
    """
    spelled = _toml(folder / WORDS)
    spelled.only("spellings", "joins", "fillers", "turns", "loose", "sounds")
    loose = spelled.table("loose")
    loose.only("close", "masked", "clipped", "by_ear", "real")
    lexicon = make_lexicon(
        spellings=spelled.table("spellings").mapping(),
        joins=spelled.table("joins").mapping(),
        fillers=spelled.texts("fillers"),
        turns=spelled.texts("turns"),
        loose=Loose(
            close=loose.texts("close"),
            masked=loose.texts("masked"),
            clipped=loose.texts("clipped"),
            by_ear=loose.texts("by_ear"),
            real=loose.texts("real"),
            sounds=spelled.table("sounds").mapping(),
        ),
    )
    files = [_toml(path) for path in sorted(folder.glob("*.toml")) if path.name not in NO_SIGNALS]
    signals = [signal for file in files for signal in _signals(file)]
    if not any(signal.kind is Kind.CRISIS for signal in signals):
        raise InvalidContent(str(folder), "has no crisis signal")
    return Listed(
        signals=signals,
        guards=[guard for file in files for guard in _guards(file)],
        lists=_lists(files),
        lexicon=lexicon,
    )


def _toml(path: Path) -> _Entry:
    try:
        return _Entry(path.name, tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise InvalidContent(str(path), "is not there or cannot be opened") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidContent(path.name, f"is not TOML: {error}") from error


def _lists(files: Iterable[_Entry]) -> Mapping[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for file in files:
        table = file.table("lists")
        for name in table.values:
            if name in lists:
                raise table.wrong(name, "is the name of a list in another file")
            lists[name] = table.texts(name)
    return lists


def _signals(file: _Entry) -> Iterable[Signal]:
    file.only("kind", "language", "lists", "guard", "signal")
    kind, language = file.choice("kind", Kind), file.choice("language", Language)
    for table in file.tables("signal"):
        entry = _named(file, table)
        entry.only(
            "id", "level", "topic", "patterns", "also", "unless", "despite", "examples",
            "counter_examples",
        )  # fmt: skip
        if kind is not Kind.CRISIS and "topic" in table:
            raise entry.wrong("topic", "belongs to crisis alone")
        yield Signal(
            id=entry.text("id"),
            kind=kind,
            level=entry.choice("level", Level),
            topic=entry.choice("topic", Topic) if kind is Kind.CRISIS else None,
            language=language,
            patterns=_some(entry, "patterns"),
            also=entry.texts("also"),
            unless=entry.texts("unless"),
            despite=frozenset(entry.texts("despite")),
            examples=_some(entry, "examples"),
            counter_examples=entry.texts("counter_examples"),
        )


def _guards(file: _Entry) -> Iterable[Guard]:
    kind = file.choice("kind", Kind)
    for table in file.tables("guard"):
        entry = _named(file, table)
        entry.only("id", "scope", "patterns", "unless", "examples")
        yield Guard(
            id=entry.text("id"),
            kind=kind,
            scope=entry.choice("scope", Scope),
            patterns=_some(entry, "patterns"),
            unless=entry.texts("unless"),
            examples=_some(entry, "examples"),
        )


def _named(file: _Entry, table: Mapping[str, Any]) -> _Entry:
    return _Entry(f"{file.place}, {_Entry(file.place, table).text('id')}", table)


def _some(entry: _Entry, key: str) -> tuple[str, ...]:
    found = entry.texts(key)
    if not found:
        raise entry.wrong(key, "must have at least one")
    return found


def load_support(folder: Path) -> SupportTexts:
    """Read the support words of every topic in every language.

    Files are `<language>/<topic>.md` and `<language>/now.md`: front matter, then one section for
    each heading "## name".

    Raises:
        InvalidContent: A file is missing, or lacks a part.
    """
    return SupportTexts(
        texts={
            (topic, language): _support(folder / language / f"{topic}.md", topic, language)
            for topic in Topic
            for language in Language
        },
        pages={language: _page(folder / language / "now.md", language) for language in Language},
    )


def _support(path: Path, topic: Topic, language: Language) -> SupportText:
    front, parts = _markdown(path)
    front.only("topic", "language", "verified_on", "review_by", "reviewed_by", "status")
    if front.choice("topic", Topic) is not topic:
        raise front.wrong("topic", f"must be {topic}, as the file is called")
    _in_language(front, language)
    parts.only("public", "told staff", "private")
    return SupportText(
        topic=topic,
        language=language,
        public=parts.text("public"),
        told_staff=parts.text("told staff"),
        private=parts.text("private"),
        verified_on=front.day("verified_on"),
        review_by=front.day("review_by"),
        reviewed_by=_reviewer(front),
        status=front.text("status"),
    )


def _page(path: Path, language: Language) -> SupportPage:
    front, parts = _markdown(path)
    front.only("help_lines", "language", "verified_on", "review_by", "reviewed_by", "status")
    _in_language(front, language)
    parts.only("text", "offer")
    lines = tuple(_help_line(front, table) for table in front.tables("help_lines"))
    if not lines:
        raise front.wrong("help_lines", "must have at least one")
    return SupportPage(
        language=language,
        text=parts.text("text"),
        offer=parts.text("offer"),
        help_lines=lines,
        verified_on=front.day("verified_on"),
        review_by=front.day("review_by"),
        reviewed_by=_reviewer(front),
        status=front.text("status"),
    )


def _help_line(front: _Entry, table: Mapping[str, Any]) -> HelpLine:
    entry = _Entry(f"{front.place}, help_lines", table)
    entry.only("label", "url")
    line = HelpLine(label=entry.text("label"), url=entry.text("url"))
    if len(line.label) > 80:  # Discord's limit on a button
        raise entry.wrong("label", "is longer than 80 characters")
    if not line.url.startswith(("https://", "http://")):
        raise entry.wrong("url", "must begin with https:// (Discord takes no telephone links)")
    return line


def _in_language(front: _Entry, language: Language) -> None:
    if front.choice("language", Language) is not language:
        raise front.wrong("language", f"must be {language}, as the folder is called")


def _reviewer(front: _Entry) -> str | None:
    name = front.text("reviewed_by")
    return None if name == "none" else name


def _markdown(path: Path) -> tuple[_Entry, _Entry]:
    place = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidContent(str(path), "is not there or cannot be read") from error
    _, front, body = text.split(FRONT, 2) if text.count(FRONT) >= 2 else ("", "", text)
    try:
        values: object = front_matter.read(front)
    except yaml.YAMLError as error:
        raise InvalidContent(place, f"has front matter that is not YAML: {error}") from error
    if not isinstance(values, dict):
        raise InvalidContent(place, "must begin with front matter between two lines of ---")
    sections = dict(_section(part) for part in f"\n{body}".split("\n## ")[1:])
    return _Entry(place, cast("Mapping[str, Any]", values)), _Entry(place, sections)


def _section(part: str) -> tuple[str, str]:
    heading, _, body = part.partition("\n")
    return heading.strip(), body.strip()
