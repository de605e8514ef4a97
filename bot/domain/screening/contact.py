"""Contact details of a person: telephone, e-mail, street and handle. Help lines are nobody's."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.screening import addresses, handles, telephones

HANDLE = "contact-handle"
_MAIL = re.compile(
    r"(?<![a-z0-9._%+@-])(?P<who>[a-z0-9][a-z0-9._%+-]{0,63}) ?(?:@|[(\[{] ?(?:at"
    r"|@|arroba) ?[)\]}]) ?"
    r"[a-z0-9-]{1,63}(?:(?: ?\.| ?[(\[{] ?(?:dot|punto) ?[)\]}]| dot | punto ) ?[a-z0-9-]{2,63})+"
)
# "j underscore mercer at post dot example": the dot must be said, or the provider be a known one.
_SPOKEN_MAIL = re.compile(
    r"(?<![a-z0-9])(?P<who>[a-z0-9][a-z0-9._%+-]{0,63}) ?(?: at | arroba | ?@ ?) ?"
    r"(?:[a-z0-9-]{1,63}(?: (?:dot|punto|period) [a-z0-9-]{2,63}){1,3}"
    r"|(?:gmail|hotmail|yahoo|outlook|icloud|protonmail|proton mail|aol|gmx|msn)\b)"
)
_NO_ONE = frozenset(
    [
        "info",
        "support",
        "help",
        "contact",
        "office",
        "billing",
        "frontdesk",
        "front.desk",
        "appointments",
        "scheduling",
        "noreply",
        "no-reply",
        "reception",
        "intake",
        "records",
        "privacy",
        "admin",
        "clinic",
        "care",
        "hello",
    ]
)
_SIGN = re.compile(r"[@\])}]")
_DIGIT = re.compile("[0-9]")


def find(folded: str, raw: Sequence[str]) -> tuple[str, ...]:
    """Name which contact details stand in a text; nothing for help lines and the clinic's own.

    Args:
        folded: The text after `normalise.fold`.
        raw: Its words, after `normalise.raw_words`.
    """
    return tuple(_found(folded, raw))


def _found(folded: str, raw: Sequence[str]) -> Iterator[str]:
    if telephones.is_spoken(raw):
        yield "contact-phone-in-words"
    numbered = _DIGIT.search(folded) is not None
    if numbered and telephones.is_written(folded):
        yield "contact-phone"
    if _may_be_mail(folded) and _is_mail(folded):
        yield "contact-email"
    if handles.is_given(folded, raw):
        yield HANDLE
    if addresses.is_given(folded, raw, numbered=numbered):
        yield "contact-address"


def _may_be_mail(folded: str) -> bool:
    return " at " in folded or " arroba " in folded or _SIGN.search(folded) is not None


def _is_mail(folded: str) -> bool:
    return any(
        match["who"] not in _NO_ONE
        for pattern in (_MAIL, _SPOKEN_MAIL)
        for match in pattern.finditer(folded)
    )
