"""A question in; an answer, an offer of up to three entries, or an honest no out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.domain.faq.entries import Entry, EntryId
from bot.domain.faq.gate import Gate, calibrate, features
from bot.domain.faq.index import Index as Words
from bot.domain.faq.index import Scored, build_index, query, rank
from bot.domain.faq.meaning import Meanings
from bot.domain.faq.words import normalise

# Of questions nothing was written for, at most so many may be answered.
DEFAULT_TARGET = 0.05
MOST_OFFERED = 3


@dataclass(frozen=True)
class Index:
    """Everything `search` and `answer` need; built once for a set of entries."""

    words: Words

    @cached_property
    def gate(self) -> Gate:
        """How sure an answer must be; learned when it is first asked for, in tenths of a second."""
        return calibrate(self.words)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The approved entries, in the order of their ids."""
        return tuple(one.entry for one in self.words.written)

    @property
    def is_by_meaning(self) -> bool:
        """Say whether a sentence model takes part, or words and letters alone."""
        return self.words.meanings is not None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits a question.

    Attributes:
        score: The figure entries are ranked by, 0 to about 3; not a probability.
        phrasing: The entry's wording that is nearest to what was typed.
    """

    entry: Entry
    score: float
    phrasing: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The best entry is sure enough to be shown.

    Attributes:
        confidence: 0 to 1, as the gate sees it.
    """

    match: Match
    confidence: float


@dataclass(frozen=True, slots=True)
class Offer:
    """Not sure enough: ask "did you mean" with up to three entries, best first."""

    matches: tuple[Match, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No approved answer: hand over to a person.

    Attributes:
        topic: The not-covered entry the question fell on, whose body says how; None if unknown.
    """

    topic: Entry | None
    confidence: float


def build(
    entries: Sequence[Entry],
    *,
    known_words: frozenset[str] = frozenset(),
    meanings: Meanings | None = None,
    previous: Index | None = None,
) -> Index:
    """Index the approved entries among `entries`.

    Args:
        known_words: Words that are spelt right; without any, nothing mistyped is repaired.
        meanings: Of the approved ones, in the order of their ids.
        previous: What it takes the place of; entries that did not change cost nothing.
    """
    old = previous.words if previous is not None else None
    return Index(build_index(entries, known_words=known_words, meanings=meanings, previous=old))


def search(index: Index, text: str, *, limit: int = 5) -> tuple[Match, ...]:
    """Return the entries nearest to what was typed, best first, with no judgement."""
    asked = query(index.words, text)
    return tuple(_match(index, one) for one in rank(index.words, asked, limit=limit))


def answer(index: Index, text: str, *, target: float = DEFAULT_TARGET) -> Answer | Offer | NoAnswer:
    """Judge a question; of those nothing was written for, about `target` (0 to 1) are answered."""
    asked = query(index.words, text)
    best = rank(index.words, asked, limit=MOST_OFFERED)
    if not best or not asked.stems:
        return NoAnswer(None, 0.0)
    confidence = index.gate.confidence(features(index.words, asked, best))
    if confidence <= index.gate.offer_from(target):
        return NoAnswer(None, confidence)
    matches = tuple(_match(index, one) for one in best)
    # A topic the clinic keeps to people wins at the lower bar: handing over harms nobody.
    if not matches[0].entry.is_covered:
        return NoAnswer(matches[0].entry, confidence)
    if confidence <= index.gate.answer_from(target):
        return Offer(matches, confidence)
    return Answer(matches[0], confidence)


def titles(index: Index, typed: str, *, limit: int = 25) -> tuple[tuple[EntryId, str], ...]:
    """Return (id, title) pairs for a half-typed question: beginnings, then words, then BM25.

    Nothing typed gives a spread over the whole content. At most 25 by default, Discord's limit.
    """
    start = normalise(typed)
    if not start:
        step = max(1, len(index.entries) // limit)
        return tuple((entry.id, entry.title) for entry in index.entries[::step][:limit])
    chosen: dict[EntryId, str] = {}
    # While somebody types there is no time for the model.
    asked = query(replace(index.words, meanings=None), typed)
    by_words = (index.entries[one.entry] for one in rank(index.words, asked, limit=10))
    for entry in (*_by_beginning(index, start), *by_words):
        chosen.setdefault(entry.id, entry.title)
    return tuple(chosen.items())[:limit]


def _by_beginning(index: Index, start: str) -> Iterator[Entry]:
    lines = [
        (one.entry, [phrasing.line for phrasing in one.phrasings]) for one in index.words.written
    ]
    yield from (entry for entry, (title, *_) in lines if title.startswith(start))
    yield from (entry for entry, (_, *asks) in lines if any(a.startswith(start) for a in asks))
    yield from (entry for entry, (title, *_) in lines if f" {start}" in title)
    yield from (entry for entry, (_, *asks) in lines if any(f" {start}" in a for a in asks))


def _match(index: Index, one: Scored) -> Match:
    phrasing = index.words.written[one.entry].phrasings[one.phrasing].text
    return Match(index.entries[one.entry], one.total, phrasing)
