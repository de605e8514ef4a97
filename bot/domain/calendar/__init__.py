"""Meetings as calendars write them: iCalendar text (RFC 5545) to series and back."""

from bot.domain.calendar.kept import (
    digest,
    is_changed_here,
    overrides_of,
    series_of,
    usual_uid,
)
from bot.domain.calendar.reading import read
from bot.domain.calendar.series import Problem, ProblemKind, Reading, Series, dates
from bot.domain.calendar.writing import write

__all__ = [
    "Problem",
    "ProblemKind",
    "Reading",
    "Series",
    "dates",
    "digest",
    "is_changed_here",
    "overrides_of",
    "read",
    "series_of",
    "usual_uid",
    "write",
]
