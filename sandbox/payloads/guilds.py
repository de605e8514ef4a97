"""Guilds, roles, channels, invites and webhooks as Discord shows them."""

from datetime import datetime, timedelta

from sandbox.payloads import people
from sandbox.payloads.moments import iso
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import (
    CATEGORY,
    DM,
    FORUM,
    GROUP_DM,
    STAGE,
    VOICE,
    Channel,
    Guild,
    Invite,
    Json,
    Role,
    Thread,
    Webhook,
)
from sandbox.world.world import World


def role(what: Role) -> Json:
    """Show a role."""
    payload: Json = {
        "id": str(what.id),
        "name": what.name,
        "description": None,
        "permissions": str(what.permissions),
        "position": what.position,
        "color": what.color,
        "colors": {"primary_color": what.color, "secondary_color": None, "tertiary_color": None},
        "hoist": what.hoist,
        "managed": what.bot_id is not None,
        "mentionable": what.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if what.bot_id is not None:
        payload["tags"] = {"bot_id": str(what.bot_id)}
    return payload


def guild(what: Guild) -> Json:
    """Show a guild as its members see it over HTTP."""
    return {
        "id": str(what.id),
        "name": what.name,
        "icon": None,
        "description": what.description,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "features": list(what.features),
        "owner_id": str(what.owner_id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": _id(what.afk_channel_id),
        "afk_timeout": what.afk_seconds,
        "system_channel_id": _id(what.system_channel_id),
        "system_channel_flags": what.system_channel_flags,
        "rules_channel_id": _id(what.rules_channel_id),
        "public_updates_channel_id": _id(what.updates_channel_id),
        "safety_alerts_channel_id": None,
        "roles": [role(r) for r in sorted(what.roles.values(), key=lambda r: r.position)],
        "emojis": [],
        "stickers": [],
        "incidents_data": what.incidents,
        **_levels(what),
    }


def _levels(what: Guild) -> Json:
    return {
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": what.verification_level,
        "default_message_notifications": what.default_notifications,
        "explicit_content_filter": what.content_filter,
        "mfa_level": 0,
        "nsfw": False,
        "nsfw_level": 0,
        "max_presences": None,
        "max_members": 25_000_000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": what.preferred_locale,
    }


def counted_guild(what: Guild, online: int) -> Json:
    """Show a guild with how many are in it and how many are online."""
    return {
        **guild(what),
        "approximate_member_count": len(what.members),
        "approximate_presence_count": online,
    }


def channel(what: Channel, world: World) -> Json:
    """Show a channel, a thread or a direct conversation."""
    if what.kind in (DM, GROUP_DM):
        return _direct(what, world)
    payload: Json = {
        "id": str(what.id),
        "type": what.kind,
        "guild_id": str(what.guild_id),
        "name": what.name,
        "parent_id": _id(what.parent_id),
        "flags": 0,
    }
    if what.thread is not None:
        return payload | _thread(what, what.thread)
    payload |= {
        "position": what.position,
        "permission_overwrites": [
            {"id": str(o.id), "type": o.kind, "allow": str(o.allow), "deny": str(o.deny)}
            for o in what.overwrites.values()
        ],
    }
    return payload if what.kind == CATEGORY else payload | _room(what)


def _room(what: Channel) -> Json:
    payload: Json = {
        "topic": what.topic,
        "nsfw": what.nsfw,
        "rate_limit_per_user": what.slowmode_seconds,
        "last_message_id": _id(what.last_message_id),
    }
    if what.kind in (VOICE, STAGE):
        payload |= {
            "bitrate": what.bitrate,
            "user_limit": what.user_limit,
            "rtc_region": None,
            "video_quality_mode": 1,
        }
    else:
        payload["last_pin_timestamp"] = iso(what.last_pin_at)
    if what.kind == FORUM:
        payload |= {
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
        }
    return payload


def _thread(what: Channel, thread: Thread) -> Json:
    return {
        "owner_id": str(thread.owner_id),
        "last_message_id": _id(what.last_message_id),
        "last_pin_timestamp": iso(what.last_pin_at),
        "rate_limit_per_user": what.slowmode_seconds,
        "message_count": len(what.messages),
        "total_message_sent": len(what.messages),
        "member_count": len(thread.members),
        "thread_metadata": {
            "archived": thread.is_archived,
            "archive_timestamp": iso(thread.archived_at or thread.created_at),
            "auto_archive_duration": thread.auto_archive_minutes,
            "locked": thread.is_locked,
            "invitable": thread.is_invitable,
            "create_timestamp": iso(thread.created_at),
        },
    }


def _direct(what: Channel, world: World) -> Json:
    return {
        "id": str(what.id),
        "type": what.kind,
        "flags": 0,
        "last_message_id": _id(what.last_message_id),
        "last_pin_timestamp": iso(what.last_pin_at),
        "recipients": [people.user(world.users[u]) for u in what.recipients],
    }


def direct_channel(what: Channel, world: World, viewer: Snowflake) -> Json:
    """Show a direct conversation to one of the two: `recipients` is the other."""
    payload = _direct(what, world)
    payload["recipients"] = [r for r in payload["recipients"] if r["id"] != str(viewer)]
    return payload


def thread_member(thread_id: Snowflake, user_id: Snowflake, joined_at: datetime) -> Json:
    """Show who is in a thread."""
    return {
        "id": str(thread_id),
        "user_id": str(user_id),
        "join_timestamp": iso(joined_at),
        "flags": 1,
        "muted": False,
        "mute_config": None,
    }


def invite(what: Invite, world: World) -> Json:
    """Show an invite to anybody."""
    guild_ = world.guilds[what.guild_id]
    channel_ = world.channels[what.channel_id]
    ends = timedelta(seconds=what.max_age_seconds)
    return {
        "type": 0,
        "code": what.code,
        "guild_id": str(guild_.id),
        "guild": _invited_to(guild_),
        "channel": {"id": str(channel_.id), "type": channel_.kind, "name": channel_.name},
        "inviter": people.user(world.users[what.inviter_id]),
        "expires_at": iso(what.created_at + ends) if what.max_age_seconds else None,
        "flags": 0,
        "approximate_member_count": len(guild_.members),
        "approximate_presence_count": 0,
    }


def _invited_to(what: Guild) -> Json:
    names = (
        "id", "name", "description", "features", "icon", "banner", "splash", "nsfw",
        "nsfw_level", "verification_level", "vanity_url_code", "premium_subscription_count",
        "premium_tier",
    )  # fmt: skip
    shown = guild(what)
    return {name: shown[name] for name in names}


def counted_invite(what: Invite, world: World) -> Json:
    """Show an invite with its use, to those who manage the guild."""
    return {
        **invite(what, world),
        "uses": what.uses,
        "max_uses": what.max_uses,
        "max_age": what.max_age_seconds,
        "temporary": what.is_temporary,
        "created_at": iso(what.created_at),
    }


def webhook(what: Webhook, world: World) -> Json:
    """Show an incoming webhook to those who manage it."""
    return {
        "id": str(what.id),
        "type": 1,
        "guild_id": str(what.guild_id),
        "channel_id": str(what.channel_id),
        "application_id": _id(what.application_id),
        "name": what.name,
        "avatar": None,
        "token": what.token,
        "url": f"/api/webhooks/{what.id}/{what.token}",
        "user": people.user(world.users[what.creator_id]),
    }


def _id(snowflake: Snowflake | None) -> str | None:
    return None if snowflake is None else str(snowflake)
