"""Scheduled events, auto-moderation rules and audit-log entries as Discord shows them."""

from sandbox.payloads import people
from sandbox.payloads.moments import iso
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import AuditEntry, AutoModRule, Guild, Json, ScheduledEvent
from sandbox.world.world import World


def scheduled_event(
    what: ScheduledEvent, guild: Guild, world: World, *, counted: bool = False
) -> Json:
    """Show a scheduled event, on request with how many are interested."""
    payload: Json = {
        "id": str(what.id),
        "guild_id": str(guild.id),
        "channel_id": _id(what.channel_id),
        "creator_id": str(what.creator_id),
        "creator": people.user(world.users[what.creator_id]),
        "name": what.name,
        "description": what.description,
        "image": None,
        "scheduled_start_time": iso(what.starts_at),
        "scheduled_end_time": iso(what.ends_at),
        "privacy_level": 2,
        "status": what.status,
        "entity_type": what.entity_type,
        "entity_id": None,
        "entity_metadata": None if what.location is None else {"location": what.location},
        "recurrence_rule": what.recurrence,
        "guild_scheduled_event_exceptions": [],
        "sku_ids": [],
        "auto_start": False,
    }
    return payload | {"user_count": len(what.interested)} if counted else payload


def automod_rule(what: AutoModRule, guild: Guild) -> Json:
    """Show an auto-moderation rule."""
    return {
        "id": str(what.id),
        "guild_id": str(guild.id),
        "name": what.name,
        "creator_id": str(what.creator_id),
        "event_type": what.event_type,
        "trigger_type": what.trigger_type,
        "trigger_metadata": what.metadata,
        "actions": what.actions,
        "enabled": what.enabled,
        "exempt_roles": [str(r) for r in what.exempt_roles],
        "exempt_channels": [str(c) for c in what.exempt_channels],
    }


def audit_entry(what: AuditEntry) -> Json:
    """Show a line of the audit log."""
    payload: Json = {
        "id": str(what.id),
        "action_type": what.action,
        "user_id": str(what.user_id),
        "target_id": _id(what.target_id),
    }
    if what.changes:
        payload["changes"] = what.changes
    if what.options is not None:
        payload["options"] = what.options
    if what.reason is not None:
        payload["reason"] = what.reason
    return payload


def _id(snowflake: Snowflake | None) -> str | None:
    return None if snowflake is None else str(snowflake)
