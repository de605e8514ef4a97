"""The measures, their goals, and the table of what was found."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from bench.figures import Figures

COLUMNS = ("measure", "unit", "bare", "ours", "min..max", "ratio", "goal", "")
WORDS = frozenset({0, 1, 6, 7})


@dataclass(frozen=True, slots=True)
class Goal:
    """What ours should be.

    Attributes:
        text: As a person reads it.
        is_met: Takes ours and bare; bare is 0 where there is none.
    """

    text: str
    is_met: Callable[[float, float], bool]


def at_most(most: float) -> Goal:
    """Return a goal on its own."""
    return Goal(f"<= {most:g}", lambda ours, _: ours <= most)


def below(limit: float) -> Goal:
    """Return a goal on its own, the limit itself excluded."""
    return Goal(f"< {limit:g}", lambda ours, _: ours < limit)


def times_bare(factor: float) -> Goal:
    """Return a goal beside the bare client."""
    return Goal(f"<= {factor:g} x bare", lambda ours, bare: ours <= factor * bare)


def share_of_bare(share: float) -> Goal:
    """Return a goal beside the bare client, where more is better."""
    return Goal(f">= {share:g} x bare", lambda ours, bare: ours >= share * bare)


def above_bare(most: float) -> Goal:
    """Return how much more than the bare client ours may be."""
    return Goal(f"<= bare + {most:g}", lambda ours, bare: ours <= bare + most)


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table."""

    name: str
    unit: str
    shown: str
    goal: Goal | None = None


MEASURES = (
    Measure("first answer", "s", "start to first answer", above_bare(0.4)),
    Measure("ready", "s", "start to ready line", below(3)),
    Measure("start cpu", "s", "processor until ready"),
    Measure("rss", "MiB", "memory after ready", times_bare(1.5)),
    Measure("idle cpu", "%", "processor while idle", below(1)),
    Measure("idle wake-ups", "1/s", "wake-ups while idle"),
    Measure("trigger p50", "ms", "cry for help to first reply, p50", above_bare(1)),
    Measure("trigger p95", "ms", "cry for help to first reply, p95", times_bare(3)),
    Measure("burst p50", "ms", "the same behind 200 at once, p50", times_bare(2.5)),
    Measure("callback p50", "ms", "command to callback, p50", times_bare(1.5)),
    Measure("callback p99", "ms", "command to callback, p99", times_bare(2)),
    Measure("answer p50", "ms", "command to answer, p50"),
    Measure("answer p99", "ms", "command to answer, p99"),
    Measure("cpu a message", "us", "processor a clean message", times_bare(2.5)),
    Measure("messages a second", "1/s", "clean messages", share_of_bare(0.4)),
    Measure("reminder p50", "ms", "reminder late by, p50", at_most(50)),
    Measure("reminder max", "ms", "reminder late by, worst", below(1000)),
    Measure("reminder, full p50", "ms", "the same, full ledger, p50", at_most(50)),
    Measure("reminder, full max", "ms", "the same, full ledger, worst", below(1000)),
    Measure("search p50", "ms", "finding an answer, p50"),
    Measure("search p99", "ms", "finding an answer, p99"),
    Measure("judged a second", "1/s", "messages judged on one core"),
)


def rows(bare: Figures, ours: Figures) -> Iterator[tuple[str, ...]]:
    """Yield each measure's row: medians of the rounds, and ours from lowest to highest."""
    for measure in MEASURES:
        median = ours.median(measure.name)
        beside = bare.median(measure.name) if bare.has(measure.name) else 0.0
        lowest, highest = ours.range(measure.name)
        met = "" if measure.goal is None else _met(measure.goal, median, beside)
        yield (
            measure.shown,
            measure.unit,
            _number(beside) if bare.has(measure.name) else "",
            _number(median),
            f"{_number(lowest)}..{_number(highest)}",
            f"{median / beside:.2f}" if beside else "",
            measure.goal.text if measure.goal else "",
            met,
        )


def table(
    found: Sequence[tuple[str, ...]], columns: Sequence[str] = COLUMNS, *, words: Set[int] = WORDS
) -> str:
    """Set rows under their headings.

    Args:
        words: The columns that hold words; figures stand under one another by their last digit.
    """
    every = [tuple(columns), *found]
    widths = [max(len(row[place]) for row in every) for place in range(len(columns))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place in words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    )


def plain(found: Mapping[str, float], measures: Sequence[Measure]) -> str:
    """Return a table of figures that stand on their own, each with its goal."""
    rows = [
        (
            each.shown,
            each.unit,
            _number(found[each.name]),
            each.goal.text if each.goal else "",
            _met(each.goal, found[each.name], 0) if each.goal else "",
        )
        for each in measures
        if each.name in found
    ]
    return table(rows, ("measure", "unit", "ours", "goal", ""), words=frozenset({0, 1, 3, 4}))


def _met(goal: Goal, ours: float, bare: float) -> str:
    return "met" if goal.is_met(ours, bare) else "missed"


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.2g}"
