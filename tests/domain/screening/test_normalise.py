"""From what was typed to plain words."""
# ruff: noqa: RUF001 - look-alike letters are what is tested

import pytest

from bot.domain.screening import Signals
from bot.domain.screening.normalise import fold, raw_words, undress, words


def _plain(text: str, signals: Signals) -> str:
    raw = raw_words(undress(fold(text), signals.lexicon))
    return " ".join(words(raw, signals.lexicon)).removeprefix(". ").removesuffix(" .")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("I WANT TO DIE", "i want to die"),
        ("i wаnt tо diе", "i want to die"),
        ("ｄｉｅ", "die"),
        ("𝓭𝓲𝓮", "die"),
        ("ⓓⓘⓔ", "die"),
        ("🇰🇲🇸", "kill myself"),
        ("di\u200be", "die"),
        ("d\u0336i\u0336e\u0336", "die"),
        ("mañana", "manana"),
        ("man\u0303ana", "manana"),
        ("can’t", "can not"),
        ("cant", "can not"),
        ("I'm gonna", "i am going to"),
        ("my roommate's room", "my roommate room"),
        ("k i l l", "kill"),
        ("k.i.l.l", "kill"),
        ("k.i.l.l. myself", "kill myself"),
        ("i live in the u.s.a. now", "i live in the us a now"),
        ("k*** myself", "kill myself"),
        ("cvtting", "cutting"),
        ("wannna diee", "want to die"),
        ("i want to k i l l m y s e l f", "i want to kill myself"),
        ("k1ll", "kill"),
        ("ki11", "kill"),
        ("su1c1d3", "suicide"),
        ("k*ll", "kill"),
        ("su-i-cide", "suicide"),
        ("d1eeeee", "die"),
        ("1i1l11l", "1 i 1 l 11 l"),
        ("dieeeee", "die"),
        ("killllll", "kill"),
        ("sucide", "suicide"),
        ("sui cide", "suicide"),
        ("un-alive my self", "suicide myself"),
        ("i really just want", "i want"),
        ("want 2 die", "want to die"),
        ("end. it. all.", "end it all"),
        ("💊💊", "pills pills"),
        ("see https://example.org/die now", "see url now"),
        ("hello <@123456> there", "hello there"),
        ("kill <a:sob:99> myself", "kill myself"),
        ("||kill|| **my**self", "kill myself"),
        ("iwannadieiwannadie", "i want to die i want to die"),
        ("i_want.to-die", "i want to die"),
        ("end !t all", "end it all"),
        ("one. two", "one . two"),
        ("wait... what", "wait what"),
        ("", "."),
    ],
)
def test_dressed_up_words_are_read(typed: str, plain: str, signals: Signals) -> None:
    assert _plain(typed, signals) == plain


@pytest.mark.parametrize(
    "text",
    ["sooo happy", "5mg", "vitamin b12", "a b c d", "h*ppy", "see you at 7.30", "co-pay", "mp3"],
)
def test_harmless_words_are_not_made_into_others(text: str, signals: Signals) -> None:
    assert not {"kill", "die", "suicide", "dead"} & set(_plain(text, signals).split())


def test_a_very_long_message_is_read_to_its_end_as_discord_allows(signals: Signals) -> None:
    assert _plain("a " * 1990 + "suicide", signals).endswith("suicide")
