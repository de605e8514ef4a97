import pytest

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.faq.meaning import Near
from bot.embedding.vectors import Vectors, pack


class Compass:
    """Knows four directions."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        known = {"east": (1, 0), "north": (0, 1), "west": (-1, 0), "south": (0, -1)}
        return np.array([known[text] for text in texts], np.float32)


def packed(*texts: str) -> list[bytes]:
    return pack(Compass().encode(texts))


def compass() -> Vectors:
    entries = [packed("east", "north", "west"), packed("south", "west", "south")]
    return Vectors(Compass(), entries, packed("north"))


def test_an_entry_is_as_near_as_its_nearest_question_and_its_answer() -> None:
    asked = compass().question("north")
    assert asked.near(0) == Near(asked=1.0, said=0.0, phrasing=1)
    assert asked.near(0, without=1) == Near(asked=0.0, said=0.0, phrasing=0)
    assert asked.near(1) == Near(asked=0.0, said=-1.0, phrasing=1)


def test_the_nearest_entries_are_named() -> None:
    assert list(compass().question("south").nearest(1)) == [1]
    assert sorted(compass().question("south").nearest(9)) == [0, 1]


def test_own_phrasings_and_small_talk_are_compared_alike() -> None:
    vectors = compass()
    assert [one.near(0).asked for one in vectors.phrasings([(0, 1), (1, 0)])] == [1.0, 0.0]
    assert [one.near(0).phrasing for one in vectors.small_talk()] == [1]


def test_a_clinic_without_entries_compares_with_nothing() -> None:
    empty = Vectors(Compass(), [])
    empty.question("north")
    assert list(empty.phrasings([])) == list(empty.small_talk()) == []


def test_a_byte_a_number_keeps_the_direction() -> None:
    (row,) = pack(np.array([[0.6, -0.8]], np.float32))
    assert np.frombuffer(row, np.int8).tolist() == [95, -127]
