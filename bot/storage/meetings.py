"""Rows of meetings. Functions take the transaction first and commit nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, GuildId, MeetingId, UserId
from bot.domain.meetings import A_MINUTE, Entry, Meeting, Proposal, Repeat
from bot.domain.recurrence import Recurrence
from bot.storage.database import Row, Transaction
from bot.storage.times import micros, moment

ADD = """
INSERT INTO meetings (guild_id, title, first_local, zone, rule, minutes, room_id, leads,
    created_by, created_at, planned_to)
VALUES (:guild_id, :title, :first_local, :zone, :rule, :minutes, :room_id, :leads,
    :created_by, :now, :now)
RETURNING *
"""


async def add(
    tx: Transaction, proposal: Proposal, *, guild_id: GuildId, by: UserId, now: datetime
) -> Meeting:
    """Keep a new meeting; its reminders are planned from `now` on, and none are yet."""
    rows = await tx.fetch_all(
        ADD,
        {
            "guild_id": guild_id,
            "title": proposal.title,
            "first_local": proposal.when.first.isoformat(),
            "zone": proposal.when.zone.key,
            "rule": proposal.when.rule,
            "minutes": proposal.minutes,
            "room_id": proposal.room_id,
            "leads": json.dumps([lead // A_MINUTE for lead in proposal.leads]),
            "created_by": by,
            "now": micros(now),
        },
    )
    return _meeting(rows[0])


async def live(tx: Transaction, guild_id: GuildId) -> Sequence[Meeting]:
    """Return a server's meetings that have not been ended, oldest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM meetings WHERE guild_id = :guild_id AND ended_at IS NULL ORDER BY id",
        {"guild_id": guild_id},
    )
    return [_meeting(row) for row in rows]


async def get(tx: Transaction, guild_id: GuildId, meeting_id: MeetingId) -> Meeting | None:
    """Return a server's meeting that has not been ended, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM meetings WHERE id = :id AND guild_id = :guild_id AND ended_at IS NULL",
        {"id": meeting_id, "guild_id": guild_id},
    )
    return _meeting(rows[0]) if rows else None


async def to_plan(
    tx: Transaction, *, until: datetime, after: MeetingId, limit: int
) -> Sequence[tuple[Meeting, datetime]]:
    """Return meetings whose reminders are not planned up to `until`, and how far each is.

    Args:
        after: Only meetings with a higher id, in the order of their ids.
    """
    rows = await tx.fetch_all(
        "SELECT * FROM meetings WHERE ended_at IS NULL AND planned_to < :until AND id > :after"
        " ORDER BY id LIMIT :limit",
        {"until": micros(until), "after": after, "limit": limit},
    )
    return [(_meeting(row), moment(row["planned_to"])) for row in rows]


async def planned(tx: Transaction, meeting_id: MeetingId, *, until: datetime) -> None:
    """Write down that a meeting's reminders due up to `until` are in the ledger."""
    await tx.execute(
        "UPDATE meetings SET planned_to = :until WHERE id = :id",
        {"until": micros(until), "id": meeting_id},
    )


async def end(tx: Transaction, guild_id: GuildId, meeting_id: MeetingId, *, at: datetime) -> bool:
    """End a server's meeting for good; say whether it was still on."""
    changed = await tx.execute(
        "UPDATE meetings SET ended_at = :at"
        " WHERE id = :id AND guild_id = :guild_id AND ended_at IS NULL",
        {"at": micros(at), "id": meeting_id, "guild_id": guild_id},
    )
    return changed == 1


def dump_entry(entry: Entry) -> Mapping[str, Any]:
    """Return what staff typed as a draft holds it."""
    return asdict(entry)


def load_entry(typed: Mapping[str, Any]) -> Entry:
    """Return the entry that `dump_entry` wrote."""
    return Entry(
        title=typed["title"],
        day=typed["day"],
        time=typed["time"],
        zone=typed["zone"],
        minutes=typed["minutes"],
        repeat=Repeat(typed["repeat"]),
        leads=tuple(typed["leads"]),
        room_id=ChannelId(typed["room_id"]) if typed["room_id"] else None,
    )


def _meeting(row: Row) -> Meeting:
    return Meeting(
        id=MeetingId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        title=row["title"],
        when=Recurrence(
            first=datetime.fromisoformat(row["first_local"]),
            zone=ZoneInfo(row["zone"]),
            rule=row["rule"],
        ),
        minutes=row["minutes"],
        room_id=ChannelId(row["room_id"]),
        leads=tuple(timedelta(minutes=each) for each in json.loads(row["leads"])),
        created_by=UserId(row["created_by"]),
    )
