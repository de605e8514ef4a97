"""What is wrong between entries and with the calendar: what one entry alone cannot show."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

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


def _shared(entries: Sequence[Entry]) -> Iterator[Problem]:
    askers: defaultdict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        for key, text in (("title", entry.title), *(("ask", each) for each in entry.ask)):
            known = askers[tuple(words(text))]
            for other in known:
                if other is not entry and not _may_overlap(entry, other):
                    allowed = f"words of its own: {other.id} is asked the same way"
                    yield Problem(where=entry.id, key=key, found=text, allowed=allowed)
            if entry not in known:
                known.append(entry)


@dataclass(frozen=True, slots=True)
class _Near:
    """How near one entry's phrasings are, on average, to their nearest in each entry, 0 to 1."""

    own: float
    others: Mapping[int, float]


def _confusable(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield the pairs whose phrasings are nearer to each other's than to their own."""
    near = _nearness(entries)
    for (one, first), (two, second) in combinations(enumerate(entries), 2):
        if _may_overlap(first, second):
            continue
        there, back = near[one].others.get(two, 0.0), near[two].others.get(one, 0.0)
        if min(there, back) >= _ALIKE and there > near[one].own and back > near[two].own:
            yield Problem(
                where=first.id,
                key="ask",
                found=f"phrasings nearer to those of {second.id} than to each other",
                allowed="phrasings that tell the two apart, or one entry in place of two",
            )


def _may_overlap(one: Entry, other: Entry) -> bool:
    """Say whether one is a draft and the other the person it goes to until the draft is signed."""
    draft, kept = (one, other) if one.status is Status.DRAFT else (other, one)
    return draft.status is Status.DRAFT and draft.is_covered and not kept.is_covered


def _nearness(entries: Sequence[Entry]) -> list[_Near]:
    """Compare every phrasing with every other by the stems they share, rare ones weighing more."""
    asked = [
        (number, frozenset(stems(words(text))))
        for number, entry in enumerate(entries)
        for text in (entry.title, *entry.ask)
    ]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, (_, found) in enumerate(asked):
        for stem in found:
            holders[stem].append(place)
    weight = {stem: math.log(1 + len(asked) / len(held)) for stem, held in holders.items()}
    sizes = [sum(weight[stem] for stem in found) or 1.0 for _, found in asked]
    sums: list[defaultdict[int, float]] = [defaultdict(float) for _ in entries]
    for place, (number, found) in enumerate(asked):
        for other, alike in _best(place, found, asked, holders, weight, sizes).items():
            sums[number][other] += alike
    counts = Counter(number for number, _ in asked)
    return [
        _Near(
            own=found[number] / counts[number],
            others={other: alike / counts[number] for other, alike in found.items()},
        )
        for number, found in enumerate(sums)
    ]


def _best(
    place: int,
    found: frozenset[str],
    asked: Sequence[tuple[int, frozenset[str]]],
    holders: Mapping[str, Sequence[int]],
    weight: Mapping[str, float],
    sizes: Sequence[float],
) -> dict[int, float]:
    """Return Dice's coefficient with the nearest other phrasing of every entry, by entry."""
    common: defaultdict[int, float] = defaultdict(float)
    for stem in found:
        for other in holders[stem]:
            common[other] += weight[stem]
    common.pop(place, None)
    best: dict[int, float] = {}
    for other, shared in common.items():
        alike = 2 * shared / (sizes[place] + sizes[other])
        number = asked[other][0]
        best[number] = max(best.get(number, 0.0), alike)
    return best
