"""A person's telephone number, in digits, in words or in both."""

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
_TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
# Ten digits as people group them; seven only with a sign between, or after a word such as "text".
_TEN = re.compile(
    r"(?<![\d$.,/#])(?:\+?1[ .-]{0,2})?\(?\d{3}\)?[ ./-]{0,3}\d{3}[ .-]{0,3}\d{4}(?![\d/])"
)
_APART = re.compile(r"(?<![\d$.,/#])(?:\d[ .-]{1,3}){9,10}\d(?!\d)")
_ABROAD = re.compile(r"(?<![\d$])\+\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,5}(?!\d)")
_BRITISH = re.compile(r"(?<![\d$.,/#-])0\d{3,4}[ -]?\d{3}[ -]?\d{3,4}(?!\d)")
_SEVEN = re.compile(r"(?<![\d$.,/#-])\d{3}[ .-]{1,3}\d{4}(?![\d/-])")
_REACH = re.compile(
    r"\b(?:call|text|txt|phone|ring|cell|cel|number|numero|num|tel|telefono|llama\w*|marca\w*"
    r"|marque"
    r"|mandame|whats\w*|reach|mobile|celular|extension|landline|beeper|dial)\b"
)
_NO_TELEPHONE = re.compile(
    r"\b(?:order|tracking|confirmation|case|ticket|claim|policy|invoice|reference|ref|flight"
    r"|serial|prior"
    r"|member|account|parcel|package|prescription|rx|version|build|model|pedido|vuelo|guia|caso"
    r"|code)"
    r"(?: (?:id|number|num|no|numero|is|#|auth))*\W{0,4}$"
)
# A place's number, not a person's: "the clinic's line is ...".
_PLACE = re.compile(
    r"\b(?:clinics?'?s?|front desk|pharmacy|hospital|office|hotline|helpline|lifeline|insurance"
    r"|clinica"
    r"|poison|rems|samhsa|crisis line|help line|nurse line|after.hours|warm ?line|farmacia"
    r"|customer service)\b"
)
_OWN = re.compile(r"\b(?:my|me|mi|mio|his|her|their|personal|home|cell|sus?)\b")
_BEFORE = 45

_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "cero": "0", "one": "1", "uno": "1", "two": "2", "dos": "2",
    "three": "3", "tres": "3", "four": "4", "cuatro": "4", "five": "5", "cinco": "5", "six": "6",
    "seis": "6", "seven": "7", "siete": "7", "eight": "8", "ocho": "8", "nine": "9", "nueve": "9",
    "ten": "10", "eleven": "11", "twelve": "12",
    "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "2",
    "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8",
    "ninety": "9", "niner": "9", "fiver": "5",
}  # fmt: skip
_TENS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_REPEATS = {"double": 2, "triple": 3, "doble": 2}
_BETWEEN = frozenset(
    [
        "then",
        "and",
        "dash",
        "hyphen",
        "dot",
        "space",
        "point",
        "guion",
        "luego",
        "entonces",
        "y",
        "area",
        "code",
        "punto",
        ".",
        ";",
        "again",
    ]
)
_WORDS = frozenset(_DIGITS)
_COUNTING = "01234567891011121314151617181920"


def is_written(folded: str) -> bool:
    """Say whether a person's number stands there in digits."""
    if sum(map(folded.count, "0123456789")) < 7:
        return False
    for pattern in (_TEN, _APART, _ABROAD, _BRITISH, _SEVEN):
        for match in pattern.finditer(folded):
            before = folded[max(0, match.start() - _BEFORE) : match.start()]
            if pattern is _SEVEN and not _REACH.search(before):
                continue
            if _is_personal(match.group(), before):
                return True
    return False


def is_spoken(raw: Sequence[str]) -> bool:
    """Say whether seven digits or more are spelled out one after the other."""
    if len(_WORDS.intersection(raw)) < 2:
        return False
    digits, spelled, times, tens = "", 0, 1, False
    for word in (*raw, ""):
        one = _DIGITS.get(word) or (word if word.isdigit() and len(word) <= 4 else "")
        if word in _REPEATS:
            times = _REPEATS[word]
        elif one:
            digits += ("0" if tens and word not in _WORDS else "") + one * times
            spelled, times, tens = spelled + (word in _WORDS), 1, word in _TENS
        elif word not in _BETWEEN:
            if _is_number(digits, spelled):
                return True
            digits, spelled, times, tens = "", 0, 1, False
    return False


def _is_number(digits: str, spelled: int) -> bool:
    if spelled < 3 or not 7 <= len(digits) <= 12:
        return False
    if digits in _COUNTING or digits[::-1] in _COUNTING:
        return False
    return digits[-10:] not in _HELP_LINES and not digits.removeprefix("1").startswith(_TOLL_FREE)


def _is_personal(number: str, before: str) -> bool:
    digits = "".join(character for character in number if character.isdigit())
    national = digits[-10:]
    if len(digits) < 7 or national in _HELP_LINES or national.startswith(_TOLL_FREE):
        return False
    if digits in _COUNTING or digits[::-1] in _COUNTING or _NO_TELEPHONE.search(before):
        return False
    return not _PLACE.search(before) or bool(_OWN.search(before))
