import pytest

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.faq.meaning import Near
from bot.embedding.rows import pack
from bot.embedding.vectors import Vectors


class Compass:
    """Knows four directions."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        known = {"east": (1, 0), "north": (0, 1), "west": (-1, 0), "south": (0, -1)}
        return np.array([known[text] for text in texts], np.float32)


def packed(*texts: str) -> list[bytes]:
    return pack(Compass().encode(texts))


def compass() -> Vectors:
    # All eight together lie in the middle, so nothing moves there.
    entries = [packed("east", "north", "west", "south"), packed("south", "west", "east", "north")]
    return Vectors(Compass(), entries, packed("north"))


def rounded(near: Near) -> tuple[float, float, int]:
    return round(near.asked, 3), round(near.said, 3), near.phrasing


def test_an_entry_is_as_near_as_its_nearest_question_and_its_answer() -> None:
    asked = compass().question("north")
    assert rounded(asked.near(0)) == (1.0, -1.0, 1)
    assert rounded(asked.near(0, without=1)) == (0.0, -1.0, 0)
    assert rounded(asked.near(1)) == (0.0, 1.0, 1)


def test_all_texts_of_an_entry_are_one_topic() -> None:
    """A question near to most of them is nearer than one near to a single one."""
    vectors = Vectors(Compass(), [packed("east", "north", "east", "east")])
    assert vectors.question("east").near(0).whole > vectors.question("north").near(0).whole


def test_the_nearest_entries_are_named() -> None:
    vectors = Vectors(Compass(), [packed("east", "north", "east"), packed("west", "south", "west")])
    assert list(vectors.question("south").nearest(1)) == [1]
    assert sorted(vectors.question("south").nearest(9)) == [0, 1]


def test_own_phrasings_and_small_talk_are_compared_alike() -> None:
    vectors = compass()
    found = [round(one.near(0).asked, 3) for one in vectors.phrasings([(0, 1), (1, 0)])]
    assert found == [1.0, 0.0]
    assert [one.near(0).phrasing for one in vectors.small_talk()] == [1]


def test_own_phrasings_come_back_in_the_order_they_were_named() -> None:
    """They are compared fold by fold, yet each must meet its own comparison."""
    vectors = Vectors(Compass(), [packed(way, way, way) for way in ("east", "north", "west")] * 4)
    places = [(entry, 0) for entry in range(12)]
    nearest = [max(range(12), key=lambda n: one.near(n).whole) for one in vectors.phrasings(places)]
    assert [found % 3 for found in nearest] == [0, 1, 2] * 4


def test_a_clinic_without_entries_compares_with_nothing() -> None:
    empty = Vectors(Compass(), [])
    assert list(empty.phrasings([])) == list(empty.small_talk()) == []


def test_a_byte_a_number_keeps_the_direction() -> None:
    (row,) = pack(np.array([[0.6, -0.8]], np.float32))
    assert np.frombuffer(row, np.int8).tolist() == [95, -127]
