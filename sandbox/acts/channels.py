"""Channels change and go; those who know of them are told."""

from dataclasses import replace

from sandbox.acts import audience
from sandbox.core import Sandbox
from sandbox.payloads import guilds
from sandbox.world.entities import CATEGORY, Channel, Guild

_CHANGEABLE = (
    "name", "topic", "nsfw", "slowmode_seconds", "position", "bitrate", "user_limit",
    "parent_id", "overwrites",
)  # fmt: skip


def publish(sandbox: Sandbox, event: str, channel: Channel) -> None:
    """Tell of a channel as it is now."""
    sandbox.hub.publish(
        event,
        guilds.channel(channel, sandbox.world),
        guild_id=channel.guild_id,
        to=audience.aware_of(sandbox, channel),
    )


def copied(channel: Channel) -> Channel:
    """Copy a channel so that a request can be tried on it."""
    overwrites = {number: replace(one) for number, one in channel.overwrites.items()}
    return replace(channel, overwrites=overwrites)


def take_over(channel: Channel, draft: Channel) -> None:
    """Give a channel what was tried on its copy."""
    for name in _CHANGEABLE:
        setattr(channel, name, getattr(draft, name))


def delete(sandbox: Sandbox, guild: Guild, channel: Channel) -> None:
    """Take a channel away, with its threads, invites and webhooks."""
    world = sandbox.world
    for thread in world.threads_of(guild.id):
        if thread.parent_id == channel.id:
            delete(sandbox, guild, thread)
    to = audience.aware_of(sandbox, channel)
    payload = guilds.channel(channel, world)
    del world.channels[channel.id]
    world.invites = {c: i for c, i in world.invites.items() if i.channel_id != channel.id}
    world.webhooks = {n: h for n, h in world.webhooks.items() if h.channel_id != channel.id}
    for name in ("system_channel_id", "rules_channel_id", "updates_channel_id", "afk_channel_id"):
        if getattr(guild, name) == channel.id:
            setattr(guild, name, None)
    event = "CHANNEL_DELETE" if channel.thread is None else "THREAD_DELETE"
    sandbox.hub.publish(event, payload, guild_id=guild.id, to=to)
    if channel.kind == CATEGORY:
        for orphan in world.channels_of(guild.id):
            if orphan.parent_id == channel.id:
                orphan.parent_id = None
                publish(sandbox, "CHANNEL_UPDATE", orphan)
