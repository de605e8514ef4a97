"""The gate: how sure the search must be before it answers, learned from the content itself.

Nobody labels anything. A phrasing that is left out of the index is a question with an answer; the
same phrasing with its whole entry left out is a near miss; small talk is far off.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat

from bot.domain.faq.index import Held, Index, Phrasing, Query, Scored, holds, idf, own_query, rank
from bot.domain.faq.smalltalk import LINES, is_courtesy

# More questions than this do not move the threshold, and a large clinic's index must start fast.
_MOST_QUESTIONS = 600
_MOST_OF_A_LARGE_ONE = 120
_SMALL_TALK_STEP = 4
# An answer to small talk is worse than a button under it.
_SMALL_TALK_ANSWERED = 0.02
_SMALL_TALK_OFFERED = 0.25
# Real questions share more words with a wrong entry than a phrasing does, and without a model
# nothing else tells them apart. Half of the development entries removed: 7.0 % answered at 5 %.
_WORDS_ALONE = 0.45
# A button nobody needs costs one glance, so buttons reach lower than answers.
_NEAR_MISS_OFFERED = 0.70
# About three telling words of a small clinic's content.
_FULL_IDF = 12.0
_RIDGE = 0.01
_ROUNDS = 8

_Row = tuple[float, ...]
# The best entry's number, and what the gate looks at; None: nothing was found.
_Found = tuple[int, _Row] | None
# Too little content to learn from: nothing is sure, and every question goes to a person.
_CLOSED: _Row = (-30.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Gate:
    """A logistic model of "the best entry answers this", and what wrong answers score on it.

    Attributes:
        near: Confidence in the best entry for near misses, ascending; 0.0 where it hands over.
        far: The same for small talk.
        lowest: Up to this confidence not even a button or a topic is shown.
        spent: How much of a target is used up by what phrasings show, 0 to 1; the rest is for
            how much nearer real questions come.
    """

    weights: tuple[float, ...]
    near: tuple[float, ...]
    far: tuple[float, ...]
    lowest: float = 0.0
    spent: float = 1.0

    def confidence(self, row: _Row) -> float:
        """Return the probability, 0 to 1, that the best entry answers the question."""
        return _sigmoid(sum(w * x for w, x in zip(self.weights, row, strict=True)))

    def answer_from(self, target: float) -> float:
        """Return the confidence above which at most `target` of near misses are answered."""
        # Caution alone closes no clinic: the least that its few phrasings can show is enough.
        least = min(target, (1 + 1e-9) / (len(self.near) + 1))
        return max(
            _quantile(self.near, 1 - max(self.spent * target, least)),
            _quantile(self.far, 1 - _SMALL_TALK_ANSWERED),
        )

    def offer_from(self, target: float) -> float:
        """Return the confidence above which buttons are offered, never above `answer_from`."""
        return min(self.lowest, self.answer_from(target))


def features(
    index: Index, asked: Query, best: Sequence[Scored], *, held: Held | None = None
) -> _Row:
    """Return what the gate looks at: 1 for the bias, the winner's score, its lead, what it holds.

    `best` is what `rank` found, at least one.

    The last is the idf of the question's words that the winner holds, 1.0 from `_FULL_IDF` on: a
    question of nothing but everyday words says little, however well it fits. The features of
    other designs (share of unknown words, coverage) were measured and added nothing.
    """
    first = best[0]
    lead = first.total - (best[1].total if len(best) > 1 else 0.0)
    told = sum(
        idf(index, stem, held=held)
        for stem in asked.stems
        if holds(index, first.entry, stem, held=held)
    )
    return (1.0, first.total, lead, min(told / _FULL_IDF, 1.0))


def calibrate(index: Index) -> Gate:
    """Learn the gate from an index; the same index always gives the same gate."""
    right: list[_Row] = []
    wrong: list[_Row] = []
    near: list[_Found] = []
    for entry, position, asked in _questions(index):
        # A title stands in its answer's meaning as well, so it would be found all too surely.
        is_fair = position > 0 or asked.meaning is None
        if is_fair and (row := _left_out(index, asked, Held(entry, position))) is not None:
            winner, seen = row
            (right if winner == entry else wrong).append(seen)
        near.append(_left_out(index, asked, Held(entry, None)))
    far = [
        None if is_courtesy(asked.spoken.split()) else _left_out(index, asked)
        for asked in _small_talk(index)
    ]
    misses = [row for found in (*near, *far) if (row := _false_answer(index, found)) is not None]
    return _gate(index, _fit(right, wrong + misses), near, far)


def _gate(
    index: Index, weights: tuple[float, ...], near: Sequence[_Found], far: Sequence[_Found]
) -> Gate:
    sure = Gate(weights, (), ()).confidence

    def ascending(rows: Iterable[_Row | None]) -> tuple[float, ...]:
        return tuple(sorted(0.0 if row is None else sure(row) for row in rows))

    # A topic that goes to a person is shown as well, so here it counts like any other.
    shown = ascending(found and found[1] for found in near)
    chatted = ascending(found and found[1] for found in far)
    lowest = max(
        _quantile(shown, 1 - _NEAR_MISS_OFFERED), _quantile(chatted, 1 - _SMALL_TALK_OFFERED)
    )
    return Gate(
        weights,
        ascending(_false_answer(index, found) for found in near),
        ascending(_false_answer(index, found) for found in far),
        lowest,
        _WORDS_ALONE if index.meanings is None else 1.0,
    )


def _questions(index: Index) -> Iterator[tuple[int, int, Query]]:
    """Yield phrasings by entry and number, all of a small clinic's."""
    every = (
        (entry, position)
        for entry, one in enumerate(index.written)
        for position in range(len(one.phrasings))
    )
    total = sum(len(one.phrasings) for one in index.written)
    most = _MOST_QUESTIONS if index.is_small else _MOST_OF_A_LARGE_ONE
    places = list(islice(every, 0, None, max(1, math.ceil(total / most))))
    compared = index.meanings.phrasings(places) if index.meanings else repeat(None)
    for (entry, position), meaning in zip(places, compared, strict=False):
        yield entry, position, own_query(index.written[entry].phrasings[position], meaning)


