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
        "call me two one six, five five five, zero one four two",
        "six one four five five five oh one forty two",
        "six-one-four, then 555, then 0122",
        "6 1 4 5 5 5 0 1 4 2",
        "my cell is 555-0142",
        "+44 7700 900123",
        "llamame al seis uno cuatro cinco cinco cinco cero uno cuatro dos",
        "jane dot doe at example dot com",
        "jane_doe [at] example [dot] org",
        "j underscore mercer at post dot example",
        "janed at gmail",
        "my snap is moonchild",
        "insta is @the_real_dana",
        "find me on telegram as quietowl",
        "add me on discord, username mossyfrog",
        "discord is quietowl#2231",
        "agrégame en snap como anita",
        "her place is 515 North Fourth, second floor",
        "our facilitator lives on Elm, number 90",
        "her real name is Dana W. and she lives on Oak Hollow Dr",
        "vivo en calle 5 de mayo 23",
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
        "call the front desk at 614 555 0100",
        "email the clinic at info@clinic.example",
        "the clinic's at 1400 Market Street, second floor",
        "order 4471902 still hasn't shipped",
        "tracking number 6145550173001",
        "flight 2210 leaves at 10:45",
        "version 3.11.4 broke my app",
        "my zip code is 43201",
        "the meeting id is 845 2231 9921",
        "count backwards 10 9 8 7 6 5 4 3 2 1",
        "one two three four five six seven, breathe out",
        "my insta is private lol",
        "i deleted snapchat and instagram and feel better",
        "she lives on a quiet street",
        "paypal charged me twice",
        "thanks @jenny see you at 6",
        "read r/therapeutics on reddit",
    ],
)
def test_help_lines_and_plain_numbers_are_fine(text: str) -> None:
    assert _find(text) == ()
