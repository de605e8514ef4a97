"""Bans, one or many at once."""

from datetime import timedelta
from typing import Final

from sandbox import permissions
from sandbox.acts import audit, members, messages
from sandbox.errors import refuse
from sandbox.forms.form import Form
from sandbox.payloads import people
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Ban, Guild, User

_WEEK_SECONDS: Final = 604_800


def get_bans(call: Call) -> Answer:
    """List bans by user id."""
    guild = access.guild(call, Permission.BAN_MEMBERS)
    form = call.asked()
    limit = form.integer("limit", low=1, high=1000) or 1000
    before, after = form.snowflake("before"), form.snowflake("after")
    form.check()
    found = [
        guild.bans[u]
        for u in sorted(guild.bans)
        if (before is None or u < before) and (after is None or u > after)
    ]
    found = found[-limit:] if before is not None else found[:limit]
    return [people.ban(b.user_id, b.reason, call.sandbox.world) for b in found]


def get_ban(call: Call) -> Answer:
    """Show a ban."""
    guild = access.guild(call, Permission.BAN_MEMBERS)
    ban = guild.bans.get(call.id("user_id"))
    if ban is None:
        raise refuse(10026)
    return people.ban(ban.user_id, ban.reason, call.sandbox.world)


def put_ban(call: Call) -> Answer:
    """Ban a user, on request with what they wrote of late."""
    guild = access.guild(call, Permission.BAN_MEMBERS)
    seconds = _seconds_to_delete(call.form())
    user = call.sandbox.world.users.get(call.id("user_id"))
    if user is None:
        raise refuse(10013)
    if user.id in guild.members:
        access.subordinate(call, guild, user.id)
    _ban(call, guild, user, seconds)
    return None


def bulk_ban(call: Call) -> Answer:
    """Ban several users at once."""
    guild = access.guild(call, Permission.BAN_MEMBERS | Permission.MANAGE_GUILD)
    form = call.form()
    form.require("user_ids")
    asked, seconds = form.snowflakes("user_ids", high=200), _seconds_to_delete(form)
    banned: list[str] = []
    for user_id in dict.fromkeys(asked):
        user, member = call.sandbox.world.users.get(user_id), guild.members.get(user_id)
        below = member is None or permissions.outranks(guild, guild.members[call.me.id], member)
        if user is not None and below and user_id not in guild.bans:
            _ban(call, guild, user, seconds)
            banned.append(str(user_id))
    failed = [str(u) for u in asked if str(u) not in banned]
    return {"banned_users": banned, "failed_users": failed}


def delete_ban(call: Call) -> Answer:
    """Lift a ban."""
    guild = access.guild(call, Permission.BAN_MEMBERS)
    ban = guild.bans.pop(call.id("user_id"), None)
    if ban is None:
        raise refuse(10026)
    _tell_ban(call, guild, "GUILD_BAN_REMOVE", ban.user_id)
    _record(call, guild, audit.BAN_REMOVE, ban.user_id)
    return None


def _ban(call: Call, guild: Guild, user: User, seconds: int) -> None:
    guild.bans[user.id] = Ban(user.id, call.reason)
    if user.id in guild.members:
        members.leave(call.sandbox, guild, user)
    since = call.now - timedelta(seconds=seconds)
    for channel in call.sandbox.world.channels_of(guild.id) if seconds else []:
        found = [
            m
            for m in channel.messages.values()
            if m.author_id == user.id and m.timestamp >= since and m.only_for is None
        ]
        if found:
            messages.delete_many(call.sandbox, channel, found)
    _tell_ban(call, guild, "GUILD_BAN_ADD", user.id)
    _record(call, guild, audit.BAN_ADD, user.id)


def _tell_ban(call: Call, guild: Guild, event: str, user_id: Snowflake) -> None:
    user = call.sandbox.world.users[user_id]
    payload = {"guild_id": str(guild.id), "user": people.user(user)}
    call.sandbox.hub.publish(event, payload, guild_id=guild.id, to=set(guild.members))


def _seconds_to_delete(form: Form) -> int:
    days = form.integer("delete_message_days", low=0, high=7)
    seconds = form.integer("delete_message_seconds", low=0, high=_WEEK_SECONDS)
    form.check()
    return seconds if seconds is not None else (days or 0) * 86_400


def _record(call: Call, guild: Guild, action: int, target: Snowflake) -> None:
    audit.record(call.sandbox, guild, action, call.me.id, target, reason=call.reason)


_BANS: Final = "/guilds/{guild_id}/bans"
ROUTES = [
    Route("GET", _BANS, get_bans),
    Route("GET", f"{_BANS}/{{user_id}}", get_ban),
    Route("PUT", f"{_BANS}/{{user_id}}", put_ban),
    Route("DELETE", f"{_BANS}/{{user_id}}", delete_ban),
    Route("POST", "/guilds/{guild_id}/bulk-ban", bulk_ban),
]
