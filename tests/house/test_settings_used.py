"""A knob that does nothing is a lie."""

import ast
from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

from config.settings import Settings
from tests.house.tree import dotted, parsed, python_files

# Settings come in through the composition root alone; what it hands on whole may be read behind it.
READERS = (
    "bot/app.py",
    "bot/assembly",
    "bot/given.py",
    "bot/cli",
    "bot/verbs.py",
    "bot/checkup.py",
    "bot/lifecycle.py",
    "run.py",
)


def sections(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the tables that an annotation holds, itself or inside of a tuple."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from sections(part)


def knobs(model: type[BaseModel], holder: str = "settings") -> Iterator[tuple[str, str]]:
    """Yield every key as (name of what holds it, name of the field)."""
    for field, about in model.model_fields.items():
        yield holder, field
        for table in sections(about.annotation):
            yield from knobs(table, field.removesuffix("s") if "tuple" in str(about) else field)


def read() -> tuple[set[tuple[str, str]], set[str]]:
    """Return what is read as (holder, field), and the tables that are walked through whole."""
    pairs, walked = set[tuple[str, str]](), set[str]()
    for path in python_files(*READERS):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute):
                holder = dotted(node.value).rpartition(".")[2]
                pairs.add((holder, node.attr))
            if isinstance(node, ast.comprehension | ast.For):
                walked.add(dotted(node.iter).rpartition(".")[2])
    return pairs, walked


def test_every_setting_is_used():
    """An admin who turns a knob must see something turn."""
    pairs, walked = read()

    idle = {
        f"{holder}.{field}"
        for holder, field in knobs(Settings)
        if (holder, field) not in pairs and holder not in walked
    }

    assert sorted(idle) == []


def test_the_search_for_knobs_finds_those_inside_of_tables():
    found = set(knobs(Settings))

    assert {("settings", "safety"), ("safety", "cooldown"), ("server", "zone")} <= found
    assert {("rooms", "staff"), ("contact", "reach"), ("policies", "dosing_policy")} <= found
