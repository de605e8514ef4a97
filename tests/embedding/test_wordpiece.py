from pathlib import Path

import pytest

import bot.embedding
from bot.embedding import pinned
from bot.embedding.wordpiece import WordPiece


@pytest.fixture(scope="module")
def wordpiece() -> WordPiece:
    """The vocabulary that is shipped."""
    return WordPiece(pinned.vocabulary())


# What the reference implementation (tokenizers 0.23, BertWordPieceTokenizer) makes of them.
@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", [101, 102]),
        ("   ", [101, 102]),
        ("ketamine's don't i'm",
         [101, 17710, 15464, 3170, 1005, 1055, 2123, 1005, 1056, 1045, 1005, 1049, 102]),
        ("Caf\u00e9 \u6771\u4eac", [101, 7668, 1879, 1755, 102]),
        ("a\u200bb\t$5", [101, 11113, 1002, 1019, 102]),
        ("\U0001f389 a", [101, 100, 1037, 102]),
    ],
)  # fmt: skip
def test_text_is_cut_as_the_model_was_trained(
    wordpiece: WordPiece, text: str, pieces: list[int]
) -> None:
    assert wordpiece.pieces(text, limit=256) == pieces


def test_a_word_without_end_is_unknown_and_quick(wordpiece: WordPiece) -> None:
    assert wordpiece.pieces("a" * 4000, limit=256) == [101, 100, 102]


def test_the_end_mark_survives_the_limit(wordpiece: WordPiece) -> None:
    assert wordpiece.pieces("word " * 400, limit=256) == [101, *[2773] * 254, 102]


def test_known_words_are_whole_words() -> None:
    words = bot.embedding.known_words()
    assert {"clinic", "headache", "insurance"} <= words
    assert not {"##ing", "[CLS]", "$"} & words


def test_without_the_vocabulary_no_word_is_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pinned, "VOCABULARY", tmp_path / "vocab.txt")
    assert bot.embedding.known_words() == frozenset()
