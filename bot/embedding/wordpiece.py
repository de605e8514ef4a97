"""Text to the numbers that BERT was trained on: its basic tokenizer, then WordPiece.

After google-research/bert, tokenization.py (uncased): lower case, accents off, punctuation apart.
"""

import unicodedata
from collections.abc import Iterator, Sequence

_UNKNOWN, _START, _END = "[UNK]", "[CLS]", "[SEP]"
# tokenization.py gives up on longer words.
_LONGEST_WORD = 100


class WordPiece:
    """Cuts text into pieces of a vocabulary."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}

    def pieces(self, text: str, *, limit: int) -> list[int]:
        """Return piece numbers with their start and end marks, at most `limit` with them."""
        numbers = [self._ids[_START]]
        for word in _basic(text):
            numbers.extend(self._pieces(word))
            if len(numbers) >= limit:
                break
        return [*numbers[: limit - 1], self._ids[_END]]

    def _pieces(self, word: str) -> Sequence[int]:
        if (whole := self._ids.get(word)) is not None:
            return (whole,)
        unknown = (self._ids[_UNKNOWN],)
        if len(word) > _LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            mark = "##" if start else ""
            while end > start and mark + word[start:end] not in self._ids:
                end -= 1
            if end == start:
                return unknown
            found.append(self._ids[mark + word[start:end]])
            start = end
        return found


def _basic(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFD", "".join(_cleaned(text)).lower())
    spaced = (
        f" {c} " if _is_punctuation(c) else c for c in plain if unicodedata.category(c) != "Mn"
    )
    yield from "".join(spaced).split()


def _cleaned(text: str) -> Iterator[str]:
    for c in text:
        if c.isspace():
            yield " "
        elif c == "\ufffd" or unicodedata.category(c).startswith("C"):
            continue
        else:
            yield f" {c} " if _is_ideograph(c) else c


def _is_punctuation(c: str) -> bool:
    # Every ASCII sign counts, also those that Unicode calls symbols.
    if c.isascii():
        return not c.isalnum() and c > " "
    return unicodedata.category(c).startswith("P")


def _is_ideograph(c: str) -> bool:
    return "\u3400" <= c <= "\u4dbf" or "\u4e00" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff"
