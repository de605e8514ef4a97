"""From what was typed to plain lower-case words, however it was dressed up.

Every step takes time in proportion to the text: no pattern here can be made to go back and forth.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from types import MappingProxyType

from bot.domain.screening import disguises
from bot.domain.screening.characters import LOOK_ALIKES
from bot.domain.screening.disguises import PIECE, RUN, SHORTEST_RUN

# Discord lets a member send 4,000 characters. One character may unfold into eighteen.
LONGEST = 8000
BREAK = "."
LINK = "url"

# Characters that take no room on the screen: joiners, direction marks, fillers, accents.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_ADDRESS = re.compile(r"https?://\S*|www\.\S*")
# Discord's own signs: who is mentioned, a room, a time, a command, an emoji of the server.
_SIGN = re.compile(r"<(?:@[!&]?|#|t:|/|a?:)[^<>\s]{1,80}>")
_SHOWN = 300
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[0-9]+|(?<!\.)\.(?=\s|$)|[!?;\n]")
_ENDS = frozenset(".!?;\n")
# Cheap first looks: does any part of this message look dressed up? Several searches that each begin
# with few characters are quicker than one that has to be tried at every letter.
_SIGNED = re.compile(r"[0-9@$!*|+_~/#-]|\.(?=[a-z])")
_DISGUISED = re.compile(r"[0-9@$!*|+_~./#-](?=[a-z])|[0-9$*](?<=[a-z].)")
_STOPPED = re.compile(r"[.!] [a-z']{1,12}[.!] ")
_LETTERED = re.compile(r"[ .*_-][a-z0-9][ .*_-]{1,3}[a-z0-9](?![a-z0-9'])")
_DRAWLED = re.compile(r"(.)\1\1(?<=[a-z])")
# The last dot of "k.i.l.l. myself" ends no sentence.
_SPACED = re.compile(
    r"(?<![a-z0-9'])(?:[a-z0-9@$][ .*_-]{1,3}){2,}[a-z0-9](?![a-z0-9'])(?:(?<=\.[a-z0-9])\.(?= ))?"
)
# "end. it. all." is one sentence.
_CLAPPED = re.compile(r"(?<![a-z'])(?:[a-z']{1,12}[.!]{1,3} ){2,}[a-z']{1,12}")
# "no, tengo ganas": this "no" takes back nothing that follows it.
_ANSWER = re.compile(r"(?:(?<![^.!?;\n])|(?<=[.!?;] ))(no),")
_NO_STOPS = str.maketrans(".!", "  ")
_CHUNK = re.compile(r"[a-z0-9@$!*|+_~./#'-]+")
_EDGES = "*|_~./'-!#"
_JOINERS = str.maketrans("", "", "._~|-/*#'")
_GAPS = str.maketrans("._~|-/*#", "        ")
_LEET: Mapping[str, str] = MappingProxyType(
    {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s",
     "!": "i", "|": "il", "+": "t"}
)  # fmt: skip
_MASK = str.maketrans("#_-", "***")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """How words are spelled.

    Attributes:
        spellings: From a word as typed to the plain words that stand for it; to no words at all
            for fillers such as "really".
        halves: Of words worth finding also where a space cuts them in two: from what stands behind
            the space to all that may stand before it.
        joins: From a word as typed to the plain words before it with which it is one, and to what
            the two are.
        known: Every word that some signal uses or some spelling explains.
        turns: Words such as "but", after which a sentence may say the opposite.
    """

    spellings: Mapping[str, tuple[str, ...]]
    joins: Mapping[str, Mapping[str, tuple[str, ...]]]
    halves: Mapping[str, frozenset[str]]
    known: frozenset[str]
    turns: frozenset[str]


def fold(text: str) -> str:
    """Lower the case, take off accents and unseen characters, and replace look-alikes.

    Emoji that mean something here become words; all others become spaces. Latin letters only.
    """
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)[:LONGEST].lower()
        text = _UNSEEN.sub("", text).translate(LOOK_ALIKES)
        text = _FOREIGN.sub(" ", text)
    text = text[:LONGEST]
    if "<" in text:
        text = _SIGN.sub(" ", text)
    return _ADDRESS.sub(f" {LINK} ", text) if "//" in text or "www" in text else text


def undress(folded: str, lexicon: Lexicon) -> str:
    """Read "k i l l", "k1ll", "k*ll", "kill-ing" and "killlll" as the words they stand for."""
    if not _is_dressed(folded):
        return folded
    folded = _CLAPPED.sub(lambda run: run.group().translate(_NO_STOPS), folded)
    spaced = _SPACED.sub(lambda run: _join(run.group(), lexicon), folded)
    read = cache(partial(_read, lexicon=lexicon))  # long texts say the same again and again
    return _CHUNK.sub(lambda chunk: read(chunk.group()), spaced)


def _is_dressed(folded: str) -> bool:
    return bool(
        (_SIGNED.search(folded) and _DISGUISED.search(folded))
        or _STOPPED.search(folded)
        or _LETTERED.search(f" {folded}")
        or _DRAWLED.search(folded)
    )


def answered(plain: str) -> str:
    """Read the comma after a "no" that answers something as the end of that sentence."""
    return _ANSWER.sub(r"\1.", plain) if "no," in plain else plain


def raw_words(plain: str) -> list[str]:
    """Split into words as typed; the end of a sentence is an item of its own."""
    return _WORD.findall(plain)


def other_readings(raw: list[str], lexicon: Lexicon) -> list[list[str]]:
    """Return how the words read without what breaks them up, and backwards; mostly nothing.

    Of a very long text, the beginning and the end; backwards, what is near the first such word.
    """
    readings: list[list[str]] = []
    if mended := disguises.mended(raw[: 2 * _SHOWN], lexicon.known):
        readings.append(mended)
    if said := disguises.out_of_pig_latin(raw[: 2 * _SHOWN], lexicon.known):
        readings.append(said)
    if LINK in raw or "\n" in raw:
        readings.append(_shown([word for word in raw if word not in {LINK, "\n"}]))
    readings += disguises.mirrored(raw)
    return readings


def _shown(closed: list[str]) -> list[str]:
    if len(closed) <= 2 * _SHOWN:
        return closed
    return [*closed[:_SHOWN], BREAK, *closed[-_SHOWN:]]


def words(raw: list[str], lexicon: Lexicon) -> list[str]:
    """Spell every word in the one way that signals use; sentence ends become `BREAK`."""
    spelled: list[str] = [BREAK]
    spellings, joins = lexicon.spellings, lexicon.joins
    for word in raw if lexicon.halves.keys().isdisjoint(raw) else _mend(raw, lexicon.halves):
        if word in joins and spelled[-1] in joins[word]:
            spelled[-1:] = joins[word][spelled[-1]]
        elif word in spellings:
            spelled += spellings[word]
        elif word in _ENDS:
            if spelled[-1] != BREAK:
                spelled.append(BREAK)
        elif len(word) < SHORTEST_RUN and "'" not in word:
            spelled.append(word)
        else:
            spelled += _spell(word, lexicon)
    if spelled[-1] != BREAK:
        spelled.append(BREAK)
    return spelled


def _spell(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Spell a word that is in no list and is long, or has an apostrophe."""
    # What is left after an apostrophe says whose it is: "my roommate's".
    stem = word.partition("'")[0]
    if stem != word:
        return lexicon.spellings.get(stem, (stem,))
    if word in lexicon.known or not RUN.search(word[:PIECE]):
        return (word,)
    run = disguises.cut(word[:PIECE], lexicon.known).split()
    said = tuple(plain for one in run for plain in lexicon.spellings.get(one, (one,)))
    return said if len(said) > 2 else (word,)  # "soldiering" is no sentence


