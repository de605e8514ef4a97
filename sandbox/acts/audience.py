"""Who may know of what happens where."""

from sandbox import permissions
from sandbox.core import Sandbox
from sandbox.permissions import Permission
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Channel, Guild


def everybody(guild: Guild) -> set[Snowflake]:
    """List a guild's members."""
    return set(guild.members)


def with_permission(sandbox: Sandbox, guild: Guild, needed: int) -> set[Snowflake]:
    """List the members with some permissions in the guild at large."""
    now = sandbox.now()
    return {
        member.user_id
        for member in guild.members.values()
        if permissions.in_guild(guild, member, now) & needed == needed
    }


def of_channel(sandbox: Sandbox, channel: Channel) -> set[Snowflake]:
    """List who may read a channel."""
    guild = sandbox.world.guild_of(channel)
    if guild is None:
        return set(channel.recipients)
    now, view = sandbox.now(), Permission.VIEW_CHANNEL
    return {u for u in guild.members if permissions.may(sandbox.world, channel, u, view, now)}


def aware_of(sandbox: Sandbox, channel: Channel) -> set[Snowflake]:
    """List who is told of a channel itself: its readers, and every bot of the guild."""
    guild = sandbox.world.guild_of(channel)
    if guild is None:
        return set(channel.recipients)
    bots = {u for u in guild.members if sandbox.world.users[u].bot}
    return of_channel(sandbox, channel) | bots
