"""Channels: making, changing, deleting, and who may do what in them."""

from typing import Final

from sandbox import permissions
from sandbox.acts import audit, channels, doors
from sandbox.errors import refuse
from sandbox.forms.channels import fill, read_overwrite
from sandbox.forms.form import Form
from sandbox.payloads import guilds
from sandbox.permissions import Permission
from sandbox.routes import access, threads
from sandbox.routes.call import Answer, Call, Reply, Route
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import (
    ANNOUNCEMENT,
    CATEGORY,
    FORUM,
    MEDIA,
    STAGE,
    TEXT,
    VOICE,
    Channel,
    Guild,
    Json,
    Overwrite,
)

_KINDS: Final = (TEXT, VOICE, CATEGORY, ANNOUNCEMENT, STAGE, FORUM, MEDIA)
_MOST: Final = 500


def get_channels(call: Call) -> Answer:
    """List a guild's channels; a person sees those that are open to them."""
    guild = access.guild(call)
    world = call.sandbox.world
    return [
        guilds.channel(c, world)
        for c in world.channels_of(guild.id)
        if call.me.bot or permissions.in_channel(world, c, call.me.id, call.now)
    ]


def get_channel(call: Call) -> Answer:
    """Show a channel."""
    channel = access.channel(call)
    if channel.guild_id is None:
        return guilds.direct_channel(channel, call.sandbox.world, call.me.id)
    return guilds.channel(channel, call.sandbox.world)


def post_channel(call: Call) -> Answer:
    """Make a channel."""
    guild = access.guild(call, Permission.MANAGE_CHANNELS)
    form = call.form()
    form.require("name")
    kind = form.choice("type", _KINDS) or TEXT
    mine = call.sandbox.world.channels_of(guild.id)
    last = max((c.position for c in mine), default=-1)
    channel = Channel(call.sandbox.new_id(), kind, "", guild.id, last + 1)
    fill(form, channel, _categories(call, guild))
    _inherit(call, form, channel)
    form.check()
    if len(mine) >= _MOST:
        raise refuse(30013)
    _check_overwrites(call, guild, {}, channel.overwrites)
    call.sandbox.world.channels[channel.id] = channel
    channels.publish(call.sandbox, "CHANNEL_CREATE", channel)
    changes = audit.changes({}, _loggable(channel))
    _record(call, guild, audit.CHANNEL_CREATE, channel, changes=changes)
    return Reply(201, guilds.channel(channel, call.sandbox.world))


def patch_channel(call: Call) -> Answer:
    """Change a channel or a thread."""
    channel = access.channel(call)
    guild = call.sandbox.world.guild_of(channel)
    if guild is None:
        raise refuse(50024)
    if channel.thread is not None:
        return threads.patch_thread(call, guild, channel, channel.thread)
    access.channel(call, Permission.MANAGE_CHANNELS)
    form = call.form()
    draft = channels.copied(channel)
    fill(form, draft, _categories(call, guild))
    form.check()
    if form.has("permission_overwrites"):
        _check_overwrites(call, guild, channel.overwrites, draft.overwrites)
    was = _loggable(channel)
    with doors.watched(call.sandbox, guild):
        channels.take_over(channel, draft)
    changes = audit.changes(was, _loggable(channel))
    if changes:
        channels.publish(call.sandbox, "CHANNEL_UPDATE", channel)
        _record(call, guild, audit.CHANNEL_UPDATE, channel, changes=changes)
    return guilds.channel(channel, call.sandbox.world)


def patch_positions(call: Call) -> Answer:
    """Move channels."""
    guild = access.guild(call, Permission.MANAGE_CHANNELS)
    whole = Form({"": call.body if call.body is not None else []})
    for form in whole.forms("", high=_MOST):
        form.require("id")
        channel_id, position = form.snowflake("id"), form.integer("position", low=0)
        channel = None if channel_id is None else call.sandbox.world.channels.get(channel_id)
        if channel is None or channel.guild_id != guild.id:
            continue
        if position is not None:
            channel.position = position
        if form.has("parent_id"):
            channel.parent_id = form.snowflake("parent_id")
        channels.publish(call.sandbox, "CHANNEL_UPDATE", channel)
    whole.check()
    return None


def delete_channel(call: Call) -> Answer:
    """Delete a channel or a thread, or close a direct conversation."""
    channel = access.channel(call)
    guild = call.sandbox.world.guild_of(channel)
    if guild is None:
        return guilds.direct_channel(channel, call.sandbox.world, call.me.id)
    if channel.thread is not None:
        access.channel(call, Permission.MANAGE_THREADS)
    else:
        access.channel(call, Permission.MANAGE_CHANNELS)
    payload = guilds.channel(channel, call.sandbox.world)
    channels.delete(call.sandbox, guild, channel)
    is_thread = channel.thread is not None
    action = audit.THREAD_DELETE if is_thread else audit.CHANNEL_DELETE
    _record(call, guild, action, channel, changes=audit.changes(_loggable(channel), {}))
    return payload


