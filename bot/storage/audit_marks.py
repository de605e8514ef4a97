"""How far each server's audit log has been read."""

from bot.domain.ids import AuditId, GuildId
from bot.storage.database import Transaction


async def get(tx: Transaction, guild_id: GuildId) -> AuditId | None:
    """Return the last line that was read, or None where none ever was."""
    rows = await tx.fetch_all(
        "SELECT entry_id FROM audit_marks WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return AuditId(rows[0]["entry_id"]) if rows else None


async def advance(tx: Transaction, guild_id: GuildId, entry_id: AuditId) -> None:
    """Write down that everything up to a line was read; it never goes back."""
    await tx.execute(
        "INSERT INTO audit_marks (guild_id, entry_id) VALUES (:guild_id, :entry_id)"
        " ON CONFLICT (guild_id) DO UPDATE SET entry_id = excluded.entry_id"
        " WHERE excluded.entry_id > audit_marks.entry_id",
        {"guild_id": guild_id, "entry_id": entry_id},
    )
