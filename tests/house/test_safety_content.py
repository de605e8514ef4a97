"""What the clinic signs for safety: complete, in review, and in words that do no harm."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.screening import Kind, Language, Signals, Topic, screen
from bot.domain.support import SupportTexts
from bot.services.safety_content import load_signals, load_support

CONTENT = Path(__file__).parents[2] / "config" / "content"
# Discord's limit on the text of a message. The sentence about staff is added to the public note.
LONGEST = 2000
# Shown on a phone, over a shoulder: 988 is called the "988 Lifeline" here.
NEVER_SHOWN = (
    "suicid", "crisis", "overdose", "sobredosis", "patient", "paciente", "depress", "diagnos",
    "committed", "press 3", "marca 3", "marcar 3", "oprime 3", "mg",
)  # fmt: skip
EMOJI = re.compile("[\u2190-\u2bff\u2e80-\uffff\U00010000-\U0010ffff]")


@pytest.fixture(scope="module")
def signals() -> Signals:
    return load_signals(CONTENT / "signals")


@pytest.fixture(scope="module")
def support() -> SupportTexts:
    return load_support(CONTENT / "support")


def _shown(support: SupportTexts) -> Iterator[tuple[str, str]]:
    for (topic, language), text in support.texts.items():
        yield f"{language}/{topic} public", f"{text.public}\n\n{text.told_staff}"
        yield f"{language}/{topic} private", text.private
    for language, page in support.pages.items():
        yield f"{language}/now offer", page.offer
        yield f"{language}/now", "\n".join([page.text, *(line.label for line in page.help_lines)])


def test_every_signal_catches_its_examples(signals: Signals) -> None:
    """A clinician reads the examples to see what a signal does, so they must be true."""
    missed = [
        (signal.id, example)
        for signal in signals.all
        for example in signal.examples
        if signal.id not in screen(example, signals).signals
    ]
    assert missed == []


def test_every_counter_example_stays_quiet(signals: Signals) -> None:
    alarms = [
        (signal.id, example)
        for signal in signals.all
        for example in signal.counter_examples
        if signal.kind in screen(example, signals).kinds
    ]
    assert alarms == []


def test_every_guard_keeps_its_examples_quiet(signals: Signals) -> None:
    alarms = [
        (guard.id, example)
        for guard in signals.guards
        for example in guard.examples
        if guard.kind in screen(example, signals).kinds
    ]
    assert alarms == []


def test_every_signal_and_guard_has_examples(signals: Signals) -> None:
    assert all(signal.examples for signal in signals.all)
    assert all(guard.examples for guard in signals.guards)


def test_every_kind_and_both_languages_are_listened_for(signals: Signals) -> None:
    # Contact details are found by their form, not by words.
    assert {signal.kind for signal in signals.all} == set(Kind) - {Kind.OK, Kind.CONTACT_INFO}
    crisis = [signal for signal in signals.all if signal.kind is Kind.CRISIS]
    assert {(s.topic, s.language) for s in crisis} >= {(t, la) for t in Topic for la in Language}


def test_guards_named_by_a_signal_exist(signals: Signals) -> None:
    known = {guard.id for guard in signals.guards} | {"all"}
    unknown = [(s.id, name) for s in signals.all for name in s.despite if name not in known]
    assert unknown == []


def test_support_words_fit_into_one_message(support: SupportTexts) -> None:
    assert [name for name, text in _shown(support) if len(text) > LONGEST] == []


def test_support_words_hold_nothing_that_harms(support: SupportTexts) -> None:
    found = [
        (name, word)
        for name, text in _shown(support)
        for word in NEVER_SHOWN
        if word in text.lower() or EMOJI.search(text)
    ]
    assert found == []


def test_support_words_are_themselves_no_alarm(support: SupportTexts, signals: Signals) -> None:
    """Members quote the bot; a quoted help line must not call for help."""
    alarms = [
        (name, screen(text, signals).signals)
        for name, text in _shown(support)
        if Kind.CONTACT_INFO in screen(text, signals).kinds
    ]
    assert alarms == []


def test_emergency_comes_first_where_seconds_count(support: SupportTexts) -> None:
    for topic in (Topic.MEDICAL, Topic.OTHER_PERSON):
        for language in Language:
            text = support.text(topic, language)
            for words in (text.public, text.private):
                assert "911" in words
                assert words.index("911") < words.find("988") or "988" not in words


def test_public_notes_claim_nothing_about_staff(support: SupportTexts) -> None:
    """Only what was delivered may be said, so that sentence is kept apart."""
    for text in support.texts.values():
        assert not re.search(r"moderator|equipo|staff|avis[eé]", text.public.lower())
        assert text.told_staff
        assert text.told_staff not in text.private


def test_every_note_says_that_it_is_a_bot_and_not_always_watched(support: SupportTexts) -> None:
    for text in support.texts.values():
        for words in (text.public, text.private):
            assert " bot" in words or text.topic is Topic.OTHER_PERSON
        assert "all the time" in text.public or "todo el tiempo" in text.public


def test_contacts_were_verified_and_have_a_date_of_review(support: SupportTexts) -> None:
    for entry in (*support.texts.values(), *support.pages.values()):
        assert entry.verified_on < entry.review_by
        assert (entry.review_by - entry.verified_on).days <= 366


def test_no_link_leads_to_a_telephone(support: SupportTexts) -> None:
    for page in support.pages.values():
        assert all(line.url.startswith("https://") for line in page.help_lines)
        assert len({line.label for line in page.help_lines}) == len(page.help_lines) <= 5
