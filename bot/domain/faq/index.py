"""The index of approved entries: stems for BM25, letters of every phrasing, and how to rank.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import chain

from bot.domain.faq.entries import Entry, Status
from bot.domain.faq.meaning import Meaning, Meanings
from bot.domain.faq.spelling import Spelling
from bot.domain.faq.words import normalise, sketch, stems, words

# Measured on the development split and on left-out phrasings; flat around these values.
_SATURATION = 1.0
_LENGTH_SHARE = 0.5
_LETTERS_WEIGHT = 0.6
_ASKED_WEIGHT = 0.7
_SAID_WEIGHT = 0.7
_WHOLE_WEIGHT = 2.8
# So many entries are all ranked. Of more, only the best by words and by meaning are.
_SMALL = 300
_BEST_BY_WORDS = 100
_BEST_BY_MEANING = 100
# Without a model each of them has its letters compared, which costs more.
_BEST_BY_LETTERS = 30
# A stem that so many entries have finds nothing by itself; it only adds to what others found.
_COMMON = 300

_NOTHING: Mapping[int, int] = {}


@dataclass(frozen=True)
class Phrasing:
    """One way to ask an entry's question; the first of an entry is its title."""

    text: str

    @cached_property
    def line(self) -> str:
        """The text as `normalise` leaves it, for comparing beginnings."""
        return normalise(self.text)

    @cached_property
    def spoken(self) -> str:
        """Its words with chat spelling written out, as letters and meaning are compared."""
        return " ".join(words(self.text))

    @cached_property
    def letters(self) -> int:
        """Its letter groups, as `sketch` leaves them."""
        return sketch(self.spoken)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Stem to how often it comes."""
        return Counter(stems(words(self.text)))


@dataclass(frozen=True, slots=True)
class Written:
    """An entry broken up: all that does not depend on the other entries.

    Attributes:
        words: Every word in its fields.
        counts: Stem to how often it comes in them.
    """

    entry: Entry
    phrasings: tuple[Phrasing, ...]
    words: frozenset[str]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Index:
    """Approved entries in the order of their ids, ready to be searched.

    Attributes:
        postings: Stem to {entry number: count over all its fields}.
        lengths: Stems in each entry.
        meanings: Of these same entries in this order; None: words and letters alone.
    """

    written: tuple[Written, ...]
    postings: Mapping[str, Mapping[int, int]]
    lengths: tuple[int, ...]
    mean_length: float
    spelling: Spelling
    meanings: Meanings | None = None

    @property
    def is_small(self) -> bool:
        """Say whether every entry is ranked for every question."""
        return len(self.written) <= _SMALL


@dataclass(frozen=True, slots=True)
class Query:
    """A question, broken up and repaired once."""

    stems: tuple[str, ...]
    spoken: str
    meaning: Meaning | None = None


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
        likeness: By meaning; without a model by letters.
        phrasing: Number of the phrasing that is nearest.
    """

    entry: int
    words: float
    likeness: float
    phrasing: int

    @property
    def total(self) -> float:
        """The figure entries are ranked by."""
        return self.words + self.likeness


