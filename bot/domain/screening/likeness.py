"""What a message looks like to a model: plain words, and the short pieces these are made of."""

from collections.abc import Iterator
from zlib import crc32

from bot.domain.screening import normalise
from bot.domain.screening.normalise import Lexicon

# Pieces are filed under a hash; with so many places few of them share one.
PLACES = 8192
_WORDS, _CHARACTERS = (1, 2, 3), (3, 4, 5)
# The sentence model reads 256 pieces of words and no further.
_LONGEST = 2000


def plain(text: str, lexicon: Lexicon) -> str:
    """Return a message without its disguises, words apart: what "k1ll" and "k i l l" share."""
    folded = normalise.fold(text[:_LONGEST])
    return " ".join(normalise.raw_words(normalise.undress(folded, lexicon)))


def places(plain_text: str) -> tuple[int, ...]:
    """Return where a text's pieces are filed, each place once, ascending."""
    return tuple(sorted({crc32(piece.encode()) % PLACES for piece in _pieces(plain_text)}))


def _pieces(text: str) -> Iterator[str]:
    words = text.split()
    for count in _WORDS:
        for at in range(len(words) - count + 1):
            yield "w" + " ".join(words[at : at + count])
    padded = f" {text} "
    for count in _CHARACTERS:
        for at in range(len(padded) - count + 1):
            yield "c" + padded[at : at + count]
