"""Words stand in one place, and none of them is left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import docstrings, dotted, functions, name, parsed, python_files

WORDING = "bot/chat/wording"
# A sentence: begins like one, ends like one, and has words enough to say something. What is wrong
# with a file ("must be a list of texts") is for the operator and begins small; so are log phrases.
SENTENCE = re.compile(r"\s*[*_`“\"¿¡]*[A-ZÁÉÍÓÚÑ0-9].*[.!?…][*_`”\"]*\s*", re.DOTALL)
WORD = re.compile(r"[^\W\d_][\w'\u2019]*")
FEWEST = 4


def module_of(path: Path) -> str:
    """Return a file's dotted module name."""
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def top_level(path: Path) -> dict[str, ast.stmt]:
    """Return what a module defines, by name."""
    found: dict[str, ast.stmt] = {}
    for step in parsed(path).body:
        match step:
            case ast.FunctionDef(name=word) | ast.AnnAssign(target=ast.Name(id=word)):
                found[word] = step
            case ast.Assign(targets=targets):
                found |= {each.id: step for each in targets if isinstance(each, ast.Name)}
            case _:
                pass
    return found


def names_in(step: ast.AST) -> set[str]:
    """Return every bare name that is read in a piece of code."""
    return {node.id for node in ast.walk(step) if isinstance(node, ast.Name)}


def used_by_render() -> set[str]:
    """Return `module.NAME` for every wording that a file of render/ names."""
    used = set[str]()
    for path in python_files("bot/chat/render"):
        tree = parsed(path)
        modules: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        used |= {modules[word] for word in names_in(tree) if word in modules}
        for node in ast.walk(tree):
            head, _, tail = dotted(node).partition(".")
            if tail and head in modules:
                used.add(f"{modules[head]}.{tail}")
    return used


def reached(path: Path, used: set[str]) -> set[str]:
    """Return what of a wording module render reaches, by way of the module's own names too."""
    defined = top_level(path)
    found = {word for word in defined if f"{module_of(path)}.{word}" in used}
    while more := {w for each in found for w in names_in(defined[each]) & defined.keys()} - found:
        found |= more
    return found


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what reads like a sentence to a person, docstrings apart."""
    inside = set[ast.AST](docstrings(tree))
    inside.update(part for node in ast.walk(tree) for part in parts(node))
    # What stands beside a command's options in Discord's own list is part of the command.
    inside.update(text for each in decorators(tree) for text in ast.walk(each))
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr():
                text = "".join(
                    part.value if isinstance(part.value, str) else "…" for part in parts(node)
                )
            case ast.Constant(value=str(text)) if node not in inside:
                pass
            case _:
                continue
        if SENTENCE.fullmatch(text) and len(WORD.findall(text)) >= FEWEST:
            yield node.lineno, text


def decorators(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what stands above every function."""
    for function in functions(tree):
        yield from function.decorator_list


def parts(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the parts of an f-string; what is put in at run time reads as None."""
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield value if isinstance(value, ast.Constant) else ast.Constant(value=None)


def test_every_wording_is_used_by_render():
    """A sentence that nobody says is translated and reviewed for nothing."""
    used = used_by_render()
    idle = [
        f"{name(path)} {word}"
        for path in python_files(WORDING)
        for word in top_level(path).keys() - reached(path, used)
    ]

    assert sorted(idle) == []


def test_no_sentence_stands_outside_of_the_wording():
    """Whoever changes what the bot says finds all of it in one folder."""
    found = [
        f"{name(path)}:{line} {text}"
        for path in python_files("bot/domain", "bot/services", "bot/storage", "bot/chat", "cogs")
        if not name(path).startswith(WORDING)
        for line, text in sentences(parsed(path))
    ]

    assert found == []
