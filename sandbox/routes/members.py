"""Members: reading, changing, kicking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sandbox import permissions
from sandbox.acts import audit, doors, members
from sandbox.errors import invalid, refuse
from sandbox.forms.form import Form
from sandbox.payloads import people
from sandbox.payloads.moments import iso
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Guild, Json, Member

_LONGEST_TIMEOUT: Final = timedelta(days=28)


def get_members(call: Call) -> Answer:
    """List members by id."""
    guild = access.guild(call)
    form = call.asked()
    limit, after = form.integer("limit", low=1, high=1000) or 1, form.snowflake("after") or 0
    form.check()
    found = [guild.members[u] for u in sorted(guild.members) if u > after]
    return [people.member(m, call.sandbox.world.users) for m in found[:limit]]


def search_members(call: Call) -> Answer:
    """Find members whose name or nickname begins with some letters."""
    guild = access.guild(call)
    form = call.asked()
    form.require("query")
    query, limit = form.text("query", low=1, high=100), form.integer("limit", low=1, high=1000)
    form.check()
    users = call.sandbox.world.users
    found = [
        member
        for member in guild.members.values()
        if any(
            name and name.casefold().startswith((query or "").casefold())
            for name in (
                member.nick,
                users[member.user_id].username,
                users[member.user_id].global_name,
            )
        )
    ]
    return [people.member(m, users) for m in found[: limit or 1]]


def get_member(call: Call) -> Answer:
    """Show one member."""
    guild = access.guild(call)
    return people.member(access.member(guild, call.id("user_id")), call.sandbox.world.users)


def patch_me(call: Call) -> Answer:
    """Change one's own nickname."""
    guild = access.guild(call)
    form = call.form()
    nick = form.text("nick", high=32)
    form.check()
    member = guild.members[call.me.id]
    if form.has("nick") and (nick or None) != member.nick:
        if not access.allowed(call, guild, Permission.CHANGE_NICKNAME):
            raise refuse(50013)
        _change(call, guild, member, lambda: setattr(member, "nick", nick or None))
    return people.member(member, call.sandbox.world.users)


def patch_member(call: Call) -> Answer:
    """Change a member's nickname, roles or timeout."""
    guild = access.guild(call)
    user_id = call.id("user_id")
    if user_id == call.me.id and set(call.form().body) <= {"nick"}:
        return patch_me(call)
    member = access.member(guild, user_id)
    form = call.form()
    nick, until = form.text("nick", high=32), form.moment("communication_disabled_until")
    roles = form.snowflakes("roles", high=250) if form.has("roles") else None
    form.check()
    _check_changes(call, guild, member, form)

    def change() -> None:
        if form.has("communication_disabled_until"):
            member.timed_out_until = until
        if form.has("nick"):
            member.nick = nick or None

    _change(call, guild, member, change)
    if roles is not None:
        set_roles(call, guild, member, list(dict.fromkeys(roles)))
    return people.member(member, call.sandbox.world.users)


def put_role(call: Call) -> Answer:
    """Give a member a role."""
    guild, member, role_id = _giving(call)
    if role_id not in member.roles:
        set_roles(call, guild, member, [*member.roles, role_id])
    return None


def delete_role(call: Call) -> Answer:
    """Take a role from a member."""
    guild, member, role_id = _giving(call)
    if role_id in member.roles:
        set_roles(call, guild, member, [r for r in member.roles if r != role_id])
    return None


def set_roles(call: Call, guild: Guild, member: Member, roles: list[Snowflake]) -> None:
    """Set a member's roles, with the line in the audit log."""
    was = list(member.roles)
    if set(was) == set(roles):
        return
    with doors.watched(call.sandbox, guild):
        member.roles = roles
        # A role carries whoever gets it past Discord's own rules screening.
        member.is_pending = member.is_pending and not roles
    changes: list[Json] = []
    for key, moved in (
        ("$add", [r for r in roles if r not in was]),
        ("$remove", [r for r in was if r not in roles]),
    ):
        if moved:
            named = [{"id": str(r), "name": guild.roles[r].name} for r in moved]
            changes.append({"key": key, "new_value": named})
    members.tell_changed(call.sandbox, guild, member)
    _record(call, guild, audit.MEMBER_ROLES, member.user_id, changes=changes)


