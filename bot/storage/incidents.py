"""Rows of care incidents."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, UserId
from bot.domain.incidents import Incident, Outcome
from bot.domain.messages import Heard
from bot.domain.screening import Verdict
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_moment, micros, moment

INSERT = """
INSERT INTO incidents (guild_id, kind, level, topic, author_id, channel_id, message_id, signals,
    created_at, started_by, acknowledged_by, acknowledged_at)
VALUES (:guild_id, :kind, :level, :topic, :author_id, :channel_id, :message_id, :signals, :at,
    :started_by, :started_by, :taken_at)
RETURNING *
"""


async def add(tx: Transaction, *, guild_id: GuildId, heard: Heard, verdict: Verdict) -> Incident:
    """Keep what was heard, without its words."""
    return await _add(tx, guild_id, heard, verdict, {"started_by": None, "taken_at": None})


async def start(
    tx: Transaction, *, guild_id: GuildId, about: Heard, verdict: Verdict, by: UserId
) -> Incident:
    """Keep a card that a moderator made by hand; it is theirs at once."""
    hands = {"started_by": by, "taken_at": micros(about.at)}
    return await _add(tx, guild_id, about, verdict, hands)


async def _add(
    tx: Transaction,
    guild_id: GuildId,
    heard: Heard,
    verdict: Verdict,
    hands: Mapping[str, int | None],
) -> Incident:
    values = {
        "guild_id": guild_id,
        "kind": verdict.kind,
        "level": verdict.level,
        "topic": verdict.topic or "self",
        "author_id": heard.author_id,
        "channel_id": heard.channel_id,
        "message_id": heard.message_id,
        "signals": json.dumps(verdict.signals),
        "at": micros(heard.at),
    }
    rows = await tx.fetch_all(INSERT, {**values, **hands})
    return _incident(rows[0])


async def get(tx: Transaction, incident_id: IncidentId) -> Incident | None:
    """Return an incident, or None when there is none."""
    rows = await tx.fetch_all("SELECT * FROM incidents WHERE id = :id", {"id": incident_id})
    return _incident(rows[0]) if rows else None


async def has_unsettled(
    tx: Transaction, guild_id: GuildId, user_id: UserId, *, since: datetime
) -> bool:
    """Say whether a card about a person, made after `since`, has no outcome yet."""
    rows = await tx.fetch_all(
        "SELECT 1 AS found FROM incidents WHERE guild_id = :guild_id AND author_id = :user_id"
        " AND outcome = '' AND created_at > :since LIMIT 1",
        {"guild_id": guild_id, "user_id": user_id, "since": micros(since)},
    )
    return bool(rows)


async def is_about(tx: Transaction, guild_id: GuildId, message_id: MessageId) -> bool:
    """Say whether a care card was made on a message; one that staff call misread is none."""
    rows = await tx.fetch_all(
        "SELECT 1 AS found FROM incidents WHERE guild_id = :guild_id AND message_id = :message_id"
        " AND outcome <> 'misread' LIMIT 1",
        {"guild_id": guild_id, "message_id": message_id},
    )
    return bool(rows)


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


async def want_second(tx: Transaction, incident_id: IncidentId, *, at: datetime) -> bool:
    """Mark that a second person is asked for, unless one was; say whether it was marked."""
    changed = await tx.execute(
        "UPDATE incidents SET second_wanted_at = :at WHERE id = :id AND second_wanted_at IS NULL",
        {"id": incident_id, "at": micros(at)},
    )
    return changed == 1


async def join(tx: Transaction, incident_id: IncidentId, *, by: UserId) -> bool:
    """Mark who is the second person, unless somebody is; say whether it was marked."""
    changed = await tx.execute(
        "UPDATE incidents SET second_by = :by WHERE id = :id AND second_by IS NULL",
        {"id": incident_id, "by": by},
    )
    return changed == 1


async def settle(
    tx: Transaction, incident: Incident, *, was: str, expires_at: datetime, at: datetime
) -> bool:
    """Write what came of an incident, unless somebody wrote something else meanwhile.

    Args:
        tx: The transaction.
        incident: With outcome, who says so, and note.
        was: The outcome that the writer saw, empty for none.
        expires_at: When the note is emptied, aware UTC.
        at: Now, aware UTC.
    """
    changed = await tx.execute(
        "UPDATE incidents SET outcome = :outcome, outcome_by = :by, outcome_at = :at,"
        " note = :note, note_expires_at = :expires_at WHERE id = :id AND outcome = :was",
        {
            "outcome": incident.outcome,
            "by": incident.outcome_by,
            "at": micros(at),
            "note": incident.note,
            "expires_at": micros(expires_at),
            "id": incident.id,
            "was": was,
        },
    )
    return changed == 1


async def follow_up(tx: Transaction, incident_id: IncidentId, *, at: datetime) -> bool:
    """Mark that somebody looked after the person again; say whether it was marked."""
    changed = await tx.execute(
        "UPDATE incidents SET followed_up_at = :at WHERE id = :id AND followed_up_at IS NULL",
        {"id": incident_id, "at": micros(at)},
    )
    return changed == 1


async def unanswered(tx: Transaction, guild_id: GuildId, *, before: datetime) -> int:
    """Return how many urgent incidents from before a moment nobody has acknowledged."""
    rows = await tx.fetch_all(
        "SELECT COUNT(*) AS count FROM incidents WHERE guild_id = :guild_id"
        " AND acknowledged_at IS NULL AND level <> 'low' AND created_at <= :before",
        {"guild_id": guild_id, "before": micros(before)},
    )
    return rows[0]["count"]


async def helpers(tx: Transaction, guild_id: GuildId) -> Sequence[UserId]:
    """Return who has done here what only staff may: whoever might be of staff still."""
    rows = await tx.fetch_all(
        "SELECT acknowledged_by AS id FROM incidents WHERE guild_id = :guild_id"
        " AND acknowledged_by IS NOT NULL"
        " UNION SELECT moderator_id FROM cases WHERE guild_id = :guild_id"
        " UNION SELECT started_by FROM drills WHERE guild_id = :guild_id"
        " UNION SELECT changed_by FROM library_versions WHERE guild_id = :guild_id"
        " UNION SELECT created_by FROM meetings WHERE guild_id = :guild_id ORDER BY 1",
        {"guild_id": guild_id},
    )
    # What was blanked for somebody who asked to be forgotten is 0 or nothing.
    return [UserId(row["id"]) for row in rows if row["id"]]


async def forget_notes(tx: Transaction, *, now: datetime) -> int:
    """Empty the notes that have expired; return how many."""
    return await tx.execute(
        "UPDATE incidents SET note = '' WHERE note <> '' AND note_expires_at <= :now",
        {"now": micros(now)},
    )


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
        acknowledged_by=_user(row["acknowledged_by"]),
        acknowledged_at=maybe_moment(row["acknowledged_at"]),
        started_by=_user(row["started_by"]),
        wants_second=row["second_wanted_at"] is not None,
        second_by=_user(row["second_by"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        outcome_by=_user(row["outcome_by"]),
        note=row["note"],
    )


def _user(value: int | None) -> UserId | None:
    return None if value is None else UserId(value)
