"""Small rooms: more than this is two ideas."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import (
    CODE,
    Function,
    docstring,
    dotted,
    files,
    functions,
    name,
    parsed,
    python_files,
)

FILE_LINES, COG_LINES = 400, 200
FUNCTION_LINES, ARGUMENTS = 30, 6
# A test is a story told from its beginning to its end; its fixtures are data.
TEST_LINES = 45
WRITTEN = {".py", ".js", ".css", ".html", ".md", ".sql"}
# Clinicians' texts are as long as they must be, and a changelog only grows.
OURS = (*CODE, "tests", "docs", "README.md", "CONTRIBUTING.md")


TESTS = Path(__file__).parents[1]


def ours() -> Iterator[Path]:
    """Yield what developers wrote and people read."""
    for path in files(*OURS):
        if path.suffix in WRITTEN and "content" not in path.parts:
            yield path


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text("utf-8").splitlines())


def length(function: Function) -> int:
    """Return how many lines a function has, from `def` on, without its docstring."""
    last = function.end_lineno or function.lineno
    text = docstring(function)
    told = 0 if text is None else (text.end_lineno or text.lineno) - text.lineno + 1
    return last - function.lineno + 1 - told


def arguments(function: Function) -> int:
    """Return how many arguments a function takes besides itself."""
    given = function.args
    named = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([each for each in named if each not in {"self", "cls"}])


def is_excused(path: Path, function: Function) -> bool:
    """Say whether a function's arguments are a command's options, or have a reason beside them."""
    commands = [each for each in function.decorator_list if isinstance(each, ast.Call)]
    line = path.read_text("utf-8").splitlines()[function.lineno - 1]
    return any(dotted(each.func).endswith(".command") for each in commands) or bool(
        re.search(r"# noqa: .*PLR0913.* - \w+", line)
    )


def test_no_file_is_longer_than_four_hundred_lines():
    assert {name(path): lines(path) for path in ours() if lines(path) > FILE_LINES} == {}


def test_no_cog_is_longer_than_two_hundred_lines():
    """A cog parses, calls one service and renders; a long one has begun to decide."""
    long = {name(path): lines(path) for path in python_files("cogs") if lines(path) > COG_LINES}

    assert long == {}


def test_no_function_is_longer_than_thirty_lines():
    long = {
        f"{name(path)}:{function.lineno} {function.name}": length(function)
        for path in python_files(*CODE, "tests")
        for function in functions(parsed(path))
        if length(function) > (TEST_LINES if path.is_relative_to(TESTS) else FUNCTION_LINES)
    }

    assert long == {}


def test_no_function_takes_more_than_six_arguments():
    """More of them hide a noun that has no name yet; tests' builders are left out, as in ruff."""
    many = {
        f"{name(path)}:{function.lineno} {function.name}": arguments(function)
        for path in python_files(*CODE)
        for function in functions(parsed(path))
        if arguments(function) > ARGUMENTS and not is_excused(path, function)
    }

    assert many == {}
