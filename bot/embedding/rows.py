"""The rows of an index, a byte a number, and how they stand in a space. Needs `semantic`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.faq.meaning import Near
from bot.embedding.space import Matrix, Space, Spread, spread

# So many rows become float32 at once: they stay in the processor's cache, and the GIL comes back.
_ROWS_AT_ONCE = 4096
_TINY = 1e-9

Packed = NDArray[np.int8]


def pack(vectors: Matrix) -> list[bytes]:
    """Return each row as int8, stretched to fill it; a cosine needs no more."""
    stretched = vectors * (np.float32(127) / np.abs(vectors).max(axis=1, keepdims=True))
    return [row.tobytes() for row in np.rint(stretched).astype(np.int8)]


def unpacked(packed: Sequence[bytes]) -> Packed:
    """Return packed rows as a matrix."""
    width = len(packed[0]) if packed else 0
    return np.frombuffer(b"".join(packed), np.int8).reshape(len(packed), width)


def directions(rows: Packed) -> Matrix:
    """Return rows as vectors of length one."""
    wide = rows.astype(np.float32)
    # int8 squares would overflow.
    return wide / np.linalg.norm(wide, axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of every entry, one entry behind the other.

    Attributes:
        starts: Each entry's first row; `ends` the first one behind it.
    """

    packed: Packed
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]

    def parts(self) -> Iterator[slice]:
        """Yield entries, so many as are worked on at once."""
        first = 0
        while first < len(self.starts):
            full = int(self.starts[first]) + _ROWS_AT_ONCE
            behind = max(first + 1, int(np.searchsorted(self.ends, full, side="right")))
            yield slice(first, behind)
            first = behind

    def span(self, entries: slice) -> slice:
        """Return where the rows of some entries in a row stand."""
        return slice(int(self.starts[entries.start]), int(self.ends[entries.stop - 1]))

    def spread(self, entries: Sequence[int]) -> Spread:
        """Return what some entries show."""
        own = [range(int(self.starts[each]), int(self.ends[each])) for each in entries]
        rows = self.packed[[row for each in own for row in each]]
        return spread(directions(rows), [len(each) for each in own])


def rows_of(packed: Sequence[Sequence[bytes]]) -> Rows:
    """Return the packed rows of each entry as rows one behind the other."""
    sizes = np.array([len(rows) for rows in packed], np.intp)
    ends = np.cumsum(sizes, dtype=np.intp)
    return Rows(unpacked([row for rows in packed for row in rows]), ends - sizes, ends)


@dataclass(frozen=True, slots=True)
class Placed:
    """Rows as they stand in a space.

    Attributes:
        lengths: Of each row as it is packed, times its length in the space.
        turned: Its length in the space alone.
        towards: How far each row points the way of all rows of its entry together.
        together: Length, squared, of all rows of an entry together.
    """

    rows: Rows
    space: Space
    lengths: Matrix
    turned: Matrix
    towards: Matrix
    together: Matrix

    def span(self, entry: int) -> tuple[int, int]:
        """Return an entry's first row, and the first one behind it."""
        return int(self.rows.starts[entry]), int(self.rows.ends[entry])

    def compare(self, asked: Matrix) -> Iterator["Compared"]:
        """Compare vectors of length one with every row."""
        found = np.zeros((len(asked), len(self.turned)), np.float32)
        if found.size:
            aim = self.space.placed(asked) @ self.space.turn.T
            for part in self.rows.parts():
                span = self.rows.span(part)
                found[:, span] = aim @ self.rows.packed[span].astype(np.float32).T
            found /= self.lengths
            found -= (aim @ self.space.centre)[:, None] / self.turned
        for cosines in found:
            yield Compared(self, cosines)


def place(rows: Rows, space: Space) -> Placed:
    """Work out once what every comparison needs."""
    size = len(rows.packed)
    lengths, turned, towards = (np.empty(size, np.float32) for _ in range(3))
    together = np.empty(len(rows.starts), np.float32)
    for part in rows.parts():
        span = rows.span(part)
        wide = rows.packed[span].astype(np.float32)
        packed = np.linalg.norm(wide, axis=1)
        there = (wide / packed[:, None] - space.centre) @ space.turn
        turned[span] = length = np.linalg.norm(there, axis=1) + np.float32(_TINY)
        lengths[span] = packed * length
        there /= length[:, None]
        sums = np.add.reduceat(there, rows.starts[part] - span.start)
        own = np.repeat(sums, rows.ends[part] - rows.starts[part], axis=0)
        towards[span] = np.einsum("ij,ij->i", there, own)
        together[part] = np.einsum("ij,ij->i", sums, sums)
    return Placed(rows, space, lengths, turned, towards, together)


class Compared:
    """The cosines of one question with every row."""

    def __init__(self, placed: Placed, cosines: Matrix) -> None:
        self._placed, self._cosines = placed, cosines

    def nearest(self, limit: int) -> Sequence[int]:
        """Return the entries whose best row, and whose rows together, are nearest."""
        starts = self._placed.rows.starts
        together = np.add.reduceat(self._cosines, starts) / np.sqrt(self._placed.together + _TINY)
        best = np.maximum.reduceat(self._cosines, starts) + together
        if limit >= len(best):
            return range(len(best))
        return np.argpartition(-best, limit)[:limit].tolist()

    def near(self, entry: int, *, without: int | None = None) -> Near:
        """Return how near an entry is; its last row is its answer, all others are questions."""
        start, end = self._placed.span(entry)
        found: list[float] = self._cosines[start:end].tolist()
        total, square = sum(found), float(self._placed.together[entry])
        *asked, said = found
        if without is not None:
            total -= asked[without]
            square += 1 - 2 * float(self._placed.towards[start + without])
            asked[without] = -1.0
        best = max(asked)
        return Near(best, said, total / max(square, _TINY) ** 0.5, asked.index(best))
