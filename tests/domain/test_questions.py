"""What in a room is a question to the bot, and what is left to the members."""

import pytest

from bot.domain.questions import LONGEST, asks, called, is_question

BOT = 42


@pytest.mark.parametrize(
    "text",
    [
        "do i need a referral",
        "hi, can I eat before?",
        "does anyone know when the group meets",
        "anyone know where to park",
        "so i was told to wait, is that normal?",
        "¿puedo conducir después?",
        "cuándo es el grupo",
        "Wondering whether I may bring my dog",
    ],
)
def test_a_question_is_known_by_its_mark_or_its_beginning(text: str):
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "why?",
        "you too?",
        "good morning everyone",
        "i drove home afterwards and felt fine",
        "whatever you say my friend",
        "x" * LONGEST + " so what is that?",
    ],
)
def test_talk_is_no_question(text: str):
    """A story is for people, and one word asks whoever spoke last."""
    assert not is_question(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<@42> what is this", "what is this"),
        ("what is this <@!42>", "what is this"),
        ("<@42>", ""),
        ("<@421> what is this", None),
        ("<@&42> what is this", None),
        ("@everyone what is this", None),
        ("42 what is this", None),
    ],
)
def test_only_the_bots_own_name_calls_it(text: str, said: str | None):
    assert called(text, BOT) == said


def test_who_calls_the_bot_may_ask_at_length():
    long = "x " * LONGEST + "so what is that?"

    assert asks(long)
    assert not is_question(long)
