"""The SQLite driver: one connection, one writer at a time.

FULL synchronous: a delivery that was claimed stays claimed through a power cut.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO

import aiosqlite

from bot.domain.errors import StorageError
from bot.storage.database import NO_PARAMS, Params, Row, Transaction

# https://sqlite.org/rescode.html: what an operator can do something about.
PROBLEMS = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "unreadable",
    sqlite3.SQLITE_CORRUPT: "unreadable",
    sqlite3.SQLITE_NOTADB: "unreadable",
    sqlite3.SQLITE_IOERR: "full",
}


@dataclass(frozen=True, slots=True)
class SqliteTransaction:
    """See `Transaction`."""

    connection: aiosqlite.Connection

    async def execute(self, sql: str, params: Params = NO_PARAMS) -> int:
        """Run one statement and return the number of rows it changed."""
        try:
            cursor = await self.connection.execute(sql, dict(params))
        except sqlite3.OperationalError as error:
            raise storage_error(error) from error
        return cursor.rowcount

    async def execute_many(self, sql: str, many: Sequence[Params]) -> int:
        """Run one statement for each of `many` and return the number of rows changed by all."""
        if not many:
            return 0
        try:
            cursor = await self.connection.executemany(sql, [dict(params) for params in many])
        except sqlite3.OperationalError as error:
            raise storage_error(error) from error
        return cursor.rowcount

    async def fetch_all(self, sql: str, params: Params = NO_PARAMS) -> Sequence[Row]:
        """Run one query and return every row."""
        try:
            rows = await self.connection.execute_fetchall(sql, dict(params))
        except sqlite3.OperationalError as error:
            raise storage_error(error) from error
        return [dict(row) for row in rows]


@dataclass(slots=True)
class SqliteDatabase:
    """See `Database`.

    Attributes:
        was_alone: True when no other process had the file open as this one opened it, so that every
            claim in it belongs to the dead.
    """

    connection: aiosqlite.Connection
    was_alone: bool
    _presence: IO[bytes]
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a write transaction; commit on a clean exit, roll back on an exception."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncGenerator[Transaction]:
        async with self._lock:
            tx = SqliteTransaction(self.connection)
            try:
                # IMMEDIATE takes the write lock now: a deferred BEGIN can fail halfway through.
                await tx.execute("BEGIN IMMEDIATE")
                yield tx
                await tx.execute("COMMIT")
            except BaseException:
                # Also when a caller was cancelled while BEGIN was under way: the rollback queues
                # behind it in the connection's thread, and does nothing where nothing was begun.
                await asyncio.shield(self.connection.rollback())
                raise

    async def close(self) -> None:
        """Release the connection. Safe to call twice."""
        await self.connection.close()
        self._presence.close()


async def open_sqlite(
    path: Path, *, busy_timeout: timedelta = timedelta(seconds=5)
) -> SqliteDatabase:
    """Open `path`, creating it and its folder if absent, with WAL and foreign keys on.

    Raises:
        StorageError: The file cannot be opened or is no database.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        presence, was_alone = _be_present(path)
    except OSError as error:
        raise StorageError("unreadable", f"{path}: {error.strerror}") from error
    try:
        connection = await aiosqlite.connect(path, isolation_level=None)
    except sqlite3.OperationalError as error:
        presence.close()
        raise storage_error(error, path) from error
    try:
        connection.row_factory = sqlite3.Row
        milliseconds = busy_timeout // timedelta(milliseconds=1)
        await connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("PRAGMA synchronous = FULL")
        await connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.DatabaseError as error:
        await connection.close()
        presence.close()
        raise storage_error(error, path) from error
    return SqliteDatabase(connection, was_alone, presence)


def storage_error(error: sqlite3.Error, path: Path | None = None) -> StorageError:
    """Return the driver's error as ours."""
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    where = f"{path}: " if path else ""
    return StorageError(PROBLEMS.get(code, "failed"), f"{where}{error}")


def _be_present(path: Path) -> tuple[IO[bytes], bool]:
    """Hold a shared lock beside the file for as long as this process lives.

    The kernel drops it however the process ends, so whoever can have it alone knows that every
    claim in the file was left by a dead worker, and need not wait for its lease.
    """
    presence = path.with_name(path.name + ".lock").open("ab")
    try:
        fcntl.flock(presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
        was_alone = True
    except BlockingIOError:
        was_alone = False
    fcntl.flock(presence, fcntl.LOCK_SH)
    return presence, was_alone
