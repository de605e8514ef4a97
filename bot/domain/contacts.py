"""How to reach the clinic: what an admin checked, when, and when it has to be checked again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import InvalidInput

LABEL_MAX, REACH_MAX, CONTACTS_MAX = 60, 120, 8
# A number that nobody has called for half a year may be anybody's.
REVIEW_EVERY = timedelta(days=183)
# The Lifeline closed this line on July 17, 2025.
CLOSED_LINE = re.compile(r"(press|oprim\w*|marc\w*|then|option)\W+(3|three|tres)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One way to reach a person of the clinic.

    Attributes:
        reach: A number or an address, with hours in words.
        verified_on: When somebody last tried it.
        review_by: When somebody has to try it again.
    """

    label: str
    reach: str
    verified_on: date
    review_by: date


class Standing(StrEnum):
    """How far contacts can be trusted."""

    FRESH = "fresh"
    UNVERIFIED = "unverified"
    DUE = "due"


def checked(label: str, reach: str, *, today: date) -> Contact:
    """Return a contact as somebody has just checked it.

    Raises:
        InvalidInput: It names a line that was closed.
    """
    if CLOSED_LINE.search(reach):
        raise InvalidInput("reach", "line_closed")
    until = today + REVIEW_EVERY
    return Contact(label=label.strip(), reach=reach, verified_on=today, review_by=until)


def named(contacts: Iterable[Contact], label: str) -> Contact | None:
    """Return the contact of a label, in whichever letters somebody typed it, or None."""
    wanted = label.strip().casefold()
    return next((each for each in contacts if each.label.casefold() == wanted), None)


def standing(contacts: Iterable[Contact], *, today: date) -> Standing:
    """Say whether contacts were ever checked, and whether it is time to check them again."""
    due = [contact.review_by for contact in contacts]
    if not due:
        return Standing.UNVERIFIED
    return Standing.DUE if min(due) <= today else Standing.FRESH
