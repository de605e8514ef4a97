"""Where a person lives: a street and a number, a door, or a full name said to be somebody's."""

import re
from collections.abc import Sequence

# "a 20 minute drive", "things came my way": a street has neither a measure nor a small word in it.
_NO_STREET = (
    "mins?|minutes?|hours?|hrs?|miles?|days?|weeks?|months?|years?|am|pm|times?|of|in|on|out|and"
    "|to|or"
    "|my|the|a|an|i|you|we|is|was|were|that|this|it|for|at|by|from|so|her|his|your|their|our"
    "|more|per"
    "|with|when|if|but|not|no|as|be|are|mg|people|steps|percent|blocks?|go|do|did|had|have|st|nd"
    "|rd|th"
    "|dollars?|bucks|mile|hour|minute|year|day|week|second|degrees?|different|other|infusions?"
    "|sessions?"
)
_TYPES = (
    "st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|pl|place|way|cir|circle"
    "|pkwy|parkway|terrace|ter|trail|trl|loop|hwy|highway|route|square|sq|crescent|close|alley"
    "|row|run|pike"
)
_SURE = (
    "st|street|ave|avenue|rd|road|dr|ln|lane|blvd|boulevard|ct|court|cir|circle|pkwy|parkway"
    "|terrace|ter"
    "|trail|trl|hwy|crescent|drive|place|way"
)
_NUMBERED = re.compile(
    rf"(?<![\d$.,/:#-])\b\d{{1,6}}[a-z]? (?:[nsew]\.? |north |south |east |west )?"
    rf"(?:(?!(?:{_NO_STREET})\b)(?:[a-z'.-]{{2,20}}|\d{{1,3}}(?:st|nd|rd"
    rf"|th)) ){{1,3}}(?:{_TYPES})\b\.?"
    r"(?! (?:ago|later|of|to|home|there|more|better|too))"
)
_LIVES = re.compile(
    r"\b(?:lives?|living|staying|stays|moved to|house is|place is|home is|works|find (?:him|her"
    r"|them)|address is)"
    r" (?:\w+ )?(?:on|at|off|over on"
    r"|down on)? ?(?!the |my |our |a |this |same |that |her |his |main )"
    rf"(?:(?!(?:{_NO_STREET})\b)[a-z']{{2,20}} ){{1,3}}(?:{_SURE})\b"
    r"|\b(?:lives?|living|house is|place is|home is) (?:on|at) [a-z' ]{3,30},? (?:number|no\.?"
    r"|num|#) ?\d+"
)
_STREET_NUMBER = re.compile(
    rf"\b[a-z']{{2,20}} (?:{_SURE}),? (?:number|no\.?|num|#|apt|unit|apartment|suite) ?\d+"
    r"|\b(?:calle|avenida|av\.?|colonia|carrera|cra\.?|pasaje|callejon|privada|calzada|jiron) "
    r"[a-z0-9' ]{2,30}?,? ?(?:#|num(?:ero)?\.?|no\.?)? ?\d{1,5}\b"
    r"|\bp\.? ?o\.? ?box \d+|\bvivo en [a-z ]{3,40},? (?:#|numero|num) ?\d+"
)
_DOOR = re.compile(
    r"\b(?:apt|apartment|unit|lot|trailer|depto|departamento|building|bldg|dorm|room|piso"
    r"|house number)"
    r"\.?,? (?:number |no\.? ?|#)?\d{1,5}[a-z]?\b|\bbuzzer\b|\b\d{2,5} (?:north|south|east|west"
    r"|n\.|s\.|e\.|w\.) "
    r"(?:\d{1,3}(?:st|nd|rd|th)|[a-z]{4,20})\b"
)
_HOME = re.compile(
    r"\b(?:lives?|living|i'm at|my place|her place|his place|my house|my apartment|my address"
    r"|come by"
    r"|come over|stop by|vivo|vive|my trailer's|my trailer|my home|home address|his house"
    r"|her house|knock"
    r"|mail it to|send it to|ship it to|pick me up|drop it|address)\b"
)
_FULL_NAME = re.compile(
    r"\b(?:his|her|their|the facilitator's|the nurse's|moderator's) "
    r"(?:real|full|legal|actual|government) (?:full )?name(?: is|'s|:)"
)
# Where everybody may go: "the clinic's at 1400 ...".
_PLACE = re.compile(
    r"\b(?:clinics?'?s?|pharmacy|hospital|office|library|church|center|clinica|farmacia|cafe"
    r"|restaurant"
    r"|museum|store|parking|er|theater|park|garage|consultorio|biblioteca)\b"
)
_BEFORE = 30
_WORDS = frozenset(
    [
        "lives",
        "live",
        "living",
        "vivo",
        "vive",
        "address",
        "trailer",
        "calle",
        "avenida",
        "colonia",
        "buzzer",
        "name",
        "house",
        "place",
        "box",
    ]
)


def is_given(folded: str, raw: Sequence[str], *, numbered: bool) -> bool:
    """Say whether somebody's home or true name is given, in a text with digits or without."""
    if numbered and any(
        not _PLACE.search(folded[max(0, match.start() - _BEFORE) : match.start()])
        for pattern in (_NUMBERED, _STREET_NUMBER)
        for match in pattern.finditer(folded)
    ):
        return True
    if not numbered and _WORDS.isdisjoint(raw):
        return False
    if _FULL_NAME.search(folded) or _LIVES.search(folded):
        return True
    return bool(_DOOR.search(folded) and _HOME.search(folded))
