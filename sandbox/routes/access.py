"""What a caller may reach: the guild, channel or message a path names, or Discord's refusal."""

from sandbox import permissions
from sandbox.errors import refuse
from sandbox.permissions import Permission
from sandbox.routes.call import Call
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import STAGE, TEXTUAL, VOICE, Channel, Guild, Member, Message, Role


def guild(call: Call, needed: int = 0) -> Guild:
    """Find the guild of the path, in which the caller must have the needed permissions."""
    found = call.sandbox.world.guilds.get(call.id("guild_id"))
    if found is None:
        raise refuse(10004)
    if call.me.id not in found.members:
        raise refuse(50001)
    if not allowed(call, found, needed):
        raise refuse(50013)
    return found


def allowed(call: Call, where: Guild, needed: int) -> bool:
    """Tell whether the caller has all the needed permissions in a guild."""
    member = where.members[call.me.id]
    return permissions.in_guild(where, member, call.now) & needed == needed


def member(where: Guild, user_id: Snowflake) -> Member:
    """Find a member of a guild."""
    found = where.members.get(user_id)
    if found is None:
        raise refuse(10007)
    return found


def subordinate(call: Call, where: Guild, user_id: Snowflake) -> Member:
    """Find a member whom the caller stands above."""
    found = member(where, user_id)
    if not permissions.outranks(where, where.members[call.me.id], found):
        raise refuse(50013)
    return found


def role(call: Call, where: Guild) -> Role:
    """Find the role of the path."""
    found = where.roles.get(call.id("role_id"))
    if found is None:
        raise refuse(10011)
    return found


def subordinate_role(call: Call, where: Guild) -> Role:
    """Find the role of the path, which must be below the caller's highest."""
    found = role(call, where)
    if not permissions.commands_role(where, where.members[call.me.id], found):
        raise refuse(50013)
    return found


def channel(call: Call, needed: int = 0, *, name: str = "channel_id") -> Channel:
    """Find the channel of the path, which the caller must see and may use as needed."""
    found = call.sandbox.world.channels.get(call.id(name))
    if found is None:
        raise refuse(10003)
    has = permissions.in_channel(call.sandbox.world, found, call.me.id, call.now)
    if not has & Permission.VIEW_CHANNEL:
        raise refuse(50001)
    if has & needed != needed:
        raise refuse(50013)
    return found


def text_channel(call: Call, needed: int = 0) -> Channel:
    """Find the channel of the path, which must be one that holds messages."""
    found = channel(call)
    if found.kind not in TEXTUAL:
        raise refuse(50008)
    has = permissions.in_channel(call.sandbox.world, found, call.me.id, call.now)
    if found.kind in (VOICE, STAGE) and not has & Permission.CONNECT:
        raise refuse(50001)
    return channel(call, needed)


def past_screening(call: Call, where: Channel) -> None:
    """Refuse whoever has not passed the guild's rules screening."""
    found = call.sandbox.world.guild_of(where)
    if found is not None and found.members[call.me.id].is_pending:
        raise refuse(50009)


def message(call: Call, where: Channel, name: str = "message_id") -> Message:
    """Find the message of the path in its channel's history."""
    found = where.messages.get(call.id(name))
    if found is None or found.only_for is not None:
        raise refuse(10008)
    return found
