"""What moderators read about acts on rooms and on the whole server, and what a room reads."""

from typing import Final

from bot.domain.holds import HoldKind

# In the room itself.

PAUSED_ROOM: Final = (
    "This room is resting for a little while. You can still be here, and take part again later."
)
PAUSED_UNTIL: Final = "You can take part again {until}."
PAUSED_CLOSED: Final = (
    "This room is resting for a little while. After that, it opens with its meetings as before."
)
PAUSE_OVER_CLOSED: Final = (
    "Thank you for your patience. This room's rest is over. It opens again with its next meeting."
)
PAUSE_OVER: Final = "Thank you for your patience. This room's rest is over."
SIT_WITH_ME: Final = "Ask a person to sit with me"

# The line for staff.

LINE: Final = {
    "pause": "{by} paused {room}. Members cannot write or speak there.",
    "resume": "{by} ended the pause of {room}.",
    "slowmode": "{by} set slow mode in {room}: {wait}.",
    "slowmode_off": "{by} switched slow mode off in {room}.",
    "purge": "{by} removed {removed} from {room}.",
    "lockdown": "{by} closed the server's doors: invites are paused, and new accounts wait ten "
    "minutes before they can write. `/mod lockdown stop` opens them again.",
    "unlock": "{by} opened the server's doors again. Invites and the verification level are as "
    "they were.",
}
UNTIL: Final = "Until {until}, then it is put back as it was."
REASON_LABEL: Final = "Reason"
NOTE_LABEL: Final = "Note"
LEFT: Final = (
    "Still there: {left}. Discord stopped answering, or I was restarted. Run `/mod purge` again to "
    "go on."
)

# What the moderator reads in private.

DONE: Final = {
    "pause": "{room} is paused. Members can read it and its threads, and not write; staff can. A "
    "kind line in the room says so.",
    "pause_forum": "{room} is paused. Members can read every post, and neither begin nor answer "
    "one; staff can. A forum has no place for a line of mine, so you may want to say so in a post.",
    "pause_voice": "{room} is paused. Members can come in, listen and read, and not speak or "
    "write; staff can. A kind line in the room says so. If somebody who was in the call already "
    "can still be heard, click their name and choose Disconnect: they can come back and listen.",
    "pause_voice_closed": "{room} is paused. It is closed between its meetings, so members cannot "
    "come in now. A meeting that begins meanwhile does not open it before the pause is over.",
    "pause_stage_closed": "{room} is paused. It is closed between its meetings, so members cannot "
    "come in now. A meeting that begins meanwhile does not open it before the pause is over.",
    "pause_stage": "{room} is paused. Members can come in, listen and read, and not ask to speak "
    "or write; staff can. A kind line in the room says so. Whoever stands on the stage stays "
    "there: click their name and choose Move to Audience.",
    "resume": "The pause of {room} is over. Its permissions are as they were, and the room says "
    "so.",
    "resume_forum": "The pause of {room} is over. Its permissions are as they were.",
    "slowmode": "Everybody in {room} now waits {wait} between two messages. Moderators do not.",
    "slowmode_off": "Slow mode is off in {room}.",
    "lockdown": "The doors are closed. Nobody can come in by an invite, and new accounts wait ten "
    "minutes before they can write. It stays so until `/mod lockdown stop`.",
    "unlock": "The doors are open again. Invites and the verification level are as they were.",
}
NOT_YET: Final = (
    "Discord does not answer right now. I keep trying, also after a restart, and a line in the "
    "staff room says when it is done."
)

# Lockdown, asked once more.

LOCK_TITLE: Final = "Close the server's doors?"
LOCK_TEXT: Final = (
    "Nobody can come in by an invite, and accounts that are new here wait ten minutes before they "
    "can write. Everybody who is here stays, and can go on talking. You can open the doors again "
    "at any time with `/mod lockdown stop`: all is put back as it was."
)
LOCK: Final = "Close the doors"
LEAVE_OPEN: Final = "Leave them open"
LEFT_OPEN: Final = "The doors stay open. Nothing was changed."

# Removing messages.

PURGE_TITLE: Final = "Remove {count} from this room?"
PURGE_TEXT: Final = "In {room}, {who}. This cannot be undone."
EVERYBODYS: Final = "from everybody"
PURGE_NOTHING: Final = "I found no message in {room} that fits. Nothing was removed."
SPARED_CARE: Final = "Kept: {count} with a care card. Nobody is punished for a hard time."
SPARED_PINNED: Final = "Kept: {count}, pinned. You can include pinned messages if you want."
OLD: Final = "Older than 14 days: {count}. Discord lets me remove those one by one, slowly."
TOO_OLD: Final = "Kept for now: {count} more, older than 14 days. I take 20 of those at a time."
NOT_WHOLE: Final = "I looked through the newest 1,000 messages. There may be more further back."
IN_CARE: Final = (
    "There is a care card about this person. Perhaps somebody could talk with them first?"
)
OURS_STAY: Final = "What I said here myself stays."
PURGE: Final = "Remove them"
KEEP: Final = "Keep them"
KEPT: Final = "All messages stay. Nothing was removed."
PROGRESS: Final = "Removing: {done} of {total}…"
PURGED: Final = "{removed} removed. A line about it stands in the staff room."
PURGED_LEFT: Final = (
    "{removed} removed. Still there: {left}. Discord stopped answering. Run `/mod purge` again to "
    "go on."
)

# What could not be kept or put back.

TROUBLE_TITLE: Final = "Something needs a click"
TROUBLE: Final = {
    ("slowmode", True): "I could not put slow mode in {room} back as it was. Please open {room}, "
    "Edit Channel, and set Slowmode; I need Manage Channels there. I try again every ten minutes.",
    ("slowmode", False): "I could not set slow mode in {room}. I need Manage Channels there. I try "
    "again every ten minutes.",
    ("lockdown", True): "I could not open the server's doors again. I need Manage Server. You can "
    "do it by hand: Server Settings, Safety Setup for the verification level, and Invites, Enable "
    "Invites. I try again every ten minutes.",
    ("lockdown", False): "I could not keep the server's invites paused. I need Manage Server. You "
    "can do it by hand: Server Settings, Invites, Pause Invites. I try again every ten minutes.",
}

AUDIT: Final = {
    None: "Asked by a moderator",
    HoldKind.SLOWMODE: "Slow mode as it was asked for",
    HoldKind.LOCKDOWN: "The server's doors as it was asked for",
}


def messages(count: int) -> str:
    """Count messages."""
    return "1 message" if count == 1 else f"{count} messages"


def wait(seconds: int) -> str:
    """Say how long slow mode lets somebody wait."""
    if seconds < 60:
        return f"{seconds} seconds"
    minutes, hours = seconds // 60, seconds // 3600
    if seconds < 3600:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return "1 hour" if hours == 1 else f"{hours} hours"


LENGTHS: Final = {
    10: "10 minutes",
    30: "30 minutes",
    60: "1 hour",
    360: "6 hours",
    1440: "1 day",
    10080: "7 days",
}
SINCE: Final = {
    10: "Last 10 minutes",
    60: "Last hour",
    360: "Last 6 hours",
    1440: "Last day",
    10080: "Last 7 days",
    43200: "Last 30 days",
}
CONTAINING: Final = {"links": "Links", "files": "Files", "both": "Links or files"}
WAITS: Final = (0, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600)
OFF: Final = "Off"
