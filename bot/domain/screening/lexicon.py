"""Spellings: from the clinic's list to every form that people type."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.domain.screening import slips
from bot.domain.screening.normalise import BREAK, Lexicon

# The words of everyday chat, by how often they come. A pattern is looked for only where its
# rarest word is present, so this order decides how little work a harmless message makes.
_BY_FREQUENCY = (
    "i the to and a it is you that of in my not for am was on have so this do but with me be "
    "all are just no at they what she he we if about from get one out up will as can her how "
    "when like your his had an there now more who would go or has some going know want by "
    "then did time been their could because them day think any good back see don really too "
    "said after today here make still over off him down take people feel our work way should "
    "got were than first much new something someone every night week last next home anyone "
    "things thing where why come us again never always lot made keep getting other same whole "
    "old little big long better best found hope own help put call year days since while "
    "before most hard love start started through feeling told tell able being right away "
    "around bad does doing done end enough ever find give great half happy head hear hour "
    "life maybe mean might money month morning must name near nothing nice okay ok place "
    "pretty remember room sleep sometimes soon sure talk thank thanks thought together "
    "tomorrow tonight took treatment trying two try use used wait watch which without world "
    "worth yes yet clinic group session doctor nurse insurance ketamine que de la y el en un "
    "lo es por mi con una para se los las si ya te le su como al pero tengo todo esta muy hoy "
    "yo mas nada bien cuando hay ni sin soy estoy ser todos gracias"
)
_OFTEN = tuple(_BY_FREQUENCY.split())
_COST: Mapping[str, int] = {
    word: max(400 - 3 * rank, 60) for rank, word in reversed(list(enumerate(_OFTEN)))
}


def common(word: str) -> int:
    """Say how much of everyday chat holds a word, as a cost: 1 for a rare one."""
    return 1000 if word in {BREAK, "#"} else _COST.get(word, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """Words that are known in more than one spelling.

    Attributes:
        close: Long words to recognise with one letter missing, added, swapped or wrong.
        masked: Words to recognise with letters starred out, "k*ll".
        clipped: Words to recognise with vowels left out or two letters swapped, "jmp", "jmup".
        by_ear: Spanish words to recognise as they sound, "kiero", "yegue".
        sounds: From a word to the sounds that stand for it, "s u|oo i|y c|s ide".
        real: Words that are themselves, though they look like one of these.
    """

    close: Sequence[str] = ()
    masked: Sequence[str] = ()
    clipped: Sequence[str] = ()
    by_ear: Sequence[str] = ()
    sounds: Mapping[str, str] = field(default_factory=dict[str, str])
    real: Sequence[str] = ()

    @property
    def words(self) -> Iterator[str]:
        """Every word that is known loosely."""
        return chain(self.close, self.masked, self.clipped, self.by_ear, self.sounds)

    def ways(self) -> Iterator[tuple[str, str]]:
        """Yield each way to type one of the words, with the word."""
        for listed, way in (
            (self.close, slips.one_wrong),
            (self.clipped, slips.clipped),
            (self.by_ear, slips.by_ear),
            (self.masked, slips.starred),
        ):
            yield from ((typed, word) for word in listed for typed in way(word))
        for word, row in self.sounds.items():
            yield from ((typed, word) for typed in slips.spelled_out(row))


def make_lexicon(
    *,
    spellings: Mapping[str, str],
    joins: Mapping[str, str],
    fillers: Iterable[str],
    turns: Iterable[str],
    loose: Loose,
) -> Lexicon:
    """Spell out every form.

    Args:
        spellings: From a word as typed to the plain words for it.
        joins: From two words to what they are, mostly one.
        fillers: Words that change nothing, such as "really".
        turns: Words such as "but".
        loose: Words to know however they are misspelt.
    """
    every: dict[str, tuple[str, ...]] = dict.fromkeys(fillers, ())
    every |= {typed: tuple(plain.split()) for typed, plain in spellings.items()}
    taken = frozenset(every) | frozenset(_OFTEN) | frozenset(loose.words) | frozenset(loose.real)
    for typed, word in loose.ways():
        if typed not in taken:
            every.setdefault(typed, every.get(word, (word,)))
    return Lexicon(
        spellings=every,
        halves=_halves({*loose.close, *loose.masked}),
        joins=_joins(joins),
        known=frozenset(every),
        turns=frozenset(turns),
    )


def _halves(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    cut: dict[str, set[str]] = {}
    for word in words:
        for at in range(1, len(word)):
            cut.setdefault(word[at:], set()).add(word[:at])
    return {tail: frozenset(heads) for tail, heads in cut.items()}


def _joins(joins: Mapping[str, str]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    filed: dict[str, dict[str, tuple[str, ...]]] = {}
    for typed, plain in joins.items():
        first, _, second = typed.partition(" ")
        filed.setdefault(second, {})[first] = tuple(plain.split())
    return filed
