"""Threads: making them, waking them, and who may write in them."""

from sandbox.acts import audience
from sandbox.core import Sandbox
from sandbox.errors import refuse
from sandbox.payloads import guilds
from sandbox.permissions import Permission
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Channel, Thread, User


def check_may_write(channel: Channel, has: int) -> None:
    """Refuse a message in a locked thread.

    Raises:
        DiscordError: 160005.
    """
    thread = channel.thread
    if thread is not None and thread.is_locked and not has & Permission.MANAGE_THREADS:
        raise refuse(160005)


def wake(sandbox: Sandbox, channel: Channel, author: User) -> None:
    """Open an archived thread again, and let the author join it."""
    thread = channel.thread
    if thread is None:
        return
    join(sandbox, channel, author.id)
    if thread.is_archived:
        thread.is_archived, thread.archived_at = False, sandbox.now()
        publish(sandbox, "THREAD_UPDATE", channel)


def join(sandbox: Sandbox, channel: Channel, user_id: Snowflake) -> None:
    """Let a user into a thread."""
    thread = channel.thread
    if thread is None or user_id in thread.members:
        return
    joined = sandbox.now()
    thread.members[user_id] = joined
    payload = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "member_count": len(thread.members),
        "added_members": [guilds.thread_member(channel.id, user_id, joined)],
    }
    to = audience.aware_of(sandbox, channel)
    sandbox.hub.publish("THREAD_MEMBERS_UPDATE", payload, guild_id=channel.guild_id, to=to)


def leave(sandbox: Sandbox, channel: Channel, user_id: Snowflake) -> None:
    """Let a user out of a thread."""
    thread = channel.thread
    if thread is None or thread.members.pop(user_id, None) is None:
        return
    payload = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "member_count": len(thread.members),
        "removed_member_ids": [str(user_id)],
    }
    to = audience.aware_of(sandbox, channel)
    sandbox.hub.publish("THREAD_MEMBERS_UPDATE", payload, guild_id=channel.guild_id, to=to)


def start(
    sandbox: Sandbox, parent: Channel, kind: int, name: str, owner: User, archive_minutes: int
) -> Channel:
    """Start a thread in a channel."""
    channel = Channel(
        sandbox.new_id(), kind, name, parent.guild_id, parent_id=parent.id, thread=None
    )
    channel.thread = Thread(owner.id, sandbox.now(), archive_minutes)
    channel.thread.members[owner.id] = sandbox.now()
    sandbox.world.channels[channel.id] = channel
    payload = guilds.channel(channel, sandbox.world) | {"newly_created": True}
    to = audience.aware_of(sandbox, channel)
    sandbox.hub.publish("THREAD_CREATE", payload, guild_id=channel.guild_id, to=to)
    return channel


def publish(sandbox: Sandbox, event: str, channel: Channel) -> None:
    """Tell of a thread as it is now."""
    payload = guilds.channel(channel, sandbox.world)
    to = audience.aware_of(sandbox, channel)
    sandbox.hub.publish(event, payload, guild_id=channel.guild_id, to=to)
