"""The project's own files, as the house tests read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "cogs", "config", "sandbox", "bench", "run.py")
EVERYTHING = (*CODE, "tests", "typings", "docs", "requirements", ".ci", ".github")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Owner = ast.Module | ast.ClassDef | Function


def files(*places: str, ending: str = "*") -> Iterator[Path]:
    """Yield the files under `places`, which are folders or files of the root, in order."""
    for place in places:
        path = ROOT / place
        found = sorted(path.rglob(ending)) if path.is_dir() else [path]
        yield from (each for each in found if each.is_file() and "__pycache__" not in each.parts)


def python_files(*places: str) -> Iterator[Path]:
    """Yield the Python files under `places`."""
    return files(*places, ending="*.py")


def name(path: Path) -> str:
    """Return a file's name as a reader of the project writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield every function, those inside of classes and functions too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def docstring(owner: Owner) -> ast.Constant | None:
    """Return the node of a docstring, or None."""
    match owner.body:
        case [ast.Expr(value=ast.Constant(value=str()) as text), *_]:
            return text
        case _:
            return None


def docstrings(tree: ast.AST) -> set[ast.Constant]:
    """Return the nodes of all docstrings, those of attributes and aliases too."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every string constant but docstrings, with its line; an f-string's parts too."""
    written = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in written:
            yield node.lineno, node.value


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for an attribute of an attribute of a name; what is no name reads `?`."""
    match node:
        case ast.Name(id=word):
            return word
        case ast.Attribute(value=value, attr=word):
            return f"{dotted(value)}.{word}"
        case _:
            return "?"
