"""Rows of meetings. Functions take the transaction first and commit nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import ChannelId, GuildId, MeetingId, RoleId, UserId
from bot.domain.meetings import A_MINUTE, Entry, Meeting, Proposal, Repeat
from bot.domain.recurrence import Recurrence
from bot.domain.schedule import NO_HOLIDAYS, NO_OVERRIDES
from bot.storage import overrides
from bot.storage.database import Row, Transaction
from bot.storage.times import micros, moment

ADD = """
INSERT INTO meetings (guild_id, title, first_local, zone, rule, minutes, room_id, leads,
    facilitator_id, ping_role_id, created_by, created_at, planned_to)
VALUES (:guild_id, :title, :first_local, :zone, :rule, :minutes, :room_id, :leads,
    :facilitator_id, :ping_role_id, :created_by, :now, :now)
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
            "facilitator_id": proposal.facilitator_id,
            "ping_role_id": proposal.ping_role_id,
            "created_by": by,
            "now": micros(now),
        },
    )
    [meeting] = await _meetings(tx, rows)
    return meeting


async def live(tx: Transaction, guild_id: GuildId) -> Sequence[Meeting]:
    """Return a server's meetings that have not been ended, oldest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM meetings WHERE guild_id = :guild_id AND ended_at IS NULL ORDER BY id",
        {"guild_id": guild_id},
    )
    return await _meetings(tx, rows)


async def get(tx: Transaction, guild_id: GuildId, meeting_id: MeetingId) -> Meeting | None:
    """Return a server's meeting that has not been ended, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM meetings WHERE id = :id AND guild_id = :guild_id AND ended_at IS NULL",
        {"id": meeting_id, "guild_id": guild_id},
    )
    return next(iter(await _meetings(tx, rows)), None)


async def find(tx: Transaction, meeting_id: MeetingId) -> Meeting | None:
    """Return a meeting of any server that has not been ended, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM meetings WHERE id = :id AND ended_at IS NULL", {"id": meeting_id}
    )
    return next(iter(await _meetings(tx, rows)), None)


async def revise(tx: Transaction, meeting_id: MeetingId) -> None:
    """Count one more change of a meeting: what is planned from now on has other keys."""
    await tx.execute(
        "UPDATE meetings SET revision = revision + 1 WHERE id = :id", {"id": meeting_id}
    )


async def set_rule(tx: Transaction, meeting_id: MeetingId, rule: str | None) -> None:
    """Give a meeting another rule."""
    await tx.execute(
        "UPDATE meetings SET rule = :rule WHERE id = :id", {"rule": rule, "id": meeting_id}
    )


async def planned_to(tx: Transaction, meeting_id: MeetingId) -> datetime:
    """Return up to when a meeting's reminders are in the ledger, aware UTC."""
    rows = await tx.fetch_all("SELECT planned_to FROM meetings WHERE id = :id", {"id": meeting_id})
    return moment(rows[0]["planned_to"])


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
    reached = [moment(row["planned_to"]) for row in rows]
    return list(zip(await _meetings(tx, rows), reached, strict=True))


async def planned(tx: Transaction, reached: Mapping[MeetingId, datetime]) -> None:
    """Write down up to when each meeting's reminders are in the ledger, aware UTC."""
    await tx.execute_many(
        "UPDATE meetings SET planned_to = :until WHERE id = :id",
        [{"until": micros(until), "id": meeting_id} for meeting_id, until in reached.items()],
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


async def _meetings(tx: Transaction, rows: Sequence[Row]) -> Sequence[Meeting]:
    """Return meetings, in the order of their ids, with what differs from their rules."""
    if not rows:
        return []
    low, high = MeetingId(rows[0]["id"]), MeetingId(rows[-1]["id"])
    different = await overrides.between(tx, low, high)
    days = await overrides.holidays_between(tx, low, high)
    return [
        replace(
            _meeting(row),
            overrides=different.get(MeetingId(row["id"]), NO_OVERRIDES),
            holidays=days.get(GuildId(row["guild_id"]), NO_HOLIDAYS),
        )
        for row in rows
    ]


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
        facilitator_id=UserId(row["facilitator_id"]) if row["facilitator_id"] else None,
        ping_role_id=RoleId(row["ping_role_id"]) if row["ping_role_id"] else None,
        revision=row["revision"],
    )
