"""Signals in the little that Discord's AutoMod understands: whole phrases, and a few patterns.

AutoMod knows no negation, no past and no figure of speech, so a phrase is taken only where the
grammar, given that phrase alone between two words it does not know, hears the kind. What the
content's own messages show to be said harmlessly as well is left out again.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, pairwise, product
from typing import Final

from bot.domain.screening.expressions import CURLED, choices, written
from bot.domain.screening.judgement import screen
from bot.domain.screening.normalise import BREAK, Lexicon, fold
from bot.domain.screening.patterns import LONGEST_PHRASE, NUMBER, Row, read
from bot.domain.screening.signals import Listed, Signal, Signals
from bot.domain.screening.verdict import Kind, Level, Verdict

# Of one keyword rule (Discord API v10, Auto Moderation, Trigger Metadata Field Limits).
KEYWORDS_MOST: Final = 1000
KEYWORD_LONGEST: Final = 60
PATTERNS_MOST: Final = 10

# Shorter ones stand in too many other senses.
KEYWORD_SHORTEST: Final = 3
# How many phrases one of the clinician's patterns may bring: the first alternatives with each
# other, then every alternative once.
TOGETHER: Final = 40
# Of the messages that a phrase is found in, how many may be harmless.
HARMLESS_AT_MOST: Final = 0.3
# How many of the messages that no phrase finds are looked into.
TRIED: Final = 1200
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# A word that nobody types: a phrase is judged as part of a sentence, not as one.
_UNKNOWN: Final = "xqzx"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A phrase or pattern for AutoMod.

    Attributes:
        text: As Discord is given it, and as its events name it.
        verdict: What the grammar makes of it.
        worth: How many of the content's own messages it finds that must be heard.
    """

    text: str
    verdict: Verdict
    worth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the content itself shows, by which phrases are weighed.

    Attributes:
        wanted: Messages that must be heard, by kind.
        harmless: Messages that must stay quiet.
    """

    wanted: Mapping[Kind, Sequence[str]]
    harmless: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What one AutoMod rule is given, the most worthy first.

    Attributes:
        cut: Phrases that found no room and were not looked into.
        unsaid: Ids of signals of which nothing could be put in AutoMod's terms.
    """

    keywords: tuple[Keyword, ...]
    patterns: tuple[Keyword, ...]
    cut: int
    unsaid: tuple[str, ...]


def derive(listed: Listed, signals: Signals, kinds: Sequence[Kind], shown: Evidence) -> Filter:
    """Put the signals of some kinds into AutoMod's terms: the same content, the same filter.

    Args:
        listed: The content as it is written.
        signals: The same, made ready.
        kinds: Of which a phrase must be heard as one.
        shown: What phrases are weighed by.
    """
    wanted = [text for kind in kinds for text in shown.wanted.get(kind, ())]
    rows = list(_rows(listed, kinds))
    often = Counter(run for text in wanted for run in _runs(_words(text), 2))
    typed = _typed(listed.lexicon, (*wanted, *shown.harmless))
    phrases = {
        as_typed
        for _, row in rows
        for phrase in _phrases(row, often)
        for as_typed in _as_typed(phrase, typed)
    }
    # A pattern finds more than was written down; what is left to the messages' own words does not.
    found = _found(phrases, wanted)
    left = _few([text for text, those in zip(wanted, found, strict=True) if not those])
    patterns = _patterns(rows, often, left, shown.harmless)
    phrases |= {_core(text, signals, kinds) for text in left}
    ranked = _ranked(phrases, wanted, shown.harmless, often)
    keywords, cut = _taken(ranked, signals, kinds)
    said = {name for each in (*keywords, *patterns) for name in each.verdict.signals}
    named = (each.id for each in listed.signals if _is_meant(each, kinds))
    return Filter(
        keywords=tuple(keywords),
        patterns=tuple(patterns),
        cut=cut,
        unsaid=tuple(name for name in named if name not in said),
    )


