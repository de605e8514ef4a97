"""Opens the database at a start, with the schema of this release."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.storage.migrate import migrate
from bot.storage.sqlite import SqliteDatabase, open_sqlite


async def open_migrated(path: Path, *, busy_timeout: timedelta, now: datetime) -> SqliteDatabase:
    """Open the database and bring its schema up to this release.

    Raises:
        StorageError: It cannot be opened, or a newer Waymark wrote it.
    """
    database = await open_sqlite(path, busy_timeout=busy_timeout)
    try:
        await migrate(database, now=now)
    except BaseException:
        await database.close()
        raise
    return database
