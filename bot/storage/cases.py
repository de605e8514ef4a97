"""Rows of moderation cases.

A case is emptied, never deleted: its number is in what staff were told and must not come twice.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.cases import (
    HAND_ON_IT,
    SAME_EVENT,
    Action,
    Case,
    Deed,
    Proposal,
    Reason,
    State,
)
from bot.domain.ids import AuditId, CaseNumber, ChannelId, GuildId, MessageId, UserId
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros, moment

# Stands for whom a case is about where it is about a room; no snowflake is 0.
NOBODY = 0

BEGIN = """
INSERT INTO cases (guild_id, number, action, state, target_id, moderator_id, reason, note,
    note_expires_at, channel_id, message_id, until, delete_seconds, created_at)
SELECT :guild_id, COALESCE(MAX(number), 0) + 1, :action, 'begun', :target_id, :moderator_id,
    :reason, :note, :note_expires_at, :channel_id, :message_id, :until, :delete_seconds, :now
FROM cases WHERE guild_id = :guild_id
RETURNING *
"""

# A line that is known already, or was met twice at once, takes no number.
RECORD = """
INSERT INTO cases (guild_id, number, action, state, target_id, moderator_id, reason, note,
    note_expires_at, until, told, entry_id, created_at)
SELECT :guild_id, COALESCE(MAX(number), 0) + 1, :action, 'done', :target_id, :moderator_id,
    :reason, :note, :note_expires_at, :until, 0, :entry_id, :at
FROM cases WHERE guild_id = :guild_id
ON CONFLICT (guild_id, entry_id) WHERE entry_id IS NOT NULL DO NOTHING
RETURNING *
"""

TWIN = """
SELECT number FROM cases
WHERE guild_id = :guild_id AND action = :action
    AND (message_id = :message_id OR (:message_id IS NULL AND target_id = :target_id))
    AND (:target_id <> 0 OR channel_id IS NOT DISTINCT FROM :channel_id)
    AND ((state = 'begun' AND created_at > :hand_on_it)
        OR (state = 'done' AND created_at > :same_event))
LIMIT 1
"""


async def begin(
    tx: Transaction,
    proposal: Proposal,
    *,
    by: UserId,
    until: datetime | None,
    note_expires_at: datetime,
    now: datetime,
) -> Case:
    """Take the next number for what is about to be done to whom `proposal` names, or to nobody."""
    rows = await tx.fetch_all(
        BEGIN,
        {
            "guild_id": proposal.guild_id,
            "action": proposal.action,
            "target_id": proposal.target_id or NOBODY,
            "moderator_id": by,
            "reason": proposal.reason,
            "note": proposal.note,
            "note_expires_at": micros(note_expires_at),
            "channel_id": proposal.channel_id,
            "message_id": proposal.message_id,
            "until": maybe_micros(until),
            "delete_seconds": proposal.delete_seconds,
            "now": micros(now),
        },
    )
    return case_of(rows[0])


async def record(tx: Transaction, deed: Deed) -> Case | None:
    """Take the next number for a line of the audit log; None for one that is known already."""
    rows = await tx.fetch_all(
        RECORD,
        {
            "guild_id": deed.guild_id,
            "action": deed.action,
            "target_id": deed.target_id,
            "moderator_id": deed.by,
            "reason": deed.short_reason,
            "note": deed.note,
            "note_expires_at": micros(deed.note_expires_at),
            "until": maybe_micros(deed.until),
            "entry_id": deed.entry_id,
            "at": micros(deed.at),
        },
    )
    return case_of(rows[0]) if rows else None


async def get(tx: Transaction, guild_id: GuildId, number: CaseNumber) -> Case | None:
    """Return a case by its number."""
    rows = await tx.fetch_all(
        "SELECT * FROM cases WHERE guild_id = :guild_id AND number = :number",
        {"guild_id": guild_id, "number": number},
    )
    return case_of(rows[0]) if rows else None


async def edit(tx: Transaction, case: Case, *, by: UserId) -> None:
    """Write down another reason, note or expiry of a case, and who did it last."""
    await tx.execute(
        "UPDATE cases SET reason = :reason, note = :note, note_expires_at = :note_expires_at,"
        " set_aside = :set_aside, edited_by = :by WHERE guild_id = :guild_id AND number = :number",
        {
            "reason": case.reason,
            "note": case.note,
            "note_expires_at": micros(case.note_expires_at),
            "set_aside": int(case.set_aside),
            "by": by,
            "guild_id": case.guild_id,
            "number": case.number,
        },
    )


async def has_twin(tx: Transaction, proposal: Proposal, *, now: datetime) -> bool:
    """Say whether somebody does or has just done the same to the same person, message or room."""
    rows = await tx.fetch_all(
        TWIN,
        {
            "guild_id": proposal.guild_id,
            "target_id": proposal.target_id or NOBODY,
            "action": proposal.action,
            "channel_id": proposal.channel_id,
            "message_id": proposal.message_id,
            "hand_on_it": micros(now - HAND_ON_IT),
            "same_event": micros(now - SAME_EVENT),
        },
    )
    return bool(rows)


async def close(tx: Transaction, case: Case, *, state: State, told: bool | None = None) -> bool:
    """End a begun case; say whether it was still open."""
    changed = await tx.execute(
        "UPDATE cases SET state = :state, told = :told"
        " WHERE guild_id = :guild_id AND number = :number AND state = 'begun'",
        {
            "state": state,
            "told": None if told is None else int(told),
            "guild_id": case.guild_id,
            "number": case.number,
        },
    )
    return changed == 1


async def begun(tx: Transaction) -> Sequence[Case]:
    """Return every open case, oldest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM cases WHERE state = 'begun' ORDER BY created_at, guild_id, number"
    )
    return [case_of(row) for row in rows]