def _mend(raw: list[str], halves: Mapping[str, frozenset[str]]) -> list[str]:
    """Put words together that a space cuts in two: "kil l"."""
    mended = [BREAK]
    for word in raw:
        if word in halves and mended[-1] in halves[word]:
            mended[-1] += word
        else:
            mended.append(word)
    return mended


def _join(run: str, lexicon: Lexicon) -> str:
    letters = "".join(character for character in run if character not in " .*_-")
    pieces = [letters[at : at + PIECE] for at in range(0, len(letters), PIECE)]
    cut = [disguises.cut(_unleet(piece, lexicon) or piece, lexicon.known) for piece in pieces]
    return " ".join(filter(None, cut)) or run


def _read(chunk: str, lexicon: Lexicon) -> str:
    core, masked = chunk.strip(_EDGES), chunk.translate(_MASK)
    if core != chunk and masked in lexicon.spellings:
        return " ".join(lexicon.spellings[masked])
    if chunk[0] == "!" and (word := _unleet(chunk.rstrip(_EDGES), lexicon)):
        return word
    if core.isalpha():
        plain = core if core in lexicon.known else _shorten(core, lexicon)
    else:
        plain = _undisguise(chunk, core, lexicon)
    return chunk if plain is None else chunk.replace(core, plain, 1) if plain != core else chunk


def _undisguise(chunk: str, core: str, lexicon: Lexicon) -> str | None:
    """Find the known word behind signs and digits, or None."""
    masked = core.translate(_MASK)
    for candidate in (masked, chunk.strip("|~.").translate(_MASK)):
        if candidate in lexicon.spellings:
            return " ".join(lexicon.spellings[candidate])
    joined = core.translate(_JOINERS)
    if joined in lexicon.known and joined != core and not joined.isdigit() and "'" not in core:
        return joined
    if "'" not in core and len(parts := core.translate(_GAPS).split()) > 1:
        read = [part if part in lexicon.known else _unleet(part, lexicon) for part in parts]
        if all(read):
            return " ".join(filter(None, read))
    return _unleet(core, lexicon) or _unleet(joined, lexicon)


def _unleet(core: str, lexicon: Lexicon) -> str | None:
    if core.isalpha() or core.isdigit() or len(core) > PIECE:
        return None
    choices = [_LEET.get(character, character) for character in core]
    if len(core) < 2 or not all(map(str.isalpha, choices)):
        return None
    if sum(len(choice) > 1 for choice in choices) > 4:
        choices = [choice[0] for choice in choices]
    for letters in product(*choices):
        word = "".join(letters)
        if word in lexicon.known:
            return word
        if (short := _shorten(word, lexicon)) in lexicon.known:
            return short
    return None


def _shorten(word: str, lexicon: Lexicon) -> str:
    """Take the drawl out of "soooo" and "killlll"; leave any other word alone."""
    if not _DRAWLED.search(word):
        return word
    twice = _squeeze(word, 2)
    return twice if twice in lexicon.known else _squeeze(word, 1)


def _squeeze(word: str, most: int) -> str:
    """Keep at most `most` of the same letter in a row where three or more stand together."""
    return re.sub(r"([a-z])\1{2,}", lambda run: run.group(1) * most, word)
