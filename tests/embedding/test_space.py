import pytest

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")

import numpy as np
from numpy.typing import NDArray

from bot.embedding.rows import Compared, Rows, pack, place, rows_of
from bot.embedding.space import Space, learn, spread

Matrix = NDArray[np.float32]
WIDTH = 8


def unit(rows: Matrix) -> Matrix:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def entries(count: int, texts: int, *, noise: float = 3.0) -> list[Matrix]:
    """Entries whose texts differ in the first direction alone, wildly."""
    rng = np.random.default_rng(3)
    made: list[Matrix] = []
    for _ in range(count):
        rows = np.repeat(rng.standard_normal((1, WIDTH)), texts, axis=0)
        rows[:, 0] += noise * rng.standard_normal(texts)
        made.append(unit(rows.astype(np.float32)))
    return made


def space_of(clinic: list[Matrix]) -> Space:
    return learn(spread(np.concatenate(clinic), [len(rows) for rows in clinic]))


def compared(rows: Rows, space: Space, asked: Matrix) -> Compared:
    (found,) = place(rows, space).compare(asked)
    return found


def test_a_direction_that_only_wordings_take_counts_for_less() -> None:
    space = space_of(entries(400, 10))
    strength = np.linalg.norm(space.turn, axis=1)
    assert strength[0] < 0.7 * strength[1:].min()


def test_a_few_texts_hardly_bend_the_space() -> None:
    """Ten phrasings of a new clinic must not decide what matters."""
    space = space_of(entries(2, 5))
    strength = np.linalg.norm(space.turn, axis=1)
    assert strength.max() / strength.min() < 1.1


@pytest.mark.parametrize("texts", [0, 1])
def test_without_two_wordings_of_anything_nothing_is_turned(texts: int) -> None:
    clinic = entries(texts, 1) or [np.zeros((0, WIDTH), np.float32)]
    space = learn(spread(np.concatenate(clinic), [1] * texts))
    assert np.array_equal(space.turn, np.eye(WIDTH, dtype=np.float32))


def test_the_rows_are_compared_as_they_stand_in_the_space() -> None:
    """The short cut over packed rows gives the cosines of the long way."""
    clinic = entries(30, 6)
    space, asked = space_of(clinic), unit(np.ones((1, WIDTH), np.float32))
    near = compared(rows_of([pack(rows) for rows in clinic]), space, asked).near(4)
    there = space.placed(clinic[4])
    cosines = (there @ space.placed(asked)[0]).tolist()
    together = there.sum(axis=0)
    assert near.asked == pytest.approx(max(cosines[:-1]), abs=0.02)
    assert near.said == pytest.approx(cosines[-1], abs=0.02)
    assert near.whole == pytest.approx(
        float(together @ space.placed(asked)[0] / np.linalg.norm(together)), abs=0.02
    )


def test_a_left_out_phrasing_is_no_part_of_the_topic() -> None:
    """Leaving one out gives what an entry gives that never had it."""
    clinic = entries(3, 5)
    space, asked = space_of(clinic), unit(np.ones((1, WIDTH), np.float32))
    whole = rows_of([pack(rows) for rows in clinic])
    less = rows_of([pack(np.delete(rows, 1, axis=0)) for rows in clinic])
    left_out = compared(whole, space, asked).near(2, without=1)
    assert left_out.whole == pytest.approx(compared(less, space, asked).near(2).whole, abs=1e-4)


def test_what_was_learned_can_be_taken_back() -> None:
    """A phrasing is asked in a space that its own entry has not shaped."""
    clinic = entries(4, 5)
    each = [spread(rows, [len(rows)]) for rows in clinic]
    rest = (each[0] + each[1] + each[2] + each[3]).without(each[3])
    assert np.allclose(learn(rest).turn, space_of(clinic[:3]).turn, atol=1e-4)
    assert np.allclose(learn(rest).centre, space_of(clinic[:3]).centre, atol=1e-5)


def test_many_rows_are_worked_on_in_parts_that_hold_whole_entries() -> None:
    rows = rows_of([pack(one) for one in entries(1200, 4)])
    parts = list(rows.parts())
    assert len(parts) == 2
    assert (parts[0].start, parts[-1].stop) == (0, 1200)
    assert parts[0].stop == parts[1].start
