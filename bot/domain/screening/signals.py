"""What the gate listens for, as a clinician wrote it, made ready to be heard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, partial
from itertools import chain

from bot.domain.errors import InvalidContent
from bot.domain.screening.grammar import Machine, build
from bot.domain.screening.lexicon import common
from bot.domain.screening.normalise import BREAK, Lexicon, fold, raw_words, undress, words
from bot.domain.screening.patterns import NUMBER, Row, Slot, Spell, read
from bot.domain.screening.verdict import Kind, Language, Level, Topic

# How many of a pattern's slots the first look tries: each costs time, each lets more messages go.
LOOKS = 4


class Scope(StrEnum):
    """How far a guard reaches.

    Attributes:
        PHRASE: Signals that end inside the guard's own words ("not suicidal").
        CLAUSE: Signals in the same clause, up to a full stop or a "but" ("used to").
        MESSAGE: Signals anywhere in the message ("song lyrics").
    """

    PHRASE = "phrase"
    CLAUSE = "clause"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing to listen for.

    Attributes:
        id: Unique, shown to staff who ask why.
        topic: For a crisis, whom it is about; None otherwise.
        patterns: Any one of them counts; the language is described in `patterns`.
        also: When given, one of these must be in the message too.
        unless: When one of these is in the message, the signal stays quiet.
        despite: Ids of guards that do not silence it; "all" for every guard.
        examples: Messages that it must catch.
        counter_examples: Messages of the same kind that must stay quiet.
    """

    id: str
    kind: Kind
    level: Level
    language: Language
    patterns: tuple[str, ...]
    topic: Topic | None = None
    also: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    despite: frozenset[str] = frozenset()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Words that say a signal is not meant: negation, past, quotation, a figure of speech.

    Attributes:
        kind: The kind of signal that it silences.
        examples: Messages that hold a signal's words and must stay quiet.
    """

    id: str
    kind: Kind
    scope: Scope
    patterns: tuple[str, ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The parts of the content files that signals are made from.

    Attributes:
        lists: The words behind each `{name}` in a pattern.
        lexicon: How words are spelled; its `known` need not hold the patterns' own words yet.
    """

    signals: Sequence[Signal]
    guards: Sequence[Guard]
    lists: Mapping[str, Sequence[str]]
    lexicon: Lexicon


class Part(StrEnum):
    """What a heard row belongs to."""

    SIGNAL = "signal"
    ALSO = "also"
    UNLESS = "unless"
    GUARD = "guard"


@dataclass(frozen=True, slots=True)
class Label:
    """What a row of the machine was filed under: a part of the signal or guard at `index`."""

    part: Part
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """Everything that belongs to one kind, as one machine.

    Attributes:
        possible: The bits of this kind's patterns in `Signals.needs`.
    """

    signals: tuple[Signal, ...]
    guards: tuple[Guard, ...]
    labels: tuple[Label, ...]
    machine: Machine = field(repr=False)
    possible: int = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """All that `screen` needs, made once at the start by `make_signals`.

    Attributes:
        needs: A first look that lets harmless messages go. Every pattern has one bit. From a word
            to the patterns whose rarest slot it fits; then the same for the second rarest, and so
            on. A pattern can be heard only where all of them have its bit.
        unneeded: For each of these, the patterns that have no such slot.
    """

    ears: Mapping[Kind, Ear]
    lexicon: Lexicon = field(repr=False)
    needs: tuple[Mapping[str, int], ...] = field(repr=False)
    unneeded: tuple[int, ...] = field(repr=False)

    def possible(self, words: Sequence[str]) -> int:
        """Return the bits of the patterns that may be in `words`; 0 for most messages."""
        left = -1
        for need, unneeded in zip(self.needs, self.unneeded, strict=True):
            found = unneeded
            for word in words:
                if word in need:
                    found |= need[word]
            left &= found
            if not left:
                break
        return left

    @property
    def all(self) -> tuple[Signal, ...]:
        """Every signal of every kind."""
        return tuple(chain.from_iterable(ear.signals for ear in self.ears.values()))

    @property
    def guards(self) -> tuple[Guard, ...]:
        """Every guard of every kind."""
        return tuple(chain.from_iterable(ear.guards for ear in self.ears.values()))


