"""The index of approved entries: stems for BM25, letter sketches of every phrasing, and scores.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from bot.domain.faq.entries import Entry, Status
from bot.domain.faq.words import normalise, sketch, stems, words

# Measured on the development split and on left-out phrasings; flat around these values.
_SATURATION = 1.0
_LENGTH_SHARE = 0.5
_LETTERS_WEIGHT = 0.6
# Letters are compared for so many entries at most: all of a small clinic's, the best by words
# of a large one's.
_LETTERS_REACH = 300

_NOTHING: Mapping[int, int] = {}

# Entry number to the best overlap of letters and the phrasing it was found in.
Letters = dict[int, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask an entry's question; the first of an entry is its title.

    Attributes:
        line: The text as `normalise` leaves it, for comparing beginnings.
        counts: Stem to how often it comes.
        size: Letter groups in the sketch.
    """

    text: str
    line: str
    counts: Mapping[str, int]
    sketch: int
    size: int


@dataclass(frozen=True, slots=True)
class Index:
    """Approved entries in the order of their ids, ready to be searched.

    Attributes:
        postings: Stem to {entry number: count over all its fields}.
        lengths: Stems in each entry.
        phrasings: Per entry, the title first.
    """

    entries: tuple[Entry, ...]
    postings: Mapping[str, Mapping[int, int]]
    lengths: tuple[int, ...]
    mean_length: float
    phrasings: tuple[tuple[Phrasing, ...], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A question, broken up once."""

    stems: tuple[str, ...]
    sketch: int
    size: int


@dataclass(frozen=True, slots=True)
class Held:
    """What to leave out of the index for one question: a phrasing, or with None its whole entry."""

    entry: int
    phrasing: int | None


@dataclass(frozen=True, slots=True)
class Scored:
    """How well one entry fits a question.

    Attributes:
        words: BM25 over all fields, divided by the question's total idf; 0 to about 2.
        letters: Best overlap of the question's letters with a phrasing, 0 to 1.
        phrasing: Number of that phrasing.
    """

    entry: int
    words: float
    letters: float
    phrasing: int

    @property
    def total(self) -> float:
        """The figure entries are ranked by."""
        return self.words + _LETTERS_WEIGHT * self.letters


def build_index(entries: Sequence[Entry]) -> Index:
    """Index the approved entries; drafts and retired ones are left out and can never be found."""
    approved = tuple(
        sorted((e for e in entries if e.status is Status.APPROVED), key=lambda entry: entry.id)
    )
    postings: dict[str, dict[int, int]] = {}
    phrasings = tuple(_phrasings(entry) for entry in approved)
    lengths: list[int] = []
    for number, entry in enumerate(approved):
        counts = _counts(entry, phrasings[number])
        lengths.append(counts.total())
        for stem, count in counts.items():
            postings.setdefault(stem, {})[number] = count
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    return Index(approved, postings, tuple(lengths), mean, phrasings)


def query(text: str) -> Query:
    """Break a question up for searching."""
    found = words(text)
    bits = sketch(found)
    return Query(tuple(dict.fromkeys(stems(found))), bits, bits.bit_count())


def idf(index: Index, stem: str, *, held: Held | None = None) -> float:
    """Return how telling a stem is; a stem nobody has used is the most telling."""
    total = len(index.entries)
    holders = index.postings.get(stem, _NOTHING)
    having = len(holders)
    if held is not None:
        total -= held.phrasing is None
        if held.entry in holders and _remaining(index, stem, held) <= 0:
            having -= 1
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def holds(index: Index, entry: int, stem: str, *, held: Held | None = None) -> bool:
    """Say whether one entry holds the stem."""
    if entry not in index.postings.get(stem, _NOTHING):
        return False
    return held is None or held.entry != entry or _remaining(index, stem, held) > 0


def rank(
    index: Index,
    asked: Query,
    *,
    limit: int,
    held: Held | None = None,
    letters: Letters | None = None,
) -> list[Scored]:
    """Return the entries that have anything in common with a question, the best first.

    What was compared is kept in `letters`, so that asking again with more held out costs less.
    """
    by_words = _bm25(index, asked, held)
    numbers: Iterable[int] = range(len(index.entries))
    if len(index.entries) > _LETTERS_REACH:
        numbers = nlargest(_LETTERS_REACH, by_words, key=lambda number: (by_words[number], -number))
    gone = held.entry if held is not None and held.phrasing is None else None
    known = {} if letters is None else letters
    scored: list[Scored] = []
    for number in numbers:
        if number == gone:
            continue
        if number not in known:
            known[number] = _letters(index, asked, number, held)
        alike, which = known[number]
        if (found := by_words.get(number, 0.0)) + alike > 0:
            scored.append(Scored(number, found, alike, which))
    return nlargest(limit, scored, key=lambda one: (one.total, -one.entry))


def _phrasings(entry: Entry) -> tuple[Phrasing, ...]:
    phrasings: list[Phrasing] = []
    for text in (entry.title, *entry.ask):
        found = words(text)
        bits = sketch(found)
        counts = Counter(stems(found))
        phrasings.append(Phrasing(text, normalise(text), counts, bits, bits.bit_count()))
    return tuple(phrasings)


def _counts(entry: Entry, phrasings: Iterable[Phrasing]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for phrasing in phrasings:
        counts.update(phrasing.counts)
    for text in (*entry.tags, entry.body):
        counts.update(stems(words(text)))
    return counts


def _remaining(index: Index, stem: str, held: Held) -> int:
    if held.phrasing is None:
        return 0
    removed = index.phrasings[held.entry][held.phrasing].counts.get(stem, 0)
    return index.postings[stem][held.entry] - removed


def _bm25(index: Index, asked: Query, held: Held | None) -> dict[int, float]:
    scores: dict[int, float] = {}
    total = 0.0
    for stem in asked.stems:
        weight = idf(index, stem, held=held)
        total += weight
        for number, whole in index.postings.get(stem, _NOTHING).items():
            count = whole
            if held is not None and number == held.entry:
                count = _remaining(index, stem, held)
            share = 1 - _LENGTH_SHARE + _LENGTH_SHARE * index.lengths[number] / index.mean_length
            gain = count * (_SATURATION + 1) / (count + _SATURATION * share)
            scores[number] = scores.get(number, 0.0) + weight * gain
    return {number: score / total for number, score in scores.items()} if total else {}


def _letters(index: Index, asked: Query, number: int, held: Held | None) -> tuple[float, int]:
    """Return Dice's coefficient with the nearest phrasing of an entry, and which one that is."""
    skipped = held.phrasing if held is not None and held.entry == number else None
    best, which = 0.0, 0
    for position, phrasing in enumerate(index.phrasings[number]):
        if position != skipped and (size := asked.size + phrasing.size):
            alike = 2 * (asked.sketch & phrasing.sketch).bit_count() / size
            if alike > best:
                best, which = alike, position
    return best, which
