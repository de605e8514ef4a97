"""Reads all patterns over a message at once, one word at a time.

Every slot of every row is one bit of a large whole number. A word moves the bits of the rows that
it continues one place on: a shift and a few `&` and `|` for each word, whatever the words are (the
"extended shift-and" of Navarro and Raffinot, Flexible Pattern Matching in Strings, chapter 4).
So the time taken grows with the length of the message and with nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.screening.normalise import BREAK
from bot.domain.screening.patterns import NUMBER, Row, Slot


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
    """All rows as bit masks.

    Attributes:
        masks: From a word to the bits of the slots it fits.
        phrases: From the last word of a phrase, and how long it is, to phrases and their bits.
        anything: Bits of the slots that every word fits.
        first: Bits at which rows begin.
        optional: Bits of the slots that may stay empty.
        before: For each run of optional slots, the bit in front of it.
        after: For each run of optional slots, its last bit.
        last: Bits at which rows end.
        labels: From such an end to what the row was filed under and how many words it can span.
    """

    masks: Mapping[str, int]
    phrases: Mapping[str, Mapping[int, Mapping[tuple[str, ...], int]]]
    anything: int
    first: int
    optional: int
    before: int
    after: int
    last: int
    labels: Mapping[int, tuple[int, int]]

    def hits(self, words: Sequence[str]) -> Iterator[Hit]:
        """Yield every row heard in `words`, in the order in which they end."""
        states = [0]
        for end, word in enumerate(words):
            active = ((states[end] << 1) | self.first) & self._fits(word)
            for length, phrases in self.phrases.get(word, {}).items():
                if length <= end + 1 and (
                    bits := phrases.get(tuple(words[end + 1 - length : end + 1]))
                ):
                    active |= ((states[end + 1 - length] << 1) | self.first) & bits
            if active:
                # Let a run of optional slots be skipped: the subtraction carries through the run.
                full = active | self.after
                active |= self.optional & (~(full - self.before) ^ full)
                if found := active & self.last:
                    # The end of a sentence belongs to no word: what was said ended before it.
                    yield from self._read(found, end - (word == BREAK))
            states.append(active)

    def _fits(self, word: str) -> int:
        bits = self.masks.get(word, self.anything)
        return bits | self.masks.get(NUMBER, 0) if word.isdigit() else bits

    def _read(self, found: int, end: int) -> Iterator[Hit]:
        while found:
            lowest = found & -found
            label, reach = self.labels[lowest.bit_length() - 1]
            yield Hit(label, end, reach)
            found ^= lowest


def build(rows: Iterable[tuple[int, Row]]) -> Machine:
    """Lay the rows (label, slots) out as bits. Rows neither begin nor end with an optional slot."""
    masks: dict[str, int] = {BREAK: 0}
    phrases: dict[tuple[str, ...], int] = {}
    labels: dict[int, tuple[int, int]] = {}
    anything = first = optional = before = after = crossing = at = 0
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
            for word in slot.words:
                masks[word] = masks.get(word, 0) | bit
            for phrase in slot.phrases:
                phrases[phrase] = phrases.get(phrase, 0) | bit
        at += len(row)
        labels[at - 1] = (label, sum(_most_words(slot) for slot in row))
    masks = {word: bits | (crossing if word == BREAK else anything) for word, bits in masks.items()}
    return Machine(
        masks=masks, phrases=_by_last_word(phrases), anything=anything, first=first,
        optional=optional, before=before, after=after, last=sum(1 << end for end in labels),
        labels=labels,
    )  # fmt: skip


def _most_words(slot: Slot) -> int:
    return max((len(phrase) for phrase in slot.phrases), default=1)


def _by_last_word(
    phrases: Mapping[tuple[str, ...], int],
) -> Mapping[str, Mapping[int, Mapping[tuple[str, ...], int]]]:
    filed: dict[str, dict[int, dict[tuple[str, ...], int]]] = {}
    for phrase, bits in phrases.items():
        filed.setdefault(phrase[-1], {}).setdefault(len(phrase), {})[phrase] = bits
    return filed
