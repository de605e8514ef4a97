"""READY and GUILD_CREATE: what a session is told first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sandbox import permissions
from sandbox.payloads import guilds, people, plans
from sandbox.payloads.moments import iso
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Channel, Guild, Json, User
from sandbox.world.world import World

_PRESENCES = 1 << 8
_LARGE = 250
# What Discord's client reads at its start and nobody here has.
_NOTHING_OF_A_PERSON: Final[Json] = {
    "user_settings": {"locale": "en-US", "status": "online", "theme": "light"},
    "user_settings_proto": "",
    "user_guild_settings": {"entries": [], "partial": False, "version": 0},
    "read_state": {"entries": [], "partial": False, "version": 0},
    "relationships": [],
    "presences": [],
    "merged_members": [],
    "sessions": [],
    "session_type": "normal",
    "connected_accounts": [],
    "country_code": "US",
    "notes": {},
    "consents": {"personalization": {"consented": False}},
    "experiments": [],
    "guild_experiments": [],
    "analytics_token": "",
    "tutorial": None,
    "friend_suggestion_count": 0,
    "guild_join_requests": [],
    "_trace": [],
}


def ready_for_bot(who: User, world: World, guilds_served: list[Guild]) -> Json:
    """Build a bot's READY, still without its session."""
    application = world.application_of(who.id)
    return {
        "v": 10,
        "user": people.own_user(who),
        "user_settings": {},
        "relationships": [],
        "private_channels": [],
        "presences": [],
        "session_type": "normal",
        "geo_ordered_rtc_regions": [],
        "guild_join_requests": [],
        "auth": {},
        "_trace": [],
        "guilds": [{"id": str(g.id), "unavailable": True} for g in guilds_served],
        "application": {
            "id": str(application.id if application else who.id),
            "flags": application.flags if application else 0,
        },
    }


def ready_for_person(
    who: User, world: World, now: datetime, is_online: Callable[[Snowflake], bool]
) -> Json:
    """Build a person's READY, still without its session: guilds come whole."""
    direct = world.direct_channels_of(who.id)
    known = {user_id for channel in direct for user_id in channel.recipients} - {who.id}
    return {
        **_NOTHING_OF_A_PERSON,
        "v": 10,
        "user": people.own_user(who),
        "users": [people.user(world.users[u]) for u in known],
        "private_channels": [guilds.direct_channel(c, world, who.id) for c in direct],
        "guilds": [
            guild_create(g, world, who, now, is_online=is_online) for g in world.guilds_of(who.id)
        ],
    }


def guild_create(
    guild: Guild,
    world: World,
    viewer: User,
    now: datetime,
    *,
    is_online: Callable[[Snowflake], bool],
    intents: int = _PRESENCES,
) -> Json:
    """Build the GUILD_CREATE of one viewer.

    A bot without the presence intent sees only itself among the members, as on Discord; a
    person sees the channels that are open to them, a bot every channel's name.
    """
    whole = not viewer.bot or bool(intents & _PRESENCES)
    members = [m for m in guild.members.values() if whole or m.user_id == viewer.id]
    online = [m.user_id for m in members if is_online(m.user_id)] if whole else []
    rooms = _rooms(guild, world, viewer, now)
    return {
        **guilds.guild(guild),
        "joined_at": iso(guild.members[viewer.id].joined_at),
        "large": len(guild.members) > _LARGE,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [people.member(m, world.users) for m in members],
        "channels": [guilds.channel(c, world) for c in rooms if c.thread is None],
        "threads": [guilds.channel(c, world) for c in rooms if c.thread is not None],
        "presences": [people.presence(u, guild, "online") for u in online],
        **_rest(guild, world),
    }


def _rest(guild: Guild, world: World) -> dict[str, Any]:
    return {
        "voice_states": [],
        "stage_instances": [],
        "soundboard_sounds": [],
        "embedded_activities": [],
        "lazy": True,
        "application_command_counts": {},
        "guild_scheduled_events": [
            plans.scheduled_event(e, guild, world) for e in guild.events.values() if e.status < 3
        ],
    }


def _rooms(guild: Guild, world: World, viewer: User, now: datetime) -> list[Channel]:
    found = [*world.channels_of(guild.id), *world.threads_of(guild.id)]
    opened = [c for c in found if c.thread is None or not c.thread.is_archived]
    if viewer.bot:
        return opened
    return [c for c in opened if permissions.in_channel(world, c, viewer.id, now)]
