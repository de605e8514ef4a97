"""Rows of care incidents."""

import json
from datetime import datetime

from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, UserId
from bot.domain.incidents import Incident
from bot.domain.messages import Heard
from bot.domain.screening import Verdict
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_moment, micros, moment


async def add(tx: Transaction, *, guild_id: GuildId, heard: Heard, verdict: Verdict) -> Incident:
    """Keep what was heard, without its words."""
    rows = await tx.fetch_all(
        "INSERT INTO incidents (guild_id, kind, level, topic, author_id, channel_id, message_id,"
        " signals, created_at) VALUES (:guild_id, :kind, :level, :topic, :author_id, :channel_id,"
        " :message_id, :signals, :at) RETURNING *",
        {
            "guild_id": guild_id,
            "kind": verdict.kind,
            "level": verdict.level,
            "topic": verdict.topic or "self",
            "author_id": heard.author_id,
            "channel_id": heard.channel_id,
            "message_id": heard.message_id,
            "signals": json.dumps(verdict.signals),
            "at": micros(heard.at),
        },
    )
    return _incident(rows[0])


async def get(tx: Transaction, incident_id: IncidentId) -> Incident | None:
    """Return an incident, or None when there is none."""
    rows = await tx.fetch_all("SELECT * FROM incidents WHERE id = :id", {"id": incident_id})
    return _incident(rows[0]) if rows else None


async def acknowledge(
    tx: Transaction, incident_id: IncidentId, *, by: UserId, at: datetime
) -> bool:
    """Mark an incident as somebody's, unless it is already; say whether it was marked."""
    changed = await tx.execute(
        "UPDATE incidents SET acknowledged_by = :by, acknowledged_at = :at"
        " WHERE id = :id AND acknowledged_at IS NULL",
        {"id": incident_id, "by": by, "at": micros(at)},
    )
    return changed == 1


def _incident(row: Row) -> Incident:
    return Incident(
        id=IncidentId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        level=row["level"],
        topic=row["topic"],
        author_id=UserId(row["author_id"]),
        channel_id=None if row["channel_id"] is None else ChannelId(row["channel_id"]),
        message_id=None if row["message_id"] is None else MessageId(row["message_id"]),
        signals=tuple(json.loads(row["signals"])),
        at=moment(row["created_at"]),
        acknowledged_by=(
            None if row["acknowledged_by"] is None else UserId(row["acknowledged_by"])
        ),
        acknowledged_at=maybe_moment(row["acknowledged_at"]),
    )