async def of_person(
    tx: Transaction, guild_id: GuildId, target_id: UserId, *, limit: int, skip: int = 0
) -> tuple[Sequence[Case], int]:
    """Return up to `limit` cases about a person, newest first, and how many there are."""
    who = {"guild_id": guild_id, "target_id": target_id}
    rows = await tx.fetch_all(
        "SELECT * FROM cases WHERE guild_id = :guild_id AND target_id = :target_id"
        " ORDER BY number DESC LIMIT :limit OFFSET :skip",
        {**who, "limit": limit, "skip": skip},
    )
    total = await tx.fetch_all(
        "SELECT COUNT(*) AS count FROM cases WHERE guild_id = :guild_id AND target_id = :target_id",
        who,
    )
    return [case_of(row) for row in rows], total[0]["count"]


async def in_server(
    tx: Transaction, guild_id: GuildId, *, target_id: UserId | None, limit: int
) -> Sequence[Case]:
    """Return up to `limit` cases of a server, newest first; of one person where one is named."""
    rows = await tx.fetch_all(
        "SELECT * FROM cases WHERE guild_id = :guild_id"
        " AND (:target_id = 0 OR target_id = :target_id) ORDER BY number DESC LIMIT :limit",
        {"guild_id": guild_id, "target_id": target_id or NOBODY, "limit": limit},
    )
    return [case_of(row) for row in rows]


async def forget_notes(tx: Transaction, *, now: datetime) -> int:
    """Empty the notes that have expired; return how many."""
    return await tx.execute(
        "UPDATE cases SET note = '' WHERE note <> '' AND note_expires_at <= :now",
        {"now": micros(now)},
    )


async def has_open_care(
    tx: Transaction, guild_id: GuildId, user_id: UserId, *, since: datetime
) -> bool:
    """Say whether a care card about a person is unanswered, or was made after `since`.

    One that staff call misread is none.
    """
    rows = await tx.fetch_all(
        "SELECT 1 AS found FROM incidents WHERE guild_id = :guild_id AND author_id = :user_id"
        " AND outcome <> 'misread' AND (acknowledged_at IS NULL OR created_at > :since) LIMIT 1",
        {"guild_id": guild_id, "user_id": user_id, "since": micros(since)},
    )
    return bool(rows)


def case_of(row: Row) -> Case:
    """Return a row of cases as a case."""
    channel_id, message_id, told = row["channel_id"], row["message_id"], row["told"]
    entry_id = row["entry_id"]
    return Case(
        guild_id=GuildId(row["guild_id"]),
        number=CaseNumber(row["number"]),
        action=Action(row["action"]),
        state=State(row["state"]),
        target_id=UserId(row["target_id"]) if row["target_id"] != NOBODY else None,
        moderator_id=UserId(row["moderator_id"]),
        reason=Reason(row["reason"]),
        note=row["note"],
        note_expires_at=moment(row["note_expires_at"]),
        created_at=moment(row["created_at"]),
        channel_id=None if channel_id is None else ChannelId(channel_id),
        message_id=None if message_id is None else MessageId(message_id),
        until=maybe_moment(row["until"]),
        told=None if told is None else bool(told),
        delete_seconds=row["delete_seconds"],
        entry_id=None if entry_id is None else AuditId(entry_id),
        set_aside=bool(row["set_aside"]),
    )
