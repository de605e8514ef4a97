"""Discord's AutoMod on guard: our rules' names, the question about one, and what is weaker."""

from typing import Final

# A member never sees these: Discord shows them in the server's settings and to staff.
NAMES: Final = {
    "crisis": "Waymark: somebody may need help",
    "sourcing": "Waymark: buying or selling",
    "contact_info": "Waymark: contact details",
    "trigger_detail": "Waymark: hard detail",
    "dosing": "Waymark: doses",
    "conduct": "Waymark: conduct and spam",
}
WATCHED: Final = {
    "crisis": "people in danger",
    "sourcing": "buying and selling",
    "contact_info": "contact details",
    "trigger_detail": "hard detail",
    "dosing": "doses",
    "conduct": "insults, spam and promotion",
}
REASON: Final = "In step with the clinic's signals"

TITLE: Final = {
    "deleted": "An AutoMod rule of mine is gone",
    "edited": "An AutoMod rule of mine was changed",
}
ASKED: Final = {
    "deleted": "Somebody deleted the rule **{name}** in this server's AutoMod. Without it, nobody "
    "is told when a message is about: {watched}. Shall I make it again?",
    "edited": "Somebody changed the rule **{name}** in this server's AutoMod. I leave it as it is "
    "now, and no longer keep it in step. Shall I put mine back? What you added would be gone; who "
    "and which rooms are exempt would stay.",
}
AGAIN: Final = "Put mine back"
LEAVE: Final = "Leave it"
PUT_BACK: Final = "I put my rule back."
LEFT: Final = "It stays as it is. I do not touch it. You can still have mine back."

GUARD_TITLE: Final = "Discord's AutoMod stands guard, as I may not read messages here"
WEAKER_CONTENT: Final = (
    "I hear set words and phrases only: no misspelling, no context, and less of what people say "
    "between the lines. A harmless sentence rings more often.\n"
    "Whoever has **Manage Server** or **Administrator** is exempt, and so are bots and webhooks: "
    "what staff write themselves nobody hears.\n"
    "I hide nothing and nudge nobody: every rule only tells staff. Discord's own alert in the "
    "staff room shows the message, with its buttons.\n"
    "Commands, menus, forms, direct messages to me and messages that mention me work as ever."
)
WEAKER_MEMBERS: Final = (
    "**Without the Server Members intent** I am not told who joins or leaves, or who takes another "
    "name in all of Discord. A new name in this server I read from its audit log."
)


def watching(parts: str) -> str:
    """Say what the rules tell staff about."""
    return f"Staff are told of: {parts}."


def not_watching(parts: str) -> str:
    """Say what no rule of ours watches for."""
    return f"**Not watched for: {parts}.**"


def by_hand(parts: str) -> str:
    """Say which rules staff keep themselves."""
    return f"Changed by hand, and yours now: {parts}."


def cut(parts: str) -> str:
    """Say where Discord's limits left phrases out, the least worthy ones."""
    return f"More phrases than Discord takes, so I cut those least heard: {parts}."


def unsaid(count: int) -> str:
    """Say how many signals cannot be put in AutoMod's terms."""
    return f"Signals that no set phrase can stand for: {count}."