def approved(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that can be found, in the order of their ids."""
    found = (entry for entry in entries if entry.status is Status.APPROVED)
    return tuple(sorted(found, key=lambda entry: entry.id))


# A start asks for it twice, and a reload again: of a large clinic that is half a second.
@lru_cache(maxsize=16_384)
def spoken(entry: Entry) -> tuple[str, ...]:
    """Return what a sentence model is given: title, phrasings, and the title with its answer."""
    texts = (entry.title, *entry.ask, f"{entry.title} {entry.body}")
    return tuple(Phrasing(text).spoken for text in texts)


def build_index(
    entries: Iterable[Entry],
    *,
    known_words: frozenset[str] = frozenset(),
    meanings: Meanings | None = None,
    previous: Index | None = None,
) -> Index:
    """Index the approved entries; drafts and retired ones are left out and can never be found.

    Args:
        meanings: Of the `approved` ones among them, in that order.
        previous: An index whose entries, where they are the same, need not be broken up again.
    """
    known = {one.entry.id: one for one in previous.written} if previous is not None else {}
    written = tuple(
        old if (old := known.get(entry.id)) is not None and old.entry == entry else _write(entry)
        for entry in approved(entries)
    )
    postings: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, one in enumerate(written):
        for stem, count in one.counts.items():
            postings[stem][number] = count
    lengths = tuple(sum(one.counts.values()) for one in written)
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    spelling = Spelling(Counter(chain.from_iterable(one.words for one in written)), known_words)
    return Index(written, dict(postings), lengths, mean, spelling, meanings)


def query(index: Index, text: str) -> Query:
    """Break a question up for searching."""
    found = index.spelling.repaired(words(text))
    spoken = " ".join(found)
    meaning = index.meanings.question(spoken) if index.meanings is not None and found else None
    return Query(tuple(dict.fromkeys(stems(found))), spoken, meaning)


def own_query(phrasing: Phrasing, meaning: Meaning | None) -> Query:
    """Take a phrasing that we know, and its meaning, for a question."""
    return Query(tuple(phrasing.counts), phrasing.spoken, meaning)


def idf(index: Index, stem: str, *, held: Held | None = None) -> float:
    """Return how telling a stem is; a stem nobody has used is the most telling."""
    total = len(index.written)
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


def rank(index: Index, asked: Query, *, limit: int, held: Held | None = None) -> list[Scored]:
    """Return the entries that have anything in common with a question, the best first."""
    by_words = _bm25(index, asked, held)
    gone = held.entry if held is not None and held.phrasing is None else None
    scored: list[Scored] = []
    for number in _candidates(index, asked, by_words):
        if number == gone:
            continue
        likeness, which = _likeness(index, asked, number, held)
        if (found := by_words.get(number, 0.0)) + likeness > 0:
            scored.append(Scored(number, found, likeness, which))
    return nlargest(limit, scored, key=lambda one: (one.total, -one.entry))


def _write(entry: Entry) -> Written:
    phrasings = tuple(Phrasing(text) for text in (entry.title, *entry.ask))
    *asked, said = spoken(entry)
    found = [word for line in asked for word in line.split()]
    found += [word for text in entry.tags for word in words(text)]
    # The title stands before the answer there, and is counted already.
    found += said.split()[len(asked[0].split()) :]
    return Written(entry, phrasings, frozenset(found), Counter(stems(found)))


def _candidates(index: Index, asked: Query, by_words: Mapping[int, float]) -> Iterable[int]:
    if index.is_small:
        return range(len(index.written))
    most = _BEST_BY_LETTERS if asked.meaning is None else _BEST_BY_WORDS
    best = nlargest(most, by_words, key=lambda number: (by_words[number], -number))
    if asked.meaning is not None:
        best.extend(asked.meaning.nearest(_BEST_BY_MEANING))
    return dict.fromkeys(best)


def _remaining(index: Index, stem: str, held: Held) -> int:
    if held.phrasing is None:
        return 0
    removed = index.written[held.entry].phrasings[held.phrasing].counts.get(stem, 0)
    return index.postings[stem][held.entry] - removed


def _bm25(index: Index, asked: Query, held: Held | None) -> dict[int, float]:
    scores: dict[int, float] = {}
    total = 0.0
    # The rarest first, so that common stems know what there is to add to.
    for stem in sorted(asked.stems, key=lambda stem: len(index.postings.get(stem, _NOTHING))):
        weight = idf(index, stem, held=held)
        total += weight
        holders = index.postings.get(stem, _NOTHING)
        numbers: Iterable[int] = holders
        if len(holders) > _COMMON and len(scores) >= _BEST_BY_WORDS:
            numbers = [number for number in scores if number in holders]
        for number in numbers:
            count = holders[number]
            if held is not None and number == held.entry:
                count = _remaining(index, stem, held)
            share = 1 - _LENGTH_SHARE + _LENGTH_SHARE * index.lengths[number] / index.mean_length
            gain = count * (_SATURATION + 1) / (count + _SATURATION * share)
            scores[number] = scores.get(number, 0.0) + weight * gain
    return {number: score / total for number, score in scores.items()} if total else {}


def _likeness(index: Index, asked: Query, number: int, held: Held | None) -> tuple[float, int]:
    skipped = held.phrasing if held is not None and held.entry == number else None
    if asked.meaning is None:
        alike, which = _letters(index, asked, number, skipped)
        return _LETTERS_WEIGHT * alike, which
    near = asked.meaning.near(number, without=skipped)
    alike = _ASKED_WEIGHT * near.asked + _SAID_WEIGHT * near.said + _WHOLE_WEIGHT * near.whole
    return alike, near.phrasing


def _letters(index: Index, asked: Query, number: int, skipped: int | None) -> tuple[float, int]:
    """Return Dice's coefficient with the nearest phrasing of an entry, and which one that is."""
    bits = sketch(asked.spoken)
    best, which = 0.0, 0
    for position, phrasing in enumerate(index.written[number].phrasings):
        other = phrasing.letters
        size = bits.bit_count() + other.bit_count()
        if position != skipped and size:
            alike = 2 * (bits & other).bit_count() / size
            if alike > best:
                best, which = alike, position
    return best, which
