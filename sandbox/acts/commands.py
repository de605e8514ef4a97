"""Which commands a person may use where."""

from sandbox import permissions
from sandbox.core import Sandbox
from sandbox.permissions import Permission
from sandbox.world.entities import DM, Application, Channel, Command, Guild, User

IN_GUILD, WITH_BOT = 0, 1
# Nobody here installs an application for themselves alone.
_GUILD_INSTALL = 0


def usable_in_guild(sandbox: Sandbox, guild: Guild, user: User, has: int) -> list[Command]:
    """List the commands a member with some permissions may use in a guild."""
    if not has & Permission.USE_COMMANDS:
        return []
    found: list[Command] = []
    for application in applications_in(sandbox, guild):
        found += [
            command
            for command in sandbox.world.commands_of(application.id)
            if _is_meant_for(command, IN_GUILD)
        ]
        found += sandbox.world.commands_of(application.id, guild.id)
    return [command for command in found if may_use(command, has)]


def usable_in_direct(sandbox: Sandbox, channel: Channel) -> list[Command]:
    """List the commands that work in a direct conversation with a bot."""
    found: list[Command] = []
    for user_id in channel.recipients:
        application = sandbox.world.application_of(user_id)
        if application is not None:
            mine = sandbox.world.commands_of(application.id)
            found += [command for command in mine if _is_meant_for(command, WITH_BOT)]
    return found


def usable_in(sandbox: Sandbox, channel: Channel, user: User) -> list[Command]:
    """List the commands a person may use in a channel."""
    guild = sandbox.world.guild_of(channel)
    if guild is None:
        return usable_in_direct(sandbox, channel) if channel.kind == DM else []
    has = permissions.in_channel(sandbox.world, channel, user.id, sandbox.now())
    return usable_in_guild(sandbox, guild, user, has)


def applications_in(sandbox: Sandbox, guild: Guild) -> list[Application]:
    """List the applications whose bots are in a guild."""
    return [
        application
        for application in sandbox.world.applications.values()
        if application.bot_id in guild.members
    ]


def may_use(command: Command, has: int) -> bool:
    """Tell whether somebody with some permissions may use a command; "0" is for admins alone."""
    needed = command.fields.get("default_member_permissions")
    if needed is None:
        return True
    bits = int(needed) or int(Permission.ADMINISTRATOR)
    return has & bits == bits


def _is_meant_for(command: Command, context: int) -> bool:
    if _GUILD_INSTALL not in command.fields.get("integration_types", [_GUILD_INSTALL]):
        return False
    contexts = command.fields.get("contexts")
    if contexts is not None:
        return context in contexts
    return context == IN_GUILD or bool(command.fields.get("dm_permission", True))
