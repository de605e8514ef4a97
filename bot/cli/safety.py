"""`run.py safety evaluate`: how the gate does on a file of labelled messages."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.domain.errors import InvalidContent
from bot.domain.screening import Kind, Verdict, screen
from bot.services.safety_content import load_signals

USAGE = "usage: safety evaluate FILE.jsonl [--rows OUT]"


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    label: Kind
    stratum: str | None


class _UsageError(Exception):
    """Said in one line on stderr; the exit code is 2."""


def evaluate(arguments: Sequence[str], *, content: Path) -> int:
    """Judge every row of a JSON-lines file and print how often the gate was right.

    Args:
        arguments: What follows `safety evaluate`: the file, and maybe `--rows OUT`.
        content: The folder that holds `signals/`.

    Returns:
        The exit code: 0, or 2 when the command, the file or the content cannot be used.
    """
    try:
        source, rows_out = _arguments(arguments)
        rows = list(_read(source))
        signals = load_signals(content / "signals")
        judged = [(row, screen(row.text, signals)) for row in rows]
        if rows_out is not None:
            _write(rows_out, judged)
    except (_UsageError, InvalidContent) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n".join(_report(judged)) + "\n")
    return 0


def _arguments(arguments: Sequence[str]) -> tuple[Path, Path | None]:
    match list(arguments):
        case [source] if not source.startswith("-"):
            return Path(source), None
        case [source, "--rows", out] | ["--rows", out, source] if not source.startswith("-"):
            return Path(source), Path(out)
        case _:
            raise _UsageError(USAGE)


def _read(source: Path) -> Iterator[_Row]:
    try:
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _UsageError(f"{source} cannot be read: {type(error).__name__}") from error
    # Not splitlines(): a message may hold a line separator that JSON leaves as it is.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _row(line, f"{source}, line {number}")


def _row(line: str, place: str) -> _Row:
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
    return _Row(text, Kind(label), stratum)


def _write(out: Path, judged: Sequence[tuple[_Row, Verdict]]) -> None:
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


def _report(judged: Sequence[tuple[_Row, Verdict]]) -> Iterator[str]:
    yield f"{len(judged)} messages, each judged alone"
    yield ""
    yield from _by_kind(judged)
    yield ""
    yield from _confusion(judged)
    strata = sorted({row.stratum for row, _ in judged if row.stratum is not None})
    for stratum in strata:
        part = [(row, verdict) for row, verdict in judged if row.stratum == stratum]
        yield ""
        yield f"stratum {stratum}: {len(part)} messages"
        yield from _by_kind(part)
        yield ""
        yield from _confusion(part)


def _by_kind(judged: Sequence[tuple[_Row, Verdict]]) -> Iterator[str]:
    """Recall: of a kind's own rows, how many were called so. False alarm: any other row."""
    pairs = Counter((row.label, verdict.kind) for row, verdict in judged)
    yield f"{'kind':<16}{'rows':>6}{'heard':>7}{'recall':>8}{'false alarms':>16}{'of ok':>15}"
    for kind in Kind:
        rows = sum(count for (label, _), count in pairs.items() if label is kind)
        others = len(judged) - rows
        alarms = sum(n for (label, said), n in pairs.items() if said is kind and label is not kind)
        ok_rows = sum(count for (label, _), count in pairs.items() if label is Kind.OK)
        of_ok = "" if kind is Kind.OK else _share(pairs[Kind.OK, kind], ok_rows)
        recall = f"{pairs[kind, kind] / rows:.3f}" if rows else "-"
        yield (
            f"{kind:<16}{rows:>6}{pairs[kind, kind]:>7}{recall:>8}"
            f"{_share(alarms, others):>16}{of_ok:>15}"
        )


def _share(count: int, whole: int) -> str:
    return f"{count} ({count / whole:.2%})" if whole else "-"


def _confusion(judged: Sequence[tuple[_Row, Verdict]]) -> Iterator[str]:
    pairs = Counter((row.label, verdict.kind) for row, verdict in judged)
    yield f"{'label, and called':<18}" + "".join(f"{kind[:9]:>10}" for kind in Kind)
    for label in Kind:
        if any(pairs[label, said] for said in Kind):
            yield f"{label:<18}" + "".join(f"{pairs[label, said] or '.':>10}" for said in Kind)
