"""Rows of what is still to be done for cases: bans to lift, long timeouts to set anew."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.cases import Case, Hold
from bot.domain.cases.holds import Keeping
from bot.storage.cases import case_of
from bot.storage.database import Row, Transaction
from bot.storage.times import maybe_micros, maybe_moment, micros, moment

CLAIM = """
UPDATE case_holds SET lease_until = :lease_until
WHERE due_at <= :now AND (lease_until IS NULL OR lease_until <= :real)
RETURNING guild_id, number
"""
CLAIMED = """
SELECT cases.*, case_holds.keeping, case_holds.native_until, case_holds.setting_to,
    case_holds.due_at, case_holds.attempts
FROM case_holds JOIN cases USING (guild_id, number)
WHERE case_holds.guild_id = :guild_id AND case_holds.number = :number
"""


async def begin(tx: Transaction, hold: Hold) -> None:
    """Write down what is still to be done for a case; a second time it changes nothing."""
    await tx.execute(
        "INSERT INTO case_holds (guild_id, number, target_id, keeping, native_until, due_at)"
        " VALUES (:guild_id, :number, :target_id, :keeping, :native_until, :due_at)"
        " ON CONFLICT (guild_id, number) DO NOTHING",
        {
            **_this(hold.case),
            "target_id": hold.case.person,
            "keeping": hold.keeping,
            "native_until": maybe_micros(hold.native_until),
            "due_at": micros(hold.due_at),
        },
    )


async def give_way(tx: Transaction, case: Case, keeping: Keeping) -> int:
    """End what older cases kept up for the same person; return how many that were."""
    return await tx.execute(
        "DELETE FROM case_holds WHERE guild_id = :guild_id AND target_id = :target_id"
        " AND keeping = :keeping AND number <> :number",
        {**_this(case), "target_id": case.person, "keeping": keeping},
    )


async def claim_due(
    tx: Transaction, *, now: datetime, real: datetime, lease: timedelta
) -> Sequence[Hold]:
    """Take what is due for a lease, by the machine's clock."""
    claimed = await tx.fetch_all(
        CLAIM,
        {"now": micros(now), "real": micros(real), "lease_until": micros(real + lease)},
    )
    found = [
        await tx.fetch_all(CLAIMED, {"guild_id": row["guild_id"], "number": row["number"]})
        for row in claimed
    ]
    return [_hold(rows[0]) for rows in found]


async def stands(tx: Transaction, hold: Hold) -> bool:
    """Say whether a hold that was claimed has not given way meanwhile."""
    rows = await tx.fetch_all(
        "SELECT 1 AS found FROM case_holds WHERE guild_id = :guild_id AND number = :number",
        _this(hold.case),
    )
    return bool(rows)


async def will_set(tx: Transaction, hold: Hold, end: datetime) -> None:
    """Write down which end is about to be set at Discord."""
    await tx.execute(
        "UPDATE case_holds SET setting_to = :end WHERE guild_id = :guild_id AND number = :number",
        {**_this(hold.case), "end": micros(end)},
    )


async def was_set(tx: Transaction, hold: Hold, end: datetime, *, due_at: datetime) -> None:
    """Write down which end Discord holds now, and when to look again."""
    await tx.execute(
        "UPDATE case_holds SET native_until = :end, setting_to = NULL, due_at = :due_at,"
        " attempts = 0, lease_until = NULL WHERE guild_id = :guild_id AND number = :number",
        {**_this(hold.case), "end": micros(end), "due_at": micros(due_at)},
    )


async def postpone(tx: Transaction, hold: Hold, *, until: datetime, failed: bool) -> None:
    """Give a hold back until `until`, one attempt older where it failed."""
    await tx.execute(
        "UPDATE case_holds SET lease_until = NULL, due_at = :until,"
        " attempts = attempts + :failed WHERE guild_id = :guild_id AND number = :number",
        {**_this(hold.case), "until": micros(until), "failed": int(failed)},
    )


async def over(tx: Transaction, hold: Hold) -> bool:
    """Forget a hold: nothing is left to be done; say whether it was there."""
    return (
        await tx.execute(
            "DELETE FROM case_holds WHERE guild_id = :guild_id AND number = :number",
            _this(hold.case),
        )
        == 1
    )


async def next_due(tx: Transaction) -> tuple[datetime | None, datetime | None]:
    """Return when something is next due (the bot's clock) and the next lease ends (real)."""
    rows = await tx.fetch_all(
        "SELECT (SELECT MIN(due_at) FROM case_holds WHERE lease_until IS NULL) AS due,"
        " (SELECT MIN(lease_until) FROM case_holds WHERE lease_until IS NOT NULL) AS lease"
    )
    return maybe_moment(rows[0]["due"]), maybe_moment(rows[0]["lease"])


async def release_claims(tx: Transaction) -> None:
    """Give back every claim."""
    await tx.execute("UPDATE case_holds SET lease_until = NULL")


def _this(case: Case) -> dict[str, int | str | None]:
    return {"guild_id": case.guild_id, "number": case.number}


def _hold(row: Row) -> Hold:
    case = case_of(row)
    return Hold(
        case=case,
        keeping=Keeping(row["keeping"]),
        until=case.until or moment(row["due_at"]),
        native_until=maybe_moment(row["native_until"]),
        setting_to=maybe_moment(row["setting_to"]),
        due_at=moment(row["due_at"]),
        attempts=row["attempts"],
    )
