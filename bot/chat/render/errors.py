"""Errors as answers. Each is private, says what is wrong and what to do next."""

from collections.abc import Sequence

from bot.chat.render.said import CONTENT_MAX, NOTE, Attached, Said, card
from bot.chat.wording.en import errors as words
from bot.chat.wording.en import subscriptions as addresses
from bot.domain.errors import (
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


def error(problem: ClinicError | str, *, typed: Sequence[str] = ()) -> Said:
    """Render an error that has words, or the reference of one that nobody foresaw.

    Args:
        typed: What was typed in vain: given back, so that nobody has to think of it again.
    """
    text = words.unforeseen(problem) if isinstance(problem, str) else sentence(problem)
    embeds = (card(words.TITLE, text, colour=NOTE),)
    given = "\n\n".join(typed)
    if not given:
        return Said(embeds=embeds)
    # A block of code is copied with one touch, and shows every letter as it was typed.
    block = f"{words.TYPED}\n{FENCE}\n{given}\n{FENCE}"
    if len(block) <= CONTENT_MAX and FENCE not in given:
        return Said(content=block, embeds=embeds)
    file = Attached(words.TYPED_NAME, given.encode())
    return Said(content=words.TYPED_IN_FILE, embeds=embeds, files=(file,))


def sentence(problem: ClinicError) -> str:
    """Return what to tell a person about a known error."""
    match problem:
        case NotPermitted(needs, by_bot=True):
            return words.bot_not_permitted(needs)
        case NotPermitted(needs):
            return words.not_permitted(needs)
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
