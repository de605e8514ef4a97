"""What costs our own code alone, without Discord: finding an answer, judging a message."""

import time
from collections.abc import Sequence

from bench.figures import spread
from bench.lines import lines
from bot.domain.faq import search
from bot.domain.faq.entries import Entry
from bot.domain.faq.search import Index
from bot.domain.messages import ScreenedText
from bot.domain.screening import Signals, screen
from bot.given import CONTENT
from bot.services import faq_content, safety_content


def contents() -> tuple[Sequence[Entry], Index, Signals]:
    """Read the shipped content, as the bot does when it starts."""
    entries = faq_content.load(CONTENT / "faq").entries
    return entries, search.build(entries), safety_content.load_signals(CONTENT / "signals")


def measure(messages: int) -> dict[str, float]:
    """Ask every shipped phrasing once, and judge `messages` everyday lines, on one core."""
    entries, index, signals = contents()
    took: list[float] = []
    for question in (ask for entry in entries for ask in entry.ask):
        began = time.perf_counter()
        search.answer(index, ScreenedText(question))
        took.append((time.perf_counter() - began) * 1000)
    everyday = lines(messages)
    began = time.process_time()
    caught = sum(screen(line, signals).is_crisis for line in everyday)
    judged = messages / (time.process_time() - began)
    assert caught == 0, "an everyday line was taken for a cry for help"
    return {**spread("search", took, 50, 99), "judged a second": judged}
