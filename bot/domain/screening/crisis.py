"""Crisis: whom a message is about, and in which language to answer."""

from collections.abc import Sequence

from bot.domain.screening.signals import Signal
from bot.domain.screening.verdict import Language, Topic

# Where two topics are heard with the same urgency, the body comes first, then the third person.
_ORDER = (Topic.SELF, Topic.OTHER_PERSON, Topic.MEDICAL)


def topic(heard: Sequence[Signal]) -> Topic:
    """Name whom it is about: the most urgent signal decides."""
    topics = [(signal.level.rank, _ORDER.index(signal.topic)) for signal in heard if signal.topic]
    return _ORDER[max(topics)[1]] if topics else Topic.SELF


def language(heard: Sequence[Signal]) -> Language:
    """Name the language of the most urgent signals; English where they are even."""
    ranks = {
        one: max((signal.level.rank for signal in heard if signal.language is one), default=-1)
        for one in Language
    }
    return Language.ES if ranks[Language.ES] > ranks[Language.EN] else Language.EN
