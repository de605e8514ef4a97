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
UNREVIEWED = "Wording not yet reviewed by a clinician"
NO_ANSWER_TITLE = "I have no approved answer to that"
NO_ANSWER = (
    "I only pass on what the clinic has written, and I found nothing there that fits. "
    "Your care team can answer you. Press **Ask a person** and staff will write to you, "
    "or contact the clinic."
)
OFFER_TITLE = "Did you mean one of these?"
OFFER = "I am not sure enough to answer right away. Pick one, or ask a person."
ASK_A_PERSON = "Ask a person"
READ_SOURCE = "Read the source"

HELPFUL = "Helpful"
NOT_THAT = "Not what I asked"
SHARE = "Share here"
THANKS = "Thank you. That was counted, without your name."
NEXT_TITLE = "Other answers that come close"
NEXT = "Pick one, or ask a person."
NOTHING_NEAR_TITLE = "I have nothing closer"
NOTHING_NEAR = "A person can answer you. Press **Ask a person**, or contact the clinic."
SHARED = "It stands in this room now. Nobody sees who shared it."
SHARED_FOOTER = "Somebody here asked for this to be shared."

# Under a message in a room. What follows a press is for whoever presses.
POINTER = "The clinic has written something that may fit. Only you see it when you press."
SEE_IT = "Show me"
POINTER_NONE = (
    "I have no approved answer to that. A person can answer you; what you write stays between you "
    "and the team."
)

YOU_ASKED = "You asked: "


REACH = "How to reach the clinic"
NO_CONTACT = "Ask staff in this server; the clinic has not filled in its contact details yet."


def you_asked(question: str) -> str:
    """Show somebody their own question. A footer shows any words as they are."""
    return YOU_ASKED + question


def reviewed(by: str | None, on: date | None, *, from_article: bool) -> str:
    """Say who reviewed an answer and when, or that nobody has yet."""
    if by is None or on is None:
        return NOT_YET_REVIEWED if from_article else UNREVIEWED
    return f"Reviewed by {by} on {on:%B} {on.day}, {on.year}"
