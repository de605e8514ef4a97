"""Contact details of a person: telephone, e-mail and street address. Help lines are nobody's."""

import re
from collections.abc import Sequence

_HELP_LINES = frozenset(
    {
        "988", "911", "741741", "678678", "838255",
        "8002738255",  # the 988 Lifeline's older number
        "8006624357", "8004874889",  # SAMHSA
        "8002221222",  # Poison Help
        "8663447387", "8665988386", "8664887386",  # the Trevor Project
        "8777267226", "8882369275",  # REMS line, Veterans
    }
)  # fmt: skip
_DIGITS = re.compile(
    r"(?<![\d$.,/])(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]{0,3}\d{3}[ .-]{0,2}\d{4}(?![\d/])"
)
_MAIL = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{2,64} ?(?:@|\(at\)|\[at\]| at ) ?"
    r"[a-z0-9-]{2,63} ?(?:\.| dot |\(dot\)|\[dot\]) ?(?:com|net|org|edu|gov|io|me|co|us|info)\b"
)
# "a 20 minute drive", "things came my way": a street has neither a measure nor a small word in it.
_NO_STREET = (
    "mins?|minutes?|hours?|hrs?|miles?|days?|weeks?|months?|years?|am|pm|times?|of|in|on|out|and|to|or"
    "|my|the|a|an|i|you|we|is|was|were|that|this|it|for|at|by|from|so|her|his|your|their|our|more|per"
    "|with|when|if|but|not|no|as|be|are|mg|people|steps|percent|blocks?|am|go|do|did|had|have"
)
_STREET = re.compile(
    rf"\b\d{{1,6}} (?:[nsew]\.? )?(?:(?!(?:{_NO_STREET})\b)[a-z']{{2,20}} ){{1,3}}"
    r"(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|pl|place|way|cir"
    r"|circle|pkwy|terrace|apt)\b"
)
_SPOKEN_DIGITS = frozenset(
    {"zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
)
_WRITTEN = re.compile(r"[0-9@]|[(\[]at[)\]]| dot ")
# A telephone number without its area code.
_SPOKEN_LENGTH = 7


def find(folded: str, raw: Sequence[str]) -> tuple[str, ...]:
    """Name which contact details stand in a text; nothing for help lines.

    Args:
        folded: The text after `normalise.fold`.
        raw: Its words, after `normalise.raw_words`.
    """
    found: list[str] = []
    if not _SPOKEN_DIGITS.isdisjoint(raw) and _is_spoken(raw):
        found.append("contact-phone-in-words")
    if _WRITTEN.search(folded) is None:
        return tuple(found)
    if any(_is_personal(match.group()) for match in _DIGITS.finditer(folded)):
        found.append("contact-phone")
    if _MAIL.search(folded):
        found.append("contact-email")
    if _STREET.search(folded):
        found.append("contact-address")
    return tuple(found)


def _is_spoken(raw: Sequence[str]) -> bool:
    run = 0
    for word in raw:
        run = run + 1 if word in _SPOKEN_DIGITS else 0
        if run >= _SPOKEN_LENGTH:
            return True
    return False


def _is_personal(number: str) -> bool:
    digits = "".join(character for character in number if character.isdigit())
    national = digits[-10:]
    return national not in _HELP_LINES and not national.startswith(("800", "888", "877", "866"))
