"""Contact details of a person."""

import pytest

from bot.domain.screening import contact
from bot.domain.screening.normalise import fold, raw_words


def _find(text: str) -> tuple[str, ...]:
    return contact.find(fold(text), raw_words(fold(text)))


@pytest.mark.parametrize(
    "text",
    [
        "216-555-0142",
        "(614)555-0119",
        "call 440 555 0177",
        "+1 440.555.0177",
        "4405550177",
        "dana.k@example.com",
        "jsmith at example dot com",
        "text me two one six five five five zero one six zero",
        "i'm at 4417 Fernwood Ave apt 3",
        "12 N. Main Street",
    ],
)
def test_a_persons_details_are_found(text: str) -> None:
    assert _find(text)


@pytest.mark.parametrize(
    "text",
    [
        "call or text 988",
        "988 or 911",
        "text HOME to 741741",
        "SAMHSA 1-800-662-4357",
        "poison help is 1-800-222-1222",
        "the Trevor Project, 1-866-488-7386",
        "1-800-273-8255 still works",
        "text 838255",
        "my copay was $1,200 and they billed 4,500",
        "it's a 20 minute drive",
        "i walked 12000 steps",
        "see you at 7 or 8",
        "it was 3 am when i drove my way home",
        "one two three breathe",
        "ratio 120/80, then 118/76",
        "i'll be at group at 6",
    ],
)
def test_help_lines_and_plain_numbers_are_fine(text: str) -> None:
    assert _find(text) == ()
