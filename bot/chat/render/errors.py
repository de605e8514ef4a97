"""Errors as answers. Each is private, says what is wrong and what to do next."""

from collections.abc import Sequence

from bot.chat.render.said import CONTENT_MAX, NOTE, Attached, Said, card
from bot.chat.wording.en import errors as words
from bot.chat.wording.en import subscriptions as addresses
from bot.chat.wording.es import errors as spanish
from bot.domain.errors import (
    IN_A_SERVER,
    AddressProblem,
    ClinicError,
    Conflict,
    InvalidContent,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotSetUp,
    OutOfReach,
    StorageError,
)

FENCE = "```"
TITLE = {"en": words.TITLE, "es": spanish.TITLE}
TYPED = {"en": words.TYPED, "es": spanish.TYPED}
TYPED_IN_FILE = {"en": words.TYPED_IN_FILE, "es": spanish.TYPED_IN_FILE}
TYPED_NAME = {"en": words.TYPED_NAME, "es": spanish.TYPED_NAME}
UNFORESEEN = {"en": words.unforeseen, "es": spanish.unforeseen}


def error(problem: ClinicError | str, *, typed: Sequence[str] = (), language: str = "en") -> Said:
    """Render an error that has words, or the reference of one that nobody foresaw.

    Args:
        typed: What was typed in vain: given back, so that nobody has to think of it again.
        language: The reader's: "en" or "es".
    """
    if isinstance(problem, str):
        text = UNFORESEEN[language](problem)
    else:
        text = _spanish(problem) if language == "es" else sentence(problem)
    embeds = (card(TITLE[language], text, colour=NOTE),)
    given = "\n\n".join(typed)
    if not given:
        return Said(embeds=embeds)
    # A block of code is copied with one touch, and shows every letter as it was typed.
    block = f"{TYPED[language]}\n{FENCE}\n{given}\n{FENCE}"
    if len(block) <= CONTENT_MAX and FENCE not in given:
        return Said(content=block, embeds=embeds)
    file = Attached(TYPED_NAME[language], given.encode())
    return Said(content=TYPED_IN_FILE[language], embeds=embeds, files=(file,))


def sentence(problem: ClinicError) -> str:
    """Return what to tell a person about a known error."""
    match problem:
        case NotPermitted(needs, by_bot=True):
            return words.bot_not_permitted(needs)
        case NotPermitted(needs):
            return words.NOT_IN_A_SERVER if needs == IN_A_SERVER else words.not_permitted(needs)
        case NotFound(what):
            return words.not_found(what)
        case OutOfReach(why):
            return words.REACH[why]
        case InvalidInput(field, wrong, allowed):
            return words.invalid(field, wrong, allowed)
        case _:
            return _sentence_of_state(problem)


def _sentence_of_state(problem: ClinicError) -> str:
    match problem:
        case Conflict(what):
            return words.CONFLICT.get(what, words.CONFLICT["already_done"])
        case NotSetUp(part):
            return words.not_set_up(part)
        case AddressProblem(why):
            return addresses.TROUBLE[why]
        case StorageError():
            return words.STORAGE
        case InvalidContent():
            return words.CONTENT
        case _:
            raise AssertionError(type(problem).__name__)


def _spanish(problem: ClinicError) -> str:
    """Return it in Spanish; what staff alone can meet stays English, like all they read."""
    match problem:
        case NotPermitted(needs, by_bot=True):
            return spanish.bot_not_permitted(needs)
        case NotPermitted(needs):
            in_a_server = needs != IN_A_SERVER
            return spanish.not_permitted(needs) if in_a_server else spanish.NOT_IN_A_SERVER
        case NotFound(what):
            return spanish.not_found(what)
        case InvalidInput(field, wrong):
            return spanish.invalid(field, wrong, otherwise=sentence(problem))
        case _:
            return _spanish_of_state(problem)


def _spanish_of_state(problem: ClinicError) -> str:
    match problem:
        case Conflict(what):
            return spanish.CONFLICT.get(what) or sentence(problem)
        case NotSetUp(part):
            return spanish.not_set_up(part)
        case StorageError():
            return spanish.STORAGE
        case InvalidContent():
            return spanish.CONTENT
        case _:
            return sentence(problem)
