"""Guilds are founded, joined by bots, and dissolved."""

from sandbox.acts import audience, audit, members
from sandbox.core import Sandbox
from sandbox.permissions import ALL, EVERYONE
from sandbox.world.entities import (
    TEXT,
    VOICE,
    Application,
    Channel,
    Guild,
    Member,
    Role,
    User,
)


def found(sandbox: Sandbox, owner: User, name: str) -> Guild:
    """Make a guild with @everyone, a text room and a voice room."""
    guild = Guild(sandbox.new_id(), name, owner.id)
    guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE, position=0)
    guild.members[owner.id] = Member(owner.id, sandbox.now())
    sandbox.world.guilds[guild.id] = guild
    for kind, room in ((TEXT, "general"), (VOICE, "General")):
        channel = Channel(sandbox.new_id(), kind, room, guild.id)
        sandbox.world.channels[channel.id] = channel
        if kind == TEXT:
            guild.system_channel_id = channel.id
    members.welcome(sandbox, guild, owner)
    return guild


def install(
    sandbox: Sandbox, guild: Guild, application: Application, bot: User, granted: int, by: User
) -> None:
    """Bring a bot into a guild, with a role of its own for what it was granted."""
    granted &= ALL
    role = next((r for r in guild.roles.values() if r.bot_id == bot.id), None)
    if role is None and granted:
        role = Role(sandbox.new_id(), application.name, granted, bot_id=bot.id)
        guild.roles[role.id] = role
        members.tell_role(sandbox, guild, "GUILD_ROLE_CREATE", role.id)
    elif role is not None:
        role.permissions = granted
        members.tell_role(sandbox, guild, "GUILD_ROLE_UPDATE", role.id)
    is_new = bot.id not in guild.members
    members.join(sandbox, guild, bot, roles=[] if role is None else [role.id])
    if is_new:
        audit.record(sandbox, guild, audit.BOT_ADD, by.id, bot.id)


def dissolve(sandbox: Sandbox, guild: Guild) -> None:
    """Take a guild away with everything in it."""
    world = sandbox.world
    to = audience.everybody(guild)
    del world.guilds[guild.id]
    world.channels = {n: c for n, c in world.channels.items() if c.guild_id != guild.id}
    world.invites = {c: i for c, i in world.invites.items() if i.guild_id != guild.id}
    world.webhooks = {n: h for n, h in world.webhooks.items() if h.guild_id != guild.id}
    world.commands = {n: c for n, c in world.commands.items() if c.guild_id != guild.id}
    payload = {"id": str(guild.id), "unavailable": False}
    sandbox.hub.publish("GUILD_DELETE", payload, guild_id=guild.id, to=to)
