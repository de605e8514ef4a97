"""Two ears: a crisis from either is one, and the model never makes the grammar's word less."""

from itertools import product

import pytest

from bot.domain.screening import QUIET, Kind, Language, Level, Topic, Verdict
from bot.domain.screening.opinion import Bar, Opinion, combine

OTHERS = tuple(kind for kind in Kind if kind not in {Kind.OK, Kind.CRISIS})
BARS = {kind: Bar(heard=0.0, sure=0.5) for kind in (Kind.CRISIS, *OTHERS)}


def opinion(scores: dict[Kind, float], *, source: str = "crisis.veiled.en") -> Opinion:
    """An opinion that is like nothing but what is given."""
    return Opinion(
        scores={kind: scores.get(kind, -1.0) for kind in BARS},
        nearest={kind: source if kind is Kind.CRISIS else f"{kind}.more.es" for kind in BARS},
    )


def grammar(kind: Kind, level: Level = Level.HIGH) -> Verdict:
    """What the grammar says of one kind."""
    return Verdict(kind=kind, level=level, kinds=(kind,), signals=(f"{kind}.some",))


def test_without_a_model_the_grammars_word_stands() -> None:
    assert combine(grammar(Kind.SOURCING), None, BARS) == grammar(Kind.SOURCING)
    assert combine(QUIET, opinion({}), BARS) is QUIET


@pytest.mark.parametrize("score", [-1.0, 0.2, 2.0])
@pytest.mark.parametrize("level", [Level.LOW, Level.MEDIUM, Level.HIGH])
def test_a_crisis_of_the_grammars_stands_as_it_is(score: float, level: Level) -> None:
    said = grammar(Kind.CRISIS, level)
    assert combine(said, opinion(dict.fromkeys(BARS, score)), BARS) is said


def test_what_only_the_model_hears_goes_the_gentle_way() -> None:
    heard = combine(QUIET, opinion({Kind.CRISIS: 0.3, Kind.SPAM: 0.9}), BARS)
    assert (heard.kind, heard.level, heard.kinds) == (Kind.CRISIS, Level.LOW, (Kind.CRISIS,))
    assert heard.signals == ("like:crisis.veiled.en",), "staff read which examples, never words"


def test_what_the_model_is_sure_of_is_as_good_as_the_grammars_word() -> None:
    assert combine(QUIET, opinion({Kind.CRISIS: 0.6}), BARS).level is Level.MEDIUM
    assert combine(QUIET, opinion({Kind.SPAM: 0.6}), BARS).level is Level.MEDIUM


@pytest.mark.parametrize(
    ("source", "topic", "language"),
    [
        ("crisis.other_person.late.en", Topic.OTHER_PERSON, Language.EN),
        ("crisis.medical.es", Topic.MEDICAL, Language.ES),
        ("crisis.veiled.quiet.en", Topic.SELF, Language.EN),
    ],
)
def test_the_nearest_examples_say_whom_it_is_about(
    source: str, topic: Topic, language: Language
) -> None:
    heard = combine(QUIET, opinion({Kind.CRISIS: 0.1}, source=source), BARS)
    assert (heard.topic, heard.language) == (topic, language)


def test_death_wished_on_somebody_else_stays_harassment() -> None:
    said = grammar(Kind.HARASSMENT)
    aimed = combine(said, opinion({Kind.CRISIS: 0.2, Kind.HARASSMENT: 0.4}), BARS)
    own = combine(said, opinion({Kind.CRISIS: 0.4, Kind.HARASSMENT: 0.2}), BARS)
    assert (aimed.kind, own.kind) == (Kind.HARASSMENT, Kind.CRISIS)


def test_of_lesser_kinds_the_grammar_knows_better() -> None:
    said = grammar(Kind.SPAM)
    assert combine(said, opinion({Kind.SOURCING: 0.9}), BARS) is said
    heard = combine(QUIET, opinion({Kind.SOURCING: 0.1, Kind.DOSING: 0.05}), BARS)
    assert (heard.kinds, heard.level) == ((Kind.SOURCING,), Level.LOW), "the likeliest one"
    assert (heard.topic, heard.language) == (None, Language.ES)


def test_nothing_else_follows_from_what_only_the_model_calls_a_crisis() -> None:
    """Whatever else either ear says: the crisis stands alone, and never is without a topic."""
    for kind, level, scores in product(
        (Kind.OK, *OTHERS), (Level.LOW, Level.HIGH), product((-0.4, 0.2, 0.9), repeat=3)
    ):
        said = QUIET if kind is Kind.OK else grammar(kind, level)
        liked: tuple[Kind, ...] = (Kind.CRISIS, Kind.SOURCING, Kind.HARASSMENT)
        given: dict[Kind, float] = dict(zip(liked, scores, strict=True))
        heard = combine(said, opinion(given), BARS)
        if heard.is_crisis:
            assert heard.kinds == (Kind.CRISIS,)
            assert heard.topic is Topic.SELF
        else:
            assert Kind.CRISIS not in heard.kinds
            assert heard is said or said is QUIET
