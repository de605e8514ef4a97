"""Rows of numbers of Discord's that we hold for a while. Functions take the transaction first."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.holds import Asked, Hold, HoldId, HoldKind, Numbers
from bot.domain.ids import CaseNumber, ChannelId, GuildId
from bot.domain.rooms import State
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros

WHOLE_SERVER = 0
# Asked for again while it stands, it keeps what it remembers of before.
ASK = """
INSERT INTO holds (guild_id, channel_id, kind, state, wanted, case_number, due_at, ends_at)
VALUES (:guild_id, :channel_id, :kind, 'applying', :wanted, :case, :now, :ends_at)
ON CONFLICT (guild_id, channel_id, kind) WHERE state <> 'over' DO UPDATE SET
    state = 'applying', wanted = excluded.wanted, case_number = excluded.case_number,
    end_case = NULL, due_at = excluded.due_at, ends_at = excluded.ends_at, attempts = 0,
    lease_until = NULL
"""
CLAIM = """
UPDATE holds SET lease_until = :lease_until,
    state = CASE WHEN ends_at <= :now THEN 'undoing' ELSE state END
WHERE state <> 'over' AND ((lease_until IS NULL AND due_at <= :now) OR lease_until <= :real)
RETURNING *
"""
NEXT_DUE = """
SELECT (SELECT MIN(due_at) FROM holds WHERE state <> 'over' AND lease_until IS NULL) AS due,
    (SELECT MIN(lease_until) FROM holds WHERE state <> 'over') AS lease
