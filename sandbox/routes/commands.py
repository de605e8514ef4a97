"""Registering application commands, and the index of those a person may use."""

from typing import Final

from sandbox import permissions
from sandbox.acts import commands
from sandbox.errors import invalid_form, refuse
from sandbox.forms.commands import CHAT, ON_MESSAGE, ON_USER, read_command
from sandbox.forms.form import Form
from sandbox.payloads import commands as payloads
from sandbox.payloads import people
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Reply, Route, Who
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Application, Command, Json

_MOST: Final = {CHAT: 100, ON_USER: 15, ON_MESSAGE: 15}


def get_commands(call: Call) -> Answer:
    """List an application's commands."""
    application, guild_id = _scope(call)
    found = call.sandbox.world.commands_of(application.id, guild_id)
    return [payloads.command(c) for c in found]


def put_commands(call: Call) -> Answer:
    """Put a list of commands in the place of all there are."""
    application, guild_id = _scope(call)
    whole = Form({"": [] if call.body is None else call.body})
    read = [read_command(form) for form in whole.forms("", high=130)]
    # A list has no field of its own: its faults start with the place.
    faults = [(path[1:], code, sentence) for path, code, sentence in whole.faults]
    names = [(fields["type"], fields["name"]) for fields in read]
    for place, name in enumerate(names):
        if name in names[:place]:
            sentence = "Application command names must be unique"
            faults.append(((place,), "APPLICATION_COMMANDS_DUPLICATE_NAME", sentence))
    if faults:
        raise invalid_form(faults)
    _check_count(read)
    was = {(c.kind, c.name): c for c in call.sandbox.world.commands_of(application.id, guild_id)}
    kept = [_stored(call, application, guild_id, fields, was) for fields in read]
    for command in was.values():
        if command not in kept:
            del call.sandbox.world.commands[command.id]
    return [payloads.command(c) for c in kept]


def post_command(call: Call) -> Answer:
    """Register one command, over one of the same name and type."""
    application, guild_id = _scope(call)
    form = call.form()
    fields = read_command(form)
    form.check()
    mine = call.sandbox.world.commands_of(application.id, guild_id)
    was = {(c.kind, c.name): c for c in mine}
    is_new = (fields["type"], fields["name"]) not in was
    if is_new:
        _check_count([*(c.fields for c in mine), fields])
    command = _stored(call, application, guild_id, fields, was)
    return Reply(201 if is_new else 200, payloads.command(command))


def get_command(call: Call) -> Answer:
    """Show one command."""
    return payloads.command(_command(call))


def patch_command(call: Call) -> Answer:
    """Change one command."""
    command = _command(call)
    form = call.form()
    fields = read_command(form, was=command.fields, kind=command.kind)
    form.check()
    if fields != command.fields:
        command.fields, command.name = fields, fields["name"]
        command.version = call.sandbox.new_id()
    return payloads.command(command)


def delete_command(call: Call) -> Answer:
    """Take one command away."""
    del call.sandbox.world.commands[_command(call).id]
    return None


def get_permissions(call: Call) -> Answer:
    """List who may use what beyond the defaults: nobody changes that in a sandbox."""
    _scope(call)
    return []


def get_command_permissions(call: Call) -> Answer:
    """Tell that a command has no permissions of its own."""
    _command(call)
    raise refuse(10066)


def get_guild_index(call: Call) -> Answer:
    """List the commands a person may use in a guild."""
    guild = access.guild(call)
    has = permissions.in_guild(guild, guild.members[call.me.id], call.now)
    return _index(call, commands.usable_in_guild(call.sandbox, guild, call.me, has))


def get_channel_index(call: Call) -> Answer:
    """List the commands a person may use in a channel."""
    return _index(call, commands.usable_in(call.sandbox, access.channel(call), call.me))


def _index(call: Call, found: list[Command]) -> Json:
    world = call.sandbox.world
    listed = {c.application_id: world.applications[c.application_id] for c in found}
    return {
        "applications": [people.public_application(a, world) for a in listed.values()],
        "application_commands": [payloads.command(c) for c in found],
        "version": str(max((c.version for c in found), default=0)),
    }


def _scope(call: Call) -> tuple[Application, Snowflake | None]:
    application = call.application()
    if "guild_id" not in call.parts:
        return application, None
    return application, access.guild(call).id


def _command(call: Call) -> Command:
    application, guild_id = _scope(call)
    command = call.sandbox.world.commands.get(call.id("command_id"))
    if command is None or (command.application_id, command.guild_id) != (application.id, guild_id):
        raise refuse(10063)
    return command


def _stored(
    call: Call,
    application: Application,
    guild_id: Snowflake | None,
    fields: Json,
    was: dict[tuple[int, str], Command],
) -> Command:
    known = was.get((fields["type"], fields["name"]))
    if known is None:
        new = call.sandbox.new_id()
        known = Command(new, application.id, guild_id, fields["type"], fields["name"], new, fields)
        call.sandbox.world.commands[new] = known
    elif known.fields != fields:
        known.fields, known.version = fields, call.sandbox.new_id()
    return known


def _check_count(all_fields: list[Json]) -> None:
    for kind, most in _MOST.items():
        if sum(1 for fields in all_fields if fields["type"] == kind) > most:
            raise refuse(30032)


_GLOBAL: Final = "/applications/{application_id}"
_IN_GUILD: Final = f"{_GLOBAL}/guilds/{{guild_id}}"


def _registering(scope: str) -> list[Route]:
    all_, one = f"{scope}/commands", f"{scope}/commands/{{command_id}}"
    return [
        Route("GET", all_, get_commands),
        Route("PUT", all_, put_commands),
        Route("POST", all_, post_command),
        Route("GET", one, get_command),
        Route("PATCH", one, patch_command),
        Route("DELETE", one, delete_command),
    ]


ROUTES = [
    *_registering(_GLOBAL),
    *_registering(_IN_GUILD),
    Route("GET", f"{_IN_GUILD}/commands/permissions", get_permissions),
    Route("GET", f"{_IN_GUILD}/commands/{{command_id}}/permissions", get_command_permissions),
    Route("GET", "/guilds/{guild_id}/application-command-index", get_guild_index, Who.PERSON),
    Route("GET", "/channels/{channel_id}/application-command-index", get_channel_index, Who.PERSON),
]