def _small_talk(index: Index) -> Iterator[Query]:
    compared = index.meanings.small_talk() if index.meanings else repeat(None)
    every = zip(LINES, compared, strict=False)
    for line, meaning in islice(every, 0, None, 1 if index.is_small else _SMALL_TALK_STEP):
        yield own_query(Phrasing(line), meaning)


def _left_out(index: Index, asked: Query, held: Held | None = None) -> _Found:
    best = rank(index, asked, limit=2, held=held)
    return (best[0].entry, features(index, asked, best, held=held)) if best else None


def _false_answer(index: Index, found: _Found) -> _Row | None:
    """Return what would stand behind an answer; None where the question goes to a person."""
    if found is None or not index.written[found[0]].entry.is_covered:
        return None
    return found[1]


def _quantile(ascending: Sequence[float], share: float) -> float:
    """Return the value that a new one of the same kind stays under with probability `share`."""
    place = math.ceil(share * (len(ascending) + 1))
    return ascending[place - 1] if place <= len(ascending) else 1.0


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def _fit(right: Sequence[_Row], wrong: Sequence[_Row]) -> tuple[float, ...]:
    """Fit a ridge logistic regression by Newton's method, both classes weighing the same."""
    if not right or not wrong:
        return _CLOSED
    size = len(_CLOSED)
    rows = [(row, 1.0, 0.5 / len(right)) for row in right]
    rows += [(row, 0.0, 0.5 / len(wrong)) for row in wrong]
    weights = [0.0] * size
    for _ in range(_ROUNDS):
        slope = [-_RIDGE * w for w in weights]
        curve = [[_RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for row, truth, share in rows:
            guess = _sigmoid(sum(w * x for w, x in zip(weights, row, strict=True)))
            pull, bend = share * (truth - guess), share * guess * (1 - guess)
            for i, x in enumerate(row):
                slope[i] += pull * x
                bent = bend * x
                line = curve[i]
                for j in range(i + 1):
                    line[j] += bent * row[j]
        step = _solve(curve, slope)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
    return tuple(weights)


def _solve(lower: list[list[float]], right: list[float]) -> list[float]:
    """Solve a symmetric positive system, given by its lower half, by Cholesky."""
    size = len(right)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = lower[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            root[i][j] = math.sqrt(rest) if i == j else rest / root[j][j]
    half = [0.0] * size
    for i in range(size):
        half[i] = (right[i] - sum(root[i][k] * half[k] for k in range(i))) / root[i][i]
    answer = [0.0] * size
    for i in reversed(range(size)):
        done = sum(root[k][i] * answer[k] for k in range(i + 1, size))
        answer[i] = (half[i] - done) / root[i][i]
    return answer
