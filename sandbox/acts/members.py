"""Members come, change and go; the guild is told."""

from collections.abc import Sequence

from sandbox.acts import audience, doors
from sandbox.core import Sandbox
from sandbox.errors import refuse
from sandbox.gateway import intents
from sandbox.payloads import gateway, people
from sandbox.payloads import guilds as payloads
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Guild, Json, Member, User

SCREENING = "MEMBER_VERIFICATION_GATE_ENABLED"


def join(sandbox: Sandbox, guild: Guild, user: User, *, roles: Sequence[Snowflake] = ()) -> Member:
    """Let a user into a guild with some roles; one who is in it already stays as they are.

    Raises:
        DiscordError: 40007 for the banned.
    """
    if user.id in guild.bans:
        raise refuse(40007)
    known = guild.members.get(user.id)
    if known is not None:
        return known
    member = Member(user.id, sandbox.now(), list(roles))
    # Discord's own rules screening; whoever comes with a role has skipped it.
    member.is_pending = SCREENING in guild.features and not (roles or user.bot)
    guild.members[user.id] = member
    added = people.member(member, sandbox.world.users) | {"guild_id": str(guild.id)}
    sandbox.hub.publish(
        "GUILD_MEMBER_ADD", added, guild_id=guild.id, to=audience.everybody(guild) - {user.id}
    )
    welcome(sandbox, guild, user)
    return member


def welcome(sandbox: Sandbox, guild: Guild, user: User) -> None:
    """Send a guild to somebody who has just come into it."""
    now, online = sandbox.now(), sandbox.hub.is_online
    sandbox.hub.publish(
        "GUILD_CREATE",
        lambda session: gateway.guild_create(
            guild, sandbox.world, user, now, is_online=online, intents=session.intents
        ),
        guild_id=guild.id,
        to={user.id},
    )


def leave(sandbox: Sandbox, guild: Guild, user: User) -> None:
    """Take a member out of a guild; a bot's own role goes with it."""
    member = guild.members.pop(user.id)
    gone = {"guild_id": str(guild.id), "user": people.user(user)}
    sandbox.hub.publish(
        "GUILD_MEMBER_REMOVE", gone, guild_id=guild.id, to=audience.everybody(guild)
    )
    sandbox.hub.publish("GUILD_DELETE", {"id": str(guild.id)}, guild_id=guild.id, to={user.id})
    for channel in sandbox.world.threads_of(guild.id):
        if channel.thread is not None:
            channel.thread.members.pop(user.id, None)
    for role_id in member.roles:
        role = guild.roles.get(role_id)
        if role is not None and role.bot_id == user.id:
            delete_role(sandbox, guild, role_id)


def delete_role(sandbox: Sandbox, guild: Guild, role_id: Snowflake) -> None:
    """Take a role away from everybody and everywhere."""
    with doors.watched(sandbox, guild):
        for member in guild.members.values():
            if role_id in member.roles:
                member.roles.remove(role_id)
        for channel in sandbox.world.channels_of(guild.id):
            channel.overwrites.pop(role_id, None)
        del guild.roles[role_id]
    payload = {"guild_id": str(guild.id), "role_id": str(role_id)}
    sandbox.hub.publish(
        "GUILD_ROLE_DELETE", payload, guild_id=guild.id, to=audience.everybody(guild)
    )


def tell_changed(sandbox: Sandbox, guild: Guild, member: Member) -> None:
    """Tell of a member as it is now; a bot hears of itself without the intent."""
    payload: Json = people.member(member, sandbox.world.users) | {"guild_id": str(guild.id)}
    to = audience.everybody(guild)
    sandbox.hub.publish("GUILD_MEMBER_UPDATE", payload, guild_id=guild.id, to=to)
    for session in sandbox.hub.sessions_of(member.user_id):
        if session.is_bot and not session.intents & intents.MEMBERS and session.owns(guild.id):
            session.send("GUILD_MEMBER_UPDATE", payload)


def tell_role(sandbox: Sandbox, guild: Guild, event: str, role_id: Snowflake) -> None:
    """Tell of a role as it is now."""
    payload = {"guild_id": str(guild.id), "role": payloads.role(guild.roles[role_id])}
    sandbox.hub.publish(event, payload, guild_id=guild.id, to=audience.everybody(guild))
