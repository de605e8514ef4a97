"""Reads many patterns over a message at once, one word at a time.

Every slot of a row is one bit of a large whole number. A word moves the bits of the rows that
it continues one place on: a shift and a few `&` and `|` for each word, whatever the words are (the
"extended shift-and" of Navarro and Raffinot, Flexible Pattern Matching in Strings, chapter 4).
So the time taken grows with the length of the message and with nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from bot.domain.screening.normalise import BREAK
from bot.domain.screening.patterns import CLAUSE_OPENERS, NUMBER, Row, Slot

Phrase = tuple[str, ...]
# What a slot listens for: a word, or a phrase. A number is a phrase of one word.
Element = str | Phrase
A_NUMBER: Phrase = (NUMBER,)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a message and the phrases among them, found once for every machine.

    Attributes:
        phrases: From the index of a phrase's last word to the phrases that end there.
    """

    words: Sequence[str]
    phrases: Mapping[int, Sequence[Phrase]]

    @property
    def elements(self) -> list[Element]:
        """All that a slot may fit."""
        return [*self.words, *chain.from_iterable(self.phrases.values())]


@dataclass(slots=True)
class Branch:
    """Phrases that begin alike.

    Attributes:
        phrase: What ends here, if anything does.
        further: By the next word, what goes on.
    """

    phrase: Phrase | None = None
    further: dict[str, "Branch"] = field(default_factory=dict[str, "Branch"])


@dataclass(frozen=True, slots=True)
class Phrases:
    """Every phrase that some row knows.

    Attributes:
        starts: By its first two words.
    """

    starts: Mapping[Phrase, Branch]

    def said(self, words: Sequence[str]) -> Said:
        """Find the phrases; each place costs a few steps, however many phrases are known."""
        found: dict[int, list[Phrase]] = {}
        for at, pair in enumerate(pairwise(words), 1):
            branch, end = self.starts.get(pair), at
            while branch:
                if branch.phrase:
                    found.setdefault(end, []).append(branch.phrase)
                end += 1
                branch = branch.further.get(words[end]) if end < len(words) else None
        if any(map(str.isdigit, words)):
            for at, word in enumerate(words):
                if word.isdigit():
                    found.setdefault(at, []).append(A_NUMBER)
        return Said(words, found)


@dataclass(frozen=True, slots=True)
class Hit:
    """A row was heard.

    Attributes:
        label: What the row was filed under.
        end: Index of the last word.
        reach: Most words that the row can span.
    """

    label: int
    end: int
    reach: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Rows as bit masks.

    Attributes:
        masks: From a word to the bits of the slots it fits.
        phrases: From a phrase to the bits of the slots it fits.
        openers: The words with which a row can begin.
        anything: Bits of the slots that every word fits.
        first: Bits at which rows begin.
        optional: Bits of the slots that may stay empty.
        before: For each run of optional slots, the bit in front of it.
        after: For each run of optional slots, its last bit.
        last: Bits at which rows end.
        labels: From such an end to what the row was filed under and how many words it can span.
    """

    masks: Mapping[str, int]
    phrases: Mapping[Phrase, int]
    openers: frozenset[str]
    anything: int
    first: int
    optional: int
    before: int
    after: int
    last: int
    labels: Mapping[int, tuple[int, int]]

    def hits(self, said: Said) -> Iterator[Hit]:
        """Yield every row heard, in the order in which they end."""
        known = self.phrases.keys()
        states = [0] * (len(said.words) + 1)
        active = 0
        for end, word in enumerate(said.words):
            phrases = said.phrases.get(end, ())
            if not active and word not in self.openers and known.isdisjoint(phrases):
                continue
            active = ((active << 1) | self.first) & self.masks.get(word, self.anything)
            for phrase in phrases:
                if phrase in known:
                    began = states[end + 1 - len(phrase)]
                    active |= ((began << 1) | self.first) & self.phrases[phrase]
            if active:
                # Let a run of optional slots be skipped: the subtraction carries through the run.
                full = active | self.after
                active |= self.optional & (~(full - self.before) ^ full)
                if found := active & self.last:
                    # The end of a sentence belongs to no word: what was said ended before it.
                    yield from self._read(found, end - (word == BREAK))
                states[end + 1] = active

    def _read(self, found: int, end: int) -> Iterator[Hit]:
        while found:
            lowest = found & -found
            label, reach = self.labels[lowest.bit_length() - 1]
            yield Hit(label, end, reach)
            found ^= lowest


def build(rows: Iterable[tuple[int, Row]]) -> Machine:
    """Lay the rows (label, slots) out as bits. Rows neither begin nor end with an optional slot."""
    masks: dict[str, int] = dict.fromkeys([BREAK, *CLAUSE_OPENERS], 0)
    phrases: dict[Phrase, int] = {}
    labels: dict[int, tuple[int, int]] = {}
    anything = first = optional = before = after = crossing = within = at = 0
    for label, row in rows:
        first |= 1 << at
        for place, slot in enumerate(row):
            bit = 1 << (at + place)
            if slot.optional:
                optional |= bit
                before |= 0 if row[place - 1].optional else bit >> 1
                after |= 0 if row[place + 1].optional else bit
            anything |= bit if slot.is_gap else 0
            crossing |= bit if slot.crosses else 0
            within |= bit if slot.within else 0
            for word in slot.words - {NUMBER}:
                masks[word] = masks.get(word, 0) | bit
            for phrase in phrases_of(slot):
                phrases[phrase] = phrases.get(phrase, 0) | bit
        at += len(row)
        labels[at - 1] = (label, sum(_most_words(slot) for slot in row))
    fits = {BREAK: crossing} | dict.fromkeys(CLAUSE_OPENERS, anything & ~within)
    masks = {word: bits | fits.get(word, anything) for word, bits in masks.items()}
    return Machine(
        masks=masks, phrases=phrases, anything=anything, first=first, optional=optional,
        openers=frozenset(word for word, bits in masks.items() if bits & first),
        before=before, after=after, last=sum(1 << end for end in labels), labels=labels,
    )  # fmt: skip


def phrases_of(slot: Slot) -> frozenset[Phrase]:
    """Return what a slot listens for beside words: phrases, and any number."""
    return slot.phrases | {A_NUMBER} if NUMBER in slot.words else slot.phrases


def know(rows: Iterable[Row]) -> Phrases:
    """Gather the phrases of all rows."""
    starts: dict[Phrase, Branch] = {}
    for phrase in {phrase for row in rows for slot in row for phrase in slot.phrases}:
        branch = starts.setdefault(phrase[:2], Branch())
        for word in phrase[2:]:
            branch = branch.further.setdefault(word, Branch())
        branch.phrase = phrase
    return Phrases(starts)


def _most_words(slot: Slot) -> int:
    return max((len(phrase) for phrase in slot.phrases), default=1)
