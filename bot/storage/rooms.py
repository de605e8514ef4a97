"""Rows of kept rooms and of what we change in them. Functions take the transaction first."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from bot.domain.ids import CaseNumber, ChannelId, GuildId, MeetingId
from bot.domain.rooms import Kind, Opening, OpeningId, Overwrite, Overwrites, State, Wish
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros

# A room opened again while it stands open, or is just being closed, stays open for longer.
OPEN = """
INSERT INTO room_openings (
    guild_id, channel_id, kind, meeting_id, by_hand, state, ours, due_at, closes_at
) VALUES (:guild_id, :channel_id, :kind, :meeting_id, :by_hand, 'applying', '[]', :now, :closes_at)
ON CONFLICT (channel_id, kind) WHERE state <> 'over' DO UPDATE SET
    state = CASE WHEN room_openings.state = 'standing' THEN 'standing' ELSE 'applying' END,
    due_at = CASE WHEN room_openings.state <> 'standing' THEN excluded.due_at
        WHEN room_openings.closes_at > excluded.closes_at THEN room_openings.closes_at
        ELSE excluded.closes_at END,
    closes_at = CASE WHEN room_openings.state <> 'undoing'
        AND room_openings.closes_at > excluded.closes_at THEN room_openings.closes_at
        ELSE excluded.closes_at END,
    by_hand = excluded.by_hand
"""
# A room that could not be closed in time is not closed in the midst of its meeting.
FREE = """state <> 'over' AND NOT (kind = 'rest' AND saved IS NULL AND EXISTS (
    SELECT 1 FROM room_openings AS above WHERE above.channel_id = room_openings.channel_id
    AND above.kind = 'open' AND above.state <> 'over'
))"""
CLAIM = f"""
UPDATE room_openings SET lease_until = :lease_until,
    state = CASE WHEN closes_at <= :now THEN 'undoing' ELSE state END
WHERE {FREE} AND (
    (lease_until IS NULL AND due_at <= :now) OR lease_until <= :real
)
RETURNING *
"""  # noqa: S608 - a constant of ours
NEXT_DUE = f"""
SELECT (SELECT MIN(due_at) FROM room_openings WHERE {FREE} AND lease_until IS NULL) AS due,
    (SELECT MIN(next_at) FROM kept_rooms) AS look,
    (SELECT MIN(lease_until) FROM room_openings WHERE {FREE}) AS lease
"""  # noqa: S608 - a constant of ours
# A room that no meeting is kept in any more: first what opened it is taken back, then the rest.
RELEASE = """
UPDATE room_openings SET state = 'undoing', due_at = :now
WHERE kind = 'rest' AND by_hand = 0 AND state IN ('applying', 'standing')
AND NOT EXISTS (
    SELECT 1 FROM kept_rooms JOIN meetings ON meetings.id = kept_rooms.meeting_id
    WHERE meetings.room_id = room_openings.channel_id AND meetings.ended_at IS NULL
) AND NOT EXISTS (
    SELECT 1 FROM room_openings AS above WHERE above.channel_id = room_openings.channel_id
    AND above.kind = 'open' AND above.state <> 'over'
)
"""
KEEP = """
INSERT INTO room_openings (guild_id, channel_id, kind, by_hand, state, ours, due_at)
SELECT DISTINCT meetings.guild_id, meetings.room_id, 'rest', 0, 'applying', '[]', :now
FROM kept_rooms JOIN meetings ON meetings.id = kept_rooms.meeting_id
WHERE meetings.ended_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM room_openings WHERE channel_id = meetings.room_id AND state <> 'over'
    AND kind <> 'pause'
)
"""
PAUSE = """
INSERT INTO room_openings (
    guild_id, channel_id, kind, by_hand, state, ours, due_at, closes_at, case_number
) VALUES (:guild_id, :channel_id, 'pause', 1, 'applying', '[]', :now, :closes_at, :case)
"""


async def keep(tx: Transaction, meeting_id: MeetingId, *, now: datetime) -> bool:
    """Keep a meeting's room from now on; say whether it was not kept before."""
    sql = "INSERT INTO kept_rooms (meeting_id, next_at) VALUES (:id, :now) ON CONFLICT DO NOTHING"
    return await tx.execute(sql, {"id": meeting_id, "now": micros(now)}) == 1


