"""Words that are run together, cut in pieces, or said backwards and inside out."""

import re
from collections.abc import Sequence
from itertools import pairwise

_LETTERS = "iau"
# A run of letters longer than this is read piece by piece.
PIECE = 60
_LONGEST_WORD = 14
_SHORTEST_JOINED = 3
# A run of letters without a space that holds one of these may be a sentence: "iwannadie".
RUN = re.compile("die|kill|myself|suicid|endit|endmy|tolive|bealive")
SHORTEST_RUN = 8
# Words that nobody types unless they write backwards.
_MIRRORED = frozenset(
    {"eid", "llik", "flesym", "edicius", "ladicius", "gniyd", "gnillik", "daed", "efil", "evila",
     "emirrom", "emratam", "riviv"}
)  # fmt: skip
# Words that nobody types unless they put the first letters last: "illkay".
_PIG = frozenset(
    {"illkay", "killway", "killay", "illingkay", "ieday", "dieway", "dieay", "yingday", "yselfmay",
     "uicidesay", "uicidalsay", "eadday", "ifelay", "angghay", "anghay"}
)  # fmt: skip
_MOVED = 3
# Each reading costs as much as the first one. A person's longest message has some 800 words.
_NEAR = 60


def cut(letters: str, known: frozenset[str]) -> str:
    """Cut a run of letters into the fewest known words; nothing where that fails."""
    # For each length: in how few words that many letters can be cut, and how long the last one is.
    fewest, last = [0], [0]
    for end in range(1, len(letters) + 1):
        count, size = PIECE, 0
        for length in range(1, min(end, _LONGEST_WORD) + 1):
            before = fewest[end - length]
            word = letters[end - length : end]
            if before < count and word in known and (length > 1 or word in _LETTERS):
                count, size = before, length
        fewest.append(count + 1 if size else PIECE)
        last.append(size)
    if not last[-1]:
        return ""
    words: list[str] = []
    end = len(letters)
    while end:
        words.append(letters[end - last[end] : end])
        end -= last[end]
    return " ".join(reversed(words))


def mended(raw: Sequence[str], known: frozenset[str]) -> list[str]:
    """Return the words with put together what a space cuts in two: "wan t to en d"; else nothing.

    Two neighbours are one word where not both of them are words and together they are.
    """
    if not any(_is_cut(first, second, known) for first, second in pairwise(raw)):
        return []
    whole: list[str] = []
    for word in raw:
        if whole and _is_cut(whole[-1], word, known):
            joined = whole.pop() + word
            whole += [joined] if joined in known else cut(joined, known).split()
        else:
            whole.append(word)
    return whole


def _is_cut(first: str, second: str, known: frozenset[str]) -> bool:
    joined = first + second
    if joined in known:
        return (
            len(joined) >= _SHORTEST_JOINED
            and joined.isalpha()
            and (_is_piece(first, known) or _is_piece(second, known))
        )
    if first in known or second in known or not SHORTEST_RUN <= len(joined) <= PIECE:
        return False
    return RUN.search(joined) is not None and len(cut(joined, known).split()) > 2


def _is_piece(word: str, known: frozenset[str]) -> bool:
    return word not in known or (len(word) == 1 and word not in "iayoeu")


def mirrored(raw: Sequence[str]) -> list[list[str]]:
    """Return both ways to read a text that holds a word written backwards; else nothing."""
    if _MIRRORED.isdisjoint(raw):
        return []
    at = next(place for place, word in enumerate(raw) if word in _MIRRORED)
    turned = [word[::-1] for word in raw[max(0, at - _NEAR) : at + _NEAR]]
    return [turned, turned[::-1]]


def out_of_pig_latin(raw: Sequence[str], known: frozenset[str]) -> list[str]:
    """Return what "iway antway otay ieday" says; nothing where nobody speaks so."""
    return [] if _PIG.isdisjoint(raw) else [_in_order(word, known) for word in raw]


def _in_order(word: str, known: frozenset[str]) -> str:
    stem = word.removesuffix("ay")
    if stem == word or not stem:
        return word
    moved = [stem[-count:] + stem[:-count] for count in range(1, min(_MOVED, len(stem)) + 1)]
    ways = [stem[:-1] if stem[-1] in "wy" else stem, *moved, stem]
    return next((way for way in ways if way in known), word)
