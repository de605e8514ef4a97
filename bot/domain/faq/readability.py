"""How hard a passage is to read: the Flesch-Kincaid US school grade, from plain counting."""

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019]*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n\s*[-*]\s|\n{2,}")
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_VOWELS = re.compile(r"[aeiouy]+")
# Nobody can say it in other words: names of medicines, places and people count as two syllables.
UNAVOIDABLE = frozenset(
    (
        "cincinnati", "dissociation", "esketamine", "hsiangkuo", "infusion", "infusions",
        "ketamine", "medicaid", "medicare", "medscape", "migraine", "psychotherapy",
        "semaglutide", "spravato", "suntala", "tirzepatide",
    )
)  # fmt: skip


def syllables(word: str) -> int:
    """Count the syllables of an English word by its vowel groups, at least 1."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(letters))
    is_silent_e = letters.endswith("e") and not letters.endswith(("le", "ee", "ye"))
    is_silent_ed = letters.endswith("ed") and not letters.endswith(("ted", "ded", "eed"))
    is_silent_es = letters.endswith("es") and not re.search(r"(s|x|z|ch|sh|c|g)es$", letters)
    if count > 1 and (is_silent_e or is_silent_ed or is_silent_es):
        count -= 1
    return max(count, 1)


def grade(text: str, *, names: frozenset[str] = UNAVOIDABLE) -> float:
    """Return the Flesch-Kincaid grade of Markdown text: 6.0 is a US sixth grader; 0.0 if empty.

    The formula is Kincaid et al. 1975: 0.39 words per sentence + 11.8 syllables per word - 15.59.
    A word among `names` (lower case) counts as two syllables at most.
    """
    plain = _MARKUP.sub(r"\1", text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    sentences = sum(1 for part in _SENTENCE_END.split(plain) if part and _WORD.search(part))
    spoken = sum(min(syllables(w), 2) if w.lower() in names else syllables(w) for w in words)
    return 0.39 * len(words) / max(sentences, 1) + 11.8 * spoken / len(words) - 15.59
