"""Who sees which room: people are told when a change opens or closes one to them."""

from collections.abc import Generator
from contextlib import contextmanager

from sandbox import permissions
from sandbox.core import Sandbox
from sandbox.payloads import guilds
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Guild


@contextmanager
def watched(sandbox: Sandbox, guild: Guild) -> Generator[None]:
    """Tell the people who are there of rooms that a change within opened or closed to them."""
    before = _seen(sandbox, guild)
    yield
    after = _seen(sandbox, guild)
    for user_id, rooms in after.items():
        was = before.get(user_id, rooms)
        for channel_id in rooms - was:
            payload = guilds.channel(sandbox.world.channels[channel_id], sandbox.world)
            sandbox.hub.publish("CHANNEL_CREATE", payload, guild_id=guild.id, to={user_id})
        for channel_id in was - rooms:
            gone = sandbox.world.channels.get(channel_id)
            if gone is not None:
                payload = guilds.channel(gone, sandbox.world)
                sandbox.hub.publish("CHANNEL_DELETE", payload, guild_id=guild.id, to={user_id})


def _seen(sandbox: Sandbox, guild: Guild) -> dict[Snowflake, set[Snowflake]]:
    world, now = sandbox.world, sandbox.now()
    there = {
        session.user_id
        for session in sandbox.hub.sessions()
        if not session.is_bot and session.user_id in guild.members
    }
    channels = world.channels_of(guild.id)
    return {
        user_id: {c.id for c in channels if permissions.in_channel(world, c, user_id, now)}
        for user_id in there
    }
