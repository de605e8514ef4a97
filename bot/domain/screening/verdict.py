"""What the gate can say about a message: what kind it is, how urgent, and which signals said so."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a message is, the most urgent first; "ok" is everything else."""

    CRISIS = "crisis"
    SOURCING = "sourcing"
    DOSING = "dosing"
    HARASSMENT = "harassment"
    TRIGGER_DETAIL = "trigger_detail"
    CONTACT_INFO = "contact_info"
    SPAM = "spam"
    SELF_PROMO = "self_promo"
    OK = "ok"


class Level(StrEnum):
    """How urgent it is, from nothing at all to "wake a person now"."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Give a number that grows with urgency, 0 for none."""
        return tuple(Level).index(self)


class Topic(StrEnum):
    """Whom a crisis message is about. Each topic has support words of its own."""

    SELF = "self"
    OTHER_PERSON = "other_person"
    MEDICAL = "medical"


class Language(StrEnum):
    """The languages in which the bot can answer."""

    EN = "en"
    ES = "es"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The gate's judgement of one message. It holds no part of the text.

    Attributes:
        kind: The most urgent kind heard.
        level: How urgent that kind is here; `none` goes with `ok` alone.
        kinds: Every kind heard, the most urgent first; empty when nothing was.
        signals: Ids of the signals that matched, for staff who ask why.
        topic: Whom a crisis is about; None for every other kind.
        language: In which language to answer; English unless a Spanish signal was the stronger.
    """

    kind: Kind = Kind.OK
    level: Level = Level.NONE
    kinds: tuple[Kind, ...] = ()
    signals: tuple[str, ...] = ()
    topic: Topic | None = None
    language: Language = Language.EN

    @property
    def is_crisis(self) -> bool:
        """Whether the crisis path, and nothing else, follows."""
        return self.kind is Kind.CRISIS


QUIET = Verdict()
