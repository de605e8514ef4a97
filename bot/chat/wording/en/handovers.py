"""A question that goes to a person: the form, the staff card, and the answer on its way back."""

FORM_TITLE = "Ask a person"
FORM_QUESTION = "Your question"
FORM_QUESTION_HINT = (
    "Staff see this without your name. If you may be in danger, they can learn who you are."
)
HANDED_OVER = (
    "The team has your question, without your name. The answer comes to you in a direct message. "
    "If yours are closed, I show it to you the next time you use one of my commands or buttons."
)
NOT_HANDED_OVER = (
    "I could not reach the team just now, so **nobody has your question**. Please try again in a "
    "minute, or contact the clinic. If you are not safe, call or text **988**, or call **911**."
)
TRY_AGAIN = "Try again"

CARD_TITLE = "A question for a person"
CARD_FOOTER = (
    "It stands only here; I keep no copy. You answer by form, and the asker reads it in private as "
    "an answer of the team."
)
SO_FAR = "So far"
CLAIM = "I will take it"
ANSWER = "Answer"
CLOSE = "Close"

ANSWER_TITLE = "Answer in private"
ANSWER_LABEL = "Your answer"
ANSWER_HINT = "No dose, no promise. They read it as the team's answer, without your name."

MARK = {
    "claimed": "{by} has this since {at}.",
    "closed": "{by} closed this without an answer {at}.",
    "left": "{by} answered {at}, but the asker is no longer in this server. Nothing was sent.",
    "delivered": "{by} answered {at}. Delivered by direct message.",
    "on_its_way": "{by} answered {at}. Discord did not take it yet; I keep trying.",
    "waiting": "{by} answered {at}. Waiting: I could not send a direct message, so they see it "
    "when they next use me.",
    "read": "The asker was shown the answer {at}.",
    "blocked": "{by} blocked whoever asked from asking so again for 30 days {at}, without learning "
    "who it is.",
    "unblocked": "{by} lifted the block {at}.",
    "name_wanted": "{by} pressed **Learn who asked** {at}: somebody may be in danger. One more of "
    "staff has to press it too, within a day.",
    "name_learned": "{by} pressed it too {at}. The two of them can learn who asked, with the same "
    "button. The member is told.",
    "kept": "{by} kept a draft answer {at}. An admin can approve it with `/clinic faq`.",
}
TOLD = {
    "left": "The asker is no longer in this server, so I sent nothing and closed the question.",
    "delivered": "Sent. They have your answer in a direct message.",
    "on_its_way": "Discord did not take your answer yet. I keep trying.",
    "waiting": "I could not send them a direct message. I show them your answer the next time "
    "they use one of my commands or buttons.",
}

KEEP = "Keep as a draft answer"
DRAFT_TITLE = "A draft for everybody"
DRAFT_NAME = "The question, as anybody might ask it"
DRAFT_NAME_HINT = "Only what you type here is kept. Leave out whatever is about the asker."
DRAFT_TEXT = "The answer"
DRAFT_TEXT_HINT = "No dose, no promise. Members do not see it until an admin approves it."


def kept(entry_id: str) -> str:
    """Say that a draft was kept, and how it goes on."""
    return (
        f"Kept as the draft `{entry_id}`. Members do not see it until an admin approves it with "
        "`/clinic faq approve`."
    )


LETTER_TITLE = "An answer to your question"
ASK_MORE = "Ask something else"
LETTER_FOOTER = "General info, not medical advice. Emergency: 911. In distress: call or text 988."
THE_SERVER = "the group"


def mark(kind: str, by: str, at: str) -> str:
    """Say on a card what became of a question."""
    return MARK[kind].format(by=by, at=at)


def letter_opening(server: str, asked_at: str) -> str:
    """Say whose answer it is and to what."""
    return f"You asked the team of {server} a question on {asked_at}. They answer:"
