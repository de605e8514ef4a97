"""Interactions as the application is told of them."""

from datetime import datetime

from sandbox import permissions
from sandbox.interaction import Interaction
from sandbox.payloads import guilds, messages, people
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import DM, Channel, Json, Message
from sandbox.world.world import World

_LARGEST_ATTACHMENT = 10 * 1024 * 1024
_IN_GUILD, _WITH_BOT, _BETWEEN_PEOPLE = 0, 1, 2


def interaction(what: Interaction, data: Json, world: World, now: datetime, base: str) -> Json:
    """Build INTERACTION_CREATE for the application."""
    channel = world.channels[what.channel_id]
    application = world.applications[what.application_id]
    bot_id = application.bot_id or application.id
    payload: Json = {
        "id": str(what.id),
        "application_id": str(what.application_id),
        "type": what.kind,
        "token": what.token,
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": _channel(channel, world, what.user_id, now),
        "locale": world.users[what.user_id].locale,
        "app_permissions": str(permissions.in_channel(world, channel, bot_id, now)),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": owners(what.guild_id),
        "attachment_size_limit": _LARGEST_ATTACHMENT,
    }
    payload |= _place(what, channel, world, now, bot_id)
    source = None if what.source_id is None else channel.messages.get(what.source_id)
    if source is not None:
        payload["message"] = messages.message(source, world, base=base)
    return payload


def owners(guild_id: Snowflake | None) -> dict[str, str]:
    """Tell on whose behalf an application acts: the guild's that installed it."""
    return {"0": "0" if guild_id is None else str(guild_id)}


def resolved_channel(what: Channel, world: World, viewer: Snowflake, now: datetime) -> Json:
    """Show a channel that somebody chose, with what they may do in it."""
    payload = guilds.channel(what, world)
    has = permissions.in_channel(world, what, viewer, now)
    return payload | {"permissions": str(has)}


def resolved_message(what: Message, world: World, base: str) -> Json:
    """Show a message that somebody chose from its menu."""
    return messages.message(what, world, base=base)


def _channel(channel: Channel, world: World, viewer: Snowflake, now: datetime) -> Json:
    return resolved_channel(channel, world, viewer, now)


def _place(
    what: Interaction, channel: Channel, world: World, now: datetime, bot_id: Snowflake
) -> Json:
    guild = world.guild_of(channel)
    if guild is None:
        with_bot = channel.kind == DM and bot_id in channel.recipients
        return {
            "user": people.user(world.users[what.user_id]),
            "context": _WITH_BOT if with_bot else _BETWEEN_PEOPLE,
        }
    member = guild.members[what.user_id]
    has = permissions.in_channel(world, channel, what.user_id, now)
    return {
        "guild_id": str(guild.id),
        "guild": {
            "id": str(guild.id),
            "locale": guild.preferred_locale,
            "features": list(guild.features),
        },
        "guild_locale": guild.preferred_locale,
        "member": people.member(member, world.users) | {"permissions": str(has)},
        "context": _IN_GUILD,
    }
