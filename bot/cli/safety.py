"""`run.py safety evaluate`: how the gate does on a file of labelled messages."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from bot import embedding
from bot.cli.safety_report import Row, report
from bot.domain.errors import InvalidContent
from bot.domain.screening import Kind, Verdict, screen
from bot.domain.screening.opinion import combine
from bot.services.safety_content import load_signals

USAGE = "usage: safety evaluate FILE.jsonl [--rows OUT] [--grammar-only]"
GRAMMAR_ONLY = "--grammar-only"


class _UsageError(Exception):
    """Said in one line on stderr; the exit code is 2."""


def evaluate(arguments: Sequence[str], *, content: Path) -> int:
    """Judge every row of a JSON-lines file and print how often the gate was right.

    Args:
        arguments: What follows `safety evaluate`: the file, maybe `--rows OUT`, and maybe
            `--grammar-only`, which leaves the model out.
        content: The folder that holds `signals/`.

    Returns:
        The exit code: 0, or 2 when the command, the file or the content cannot be used.
    """
    try:
        given = [word for word in arguments if word != GRAMMAR_ONLY]
        source, rows_out = _arguments(given)
        rows = list(_read(source))
        judge, ears = _judge(content / "signals", alone=len(given) < len(arguments))
        judged = [(row, judge(row.text)) for row in rows]
        if rows_out is not None:
            _write(rows_out, judged)
    except (_UsageError, InvalidContent) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n".join(report(judged, ears=ears)) + "\n")
    return 0


def _judge(folder: Path, *, alone: bool) -> tuple[Callable[[str], Verdict], str]:
    """Return what judges a message, and who that is in a few words."""
    signals = load_signals(folder)
    if alone:
        return (lambda text: screen(text, signals)), "by the grammar alone, as asked"
    ear = embedding.load_ear(folder, signals.lexicon, embedding.load())
    if isinstance(ear, embedding.Absent):
        return (lambda text: screen(text, signals)), f"by the grammar alone: {ear.reason}"
    return (
        lambda text: combine(screen(text, signals), ear.opine(text), ear.bars)
    ), "by the grammar and the model"


def _arguments(arguments: Sequence[str]) -> tuple[Path, Path | None]:
    match list(arguments):
        case [source] if not source.startswith("-"):
            return Path(source), None
        case [source, "--rows", out] | ["--rows", out, source] if not source.startswith("-"):
            return Path(source), Path(out)
        case _:
            raise _UsageError(USAGE)


def _read(source: Path) -> Iterator[Row]:
    try:
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _UsageError(f"{source} cannot be read: {type(error).__name__}") from error
    # Not splitlines(): a message may hold a line separator that JSON leaves as it is.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _row(line, f"{source}, line {number}")


def _row(line: str, place: str) -> Row:
    try:
        parsed: object = json.loads(line)
    except json.JSONDecodeError as error:
        raise _UsageError(f"{place}: not JSON ({error.msg})") from error
    if not isinstance(parsed, dict):
        raise _UsageError(f'{place}: must be an object such as {{"text": "...", "label": "ok"}}')
    row = cast("dict[str, Any]", parsed)
    text, label, stratum = row.get("text"), row.get("label"), row.get("stratum")
    if not isinstance(text, str):
        raise _UsageError(f"{place}: text must be there, as a string")
    if not isinstance(label, str) or label not in set(Kind):
        raise _UsageError(f"{place}: label is {label!r}; allowed: {', '.join(Kind)}")
    if stratum is not None and not isinstance(stratum, str):
        raise _UsageError(f"{place}: stratum must be a string")
    return Row(text, Kind(label), stratum)


def _write(out: Path, judged: Sequence[tuple[Row, Verdict]]) -> None:
    lines = [
        json.dumps(
            {
                "text": row.text,
                "kind": verdict.kind,
                "level": verdict.level,
                "kinds": list(verdict.kinds),
            }
        )
        for row, verdict in judged
    ]
    try:
        out.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    except OSError as error:
        raise _UsageError(f"{out} cannot be written: {type(error).__name__}") from error
