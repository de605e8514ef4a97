"""What is said about single occurrences, holidays, private reminders and how many plan to come."""

from collections.abc import Sequence
from typing import Final

from bot.chat.wording.en.meetings import not_sent

SKIPPED_TITLE: Final = "Skipped"
MOVED_TITLE: Final = "Moved"
LEADS_TITLE: Final = "Noted"
RESTORED_TITLE: Final = "Back on"
UNDO: Final = "Undo"
USUAL_LEADER: Final = "The usual facilitator leads it."
HOLIDAYS_TITLE: Final = "Holidays"
NO_HOLIDAYS: Final = "No holidays are kept. Meetings are held on every date of theirs."
NOTHING_TOUCHED: Final = "No meeting falls on it."


ONLY_THIS: Final = "Only this date"
AND_ALL_AFTER: Final = "This date and all after it"
ONE_IS_TIME: Final = (
    "A single date can have another day and time. Other changes are for all dates after it too."
)
CHANGED_TITLE: Final = "Changed"
WHICH: Final = "Which dates?"


def change_question(title: str) -> str:
    """Ask to look a change over."""
    return f"Please check the change: {title}"


def from_on(moment: str, at: str) -> str:
    """Say which date a change begins with, for the reader and by the meeting's own clocks."""
    return f"The change begins with the date on {moment} ({at} there)."


def changed(title: str, moment: str) -> str:
    """Say that a meeting was changed, and when it is next held like that."""
    return f"**{title}** is changed. It is next held on {moment}."


def skipped(title: str, moment: str) -> str:
    """Say that one occurrence is not held."""
    return f"**{title}** on {moment} is not held. All other dates stay as they are."


def moved(title: str, before: str, after: str) -> str:
    """Say that one occurrence is held at another time."""
    return f"**{title}** on {before} is now held on {after}. All other dates stay as they are."


def restored(title: str, moment: str) -> str:
    """Say that an occurrence is held as planned after all."""
    return f"**{title}** is held on {moment}, as usual."


def led_by(title: str, moment: str, who: str) -> str:
    """Say who leads one occurrence."""
    return f"**{title}** on {moment} is led by {who}."


def withdrawn(count: int) -> str:
    """Say how many waiting reminders are not sent."""
    return not_sent(count, " for the old time")


def holiday(day: str, titles: Sequence[str]) -> str:
    """Say that nothing is held on a day."""
    return f"On {day} nothing is held. {_titles(titles)}"


def no_holiday(day: str, titles: Sequence[str]) -> str:
    """Say that meetings are held on a day again."""
    return f"On {day} meetings are held as usual again. {_titles(titles)}"


def _titles(titles: Sequence[str]) -> str:
    return f"That is: {', '.join(titles)}." if titles else NOTHING_TOUCHED
