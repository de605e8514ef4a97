"""What is said about rooms that open and close with their meetings."""

from typing import Final

OPENED_TITLE: Final = "Opening"
OPENED: Final = "{room} opens now. It closes again {until}."
OPENED_FOR_GOOD: Final = "{room} opens now, and stays open until somebody closes it."
CLOSED_TITLE: Final = "Closing"
CLOSED: Final = (
    "{room} closes now. Members can read it and not write, and cannot come into a voice room. It "
    "opens with its next meeting if you have set that up, or with `/group open`."
)
KEPT_TITLE: Final = "The room follows the meeting"
KEPT: Final = (
    "From now on {room} is closed between the meetings of **{title}**: members can read it and "
    "not write, and cannot come into a voice room. It opens when the meeting begins and closes "
    "when it ends. Facilitators, moderators and admins can always write. What you have set in the "
    "room's own permissions is kept, and given back as it was."
)
LET_GO_TITLE: Final = "The room is yours again"
LET_GO: Final = (
    "{room} does not open and close with **{title}** any more. Its permissions are given back as "
    "they were before; what you changed yourself meanwhile stays."
)

TROUBLE_TITLE: Final = "A room needs a click"
STATE: Final = {"open": "open", "closed": "close"}
TROUBLE: Final = {
    "forbidden": "Discord did not let me {do} {room}. Please open {room}, Edit Channel, "
    "Permissions, and give my role View Channel, Manage Channels and Manage Permissions. I try "
    "again every ten minutes. The meeting itself goes on.",
    "refused": "Discord refused to let me {do} {room}. An admin may find the reason in the log. "
    "Please {do} it by hand in its permissions. The meeting itself goes on.",
}

REASON: Final = {
    "open": "The room opens for its meeting",
    "rest": "The room is closed between meetings",
    "pause": "The room is paused",
    "resume": "The pause of the room is over",
}
