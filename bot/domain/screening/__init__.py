"""The gate's judgement. `screen(text, signals)` is the one call; everything behind it is pure."""

from bot.domain.screening.judgement import screen
from bot.domain.screening.signals import Guard, Scope, Signal, Signals
from bot.domain.screening.verdict import QUIET, Kind, Language, Level, Topic, Verdict

__all__ = [
    "QUIET", "Guard", "Kind", "Language", "Level", "Scope", "Signal", "Signals", "Topic",
    "Verdict", "screen",
]  # fmt: skip
