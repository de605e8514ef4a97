"""The model's word beside the grammar's, and what follows from the two together.

The grammar knows what it was told; the model knows what a message is like. A crisis is one as soon
as either hears it. Where only the model does, it goes the gentle way: help offered in private.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.screening.verdict import Kind, Language, Level, Topic, Verdict

LIKE = "like:"
"""How the model's signals begin; what follows is the name of a file of examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How like a kind a message has to be.

    Attributes:
        heard: From this score on the model says so.
        sure: From this score on it is as good as the grammar's word.
    """

    heard: float
    sure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a message is like. It holds no part of the text.

    Attributes:
        scores: How like each kind it is; around -1 for not at all, 1 for very.
        nearest: For each kind, the file of its example that is most like the message, such as
            "crisis.other_person.en".
    """

    scores: Mapping[Kind, float]
    nearest: Mapping[Kind, str]


def combine(verdict: Verdict, opinion: Opinion | None, bars: Mapping[Kind, Bar]) -> Verdict:
    """Return what the grammar and the model say together; the grammar alone where no model does.

    A crisis that the grammar heard stands as it is: nothing the model says makes it less.
    """
    if opinion is None or verdict.is_crisis:
        return verdict
    heard = {kind for kind in bars if opinion.scores[kind] >= bars[kind].heard}
    if Kind.CRISIS in heard and not _is_aimed_elsewhere(verdict, opinion):
        return _only(Kind.CRISIS, opinion, bars)
    others = heard - {Kind.CRISIS}
    # Which of two lesser kinds it is the grammar knows better.
    if not others or verdict.kind is not Kind.OK:
        return verdict
    return _only(
        max(others, key=lambda kind: opinion.scores[kind] - bars[kind].heard), opinion, bars
    )


def _is_aimed_elsewhere(verdict: Verdict, opinion: Opinion) -> bool:
    """Say whether "kill yourself" was said at somebody: the grammar's kind is the likelier one."""
    return verdict.kind is not Kind.OK and (
        opinion.scores[verdict.kind] > opinion.scores[Kind.CRISIS]
    )


def _only(kind: Kind, opinion: Opinion, bars: Mapping[Kind, Bar]) -> Verdict:
    source = opinion.nearest[kind]
    return Verdict(
        kind=kind,
        level=Level.MEDIUM if opinion.scores[kind] >= bars[kind].sure else Level.LOW,
        kinds=(kind,),
        signals=(f"{LIKE}{source}",),
        topic=_topic(source) if kind is Kind.CRISIS else None,
        language=_language(source),
    )


def _topic(source: str) -> Topic:
    named = set(source.split("."))
    return next((topic for topic in Topic if topic in named), Topic.SELF)


def _language(source: str) -> Language:
    return Language.ES if source.endswith(".es") else Language.EN
