"""What an evaluation found: counts, the table, and bars for the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BAR = 50
_KIND = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One question of an evaluation; no right ids: it should not be answered.

    Attributes:
        kind: As its file names it, such as "near" or "far"; "" where it does not.
    """

    question: str
    right: frozenset[str]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one row."""

    row: Row
    outcome: str
    entries: tuple[str, ...]
    score: float

    def is_right_within(self, best: int) -> bool:
        """Say whether a right entry is among the `best` first ones."""
        return not self.row.right.isdisjoint(self.entries[:best])


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many questions of one kind came to what; the order is that of the chart.

    Attributes:
        lacking: Offered, and the right entry is not among the buttons.
    """

    name: str
    right: int
    wrong: int
    offered: int
    lacking: int
    handed_over: int

    @property
    def total(self) -> int:
        """How many questions there were."""
        return self.right + self.wrong + self.offered + self.lacking + self.handed_over

    @property
    def parts(self) -> tuple[tuple[str, str, int], ...]:
        """Each outcome: a letter for the terminal, what it means, how many."""
        return (
            ("#", "answered right", self.right),
            ("X", "answered, and should not have been", self.wrong),
            ("+", "offered, right one among them", self.offered),
            ("?", "offered, right one not among them", self.lacking),
            (".", "handed to a person", self.handed_over),
        )


def outcomes(judged: Sequence[Judged]) -> tuple[Outcomes, Outcomes]:
    """Count the questions with an entry, and those without."""
    known = [one for one in judged if one.row.right]
    other = [one for one in judged if not one.row.right]
    return _outcomes("with an entry", known), _outcomes("without an entry", other)


def _outcomes(name: str, judged: Sequence[Judged]) -> Outcomes:
    answered = [one for one in judged if one.outcome == "answer"]
    offered = [one for one in judged if one.outcome == "offer"]
    right = sum(one.is_right_within(1) for one in answered)
    within = sum(one.is_right_within(3) for one in offered)
    rest = len(judged) - len(answered) - len(offered)
    return Outcomes(name, right, len(answered) - right, within, len(offered) - within, rest)


def table(judged: Sequence[Judged], target: float) -> str:
    """Return the figures as aligned lines."""
    known, other = outcomes(judged)
    rows = [one for one in judged if one.row.right]
    lines = [
        ("questions with an entry", str(known.total)),
        (
            "  right entry first (accuracy@1)",
            _of(sum(o.is_right_within(1) for o in rows), known.total),
        ),
        (
            "  right entry in first 3 (recall@3)",
            _of(sum(o.is_right_within(3) for o in rows), known.total),
        ),
        ("  answered right", _of(known.right, known.total)),
        ("  answered wrong", _of(known.wrong, known.total)),
        ("  offered, right one among them", _of(known.offered, known.total)),
        ("  offered, right one missing", _of(known.lacking, known.total)),
        ("  handed over", _of(known.handed_over, known.total)),
        ("  helped (answered or offered right)", _of(known.right + known.offered, known.total)),
        ("questions without an entry", str(other.total)),
        (f"  false answers (target {target:.1%})", _of(other.wrong, other.total)),
        *_false_by_kind([one for one in judged if not one.row.right]),
        ("  offered", _of(other.lacking, other.total)),
        ("  handed over", _of(other.handed_over, other.total)),
    ]
    return "\n".join(f"{name:<40}{value:>8}" for name, value in lines)


def _false_by_kind(other: Sequence[Judged]) -> Iterator[tuple[str, str]]:
    """Yield how many of each kind were answered: a near miss is no small talk."""
    for kind in sorted({one.row.kind for one in other} - {""}):
        of_kind = [one for one in other if one.row.kind == kind]
        answered = sum(one.outcome == "answer" for one in of_kind)
        yield f"    {kind[:_KIND]} ({len(of_kind)} questions)", _of(answered, len(of_kind))


def bars(judged: Sequence[Judged], target: float) -> str:
    """Return one bar of letters for each kind of question, and what the letters mean.

    A `|` in the bar of questions without an entry stands where false answers reach the target.
    """
    known, other = outcomes(judged)
    lines = [f"{one.name:<17} {_bar(one)}" for one in (known, other) if one.total]
    if other.total:
        mark = " " * round(target * _BAR) + f"| target {target:.1%}"
        lines.append(f"{'':<17} {mark}")
    lines.extend(f"  {letter} {name}" for letter, name, _ in known.parts)
    return "\n".join(lines)


def _bar(one: Outcomes) -> str:
    line = ""
    done = 0
    for letter, _, count in one.parts:
        done += count
        # From running sums, so that every bar is equally long.
        line += letter * (round(_BAR * done / one.total) - len(line))
    return line


def _of(count: int, total: int) -> str:
    return f"{count / total:.1%}" if total else "-"
