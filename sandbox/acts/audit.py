"""The audit log of a guild, and its event."""

from typing import Any

from sandbox.acts import audience
from sandbox.core import Sandbox
from sandbox.payloads import plans
from sandbox.permissions import Permission
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import AuditEntry, Guild, Json

GUILD_UPDATE = 1
CHANNEL_CREATE, CHANNEL_UPDATE, CHANNEL_DELETE = 10, 11, 12
OVERWRITE_CREATE, OVERWRITE_UPDATE, OVERWRITE_DELETE = 13, 14, 15
KICK, PRUNE, BAN_ADD, BAN_REMOVE, MEMBER_UPDATE, MEMBER_ROLES = 20, 21, 22, 23, 24, 25
BOT_ADD = 28
ROLE_CREATE, ROLE_UPDATE, ROLE_DELETE = 30, 31, 32
INVITE_CREATE, INVITE_DELETE = 40, 42
WEBHOOK_CREATE, WEBHOOK_UPDATE, WEBHOOK_DELETE = 50, 51, 52
MESSAGE_DELETE, MESSAGE_BULK_DELETE, MESSAGE_PIN, MESSAGE_UNPIN = 72, 73, 74, 75
EVENT_CREATE, EVENT_UPDATE, EVENT_DELETE = 100, 101, 102
THREAD_CREATE, THREAD_UPDATE, THREAD_DELETE = 110, 111, 112
RULE_CREATE, RULE_UPDATE, RULE_DELETE = 140, 141, 142
AUTOMOD_BLOCK, AUTOMOD_FLAG, AUTOMOD_TIMEOUT = 143, 144, 145

_KEPT = 10_000


def record(
    sandbox: Sandbox,
    guild: Guild,
    action: int,
    by: Snowflake,
    target: Snowflake | None,
    **details: Any,
) -> None:
    """Write a line into the audit log and tell who may read it.

    Args:
        sandbox: where.
        guild: whose log.
        action: Discord's number of the action.
        by: who did it.
        target: what it was done to.
        **details: `reason` (text), `changes` (list), `options` (object), as far as there are.
    """
    entry = AuditEntry(sandbox.new_id(), action, by, target, **details)
    guild.audit_log.append(entry)
    del guild.audit_log[:-_KEPT]
    payload = plans.audit_entry(entry) | {"guild_id": str(guild.id)}
    sandbox.hub.publish(
        "GUILD_AUDIT_LOG_ENTRY_CREATE",
        payload,
        guild_id=guild.id,
        to=audience.with_permission(sandbox, guild, Permission.VIEW_AUDIT_LOG),
    )


def changes(before: Json, after: Json) -> list[Json]:
    """List the fields of two payloads that differ."""
    found: list[Json] = []
    for key in {**before, **after}:
        if before.get(key) == after.get(key):
            continue
        change: Json = {"key": key}
        if before.get(key) is not None:
            change["old_value"] = before[key]
        if after.get(key) is not None:
            change["new_value"] = after[key]
        found.append(change)
    return found
