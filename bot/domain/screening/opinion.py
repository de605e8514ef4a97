"""The model's word beside the grammar's, and what follows from the two together.

The grammar knows what it was told; the model knows what a message is like. A crisis is one as soon
as either hears it. Where only the model does, it goes the gentle way: help offered in private.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
        return _crisis(opinion, bars[Kind.CRISIS])
    others = heard - {Kind.CRISIS}
    if not others:
        return verdict
    most = max(others, key=lambda kind: opinion.scores[kind] - bars[kind].heard)
    return _with(verdict, most, opinion, bars[most])


def _is_aimed_elsewhere(verdict: Verdict, opinion: Opinion) -> bool:
    """Say whether "kill yourself" was said at somebody: the grammar's kind is the likelier one."""
    return verdict.kind is not Kind.OK and (
        opinion.scores[verdict.kind] > opinion.scores[Kind.CRISIS]
    )


def _crisis(opinion: Opinion, bar: Bar) -> Verdict:
    source = opinion.nearest[Kind.CRISIS]
    named = set(source.split("."))
    return Verdict(
        kind=Kind.CRISIS,
        level=Level.MEDIUM if opinion.scores[Kind.CRISIS] >= bar.sure else Level.LOW,
        kinds=(Kind.CRISIS,),
        signals=(f"{LIKE}{source}",),
        topic=next((topic for topic in Topic if topic in named), Topic.SELF),
        language=_language(source),
    )


def _with(verdict: Verdict, kind: Kind, opinion: Opinion, bar: Bar) -> Verdict:
    source = opinion.nearest[kind]
    kinds = tuple(one for one in Kind if one is kind or one in verdict.kinds)
    added = replace(verdict, kinds=kinds, signals=(*verdict.signals, f"{LIKE}{source}"))
    # A kind that the grammar heard is at least as urgent; its level and language are known better.
    if verdict.kind is kinds[0]:
        return added
    level = Level.MEDIUM if opinion.scores[kind] >= bar.sure else Level.LOW
    return replace(added, kind=kind, level=level, language=_language(source))


def _language(source: str) -> Language:
    return Language.ES if source.endswith(".es") else Language.EN