async def let_go(tx: Transaction, meeting_id: MeetingId) -> bool:
    """Keep a meeting's room no more; say whether it was kept."""
    return await tx.execute("DELETE FROM kept_rooms WHERE meeting_id = :id", {"id": meeting_id}) > 0


async def look_again(tx: Transaction, *, now: datetime, guild_id: GuildId | None = None) -> None:
    """Look at the next starts of kept meetings anew: a server's, or everybody's."""
    await tx.execute(
        "UPDATE kept_rooms SET next_at = :now WHERE :guild_id IS NULL OR meeting_id IN"
        " (SELECT id FROM meetings WHERE guild_id = :guild_id)",
        {"now": micros(now), "guild_id": guild_id},
    )


async def to_look_at(
    tx: Transaction, *, now: datetime
) -> Sequence[tuple[GuildId, MeetingId, datetime | None]]:
    """Return kept meetings whose moment has come, with the start they were last opened for."""
    rows = await tx.fetch_all(
        "SELECT guild_id, meeting_id, opened_for FROM kept_rooms"
        " JOIN meetings ON meetings.id = meeting_id WHERE next_at <= :now AND ended_at IS NULL",
        {"now": micros(now)},
    )
    return [
        (GuildId(row["guild_id"]), MeetingId(row["meeting_id"]), maybe_moment(row["opened_for"]))
        for row in rows
    ]


async def look_next(
    tx: Transaction, meeting_id: MeetingId, *, at: datetime | None, opened_for: datetime | None
) -> None:
    """Write down when to look at a kept meeting next; None for never."""
    await tx.execute(
        "UPDATE kept_rooms SET next_at = :at, opened_for = :opened_for WHERE meeting_id = :id",
        {"at": maybe_micros(at), "opened_for": maybe_micros(opened_for), "id": meeting_id},
    )


async def settle_rests(tx: Transaction, *, now: datetime) -> int:
    """Begin to close the rooms that are kept, and to release those that are not; return how many.

    A room that stands open is left until that is over, so that changes lie in one order.
    """
    released = await tx.execute(RELEASE, {"now": micros(now)})
    await tx.execute(
        "DELETE FROM kept_rooms WHERE meeting_id IN"
        " (SELECT id FROM meetings WHERE ended_at IS NOT NULL)"
    )
    return released + await tx.execute(KEEP, {"now": micros(now)})


async def open_room(
    tx: Transaction,
    guild_id: GuildId,
    room_id: ChannelId,
    *,
    meeting_id: MeetingId | None,
    now: datetime,
    closes_at: datetime,
) -> None:
    """Begin to open a room until `closes_at`, by hand where no meeting is named."""
    await tx.execute(
        OPEN,
        {
            "guild_id": guild_id,
            "channel_id": room_id,
            "kind": Kind.OPEN,
            "meeting_id": meeting_id,
            "by_hand": meeting_id is None,
            "now": micros(now),
            "closes_at": micros(closes_at),
        },
    )


async def close_by_hand(
    tx: Transaction, guild_id: GuildId, room_id: ChannelId, *, now: datetime
) -> bool:
    """Begin to close a room; where it was not open by us, close it until it is opened by hand.

    Returns:
        False when it is closed already.
    """
    given = {"room": room_id, "now": micros(now), "guild_id": guild_id}
    ended = await tx.execute(
        "UPDATE room_openings SET state = 'undoing', due_at = :now, closes_at = :now"
        " WHERE channel_id = :room AND kind = 'open' AND state <> 'over'",
        {"room": room_id, "now": micros(now)},
    )
    rested = await tx.execute(
        "INSERT INTO room_openings (guild_id, channel_id, kind, by_hand, state, ours, due_at)"
        " SELECT :guild_id, :room, 'rest', 1, 'applying', '[]', :now WHERE NOT EXISTS"
        " (SELECT 1 FROM room_openings WHERE channel_id = :room AND state <> 'over'"
        " AND kind <> 'pause')",
        given,
    )
    return ended + rested > 0


async def release_by_hand(tx: Transaction, room_id: ChannelId, *, now: datetime) -> bool:
    """Begin to open a room that was closed by hand, for good; say whether it was."""
    changed = await tx.execute(
        "UPDATE room_openings SET state = 'undoing', due_at = :now, by_hand = 0"
        " WHERE channel_id = :room AND kind = 'rest' AND by_hand = 1 AND state <> 'over'",
        {"room": room_id, "now": micros(now)},
    )
    return changed == 1