def put_overwrite(call: Call) -> Answer:
    """Set what a role or member may do in a channel."""
    channel, guild = _overwritable(call)
    number = call.id("overwrite_id")
    form = call.form()
    overwrite = read_overwrite(form, number)
    form.check()
    is_known = number in guild.roles if overwrite.kind == 0 else number in call.sandbox.world.users
    if not is_known:
        raise refuse(10009)
    was = channel.overwrites.get(number)
    after = {**channel.overwrites, number: overwrite}
    _check_overwrites(call, guild, channel.overwrites, after)
    with doors.watched(call.sandbox, guild):
        channel.overwrites = after
    channels.publish(call.sandbox, "CHANNEL_UPDATE", channel)
    action = audit.OVERWRITE_CREATE if was is None else audit.OVERWRITE_UPDATE
    changes = audit.changes(_bits(was), _bits(overwrite))
    _record(call, guild, action, channel, changes=changes, options=_named(guild, overwrite))
    return None


def delete_overwrite(call: Call) -> Answer:
    """Take back what a role or member may do in a channel."""
    channel, guild = _overwritable(call)
    was = channel.overwrites.get(call.id("overwrite_id"))
    if was is None:
        raise refuse(10009)
    with doors.watched(call.sandbox, guild):
        del channel.overwrites[was.id]
    channels.publish(call.sandbox, "CHANNEL_UPDATE", channel)
    changes = audit.changes(_bits(was), {})
    options = _named(guild, was)
    _record(call, guild, audit.OVERWRITE_DELETE, channel, changes=changes, options=options)
    return None


def _overwritable(call: Call) -> tuple[Channel, Guild]:
    channel = access.channel(call, Permission.MANAGE_ROLES)
    guild = call.sandbox.world.guild_of(channel)
    if guild is None or channel.thread is not None:
        raise refuse(50024)
    return channel, guild


def _check_overwrites(
    call: Call,
    guild: Guild,
    before: dict[Snowflake, Overwrite],
    after: dict[Snowflake, Overwrite],
) -> None:
    """Refuse to allow or deny what the caller has not got."""
    has = permissions.in_guild(guild, guild.members[call.me.id], call.now)
    if before != after and not has & Permission.MANAGE_ROLES:
        raise refuse(50013)
    for number in {*before, *after}:
        was, now = before.get(number), after.get(number)
        changed = (was.allow if was else 0) ^ (now.allow if now else 0)
        changed |= (was.deny if was else 0) ^ (now.deny if now else 0)
        if changed & ~has:
            raise refuse(50013)


def _inherit(call: Call, form: Form, channel: Channel) -> None:
    """Give a new channel the overwrites of its category unless it brought its own."""
    if form.has("permission_overwrites") or channel.parent_id is None:
        return
    parent = call.sandbox.world.channels[channel.parent_id]
    channel.overwrites = channels.copied(parent).overwrites


def _categories(call: Call, guild: Guild) -> set[Snowflake]:
    return {c.id for c in call.sandbox.world.channels_of(guild.id) if c.kind == CATEGORY}


def _bits(overwrite: Overwrite | None) -> Json:
    if overwrite is None:
        return {}
    return {
        "id": str(overwrite.id),
        "type": str(overwrite.kind),
        "allow": str(overwrite.allow),
        "deny": str(overwrite.deny),
    }


def _named(guild: Guild, overwrite: Overwrite) -> Json:
    named: Json = {"id": str(overwrite.id), "type": str(overwrite.kind)}
    role = guild.roles.get(overwrite.id)
    return named | ({"role_name": role.name} if role else {})


def _loggable(channel: Channel) -> Json:
    shown: Json = {
        "name": channel.name,
        "type": channel.kind,
        "topic": channel.topic,
        "nsfw": channel.nsfw,
        "rate_limit_per_user": channel.slowmode_seconds,
        "position": channel.position,
        "permission_overwrites": [_bits(o) for o in channel.overwrites.values()],
        "parent_id": None if channel.parent_id is None else str(channel.parent_id),
    }
    if channel.kind in (VOICE, STAGE):
        shown |= {"bitrate": channel.bitrate, "user_limit": channel.user_limit}
    return shown


def _record(
    call: Call,
    guild: Guild,
    action: int,
    channel: Channel,
    *,
    changes: list[Json],
    options: Json | None = None,
) -> None:
    audit.record(
        call.sandbox,
        guild,
        action,
        call.me.id,
        channel.id,
        reason=call.reason,
        changes=[c for c in changes if c["key"] not in ("position", "parent_id")],
        options=options,
    )


_OF_GUILD: Final = "/guilds/{guild_id}/channels"
_CHANNEL: Final = "/channels/{channel_id}"
ROUTES = [
    Route("GET", _OF_GUILD, get_channels),
    Route("POST", _OF_GUILD, post_channel),
    Route("PATCH", _OF_GUILD, patch_positions),
    Route("GET", _CHANNEL, get_channel),
    Route("PATCH", _CHANNEL, patch_channel),
    Route("DELETE", _CHANNEL, delete_channel),
    Route("PUT", f"{_CHANNEL}/permissions/{{overwrite_id}}", put_overwrite),
    Route("DELETE", f"{_CHANNEL}/permissions/{{overwrite_id}}", delete_overwrite),
]
