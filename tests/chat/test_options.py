"""A command's options come as one value."""

from dataclasses import dataclass
from typing import Any, Literal

import discord
from discord import Interaction, app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.chat.options import gathered


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    what: Literal["tea", "soup"]
    cups: Range[int, 1, 9] = 2
    note: str = ""


class Kitchen(commands.Cog):
    def __init__(self) -> None:
        self.orders: list[Order] = []

    @app_commands.command()
    @app_commands.describe(what="What you would like", cups="How many")
    @app_commands.choices(note=[Choice(name="Hot", value="hot")])
    @gathered(Order)
    async def order(self, interaction: Interaction, options: Order) -> None:
        """Order something."""
        self.orders.append(options)

    @order.autocomplete("cups")
    async def cups(self, interaction: Interaction, current: str) -> list[Choice[int]]:
        del interaction, current
        return []


def test_fields_are_the_commands_options() -> None:
    command = Kitchen().order
    found = {each.name: each for each in command.parameters}
    assert [each.required for each in found.values()] == [True, False, False]
    assert found["cups"].default == 2
    assert (found["cups"].min_value, found["cups"].max_value) == (1, 9)
    assert [choice.value for choice in found["what"].choices] == ["tea", "soup"]
    assert [choice.name for choice in found["note"].choices] == ["Hot"]
    assert found["what"].description == "What you would like"
    assert found["cups"].autocomplete
    assert command.description == "Order something."


async def test_method_is_given_one_value_with_what_was_chosen() -> None:
    kitchen = Kitchen()
    callback: Any = kitchen.order.callback
    chosen: dict[str, object] = {"what": "soup", "cups": 3, "note": "hot"}
    await callback(kitchen, None, **chosen)
    await callback(kitchen, None, what="tea")
    assert kitchen.orders == [Order(what="soup", cups=3, note="hot"), Order(what="tea")]


async def test_command_can_be_added_to_a_tree() -> None:
    async with commands.Bot(command_prefix=(), intents=discord.Intents.none()) as bot:
        await bot.add_cog(Kitchen())
        shown: dict[str, Any] = bot.tree.get_commands()[0].to_dict(bot.tree)
    assert [option["name"] for option in shown["options"]] == ["what", "cups", "note"]
