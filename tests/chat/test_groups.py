"""Several cogs share a root command, whichever comes first."""

from collections.abc import AsyncIterator
from typing import Any, cast

import discord
import pytest
from discord import Interaction, app_commands
from discord.app_commands import Group
from discord.ext import commands

from bot.chat.groups import add_under, clinic


class Status(commands.Cog):
    @app_commands.command()
    async def status(self, interaction: Interaction) -> None:
        """Say how things are."""


class Rooms(commands.Cog):
    room = Group(name="room", description="Rooms")

    @room.command()
    async def open(self, interaction: Interaction) -> None:
        """Open a room."""


@pytest.fixture
async def bot() -> AsyncIterator[commands.Bot]:
    async with commands.Bot(command_prefix=(), intents=discord.Intents.none()) as made:
        yield made


@pytest.mark.parametrize("order", [(Status, Rooms), (Rooms, Status)])
async def test_cogs_put_their_commands_under_one_root(
    bot: commands.Bot, order: tuple[type[commands.Cog], ...]
) -> None:
    cogs = [made() for made in order]
    for cog in cogs:
        await add_under(bot, clinic(bot.tree), cog)
    root = clinic(bot.tree)
    assert bot.tree.get_commands() == [root]
    names = {each.qualified_name: each for each in root.walk_commands()}
    assert names.keys() == {"clinic status", "clinic room", "clinic room open"}
    # Each command still belongs to its own cog, which is handed to it when it is called.
    for name, kind in (("clinic status", Status), ("clinic room open", Rooms)):
        command = names[name]
        assert isinstance(command, app_commands.Command)
        assert type(cast("object", command.binding)) is kind


async def test_root_is_for_those_who_manage_a_server(bot: commands.Bot) -> None:
    shown: dict[str, Any] = clinic(bot.tree).to_dict(bot.tree)
    assert int(shown["default_member_permissions"]) == discord.Permissions(manage_guild=True).value
    assert (shown["contexts"], shown["dm_permission"]) == ([0], False)


async def test_root_that_is_no_group_stops_the_start(bot: commands.Bot) -> None:
    @bot.tree.command(name="clinic")
    async def stranger(interaction: Interaction) -> None:
        """Stand in the way."""
        del interaction

    assert isinstance(stranger, app_commands.Command)
    with pytest.raises(app_commands.CommandAlreadyRegistered):
        clinic(bot.tree)
