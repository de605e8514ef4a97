"""From what a person typed to the stems that are compared: Unicode, chat spelling, Snowball."""

import re
import unicodedata
import zlib
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

# A question needs no more; beyond this only the cost of hostile input would grow.
MAX_CHARACTERS = 1000

_WORD = re.compile(r"[^\W_]+")
_DISCORD_MARKUP = re.compile(r"<(?:[@#][!&]?|a?:\w+:|t:)[^>]*>")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2018\u2019\u02bc\u00b4`"))
# Remembers the stems of so many words: more than a clinic writes.
_STEMMER = Stemmer.Stemmer("english", 50_000)

# Only the emptiest words: a longer list was measured, and ranked worse (BM25 weighs them anyway).
STOP_WORDS = frozenset(
    ("a", "an", "and", "are", "be", "am", "is", "of", "or", "the", "to", "was", "were")
)
# What people type on a phone. General chat and clinic shorthand, not made from any test question.
ABBREVIATIONS: dict[str, str] = {
    "abt": "about", "appt": "appointment", "appts": "appointments", "b4": "before", "bc": "because",
    "bf": "boyfriend", "bp": "blood pressure", "cuz": "because", "doc": "doctor", "docs": "doctors",
    "dr": "doctor", "dx": "diagnosis", "gf": "girlfriend", "gonna": "going", "gotta": "have",
    "hr": "hour", "hrs": "hours", "hrt": "heart", "hx": "history", "idk": "know", "info":
    "information", "ins": "insurance", "k": "ketamine", "ket": "ketamine", "med": "medicine",
    "medication": "medicine", "medications": "medicines", "meds": "medicines", "min": "minutes",
    "mins": "minutes", "msg": "message", "n": "and", "nite": "night", "ppl": "people", "pls":
    "please", "plz": "please", "r": "are", "rx": "prescription", "sesh": "session", "thru":
    "through", "thx": "thanks", "tmrw": "tomorrow", "tx": "treatment", "u": "you", "ur": "your",
    "vs": "versus", "w": "with", "wanna": "want", "wk": "week", "wks": "weeks", "wo": "without",
    "y": "why", "yr": "year", "yrs": "years",
}  # fmt: skip
_CONTRACTIONS: dict[str, str] = {
    f"{word}{ending}": word
    for word in ("what", "where", "when", "who", "how", "why", "that", "there", "here")
    for ending in ("s", "re", "d", "ll")
}

# Both at once: what is meant by what is typed.
_MEANT: dict[str, list[str]] = {
    word: ABBREVIATIONS.get(plain, plain).split()
    for word, plain in (_CONTRACTIONS | {word: word for word in ABBREVIATIONS}).items()
}


def normalise(text: str) -> str:
    """Return text in lower case, compatible characters folded, marks nobody sees taken out.

    Runs of spaces become one, and none is left at either end.
    """
    folded = text[: 4 * MAX_CHARACTERS]
    # Nearly everything is ASCII, which has nothing to fold and nothing invisible.
    is_plain = folded.isascii()
    if not is_plain:
        folded = unicodedata.normalize("NFKC", folded)
    if "<" in folded:
        folded = _DISCORD_MARKUP.sub(" ", folded)
    folded = folded.translate(_APOSTROPHES)
    if not is_plain:
        folded = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return " ".join(folded.lower().split())[:MAX_CHARACTERS]


def words(text: str) -> list[str]:
    """Return the words of a text in order, chat spelling written out."""
    typed: list[str] = _WORD.findall(normalise(text))
    found: list[str] = []
    for word in typed:
        if (meant := _MEANT.get(word)) is None:
            found.append(word)
        else:
            found.extend(meant)
    return found


def stems(found: Iterable[str]) -> list[str]:
    """Return the Snowball stems of the words that carry meaning, in order."""
    return _STEMMER.stemWords([word for word in found if word not in STOP_WORDS])


# Bits of a sketch: a phrasing has about a hundred letter groups, so few of them meet by chance.
_SKETCH_BITS = 2048


# All phrasings of a clinic, a quarter of a kilobyte each.
@lru_cache(maxsize=4096)
def sketch(line: str) -> int:
    """Return the letter groups (three and four long) of a line of words as a set of bits.

    The overlap of two sketches survives typos and word forms that stems do not.
    """
    line = f" {line} "
    bits = 0
    for size in (3, 4):
        for start in range(len(line) - size + 1):
            bits |= 1 << zlib.crc32(line[start : start + size].encode()) % _SKETCH_BITS
    return bits
