"""What is said about meetings.

Moments come as Discord timestamps, which each reader sees in their own zone; wall-clock words are
the meeting's own.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

LATE: Final = "This reminder is late. The time below is right."
NEXT_DATES: Final = "Next dates"
COMING: Final = "I plan to come"
NOT_COMING: Final = "Not this time"
COUNTED_TITLE: Final = "Thank you"
NOBODY_SEES: Final = "Only a number is kept. Nobody can see who answered, and staff cannot either."
FEWER: Final = "fewer than 5"
CARD_MOVED: Final = "**The time has changed.** This is the new one."
CARD_CANCELLED: Final = "**This date is cancelled.** Other dates are not touched."
CARD_CHANGED: Final = (
    "**This meeting has changed.** This card is out of date; `/meetings next` shows the new dates."
)
CARD_BEGUN: Final = "**This meeting has begun.**"
REMIND_BY_DM: Final = "Remind me by DM"
STOP_REMINDING: Final = "Stop these messages"
ASKED_FOR_IT: Final = "You asked me to remind you. Nobody else sees this."
WHO_LEADS: Final = "Who leads"
WHO_COMES: Final = "Planning to come"
REMIND_TITLE: Final = "Reminders"
DMS_CLOSED: Final = (
    "I could not send you a direct message, so I have switched your direct reminders off. To have "
    "them again, allow direct messages from this server in its privacy settings, then use "
    "`/meetings remind`."
)
YOUR_ZONE: Final = "Times are shown in your own time zone."
NEXT_TITLE: Final = "Next meetings"
NONE_PLANNED: Final = "No meeting is planned yet. Staff post new dates here."
LIST_TITLE: Final = "All meetings"
NO_MORE_DATES: Final = "No dates ahead."

WHEN: Final = "When"
WHERE: Final = "Where"
HOW_LONG: Final = "How long"
REMINDERS: Final = "Reminders"
AS_READ: Final = "Your time, as I read it"
DATES: Final = "Next five dates"
FEWER_DATES: Final = "Every date"
CLOCKS: Final = "When clocks change"
CLOCKS_REST: Final = "Clocks do not change for this meeting in the coming months."

NOT_SAVED_YET: Final = "Nothing is saved yet. I keep this draft for one hour."
SAVE: Final = "Save"
SAVE_TWICE: Final = "Save it a second time"
STANDS_ALREADY: Final = (
    "**This meeting stands already**: same name, same room, same start. Saved twice, it reminds "
    "people twice. To change the one that stands, press **Cancel** and use `/clinic meeting edit`."
)
CHANGE: Final = "Change time"
CHANGE_TYPED: Final = "Change what I typed"
CANCEL: Final = "Cancel"
CANCELLED: Final = "Nothing was saved."
UNUSABLE_TITLE: Final = "Almost there"
KEPT: Final = "What you typed is kept. Press the button to change it."

FORM_TITLE: Final = "Change the meeting"
FORM_NAME: Final = "Title"
FORM_DAY: Final = "Day"
FORM_TIME: Final = "Time"
FORM_TIME_HINT: Final = "For example 7 pm, 19:00 or 7:30 in the evening"
FORM_ZONE: Final = "Time zone"
FORM_ZONE_HINT: Final = "For example Eastern Time. Empty: the clinic's own"
FORM_MINUTES: Final = "Length in minutes"

SAVED_TITLE: Final = "Saved"
NO_REMINDER: Final = "This meeting has no reminders ahead."
END: Final = "End this meeting"
KEEP: Final = "Keep it"
KEPT_ON: Final = "The meeting goes on as before."
ENDED_TITLE: Final = "Ended"
AND_MORE: Final = "There are more. `/meetings list` shows them."
MORE_LEFT_OUT: Final = "There are more than fit here."

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HOUR, DAY = 60, 1440
NO_REMINDERS: Final = "None"


def clock(at: time) -> str:
    """Say a time of day: "7 pm", "7:30 pm", "noon"."""
    if at.minute == 0 and at.hour in {0, 12}:
        return "noon" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def day(on: date) -> str:
    """Say a day: "March 8"."""
    return f"{MONTHS[on.month - 1]} {on.day}"


def on_day(on: date) -> str:
    """Say a day with its weekday and year: "Tuesday 10 March 2026"."""
    return f"{DAYS[on.weekday()]} {day(on)} {on.year}"


def wall(at: datetime) -> str:
    """Say a wall-clock moment: "Tuesday, March 10, 7 pm"."""
    return f"{DAYS[at.weekday()]}, {day(at)}, {clock(at.time())}"


def length(minutes: int) -> str:
    """Say how long something lasts: "1 hour 30 minutes"."""
    parts: list[str] = []
    for size, name in ((DAY, "day"), (HOUR, "hour"), (1, "minute")):
        count, minutes = divmod(minutes, size)
        if count:
            parts.append(f"{count} {name}{'' if count == 1 else 's'}")
    return " ".join(parts)


def leads(each: Sequence[timedelta]) -> str:
    """Say when people are reminded: "1 day, 1 hour and 10 minutes before"."""
    said = [length(lead // timedelta(minutes=1)) for lead in each]
    if not said:
        return NO_REMINDERS
    head, last = said[:-1], said[-1]
    return f"{', '.join(head)} and {last} before" if head else f"{last} before"


def weekly(first: datetime, zone: str) -> str:
    """Say that something happens every week."""
    return f"Every {DAYS[first.weekday()]} at {clock(first.time())}, {zone}"


def fortnightly(first: datetime, zone: str) -> str:
    """Say that something happens every two weeks."""
    return f"Every second {DAYS[first.weekday()]} at {clock(first.time())}, {zone}"


def once(first: datetime, zone: str) -> str:
    """Say that something happens one time."""
    return f"Once, on {wall(first)}, {zone}"


def own_rhythm(first: datetime, zone: str) -> str:
    """Say that something happens in a rhythm that has no words here."""
    return f"In a rhythm of its own, at {clock(first.time())}, {zone}"


def line(*parts: str) -> str:
    """Put short facts on one line."""
    return " · ".join(parts)


def coming(number: int | None) -> str:
    """Say how many plan to come."""
    return FEWER if number is None else str(number)


def counted(moment: str, number: int | None, *, is_coming: bool) -> str:
    """Say that an answer was counted."""
    noted = "You plan to come" if is_coming else "You will not come"
    return f"Noted: {noted} on {moment}. {WHO_COMES}: {coming(number)}.\n{NOBODY_SEES}"


def counts(moment: str, number: int | None, others: int | None) -> str:
    """Say how many have answered."""
    return f"{moment}\n**{COMING}:** {coming(number)}\n**{NOT_COMING}:** {coming(others)}"


def by_dm(title: str) -> str:
    """Say that somebody is reminded in private."""
    return f"I will send you a direct message before **{title}**. You can stop it at any time."


def by_role(title: str, role: str) -> str:
    """Say that somebody is reminded by a role."""
    return f"You now have the role {role}. It is rung before **{title}**."


def not_reminded(title: str) -> str:
    """Say that somebody is not reminded any more."""
    return f"I will not remind you of **{title}** any more."


def starts(moment: str, away: str) -> str:
    """Say when a meeting starts."""
    return f"Starts {moment} ({away})"


def was_planned(moment: str) -> str:
    """Say which date a card was about that is held no more."""
    return f"It was planned for {moment}."


def fact(name: str, value: str) -> str:
    """Say one fact under its name."""
    return f"**{name}:** {value}"


def going_on(since: str) -> str:
    """Say that a meeting is on."""
    return f"**Going on now**, since {since}"


def then(moments: Sequence[str]) -> str:
    """Say the dates after the next."""
    return f"Then {', '.join(moments)}"


def check(title: str) -> str:
    """Ask to look a meeting over before it is kept."""
    return f"Please check: {title}"


def as_read(typed: str, at: time) -> str:
    """Say how a time was read."""
    read = clock(at)
    return f"{read}." if typed.casefold() == read else f"“{typed}” is {read}."


def guessed(typed: str, at: time) -> str:
    """Say how a time was read that could be morning or evening, and how to say the other."""
    other = "am" if at.hour >= 12 else "pm"
    return (
        f"I read “{typed}” as **{clock(at)}**. "
        f"If you mean {at.hour % 12 or 12} {other}, press **{CHANGE}** and add “{other}”."
    )


def in_zone(moment: str, at: datetime) -> str:
    """Say one date for the reader and by the meeting's own clocks."""
    return f"{moment} ({wall(at)} there)"


