"""What is said when somebody asks for a person. Help lines are content."""

WHO = "Who"
WHEN = "When"

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