async def pause(
    tx: Transaction,
    guild_id: GuildId,
    room_id: ChannelId,
    *,
    case: CaseNumber,
    now: datetime,
    closes_at: datetime | None,
) -> None:
    """Begin to pause a room that is not paused, until `closes_at` or until it is resumed."""
    await tx.execute(
        PAUSE,
        {
            "guild_id": guild_id,
            "channel_id": room_id,
            "now": micros(now),
            "closes_at": maybe_micros(closes_at),
            "case": case,
        },
    )


async def resume(tx: Transaction, opening: Opening, *, case: CaseNumber, now: datetime) -> None:
    """Begin to take a pause back on a moderator's word."""
    await tx.execute(
        "UPDATE room_openings SET state = 'undoing', due_at = :now, end_case = :case"
        " WHERE id = :id",
        {"now": micros(now), "case": case, "id": opening.id},
    )


async def give_up(tx: Transaction, opening: Opening, *, now: datetime) -> None:
    """Begin to take back a change that could not be made; what was set of it goes."""
    await tx.execute(
        "UPDATE room_openings SET state = 'undoing', due_at = :now, lease_until = NULL,"
        " attempts = 0, case_number = NULL WHERE id = :id",
        {"now": micros(now), "id": opening.id},
    )


async def save_beneath(tx: Transaction, pause: Opening, saved: Overwrites) -> None:
    """Write down what stands beneath a pause from now on."""
    await tx.execute(
        "UPDATE room_openings SET saved = :saved WHERE id = :id",
        {"saved": _dumped(saved), "id": pause.id},
    )


async def kept_in(tx: Transaction, guild_id: GuildId) -> Sequence[ChannelId]:
    """Return the rooms of a server that are kept, in order of their ids."""
    rows = await tx.fetch_all(
        "SELECT DISTINCT room_id FROM kept_rooms JOIN meetings ON meetings.id = meeting_id"
        " WHERE guild_id = :guild_id AND ended_at IS NULL ORDER BY room_id",
        {"guild_id": guild_id},
    )
    return [ChannelId(row["room_id"]) for row in rows]


async def is_kept(tx: Transaction, room_id: ChannelId) -> bool:
    """Say whether a room is closed between the meetings of a meeting that is held there."""
    found = await tx.fetch_all(
        "SELECT 1 FROM kept_rooms JOIN meetings ON meetings.id = meeting_id"
        " WHERE room_id = :room AND ended_at IS NULL LIMIT 1",
        {"room": room_id},
    )
    return bool(found)


async def keep_by_rule(tx: Transaction, room_id: ChannelId) -> None:
    """Let a room that was closed by hand open and close with its meetings."""
    await tx.execute(
        "UPDATE room_openings SET by_hand = 0"
        " WHERE channel_id = :room AND kind = 'rest' AND state <> 'over'",
        {"room": room_id},
    )


