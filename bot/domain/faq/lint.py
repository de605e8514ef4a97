"""What is wrong between entries and with the calendar: what one entry alone cannot show."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.faq.entries import Entry, Problem, Status
from bot.domain.faq.words import stems, words

# Below this two entries have too little in common to be mixed up, however far apart their own
# phrasings are. Measured on the shipped entries: help lines for different people come to .35.
_ALIKE = 0.4


def overdue(entries: Sequence[Entry], *, today: date) -> tuple[Problem, ...]:
    """Return the approved entries whose `review_by` has passed, `today` in the clinic's zone."""
    return tuple(
        Problem(
            where=entry.id,
            key="review_by",
            found=f"{entry.review_by}, which has passed",
            allowed=f"{today} or later: read it again, then set a new date",
        )
        for entry in entries
        if entry.status is Status.APPROVED and entry.review_by and entry.review_by < today
    )


def between(entries: Sequence[Entry]) -> tuple[Problem, ...]:
    """Return titles and phrasings that two entries share, and pairs the search would mix up.

    Retired entries are never searched, so they are left out.
    """
    live = [entry for entry in entries if entry.status is not Status.RETIRED]
    return (*_shared(live), *_confusable(live))


def beside(entry: Entry, others: Iterable[Entry]) -> tuple[Problem, ...]:
    """Return what `between` says of one entry, in time that grows with the others' number.

    Args:
        others: All there are; an older wording of the entry itself is passed over.
    """
    if entry.status is Status.RETIRED:
        return ()
    live = [each for each in others if each.status is not Status.RETIRED and each.id != entry.id]
    live.append(entry)
    shared = (problem for problem in _shared(live) if problem.where == entry.id)
    return (*shared, *_mixed_up(_Askings(live), len(live) - 1))


def _shared(entries: Sequence[Entry]) -> Iterator[Problem]:
    askers: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        for key, text in (("title", entry.title), *(("ask", each) for each in entry.ask)):
            known = askers[tuple(words(text))]
            for other in known:
                if other is not entry and not _may_overlap(entry, other):
                    allowed = f"words of its own: {other.id} is asked the same way"
                    yield Problem(
                        where=entry.id, key=key, found=text, allowed=allowed, other=other.id
                    )
            if entry not in known:
                known.append(entry)


@dataclass(frozen=True, slots=True)
class _Near:
    """How near one entry's phrasings are, on average, to their nearest in each entry, 0 to 1."""

    own: float
    others: Mapping[int, float]


def _confusable(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield the pairs whose phrasings are nearer to each other's than to their own."""
    askings = _Askings(entries)
    for number in range(len(entries)):
        yield from _mixed_up(askings, number, after=number)


def _mixed_up(askings: "_Askings", number: int, *, after: int = -1) -> Iterator[Problem]:
    """Yield what one entry is mixed up with, among the entries that come after a number."""
    entry, near = askings.entries[number], askings.near(number)
    for two, there in sorted(near.others.items()):
        other = askings.entries[two]
        if two <= after or not near.own < there >= _ALIKE or _may_overlap(entry, other):
            continue
        back = askings.near(two)
        if back.own < back.others.get(number, 0.0) >= _ALIKE:
            yield Problem(
                where=entry.id,
                key="ask",
                found=f"phrasings nearer to those of {other.id} than to each other",
                allowed="phrasings that tell the two apart, or one entry in place of two",
                other=other.id,
            )


def _may_overlap(one: Entry, other: Entry) -> bool:
    """Say whether one is a draft and the other the person it goes to until the draft is signed."""
    draft, kept = (one, other) if one.status is Status.DRAFT else (other, one)
    return draft.status is Status.DRAFT and draft.is_covered and not kept.is_covered


class _Askings:
    """Every way to ask anything, as the stems it is made of; rare ones weigh more."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._asked = [
            (number, frozenset(stems(words(text))))
            for number, entry in enumerate(entries)
            for text in (entry.title, *entry.ask)
        ]
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._places: defaultdict[int, list[int]] = defaultdict(list)
        for place, (number, found) in enumerate(self._asked):
            self._places[number].append(place)
            for stem in found:
                self._holders[stem].append(place)
        many = len(self._asked)
        self._weight = {stem: math.log(1 + many / len(at)) for stem, at in self._holders.items()}
        self._sizes = [sum(self._weight[stem] for stem in found) or 1.0 for _, found in self._asked]
        self._known: dict[int, _Near] = {}

    def near(self, number: int) -> _Near:
        """Return how near an entry's phrasings are to its own and to every other's."""
        if number not in self._known:
            sums: defaultdict[int, float] = defaultdict(float)
            for place in self._places[number]:
                for other, alike in self._best(place).items():
                    sums[other] += alike
            count = len(self._places[number])
            own = sums.pop(number, 0.0) / count
            others = {other: alike / count for other, alike in sums.items()}
            self._known[number] = _Near(own=own, others=others)
        return self._known[number]

    def _best(self, place: int) -> dict[int, float]:
        """Return Dice's coefficient with the nearest other phrasing of every entry, by entry."""
        common: defaultdict[int, float] = defaultdict(float)
        for stem in self._asked[place][1]:
            for other in self._holders[stem]:
                common[other] += self._weight[stem]
        common.pop(place, None)
        best: dict[int, float] = {}
        for other, shared in common.items():
            alike = 2 * shared / (self._sizes[place] + self._sizes[other])
            number = self._asked[other][0]
            best[number] = max(best.get(number, 0.0), alike)
        return best
