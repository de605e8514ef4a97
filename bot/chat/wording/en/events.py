"""What is said about meetings in Discord's own event list."""

from typing import Final

ON_TITLE: Final = "Meetings are shown in Discord's event list"
ON: Final = (
    "The next two dates of each meeting appear in this server's event list, and follow the "
    "meeting. Please know: Discord shows everybody in this server **who pressed Interested**. I "
    "cannot hide that. Switch it off with `/clinic policy events` if that is not right here."
)
OFF_TITLE: Final = "Meetings leave Discord's event list"
OFF: Final = "I call off what I have put there. The meetings themselves and their reminders stay."

DESCRIPTION: Final = (
    "You are welcome as you are. Discord shows who presses Interested; you need not press it to "
    "come."
)
PLACE: Final = "#{room}"
SOMEWHERE: Final = "In this server"

GONE_TITLE: Final = "An event is gone"
GONE: Final = (
    "Somebody deleted or cancelled the event of **{title}** on {when} in this server's event list. "
    "The meeting itself and its reminders stay. Shall I make the event again?"
)
AGAIN: Final = "Make it again"
LEAVE: Final = "Leave it"
MADE_AGAIN: Final = "I make the event again."
LEFT: Final = "The event stays deleted. The meeting itself and its reminders stay."

REASON: Final = "In step with the meeting"
