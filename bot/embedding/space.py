"""The space in which meanings are compared: what merely tells wordings apart counts for less.

The phrasings of one entry mean the same, so the directions in which they differ carry no meaning.
Within-class covariance normalisation learns these from the content itself and shrinks them: Hatch,
Kajarekar and Stolcke, "Within-Class Covariance Normalization for SVM-Based Speaker Recognition",
2006. Needs the `semantic` extra.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

# Until so many texts are seen, all directions count alike, and the middle is near where it was.
# Left-out phrasings of two clinics, every space learned without their entries: flat, 500 to 2,000.
_TEXTS_FOR_SHAPE = 1000
_TEXTS_FOR_CENTRE = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """What some entries' texts show, to be added up.

    Attributes:
        count: How many texts.
        freedom: How many of them are not used up by their entries' own middles.
        total: Sum of the texts.
        scatter: Of the texts around their entries' middles, width by width.
    """

    count: int
    freedom: int
    total: Matrix
    scatter: Matrix

    def __add__(self, other: "Spread") -> "Spread":
        """Return what both show together."""
        return Spread(
            self.count + other.count,
            self.freedom + other.freedom,
            self.total + other.total,
            self.scatter + other.scatter,
        )

    def without(self, other: "Spread") -> "Spread":
        """Return what is left without some of these texts."""
        return Spread(
            self.count - other.count,
            self.freedom - other.freedom,
            self.total - other.total,
            self.scatter - other.scatter,
        )


@dataclass(frozen=True, slots=True)
class Space:
    """Where the middle lies, and how to turn a vector so that cosines mean what they should."""

    centre: Matrix
    turn: Matrix

    def placed(self, vectors: Matrix) -> Matrix:
        """Return vectors as they stand in this space, each of length one."""
        turned = (vectors - self.centre) @ self.turn
        return turned / (np.linalg.norm(turned, axis=1, keepdims=True) + np.float32(1e-9))


def spread(vectors: Matrix, sizes: Sequence[int]) -> Spread:
    """Look at entries' texts: vectors of length one, and how many belong to each entry in turn."""
    width = int(vectors.shape[1])
    if not len(vectors):
        return Spread(0, 0, np.zeros(width, np.float32), np.zeros((width, width), np.float32))
    starts = np.cumsum([0, *sizes[:-1]])
    each = np.array(sizes, np.float32)
    middles = np.add.reduceat(vectors, starts) / each[:, None]
    around = np.asarray(vectors - np.repeat(middles, sizes, axis=0), np.float32)
    total = np.asarray(vectors.sum(axis=0), np.float32)
    return Spread(len(vectors), len(vectors) - len(sizes), total, around.T @ around)


def learn(seen: Spread) -> Space:
    """Make the space that some entries call for; without any, all is left as it was."""
    width = len(seen.total)
    centre = seen.total / np.float32(seen.count + _TEXTS_FOR_CENTRE)
    usual = float(np.trace(seen.scatter)) / max(seen.freedom * width, 1)
    if usual <= 0:
        return Space(centre, np.eye(width, dtype=np.float32))
    shape = seen.scatter.astype(np.float64) / usual + _TEXTS_FOR_SHAPE * np.eye(width)
    shape /= seen.freedom + _TEXTS_FOR_SHAPE
    # Any square root of the inverse does: cosines do not see how it is rotated.
    turn = np.linalg.inv(np.linalg.cholesky(shape)).T
    return Space(centre, turn.astype(np.float32))
