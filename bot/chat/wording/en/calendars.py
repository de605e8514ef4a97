"""What is said about calendar files."""

from typing import Final

from bot.domain.calendar import ProblemKind

FILE_NAME: Final = "meetings.ics"
EXPORTED: Final = (
    "Here are all meetings as a calendar file. Open it on your phone or computer, and your "
    "calendar adds them. Later changes are not in it: come back for a new file when dates change."
)
NONE_TO_EXPORT: Final = "No meeting is planned yet, so there is nothing to put in a calendar."

CHECK_TITLE: Final = "Please check this calendar"
NEW: Final = "New here"
CHANGED: Final = "Changed"
CALLED_OFF: Final = "Cancelled or gone in the calendar"
PROBLEMS: Final = "What I cannot use as it is"
NOTHING_NEW: Final = "Nothing in this calendar is new to me."
NOT_SAVED_YET: Final = "Nothing is saved yet. I keep this for one hour."
SAVE: Final = "Save"
CANCEL: Final = "Cancel"
CANCELLED: Final = "Nothing was saved."
SAVED_TITLE: Final = "Calendar saved"
READ_AGAIN: Final = (
    "I read this address again from now on. To stop, use `/clinic meeting import` without a file."
)
SAVED_NOTHING: Final = "There was nothing to change."

PROBLEM: Final = {
    ProblemKind.NOT_A_CALENDAR: "This is not a calendar file. Export one from your calendar "
    "program: its name ends in .ics.",
    ProblemKind.TOO_MANY: "The file holds too many events. I read only the first",
    ProblemKind.NO_TITLE: "An event has no title. Give it one in your calendar.",
    ProblemKind.NO_START: "I cannot read when it starts. Set its start again in your calendar.",
    ProblemKind.ALL_DAY: "It lasts all day, and a meeting needs a time. Give it one, or enter a "
    "day off as a holiday here.",
    ProblemKind.LENGTH: "It lasts less than 5 minutes or more than 12 hours. Change its end.",
    ProblemKind.RULE: "I cannot follow how it repeats. Choose a simpler rhythm, or add it here.",
    ProblemKind.TOO_OFTEN: "It repeats several times a day. Make each of them an event of its own.",
    ProblemKind.ZONE: "I do not know its time zone. Pick a city's zone in your calendar.",
    ProblemKind.LONE_CHANGE: "This is a change of one date, without its series. Export the whole "
    "series.",
    ProblemKind.ALL_AFTER: "One change is meant for all later dates. End the series there, and "
    "begin a new one.",
    ProblemKind.UNREADABLE_LINE: "A line of it is damaged. I took in the rest.",
    ProblemKind.NO_LENGTH: "It does not say how long it lasts. I took one hour.",
    ProblemKind.UTC_RHYTHM: "It repeats by Universal Time, so it moves by an hour when clocks "
    "change. Pick a city's zone in your calendar.",
    ProblemKind.OTHER_LENGTH: "One date has another length. I keep the usual length.",
    ProblemKind.UNREADABLE_DATE: "I cannot read one of its extra or left-out dates.",
}


def about(title: str, what: str, detail: str) -> str:
    """Say what is wrong with one event."""
    head = f"**{title}**: " if title else ""
    tail = f" ({detail})" if detail else ""
    return f"{head}{what}{tail}"


def where(room: str) -> str:
    """Say where new meetings will be held."""
    return f"New meetings are held and announced in {room}. Reminders come as usual here."


def counts(unchanged: int, over: int, elsewhere: int) -> str:
    """Say what is left as it is."""
    parts: list[str] = []
    if elsewhere:
        parts.append(f"{elsewhere} I read from another address already. That one counts.")
    if unchanged:
        parts.append(f"{unchanged} I know already, without a change.")
    if over:
        parts.append(f"{over} left out: no dates ahead, or ended here before.")
    return " ".join(parts)


def more(count: int) -> str:
    """Say how many more there are than fit."""
    return f"and {count} more"


def saved(new: int, changed: int) -> str:
    """Say what was taken in."""
    return f"{_meetings(new)} added, {_meetings(changed)} changed."


def ask_called_off(titles: str) -> str:
    """Say that nothing is ended unasked."""
    return (
        f"The calendar has cancelled or removed these: {titles}. They still stand here. To end one "
        "for good, press its button."
    )


def end(title: str) -> str:
    """Name the button that ends one meeting."""
    return f"End {title}"


def _meetings(count: int) -> str:
    return "1 meeting" if count == 1 else f"{count} meetings"
