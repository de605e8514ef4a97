"""Rows of our rules in Discord's AutoMod. Functions take the transaction first."""

from collections.abc import Sequence

from bot.domain.automod import Kept, Part, Problem, RuleId, RuleRow, State
from bot.domain.ids import GuildId
from bot.storage.database import Row, Transaction
from bot.storage.leases import ServerLeases

ADD = """
INSERT INTO automod_rules (guild_id, part, state, wanted) VALUES (:guild_id, :part, 'wanted', '')
RETURNING *
"""
# The servers whose rules are kept in step.
LEASES = ServerLeases("automod_guards")


async def tell(tx: Transaction, guild_id: GuildId, problem: Problem | None) -> None:
    """Write down why a server's rules are not in step, or that they are."""
    await tx.execute(
        "UPDATE automod_guards SET problem = :problem WHERE guild_id = :guild_id",
        {"guild_id": guild_id, "problem": problem},
    )


async def problem(tx: Transaction, guild_id: GuildId) -> Problem | None:
    """Return why a server's rules were not in step at the last look."""
    rows = await tx.fetch_all(
        "SELECT problem FROM automod_guards WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return Problem(rows[0]["problem"]) if rows and rows[0]["problem"] else None


async def servers(tx: Transaction) -> Sequence[GuildId]:
    """Return the servers that have rows."""
    rows = await tx.fetch_all("SELECT DISTINCT guild_id FROM automod_rules")
    return [GuildId(row["guild_id"]) for row in rows]


async def kept(tx: Transaction, guild_id: GuildId) -> Sequence[Kept]:
    """Return a server's rows."""
    rows = await tx.fetch_all(
        "SELECT * FROM automod_rules WHERE guild_id = :guild_id ORDER BY id",
        {"guild_id": guild_id},
    )
    return [_kept(row) for row in rows]


async def every(tx: Transaction) -> Sequence[Kept]:
    """Return the rows of every server."""
    return [_kept(row) for row in await tx.fetch_all("SELECT * FROM automod_rules ORDER BY id")]


async def get(tx: Transaction, guild_id: GuildId, row_id: RuleRow) -> Kept | None:
    """Return one row of a server's, or None."""
    return next((row for row in await kept(tx, guild_id) if row.id == row_id), None)


async def add(tx: Transaction, guild_id: GuildId, part: Part) -> Kept:
    """Write down that a rule is to be made."""
    rows = await tx.fetch_all(ADD, {"guild_id": guild_id, "part": part})
    return _kept(rows[0])


async def begin(tx: Transaction, row_id: RuleRow) -> None:
    """Write down that what stands there is about to be changed by us."""
    await tx.execute("UPDATE automod_rules SET stands = NULL WHERE id = :id", {"id": row_id})


async def put(
    tx: Transaction, row_id: RuleRow, *, rule_id: RuleId, wanted: str, stands: str
) -> None:
    """Write down what stands there now."""
    await tx.execute(
        "UPDATE automod_rules SET state = 'kept', rule_id = :rule_id, wanted = :wanted,"
        " stands = :stands WHERE id = :id",
        {"id": row_id, "rule_id": rule_id, "wanted": wanted, "stands": stands},
    )


async def ask(tx: Transaction, row_id: RuleRow) -> int:
    """Write down that staff are asked; return how often they have been, this time included."""
    rows = await tx.fetch_all(
        "UPDATE automod_rules SET state = 'asked', asked = asked + 1 WHERE id = :id"
        " RETURNING asked",
        {"id": row_id},
    )
    return int(rows[0]["asked"])


async def decide(tx: Transaction, row_id: RuleRow, *, state: State) -> bool:
    """Write down what staff answered, who may think again; say whether it was still open."""
    changed = await tx.execute(
        "UPDATE automod_rules SET state = :state, stands = NULL"
        " WHERE id = :id AND state IN ('asked', 'left') AND state <> :state",
        {"id": row_id, "state": state},
    )
    return changed == 1


async def remove(tx: Transaction, row_id: RuleRow) -> None:
    """Forget a row."""
    await tx.execute("DELETE FROM automod_rules WHERE id = :id", {"id": row_id})


def _kept(row: Row) -> Kept:
    return Kept(
        id=RuleRow(row["id"]),
        guild_id=GuildId(row["guild_id"]),
        part=Part(row["part"]),
        state=State(row["state"]),
        rule_id=RuleId(row["rule_id"]) if row["rule_id"] else None,
        wanted=row["wanted"],
        stands=row["stands"],
    )
