"""One way in for every button and every form, by `custom_id`: so all of them survive a restart.

A custom_id reads `noun:verb:arg:arg~key`. Cogs register a handler for each `noun:verb`.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import discord
from discord import Interaction
from discord.ui import Button, DynamicItem, Item, View

from bot.chat.errors import Border
from bot.domain.errors import NotFound

CUSTOM_ID = re.compile(r"(?P<name>[a-z]+:[a-z_]+)(?P<args>(?::[^:~]+)*)(?:~(?P<key>[0-9a-f]+))?")

Args = tuple[str, ...]
PressHandler = Callable[[Interaction, Args], Awaitable[None]]
FormHandler = Callable[[Interaction, Args, Mapping[str, str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Router:
    """Finds who answers a press or a sent form."""

    border: Border
    presses: dict[str, PressHandler] = field(default_factory=dict[str, PressHandler])
    forms: dict[str, FormHandler] = field(default_factory=dict[str, FormHandler])

    def on_press(self, name: str, handler: PressHandler) -> None:
        """Let `handler` answer the buttons called `name`.

        Raises:
            ValueError: Another cog answers them already.
        """
        if name in self.presses:
            raise ValueError(name)
        self.presses[name] = handler

    def on_form(self, name: str, handler: FormHandler) -> None:
        """Let `handler` answer the forms called `name`; it is given what was typed, by field.

        Raises:
            ValueError: Another cog answers them already.
        """
        if name in self.forms:
            raise ValueError(name)
        self.forms[name] = handler

    async def press(self, interaction: Interaction, custom_id: str) -> None:
        """Answer a press."""
        name, args = parse(custom_id)
        async with self.border.around(interaction, name):
            if name not in self.presses:
                raise NotFound("button")
            await self.presses[name](interaction, args)

    async def form(self, interaction: Interaction) -> None:
        """Answer a form, whoever opened it and whenever."""
        data: Any = interaction.data
        name, args = parse(data["custom_id"])
        async with self.border.around(interaction, name, typed=texts(data["components"])):
            if name not in self.forms:
                raise NotFound("form")
            await self.forms[name](interaction, args, typed(data["components"]))

    def button(self) -> type[DynamicItem[Button[View]]]:
        """Return the item to register with discord.py: it matches every custom_id of ours."""
        router = self

        class RoutedButton(DynamicItem[Button[View]], template=CUSTOM_ID):
            """Any button of ours."""

            @classmethod
            async def from_custom_id(
                cls, interaction: Interaction, item: Item[Any], match: re.Match[str], /
            ) -> Self:
                assert isinstance(item, Button)  # noqa: S101 - we send no other component
                return cls(item)

            async def callback(self, interaction: Interaction) -> None:
                await router.press(interaction, self.custom_id)

        return RoutedButton


def parse(custom_id: str) -> tuple[str, Args]:
    """Return the name and arguments of a custom_id."""
    match = CUSTOM_ID.fullmatch(custom_id)
    if match is None:
        return "", ()
    return match["name"], tuple(match["args"].split(":")[1:])


def typed(components: list[dict[str, Any]]) -> dict[str, str]:
    """Return what was typed into a form, by the field's custom_id."""
    found: dict[str, str] = {}
    for item in _fields(components):
        values: list[str] = item.get("values", [])
        found[item["custom_id"]] = item.get("value") or (values[0] if values else "")
    return found


def texts(components: list[dict[str, Any]]) -> list[str]:
    """Return the words that were typed into a form, field by field, without its choices."""
    return [item["value"] for item in _fields(components) if item.get("value", "").strip()]


def _fields(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a form's fields: rows of inputs, or labels with one each (API v10, Modal Submit)."""
    for row in components:
        # Words that only stand in a form come back as well, with nothing in them.
        yield from [row["component"]] if "component" in row else row.get("components", [])


def is_form(interaction: Interaction) -> bool:
    """Say whether an interaction is a form sent back."""
    return interaction.type is discord.InteractionType.modal_submit
