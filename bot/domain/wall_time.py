"""Times and weekdays as people type them: "7", "7pm", "19:00", "half past seven", "Tuesdays"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.domain.errors import InvalidInput

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TIME_EXAMPLES: Final = "7 pm, 19:00 or 7:30 in the evening"

_NUMBERS: Final[Mapping[str, int]] = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_MINUTES: Final[Mapping[str, int]] = {
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "quarter": 15,
    "twenty": 20,
    "twenty-five": 25,
    "thirty": 30,
    "half": 30,
    "forty": 40,
    "forty-five": 45,
    "fifty": 50,
}
# What can be taken away without changing the time.
_FILLER: Final = re.compile(r"\b(at|around|about|o'?\s?clock|sharp|hours?|hrs?)\b\.?")
_MORNING: Final = re.compile(r"(?<![a-z])(a\.?\s?m\.?|(in the |this )?mornings?)(?![a-z])")
_LATER: Final = re.compile(
    r"(?<![a-z])(p\.?\s?m\.?|(in the |this )?(afternoons?|evenings?)|(at )?night|tonight)(?![a-z])"
)
_CLOCK: Final = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*h?")
_MILITARY: Final = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_PAST: Final = re.compile(
    r"(?:a )?([a-z-]+|\d{1,2})(?: minutes?)? (past|after|to|before|till) (.+)"
)
_WORDS: Final = re.compile(r"([a-z]+)(?:[\s-]+([a-z]+(?:-[a-z]+)?))?")
_NAMED: Final[Mapping[str, time]] = {
    "noon": time(12),
    "midday": time(12),
    "12 noon": time(12),
    "midnight": time(0),
    "12 midnight": time(0),
    "12 at night": time(0),
}

# A bare "7" is an evening group and a bare "10" a morning one; what was taken is always shown.
_BARE_MORNING: Final = frozenset({9, 10, 11})


@dataclass(frozen=True, slots=True)
class Reading:
    """A time of day that was typed.

    Attributes:
        at: What it was read as.
        is_guess: True when nothing said whether morning or evening was meant.
    """

    at: time
    is_guess: bool = False


def read_time(text: str) -> Reading:
    """Return the time of day that `text` states.

    Raises:
        InvalidInput: It cannot be read.
    """
    words = " ".join(text.lower().replace("\u2019", "'").split())
    if words in _NAMED:
        return Reading(_NAMED[words])
    military = _MILITARY.fullmatch(words)
    if military:
        return Reading(time(int(military[1]), int(military[2])))
    bare, half = _half_of_day(words)
    found = _hour_and_minute(" ".join(_FILLER.sub(" ", bare).split()))
    if found is None:
        raise InvalidInput("Time", "time_unreadable", TIME_EXAMPLES)
    return _reading(*found, half=half)


def read_weekday(text: str) -> int:
    """Return the weekday that `text` names, 0 for Monday to 6 for Sunday.

    Raises:
        InvalidInput: It cannot be read, or fits two days.
    """
    word = text.strip().lower().removeprefix("on ").removeprefix("every ").rstrip(".")
    forms = {word, word.removesuffix("s")} - {""}  # "Tues" and "Tuesdays" alike
    found = [n for n, day in enumerate(WEEKDAYS) if any(day.startswith(form) for form in forms)]
    if len(found) != 1:
        raise InvalidInput("Day", "day_unreadable", "Monday to Sunday")
    return found[0]


def _half_of_day(words: str) -> tuple[str, str | None]:
    """Take "pm", "in the evening" and the like away; return what is left, and which half it was."""
    for half, pattern in (("morning", _MORNING), ("later", _LATER)):
        left, count = pattern.subn(" ", words)
        if count:
            return left, half
    return words, None


def _hour_and_minute(words: str) -> tuple[str, int] | None:
    """Return the hour as typed and the minute, or None."""
    clock = _CLOCK.fullmatch(words)
    if clock:
        return clock[1], int(clock[2] or 0)
    past = _PAST.fullmatch(words)
    if past:
        return _past(past[1], past[2], past[3])
    spoken = _WORDS.fullmatch(words)
    if spoken and spoken[1] in _NUMBERS:
        minute = _MINUTES.get(spoken[2], -1) if spoken[2] else 0
        return str(_NUMBERS[spoken[1]]), minute
    return None


def _past(minutes: str, way: str, hour: str) -> tuple[str, int] | None:
    """Read "half past seven" and "quarter to 8"."""
    count = int(minutes) if minutes.isdigit() else _MINUTES.get(minutes, 0)
    number = int(hour) if hour.isdigit() else _NUMBERS.get(hour, 0)
    if not (1 <= number <= 12 and 1 <= count <= 59):
        return None
    if way in {"past", "after"}:
        return str(number), count
    return str(number - 1 or 12), 60 - count


def _reading(typed: str, minute: int, *, half: str | None) -> Reading:
    hour = int(typed)
    is_twelve_hour = 1 <= hour <= 12
    if not 0 <= hour <= 24 or not 0 <= minute <= 59 or (hour == 24 and minute):
        raise InvalidInput("Time", "time_unreadable", TIME_EXAMPLES)
    # "07:00" is how a 24-hour clock writes the morning; "19:00 pm" is only said twice.
    if not is_twelve_hour or (half is None and typed.startswith("0")):
        if half == "morning" and hour > 12:
            raise InvalidInput("Time", "time_unreadable", TIME_EXAMPLES)
        return Reading(time(hour % 24, minute))
    if half is None:
        is_morning = hour in _BARE_MORNING
        return Reading(time(hour % 12 + (0 if is_morning else 12), minute), is_guess=True)
    return Reading(time(hour % 12 + (12 if half == "later" else 0), minute))
