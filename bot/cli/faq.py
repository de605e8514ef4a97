"""`run.py faq evaluate` and `run.py faq lint`: what the answers are worth, without Discord.

Contract: rows in and out as interfaces.md states; results on stdout, the rest on stderr.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Never, cast

from bot import embedding
from bot.cli.faq_figures import Judged, Row, bars, table
from bot.cli.faq_honesty import honesty, honesty_table
from bot.domain.faq.entries import Entry, EntryId, Problem, problems
from bot.domain.faq.index import approved, spoken
from bot.domain.faq.search import (
    DEFAULT_TARGET,
    Answer,
    Index,
    Offer,
    answer,
    build,
    search,
)
from bot.domain.faq.smalltalk import LINES
from bot.services import faq_lint
from bot.services.faq_content import Loaded, load

_BEST = 5
_PROGRESS_EVERY = 100
_ENTRIES_EVERY = 20


class _UsageError(Exception):
    """What was asked for cannot be done; its text is the one line that says why."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Never:
        raise _UsageError(message)


def evaluate(arguments: Sequence[str], *, content: Path) -> int:
    """Judge every question of a file and print a table; return the exit code.

    The approved entries of `content`, or of `--content`, are searched; no safety gate is asked.
    """
    parser = _Parser(prog="run.py faq evaluate", description="Judge a file of questions.")
    parser.add_argument("file", type=Path, help='rows of {"question", "label"}, one a line')
    parser.add_argument("--content", type=Path, default=content, help="folder of entries")
    parser.add_argument("--target", type=_share, default=DEFAULT_TARGET, help="0.05: 5 %% false")
    parser.add_argument("--rows", type=Path, help="where to write one row for each question")
    parser.add_argument("--chart", type=Path, help="where to draw the picture (PNG)")
    parser.add_argument(
        "--honesty", action="store_true", help="leave every entry out once: is the target kept?"
    )
    try:
        chosen = parser.parse_args(arguments)
        rows = list(_rows(chosen.file))
        entries = approved(_loaded(chosen.content).entries)
        index_of = _indexer(entries)
        index = index_of(entries)
        judged = list(_judge(index, rows, chosen.target))
        if chosen.rows is not None:
            _write(chosen.rows, judged)
        _print(f"{table(judged, chosen.target)}\n\n{bars(judged, chosen.target)}")
        if chosen.honesty:
            _print(f"\n{honesty_table(honesty(entries, index_of, _say))}")
        if chosen.chart is not None:
            _draw(chosen.chart, judged, chosen.target)
    except _UsageError as error:
        _say(f"faq evaluate: {error}")
        return 2
    return 0


def _indexer(entries: Sequence[Entry]) -> Callable[[Sequence[Entry]], Index]:
    """Return what indexes any of the entries; their meanings are computed here, in seconds."""
    known_words = embedding.known_words()
    encoder = embedding.load()
    if isinstance(encoder, embedding.Absent):
        _say(f"found by words alone: {encoder.reason}")
        return lambda some: build(some, known_words=known_words)
    packed: dict[EntryId, Sequence[bytes]] = {}
    for number, entry in enumerate(entries, start=1):
        packed[entry.id] = encoder.packed(spoken(entry))
        if number % _ENTRIES_EVERY == 0 or number == len(entries):
            _say(f"{number} of {len(entries)} entries read")
    far = encoder.packed(LINES)

    def by_meaning(some: Sequence[Entry]) -> Index:
        meanings = encoder.meanings([packed[entry.id] for entry in some], small_talk=far)
        return build(some, known_words=known_words, meanings=meanings)

    return by_meaning


def _draw(file: Path, judged: Sequence[Judged], target: float) -> None:
    try:
        faq_chart = importlib.import_module("bot.cli.faq_chart")
    except ImportError as error:
        raise _UsageError(
            f"--chart needs the charts extra ({error.name} is missing); the table stands alone"
        ) from None
    try:
        faq_chart.draw(file, judged, target)
    except OSError as error:
        raise _UsageError(f"--chart {file}: {error.strerror}") from None


def lint(arguments: Sequence[str], *, content: Path, today: date) -> int:
    """Print everything a clinician would have to mend; 0 when there is nothing, else 1.

    `today` is the day against which review dates are held.
    """
    parser = _Parser(prog="run.py faq lint", description="Check the FAQ entries.")
    parser.add_argument("--content", type=Path, default=content, help="folder of entries")
    try:
        folder = _there(parser.parse_args(arguments).content)
    except _UsageError as error:
        _say(f"faq lint: {error}")
        return 2
    report = faq_lint.lint(folder, today=today)
    for remark in report.remarks:
        _say(str(remark))
    _print(f"{report.entries} entries, {len(report.remarks)} problems")
    return 1 if report.remarks else 0


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"{text}; allowed: above 0 and below 1")
    return share


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201  a command talks to the terminal


def _print(text: str) -> None:
    print(text)  # noqa: T201  a command's result is what it prints


def _line(problem: Problem) -> str:
    return f"{problem.where}: {problem.key}: {problem.found}; allowed: {problem.allowed}"


def _all_problems(found: Loaded) -> tuple[Problem, ...]:
    return (*found.problems, *(wrong for entry in found.entries for wrong in problems(entry)))


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise _UsageError(f"{folder} is not there; allowed: a folder of .md entries")
    return folder


def _loaded(folder: Path) -> Loaded:
    found = load(_there(folder))
    for problem in _all_problems(found):
        _say(_line(problem))
    return found


def _rows(file: Path) -> Iterator[Row]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text in UTF-8"
        raise _UsageError(f"{file}: {reason}; allowed: a file of JSON lines") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _row(line, where=f"{file}, line {number}")


def _row(line: str, *, where: str) -> Row:
    try:
        value: Any = json.loads(line)
    except ValueError:
        raise _UsageError(f"{where}: not JSON") from None
    if not isinstance(value, dict):
        raise _UsageError(f'{where}: allowed: an object with "question" and "label"')
    row = cast("dict[str, Any]", value)
    if not isinstance(row.get("question"), str):
        raise _UsageError(f'{where}: "question" must be text')
    label = row.get("label", 0)
    if not (label is None or isinstance(label, str)):
        raise _UsageError(f'{where}: "label" must be an entry\'s id or null')
    also: Any = row.get("also") or []
    right = () if label is None else (label, *also)
    kind: Any = row.get("kind") or row.get("stratum") or ""
    return Row(row["question"], frozenset(str(one) for one in right), str(kind))


def _judge(index: Index, rows: Sequence[Row], target: float) -> Iterator[Judged]:
    every = tuple(entry.id for entry in index.entries)
    for number, row in enumerate(rows, start=1):
        found = answer(index, row.question, target=target)
        outcome = "none"
        if isinstance(found, Answer):
            outcome = "answer"
        elif isinstance(found, Offer):
            outcome = "offer"
        best = (match.entry.id for match in search(index, row.question, limit=_BEST))
        # Where fewer have anything in common with the question, the rest follow in order.
        entries = tuple(dict.fromkeys((*best, *every[: 2 * _BEST])))[:_BEST]
        yield Judged(row, outcome, entries, round(found.confidence, 6))
        if number % _PROGRESS_EVERY == 0:
            _say(f"{number} of {len(rows)} questions judged")


def _write(file: Path, judged: Sequence[Judged]) -> None:
    lines = (
        json.dumps(
            {
                "question": one.row.question,
                "outcome": one.outcome,
                "entries": one.entries,
                "score": one.score,
            },
            ensure_ascii=False,
        )
        for one in judged
    )
    try:
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise _UsageError(f"--rows {file}: {error.strerror}") from None
