"""Rows of a server's own entries: one a change, and what became of imported passages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.faq.entries import Entry, EntryId, Status
from bot.domain.faq.library import ChangeKind, Version
from bot.domain.ids import GuildId, UserId
from bot.storage.database import Row, Transaction
from bot.storage.times import micros, moment

# The last of each entry, and the last that said what members read.
STANDING = """
SELECT * FROM library_versions AS v WHERE guild_id = :guild_id AND number >= (
    SELECT COALESCE(MAX(number), 0) FROM library_versions AS s
    WHERE s.guild_id = v.guild_id AND s.entry_id = v.entry_id AND s.status <> 'draft'
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What became of an imported passage.

    Attributes:
        entry_id: None when staff left it out.
    """

    heading: str
    digest: str
    entry_id: EntryId | None


async def add(tx: Transaction, version: Version, *, guild_id: GuildId) -> bool:
    """Write a change down; False when somebody else's has that number already."""
    changed = await tx.execute(
        "INSERT INTO library_versions"
        " (guild_id, entry_id, number, status, entry, kind, changed_by, changed_at)"
        " VALUES (:guild_id, :entry_id, :number, :status, :entry, :kind, :by, :at)"
        " ON CONFLICT (guild_id, entry_id, number) DO NOTHING",
        {
            "guild_id": guild_id,
            "entry_id": version.entry.id,
            "number": version.number,
            "status": version.entry.status,
            "entry": json.dumps(dump(version.entry)),
            "kind": version.kind,
            "by": version.by,
            "at": micros(version.at),
        },
    )
    return bool(changed)


async def standing(tx: Transaction, guild_id: GuildId) -> Mapping[EntryId, Sequence[Version]]:
    """Return of each entry what its last settled wording was, and every draft after it."""
    found: dict[EntryId, list[Version]] = {}
    for row in await tx.fetch_all(STANDING, {"guild_id": guild_id}):
        found.setdefault(EntryId(row["entry_id"]), []).append(_version(row))
    return found


async def history(tx: Transaction, guild_id: GuildId, entry_id: EntryId) -> Sequence[Version]:
    """Return every change of an entry, the newest first."""
    rows = await tx.fetch_all(
        "SELECT * FROM library_versions WHERE guild_id = :guild_id AND entry_id = :entry_id"
        " ORDER BY number DESC",
        {"guild_id": guild_id, "entry_id": entry_id},
    )
    return [_version(row) for row in rows]


async def last_reviewer(tx: Transaction, guild_id: GuildId, by: UserId) -> str | None:
    """Return the clinician's name under what somebody approved last, or None."""
    rows = await tx.fetch_all(
        "SELECT entry FROM library_versions"
        " WHERE guild_id = :guild_id AND changed_by = :by AND kind = 'approved'"
        " ORDER BY changed_at DESC, number DESC LIMIT 1",
        {"guild_id": guild_id, "by": by},
    )
    return load(json.loads(rows[0]["entry"])).reviewed_by if rows else None


async def servers(tx: Transaction) -> Sequence[GuildId]:
    """Return every server that has entries of its own."""
    rows = await tx.fetch_all("SELECT DISTINCT guild_id FROM library_versions")
    return [GuildId(row["guild_id"]) for row in rows]


async def remember(tx: Transaction, passage: Passage, *, guild_id: GuildId, source: str) -> None:
    """Keep what became of a passage of a page, in place of what became of it before."""
    await tx.execute(
        "INSERT INTO imported_passages (guild_id, source, heading, digest, entry_id)"
        " VALUES (:guild_id, :source, :heading, :digest, :entry_id)"
        " ON CONFLICT (guild_id, source, heading)"
        " DO UPDATE SET digest = excluded.digest, entry_id = excluded.entry_id",
        {
            "guild_id": guild_id,
            "source": source,
            "heading": passage.heading,
            "digest": passage.digest,
            "entry_id": passage.entry_id,
        },
    )


async def passages(tx: Transaction, guild_id: GuildId, source: str) -> Mapping[str, Passage]:
    """Return what became of the passages of a page, by their headings."""
    rows = await tx.fetch_all(
        "SELECT * FROM imported_passages WHERE guild_id = :guild_id AND source = :source",
        {"guild_id": guild_id, "source": source},
    )
    return {
        row["heading"]: Passage(
            heading=row["heading"],
            digest=row["digest"],
            entry_id=EntryId(row["entry_id"]) if row["entry_id"] else None,
        )
        for row in rows
    }


def dump(entry: Entry) -> Mapping[str, Any]:
    """Return an entry as JSON holds it."""
    return {
        "id": entry.id,
        "title": entry.title,
        "ask": list(entry.ask),
        "tags": list(entry.tags),
        "source": entry.source,
        "source_url": entry.source_url,
        "reviewed_by": entry.reviewed_by,
        "reviewed_on": entry.reviewed_on and entry.reviewed_on.isoformat(),
        "review_by": entry.review_by and entry.review_by.isoformat(),
        "status": entry.status.value,
        "is_covered": entry.is_covered,
        "body": entry.body,
    }


def load(found: Mapping[str, Any]) -> Entry:
    """Return an entry out of JSON."""
    return Entry(
        id=EntryId(found["id"]),
        title=found["title"],
        ask=tuple(found["ask"]),
        tags=tuple(found["tags"]),
        source=found["source"],
        source_url=found["source_url"],
        reviewed_by=found["reviewed_by"],
        reviewed_on=_day(found["reviewed_on"]),
        review_by=_day(found["review_by"]),
        status=Status(found["status"]),
        is_covered=found["is_covered"],
        body=found["body"],
    )


def _version(row: Row) -> Version:
    return Version(
        entry=load(json.loads(row["entry"])),
        number=row["number"],
        kind=ChangeKind(row["kind"]),
        by=UserId(row["changed_by"]) if row["changed_by"] else None,
        at=moment(row["changed_at"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