"""


async def ask(tx: Transaction, asked: Asked, *, now: datetime) -> None:
    """Begin to hold something; asked for again, it is held as it is asked for now."""
    await tx.execute(
        ASK,
        {
            "guild_id": asked.guild_id,
            "channel_id": asked.channel_id or WHOLE_SERVER,
            "kind": asked.kind,
            "wanted": json.dumps(dict(asked.wanted)),
            "case": asked.case,
            "now": micros(now),
            "ends_at": maybe_micros(asked.ends_at),
        },
    )


async def live(
    tx: Transaction, guild_id: GuildId, channel_id: ChannelId | None, kind: HoldKind
) -> Hold | None:
    """Return the hold of a kind on a room or on the whole server, or None."""
    rows = await tx.fetch_all(
        "SELECT * FROM holds WHERE guild_id = :guild_id AND channel_id = :channel_id"
        " AND kind = :kind AND state <> 'over'",
        {"guild_id": guild_id, "channel_id": channel_id or WHOLE_SERVER, "kind": kind},
    )
    return _hold(rows[0]) if rows else None


async def is_in_hand(tx: Transaction, hold: Hold) -> bool:
    """Say whether a worker is about to set or to put back what is held."""
    found = await tx.fetch_all(
        "SELECT 1 FROM holds WHERE id = :id AND lease_until IS NOT NULL", {"id": hold.id}
    )
    return bool(found)


async def ask_back(tx: Transaction, hold: Hold, *, case: CaseNumber | None, now: datetime) -> None:
    """Begin to put back what is held."""
    await tx.execute(
        "UPDATE holds SET state = 'undoing', end_case = :case, due_at = :now, attempts = 0"
        " WHERE id = :id",
        {"case": case, "now": micros(now), "id": hold.id},
    )


async def unasked(tx: Transaction, guild_id: GuildId) -> Sequence[Hold]:
    """Return what the bot holds in a server by itself, and does not put back yet."""
    rows = await tx.fetch_all(
        "SELECT * FROM holds WHERE guild_id = :guild_id AND case_number IS NULL"
        " AND state IN ('applying', 'standing') ORDER BY id",
        {"guild_id": guild_id},
    )
    return [_hold(row) for row in rows]


async def keep(tx: Transaction, hold: Hold, *, until: datetime, now: datetime) -> None:
    """Let a hold last until another time; it is set anew where that takes more."""
    await tx.execute(
        "UPDATE holds SET ends_at = :until, due_at = :now WHERE id = :id",
        {"until": micros(until), "now": micros(now), "id": hold.id},
    )


async def give_up(tx: Transaction, hold: Hold, *, now: datetime) -> None:
    """Begin to put back what could not be set, unless it was asked for anew meanwhile."""
    await tx.execute(
        "UPDATE holds SET state = 'undoing', case_number = NULL, due_at = :now, attempts = 0,"
        " lease_until = NULL WHERE id = :id AND case_number IS :case",
        {"now": micros(now), "id": hold.id, "case": hold.case},
    )


async def claim(
    tx: Transaction, *, now: datetime, real: datetime, lease: timedelta
) -> Sequence[Hold]:
    """Take what is due for `lease`, oldest first; a hold whose end has come turns to undoing.

    Args:
        now: The bot's clock: what is due.
        real: The machine's clock: whose lease is over.
    """
    rows = await tx.fetch_all(
        CLAIM,
        {"now": micros(now), "real": micros(real), "lease_until": micros(real + lease)},
    )
    return sorted((_hold(row) for row in rows), key=lambda each: each.id)


async def save(tx: Transaction, hold: Hold, saved: Numbers, ours: Numbers) -> None:
    """Write down what stands before, and what will be set, before any of it is set."""
    await tx.execute(
        "UPDATE holds SET saved = :saved, ours = :ours WHERE id = :id",
        {"saved": json.dumps(dict(saved)), "ours": json.dumps(dict(ours)), "id": hold.id},
    )


async def stands(tx: Transaction, hold: Hold, *, next_at: datetime | None) -> None:
    """Write down that it is set; one that was asked back meanwhile goes on to that."""
    await tx.execute(
        "UPDATE holds SET lease_until = NULL, attempts = 0,"
        " due_at = CASE WHEN state = :state AND case_number IS :case THEN :next_at"
        " ELSE due_at END,"
        " state = CASE WHEN state = :state AND case_number IS :case THEN 'standing'"
        " ELSE state END WHERE id = :id",
        {
            "id": hold.id,
            "state": hold.state,
            "case": hold.case,
            "next_at": maybe_micros(next_at),
        },
    )


async def over(tx: Transaction, hold: Hold, *, at: datetime) -> None:
    """Write down that nothing is held any more, unless it was asked for again meanwhile."""
    await tx.execute(
        "UPDATE holds SET lease_until = NULL, attempts = 0,"
        " over_at = CASE WHEN state = :state AND case_number IS :case THEN :at ELSE NULL END,"
        " state = CASE WHEN state = :state AND case_number IS :case THEN 'over' ELSE state END"
        " WHERE id = :id",
        {"id": hold.id, "state": hold.state, "case": hold.case, "at": micros(at)},
    )


async def postpone(tx: Transaction, hold: Hold, *, until: datetime) -> None:
    """Put a step back that failed; it is tried again at `until`, or before if asked for anew."""
    await tx.execute(
        "UPDATE holds SET lease_until = NULL, attempts = attempts + 1, due_at ="
        " CASE WHEN state <> :state THEN due_at"
        " WHEN state <> 'undoing' AND ends_at < :until THEN ends_at ELSE :until END"
        " WHERE id = :id AND case_number IS :case",
        {"id": hold.id, "until": micros(until), "state": hold.state, "case": hold.case},
    )


async def next_due(tx: Transaction) -> tuple[datetime | None, datetime | None]:
    """Return when something is next due (the bot's clock) and when the next lease ends (real)."""
    rows = await tx.fetch_all(NEXT_DUE)
    return maybe_moment(rows[0]["due"]), maybe_moment(rows[0]["lease"])


async def release_claims(tx: Transaction) -> None:
    """Give back every claim; only for a process that knows it is alone."""
    await tx.execute("UPDATE holds SET lease_until = NULL WHERE state <> 'over'")


async def remove_over(tx: Transaction, *, before: datetime) -> int:
    """Forget holds that were over before `before`."""
    return await tx.execute(
        "DELETE FROM holds WHERE state = 'over' AND over_at < :before",
        {"before": micros(before)},
    )


def _hold(row: Row) -> Hold:
    return Hold(
        id=HoldId(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        channel_id=ChannelId(row["channel_id"]) if row["channel_id"] != WHOLE_SERVER else None,
        kind=HoldKind(row["kind"]),
        state=State(row["state"]),
        wanted=json.loads(row["wanted"]),
        saved=json.loads(row["saved"]) if row["saved"] else None,
        ours=json.loads(row["ours"]) if row["ours"] else None,
        case=CaseNumber(row["case_number"]) if row["case_number"] else None,
        end_case=CaseNumber(row["end_case"]) if row["end_case"] else None,
        due_at=maybe_moment(row["due_at"]),
        ends_at=maybe_moment(row["ends_at"]),
        attempts=row["attempts"],
    )
