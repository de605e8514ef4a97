"""The one call: a message in, a verdict out."""

from collections.abc import Sequence

from bot.domain.screening import contact, normalise
from bot.domain.screening.crisis import language, topic
from bot.domain.screening.hearing import hear
from bot.domain.screening.signals import Signal, Signals
from bot.domain.screening.verdict import QUIET, Kind, Level, Verdict

# Who sells something gives a name for it: that is the kind of what is sold.
_OFFERING = frozenset({Kind.SOURCING, Kind.SPAM, Kind.SELF_PROMO})


def screen(text: str, signals: Signals) -> Verdict:
    """Judge one message. Pure: the same text and signals always give the same verdict."""
    folded = normalise.fold(text)
    raw = normalise.raw_words(normalise.answered(normalise.undress(folded, signals.lexicon)))
    heard = _hear(raw, signals, [])
    for reading in normalise.other_readings(raw, signals.lexicon):
        heard += _hear(reading, signals, heard)
    found = contact.find(folded, raw)
    if found == (contact.HANDLE,) and any(signal.kind in _OFFERING for signal in heard):
        found = ()
    return _verdict(heard, found) if heard or found else QUIET


def _hear(raw: list[str], signals: Signals, known: Sequence[Signal]) -> list[Signal]:
    """Return what else is heard than what is known already: to hear that twice is costly."""
    heard: list[Signal] = []
    said = signals.phrases.said(normalise.words(raw, signals.lexicon))
    possible = signals.glance.possible(said)
    for signal in known:
        possible &= ~signals.ears[signal.kind].own[signal.id]
    if possible:
        for ear in signals.ears.values():
            if possible & ear.possible:
                heard += hear(ear, said, possible, signals.lexicon.turns)
    return heard


def _verdict(heard: Sequence[Signal], found: tuple[str, ...]) -> Verdict:
    present = {signal.kind for signal in heard} | {Kind.CONTACT_INFO for _ in found}
    kinds = tuple(kind for kind in Kind if kind in present)
    deciding = [signal for signal in heard if signal.kind is kinds[0]]
    # A phone number has no degrees: it is there or it is not.
    level = max((signal.level for signal in deciding), key=lambda it: it.rank, default=Level.MEDIUM)
    is_crisis = kinds[0] is Kind.CRISIS
    return Verdict(
        kind=kinds[0],
        level=level,
        kinds=kinds,
        signals=(*(signal.id for signal in heard), *found),
        topic=topic(deciding) if is_crisis else None,
        language=language(deciding),
    )
