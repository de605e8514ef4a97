"""What the gate listens for, as a clinician wrote it, made ready to be heard."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, partial
from itertools import chain

from bot.domain.errors import InvalidContent
from bot.domain.screening.glance import Glance, bits, make_glance
from bot.domain.screening.grammar import Machine, Phrases, build, know
from bot.domain.screening.normalise import Lexicon, fold, raw_words, undress, words
from bot.domain.screening.patterns import Row, Spell, read
from bot.domain.screening.verdict import Kind, Language, Level, Topic

# How many slots one machine holds. A smaller one steps faster, a larger one is more often the only
# one that has to run.
SLOTS = 1000


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
        unless: When one of these is in the message, the guard silences nothing.
        examples: Messages that hold a signal's words and must stay quiet.
    """

    id: str
    kind: Kind
    scope: Scope
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
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
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Label:
    """What a row was filed under: a part of the signal or guard at `index`."""

    part: Part
    index: int


@dataclass(frozen=True, slots=True)
class Block:
    """Some of a kind's patterns as one machine, which runs only where one of them is possible.

    Attributes:
        possible: The bits of these patterns in the glance.
    """

    possible: int = field(repr=False)
    machine: Machine = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """Everything that belongs to one kind.

    Attributes:
        blocks: What the signals listen for; a hit's label is the index of the signal.
        checks: What else is asked once one of them is heard: `also`, `unless` and the guards.
        labels: What a hit's label among the checks means.
        possible: The bits of all blocks.
        own: From a signal's id to the bits of its patterns.
    """

    signals: tuple[Signal, ...]
    guards: tuple[Guard, ...]
    blocks: tuple[Block, ...]
    checks: Machine = field(repr=False)
    labels: tuple[Label, ...]
    possible: int = field(repr=False)
    own: Mapping[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """All that `screen` needs, made once at the start by `make_signals`.

    Attributes:
        phrases: What to find in a message before anything else.
        glance: A first look that lets harmless messages go.
    """

    ears: Mapping[Kind, Ear]
    lexicon: Lexicon = field(repr=False)
    phrases: Phrases = field(repr=False)
    glance: Glance = field(repr=False)

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
    every = [row for rows in filed.values() for _, row in rows]
    used = frozenset(chain.from_iterable(_words_of(row) for row in every))
    lexicon = replace(listed.lexicon, known=used | frozenset(listed.lexicon.spellings))
    rows = [row for rows in filed.values() for label, row in rows if label.part is Part.SIGNAL]
    ears: dict[Kind, Ear] = {}
    at = 0
    for kind, labelled in filed.items():
        ears[kind] = _ear(kind, listed, labelled, at=at)
        at += sum(label.part is Part.SIGNAL for label, _ in labelled)
    return Signals(ears=ears, lexicon=lexicon, phrases=know(every), glance=make_glance(rows))


def _words_of(row: Row) -> Iterator[str]:
    for slot in row:
        yield from chain(slot.words, *slot.phrases)


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
        for part, given in ((Part.GUARD, guard.patterns), (Part.LIFTED, guard.unless)):
            patterns += [(guard.id, Label(part, index), pattern) for pattern in given]
    rows = [(label, _read(name, pattern, listed, spell)) for name, label, pattern in patterns]
    near = {at for at, guard in enumerate(guards) if guard.scope is not Scope.MESSAGE}
    return [
        (label, _within(row) if label.part is Part.GUARD and label.index in near else row)
        for label, row in rows
    ]


def _within(row: Row) -> Row:
    """Keep the gaps of a guard inside one clause: "not ok, i want to die" denies nothing."""
    return tuple(replace(slot, within=slot.is_gap) for slot in row)


def _spell(lexicon: Lexicon, phrase: str) -> tuple[str, ...]:
    return tuple(words(raw_words(undress(fold(phrase), lexicon)), lexicon)[1:-1])


def _read(name: str, pattern: str, listed: Listed, spell: Spell) -> Row:
    try:
        return read(pattern, listed.lists, spell)
    except InvalidContent as error:
        raise InvalidContent(f"{name}, pattern {pattern!r}", str(error)) from error


def _ear(kind: Kind, listed: Listed, filed: Sequence[tuple[Label, Row]], *, at: int) -> Ear:
    patterns = [(label.index, row) for label, row in filed if label.part is Part.SIGNAL]
    checks = [(label, row) for label, row in filed if label.part is not Part.SIGNAL]
    labels = tuple(dict.fromkeys(label for label, _ in checks))
    place = {label: at for at, label in enumerate(labels)}
    signals = tuple(signal for signal in listed.signals if signal.kind is kind)
    own = dict.fromkeys((signal.id for signal in signals), 0)
    for bit, (index, _) in enumerate(patterns, at):
        own[signals[index].id] |= 1 << bit
    return Ear(
        signals=signals,
        guards=tuple(guard for guard in listed.guards if guard.kind is kind),
        blocks=tuple(_blocks(patterns, at)),
        checks=build((place[label], row) for label, row in checks),
        labels=labels,
        possible=bits(at, len(patterns)),
        own=own,
    )


def _blocks(rows: Sequence[tuple[int, Row]], at: int) -> Iterator[Block]:
    """Cut the rows, whose first bit in the glance is `at`, into machines of about `SLOTS`."""
    start = slots = 0
    for end, (_, row) in enumerate(rows, 1):
        slots += len(row)
        if slots >= SLOTS or end == len(rows):
            yield Block(bits(at + start, end - start), build(rows[start:end]))
            start, slots = end, 0
