"""Every error that a member can meet has Spanish words, and they fit into Discord."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.render.errors import error as render
from bot.chat.wording.en import errors as english
from bot.chat.wording.es import errors as spanish
from bot.domain.errors import (
    IN_A_SERVER,
    ClinicError,
    Conflict,
    InvalidContent,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotSetUp,
    StorageError,
)
from bot.domain.servers import Right, RolePurpose, RoomPurpose
from tests.house.limits import faults
from tests.house.test_errors import LONG, RIGHTS, kinds, literal, raised, text_of
from tests.house.tree import ROOT, name, parsed, python_files, strings

# A cog that answers members, if only by one of its buttons.
OF_MEMBERS = {
    "answers", "asides", "faq", "handovers", "hiding", "meetings", "private_questions",
    "questions", "reports", "rules", "safety", "support", "warnings",
}  # fmt: skip
OF_STAFF = {
    "automod", "bans", "care", "cases", "clinic", "clinic_calendars", "clinic_contacts",
    "clinic_drill", "clinic_editing", "clinic_faq", "clinic_faq_import", "clinic_faq_review",
    "clinic_faq_walk", "clinic_meetings", "clinic_policy", "clinic_rules", "group_dates", "groups",
    "moderation", "purge", "raids", "report_cards", "room_acts", "rota",
}  # fmt: skip
SERVICE = re.compile(r"from bot\.services\.(\w+) import")
# Members read what these have; what can go wrong there is staff's, who write it.
STAFF_WRITE = {"calendars", "contacts", "meetings", "raids"}

EVERYWHERE: list[ClinicError] = [
    *(NotPermitted(right) for right in (*Right, RIGHTS, IN_A_SERVER)),
    NotPermitted(RIGHTS, by_bot=True),
    NotPermitted("", by_bot=True),
    NotSetUp(),
    *(NotSetUp(f"{room}_room") for room in RoomPurpose),
    *(NotSetUp(f"{role}_role") for role in RolePurpose),
    NotFound(LONG),
    InvalidInput(LONG, "empty", LONG),
    *(Conflict(what) for what in spanish.CONFLICT),
    InvalidContent(LONG, LONG),
    StorageError("locked"),
]


def members_files() -> set[Path]:
    """Return the files whose errors members meet: the cogs, their services, and the border."""
    cogs = [ROOT / "cogs" / f"{each}.py" for each in OF_MEMBERS]
    services = {
        ROOT / "bot" / "services" / f"{service}.py"
        for cog in cogs
        for service in SERVICE.findall(cog.read_text("utf-8"))
        if service not in STAFF_WRITE
    }
    border = {ROOT / "bot" / "chat" / f"{each}.py" for each in ("errors", "inbound", "router")}
    return {*cogs, *services, *border}


def said_to_members(kind: str, position: int, keyword: str) -> Iterator[str]:
    """Yield what the errors of a kind are about, wherever a member can meet them."""
    places = {name(path) for path in members_files()}
    for place, call in raised(kind):
        about = literal(call, position, keyword)
        if about and place.partition(":")[0] in places:
            yield about


def in_spanish(problem: ClinicError | str) -> str:
    """Return what somebody reads whose Discord is Spanish."""
    [embed] = render(problem, language="es").embeds
    return f"{embed.title}\n{embed.description}"


def test_every_cog_is_of_members_or_of_staff() -> None:
    assert {path.stem for path in python_files("cogs")} - {"__init__"} == OF_MEMBERS | OF_STAFF
    assert not OF_MEMBERS & OF_STAFF


def test_every_conflict_of_a_member_is_said_in_spanish() -> None:
    """By any text in their files: some are chosen first and raised later."""
    met = {text for path in members_files() for _, text in strings(parsed(path))}
    met &= english.CONFLICT.keys()

    assert {"warning_own", "asked_enough", "not_agreed"} <= met
    assert met - spanish.CONFLICT.keys() == set()


def test_every_problem_with_what_a_member_typed_is_said_in_spanish() -> None:
    met = set(said_to_members("InvalidInput", 1, "problem"))
    fields = set(said_to_members("InvalidInput", 0, "field"))

    assert "no_ping_role" in met
    assert met - spanish.PROBLEM.keys() == set()
    assert "How" in fields
    assert {each for each in fields if each[0].isupper()} - spanish.FIELD.keys() == set()


def test_whatever_a_member_cannot_find_has_a_spanish_name() -> None:
    met = set(said_to_members("NotFound", 0, "what"))

    assert {"button", "form"} <= met
    assert met - spanish.NOUN.keys() == set()


def test_every_right_a_member_can_lack_has_a_spanish_name() -> None:
    met = set(said_to_members("NotPermitted", 0, "needs"))

    assert "Send Messages" in met
    assert {*met, *Right} - spanish.RIGHT.keys() == set()


def test_no_spanish_words_are_left_without_english_ones() -> None:
    assert spanish.CONFLICT.keys() - english.CONFLICT.keys() == set()
    assert spanish.PROBLEM.keys() - english.PROBLEM.keys() == set()


@pytest.mark.parametrize("problem", EVERYWHERE, ids=repr)
def test_a_spanish_error_fits_and_is_no_english(problem: ClinicError) -> None:
    assert faults(render(problem, typed=["x" * 3000], language="es")) == []
    assert text_of(problem) not in in_spanish(problem)


def test_the_kinds_that_only_staff_meet_are_these() -> None:
    """A new kind of error needs Spanish words, or a reason to be here."""
    spoken = {type(problem) for problem in EVERYWHERE}

    assert {kind.__name__ for kind in set(kinds()) - spoken} == {"OutOfReach", "AddressProblem"}


def test_an_unforeseen_error_says_in_spanish_where_help_is() -> None:
    said = in_spanish("7F3A")

    assert "7F3A" in said
    assert "llama al **988**" in said


def test_what_was_typed_is_given_back_in_spanish() -> None:
    said = render(StorageError("locked"), typed=["hola"], language="es")

    assert said.content == f"{spanish.TYPED}\n```\nhola\n```"


def test_a_direct_message_is_told_from_a_missing_right() -> None:
    """Nobody has a right called "a server"."""
    assert "right" not in text_of(NotPermitted(IN_A_SERVER))