def make_signals(listed: Listed) -> Signals:
    """Make the content ready.

    Raises:
        InvalidContent: A pattern cannot be read, or two signals share an id.
    """
    _refuse_doubles([*listed.signals, *listed.guards])
    kinds = [kind for kind in Kind if any(signal.kind is kind for signal in listed.signals)]
    # The same words stand in many patterns.
    spell = cache(partial(_spell, listed.lexicon))
    filed = {kind: _file(kind, listed, spell) for kind in kinds}
    slots = [slot for rows in filed.values() for _, row in rows for slot in row]
    used = frozenset(word for slot in slots for word in chain(slot.words, *slot.phrases))
    lexicon = Lexicon(
        spellings=listed.lexicon.spellings,
        joins=listed.lexicon.joins,
        whole=listed.lexicon.whole,
        known=used | frozenset(listed.lexicon.spellings),
        turns=listed.lexicon.turns,
    )
    rows = [row for rows in filed.values() for label, row in rows if label.part is Part.SIGNAL]
    needs, unneeded = _needs(rows)
    ears: dict[Kind, Ear] = {}
    at = 0
    for kind, labelled in filed.items():
        count = sum(label.part is Part.SIGNAL for label, _ in labelled)
        ears[kind] = _ear(kind, listed, labelled, possible=((1 << count) - 1) << at)
        at += count
    return Signals(ears=ears, lexicon=lexicon, needs=needs, unneeded=unneeded)


def _refuse_doubles(entries: Iterable[Signal | Guard]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise InvalidContent(entry.id, "is the id of two signals or guards")
        seen.add(entry.id)


def _file(kind: Kind, listed: Listed, spell: Spell) -> list[tuple[Label, Row]]:
    signals = [signal for signal in listed.signals if signal.kind is kind]
    guards = [guard for guard in listed.guards if guard.kind is kind]
    patterns: list[tuple[str, Label, str]] = []
    for index, signal in enumerate(signals):
        for part, given in (
            (Part.SIGNAL, signal.patterns),
            (Part.ALSO, signal.also),
            (Part.UNLESS, signal.unless),
        ):
            patterns += [(signal.id, Label(part, index), pattern) for pattern in given]
    for index, guard in enumerate(guards):
        patterns += [(guard.id, Label(Part.GUARD, index), pattern) for pattern in guard.patterns]
    return [(label, _read(name, pattern, listed, spell)) for name, label, pattern in patterns]


def _spell(lexicon: Lexicon, phrase: str) -> tuple[str, ...]:
    return tuple(words(raw_words(undress(fold(phrase), lexicon)), lexicon)[1:-1])


def _read(name: str, pattern: str, listed: Listed, spell: Spell) -> Row:
    try:
        return read(pattern, listed.lists, spell)
    except InvalidContent as error:
        raise InvalidContent(f"{name}, pattern {pattern!r}", str(error)) from error


def _ear(kind: Kind, listed: Listed, filed: Sequence[tuple[Label, Row]], *, possible: int) -> Ear:
    labels = tuple(dict.fromkeys(label for label, _ in filed))
    place = {label: at for at, label in enumerate(labels)}
    return Ear(
        signals=tuple(signal for signal in listed.signals if signal.kind is kind),
        guards=tuple(guard for guard in listed.guards if guard.kind is kind),
        labels=labels,
        machine=build((place[label], row) for label, row in filed),
        possible=possible,
    )


def _needs(rows: Sequence[Row]) -> tuple[tuple[Mapping[str, int], ...], tuple[int, ...]]:
    needs: tuple[dict[str, int], ...] = tuple({} for _ in range(LOOKS))
    unneeded = [0] * LOOKS
    for at, row in enumerate(rows):
        rarest = _rarest(row)
        for rank, need in enumerate(needs):
            if rank >= len(rarest):
                unneeded[rank] |= 1 << at
                continue
            for word in rarest[rank]:
                need[word] = need.get(word, 0) | 1 << at
    return needs, tuple(unneeded)


def _rarest(row: Row) -> list[frozenset[str]]:
    """Order what must be there by how seldom people type it, the most telling first."""
    slots = [
        slot
        for slot in row
        if not slot.optional and not slot.is_gap and not slot.words & {BREAK, NUMBER}
    ]
    choices = [slot.words | _words_of(slot, 0) for slot in slots]
    choices += [_words_of(slot, 1) for slot in slots if not slot.words]
    return sorted(choices, key=lambda choice: sum(common(word) for word in choice))


def _words_of(slot: Slot, rank: int) -> frozenset[str]:
    """Return the rarest word of each of a slot's phrases, or the next to it."""
    return frozenset(sorted(phrase, key=common)[rank] for phrase in slot.phrases)
