"""The judgement as a whole, on the signals that ship."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.lines import lines
from bot.domain.screening import QUIET as NOTHING
from bot.domain.screening import Kind, Language, Level, Signals, Topic, screen
from bot.domain.screening.normalise import fold, raw_words, undress, words
from tests.domain.screening.more_crisis import CRISIS as MORE_CRISIS
from tests.domain.screening.more_quiet import QUIET as MORE_HARMLESS
from tests.domain.screening.phrases import CRISIS
from tests.domain.screening.phrases import QUIET as HARMLESS

# A shared machine may be several times slower than an idle one, where the worst takes 5 ms.
SLOWEST_SECONDS = 0.2

# Known misses, most of them veiled: what no pattern can tell from an ordinary bad day is for the
# model that will stand beside the grammar.
ALLOWED_MISSES = {"veiled": 17, "obfuscated": 3, "Spanish": 1}


@pytest.mark.parametrize("stratum", CRISIS)
def test_crisis_is_heard(stratum: str, signals: Signals) -> None:
    texts = (*CRISIS[stratum], *MORE_CRISIS[stratum])
    missed = [text for text in texts if not screen(text, signals).is_crisis]
    assert len(missed) <= ALLOWED_MISSES.get(stratum, 0), missed


@pytest.mark.parametrize("stratum", HARMLESS)
def test_harmless_messages_stay_quiet(stratum: str, signals: Signals) -> None:
    """Figures of speech, recovery and grief are most of what a support group talks about."""
    alarms = [text for text in HARMLESS[stratum] if screen(text, signals) != NOTHING]
    assert alarms == []


def test_nothing_else_is_an_alarm_either(signals: Signals) -> None:
    assert [text for text in MORE_HARMLESS if screen(text, signals) != NOTHING] == []


@pytest.mark.parametrize(
    "text",
    [
        "ya no quiero vivir, me quiero morir",
        "ya no quiero vivir, quiero matarme",
        "ya no tengo ganas de nada, quiero matarme",
        "no aguanto, ganas de matarme",
        "no hay ganas de vivir, solo de morirme",
    ],
)
def test_a_no_in_spanish_takes_back_only_what_it_stands_before(text: str, signals: Signals) -> None:
    verdict = screen(text, signals)
    assert (verdict.kind, verdict.language) == (Kind.CRISIS, Language.ES)


@pytest.mark.parametrize(
    "text",
    [
        "ya no quiero morirme, gracias",
        "ya no tengo ganas de hacerme daño",
        "no tengo más ganas de morirme",
        "no tengo ningún pensamiento suicida",
    ],
)
def test_a_no_in_spanish_takes_back_what_it_stands_before(text: str, signals: Signals) -> None:
    assert screen(text, signals).kind is Kind.OK


@pytest.mark.parametrize(
    ("text", "topic", "language", "level"),
    [
        ("i want to die", Topic.SELF, Language.EN, Level.MEDIUM),
        ("i'm going to kill myself tonight", Topic.SELF, Language.EN, Level.HIGH),
        ("my roommate took all his pills", Topic.OTHER_PERSON, Language.EN, Level.HIGH),
        ("she won't wake up after her treatment", Topic.MEDICAL, Language.EN, Level.HIGH),
        ("me quiero morir", Topic.SELF, Language.ES, Level.MEDIUM),
        ("me quiero matar", Topic.SELF, Language.ES, Level.MEDIUM),
        ("ya no quiero vivir y me quiero matar", Topic.SELF, Language.ES, Level.MEDIUM),
        ("mi hermano se quiere matar", Topic.OTHER_PERSON, Language.ES, Level.HIGH),
        ("mi esposo no despierta", Topic.MEDICAL, Language.ES, Level.HIGH),
        ("je veux mourir", Topic.SELF, Language.EN, Level.MEDIUM),
    ],
)
def test_verdict_says_whom_it_is_about_and_how_to_answer(
    text: str, topic: Topic, language: Language, level: Level, signals: Signals
) -> None:
    verdict = screen(text, signals)
    assert (verdict.kind, verdict.topic, verdict.language, verdict.level) == (
        Kind.CRISIS, topic, language, level,
    )  # fmt: skip


def test_crisis_wins_over_every_other_kind(signals: Signals) -> None:
    text = "kys loser. i want to kill myself tonight, selling my leftover troches, 614-555-0119"
    verdict = screen(text, signals)
    assert verdict.kind is Kind.CRISIS
    assert verdict.level is Level.HIGH
    assert {Kind.SOURCING, Kind.HARASSMENT, Kind.CONTACT_INFO} < set(verdict.kinds)
    assert list(verdict.kinds) == sorted(verdict.kinds, key=list(Kind).index)


def test_a_question_can_be_a_cry_for_help(signals: Signals) -> None:
    assert screen("i want to die, does ketamine help", signals).is_crisis
    assert not screen("does ketamine help with suicidal thoughts?", signals).is_crisis


def test_but_turns_a_recovery_story_around(signals: Signals) -> None:
    assert not screen("i used to want to die", signals).is_crisis
    assert screen("i used to want to die but now i want to die even more", signals).is_crisis


@pytest.mark.parametrize(
    ("long_ago", "of_today"),
    [
        (
            "this was 1994. my aunt slit her wrists in the tub and the water ran out into the hall",
            "this was 1994. my aunt slit her wrists in the tub, and tonight i am in the tub again",
        ),
        (
            "in 2015 i slit my wrists in the tub and the water went pink",
            "in 2015 i slit my wrists in the tub, and tonight again",
        ),
        (
            "my brother hanged himself in 2015, his face was purple",
            "my brother hanged himself in 2015 and i want to die the same way",
        ),
        (
            "mi tía se abrió las muñecas en la tina cuando yo era niña",
            "hace ocho años me abrí las muñecas y hoy otra vez",
        ),
    ],
)
def test_what_is_told_of_long_ago_is_no_cry_until_it_is_of_today(
    long_ago: str, of_today: str, signals: Signals
) -> None:
    assert screen(long_ago, signals).kind is not Kind.CRISIS
    assert screen(of_today, signals).is_crisis


def test_a_guard_silences_its_own_clause_only(signals: Signals) -> None:
    text = "Three years ago i wanted to die. Tonight i am going to kill myself."
    assert screen(text, signals).is_crisis


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("selling my unused prescription, pm for price", Kind.SOURCING),
        ("can i take two troches instead of one", Kind.DOSING),
        ("kys loser", Kind.HARASSMENT),
        ("my number is 614-555-0119, call me", Kind.CONTACT_INFO),
        ("FREE NITRO for the first 50 users", Kind.SPAM),
        ("new episode of my podcast is up, please subscribe", Kind.SELF_PROMO),
        ("the bullet went in under his chin, pieces on the ceiling", Kind.TRIGGER_DETAIL),
    ],
)
def test_every_other_kind_is_heard(text: str, kind: Kind, signals: Signals) -> None:
    assert screen(text, signals).kind is kind


def test_the_verdict_holds_nothing_of_the_text(signals: Signals) -> None:
    """Staff may ask which signal it was; nobody may learn the words from the verdict."""
    verdict = screen("zanzibar i want to die quetzalcoatl", signals)
    assert verdict.signals == ("en-wish-to-die",)
    assert "zanzibar" not in repr(verdict)


def test_half_a_surrogate_pair_is_a_character_like_any_other(signals: Signals) -> None:
    assert screen("i want to die \ud83d", signals).is_crisis


@given(st.text(max_size=4000))
@settings(max_examples=300, deadline=None)
def test_no_text_raises(signals: Signals, text: str) -> None:
    verdict = screen(text, signals)
    assert (verdict.kind is Kind.OK) == (verdict.level is Level.NONE) == (verdict.kinds == ())
    assert (verdict.topic is not None) == verdict.is_crisis


@given(
    places=st.lists(st.integers(0, 100_000), min_size=1, max_size=12),
    separator=st.sampled_from([" ", "", ". ", "-", "\u200b"]),
)
@settings(max_examples=100, deadline=None)
def test_no_mix_of_the_words_it_knows_is_slow(
    signals: Signals, places: list[int], separator: str
) -> None:
    """Known words, stars, digits and dots are what could make a matcher go back and forth."""
    known = [*sorted(signals.lexicon.known)[::50], "k*ll", "k1ll", "k i l l", "a."]
    words = [known[place % len(known)] for place in places]
    text = (separator.join(words) + separator) * 400
    _assert_quick(text[:4000], signals)


@pytest.mark.parametrize(
    "piece",
    [
        "a", "i ", "i want to die ", "my self ", "k1ll ", "k!1l ", "1", "1a", "k*l*", "a.b-c_",
        "a. ",
        "'", "!", "\ufdfa", "a\u0301", "www.", "<", "<@", "http://", "a@b.", "a at b dot ",
        "not ", "i w a n t t o d i e ", "💊", "one ", "12 ", "eee e", "\n", "who ", "goodbye ",
    ],
)  # fmt: skip
def test_no_repetition_is_slow(piece: str, signals: Signals) -> None:
    _assert_quick((piece * 4000)[:4000], signals)


def _assert_quick(text: str, signals: Signals) -> None:
    started = time.thread_time()
    screen(text, signals)
    assert time.thread_time() - started < SLOWEST_SECONDS


def test_twice_the_text_takes_about_twice_the_time(signals: Signals) -> None:
    """Linear, and not only quick on what this file thought of: quadratic would be eight times."""

    def seconds(text: str) -> float:
        took: list[float] = []
        for _ in range(5):
            started = time.thread_time()
            screen(text, signals)
            took.append(time.thread_time() - started)
        return min(took)

    text = "i want to die and my roommate took all his k1lls. not suicidal. " * 8
    assert seconds(text * 6) < 16 * seconds(text)


@pytest.mark.parametrize(
    "text",
    [
        "i want to <@123> kill <@123> myself",
        "i want to <:sob:12> kill <a:sob:12> myself",
        "i want to https://example.org kill myself",
        "i\nwant\nto\ndie",
        "> i want to **die**",
        "||i want|| to __die__",
        "flesym llik ot tnaw i",
        "i tnaw ot eid",
        "iwanttodie iwanttodie",
        "i_want_to_die",
    ],
)
def test_nothing_between_or_around_the_words_hides_them(text: str, signals: Signals) -> None:
    assert screen(text, signals).is_crisis


def test_a_name_given_to_sell_something_is_no_contact_detail(signals: Signals) -> None:
    verdict = screen("new episode of my podcast is up, subscribe, insta: @the_talk_1", signals)
    assert verdict.kinds == (Kind.SELF_PROMO,)


def test_a_long_letter_with_broken_lines_is_heard_where_it_begins_and_ends(
    signals: Signals,
) -> None:
    """The middle of more than six hundred words is read with its lines broken, and only so."""
    letter = "we planted tomatoes and it rained\n" * 110
    assert screen(letter, signals).kind is Kind.OK
    assert screen(f"i want\nto\ndie\n{letter}", signals).is_crisis
    assert screen(f"{letter}i want\nto\ndie", signals).is_crisis


def test_backwards_is_read_wherever_it_stands(signals: Signals) -> None:
    assert screen("the cat slept on them " * 150 + "flesym llik ot tnaw i", signals).is_crisis


def test_everyday_chat_is_let_go_at_a_glance(signals: Signals) -> None:
    """What it costs grows with the patterns that need a closer look, so those must stay few."""
    looked_at = 0
    for line in lines(20):
        raw = raw_words(undress(fold(line), signals.lexicon))
        said = signals.phrases.said(words(raw, signals.lexicon))
        looked_at += signals.glance.possible(said).bit_count()
    assert looked_at <= 40
