"""What `run.py safety evaluate` prints: by kind, what was taken for what, by stratum."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cli.intervals import alarms, recall
from bot.domain.screening import Kind, Verdict

Pairs = Counter[tuple[Kind, Kind]]
"""How often a message with a label was called so."""


@dataclass(frozen=True, slots=True)
class Row:
    """A message, what it is, and what sort of message it is."""

    text: str
    label: Kind
    stratum: str | None


def report(judged: Sequence[tuple[Row, Verdict]], *, ears: str) -> Iterator[str]:
    """Yield the lines of the report.

    Args:
        ears: Who judged, a few words.
    """
    pairs: Pairs = Counter((row.label, verdict.kind) for row, verdict in judged)
    yield f"{len(judged)} messages, each judged alone, {ears}; in brackets 95 % intervals (Wilson)"
    yield ""
    yield from _by_kind(pairs)
    yield ""
    yield from _confusion(pairs)
    if any(row.stratum is not None for row, _ in judged):
        yield ""
        yield from _by_stratum(judged)


def _by_kind(pairs: Pairs) -> Iterator[str]:
    """Recall: of a kind's own rows, how many were called so. False alarm: any other row."""
    yield (
        f"{'kind':<16}{'rows':>6}{'heard':>7}{'recall':>18}{'false alarms':>24}{'of ok rows':>24}"
    )
    ok_rows = _labelled(pairs, Kind.OK)
    for kind in Kind:
        rows, heard = _labelled(pairs, kind), pairs[kind, kind]
        wrong = sum(count for (_, said), count in pairs.items() if said is kind) - heard
        of_ok = "" if kind is Kind.OK else alarms(pairs[Kind.OK, kind], ok_rows)
        yield (
            f"{kind:<16}{rows:>6}{heard:>7}{recall(heard, rows):>18}"
            f"{alarms(wrong, pairs.total() - rows):>24}{of_ok:>24}"
        )


def _labelled(pairs: Pairs, kind: Kind) -> int:
    return sum(count for (label, _), count in pairs.items() if label is kind)


def _confusion(pairs: Pairs) -> Iterator[str]:
    yield f"{'label, and called':<18}" + "".join(f"{kind[:9]:>10}" for kind in Kind)
    for label in Kind:
        if _labelled(pairs, label):
            yield f"{label:<18}" + "".join(f"{pairs[label, said] or '.':>10}" for said in Kind)


def _by_stratum(judged: Sequence[tuple[Row, Verdict]]) -> Iterator[str]:
    """Yield a line for each stratum of each label: how many were right, what the others became."""
    parts: dict[tuple[str, Kind], Counter[Kind]] = {}
    for row, verdict in judged:
        if row.stratum is not None:
            parts.setdefault((row.stratum, row.label), Counter())[verdict.kind] += 1
    width = max(len(stratum) for stratum, _ in parts) + 2
    yield f"{'stratum':<{width}}{'label':<16}{'rows':>6}{'right':>7}{'share':>18}  taken for"
    for (stratum, label), called in sorted(parts.items()):
        rows, right = called.total(), called[label]
        others = ", ".join(f"{kind} {n}" for kind, n in called.most_common() if kind is not label)
        line = f"{stratum:<{width}}{label:<16}{rows:>6}{right:>7}{recall(right, rows):>18}"
        yield f"{line}  {others}".rstrip()
