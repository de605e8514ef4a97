"""Does the gate keep its promise? Each entry is left out once, and its own questions are asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.faq.entries import Entry
from bot.domain.faq.search import Answer, Index, answer

TARGETS = (0.08, 0.05, 0.03, 0.01)
_PROGRESS_EVERY = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the questions whose entry was left out, at one target.

    Attributes:
        answered: Those that were answered all the same: from another entry, so wrongly.
    """

    target: float
    asked: int
    answered: int


def honesty(
    entries: Sequence[Entry],
    index_of: Callable[[Sequence[Entry]], Index],
    say: Callable[[str], None],
) -> list[Kept]:
    """Ask every title and phrasing of an index, and of a gate, that never saw its entry."""
    loosest_passed: list[float] = []
    asked = 0
    for number, entry in enumerate(entries, start=1):
        index = index_of([other for other in entries if other is not entry])
        for text in (entry.title, *entry.ask):
            asked += 1
            loosest_passed.extend(_passed(index, text))
        if number % _PROGRESS_EVERY == 0 or number == len(entries):
            say(f"{number} of {len(entries)} entries left out once")
    return [Kept(target, asked, loosest_passed.count(target)) for target in TARGETS]


def _passed(index: Index, text: str) -> Iterator[float]:
    # The loosest first: what is not answered there is answered nowhere.
    for target in TARGETS:
        if not isinstance(answer(index, text, target=target), Answer):
            return
        yield target


def honesty_table(found: Sequence[Kept]) -> str:
    """Return promise and measurement side by side, in percent."""
    lines = ["left-out entries    promised    answered    difference"]
    for one in found:
        share = one.answered / one.asked if one.asked else 0.0
        lines.append(
            f"{one.asked:>6} questions    {one.target:>8.1%}    {share:>8.1%}"
            f"    {100 * (share - one.target):>+6.1f} points"
        )
    return "\n".join(lines)
