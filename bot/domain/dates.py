"""Dates as people type them: "2026-03-12", "12 March", "March 12", "Mar 12th 2026"."""

import re
from datetime import date, timedelta
from typing import Final

from bot.domain.errors import InvalidInput

MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DATE_EXAMPLES: Final = "12 March or 2026-03-12"
# A date without a year is the next one, or one that has just passed.
JUST_PASSED: Final = timedelta(days=31)
# "29 February" may be eight years away (2096 to 2104).
LONGEST_WAIT: Final = 9

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEAR: Final = re.compile(r"\b(\d{4})\b")
_DAY: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")
_MONTH: Final = re.compile(r"[a-z]{3,}")


def read_date(text: str, *, near: date) -> date:
    """Return the date that `text` states.

    Args:
        near: Without a year, the next such date is meant from about a month before this on.

    Raises:
        InvalidInput: It cannot be read, or there is no such date.
    """
    words = " ".join(text.lower().replace(",", " ").replace(".", " ").split())
    iso = _ISO.fullmatch(words)
    found = _date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else _said(words, near)
    if found is None:
        raise InvalidInput("Date", "date_unreadable", DATE_EXAMPLES)
    return found


def _said(words: str, near: date) -> date | None:
    year, rest = _YEAR.search(words), _YEAR.sub(" ", words)
    day, name = _DAY.search(rest), _MONTH.search(_DAY.sub(" ", rest).replace(" of ", " "))
    left = _MONTH.sub("", _DAY.sub("", rest, count=1), count=1).replace("of", "").split()
    months = [n for n, month in enumerate(MONTHS, 1) if name and month.startswith(name[0])]
    if day is None or len(months) != 1 or left:
        return None
    if year:
        return _date(int(year[1]), months[0], int(day[1]))
    earliest = near - JUST_PASSED
    ahead = (_date(earliest.year + n, months[0], int(day[1])) for n in range(LONGEST_WAIT))
    return next((found for found in ahead if found and found >= earliest), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
