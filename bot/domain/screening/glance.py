"""A first look at a message, which lets nearly all that is harmless go.

It costs about the same however many patterns there are: a few `|` for each word that some pattern
cannot do without.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.screening.grammar import Element, Said, phrases_of
from bot.domain.screening.lexicon import common
from bot.domain.screening.normalise import BREAK
from bot.domain.screening.patterns import Row

# How many of a pattern's slots are tried: each costs time, each lets more messages go.
LOOKS = 4


@dataclass(frozen=True, slots=True)
class Glance:
    """Which patterns need what. Every pattern has one bit.

    Attributes:
        count: How many patterns there are.
        needs: From a word or phrase to the patterns whose rarest slot it fits; `count` bits on, to
            those whose second rarest slot it fits, and so on. A pattern can be heard only where
            all of these have its bit.
        unneeded: The bits for slots that a pattern does not have.
    """

    count: int
    needs: Mapping[Element, int]
    unneeded: int

    def possible(self, said: Said) -> int:
        """Return the bits of the patterns that may be in what was said; 0 for most messages."""
        found = self.unneeded
        for element in said.elements:
            if element in self.needs:
                found |= self.needs[element]
        left = found
        for look in range(1, LOOKS):
            left &= found >> look * self.count
        return left & bits(0, self.count)


def bits(at: int, count: int) -> int:
    """Return `count` bits from `at` on."""
    return ((1 << count) - 1) << at


def make_glance(rows: Sequence[Row]) -> Glance:
    """File the rows by what they cannot do without, in the order of their bits."""
    needs: dict[Element, int] = {}
    unneeded = 0
    for at, row in enumerate(rows):
        rarest = _rarest(row)
        for look in range(LOOKS):
            bit = 1 << at + look * len(rows)
            if look >= len(rarest):
                unneeded |= bit
                continue
            for element in rarest[look]:
                needs[element] = needs.get(element, 0) | bit
    return Glance(len(rows), needs, unneeded)


def _rarest(row: Row) -> list[frozenset[Element]]:
    """Order what must be there by how seldom people type it, the most telling first."""
    choices = [
        slot.words | phrases_of(slot)
        for slot in row
        if not slot.optional and BREAK not in slot.words
    ]
    return sorted(choices, key=lambda choice: sum(map(_cost, choice)))


def _cost(element: Element) -> int:
    """Say how much of everyday chat holds this. Words in a row are rarer than each of them."""
    if isinstance(element, str):
        return common(element)
    return min(map(common, element)) // len(element) ** 2
