"""Guilds themselves: making, reading, changing; the audit log and the incident switches."""

from datetime import timedelta
from typing import Any, Final

from sandbox.acts import audience, audit
from sandbox.acts import guilds as acts
from sandbox.errors import invalid, refuse
from sandbox.forms.form import Form
from sandbox.payloads import guilds, people, plans
from sandbox.payloads.moments import iso
from sandbox.permissions import Permission
from sandbox.routes import access
from sandbox.routes.call import Answer, Call, Reply, Route, Who
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import AuditEntry, Guild, Json

_LONGEST_INCIDENT: Final = timedelta(hours=24)
_CHANNEL_FIELDS: Final = (
    ("system_channel_id", "system_channel_id"),
    ("rules_channel_id", "rules_channel_id"),
    ("public_updates_channel_id", "updates_channel_id"),
    ("afk_channel_id", "afk_channel_id"),
)


def post_guild(call: Call) -> Answer:
    """Make a guild with its first rooms; the maker owns it."""
    form = call.form()
    form.require("name")
    name = form.text("name", low=2, high=100)
    form.check()
    guild = acts.found(call.sandbox, call.me, (name or "").strip())
    return Reply(201, guilds.guild(guild))


def get_guild(call: Call) -> Answer:
    """Show a guild."""
    guild = access.guild(call)
    if call.query.get("with_counts", "").lower() not in ("true", "1"):
        return guilds.guild(guild)
    online = sum(1 for u in guild.members if call.sandbox.hub.is_online(u))
    return guilds.counted_guild(guild, online)


def patch_guild(call: Call) -> Answer:
    """Change a guild."""
    guild = access.guild(call, Permission.MANAGE_GUILD)
    form = call.form()
    was = _loggable(guild)
    name, description = form.text("name", low=2, high=100), form.text("description", high=300)
    levels = {
        "verification_level": form.choice("verification_level", range(5)),
        "default_notifications": form.choice("default_message_notifications", (0, 1)),
        "content_filter": form.choice("explicit_content_filter", range(3)),
        "afk_seconds": form.choice("afk_timeout", (60, 300, 900, 1800, 3600)),
        "system_channel_flags": form.integer("system_channel_flags", low=0),
        "preferred_locale": form.text("preferred_locale", low=2, high=8),
        "name": name,
    }
    features = form.texts("features", high=100, each=100)
    chosen = _channels(call, guild, form)
    form.check()
    for field, value in levels.items():
        if value is not None:
            setattr(guild, field, value)
    for field, channel_id in chosen.items():
        setattr(guild, field, channel_id)
    if form.has("description"):
        guild.description = description
    if form.has("features"):
        guild.features = sorted(set(features))
    _tell_changed(call, guild, was)
    return guilds.guild(guild)


def delete_guild(call: Call) -> Answer:
    """Delete one's own guild."""
    guild = access.guild(call)
    if guild.owner_id != call.me.id:
        raise refuse(50013)
    acts.dissolve(call.sandbox, guild)
    return None


def put_incidents(call: Call) -> Answer:
    """Close invites or direct messages for up to a day."""
    guild = access.guild(call, Permission.MANAGE_GUILD)
    form, names = call.form(), ("invites_disabled_until", "dms_disabled_until")
    until = {name: form.moment(name) for name in names}
    form.check()
    for name, moment in until.items():
        if moment is not None and moment > call.now + _LONGEST_INCIDENT:
            raise invalid((name,), "INCIDENT_TOO_LONG", "Must be within 24 hours.")
    was = _loggable(guild)
    before = guild.incidents or {}
    kept = {name: iso(until[name]) if form.has(name) else before.get(name) for name in names}
    nothing = not any(kept.values())
    detected = {"dm_spam_detected_at": None, "raid_detected_at": None}
    guild.incidents = None if nothing else {**kept, **detected}
    _tell_changed(call, guild, was)
    return {**kept, **detected}