def _few(messages: Sequence[str]) -> Sequence[str]:
    """Return some of the messages, from the first to the last: a server starts in seconds."""
    return messages[:: max(1, len(messages) // TRIED)]


def _is_meant(signal: Signal, kinds: Sequence[Kind]) -> bool:
    return signal.kind in kinds and signal.level is not Level.LOW


def _rows(listed: Listed, kinds: Sequence[Kind]) -> Iterator[tuple[Signal, Row]]:
    for signal in listed.signals:
        # What a signal asks for beside its pattern, AutoMod cannot ask for.
        if _is_meant(signal, kinds) and not signal.also:
            for pattern in signal.patterns:
                yield signal, read(pattern, listed.lists, lambda text: tuple(fold(text).split()))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _phrases(row: Row, often: Mapping[str, int]) -> Iterator[str]:
    """Yield what a row may sound like when whatever may be absent is."""
    needed = [slot for slot in row if not slot.optional]
    if any(slot.words & {BREAK, NUMBER} for slot in needed):
        return
    every = [choices(slot, often) for slot in needed]
    yield from _joined(islice(product(*(each[:3] for each in every)), TOGETHER))
    first = [each[0] for each in every]
    for place, each in enumerate(every):
        yield from _joined((*first[:place], one, *first[place + 1 :]) for one in each)


def _joined(found: Iterator[tuple[str, ...]]) -> Iterator[str]:
    return (" ".join(parts) for parts in found)


def _heard(phrase: str, signals: Signals, kinds: Sequence[Kind]) -> Verdict | None:
    if not KEYWORD_SHORTEST <= len(phrase) <= KEYWORD_LONGEST or "*" in phrase:
        return None
    verdict = screen(f"{_UNKNOWN} {phrase} {_UNKNOWN}", signals)
    return verdict if verdict.kind in kinds and verdict.level is not Level.LOW else None


def _typed(lexicon: Lexicon, messages: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return, by plain words, how the content's own messages spell them: "wanna" for "want to"."""
    found: dict[str, dict[str, None]] = {}
    for message in messages:
        for word in _words(message):
            if plain := lexicon.spellings.get(word):
                found.setdefault(" ".join(plain), {})[word] = None
    return {plain: tuple(words) for plain, words in found.items()}


def _as_typed(phrase: str, typed: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield phrase
    words = phrase.split()
    for start, end in combinations(range(len(words) + 1), 2):
        for word in typed.get(" ".join(words[start:end]), ()):
            yield " ".join((*words[:start], word, *words[end:]))


def _core(text: str, signals: Signals, kinds: Sequence[Kind]) -> str:
    """Return the shortest part of a message that is still heard."""
    words = _words(text)
    start, end = 0, len(words)
    while start < end and _heard(" ".join(words[start : end - 1]), signals, kinds):
        end -= 1
    while start < end and _heard(" ".join(words[start + 1 : end]), signals, kinds):
        start += 1
    return " ".join(words[start:end])


def _likely(text: str, often: Mapping[str, int]) -> int:
    """Say how often the least common pair of a phrase's words stands in what must be heard."""
    words = text.split()
    pairs = (often.get(f"{one} {two}", 0) for one, two in pairwise(words))
    return min(pairs, default=often.get(text, 0))


def _ranked(
    phrases: Collection[str],
    wanted: Sequence[str],
    harmless: Sequence[str],
    often: Mapping[str, int],
) -> list[tuple[str, int]]:
    """Return what is rarely harmless with its worth, the most worthy first.

    A shorter phrase stands before one that it is a part of: it is found at least as often.
    """
    hits, misses = (Counter(chain(*_found(phrases, each))) for each in (wanted, harmless))
    kept = (
        (text, hits[text])
        for text in phrases
        if misses[text] <= HARMLESS_AT_MOST * (hits[text] + misses[text])
    )
    return sorted(
        kept, key=lambda each: (-each[1], -_likely(each[0], often), len(each[0]), each[0])
    )


def _taken(
    ranked: Sequence[tuple[str, int]], signals: Signals, kinds: Sequence[Kind]
) -> tuple[list[Keyword], int]:
    """Return the first that the grammar hears, and how many found no room.

    What holds a phrase that was taken adds nothing.
    """
    taken: dict[str, Keyword] = {}
    for place, (text, worth) in enumerate(ranked):
        if not taken.keys().isdisjoint(_runs(text.split(), LONGEST_PHRASE)):
            continue
        if verdict := _heard(text, signals, kinds):
            for spelled in _curled(text):
                taken[spelled] = Keyword(spelled, verdict, worth)
        if len(taken) >= KEYWORDS_MOST:
            return list(taken.values())[:KEYWORDS_MOST], len(ranked) - place - 1
    return list(taken.values()), 0


def _curled(text: str) -> Iterator[str]:
    """Yield a phrase, and beside it the way a phone writes its apostrophes."""
    yield text
    if "'" in text:
        yield text.replace("'", CURLED)


def _found(texts: Iterable[str], messages: Sequence[str]) -> list[set[str]]:
    """Return, for each message, the phrases that stand in it."""
    known = set(texts)
    longest = max((text.count(" ") + 1 for text in known), default=0)
    return [known.intersection(_runs(_words(message), longest)) for message in messages]


def _runs(words: Sequence[str], longest: int) -> Iterator[str]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            yield " ".join(words[start:end])


def _patterns(
    rows: Sequence[tuple[Signal, Row]],
    often: Mapping[str, int],
    wanted: Sequence[str],
    harmless: Sequence[str],
) -> list[Keyword]:
    """Return the patterns that find most of what no keyword finds, one after another."""
    texts = {pattern: signal for signal, row in rows if (pattern := written(row, often))}
    machines = {text: re.compile(text) for text in texts}
    folded = [fold(message) for message in wanted]
    found: dict[str, set[int]] = {
        text: {at for at, message in enumerate(folded) if machine.search(message)}
        for text, machine in machines.items()
    }
    chosen: list[Keyword] = []
    while found and len(chosen) < PATTERNS_MOST:
        best = min(found, key=lambda text: (-len(found[text]), text))
        hits = found.pop(best)
        if not hits:
            break
        misses = sum(machines[best].search(fold(message)) is not None for message in harmless)
        if misses > HARMLESS_AT_MOST * (len(hits) + misses):
            continue
        found = {text: rest - hits for text, rest in found.items()}
        chosen.append(Keyword(best, _alone(texts[best]), len(hits)))
    return chosen


def _alone(signal: Signal) -> Verdict:
    """Return what is said where only this signal is heard."""
    return Verdict(
        kind=signal.kind,
        level=signal.level,
        kinds=(signal.kind,),
        signals=(signal.id,),
        topic=signal.topic,
        language=signal.language,
    )
