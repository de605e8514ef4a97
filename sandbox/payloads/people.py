"""Users, members and applications as Discord shows them."""

from typing import Any

from sandbox.payloads.moments import iso
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Application, Guild, Json, Member, User
from sandbox.world.world import World


def user(who: User) -> Json:
    """Show a user to anybody."""
    payload: Json = {
        "id": str(who.id),
        "username": who.username,
        "global_name": who.global_name,
        "discriminator": who.discriminator,
        "avatar": who.avatar,
        "avatar_decoration_data": None,
        "collectibles": None,
        "display_name_styles": None,
        "banner": None,
        "accent_color": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if who.bot:
        payload["bot"] = True
    return payload


def own_user(who: User) -> Json:
    """Show a user to itself."""
    return {
        **user(who),
        "bio": who.bio,
        "email": who.email,
        "verified": True,
        "mfa_enabled": False,
        "locale": who.locale,
        "premium_type": 0,
        "phone": None,
        "nsfw_allowed": True,
    }


def member(who: Member, users: dict[Snowflake, User]) -> Json:
    """Show a member with its user."""
    return {"user": user(users[who.user_id]), **bare_member(who)}


def bare_member(who: Member) -> Json:
    """Show a member without its user, as messages and resolved options carry it."""
    return {
        "nick": who.nick,
        "avatar": None,
        "banner": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "roles": [str(role_id) for role_id in who.roles],
        "joined_at": iso(who.joined_at),
        "premium_since": None,
        "deaf": who.deaf,
        "mute": who.mute,
        "flags": who.flags,
        "pending": who.is_pending,
        "unusual_dm_activity_until": None,
        "communication_disabled_until": iso(who.timed_out_until),
    }


def application(what: Application, world: World) -> Json:
    """Show an application to its owner or its bot."""
    payload: Json = {
        **public_application(what, world),
        "flags": what.flags,
        "flags_new": str(what.flags),
        "owner": user(world.users[what.owner_id]),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "event_webhooks_url": None,
        "event_webhooks_status": 1,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "rpc_origins": [],
        "approximate_guild_count": _guild_count(what, world),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "integration_types_config": {"0": {}},
    }
    return payload


def public_application(what: Application, world: World) -> Json:
    """Show an application to anybody."""
    payload: Json = {
        "id": str(what.id),
        "name": what.name,
        "icon": None,
        "description": what.description,
        "type": None,
        "summary": "",
        "bot_public": what.is_public,
        "bot_require_code_grant": False,
        "verify_key": f"{what.id:064x}",
        "flags": what.flags,
        "flags_new": str(what.flags),
        "hook": True,
        "tags": list(what.tags),
    }
    if what.bot_id is not None:
        payload["bot"] = user(world.users[what.bot_id])
    return payload


def ban(user_id: Snowflake, reason: str | None, world: World) -> Json:
    """Show a ban."""
    return {"user": user(world.users[user_id]), "reason": reason}


def presence(user_id: Snowflake, guild: Guild, status: str) -> dict[str, Any]:
    """Show who is online in a guild."""
    return {
        "user": {"id": str(user_id)},
        "guild_id": str(guild.id),
        "status": status,
        "activities": [],
        "client_status": {} if status == "offline" else {"web": status},
    }


def _guild_count(what: Application, world: World) -> int:
    return 0 if what.bot_id is None else len(world.guilds_of(what.bot_id))