def get_audit_log(call: Call) -> Answer:
    """Read the audit log: newest first, or oldest first behind `after`."""
    guild = access.guild(call, Permission.VIEW_AUDIT_LOG)
    form = call.asked()
    limit = form.integer("limit", low=1, high=100) or 50
    user_id, action = form.snowflake("user_id"), form.integer("action_type", low=0)
    before, after = form.snowflake("before"), form.snowflake("after")
    form.check()
    found = [
        entry
        for entry in guild.audit_log
        if (user_id is None or entry.user_id == user_id)
        and (action is None or entry.action == action)
        and (before is None or entry.id < before)
        and (after is None or entry.id > after)
    ]
    if after is None:
        found.reverse()
    return _log(call, guild, found[:limit])


def get_nothing(call: Call) -> Answer:
    """List what a guild could have and no guild here has."""
    access.guild(call)
    return []


def get_no_items(call: Call) -> Answer:
    """List, in the newer form, what a guild could have and no guild here has."""
    access.guild(call)
    return {"items": []}


def _log(call: Call, guild: Guild, found: list[AuditEntry]) -> Json:
    world = call.sandbox.world
    named = {e.user_id for e in found} | {e.target_id for e in found if e.target_id}
    rules = [guild.rules[n] for n in named if n in guild.rules]
    events = [guild.events[n] for n in named if n in guild.events]
    threads = [c for c in world.threads_of(guild.id) if c.id in named]
    nothing: dict[str, list[Any]] = {"integrations": [], "webhooks": [], "application_commands": []}
    return {
        "audit_log_entries": [plans.audit_entry(e) for e in found],
        "users": [people.user(world.users[n]) for n in sorted(named) if n in world.users],
        "guild_scheduled_events": [plans.scheduled_event(e, guild, world) for e in events],
        "auto_moderation_rules": [plans.automod_rule(r, guild) for r in rules],
        "threads": [guilds.channel(c, world) for c in threads],
        **nothing,
    }


def _channels(call: Call, guild: Guild, form: Form) -> dict[str, Snowflake | None]:
    chosen: dict[str, Snowflake | None] = {}
    mine = {c.id for c in call.sandbox.world.channels_of(guild.id)}
    for name, field in _CHANNEL_FIELDS:
        if not form.has(name):
            continue
        channel_id = form.snowflake(name)
        if channel_id is not None and channel_id not in mine:
            form.fault(name, "GUILD_CHANNEL_INVALID", "Unknown Channel")
        chosen[field] = channel_id
    return chosen


def _tell_changed(call: Call, guild: Guild, was: Json) -> None:
    changes = audit.changes(was, _loggable(guild))
    if not changes:
        return
    to = audience.everybody(guild)
    call.sandbox.hub.publish("GUILD_UPDATE", guilds.guild(guild), guild_id=guild.id, to=to)
    audit.record(
        call.sandbox,
        guild,
        audit.GUILD_UPDATE,
        call.me.id,
        guild.id,
        reason=call.reason,
        # discord.py knows no such field of the log.
        changes=[c for c in changes if c["key"] != "incidents_data"],
    )


def _loggable(guild: Guild) -> Json:
    shown = guilds.guild(guild)
    names = (
        "name", "description", "verification_level", "default_message_notifications",
        "explicit_content_filter", "afk_timeout", "afk_channel_id", "system_channel_id",
        "rules_channel_id", "public_updates_channel_id", "preferred_locale", "features",
        "incidents_data",
    )  # fmt: skip
    return {name: shown[name] for name in names}


_GUILD: Final = "/guilds/{guild_id}"
ROUTES = [
    Route("POST", "/guilds", post_guild, Who.PERSON),
    Route("GET", _GUILD, get_guild),
    Route("PATCH", _GUILD, patch_guild),
    Route("DELETE", _GUILD, delete_guild),
    Route("POST", f"{_GUILD}/delete", delete_guild),
    Route("PUT", f"{_GUILD}/incident-actions", put_incidents),
    Route("GET", f"{_GUILD}/audit-logs", get_audit_log),
    Route("GET", f"{_GUILD}/emojis", get_nothing),
    Route("GET", f"{_GUILD}/stickers", get_nothing),
    Route("GET", f"{_GUILD}/integrations", get_nothing),
    Route("GET", f"{_GUILD}/soundboard-sounds", get_no_items),
]
