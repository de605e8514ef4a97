"""Repairs what was mistyped: one letter too many, missing, wrong or swapped with the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Shorter words have too many neighbours, longer ones are not words.
_SHORTEST, _LONGEST = 4, 20
# Each costs a tenth of a millisecond; somebody who mistypes more types no question.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Spelling:
    """What counts as spelt right.

    Attributes:
        own: Words of the content, and how many entries hold them; what is mistyped becomes one.
        known: Any other words of the language, lower case. Empty: nothing is repaired, because
            then real words would be taken for mistakes.
    """

    own: Mapping[str, int] = field(default_factory=dict[str, int])
    known: frozenset[str] = frozenset()

    def repaired(self, words: Sequence[str]) -> list[str]:
        """Return the words, those that nobody knows replaced by their neighbour in the content."""
        found: list[str] = []
        left = _MOST if self.known else 0
        for word in words:
            if left and self._is_strange(word):
                left -= 1
                found.append(self._nearest(word))
            else:
                found.append(word)
        return found

    def _is_strange(self, word: str) -> bool:
        return (
            _SHORTEST <= len(word) <= _LONGEST
            and word not in self.own
            and word not in self.known
            and word.isascii()
            and word.isalpha()
            # "headaches" where only "headache" is known is no mistake.
            and not (word.endswith("s") and (word[:-1] in self.known or word[:-1] in self.own))
        )

    def _nearest(self, word: str) -> str:
        near = [
            other for other in _neighbours(word) if len(other) >= _SHORTEST and other in self.own
        ]
        return max(near, key=lambda other: (self.own[other], other), default=word)


def _neighbours(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + c + right[1:] for left, right in cuts if right for c in _LETTERS}
    return found | {left + c + right for left, right in cuts for c in _LETTERS}
