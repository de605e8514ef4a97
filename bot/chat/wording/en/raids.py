"""What staff read about floods and raids, and what a newcomer reads who is held."""

from typing import Final

TITLE: Final = {
    "joins": "Many people are joining at once",
    "messages": "Many messages are coming at once",
}
TEXT: Final = {
    "joins": "{count} people joined within {seconds} seconds. That is far more than is usual here.",
    "messages": "{count} messages too many came in {room} within {seconds} seconds, beyond what a "
    "lively room writes.",
}
CALMED: Final = {
    "joins": "I paused the server's invites until {until}. Nobody was removed.",
    "messages": "I paused the server's invites and set slow mode in {room} until {until}. Nobody "
    "was removed.",
}
NOT_CALMED: Final = (
    "I have changed nothing so far. `/mod lockdown start` closes the doors, `/mod pause` pauses a "
    "room."
)
WHAT_NEXT: Final = (
    "Please have a look. If all is well, stand it down: everything is put back as it was."
)
STAND_DOWN: Final = "Stand down"
KEEP: Final = "Keep it for a day"
STOOD_DOWN: Final = "{who} stood it down. Everything is as it was."
KEPT: Final = "{who} keeps it until {until}. `/mod lockdown stop` opens the doors before that."

HELD_TITLE: Final = "Case {number}: a newcomer is held"
HELD: Final = (
    "{who} joined a few minutes ago and wrote very many messages at once. I hold their writing "
    "until {until}. Nothing else follows by itself. If this is a person who means well, let them "
    "write."
)
LET_WRITE: Final = "Let them write"
LET_GO: Final = "{by} let {who} write again."

LETTER_TITLE: Final = "A short break in {server}"
THE_SERVER: Final = "the group"
LETTER: Final = (
    "Welcome. You are new here, and many messages came from you at once, so I have paused your "
    "writing until {until} ({left}). I did this by myself, no person judged you, and nothing else "
    "follows. The moderators know. If you need somebody now, `/support now` works here too."
)
TALK_TO_STAFF: Final = "Talk to staff"

RESPONSE: Final = {
    "off": "Nothing",
    "card": "Tell staff",
    "calm": "Tell staff, pause invites and slow the room for an hour",
}
CHOSEN: Final = {
    "off": "I do nothing by myself when far more people join or write than is usual.",
    "card": "I tell staff when far more people join or write than is usual, and do nothing else.",
    "calm": "When far more people join or write than is usual, I tell staff, pause invites and "
    "slow the room for an hour. A button takes it back.",
}
NEWCOMERS_HELD: Final = (
    "Whoever joined within a quarter of an hour and floods is held for ten minutes."
)
NEWCOMERS_LEFT: Final = "I time nobody out."
