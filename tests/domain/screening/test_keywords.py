"""What AutoMod is given the grammar hears too, and it fits into what Discord takes."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.domain.automod import CONTACTS, KINDS, Part
from bot.domain.screening import Kind, Language, Level, Signal, Topic, screen
from bot.domain.screening.expressions import PATTERN_LONGEST
from bot.domain.screening.keywords import (
    KEYWORD_LONGEST,
    KEYWORDS_MOST,
    PATTERNS_MOST,
    Evidence,
    Filter,
    derive,
)
from bot.domain.screening.lexicon import Loose, make_lexicon
from bot.domain.screening.signals import Guard, Listed, Scope, make_signals
from bot.services import automod_content, safety_content

SIGNALS = Path(__file__).parents[3] / "config/content/signals"
# What Rust's flavour lacks: it looks neither ahead nor behind and refers to nothing before.
NOT_IN_RUST = re.compile(r"\(\?(?:[=!>]|<[=!]|P=)|\\[1-9]")


def signal(*patterns: str, **more: object) -> Signal:
    """A signal of a crisis."""
    given: dict[str, object] = {"id": "s", "level": Level.HIGH, "topic": Topic.SELF, **more}
    return Signal(kind=Kind.CRISIS, language=Language.EN, patterns=patterns, **given)  # pyright: ignore[reportArgumentType] - a builder


def listed(*signals: Signal) -> Listed:
    """Content with these signals, one guard and one spelling."""
    guard = Guard(
        id="not-so", kind=Kind.CRISIS, scope=Scope.CLAUSE, patterns=("used to",), examples=()
    )
    spelled = make_lexicon(
        spellings={"wanna": "want to"}, joins={}, fillers=(), turns=(), loose=Loose()
    )
    lists = {"end": ("end it", "end my days")}
    return Listed(signals=signals, guards=[guard], lists=lists, lexicon=spelled)


def derived(content: Listed, *, wanted: Sequence[str] = (), harmless: Sequence[str] = ()) -> Filter:
    """Derive the crisis rule of some content."""
    shown = Evidence(wanted={Kind.CRISIS: wanted}, harmless=harmless)
    return derive(content, make_signals(content), [Kind.CRISIS], shown)


def texts(found: Filter) -> list[str]:
    """Return the phrases alone."""
    return [each.text for each in found.keywords]


def test_alternatives_and_lists_become_phrases_and_what_may_be_absent_is() -> None:
    found = derived(listed(signal("(want|need) to [really] {end}")))

    assert set(texts(found)) == {
        "want to end it", "need to end it", "want to end my days", "need to end my days",
    }  # fmt: skip
    [verdict] = {each.verdict for each in found.keywords}
    assert (verdict.signals, verdict.level, verdict.topic) == (("s",), Level.HIGH, Topic.SELF)


def test_the_way_people_spell_is_taken_from_the_contents_own_messages() -> None:
    content = listed(signal("want to end it"))

    assert texts(derived(content)) == ["want to end it"]
    assert "wanna end it" in texts(derived(content, wanted=["i wanna end it"]))


def test_an_apostrophe_is_written_as_a_phone_writes_it_too() -> None:
    assert texts(derived(listed(signal("can't go on living")))) == [
        "can't go on living",
        "can\N{RIGHT SINGLE QUOTATION MARK}t go on living",
    ]


def test_the_most_worthy_stand_first() -> None:
    content = listed(signal("(want|need) to end it"))

    assert texts(derived(content, wanted=["i need to end it"]))[0] == "need to end it"


def test_what_is_said_harmlessly_as_often_is_left_out() -> None:
    content = listed(signal("(want|need) to end it"))

    assert texts(derived(content, harmless=["i want to end it, the call"])) == ["need to end it"]


def test_what_holds_a_shorter_phrase_adds_nothing() -> None:
    content = listed(signal("end it all", "want to end it all"))

    assert texts(derived(content)) == ["end it all"]


def test_what_the_grammar_does_not_hear_in_the_words_alone_is_no_phrase() -> None:
    """The end of a sentence, a number, a second thing that must be said: AutoMod knows none."""
    content = listed(
        signal("^ goodbye $", id="ends"),
        signal("took # pills", id="counts"),
        signal("so tired of it", also=("pills",), id="asks for more"),
        signal("used to (hide)", id="silenced"),
        signal("low mood", level=Level.LOW, id="low"),
    )
    found = derived(content)

    assert texts(found) == []
    assert found.unsaid == ("ends", "counts", "asks for more", "silenced")


def test_a_gap_becomes_a_pattern_where_messages_need_it() -> None:
    content = listed(signal("took * (pills|tablets)"))
    found = derived(content, wanted=["i just took all of my tablets", "she took a few pills"])
    [pattern] = found.patterns

    assert re.search(pattern.text, "TOOK all those pills")
    assert not re.search(pattern.text, "i mistook pills")
    assert (pattern.worth, pattern.verdict.signals) == (2, ("s",))
    assert derived(content, wanted=["took my pills"], harmless=["took my pills"] * 9).patterns == ()


def test_changed_signals_change_what_is_given() -> None:
    assert derived(listed(signal("end it"))) != derived(listed(signal("end it", "end my days")))


@pytest.fixture(scope="module")
def shipped() -> dict[Part, Filter]:
    """The clinic's own."""
    return dict(automod_content.filters(SIGNALS))


def test_the_clinics_own_signals_fit_discords_limits(shipped: dict[Part, Filter]) -> None:
    for found in shipped.values():
        assert len(found.keywords) <= KEYWORDS_MOST
        assert len(found.patterns) <= PATTERNS_MOST
        assert all(len(text) <= KEYWORD_LONGEST for text in texts(found))
        assert len(set(texts(found))) == len(found.keywords)
        assert not any("*" in text for text in texts(found))
        for pattern in found.patterns:
            assert len(pattern.text) <= PATTERN_LONGEST
            assert NOT_IN_RUST.search(pattern.text) is None
    assert shipped[Part.CRISIS].cut > 0, "what found no room is counted"


def test_every_phrase_of_the_clinics_is_heard_by_the_grammar(shipped: dict[Part, Filter]) -> None:
    signals = safety_content.load_signals(SIGNALS)
    for part, kinds in KINDS.items():
        for text in texts(shipped[part]):
            assert screen(f"xqzx {text} xqzx", signals).kind in kinds, text


def test_contact_details_are_found_and_help_lines_are_nobodys() -> None:
    def is_found(text: str) -> bool:
        return any(re.search(pattern, text) for pattern in CONTACTS)

    assert all(len(pattern) <= PATTERN_LONGEST for pattern in CONTACTS)
    assert all(NOT_IN_RUST.search(pattern) is None for pattern in CONTACTS)
    for text in ("call me: 614-555-0123", "(614) 555-0123", "6145550123", "ann.b@example.com"):
        assert is_found(text), text
    for text in ("call or text 988", "text HOME to 741741", "1-800-662-4357", "at 7 30 pm"):
        assert not is_found(text), text
