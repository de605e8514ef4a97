"""Vectors of everything in an index, a byte a number, and how near a question is to each."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.domain.faq.meaning import Near

Matrix = NDArray[np.float32]

# So many rows become float32 at once: they stay in the processor's cache, and the GIL comes back.
_ROWS_AT_ONCE = 4096
_QUESTIONS_AT_ONCE = 64


class Encoding(Protocol):
    """Whoever turns a question into a vector."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return a matrix with a row of length one for each text."""
        ...


def pack(vectors: Matrix) -> list[bytes]:
    """Return each row as int8, stretched to fill it; a cosine needs no more."""
    stretched = vectors * (np.float32(127) / np.abs(vectors).max(axis=1, keepdims=True))
    return [row.tobytes() for row in np.rint(stretched).astype(np.int8)]


def _unpacked(packed: Sequence[bytes]) -> NDArray[np.int8]:
    width = len(packed[0]) if packed else 0
    return np.frombuffer(b"".join(packed), np.int8).reshape(len(packed), width)


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
        sizes = [len(rows) for rows in packed]
        self._rows = _unpacked([row for rows in packed for row in rows])
        self._ends = np.cumsum(sizes, dtype=np.intp)
        self._starts = self._ends - np.array(sizes, np.intp)
        # int8 squares would overflow, and the whole table in float32 is four times its size.
        self._lengths = np.concatenate(
            [np.linalg.norm(part.astype(np.float32), axis=1) for part in self._parts()]
            or [np.zeros(0, np.float32)]
        )

    def question(self, text: str) -> "Compared":
        """Compare a question with every row."""
        (cosines,) = self._compare(self._encoder.encode([text]))
        return Compared(cosines, self._starts, self._ends)

    def phrasings(self, places: Sequence[tuple[int, int]]) -> Iterator["Compared"]:
        """Compare rows of our own with every row."""
        rows = [int(self._starts[entry]) + position for entry, position in places]
        yield from self._all(self._rows[rows])

    def small_talk(self) -> Iterator["Compared"]:
        """Compare small talk with every row."""
        yield from self._all(_unpacked(self.strangers))

    def _all(self, rows: NDArray[np.int8]) -> Iterator["Compared"]:
        for start in range(0, len(rows), _QUESTIONS_AT_ONCE):
            asked = rows[start : start + _QUESTIONS_AT_ONCE].astype(np.float32)
            asked /= np.linalg.norm(asked, axis=1, keepdims=True)
            for cosines in self._compare(asked):
                yield Compared(cosines, self._starts, self._ends)

    def _compare(self, asked: Matrix) -> Matrix:
        found = [asked @ part.astype(np.float32).T for part in self._parts()]
        return np.hstack(found) / self._lengths if found else np.zeros((len(asked), 0), np.float32)

    def _parts(self) -> Iterator[NDArray[np.int8]]:
        for start in range(0, len(self._rows), _ROWS_AT_ONCE):
            yield self._rows[start : start + _ROWS_AT_ONCE]


class Compared:
    """The cosines of one question with every row."""

    def __init__(self, cosines: Matrix, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> None:
        self._cosines, self._starts, self._ends = cosines, starts, ends

    def nearest(self, limit: int) -> Sequence[int]:
        """Return the entries with the nearest rows."""
        best = np.maximum.reduceat(self._cosines, self._starts)
        if limit >= len(best):
            return range(len(best))
        return np.argpartition(-best, limit)[:limit].tolist()

    def near(self, entry: int, *, without: int | None = None) -> Near:
        """Return how near an entry is; its last row is its answer, all others are questions."""
        *asked, said = self._cosines[self._starts[entry] : self._ends[entry]].tolist()
        if without is not None:
            asked[without] = -1.0
        best = max(asked)
        return Near(best, said, asked.index(best))
