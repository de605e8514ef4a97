import pytest

from bot.domain.faq.readability import grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1), ("cat", 1), ("table", 2), ("ketamine", 3), ("made", 1), ("watched", 1),
        ("needed", 2), ("doses", 2), ("times", 1), ("free", 1), ("infusion", 3), ("don't", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_formula_is_kincaids() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_long_words_in_long_sentences_read_harder() -> None:
    plain = "Ask your team. They know you."
    hard = "Individuals contemplating administration necessitate comprehensive evaluation."
    assert grade(plain) < 3
    assert grade(hard) > 12


def test_list_items_and_paragraphs_end_a_sentence() -> None:
    items = "These:\n\n- feeling sick\n- feeling far away\n- feeling odd"
    joined = items.replace("\n", " ").replace("- ", "").replace(":", "")
    assert grade(items) < grade(joined)


def test_the_address_of_a_link_is_not_read() -> None:
    assert grade("Ask [the team](https://administration.example/evaluation).") == grade(
        "Ask the team."
    )


def test_nothing_has_grade_zero() -> None:
    assert grade("") == 0.0
    assert grade("12 + 3") == 0.0


def test_a_name_nobody_can_avoid_weighs_like_a_plain_word() -> None:
    named, plain = "Ask about Spravato.", "Ask about paper."
    assert grade(named) == grade(plain)
    assert grade(named, names=frozenset()) > grade(plain)
