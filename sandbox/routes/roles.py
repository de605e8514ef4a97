"""Roles of a guild."""

from typing import Final

from sandbox import permissions
from sandbox.acts import audit, doors, members
from sandbox.errors import refuse
from sandbox.forms.form import Form
from sandbox.payloads import guilds
from sandbox.permissions import ALL, Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route
from sandbox.world.entities import Guild, Json, Role

_MOST: Final = 250


def get_roles(call: Call) -> Answer:
    """List a guild's roles."""
    guild = access.guild(call)
    return [guilds.role(r) for r in sorted(guild.roles.values(), key=lambda r: r.position)]


def get_role(call: Call) -> Answer:
    """Show one role."""
    return guilds.role(access.role(call, access.guild(call)))


def get_counts(call: Call) -> Answer:
    """Tell how many members each role has."""
    guild = access.guild(call)
    counts = {str(r): 0 for r in guild.roles if r != guild.id}
    for member in guild.members.values():
        for role_id in member.roles:
            counts[str(role_id)] += 1
    return counts


def post_role(call: Call) -> Answer:
    """Make a role, at the bottom."""
    guild = access.guild(call, Permission.MANAGE_ROLES)
    form = call.form()
    everyones = guild.roles[guild.id].permissions
    role = Role(call.sandbox.new_id(), "new role", everyones)
    _fill(form, role)
    form.check()
    if len(guild.roles) >= _MOST:
        raise refuse(30005)
    _check_bits(call, guild, role.permissions & ~everyones)
    guild.roles[role.id] = role
    members.tell_role(call.sandbox, guild, "GUILD_ROLE_CREATE", role.id)
    _record(call, guild, audit.ROLE_CREATE, role, audit.changes({}, _loggable(role)))
    return guilds.role(role)


def patch_role(call: Call) -> Answer:
    """Change a role below one's own."""
    guild = access.guild(call, Permission.MANAGE_ROLES)
    role = access.subordinate_role(call, guild)
    form, was, bits = call.form(), _loggable(role), role.permissions
    draft = Role(role.id, role.name, role.permissions, color=role.color, hoist=role.hoist)
    draft.mentionable = role.mentionable
    _fill(form, draft)
    form.check()
    _check_bits(call, guild, draft.permissions & ~bits)
    with doors.watched(call.sandbox, guild):
        role.name, role.permissions, role.color = draft.name, draft.permissions, draft.color
        role.hoist, role.mentionable = draft.hoist, draft.mentionable
    changes = audit.changes(was, _loggable(role))
    if changes:
        members.tell_role(call.sandbox, guild, "GUILD_ROLE_UPDATE", role.id)
        _record(call, guild, audit.ROLE_UPDATE, role, changes)
    return guilds.role(role)


def patch_positions(call: Call) -> Answer:
    """Move roles."""
    guild = access.guild(call, Permission.MANAGE_ROLES)
    whole = Form({"": call.body if call.body is not None else []})
    moves: list[tuple[Role, int]] = []
    for form in whole.forms("", high=_MOST):
        form.require("id")
        role_id, position = form.snowflake("id"), form.integer("position", low=0)
        role = None if role_id is None else guild.roles.get(role_id)
        if role is not None and position is not None:
            moves.append((role, position))
    whole.check()
    me = guild.members[call.me.id]
    top = permissions.top_role(guild, me).position
    for role, position in moves:
        is_mine = me.user_id == guild.owner_id
        if not is_mine and (role.position >= top or position >= top) and position != role.position:
            raise refuse(50013)
    with doors.watched(call.sandbox, guild):
        for role, position in moves:
            role.position = position
    for role, _ in moves:
        members.tell_role(call.sandbox, guild, "GUILD_ROLE_UPDATE", role.id)
    return get_roles(call)


def delete_role(call: Call) -> Answer:
    """Delete a role below one's own."""
    guild = access.guild(call, Permission.MANAGE_ROLES)
    role = access.subordinate_role(call, guild)
    if role.id == guild.id or role.bot_id is not None:
        raise refuse(50028)
    members.delete_role(call.sandbox, guild, role.id)
    _record(call, guild, audit.ROLE_DELETE, role, audit.changes(_loggable(role), {}))
    return None


def _fill(form: Form, role: Role) -> None:
    role.name = form.text("name", low=1, high=100) or role.name
    bits, color = form.bits("permissions"), form.integer("color", low=0, high=0xFFFFFF)
    colors = form.form("colors")
    if colors is not None and color is None:
        color = colors.integer("primary_color", low=0, high=0xFFFFFF)
    role.permissions = role.permissions if bits is None else bits & ALL
    role.color = role.color if color is None else color
    role.hoist = form.boolean("hoist", default=role.hoist)
    role.mentionable = form.boolean("mentionable", default=role.mentionable)


def _check_bits(call: Call, guild: Guild, granted: int) -> None:
    """Refuse to grant what the caller has not got."""
    has = permissions.in_guild(guild, guild.members[call.me.id], call.now)
    if granted & ~has:
        raise refuse(50013)


def _loggable(role: Role) -> Json:
    return {
        "name": role.name,
        "permissions": str(role.permissions),
        "color": role.color,
        "hoist": role.hoist,
        "mentionable": role.mentionable,
    }


def _record(call: Call, guild: Guild, action: int, role: Role, changes: list[Json]) -> None:
    audit.record(
        call.sandbox, guild, action, call.me.id, role.id, reason=call.reason, changes=changes
    )


_ROLES: Final = "/guilds/{guild_id}/roles"
ROUTES = [
    Route("GET", _ROLES, get_roles),
    Route("POST", _ROLES, post_role),
    Route("PATCH", _ROLES, patch_positions),
    Route("GET", f"{_ROLES}/member-counts", get_counts),
    Route("GET", f"{_ROLES}/{{role_id}}", get_role),
    Route("PATCH", f"{_ROLES}/{{role_id}}", patch_role),
    Route("DELETE", f"{_ROLES}/{{role_id}}", delete_role),
]
