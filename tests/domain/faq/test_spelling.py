from collections import Counter

import pytest

from bot.domain.faq.spelling import Spelling

OWN = Counter({"infusion": 5, "nausea": 2, "insurance": 3, "session": 4, "sessions": 1})
SPELLING = Spelling(OWN, frozenset({"possession", "music", "headache", "house"}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("infsion", "infusion"),
        ("infusionn", "infusion"),
        ("infusoin", "infusion"),
        ("infuzion", "infusion"),
        ("nausae", "nausea"),
    ],
)
def test_one_mistyped_letter_is_mended(typed: str, meant: str) -> None:
    assert SPELLING.repaired([typed]) == [meant]


@pytest.mark.parametrize("word", ["music", "headaches", "ins", "infusion", "99999", "señora"])
def test_what_is_a_word_or_too_short_is_left_alone(word: str) -> None:
    """Real words taken for mistakes cost more questions than mistakes do."""
    assert SPELLING.repaired([word]) == [word]


def test_without_a_list_of_words_nothing_is_mended() -> None:
    assert Spelling(OWN).repaired(["infsion"]) == ["infsion"]


def test_the_word_that_more_entries_hold_is_meant() -> None:
    assert SPELLING.repaired(["sesssion"]) == ["session"]


def test_a_wall_of_nonsense_is_not_mended_to_its_end() -> None:
    """Each word costs time, and somebody who types so many asks nothing."""
    mended = SPELLING.repaired(["infsion"] * 40)
    assert mended.count("infusion") == 12
