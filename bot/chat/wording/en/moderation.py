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
    "note": "note",
    "warn": "warning",
    "timeout": "break from writing",
    "untimeout": "break ended early",
    "kick": "removed from the server",
    "ban": "ban",
    "unban": "ban lifted",
    "hide": "hidden message",
    "purge": "removed messages",
    "slowmode": "slower writing",
    "pause": "paused room",
    "resume": "resumed room",
    "lockdown": "closed doors",
    "unlock": "reopened doors",
    "undone": "nothing was done",
    "ban_over": "the ban has ended",
}


def case_title(number: int, action: str) -> str:
    """Name a case."""
    return f"Case {number}: {ACTION[action]}"


# What a letter calls it, where staff's own word would hurt.
LETTER_NAME = {"kick": "leaving the group", "ban": "leaving the group"}


def letter_case(number: int, action: str) -> str:
    """Name a case in a letter."""
    return f"Case {number}: {LETTER_NAME.get(action) or ACTION[action]}"


# In Discord's audit log, after the case's number; nothing that a moderator typed.
TIME_OVER = "its time is over"


def audit_reason(number: int, reason: str) -> str:
    """Say in Discord's audit log why something was done."""
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


# For whoever has left when they read it: none of my commands work for them then.
TO_TALK_OUTSIDE = (
    "Would you like to talk about this, or do you think it is a mistake? Press **Talk to staff**, "
    "and the team will know. You can also call or write to the clinic."
)
HARD_TIME_OUTSIDE = (
    "If you are having a hard time, you can call or text **988**, day and night. "
    "In danger, call **911**."
)


def letter_title(server: str) -> str:
    """Say who writes."""
    return f"A note from the moderators of {server}"


OPENINGS = {
    "warn": "A moderator would like you to know about something in the group. You are still "
    "welcome. Nothing else follows from this note by itself.",
    "untimeout": "A moderator has ended your break early: you can write again. Welcome back.",
    "kick": "A moderator has decided to remove you from the group here on Discord. It is about "
    "this group and nothing else. To come back you need a new invite from the team.",
    "ban": "A moderator has decided that you cannot be in this group on Discord any more. It is "
    "about this group and nothing else.",
    "undone": "You may just have had a note from me that you would have to leave the group. That "
    "did not happen. Nothing was done, and you do not have to do anything.",
}


def letter_ban_until(until: str, left: str) -> str:
    """Begin a letter about a ban that ends."""
    return (
        f"A moderator has decided that you cannot be in this group on Discord until {until} "
        f"({left}). After that you can come back with a new invite from the team. It is about this "
        "group and nothing else."
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


LINES = {
    "note": "{by} left a note about {who}. They are not told.",
    "warn": "{who} was warned by {by}.",
    "untimeout": "{who} can write again. The break was ended early by {by}.",
    "kick": "{who} was removed from the server by {by}.",
    "unban": "{who} is not banned any more. Lifted by {by}. They can come back with an invite.",
    "undone": "I was interrupted while {by} asked me for something about {who}, and it was **not "
    "done**. Please look whether it is still needed.",
    "ban_over": "The ban of {who} has ended. They can come back with an invite.",
}
FOR_GOOD = "for good"
BY_HAND = "Done in Discord's own menus, so I have told them nothing."


def until_when(until: str, left: str) -> str:
    """Say inside a sentence when something ends."""
    return f"until {until} ({left})"


def line_ban(who: str, by: str, end: str) -> str:
    """Say that somebody was banned."""
    return f"{who} was banned {end}. Set by {by}."


HOLD_TROUBLE_TITLE = "A case needs a look"
HOLDS = {
    "ban": "lift the ban, whose time is over",
    "timeout": "set the long break anew, before Discord ends it",
}


def hold_trouble(number: int, keeping: str, problem: str) -> str:
    """Say that a case could not be brought to its end, and what to do."""
    todo = HOLDS[keeping]
    if problem == "forbidden":
        needs = "Ban Members" if keeping == "ban" else "Moderate Members"
        return (
            f"Case {number}: I cannot {todo}. Discord does not let me: I need the right “{needs}”, "
            "and my role must stand above theirs. An admin can give it to me under Server "
            "Settings, Roles. I keep trying."
        )
    return f"Case {number}: I cannot {todo}. Discord refuses it. I keep trying; please look."


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
# They are still here, and do not know yet.
TELL_THEM = "If you can, please tell them in another way."
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
UNTOLD = {
    "note": "Staff can read it in `/mod history`. They are not told.",
    "unban": "They can come back with an invite. Discord carries no message from me to somebody "
    "outside, so they do not know yet.",
}
SET_ANEW = (
    "Discord's own breaks last 28 days at most, so I set it anew until then. If you end it in "
    "Discord's menus, it stays ended."
)
NOT_DONE_AFTER_ALL = "Discord did not do this. Please look, and try again in a minute."
TOOK_BACK = "They had been told already, so I have written to them that nothing was done."
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


# A second look.

CARE_TITLE = "This person may be having a hard time"
LOOK_TITLE = "Please look once more"
GO_ON = "Go on"
GO_ON_WITH = {"kick": "Remove them", "ban": "Ban them"}
LEAVE_IT = "Leave it"
LEFT = "Left as it is. Nothing was done, and nobody was told."
TOLD_BEFORE = (
    "They get a kind note in private first, with your reason, what you add here, and how to reach "
    "the team. A note cannot be taken back."
)
PREVIEW = {
    "kick": "**Remove {who} from the server.** They can come back with an invite.",
    "ban": "**Ban {who} from the server.**",
}
FOR_GOOD_LINE = "For good, until somebody lifts it"
DELETION = {
    0: "What they wrote stays",
    3600: "Removes what they wrote in the last hour, for everybody",
    86400: "Removes what they wrote in the last day, for everybody",
    604800: "Removes what they wrote in the last 7 days, for everybody",
}
DELETION_NAMES = {
    0: "Nothing",
    3600: "The last hour",
    86400: "The last day",
    604800: "The last 7 days",
}
FOR_GOOD_NAME = "For good"
IN_CARE = "care"
USUAL = {
    IN_CARE: "a private word, with a colleague beside you if you like",
    "warn": "a private word, or `/mod warn`",
    "short_break": "a short break with `/mod timeout`, an hour to a day",
    "longer_break": "a longer break with `/mod timeout`, some days to a week",
    "talk": "talking it over with a colleague before anything else",
}


def care_first(who: str, action: str) -> str:
    """Ask a moderator once more."""
    return (
        f"A care card about {who} is open, or is less than a day old. "
        f"A private word may help more than this ({ACTION[action]}). Would you like to go on?"
    )


def usual(step: str, total: int) -> str:
    """Say what is usual next; nothing follows from it."""
    known = {0: "No cases so far.", 1: "1 case so far."}.get(total, f"{total} cases so far.")
    return f"{known} What is usual next: {USUAL[step]}. You decide."


def days(count: int) -> str:
    """Name a length in days."""
    return "1 day" if count == 1 else f"{count} days"


def for_days(count: int) -> str:
    """Say how long a ban lasts."""
    return f"For {days(count)}, then I lift it"


def until(moment: str) -> str:
    """Say when a timeout ends or ended."""
    return f"Until {moment}"


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
    86400: "60 days",
    129600: "90 days",
}
