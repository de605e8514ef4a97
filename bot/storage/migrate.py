"""Forward-only, checksummed migrations: `migrations/NNNN_name.sql`, each in its own transaction."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.errors import StorageError
from bot.storage.database import Database, Row, Transaction
from bot.storage.times import micros

FOLDER = Path(__file__).parent / "migrations"

REGISTER = """
CREATE TABLE IF NOT EXISTS migrations (
    version    INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    checksum   TEXT    NOT NULL,
    applied_at BIGINT  NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema.

    Attributes:
        checksum: SHA-256 of the file as it stands; a step that was applied is never edited.
    """

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of the SQL, in hex."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def shipped(folder: Path = FOLDER) -> Sequence[Migration]:
    """Return the migrations of this release, oldest first."""
    return [
        Migration(int(path.name[:4]), path.stem[5:], path.read_text("utf-8"))
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]


async def migrate(
    database: Database, *, now: datetime, migrations: Sequence[Migration] | None = None
) -> Sequence[Migration]:
    """Bring the schema up to this release and return what was applied.

    Raises:
        StorageError: "newer_schema" when the file was written by a newer Waymark,
            "changed_migration" when a step that was applied has been edited since.
    """
    steps = shipped() if migrations is None else migrations
    async with database.transaction() as tx:
        await tx.execute(REGISTER)
        applied = {row["version"]: row for row in await tx.fetch_all("SELECT * FROM migrations")}
    _refuse_strangers(steps, {version: row["checksum"] for version, row in applied.items()})
    waiting = [step for step in steps if step.version not in applied]
    for step in waiting:
        async with database.transaction() as tx:
            await _apply(tx, step, now)
    return waiting


async def standing(
    database: Database, *, migrations: Sequence[Migration] | None = None
) -> tuple[int, int]:
    """Return the schema's version (0 for none) and how many steps wait; change nothing.

    Raises:
        StorageError: As `migrate`.
    """
    steps = shipped() if migrations is None else migrations
    async with database.transaction() as tx:
        made = await tx.fetch_all("SELECT name FROM sqlite_master WHERE name = 'migrations'")
        query = "SELECT version, checksum FROM migrations"
        rows: Sequence[Row] = await tx.fetch_all(query) if made else ()
    applied: dict[int, str] = {row["version"]: row["checksum"] for row in rows}
    _refuse_strangers(steps, applied)
    return max(applied, default=0), len([step for step in steps if step.version not in applied])


def _refuse_strangers(steps: Sequence[Migration], applied: dict[int, str]) -> None:
    known = {step.version: step for step in steps}
    newest = max(known, default=0)
    ahead = sorted(version for version in applied if version > newest)
    if ahead:
        raise StorageError(
            "newer_schema",
            f"the database is at version {ahead[-1]}, this Waymark knows {newest}",
        )
    for version, checksum in applied.items():
        if version not in known or known[version].checksum != checksum:
            raise StorageError(
                "changed_migration",
                f"migration {version} is not the one that was applied to this database",
            )


async def _apply(tx: Transaction, step: Migration, now: datetime) -> None:
    for statement in statements(step.sql):
        await tx.execute(statement)
    await tx.execute(
        "INSERT INTO migrations (version, name, checksum, applied_at) "
        "VALUES (:version, :name, :checksum, :at)",
        {
            "version": step.version,
            "name": step.name,
            "checksum": step.checksum,
            "at": micros(now),
        },
    )


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script, comments included, one at a time."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip() and not all(
        not line.strip() or line.lstrip().startswith("--") for line in pending.splitlines()
    ):
        yield pending.strip()
