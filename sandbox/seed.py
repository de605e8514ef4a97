"""The clinic's server that every sandbox opens with; its ids are the same after each start."""

from datetime import UTC, datetime
from typing import Final

from sandbox import accounts
from sandbox.core import Sandbox, new_sandbox
from sandbox.permissions import Permission
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import (
    TEXT,
    Application,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from sandbox.world.world import World

GUILD_ID: Final = Snowflake(1_100_000_000_000_000_001)
APPLICATION_ID: Final = Snowflake(1_100_000_000_000_000_100)
_FOUNDED: Final = datetime(2023, 4, 24, 12, tzinfo=UTC)

# Narrower than Discord's own for a new guild: nobody pings everyone, makes events or invites.
_EVERYONE = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_IN_THREADS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.EXTERNAL_EMOJIS
    | Permission.CONNECT
    | Permission.SPEAK
    | Permission.REQUEST_TO_SPEAK
    | Permission.CHANGE_NICKNAME
    | Permission.USE_COMMANDS
)
_FACILITATOR = Permission.MANAGE_EVENTS | Permission.CREATE_EVENTS
_MODERATOR = (
    Permission.MODERATE_MEMBERS
    | Permission.MANAGE_MESSAGES
    | Permission.PIN_MESSAGES
    | Permission.KICK_MEMBERS
    | Permission.BAN_MEMBERS
    | Permission.VIEW_AUDIT_LOG
)
_ADMIN = (
    _MODERATOR
    | _FACILITATOR
    | Permission.MANAGE_GUILD
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_ROLES
    | Permission.MANAGE_NICKNAMES
    | Permission.MANAGE_WEBHOOKS
    | Permission.MANAGE_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.MENTION_EVERYONE
    | Permission.CREATE_INVITE
)
# What a support bot needs and no more; never Administrator.
BOT: Final = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_IN_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.EXTERNAL_EMOJIS
    | Permission.MENTION_EVERYONE
    | Permission.MANAGE_MESSAGES
    | Permission.PIN_MESSAGES
    | Permission.MODERATE_MEMBERS
    | Permission.KICK_MEMBERS
    | Permission.BAN_MEMBERS
    | Permission.MANAGE_EVENTS
    | Permission.CREATE_EVENTS
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_ROLES
    | Permission.MANAGE_GUILD
    | Permission.CREATE_INVITE
    | Permission.VIEW_AUDIT_LOG
    | Permission.USE_COMMANDS
)

# Ids, from the lowest to the highest position: the bot stands above moderators, below admins.
_ROLES: Final = (
    (Snowflake(GUILD_ID + 1), "facilitator", int(_FACILITATOR), 0x1F8B4C),
    (Snowflake(GUILD_ID + 2), "moderator", int(_MODERATOR), 0x206694),
    (Snowflake(GUILD_ID + 3), "Waymark", int(BOT), 0),
    (Snowflake(GUILD_ID + 4), "admin", int(_ADMIN), 0x992D22),
)
_ROOMS: Final = (
    (Snowflake(GUILD_ID + 10), "welcome", "Start here"),
    (Snowflake(GUILD_ID + 11), "lounge", "Talk about anything"),
    (Snowflake(GUILD_ID + 12), "questions", "Ask the clinic"),
    (Snowflake(GUILD_ID + 13), "evening-circle", "The group that meets in the evening"),
    (Snowflake(GUILD_ID + 14), "staff", "For facilitators, moderators and admins"),
)
_PEOPLE: Final = (
    (Snowflake(GUILD_ID + 20), "robin", "Robin", ()),
    (Snowflake(GUILD_ID + 21), "sam", "Sam", ()),
    (Snowflake(GUILD_ID + 22), "frankie", "Frankie", ("facilitator",)),
    (Snowflake(GUILD_ID + 23), "morgan", "Morgan", ("moderator",)),
    (Snowflake(GUILD_ID + 24), "alex", "Alex", ("admin",)),
)
# The guild's owner is nobody's view in the page: even the admin stands below somebody.
_OWNER: Final = (Snowflake(GUILD_ID + 25), "new-pathways", "New Pathways Clinic")


def seeded() -> Sandbox:
    """Make a sandbox with the clinic's server in it."""
    sandbox = new_sandbox()
    seed(sandbox)
    return sandbox


def seed(sandbox: Sandbox) -> None:
    """Fill an empty world with the clinic's server, its people and its bot."""
    world = sandbox.world
    bot = _bot(world)
    owner_id, username, name = _OWNER
    world.users[owner_id] = User(owner_id, username, name, email="owner@clinic.example")
    guild = Guild(GUILD_ID, "New Pathways support groups", owner_id)
    guild.members[owner_id] = Member(owner_id, _FOUNDED)
    world.guilds[guild.id] = guild
    _add_roles(guild, bot)
    guild.members[bot.id] = Member(bot.id, _FOUNDED, [_ROLES[2][0]])
    for user_id, username, name, roles in _PEOPLE:
        world.users[user_id] = User(user_id, username, name, email=f"{username}@clinic.example")
        given = [role.id for role in guild.roles.values() if role.name in roles]
        guild.members[user_id] = Member(user_id, _FOUNDED, given)
        world.seeded.append(user_id)
    _add_rooms(world, guild)
    for user_id in (owner_id, *world.seeded, bot.id):
        if world.token_of(user_id) is None:
            world.tokens[accounts.new_token(user_id, sandbox.now())] = user_id


def _bot(world: World) -> User:
    bot = User(APPLICATION_ID, "Waymark", discriminator="2027", bot=True)
    world.users[bot.id] = bot
    application = Application(
        APPLICATION_ID, "Waymark", _OWNER[0], accounts.ALL_INTENTS, bot_id=bot.id
    )
    application.description = "Hosts the support-group rooms of a clinic."
    world.applications[application.id] = application
    world.seeded_bot = bot.id
    return bot


def _add_roles(guild: Guild, bot: User) -> None:
    guild.roles[guild.id] = Role(guild.id, "@everyone", int(_EVERYONE), position=0)
    for position, (role_id, name, bits, color) in enumerate(_ROLES, start=1):
        role = Role(role_id, name, bits, position, color, mentionable=name != "Waymark")
        role.bot_id = bot.id if name == "Waymark" else None
        guild.roles[role_id] = role


def _add_rooms(world: World, guild: Guild) -> None:
    for position, (channel_id, name, topic) in enumerate(_ROOMS):
        channel = Channel(channel_id, TEXT, name, guild.id, position, topic)
        if name == "staff":
            view = int(Permission.VIEW_CHANNEL)
            channel.overwrites[guild.id] = Overwrite(guild.id, 0, 0, view)
            for role_id, *_ in _ROLES:
                channel.overwrites[role_id] = Overwrite(role_id, 0, view, 0)
        world.channels[channel_id] = channel


def reset(sandbox: Sandbox) -> None:
    """Put everything back to the start; seeded people and the bot keep tokens and commands."""
    world, kept = sandbox.world, _kept(sandbox.world)
    fresh = World()
    for name in World.__slots__:
        setattr(world, name, getattr(fresh, name))
    world.tokens |= kept.tokens
    world.commands |= kept.commands
    sandbox.interactions.clear()
    sandbox.limits.clear()
    seed(sandbox)


def _kept(world: World) -> World:
    stays = {*world.seeded, world.seeded_bot, _OWNER[0]}
    return World(
        tokens={token: user for token, user in world.tokens.items() if user in stays},
        commands={
            command.id: command
            for command in world.commands.values()
            if command.application_id == APPLICATION_ID and command.guild_id in (None, GUILD_ID)
        },
    )
