"""Every error that a person can be told about has words, and they fit into Discord."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import bot
from bot.chat.render.errors import error as render
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
    Rank,
    StorageError,
    Trouble,
)
from bot.domain.servers import Right, RolePurpose, RoomPurpose
from tests.house.limits import faults
from tests.house.tree import dotted, name, parsed, python_files

# A Discord permission's longest name, several times over: what an admin may have to click.
RIGHTS = ", ".join(["Use External Soundboard Sounds"] * 5)
LONG = "x" * 100

EVERY: dict[type[ClinicError], list[ClinicError]] = {
    NotFound: [NotFound("meeting"), NotFound(LONG)],
    NotPermitted: [
        *(NotPermitted(right) for right in Right),
        NotPermitted(RIGHTS),
        NotPermitted(RIGHTS, by_bot=True),
        NotPermitted("", by_bot=True),
    ],
    OutOfReach: [OutOfReach(why) for why in Rank],
    InvalidInput: [InvalidInput(LONG, "empty", LONG), InvalidInput("Time", "time_unreadable")],
    Conflict: [Conflict("already_done"), Conflict("draft_gone")],
    AddressProblem: [AddressProblem(why) for why in Trouble],
    NotSetUp: [
        NotSetUp(),
        *(NotSetUp(f"{room}_room") for room in RoomPurpose),
        *(NotSetUp(f"{role}_role") for role in RolePurpose),
    ],
    InvalidContent: [InvalidContent(LONG, LONG)],
    StorageError: [StorageError("locked"), StorageError("full", LONG)],
}


def kinds(of: type[ClinicError] = ClinicError) -> Iterator[type[ClinicError]]:
    """Yield every kind of error that any module of the bot defines."""
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def import_everything() -> None:
    """Import every module of the bot, so that every kind of error is known."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        importlib.import_module(module.name)


def text_of(problem: ClinicError) -> str:
    """Return what a person reads about an error."""
    [embed] = render(problem).embeds
    return embed.description or ""


def raised(kind: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield where the code makes an error of a kind, and how."""
    for path in python_files("bot", "cogs"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == kind:
                yield f"{name(path)}:{node.lineno}", node


def literal(call: ast.Call, position: int, keyword: str) -> str | None:
    """Return an argument that is written out as text, or None."""
    given = call.args[position : position + 1]
    given += [each.value for each in call.keywords if each.arg == keyword]
    match given:
        case [ast.Constant(value=str(text))]:
            return text
        case _:
            return None


def test_no_kind_of_error_is_left_out_here():
    import_everything()

    assert set(EVERY) == set(kinds())


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
def test_every_error_fits_into_one_message(kind: type[ClinicError]):
    """An error that Discord refuses leaves a person before a spinner."""
    refused = {repr(each): faults(render(each)) for each in EVERY[kind]}

    assert {each: why for each, why in refused.items() if why} == {}


def test_an_unforeseen_error_says_its_reference_and_where_help_is():
    said = render("7F3A")

    assert faults(said) == []
    text = said.embeds[0].description or ""
    assert "7F3A" in text
    assert "988" in text


@pytest.mark.parametrize("kind", [InvalidContent, StorageError])
def test_what_an_operator_reads_does_not_reach_a_channel(kind: type[ClinicError]):
    """Paths and details are for the log."""
    assert all(LONG not in text_of(each) for each in EVERY[kind])


def test_every_problem_that_is_raised_has_words():
    """Without them a person would read a key such as `time_unreadable`."""
    keys = {
        (place, problem)
        for place, call in raised("InvalidInput")
        if (problem := literal(call, 1, "problem"))
    }

    assert keys
    wordless = [
        (place, key)
        for place, key in sorted(keys)
        if text_of(InvalidInput("Field", key)) == f"**Field**: {key}"
    ]
    assert wordless == []


def test_every_conflict_that_is_raised_has_words_of_its_own():
    """The words for "somebody was first" would be untrue of most others."""
    keys = {
        (place, what) for place, call in raised("Conflict") if (what := literal(call, 0, "what"))
    }
    fallback = text_of(Conflict("never heard of"))

    assert keys
    assert [
        (place, key)
        for place, key in sorted(keys)
        if key != "already_done" and text_of(Conflict(key)) == fallback
    ] == []
