"""What moderators read about cases, and what a person reads about a case of theirs."""

REASON = {
    "unkind": "Words that may have hurt somebody",
    "private_details": "Private details about a person",
    "hard_to_read": "Details that can be hard for others to read",
    "medicine_talk": "Talk about doses or changing medicine",
    "sourcing": "Buying, selling or sharing medicine",
    "adverts": "Adverts, or the same message again and again",
    "disrupting": "Making it hard for the group to talk",
    "other": "Something else",
}
ACTION = {
    "warn": "warning",
    "timeout": "break from writing",
    "hide": "hidden message",
    "purge": "removed messages",
    "slowmode": "slower writing",
    "pause": "paused room",
    "resume": "resumed room",
    "lockdown": "closed doors",
    "unlock": "reopened doors",
}


def case_title(number: int, action: str) -> str:
    """Name a case."""
    return f"Case {number}: {ACTION[action]}"


def audit_reason(number: int, reason: str) -> str:
    """Say in Discord's audit log why something was done; nothing that a moderator typed."""
    return f"case {number}: {REASON[reason].lower()}"


# The person's letter.

TALK_TO_STAFF = "Talk to staff"
THE_SERVER = "the group"
HARD_TIME = (
    "If you are having a hard time, `/support now` shows people who are there day and night. "
    "It works here too."
)
TO_TALK = (
    "Would you like to talk about this, or do you think it is a mistake? "
    "Press **Talk to staff**, and they will write to you."
)


def letter_title(server: str) -> str:
    """Say who writes."""
    return f"A note from the moderators of {server}"


def letter_warn() -> str:
    """Begin a letter about a warning."""
    return (
        "A moderator would like you to know about something in the group. You are still welcome. "
        "Nothing else follows from this note by itself."
    )


def letter_timeout(until: str, left: str) -> str:
    """Begin a letter about a timeout."""
    return (
        "A moderator has set a break for you: you can read, but not write, "
        f"until {until} ({left}). After that you can write again. You do not have to do anything."
    )


def letter_hide(room: str) -> str:
    """Begin a letter about a hidden message."""
    return (
        f"A moderator has hidden a message of yours{room}. You are still welcome, and you can post "
        "again without that part. Staff may still see what it said, so that they can help."
    )


def letter_hide_unkept(room: str) -> str:
    """Begin a letter about a hidden message that staff could not be shown."""
    return (
        f"A moderator has hidden a message of yours{room}. You are still welcome, and you can post "
        "again without that part. Nothing of what it said was kept for staff."
    )


def about(reason: str) -> str:
    """Say what a letter is about."""
    return f"What it is about: **{REASON[reason]}**"


def they_added(note: str) -> str:
    """Quote what the moderator wrote to the person."""
    return f"The moderator wrote: “{note}”"


def in_room(room: str) -> str:
    """Say where, inside a sentence."""
    return f" in {room}"


# The line in the staff room.

HISTORY = "History"
NOT_TOLD = (
    "**They could not be told by direct message.** Theirs may be closed to me. "
    "If Discord was slow, I try again."
)
REASON_LABEL = "Reason"
NOTE_LABEL = "Note"


def line_room(by: str, room: str) -> str:
    """Say who did something to a room or to the server."""
    return f"Done by {by}{room}."


def line_warn(who: str, by: str) -> str:
    """Say that somebody was warned."""
    return f"{who} was warned by {by}."


def line_timeout(who: str, by: str, until: str, left: str) -> str:
    """Say that somebody was timed out."""
    return f"{who} cannot write until {until} ({left}). Set by {by}."


def line_hide(who: str, by: str, room: str) -> str:
    """Say that a message was hidden."""
    return f"A message by {who}{room} was hidden by {by}."


# The hidden words, for staff.

NO_WORDS = "It had no words that I can read. Pictures and files are gone with it."
ONLY_HERE = "These words stand only here. Please delete this card when you no longer need it."
WROTE = "Written by"
WHERE = "Where"


def hidden_title(number: int) -> str:
    """Name the card that holds a hidden message."""
    return f"Case {number}: what the hidden message said"


# What the moderator is told in private.

TOLD = {
    "yes": "They have a kind note about it, with a way to talk to staff.",
    "later": "Discord is slow just now. Their direct message will follow.",
    "no": "They could not be told by direct message. Theirs may be closed to me.",
}
LINE = {
    "yes": "",
    "later": "The line in the staff room will follow.",
    "no": "I could not post a line in the staff room. Please ask an admin to check that there is "
    "one, and that I may post in it.",
}
UNKEPT = (
    "I could not show staff what the message said, so nothing of it was kept. "
    "The writer has been told so."
)
UNKEPT_UNTOLD = "I could not show staff what the message said, so nothing of it was kept."
NOT_DONE_TITLE = "Not done"
NOT_DONE = (
    "Discord did not do this, so as far as I can tell nothing has changed and nobody was told. "
    "Please look, and try again in a minute."
)
UNWRITTEN_TITLE = "Not written down yet"
UNWRITTEN = (
    "It was done, but I could not write it down just now. I will finish it by myself; "
    "`/mod history` will show it."
)
UNWRITTEN_WARN = (
    "I could not write this down just now, so I do not know yet whether they were told. "
    "Please look in `/mod history` in a few minutes before you try again."
)


def failed_case(number: int) -> str:
    """Say which case stands as failed."""
    return f"Case {number} is marked “not done”."


# A person in care.

CARE_TITLE = "This person has an open care card"
GO_ON = "Go on"
LEAVE_IT = "Leave it"
LEFT = "Left as it is. Nothing was done, and nobody was told."


def care_first(who: str, action: str) -> str:
    """Ask a moderator once more."""
    return (
        f"{who} may be having a hard time: a care card about them is open, or is less than a day "
        f"old. A private word may help more than a {ACTION[action]}. Would you like to go on?"
    )


# History.

NO_CASES = "There are no cases."
STATE = {
    "begun": " (not finished)",
    "done": "",
    "failed": " (not done)",
}


def history_title(total: int) -> str:
    """Name a person's history."""
    return "1 case" if total == 1 else f"{total} cases"


def newest(shown: int, total: int) -> str:
    """Say that there are more."""
    return f"These are the newest {shown} of {total}."


def history_entry(reason: str, day: str, by: str) -> str:
    """Say why, when and by whom."""
    return f"{REASON[reason]}\n{day}, by {by}"


def until(moment: str) -> str:
    """Say when a timeout ends or ended."""
    return f"Until {moment}"


def note(text: str) -> str:
    """Show what the moderator typed."""
    return f"Note: “{text}”"


# The form and the choices of a command.

FORM_TITLE = "Hide this message"
FORM_REASON = "Why?"
FORM_REASON_HINT = "The writer and staff will read this."
FORM_NOTE = "A kind word to the writer (optional)"
FORM_NOTE_HINT = "They and staff will read it. Kept for 180 days."
LENGTH_NAMES = {
    10: "10 minutes",
    60: "1 hour",
    360: "6 hours",
    1440: "1 day",
    4320: "3 days",
    10080: "1 week",
    40320: "28 days",
}
