"""Rows of the clinic's contacts."""

from collections.abc import Mapping
from datetime import date

from bot.domain.contacts import Contact
from bot.domain.ids import GuildId
from bot.storage.database import Transaction


async def load_all(tx: Transaction) -> Mapping[GuildId, tuple[Contact, ...]]:
    """Return the contacts of every server, in the order they were entered."""
    found: dict[GuildId, tuple[Contact, ...]] = {}
    for row in await tx.fetch_all("SELECT * FROM contacts ORDER BY guild_id, rowid"):
        contact = Contact(
            label=row["label"],
            reach=row["reach"],
            verified_on=date.fromisoformat(row["verified_on"]),
            review_by=date.fromisoformat(row["review_by"]),
        )
        guild_id = GuildId(row["guild_id"])
        found[guild_id] = (*found.get(guild_id, ()), contact)
    return found


async def save(tx: Transaction, guild_id: GuildId, contact: Contact) -> None:
    """Keep a contact, in place of one with the same label."""
    await tx.execute(
        "INSERT INTO contacts (guild_id, label, reach, verified_on, review_by)"
        " VALUES (:guild_id, :label, :reach, :verified_on, :review_by)"
        " ON CONFLICT (guild_id, label) DO UPDATE"
        " SET reach = :reach, verified_on = :verified_on, review_by = :review_by",
        {
            "guild_id": guild_id,
            "label": contact.label,
            "reach": contact.reach,
            "verified_on": contact.verified_on.isoformat(),
            "review_by": contact.review_by.isoformat(),
        },
    )


async def rename(tx: Transaction, guild_id: GuildId, label: str, new: str) -> None:
    """Give a contact another label, in place of one that has it; fine if there is none."""
    await tx.execute(
        "UPDATE OR REPLACE contacts SET label = :new WHERE guild_id = :guild_id AND label = :label",
        {"guild_id": guild_id, "label": label, "new": new},
    )


async def remove(tx: Transaction, guild_id: GuildId, label: str) -> bool:
    """Remove a contact; say whether it was there."""
    removed = await tx.execute(
        "DELETE FROM contacts WHERE guild_id = :guild_id AND label = :label",
        {"guild_id": guild_id, "label": label},
    )
    return removed == 1
