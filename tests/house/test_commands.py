"""The commands as Discord is told of them: described, guarded, and neutral to who looks over."""

import ast
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.chat.client import Waymark
from bot.given import CONFIG, EXAMPLE
from bot.services.faq_content import load as load_entries
from cogs import EXTENSIONS
from config.settings import load
from tests.house.tree import ROOT, dotted, name, parsed, python_files

CHAT_INPUT, MESSAGE_MENU = 1, 3
SUBCOMMANDS = {1, 2}
# Discord API v10, Permissions: who sees a root command unless an admin says otherwise.
MANAGE_GUILD, MANAGE_EVENTS, MODERATE_MEMBERS = 1 << 5, 1 << 33, 1 << 40
DEFAULTS = {"mod": MODERATE_MEMBERS, "group": MANAGE_EVENTS, "clinic": MANAGE_GUILD}
MENUS = {"Hide": MODERATE_MEMBERS, "Start care card": MODERATE_MEMBERS}
IN_PRIVATE_TOO = {"support", "ask"}
# A phone is seen by others.
TELLS_TOO_MUCH = re.compile(r"crisis|suicid|self.?harm|patient", re.IGNORECASE)
GIVEN_NAME = re.compile(r"[a-z0-9_-]{1,32}")


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Waymark]:
    """The bot, put together as it is for Discord, with every cog and without a connection."""
    settings = load(environ={}, folder=CONFIG, clinic=EXAMPLE)
    place = settings.database.model_copy(update={"path": tmp_path / "house.db"})
    settings = settings.model_copy(update={"database": place})
    database = await app.open_database(settings)
    try:
        made = app.build(settings, database, app.Clock()).client
        for extension in EXTENSIONS:
            await made.load_extension(extension)
        yield made
        await made.close()
    finally:
        await database.close()


@pytest.fixture
def roots(client: Waymark) -> list[dict[str, Any]]:
    """What Discord is sent when the commands are registered."""
    return [command.to_dict(client.tree) for command in client.tree.get_commands()]


@dataclass(frozen=True)
class Named:
    """Something a person can read in the list of commands."""

    path: str
    name: str
    description: str


def listed(command: dict[str, Any], above: str = "") -> Iterator[Named]:
    """Yield a command with everything under it: subcommands, options and choices."""
    path = f"{above} {command['name']}".strip()
    yield Named(path, command["name"], command.get("description", ""))
    for option in command.get("options", ()):
        yield from listed(option, path)
    for choice in command.get("choices", ()):
        yield Named(f"{path}={choice['name']}", choice["name"], "a choice")


def test_the_members_commands_are_there(roots: list[dict[str, Any]]):
    paths = {each.path for root in roots for each in listed(root)}

    assert paths >= {"ask question", "support now", "meetings next", "clinic meeting add"}
    assert paths >= {"mod warn", "mod timeout", "mod history", "Hide"}


def test_every_command_that_an_answer_names_is_there(roots: list[dict[str, Any]]):
    """Somebody who types what a card told them must not read that there is no such command."""
    paths = {each.path for root in roots for each in listed(root)}
    named = {
        command
        for entry in load_entries(CONFIG / "content" / "faq").entries
        for command in re.findall(r"`/([a-z -]+)`", entry.body)
    }

    assert {"meetings next", "ask"} <= named
    assert named - paths == set()


def test_every_command_and_option_is_described(roots: list[dict[str, Any]]):
    """discord.py puts an ellipsis where nobody has written anything."""
    poor = [
        each.path
        for root in roots
        if root["type"] == CHAT_INPUT
        for each in listed(root)
        if not 3 <= len(each.description) <= 100
    ]

    assert poor == []


def test_every_name_is_one_that_discord_takes(roots: list[dict[str, Any]]):
    bad = [
        each.path
        for root in roots
        if root["type"] == CHAT_INPUT
        for each in listed(root)
        if each.description != "a choice" and not GIVEN_NAME.fullmatch(each.name)
    ]

    assert bad == []


def test_no_two_commands_share_a_name(roots: list[dict[str, Any]]):
    """Within a kind, Discord would keep the last and drop the others in silence."""
    names = [(root["type"], root["name"].casefold()) for root in roots]
    names += [
        (root["type"], each.path.casefold())
        for root in roots
        for each in listed(root)
        if each.path != root["name"]
    ]

    assert sorted(names) == sorted(set(names))


def test_each_audience_sees_its_own_root(roots: list[dict[str, Any]]):
    """The service checks the right itself; this keeps the list of commands short."""
    guards = {
        root["name"]: int(root["default_member_permissions"] or 0)
        for root in roots
        if root["default_member_permissions"] is not None
    }

    assert guards == {
        name: bits
        for name, bits in {**DEFAULTS, **MENUS}.items()
        if name in {root["name"] for root in roots}
    }


def test_help_and_answers_work_in_a_direct_message_and_staff_commands_do_not(
    roots: list[dict[str, Any]],
):
    private = {
        root["name"] for root in roots if root["dm_permission"] and 1 in (root["contexts"] or [1])
    }

    assert private & (DEFAULTS.keys() | MENUS.keys()) == set()
    assert private >= IN_PRIVATE_TOO


def test_nothing_a_member_sees_tells_why_they_are_here(roots: list[dict[str, Any]]):
    told = [
        each.path
        for root in roots
        if root["default_member_permissions"] is None
        for each in listed(root)
        if TELLS_TOO_MUCH.search(f"{each.name} {each.description}")
    ]

    assert told == []


def made(callee: str, position: int, keyword: str) -> Iterator[tuple[str, str]]:
    """Yield the place and the literal beginning of an argument, wherever `callee` is called."""
    for path in python_files("bot/chat/render"):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or dotted(node.func) != callee:
                continue
            given = node.args[position : position + 1] if position >= 0 else []
            for each in [*given, *(k.value for k in node.keywords if k.arg == keyword)]:
                text = each.values[0] if isinstance(each, ast.JoinedStr) else each
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield f"{name(path)}:{node.lineno}", ":".join(text.value.split(":")[:2])


def test_every_button_has_somebody_who_answers_it(client: Waymark):
    """A press that nobody answers reads "This interaction failed"."""
    buttons = list(made("Press", 1, "name"))

    assert len(buttons) > 5
    assert [each for each in buttons if each[1] not in client.router.presses] == []


def test_every_form_has_somebody_who_answers_it(client: Waymark):
    forms = list(made("Modal", -1, "custom_id"))

    assert forms
    assert [each for each in forms if each[1] not in client.router.forms] == []


def test_the_example_clinic_is_what_the_tests_run_on():
    """So the example cannot rot."""
    assert EXAMPLE == ROOT / "config" / "clinic.example.toml"
