"""Invites: making, showing, taking and revoking them."""

import secrets
from datetime import timedelta
from typing import Final

from sandbox.acts import audience, audit, members
from sandbox.errors import DiscordError, refuse
from sandbox.payloads import guilds
from sandbox.payloads.moments import iso
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Route, Who
from sandbox.world.entities import Guild, Invite, Json

_LONGEST_SECONDS: Final = 5_184_000


def post_invite(call: Call) -> Answer:
    """Make an invite to a channel's guild."""
    channel = access.channel(call, Permission.CREATE_INVITE)
    guild = call.sandbox.world.guild_of(channel)
    if guild is None:
        raise refuse(50024)
    form = call.form()
    age = form.integer("max_age", low=0, high=_LONGEST_SECONDS)
    invite = Invite(
        secrets.token_urlsafe(6),
        guild.id,
        channel.id,
        call.me.id,
        call.now,
        86_400 if age is None else age,
        form.integer("max_uses", low=0, high=100) or 0,
        is_temporary=form.boolean("temporary"),
    )
    form.check()
    call.sandbox.world.invites[invite.code] = invite
    shown = guilds.counted_invite(invite, call.sandbox.world)
    to = audience.with_permission(call.sandbox, guild, Permission.MANAGE_CHANNELS)
    event = {**shown, "channel_id": str(channel.id)}
    call.sandbox.hub.publish("INVITE_CREATE", event, guild_id=guild.id, to=to)
    _record(call, guild, audit.INVITE_CREATE, audit.changes({}, _logged(invite)))
    return shown


def get_invite(call: Call) -> Answer:
    """Show an invite to anybody."""
    return guilds.invite(_find(call), call.sandbox.world)


def take_invite(call: Call) -> Answer:
    """Come into a guild by an invite."""
    invite = _find(call)
    guild = call.sandbox.world.guilds[invite.guild_id]
    if call.me.id not in guild.members:
        _check_open(call, guild)
        members.join(call.sandbox, guild, call.me)
        invite.uses += 1
        if invite.max_uses and invite.uses >= invite.max_uses:
            del call.sandbox.world.invites[invite.code]
        return guilds.invite(invite, call.sandbox.world) | {"new_member": True}
    return guilds.invite(invite, call.sandbox.world) | {"new_member": False}


def delete_invite(call: Call) -> Answer:
    """Revoke an invite."""
    invite = _find(call)
    guild = call.sandbox.world.guilds[invite.guild_id]
    member = guild.members.get(call.me.id)
    if member is None:
        raise refuse(50001)
    is_mine = invite.inviter_id == call.me.id
    if not is_mine and not access.allowed(call, guild, Permission.MANAGE_GUILD):
        raise refuse(50013)
    del call.sandbox.world.invites[invite.code]
    payload: Json = {
        "channel_id": str(invite.channel_id),
        "guild_id": str(guild.id),
        "code": invite.code,
    }
    to = audience.with_permission(call.sandbox, guild, Permission.MANAGE_CHANNELS)
    call.sandbox.hub.publish("INVITE_DELETE", payload, guild_id=guild.id, to=to)
    _record(call, guild, audit.INVITE_DELETE, audit.changes(_logged(invite), {}))
    return guilds.invite(invite, call.sandbox.world)


def get_channel_invites(call: Call) -> Answer:
    """List a channel's invites."""
    channel = access.channel(call, Permission.MANAGE_CHANNELS)
    world = call.sandbox.world
    mine = [i for i in world.invites.values() if i.channel_id == channel.id]
    return [guilds.counted_invite(i, world) for i in mine]


def get_guild_invites(call: Call) -> Answer:
    """List a guild's invites."""
    guild = access.guild(call, Permission.MANAGE_GUILD)
    world = call.sandbox.world
    mine = [i for i in world.invites.values() if i.guild_id == guild.id]
    return [guilds.counted_invite(i, world) for i in mine]


def _find(call: Call) -> Invite:
    invite = call.sandbox.world.invites.get(call.parts["code"])
    if invite is None:
        raise refuse(10006)
    age = timedelta(seconds=invite.max_age_seconds)
    if invite.max_age_seconds and invite.created_at + age <= call.now:
        del call.sandbox.world.invites[invite.code]
        raise refuse(10006)
    return invite


def _check_open(call: Call, guild: Guild) -> None:
    until = (guild.incidents or {}).get("invites_disabled_until")
    is_paused = until is not None and until > (iso(call.now) or "")
    if is_paused or "INVITES_DISABLED" in guild.features:
        message = "Invites are currently paused for this server. Please try again later."
        raise DiscordError(403, 40066, message)


def _logged(invite: Invite) -> Json:
    return {
        "code": invite.code,
        "channel_id": str(invite.channel_id),
        "inviter_id": str(invite.inviter_id),
        "max_uses": invite.max_uses,
        "uses": invite.uses,
        "max_age": invite.max_age_seconds,
        "temporary": invite.is_temporary,
    }


def _record(call: Call, guild: Guild, action: int, changes: list[Json]) -> None:
    audit.record(call.sandbox, guild, action, call.me.id, None, reason=call.reason, changes=changes)


ROUTES = [
    Route("POST", "/channels/{channel_id}/invites", post_invite),
    Route("GET", "/channels/{channel_id}/invites", get_channel_invites),
    Route("GET", "/guilds/{guild_id}/invites", get_guild_invites),
    Route("GET", "/invites/{code}", get_invite, Who.NOBODY_YET),
    Route("POST", "/invites/{code}", take_invite, Who.PERSON),
    Route("DELETE", "/invites/{code}", delete_invite),
]
