"""The frame around an answer. The answer itself is the clinic's."""

from datetime import date

NOT_ADVICE = (
    "General info, not medical advice. It can't account for your health. Ask your care team "
    "before changing anything. Emergency: 911. In distress: call or text 988."
)
SOURCE = "Where this comes from"
NOT_YET_REVIEWED = (
    "From the clinic's article of June 28, 2023; wording not yet reviewed by a clinician"
)
NO_ANSWER_TITLE = "I have no approved answer to that"
NO_ANSWER = (
    "I only pass on what the clinic has written, and I found nothing there that fits. "
    "Your care team can answer you. Press **Ask a person** and staff will write to you, "
    "or contact the clinic."
)
OFFER_TITLE = "Did you mean one of these?"
OFFER = "I am not sure enough to answer right away. Pick one, or ask a person."
ASK_A_PERSON = "Ask a person"


REACH = "How to reach the clinic"
NO_CONTACT = "Ask staff in this server; the clinic has not filled in its contact details yet."


def reviewed(by: str | None, on: date | None) -> str:
    """Say who reviewed an answer and when, or that nobody has yet."""
    if by is None or on is None:
        return NOT_YET_REVIEWED
    return f"Reviewed by {by} on {on:%B} {on.day}, {on.year}"
