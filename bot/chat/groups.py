"""Root commands that several cogs share: one an audience, as Discord sets permissions there.

A cog writes its commands as if they stood alone, and its `setup` puts them under the root:
`await add_under(bot, clinic(bot.tree), cog)`. Which cog comes first does not matter.
"""

from typing import Any

from discord import Permissions
from discord.app_commands import AppCommandContext, CommandTree, Group
from discord.ext import commands

CLINIC, GROUP, MOD = "clinic", "group", "mod"


def clinic(tree: CommandTree[Any]) -> Group:
    """Return `/clinic`, which Discord shows to those who may manage the server."""
    found = tree.get_command(CLINIC)
    if isinstance(found, Group):
        return found
    root = Group(
        name=CLINIC,
        description="Set up the clinic's rooms, meetings and words",
        guild_only=True,
        allowed_contexts=AppCommandContext(guild=True),
        default_permissions=Permissions(manage_guild=True),
    )
    tree.add_command(root)
    return root


def group(tree: CommandTree[Any]) -> Group:
    """Return `/group`, which Discord shows to those who may lead meetings."""
    found = tree.get_command(GROUP)
    if isinstance(found, Group):
        return found
    root = Group(
        name=GROUP,
        description="Lead a group: its dates, its room, its hour",
        guild_only=True,
        allowed_contexts=AppCommandContext(guild=True),
        default_permissions=Permissions(manage_events=True),
    )
    tree.add_command(root)
    return root


def mod(tree: CommandTree[Any]) -> Group:
    """Return `/mod`, which Discord shows to those who may moderate members."""
    found = tree.get_command(MOD)
    if isinstance(found, Group):
        return found
    root = Group(
        name=MOD,
        description="Look after the rooms and the people in them",
        guild_only=True,
        allowed_contexts=AppCommandContext(guild=True),
        default_permissions=Permissions(moderate_members=True),
    )
    tree.add_command(root)
    return root


async def add_under(bot: commands.Bot, root: Group, cog: commands.Cog) -> None:
    """Add a cog whose slash commands and groups live under `root`."""
    # Members may have a root of the same name, as with `/rules` and `/clinic rules`.
    aside = [bot.tree.remove_command(command.name) for command in cog.get_app_commands()]
    await bot.add_cog(cog)
    for command in cog.get_app_commands():
        bot.tree.remove_command(command.name)
        root.add_command(command)
    for theirs in filter(None, aside):
        bot.tree.add_command(theirs)
