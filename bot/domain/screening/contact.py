"""Contact details of a person: telephone, e-mail and street address. Help lines are nobody's."""

import re

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
_STREET = re.compile(
    r"\b\d{1,6} (?:[nsew]\.? )?(?:[a-z']{2,20} ){1,3}"
    r"(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|pl|place|way|cir"
    r"|circle|pkwy|terrace|apt|unit)\b(?! (?:now|time|day|days|week|weeks|month|hour|minutes))"
)
_SPOKEN = re.compile(
    r"(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[ ,.-]{1,2}){6,}"
)


def find(plain: str) -> tuple[str, ...]:
    """Name which contact details stand in a folded text; empty for help lines and none at all."""
    found: list[str] = []
    if any(_is_personal(match.group()) for match in _DIGITS.finditer(plain)):
        found.append("contact-phone")
    if _SPOKEN.search(plain):
        found.append("contact-phone-in-words")
    if _MAIL.search(plain):
        found.append("contact-email")
    if _STREET.search(plain):
        found.append("contact-address")
    return tuple(found)


def _is_personal(number: str) -> bool:
    digits = "".join(character for character in number if character.isdigit())
    national = digits[-10:]
    return national not in _HELP_LINES and not national.startswith(("800", "888", "877", "866"))