def kick(call: Call) -> Answer:
    """Kick a member."""
    guild = access.guild(call, Permission.KICK_MEMBERS)
    member = access.subordinate(call, guild, call.id("user_id"))
    members.leave(call.sandbox, guild, call.sandbox.world.users[member.user_id])
    _record(call, guild, audit.KICK, member.user_id)
    return None


def leave(call: Call) -> Answer:
    """Leave a guild."""
    guild = access.guild(call)
    if guild.owner_id == call.me.id:
        raise refuse(50055)
    members.leave(call.sandbox, guild, call.me)
    return None


def _check(call: Call, guild: Guild, member: Member, needed: int) -> None:
    if not access.allowed(call, guild, needed):
        raise refuse(50013)
    if member.user_id != call.me.id:
        access.subordinate(call, guild, member.user_id)


def _check_changes(call: Call, guild: Guild, member: Member, form: Form) -> None:
    if form.has("communication_disabled_until"):
        _check_timeout(call, guild, member, form)
    if form.has("nick"):
        _check(call, guild, member, Permission.MANAGE_NICKNAMES)
    if form.has("roles"):
        _check_roles(call, guild, member, form.snowflakes("roles", high=250))


def _check_timeout(call: Call, guild: Guild, member: Member, form: Form) -> None:
    _check(call, guild, member, Permission.MODERATE_MEMBERS)
    until = form.moment("communication_disabled_until")
    if until is None:
        return
    has = permissions.in_guild(guild, member, call.now)
    if member.user_id == call.me.id or has & Permission.ADMINISTRATOR:
        raise refuse(50013)
    if until > call.now + _LONGEST_TIMEOUT:
        sentence = "The timeout must end within 28 days."
        name = "communication_disabled_until"
        raise invalid((name,), "GUILD_MEMBER_INVALID_COMMUNICATION_DISABLED_UNTIL", sentence)


def _check_roles(call: Call, guild: Guild, member: Member, roles: list[Snowflake]) -> None:
    if not access.allowed(call, guild, Permission.MANAGE_ROLES):
        raise refuse(50013)
    for role_id in set(member.roles) ^ set(roles):
        _check_role(call, guild, role_id)


def _check_role(call: Call, guild: Guild, role_id: Snowflake) -> None:
    role = guild.roles.get(role_id)
    if role is None:
        raise refuse(10011)
    if role.bot_id is not None or role.id == guild.id:
        raise refuse(50028)
    if not permissions.commands_role(guild, guild.members[call.me.id], role):
        raise refuse(50013)


def _giving(call: Call) -> tuple[Guild, Member, Snowflake]:
    guild = access.guild(call, Permission.MANAGE_ROLES)
    member, role_id = access.member(guild, call.id("user_id")), call.id("role_id")
    _check_role(call, guild, role_id)
    return guild, member, role_id


def _change(call: Call, guild: Guild, member: Member, change: Callable[[], object]) -> None:
    was = _loggable(member)
    with doors.watched(call.sandbox, guild):
        change()
    changes = audit.changes(was, _loggable(member))
    if changes:
        members.tell_changed(call.sandbox, guild, member)
        _record(call, guild, audit.MEMBER_UPDATE, member.user_id, changes=changes)


def _loggable(member: Member) -> Json:
    return {
        "nick": member.nick,
        "communication_disabled_until": iso(member.timed_out_until),
    }


def _record(
    call: Call,
    guild: Guild,
    action: int,
    target: Snowflake,
    changes: list[Json] | None = None,
) -> None:
    audit.record(
        call.sandbox, guild, action, call.me.id, target, reason=call.reason, changes=changes or []
    )


_MEMBERS: Final = "/guilds/{guild_id}/members"
ROUTES = [
    Route("GET", _MEMBERS, get_members),
    Route("GET", f"{_MEMBERS}/search", search_members),
    Route("PATCH", f"{_MEMBERS}/@me", patch_me),
    Route("PATCH", f"{_MEMBERS}/@me/nick", patch_me),
    Route("GET", f"{_MEMBERS}/{{user_id}}", get_member),
    Route("PATCH", f"{_MEMBERS}/{{user_id}}", patch_member),
    Route("DELETE", f"{_MEMBERS}/{{user_id}}", kick),
    Route("PUT", f"{_MEMBERS}/{{user_id}}/roles/{{role_id}}", put_role),
    Route("DELETE", f"{_MEMBERS}/{{user_id}}/roles/{{role_id}}", delete_role),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave),
]
