"""Spellings: from the clinic's list to every form that people type."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from string import ascii_lowercase

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


def make_lexicon(
    *,
    spellings: Mapping[str, str],
    joins: Mapping[str, str],
    fillers: Iterable[str],
    turns: Iterable[str],
    close: Iterable[str],
    masked: Iterable[str],
) -> Lexicon:
    """Spell out every form.

    Args:
        spellings: From a word as typed to the plain words for it.
        joins: From two words to what they are, mostly one.
        fillers: Words that change nothing, such as "really".
        turns: Words such as "but".
        close: Long words to recognise with one letter missing, added, swapped or wrong.
        masked: Words to recognise with letters starred out, "k*ll".
    """
    every: dict[str, tuple[str, ...]] = dict.fromkeys(fillers, ())
    every |= {typed: tuple(plain.split()) for typed, plain in spellings.items()}
    taken = frozenset(every) | frozenset(_OFTEN) | frozenset(close)
    for word in close:
        plain = every.get(word, (word,))
        every |= {slip: plain for slip in _slips(word) if slip not in taken and slip not in every}
    for word in masked:
        every |= dict.fromkeys(_stars(word), every.get(word, (word,)))
    return Lexicon(
        spellings=every,
        halves=_halves({*close, *masked}),
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


def _slips(word: str) -> Iterator[str]:
    """Yield the word as hurried fingers type it; the first letter is nearly always right."""
    for at in range(1, len(word)):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        for letter in ascii_lowercase:
            yield head + letter + tail[1:]
            yield head + letter + tail
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _stars(word: str) -> Iterator[str]:
    inside = range(1, len(word))
    for count in range(1, len(word) - 1):
        for places in combinations(inside, count):
            yield "".join("*" if at in places else letter for at, letter in enumerate(word))
