"""The pattern language, and the machine that reads it."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidContent
from bot.domain.screening.glance import make_glance
from bot.domain.screening.grammar import build, know
from bot.domain.screening.normalise import BREAK
from bot.domain.screening.patterns import NUMBER, Row, Slot, read

LISTS = {"pet": ["cat", "guinea pig"], "verb": ["feed", "walk"]}


def _spell(phrase: str) -> tuple[str, ...]:
    return tuple(word for word in phrase.split() if word != "really")


def _heard(pattern: str, text: str) -> bool:
    row = read(pattern, LISTS, _spell)
    words = [BREAK, *text.replace(".", f" {BREAK} ").split(), BREAK]
    return any(True for _ in build([(0, row)]).hits(know([row]).said(words)))


@pytest.mark.parametrize(
    ("pattern", "heard", "unheard"),
    [
        ("feed the cat", "please feed the cat now", "feed cat"),
        ("feed the cat", "feed the cat", "feed. the cat"),
        ("(feed|take out) it", "take out it", "take it"),
        ("feed [the] cat", "feed cat", "feed that cat"),
        ("feed [the|my own] cat", "feed my own cat", "feed my cat"),
        ("feed [a|big|fat]* cat", "feed a big fat cat", "feed a big red cat"),
        ("feed * cat", "feed a big fat cat", "feed a very big fat cat"),
        ("feed *5 cat", "feed a very big fat cat", "feed a. cat"),
        ("feed ** cat", "feed it. it is a cat", "feed 1 2 3 4 5 6 7 8 9 cat"),
        ("^ feed it", "so. feed it", "so feed it"),
        ("feed it $", "please feed it. now", "feed it now"),
        ("feed (it|$)", "feed.", "feed him"),
        ("feed # cats", "feed 12 cats", "feed twelve cats"),
        ("feed {pet}", "feed guinea pig", "feed guinea"),
        ("{verb} {pet}", "walk cat", "walk dog"),
        ("feed really it", "feed it", "feed really"),
        ("[the] cat [now]", "cat", "dog"),
        ("feed [a] * [b] it", "feed x y z it", "feed x y z v w it"),
    ],
)  # fmt: skip
def test_pattern_hears(pattern: str, heard: str, unheard: str) -> None:
    assert _heard(pattern, heard)
    assert not _heard(pattern, unheard)


@pytest.mark.parametrize(
    "pattern",
    [
        "", "* *", "[maybe]", "^ $", "(a|(b))", "feed {dog}", "feed )", "(really)", "a (# cats|b)",
        "*99 x",
        "(a b c d e f g h i|a)",
    ],
)  # fmt: skip
def test_pattern_that_says_nothing_clear_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidContent):
        read(pattern, LISTS, _spell)


def _reference(row: Row, words: Sequence[str], at: int = 0, place: int = 0) -> bool:
    """Match the plain way: try everything. Slow and obviously right."""
    if place == len(row):
        return True
    slot = row[place]
    if slot.optional and _reference(row, words, at, place + 1):
        return True
    if at >= len(words):
        return False
    word = words[at]
    is_free = slot.is_gap and (word != BREAK or slot.crosses)
    is_number = NUMBER in slot.words and word.isdigit()
    if (is_free or is_number or word in slot.words) and _reference(row, words, at + 1, place + 1):
        return True
    return any(
        tuple(words[at : at + len(phrase)]) == phrase
        and _reference(row, words, at + len(phrase), place + 1)
        for phrase in slot.phrases
    )


WORDS = st.sampled_from(["a", "b", "c", "7", BREAK])
SLOTS = st.builds(
    Slot,
    words=st.frozensets(st.sampled_from(["a", "b", NUMBER, BREAK]), max_size=2),
    phrases=st.frozensets(st.sampled_from([("a", "b"), ("b", "c", "a"), ("c", "c")]), max_size=2),
    optional=st.booleans(),
    crosses=st.just(value=False),
)
GAPS = st.builds(Slot, optional=st.just(value=True), crosses=st.booleans())
FIXED = st.builds(Slot, words=st.frozensets(st.sampled_from(["a", "b", "c"]), min_size=1))


def _row(first: Slot, middle: list[Slot], last: Slot) -> Row:
    return (first, *(slot for slot in middle if not slot.is_gap or slot.optional), last)


ROWS = st.builds(_row, FIXED, st.lists(SLOTS | GAPS, max_size=5), FIXED)


@given(rows=st.lists(ROWS, min_size=1, max_size=4), words=st.lists(WORDS, max_size=10))
@settings(max_examples=600, deadline=None)
def test_machine_hears_what_trying_everything_hears(rows: list[Row], words: list[str]) -> None:
    """All rows share one number: a row must neither lend its bits to the next nor lose its own."""
    heard = {hit.label for hit in build(enumerate(rows)).hits(know(rows).said(words))}
    assert heard == _by_trying(rows, words)


@given(rows=st.lists(ROWS, min_size=1, max_size=4), words=st.lists(WORDS, max_size=10))
@settings(max_examples=300, deadline=None)
def test_a_glance_lets_nothing_go_that_is_heard(rows: list[Row], words: list[str]) -> None:
    possible = make_glance(rows).possible(know(rows).said(words))
    heard = _by_trying(rows, words)
    assert possible < 1 << len(rows)
    assert all(possible >> label & 1 for label in heard)


def _by_trying(rows: Sequence[Row], words: Sequence[str]) -> set[int]:
    return {
        label
        for label, row in enumerate(rows)
        if any(_reference(row, words, start) for start in range(len(words)))
    }
