"""The small language in which a clinician writes what to listen for.

    i want to die            these words, next to each other
    (want|need|hope) to      one of several; an alternative may be more than one word
    i [really] want          a word that may be there or not
    all [of|the|my]* pills   up to three of these words, and no others
    took * pills             up to three words may stand between; `*6` up to six, at most 12
    goodbye ** thank you     up to eight words, also across the end of a sentence
    ^ bye $                  the beginning and the end of a sentence; also inside ( )
    # mg                     any number
    {relative}               one of the words of a list of that name

What comes out is one row of slots for each pattern, each slot a set of words and phrases, so that
one machine can read all rows at once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import InvalidContent
from bot.domain.screening.normalise import BREAK

NUMBER = "#"
# The longest phrase in a list. More is a sentence, which should be a pattern of its own.
LONGEST_PHRASE = 8
WIDEST_GAP = 12
# How many of the words of `[a|b]*` may follow one another.
MOST_SUCH = 3
# With these another clause begins: what a guard says does not reach over them.
CLAUSE_OPENERS = ("i", "but", "yo", "pero")
_ELEMENT = re.compile(
    r"\((?P<group>[^()\[\]]*)\)|\[(?P<some>[^()\[\]]*)\]\*(?![*\d])|\[(?P<optional>[^()\[\]]*)\]"
    r"|(?P<list>\{[a-z_]+\})"
    r"|(?P<gap>\*\*|\*\d{0,2})|(?P<word>[^\s()\[\]{}*|?+]+)|(?P<wrong>\S)"
)
_SIGNS = {"^": (BREAK,), "$": (BREAK,), NUMBER: (NUMBER,)}


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a row.

    Attributes:
        words: Any one of these fits.
        phrases: So does any of these, each of two words or more.
        optional: Whether the place may stay empty.
        crosses: Whether the end of a sentence fits as well.
        within: Whether, of a place that every word fits, those are left out that begin another
            clause ("i", "but").
    """

    words: frozenset[str] = frozenset()
    phrases: frozenset[tuple[str, ...]] = frozenset()
    optional: bool = False
    crosses: bool = False
    within: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether every word fits."""
        return not self.words and not self.phrases


Row = tuple[Slot, ...]
Lists = Mapping[str, Sequence[str]]
Spell = Callable[[str], tuple[str, ...]]


def read(pattern: str, lists: Lists, spell: Spell) -> Row:
    """Turn one pattern into its row.

    Args:
        pattern: In the language above.
        lists: The words behind each `{name}`.
        spell: From typed words to plain ones, so that a pattern may say "can't" or "wanna".

    Raises:
        InvalidContent: The pattern cannot be read, or says nothing that could be heard.
    """
    slots = [
        slot for element in _ELEMENT.finditer(pattern) for slot in _slots(element, lists, spell)
    ]
    # What may be absent at either end can decide nothing.
    while slots and slots[0].optional:
        slots.pop(0)
    while slots and slots[-1].optional:
        slots.pop()
    if not any(slot.words - {BREAK} or slot.phrases for slot in slots if not slot.optional):
        raise InvalidContent(pattern, "has no word to listen for")
    return tuple(slots)


def _slots(element: re.Match[str], lists: Lists, spell: Spell) -> Row:
    kind, text = element.lastgroup, element.group()
    if kind == "word":
        return tuple(Slot(frozenset({word})) for word in _plain(text, spell))
    if kind == "gap":
        places = 8 if text == "**" else int(text[1:] or 3)
        if not 1 <= places <= WIDEST_GAP:
            raise InvalidContent(text, f"must be a gap of 1 to {WIDEST_GAP} words")
        return (Slot(optional=True, crosses=text == "**"),) * places
    if kind in {"optional", "some"}:
        spelled = _spelled(element.group(kind), lists, spell)
        places = MOST_SUCH if kind == "some" else 1
        return (_choice(spelled, optional=True),) * places if spelled else ()
    if kind in {"group", "list"}:
        spelled = _spelled(element.group("group") or text, lists, spell)
        if not spelled:
            raise InvalidContent(text, "has no word in it, or only fillers")
        return (_choice(spelled, optional=False),)
    raise InvalidContent(element.string, f"has a {text!r} that does not belong there")


def _spelled(text: str, lists: Lists, spell: Spell) -> list[tuple[str, ...]]:
    # A filler such as "really" is dropped from what people type, so it is dropped here as well.
    return [words for one in _phrases(text, lists) if (words := _plain(one, spell))]


def _choice(spelled: Sequence[tuple[str, ...]], *, optional: bool) -> Slot:
    longest = max(spelled, key=len)
    if len(longest) > LONGEST_PHRASE:
        raise InvalidContent(" ".join(longest), f"is longer than {LONGEST_PHRASE} words")
    return Slot(
        words=frozenset(words[0] for words in spelled if len(words) == 1),
        phrases=frozenset(words for words in spelled if len(words) > 1),
        optional=optional,
    )


def _plain(phrase: str, spell: Spell) -> tuple[str, ...]:
    if sign := _SIGNS.get(phrase.strip()):
        return sign
    if not _SIGNS.keys().isdisjoint(phrase):
        raise InvalidContent(phrase, "has a # ^ or $ inside an alternative of several words")
    return spell(phrase)


def _phrases(text: str, lists: Lists) -> Iterator[str]:
    for phrase in text.split("|"):
        name = phrase.strip()
        if not name.startswith("{"):
            yield phrase
        elif name[1:-1] in lists:
            yield from lists[name[1:-1]]
        else:
            raise InvalidContent(text, f"names the list {name}, which is nowhere")
