"""What wants a friendly word, or a person, and no card: greetings, moods, a call for help."""

from pathlib import Path

import pytest

from bot import embedding
from bot.domain.faq.index import approved
from bot.domain.faq.search import NoAnswer, answer, build
from bot.domain.faq.smalltalk import is_courtesy
from bot.domain.faq.words import words
from bot.services.faq_content import load

SHIPPED = Path(__file__).parents[3] / "config" / "content" / "faq"

LINES_OF_A_ROOM = (
    "i am sad", "I'm sad", "im so sad today", "i am so happy", "i am tired", "i am bored",
    "i feel low today", "i feel awful", "i had a bad day", "i am lonely", "i am angry",
    "i am nervous", "i am scared", "i feel better", "i feel so alone tonight", "feeling down again",
    "a bit anxious right now", "not good", "i am overwhelmed",
    "test", "testing", "test test", "testing this bot", "ping", "menu", "start", "stop",
    "hello", "Hello!!", "hello there", "hi bot", "hey everyone", "good morning", "good night all",
    "thanks", "thank you so much", "thx", "ty", "thank you bot",
    "help", "HELP", "help me", "help me please", "can you help me", "i need help", "need help now",
    "question", "can i ask something", "ok", "okay", "lol", "hahaha", "yes", "no", "maybe", "what",
    "why", "who are you", "what can you do", "how are you", "whats up", "same here", "me too",
    "love you all", "sorry", "wow", "?", "...", "anyone here", "bye", "happy birthday",
)  # fmt: skip
QUESTIONS = (
    "i feel worse", "i feel sick", "is it normal to feel weird", "what does it cost",
    "can you help with depression", "does it hurt", "help with side effects",
    "i am sad after my infusion", "what do i have",
)  # fmt: skip


@pytest.mark.parametrize("line", LINES_OF_A_ROOM)
def test_small_talk_brings_up_no_topic(line: str) -> None:
    assert is_courtesy(words(line))


@pytest.mark.parametrize("line", QUESTIONS)
def test_a_question_is_no_small_talk(line: str) -> None:
    assert not is_courtesy(words(line))


def test_neither_answer_nor_buttons_nor_topic_follow_small_talk() -> None:
    index = build(approved(load(SHIPPED).entries), known_words=embedding.known_words())
    found = {line: answer(index, line) for line in LINES_OF_A_ROOM}
    assert {line for line, each in found.items() if each != NoAnswer(None, 0.0)} == set()


def test_no_shipped_question_is_taken_for_small_talk() -> None:
    """A phrasing that is would never be found."""
    asked = [text for one in load(SHIPPED).entries for text in (one.title, *one.ask)]
    assert [text for text in asked if is_courtesy(words(text))] == []
