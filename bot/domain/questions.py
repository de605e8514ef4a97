"""What in a room is a question to somebody who can answer it, and what is talk among members."""

import re

# Longer than this is a story that happens to hold a question; it is for people.
LONGEST = 400
# "Why?" alone asks whoever spoke last.
FEWEST_WORDS = 3

_OPENING = re.compile(
    r"(?:(?:hi|hey|hello|so|ok|okay|and|but|um|please|quick question)[\s,.:!-]+)*"
    r"(?:what|how|when|where|who|why|which|can|could|do|does|did|is|are|am|will|would|should|has|"
    r"have|may|might|any ?(?:one|body) know|i wonder|wondering|qué|cómo|cuándo|dónde|quién|"
    r"por qué|cuál|cuánto|puedo|es)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Say whether a message that was written to nobody in particular asks something."""
    return len(text) <= LONGEST and asks(text)


def asks(text: str) -> bool:
    """Say whether words ask something, however long they are."""
    if len(text.split()) < FEWEST_WORDS:
        return False
    return "?" in text or _OPENING.match(text) is not None


def called(text: str, bot_id: int) -> str | None:
    """Return what is said to the bot in a message that mentions it, or None if it does not."""
    mention = re.compile(rf"<@!?{bot_id}>")
    return mention.sub(" ", text).strip() if mention.search(text) else None