async def live(tx: Transaction, room_id: ChannelId, kind: Kind) -> Opening | None:
    """Return the change of a kind that lies over a room, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM room_openings WHERE channel_id = :room AND kind = :kind AND state <> 'over'",
        {"room": room_id, "kind": kind},
    )
    return _opening(rows[0]) if rows else None


async def is_closed(tx: Transaction, room_id: ChannelId, *, at: datetime) -> bool:
    """Say whether a room that is kept is closed `at` a moment, as far as is known, without a pause.

    Args:
        tx: The transaction.
        room_id: The room.
        at: Now, or a moment to come: what is open now and closes before it counts as closed.
    """
    rows = await tx.fetch_all(
        "SELECT 1 FROM room_openings WHERE channel_id = :room AND kind = 'rest'"
        " AND state IN ('applying', 'standing') AND NOT EXISTS"
        " (SELECT 1 FROM room_openings WHERE channel_id = :room AND kind = 'open'"
        " AND state IN ('applying', 'standing') AND (closes_at IS NULL OR closes_at > :at))",
        {"room": room_id, "at": micros(at)},
    )
    return bool(rows)


async def claim(
    tx: Transaction, *, now: datetime, real: datetime, lease: timedelta
) -> Sequence[Opening]:
    """Take what is due for `lease`, oldest first; an opening whose end has come turns to undoing.

    Args:
        now: The bot's clock: what is due.
        real: The machine's clock: whose lease is over.
    """
    rows = await tx.fetch_all(
        CLAIM,
        {"now": micros(now), "real": micros(real), "lease_until": micros(real + lease)},
    )
    return sorted((_opening(row) for row in rows), key=lambda each: each.id)


async def save(tx: Transaction, opening: Opening, saved: Overwrites, ours: Sequence[Wish]) -> None:
    """Write down what stands before, and what will be set, before any of it is set."""
    await tx.execute(
        "UPDATE room_openings SET saved = :saved, ours = :ours WHERE id = :id",
        {
            "saved": _dumped(saved),
            "ours": json.dumps([asdict(each) for each in ours]),
            "id": opening.id,
        },
    )


async def stands(tx: Transaction, opening: Opening) -> None:
    """Write down that all of it is set; one that was asked back meanwhile goes on to that."""
    await tx.execute(
        "UPDATE room_openings SET lease_until = NULL, attempts = 0,"
        " due_at = CASE WHEN state = 'applying' THEN closes_at ELSE due_at END,"
        " state = CASE WHEN state = 'applying' THEN 'standing' ELSE state END WHERE id = :id",
        {"id": opening.id},
    )


async def over(tx: Transaction, opening: Opening, *, at: datetime) -> None:
    """Write down that it is taken back, unless it was asked for again meanwhile."""
    await tx.execute(
        "UPDATE room_openings SET lease_until = NULL, attempts = 0,"
        " over_at = CASE WHEN state = :state THEN :at ELSE NULL END,"
        " state = CASE WHEN state = :state THEN 'over' ELSE state END WHERE id = :id",
        {"id": opening.id, "state": opening.state, "at": micros(at)},
    )


async def postpone(tx: Transaction, opening: Opening, *, until: datetime) -> None:
    """Put a step back that failed; it is tried again at `until`, or before if asked otherwise."""
    await tx.execute(
        "UPDATE room_openings SET lease_until = NULL, attempts = attempts + 1, due_at ="
        " CASE WHEN state <> :state THEN due_at"
        " WHEN state <> 'undoing' AND closes_at < :until THEN closes_at ELSE :until END"
        " WHERE id = :id",
        {"id": opening.id, "until": micros(until), "state": opening.state},
    )


async def next_due(tx: Transaction) -> tuple[datetime | None, datetime | None]:
    """Return when something is next due (the bot's clock) and when the next lease ends (real)."""
    rows = await tx.fetch_all(NEXT_DUE)
    due = [moment for name in ("due", "look") if (moment := maybe_moment(rows[0][name]))]
    return min(due, default=None), maybe_moment(rows[0]["lease"])


async def release_claims(tx: Transaction) -> None:
    """Give back every claim; only for a process that knows it is alone."""
    await tx.execute("UPDATE room_openings SET lease_until = NULL WHERE state <> 'over'")


async def remove_over(tx: Transaction, *, before: datetime) -> int:
    """Forget changes that were taken back before `before`."""
    return await tx.execute(
        "DELETE FROM room_openings WHERE state = 'over' AND over_at < :before",
        {"before": micros(before)},
    )


def _dumped(overwrites: Overwrites) -> str:
    return json.dumps([asdict(each) for each in overwrites.values()])


def _opening(row: Row) -> Opening:
    saved = row["saved"]
    return Opening(
        id=OpeningId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        room_id=ChannelId(row["channel_id"]),
        kind=Kind(row["kind"]),
        meeting_id=MeetingId(row["meeting_id"]) if row["meeting_id"] else None,
        by_hand=bool(row["by_hand"]),
        state=State(row["state"]),
        saved={each["target_id"]: Overwrite(**each) for each in json.loads(saved)}
        if saved
        else None,
        ours=tuple(Wish(**each) for each in json.loads(row["ours"])),
        due_at=maybe_moment(row["due_at"]),
        closes_at=maybe_moment(row["closes_at"]),
        attempts=row["attempts"],
        case=CaseNumber(row["case_number"]) if row["case_number"] else None,
        end_case=CaseNumber(row["end_case"]) if row["end_case"] else None,
    )
