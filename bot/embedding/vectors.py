"""Vectors of everything in an index, and how near a question is to each. Needs `semantic`."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add
from typing import Protocol

from bot.embedding.rows import Compared, Packed, Placed, directions, place, rows_of, unpacked
from bot.embedding.space import Matrix, learn

_QUESTIONS_AT_ONCE = 64
# An entry's own texts shape the space, so a phrasing that is left out would be found all too
# easily: it is asked in a space that was learned without its entry.
_FOLDS = 5
# In a large clinic one entry's texts weigh nothing, and more texts do not move the space.
_MOST_LEARNED = 4096


class Encoding(Protocol):
    """Whoever turns a question into a vector."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return a matrix with a row of length one for each text."""
        ...


class Vectors:
    """The rows of every entry: its title, its phrasings, and its title with its answer.

    Attributes:
        strangers: Rows of small talk, which no entry answers.
    """

    def __init__(
        self,
        encoder: Encoding,
        packed: Sequence[Sequence[bytes]],
        strangers: Sequence[bytes] = (),
    ) -> None:
        self._encoder = encoder
        self.strangers = strangers
        self._rows = rows_of(packed)
        # A large clinic's few thousand texts are taken from all over it.
        step = 1 + len(self._rows.packed) // _MOST_LEARNED
        self._folds = [
            self._rows.spread(range(fold * step, len(packed), _FOLDS * step))
            for fold in range(_FOLDS)
        ]
        self._is_large = step > 1
        self._seen = reduce(add, self._folds)
        self._placed = place(self._rows, learn(self._seen))

    def question(self, text: str) -> Compared:
        """Compare a question with every row."""
        (compared,) = self._placed.compare(self._encoder.encode([text]))
        return compared

    def phrasings(self, places: Sequence[tuple[int, int]]) -> Iterator[Compared]:
        """Compare rows of our own with every row, as if their entries had taught us nothing."""
        if self._is_large:
            yield from self._all(self._placed, self._own(places))
            return
        found: dict[tuple[int, int], Compared] = {}
        for fold, own in enumerate(self._folds):
            some = [each for each in places if each[0] % _FOLDS == fold]
            if some:
                elsewhere = place(self._rows, learn(self._seen.without(own)))
                found |= zip(some, self._all(elsewhere, self._own(some)), strict=True)
        yield from (found[each] for each in places)

    def small_talk(self) -> Iterator[Compared]:
        """Compare small talk with every row."""
        yield from self._all(self._placed, unpacked(self.strangers))

    def _own(self, places: Sequence[tuple[int, int]]) -> Packed:
        return self._rows.packed[
            [int(self._rows.starts[entry]) + position for entry, position in places]
        ]

    def _all(self, placed: Placed, rows: Packed) -> Iterator[Compared]:
        for start in range(0, len(rows), _QUESTIONS_AT_ONCE):
            yield from placed.compare(directions(rows[start : start + _QUESTIONS_AT_ONCE]))
