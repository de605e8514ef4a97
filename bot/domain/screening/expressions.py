"""Rows of the grammar as regular expressions, in what Rust's flavour and Python's share."""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.screening.normalise import BREAK
from bot.domain.screening.patterns import NUMBER, Row, Slot

# Of one pattern (Discord API v10, Auto Moderation, Trigger Metadata Field Limits).
PATTERN_LONGEST: Final = 260
# What a phone puts in an apostrophe's place.
CURLED: Final = "\N{RIGHT SINGLE QUOTATION MARK}"


def choices(slot: Slot, often: Mapping[str, int]) -> list[str]:
    """Return what may stand in a place, what is said most often first."""
    every = [*slot.words, *(" ".join(phrase) for phrase in slot.phrases)]
    return sorted(every, key=lambda text: (-min(often.get(w, 0) for w in text.split()), text))


def written(row: Row, often: Mapping[str, int]) -> str | None:
    """Write a row in what Rust's and Python's expressions share; its rarer words go first."""
    if any(BREAK in slot.words for slot in row):
        return None
    most = max(len(slot.words) + len(slot.phrases) for slot in row)
    while most:
        text = _at_most(row, often, most)
        if len(text) <= PATTERN_LONGEST:
            return text
        most -= 1
    return None


def _at_most(row: Row, often: Mapping[str, int], most: int) -> str:
    text, places = r"(?i)\b", 0
    for at, slot in enumerate(row):
        if slot.is_gap:
            places += 1
            continue
        between = r"\W+" if at else ""
        if places:
            between, places = rf"(?:\W+\w+){{0,{places}}}\W+", 0
        said = between + _one_of(slot, often, most)
        text += f"(?:{said})?" if slot.optional else said
    return text + r"\b"


def _one_of(slot: Slot, often: Mapping[str, int], most: int) -> str:
    words = [r"\d+" if word == NUMBER else _plain(word) for word in choices(slot, often)[:most]]
    return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"


def _plain(phrase: str) -> str:
    words = (re.escape(word).replace("'", f"['{CURLED}]") for word in phrase.split())
    return r"\W+".join(words)