def forward(on: date, at: time) -> str:
    """Say that clocks go forward and the time stays."""
    return f"On {day(on)} clocks go forward; the group still meets at {clock(at)}."


def back(on: date, at: time) -> str:
    """Say that clocks go back and the time stays."""
    return f"On {day(on)} clocks go back; the group still meets at {clock(at)}."


def moved(on: date, planned: time, held: time) -> str:
    """Say that a time does not exist on a day, and when the group meets instead."""
    return (
        f"On {day(on)} there is no {clock(planned)}: clocks go past it. "
        f"That day the group meets at {clock(held)}."
    )


def twice(on: date, at: time) -> str:
    """Say that a time comes twice on a day, and which of them is meant."""
    return f"On {day(on)} clocks show {clock(at)} twice. The group meets the first time."


def first_reminder(moment: str, away: str) -> str:
    """Say when people are first reminded."""
    return f"The first reminder comes {moment} ({away})."


def saved(title: str, room: str) -> str:
    """Say that a meeting is kept."""
    return f"**{title}** is saved. Its reminders are posted in {room}."


def cannot_post(room: str) -> str:
    """Say that reminders cannot be posted yet, and what to do."""
    return (
        f"**I may not post in {room} yet.** Open that room's settings, then Permissions, and "
        "give me View Channel, Send Messages and Embed Links. The meeting itself is saved."
    )


def end_title(title: str) -> str:
    """Ask whether a meeting should end."""
    return f"End {title}?"


def end_text(rhythm: str) -> str:
    """Say what ending a meeting means."""
    return (
        f"{rhythm}\n\nIt is taken off the list and nobody is reminded of it any more. "
        "This cannot be taken back; you can add the meeting again."
    )


def ended(title: str, withdrawn: int) -> str:
    """Say that a meeting has ended."""
    return f"**{title}** has ended. {not_sent(withdrawn)}"


def not_sent(count: int, for_what: str = "") -> str:
    """Say how many reminders that waited are not sent, and what they were for."""
    if not count:
        return "No reminder of it was waiting."
    waiting = "1 reminder" if count == 1 else f"{count} reminders"
    return f"{waiting} that waited will not be sent{for_what}."
