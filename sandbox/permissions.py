"""Discord's permissions: the bits, and who has which of them where.

Source: Discord API v10, "Permissions": base, overwrites, timeout, owner, role hierarchy.
"""

from datetime import datetime
from enum import IntFlag

from sandbox.snowflakes import Snowflake
from sandbox.world.entities import PRIVATE_THREAD, STAGE, VOICE, Channel, Guild, Member, Role
from sandbox.world.world import World


class Permission(IntFlag):
    """One bit each; what a sandbox never asks about is left out of `ALL`'s names only."""

    CREATE_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_COMMANDS = 1 << 31
    REQUEST_TO_SPEAK = 1 << 32
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44
    SEND_POLLS = 1 << 49
    EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


ALL = (1 << 53) - 1
# What Discord gives @everyone in a new guild.
EVERYONE = 2248473465835073
IN_DM = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.EXTERNAL_EMOJIS
    | Permission.MENTION_EVERYONE
    | Permission.USE_COMMANDS
    | Permission.PIN_MESSAGES
)
# What is left to whoever is in a timeout, or has not passed the rules screening.
_READING = int(Permission.VIEW_CHANNEL | Permission.READ_HISTORY)
_NEED_SENDING = int(
    Permission.MENTION_EVERYONE
    | Permission.SEND_TTS
    | Permission.ATTACH_FILES
    | Permission.EMBED_LINKS
)


def in_guild(guild: Guild, member: Member, now: datetime) -> int:
    """Compute the bits a member has in the guild at large."""
    granted = guild.roles[guild.id].permissions
    for role_id in member.roles:
        granted |= guild.roles[role_id].permissions
    if member.user_id == guild.owner_id or granted & Permission.ADMINISTRATOR:
        return ALL
    return granted & _READING if _is_held(member, now) else granted


def in_channel(world: World, channel: Channel, user_id: Snowflake, now: datetime) -> int:
    """Compute the bits a user has in a channel; 0 where the user may not even see it."""
    guild = world.guild_of(channel)
    if guild is None:
        return IN_DM if user_id in channel.recipients else 0
    member = guild.members.get(user_id)
    if member is None:
        return 0
    granted = guild.roles[guild.id].permissions
    for role_id in member.roles:
        granted |= guild.roles[role_id].permissions
    if member.user_id == guild.owner_id or granted & Permission.ADMINISTRATOR:
        return ALL
    granted = _overwritten(granted, _ruling(world, channel), guild, member)
    if _is_held(member, now):
        granted &= _READING
    if _is_closed_thread(channel, user_id) and not granted & Permission.MANAGE_THREADS:
        return 0
    if channel.kind in (VOICE, STAGE) and not granted & Permission.CONNECT:
        # Whoever may not come in sees the door: nothing there is theirs to read or to change.
        granted &= Permission.VIEW_CHANNEL
    return _implied(granted, is_thread=channel.thread is not None)


def may(world: World, channel: Channel, user_id: Snowflake, wanted: int, now: datetime) -> bool:
    """Whether a user has all the wanted bits in a channel."""
    return in_channel(world, channel, user_id, now) & wanted == wanted


def is_timed_out(member: Member, now: datetime) -> bool:
    """Whether a member is held by a timeout at `now`."""
    return member.timed_out_until is not None and member.timed_out_until > now


def _is_held(member: Member, now: datetime) -> bool:
    return member.is_pending or is_timed_out(member, now)


def top_role(guild: Guild, member: Member) -> Role:
    """Find the highest role a member has; @everyone where there is none."""
    roles = [guild.roles[role_id] for role_id in member.roles]
    return max([*roles, guild.roles[guild.id]], key=_rank)


def outranks(guild: Guild, actor: Member, target: Member) -> bool:
    """Whether the actor stands above the target: the owner above all, then by highest role."""
    if actor.user_id == guild.owner_id:
        return True
    if target.user_id == guild.owner_id:
        return False
    return _rank(top_role(guild, actor)) > _rank(top_role(guild, target))


def commands_role(guild: Guild, actor: Member, role: Role) -> bool:
    """Whether the actor stands above a role, and so may give, change or take it."""
    return actor.user_id == guild.owner_id or _rank(top_role(guild, actor)) > _rank(role)


def _rank(role: Role) -> tuple[int, int]:
    # Of two roles in one position the older is the higher.
    return role.position, -role.id


def _ruling(world: World, channel: Channel) -> Channel:
    """Find the channel whose overwrites count: a thread has its parent's."""
    if channel.thread is None or channel.parent_id is None:
        return channel
    return world.channels.get(channel.parent_id, channel)


def _overwritten(granted: int, channel: Channel, guild: Guild, member: Member) -> int:
    everyone = channel.overwrites.get(guild.id)
    if everyone is not None:
        granted = granted & ~everyone.deny | everyone.allow
    of_roles = [channel.overwrites[r] for r in member.roles if r in channel.overwrites]
    denied = allowed = 0
    for overwrite in of_roles:
        denied |= overwrite.deny
        allowed |= overwrite.allow
    granted = granted & ~denied | allowed
    own = channel.overwrites.get(member.user_id)
    return granted if own is None else granted & ~own.deny | own.allow


def _is_closed_thread(channel: Channel, user_id: Snowflake) -> bool:
    """Tell whether a channel is a private thread that a user was not brought into."""
    thread = channel.thread
    return thread is not None and channel.kind == PRIVATE_THREAD and user_id not in thread.members


def _implied(granted: int, *, is_thread: bool) -> int:
    if not granted & Permission.VIEW_CHANNEL:
        return 0
    sending = Permission.SEND_IN_THREADS if is_thread else Permission.SEND_MESSAGES
    if not granted & sending:
        granted &= ~_NEED_SENDING
    if is_thread:
        # In a thread the one bit stands for the other, so that callers ask for SEND_MESSAGES only.
        granted &= ~Permission.SEND_MESSAGES
        if granted & sending:
            granted |= Permission.SEND_MESSAGES
    return granted
