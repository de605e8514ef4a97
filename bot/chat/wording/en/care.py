"""What staff read on a care card or when somebody asks for a person. Help lines are content."""

CARD_TITLE = {
    "self": "Care card: somebody may be in danger",
    "other_person": "Care card: somebody is worried about another person",
    "medical": "Care card: this may be a medical emergency",
}
LEVEL = {
    "high": "High. Please look now.",
    "medium": "Medium. Please look soon.",
    "low": "Low. A quiet word may help.",
}
WHO = "Who"
WHERE = "Where"
WHEN = "When"
HOW_URGENT = "How urgent"
HEARD = "What I heard (signals)"
IN_PRIVATE = "In a direct message or a private command: only they can see it."
HAS_SUPPORT = "They already have the help lines."
NO_SUPPORT = "**I could not reach them with the help lines.** Please write to them."
NEXT_STEPS = (
    "Read the message in its place. If the danger is now, call **911**. "
    "One of you acknowledges, so that nobody else is woken."
)
NOT_RECORDED = "I could not write this down, so I cannot remind you. Please act on it now."
AGAIN = "Nobody has acknowledged this yet."
ACKNOWLEDGE = "Acknowledge"
TAKEN_FOOTER = "Nobody else will be woken for this one."


def acknowledged_by(user_id: int, moment: str) -> str:
    """Say who has a card and since when."""
    return f"<@{user_id}> has this since {moment}."


YOU_HAVE_IT = (
    "Thank you. You have it now. Reach out in a private message, stay kind and brief, and do not "
    "ask about methods. You do not have to carry this alone: ask another moderator to join you."
)

CALL_TITLE = {
    "sit": "Somebody asks for company now",
    "talk": "Somebody would like to talk with staff",
}
CALL_TEXT = {
    "sit": "They pressed “Ask a person to sit with me”. Please write to them in private.",
    "talk": "Please write to them in private when you can.",
}
TAKE = "I will take it"


def taken_by(user_id: int, moment: str) -> str:
    """Say who has taken a call and when."""
    return f"<@{user_id}> took this {moment}."


SIT_WITH_ME = "Ask a person to sit with me"
CALLED = "I have told the team that you would like to talk. They will write to you here on Discord."
CALLED_SIT = (
    "I have rung the team. I cannot promise that somebody is there right now. "
    "Until somebody writes, 988 is there day and night: call or text **988**. "
    "In danger now: **911**."
)
NOT_CALLED = (
    "I could not reach the team just now. Please write to a moderator, or call the clinic. "
    "If you are not safe, call or text **988**, or call **911**."
)
CLINIC = "The clinic"
