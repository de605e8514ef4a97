"""Whatever is typed, the grammar answers at once and never breaks."""

import time

from bot.domain.screening import Signals, screen
from bot.domain.screening.likeness import PLACES, places, plain
from tests.domain.screening.strange import LONGEST, strange


def test_no_input_raises_or_takes_long(signals: Signals) -> None:
    """A few hundred here, 10,000 in `python -m bench.hearing`, which also says how long.

    What goes back and forth over 4,000 characters takes seconds; a busy machine doubles 20 ms
    several times.
    """
    assert max(_seconds(text, signals) for text in strange(300, seed=5)) < 0.2


def _seconds(text: str, signals: Signals) -> float:
    """Return the best of three: a busy machine makes one slow, a bad pattern all."""
    took: list[float] = []
    while len(took) < 3 and not (took and took[-1] < 0.01):
        began = time.thread_time()
        screen(text, signals)
        took.append(time.thread_time() - began)
    return min(took)


def test_any_input_has_places_for_the_model(signals: Signals) -> None:
    for text in strange(60, seed=6):
        found = places(plain(text, signals.lexicon))
        assert list(found) == sorted(set(found))
        assert all(0 <= place < PLACES for place in found)


def test_disguises_look_alike_to_the_model(signals: Signals) -> None:
    written = ["i want to k1ll myself", "i want to k i l l myself", "I want to KILL myself"]
    assert len({plain(text, signals.lexicon) for text in written}) == 1


def test_strange_texts_are_long_and_the_same_each_time() -> None:
    texts = list(strange(200, seed=1))
    assert texts == list(strange(200, seed=1))
    assert max(map(len, texts)) == LONGEST
