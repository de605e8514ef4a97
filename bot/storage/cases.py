"""Rows of moderation cases, and of proposals that wait for a moderator to confirm.

A case is emptied, never deleted: its number is in what staff were told and must not come twice.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.cases import (
    DRAFT_KEPT,
    HAND_ON_IT,
    SAME_EVENT,
    Action,
    Case,
    Proposal,
    Reason,
    State,
)
from bot.domain.ids import CaseNumber, ChannelId, DraftId, GuildId, MessageId, UserId
from bot.storage import drafts
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros, moment

DRAFT_KIND = "case"
# Stands for whom a case is about where it is about a room; no snowflake is 0.
NOBODY = 0

BEGIN = """
INSERT INTO cases (guild_id, number, action, state, target_id, moderator_id, reason, note,
    note_expires_at, channel_id, message_id, until, created_at)
SELECT :guild_id, COALESCE(MAX(number), 0) + 1, :action, 'begun', :target_id, :moderator_id,
    :reason, :note, :note_expires_at, :channel_id, :message_id, :until, :now
FROM cases WHERE guild_id = :guild_id
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
            "now": micros(now),
        },
    )
    return _case(rows[0])


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


async def get(tx: Transaction, guild_id: GuildId, number: CaseNumber) -> Case | None:
    """Return a case, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM cases WHERE guild_id = :guild_id AND number = :number",
        {"guild_id": guild_id, "number": number},
    )
    return _case(rows[0]) if rows else None


async def begun(tx: Transaction) -> Sequence[Case]:
    """Return every open case, oldest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM cases WHERE state = 'begun' ORDER BY created_at, guild_id, number"
    )
    return [_case(row) for row in rows]


async def of_person(
    tx: Transaction, guild_id: GuildId, target_id: UserId, *, limit: int
) -> tuple[Sequence[Case], int]:
    """Return up to `limit` cases about a person, newest first, and how many there are."""
    who = {"guild_id": guild_id, "target_id": target_id}
    rows = await tx.fetch_all(
        "SELECT * FROM cases WHERE guild_id = :guild_id AND target_id = :target_id"
        " ORDER BY number DESC LIMIT :limit",
        {**who, "limit": limit},
    )
    total = await tx.fetch_all(
        "SELECT COUNT(*) AS count FROM cases WHERE guild_id = :guild_id AND target_id = :target_id",
        who,
    )
    return [_case(row) for row in rows], total[0]["count"]


async def forget_notes(tx: Transaction, *, now: datetime) -> int:
    """Empty the notes that have expired; return how many."""
    return await tx.execute(
        "UPDATE cases SET note = '' WHERE note <> '' AND note_expires_at <= :now",
        {"now": micros(now)},
    )


async def has_open_care(
    tx: Transaction, guild_id: GuildId, user_id: UserId, *, since: datetime
) -> bool:
    """Say whether a care card about a person is unanswered, or was made after `since`."""
    rows = await tx.fetch_all(
        "SELECT 1 AS found FROM incidents WHERE guild_id = :guild_id AND author_id = :user_id"
        " AND (acknowledged_at IS NULL OR created_at > :since) LIMIT 1",
        {"guild_id": guild_id, "user_id": user_id, "since": micros(since)},
    )
    return bool(rows)


async def keep_draft(tx: Transaction, proposal: Proposal, *, by: UserId, now: datetime) -> DraftId:
    """Keep a proposal until its moderator confirms or leaves it."""
    return await drafts.add(
        tx,
        DRAFT_KIND,
        _typed(proposal),
        guild_id=proposal.guild_id,
        author_id=by,
        expires_at=now + DRAFT_KEPT,
    )


async def take_draft(
    tx: Transaction, draft_id: DraftId, *, guild_id: GuildId, by: UserId, now: datetime
) -> Proposal | None:
    """Return and remove a proposal; None when it is gone, too old or somebody else's."""
    draft = await drafts.get(tx, draft_id, now=now)
    if draft is None or (draft.kind, draft.guild_id, draft.author_id) != (DRAFT_KIND, guild_id, by):
        return None
    await drafts.remove(tx, draft_id)
    return _proposal(guild_id, draft.typed)


def _typed(proposal: Proposal) -> Mapping[str, Any]:
    return {
        "action": proposal.action,
        "reason": proposal.reason,
        "target_id": proposal.target_id,
        "note": proposal.note,
        "seconds": None if proposal.length is None else proposal.length.total_seconds(),
        "channel_id": proposal.channel_id,
        "message_id": proposal.message_id,
    }


def _proposal(guild_id: GuildId, typed: Mapping[str, Any]) -> Proposal:
    seconds = typed["seconds"]
    return Proposal(
        guild_id=guild_id,
        action=Action(typed["action"]),
        reason=Reason(typed["reason"]),
        target_id=typed["target_id"],
        note=typed["note"],
        length=None if seconds is None else timedelta(seconds=seconds),
        channel_id=typed["channel_id"],
        message_id=typed["message_id"],
    )


def _case(row: Row) -> Case:
    channel_id, message_id, told = row["channel_id"], row["message_id"], row["told"]
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
    )
