"""What the search asks of a sentence model; without one it goes by words and letters alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Near:
    """How near one entry is to a question by meaning; cosines, -1 to 1.

    Attributes:
        asked: The best over its title and phrasings.
        said: Its title and answer together.
        whole: All of these together, as one topic.
        phrasing: Number of the best phrasing, 0 for the title.
    """

    asked: float
    said: float
    whole: float
    phrasing: int


class Meaning(Protocol):
    """One question, compared with everything in an index."""

    def nearest(self, limit: int) -> Sequence[int]:
        """Return the numbers of the `limit` entries that are nearest, in no order."""
        ...

    def near(self, entry: int, *, without: int | None = None) -> Near:
        """Return how near an entry is, without one of its phrasings where that is held out."""
        ...


class Meanings(Protocol):
    """The meaning of everything in an index."""

    def question(self, text: str) -> Meaning:
        """Compare a question; takes milliseconds, and gives the GIL up meanwhile."""
        ...

    def phrasings(self, places: Sequence[tuple[int, int]]) -> Iterator[Meaning]:
        """Compare phrasings of the index, each by entry and number, as if somebody asked them."""
        ...

    def small_talk(self) -> Iterator[Meaning]:
        """Compare each line of small talk, in the order of `smalltalk.LINES`."""
        ...
