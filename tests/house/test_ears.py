"""One ear: what members write comes in by one door, and that door screens it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from cogs import EXTENSIONS
from tests.house.tree import docstrings, dotted, functions, name, parsed, python_files

EAR = "cogs/safety.py"
# Everything of discord.py's that brings a message's words, or a socket's raw bytes.
HEARS = re.compile(
    r"on_(raw_)?message(_edit|_delete)?|on_raw_bulk_message_delete|on_bulk_message_delete"
    r"|on_socket_(raw_receive|event_type)|on_thread_create|on_automod_action"
    r"|on_(raw_)?thread_update|on_member_update"
)
WAITS_FOR = re.compile(HEARS.pattern.replace("on_", ""))
# discord.py's own runs text commands on every message; ours does nothing in its place.
SILENT = ("bot/chat/client.py", "on_message")


def hears(path: Path) -> Iterator[str]:
    """Yield what in a file listens to messages."""
    tree = parsed(path)
    for function in functions(tree):
        if HEARS.fullmatch(function.name) and (name(path), function.name) != SILENT:
            yield f"{name(path)}:{function.lineno} {function.name}"
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if HEARS.fullmatch(text):
                yield f"{name(path)}:{node.lineno} {text!r}"
            case ast.Call(func=function, args=[ast.Constant(value=str(event)), *_]) if dotted(
                function
            ).endswith(".wait_for") and WAITS_FOR.fullmatch(event):
                yield f"{name(path)}:{node.lineno} wait_for({event!r})"
            case _:
                pass


def test_only_the_safety_cog_hears_messages():
    """A second ear would answer, log or count words that the gate has not seen."""
    others = [path for path in python_files("bot", "cogs", "run.py") if name(path) != EAR]

    assert [found for path in others for found in hears(path)] == []


def test_the_safety_cog_does_hear_them():
    [ear] = python_files(EAR)

    assert [found.partition(" ")[2] for found in hears(ear)] == [
        "on_message",
        "on_raw_message_edit",
        "on_raw_message_delete",
        "on_raw_bulk_message_delete",
        "on_automod_action",
    ]


def test_the_safety_cog_is_the_first_that_is_loaded():
    """The client refuses to start without it, and nothing is ready before it."""
    assert EXTENSIONS[0] == "cogs.safety"


def test_the_clients_own_handler_does_nothing():
    [client] = python_files(SILENT[0])
    tree = parsed(client)
    [handler] = [found for found in functions(tree) if found.name == SILENT[1]]
    silent = docstrings(tree)

    assert all(isinstance(step, ast.Expr) and step.value in silent for step in handler.body)


def test_every_cog_is_loaded():
    """A cog that nobody loads is a feature that silently is not there."""
    written = {
        name(path).removesuffix(".py").replace("/", ".")
        for path in python_files("cogs")
        if path.name != "__init__.py"
    }

    assert set(EXTENSIONS) == written
    assert len(set(EXTENSIONS)) == len(EXTENSIONS)


def test_only_the_gate_makes_text_that_may_be_answered():
    """`ScreenedText` is a promise; whoever could make one anywhere could skip the gate."""
    makers = {
        name(path)
        for path in python_files("bot", "cogs")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith("ScreenedText")
    }

    assert makers == {"bot/services/safety.py"}
