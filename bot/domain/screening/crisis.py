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
    """Name the language of most of the most urgent signals; English where they are even."""
    most = max((signal.level.rank for signal in heard), default=-1)
    urgent = [signal.language for signal in heard if signal.level.rank == most]
    # Portuguese is answered in English, and some of its words are Spanish ones misspelt.
    return Language.ES if urgent.count(Language.ES) > len(urgent) / 2 else Language.EN
