"""The SQLite driver: all or nothing, one writer, and clear words when it cannot."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import StorageError
from bot.storage.database import Database
from bot.storage.sqlite import open_sqlite


async def count(database: Database) -> int:
    """Return how many direct-message channels are kept."""
    async with database.transaction() as tx:
        return (await tx.fetch_all("SELECT COUNT(*) AS n FROM dm_channels"))[0]["n"]


async def add(database: Database, user_id: int) -> None:
    """Keep one."""
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO dm_channels (user_id, channel_id) VALUES (:id, 1)", {"id": user_id}
        )


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO dm_channels (user_id, channel_id) VALUES (1, 1)")
            raise ZeroDivisionError

    assert await count(database) == 0


async def test_a_cancelled_transaction_leaves_the_next_one_free(database: Database) -> None:
    """A task cancelled between BEGIN and COMMIT must not keep the write lock."""
    entered = asyncio.Event()

    async def hold() -> None:
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO dm_channels (user_id, channel_id) VALUES (1, 1)")
            entered.set()
            await asyncio.sleep(3600)

    task = asyncio.ensure_future(hold())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await add(database, 2)
    assert await count(database) == 1


@pytest.mark.parametrize("yields", range(6))
async def test_cancelling_at_any_moment_leaves_the_next_one_free(
    database: Database, yields: int
) -> None:
    """Also while BEGIN or COMMIT itself is under way in the driver's thread."""
    task = asyncio.ensure_future(add(database, 1))
    for _ in range(yields):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    await add(database, 2)
    assert await count(database) in {1, 2}


async def test_a_locked_file_is_an_error_that_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    database = await open_sqlite(path, busy_timeout=timedelta(milliseconds=50))
    try:
        async with database.transaction() as tx:
            await tx.execute("CREATE TABLE dm_channels (user_id INTEGER, channel_id INTEGER)")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            await add(database, 1)
        other.execute("ROLLBACK")
        other.close()

        assert caught.value.problem == "locked"
        await add(database, 1)
        assert await count(database) == 1
    finally:
        await database.close()


async def test_a_full_disk_is_an_error_that_loses_nothing(tmp_path: Path) -> None:
    """SQLite answers a full disk and a full page budget with the same code."""
    database = await open_sqlite(tmp_path / "clinic.db")
    try:
        async with database.transaction() as tx:
            await tx.execute("CREATE TABLE dm_channels (user_id INTEGER, channel_id INTEGER)")
            await tx.execute("CREATE TABLE big (text TEXT)")
        await add(database, 1)
        pages = await database.connection.execute_fetchall("PRAGMA page_count")
        await database.connection.execute(f"PRAGMA max_page_count = {next(iter(pages))[0]}")
        with pytest.raises(StorageError) as caught:
            async with database.transaction() as tx:
                await tx.execute("INSERT INTO dm_channels (user_id, channel_id) VALUES (2, 1)")
                await tx.execute("INSERT INTO big VALUES (:text)", {"text": "x" * 100_000})

        assert caught.value.problem == "full"
        assert await count(database) == 1
    finally:
        await database.close()


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    path.write_text("these are the minutes of the last meeting, not a database" * 100)

    with pytest.raises(StorageError) as caught:
        await open_sqlite(path)

    assert caught.value.problem == "unreadable"


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageError) as caught:
        await open_sqlite(tmp_path / "file" / "clinic.db")

    assert caught.value.problem == "unreadable"


async def test_only_the_first_process_is_alone(tmp_path: Path) -> None:
    """Whoever is alone may give back the claims of the dead; a second process must not."""
    path = tmp_path / "clinic.db"
    first = await open_sqlite(path)
    second = await open_sqlite(path)
    await first.close()
    third = await open_sqlite(path)
    await second.close()
    await third.close()
    fourth = await open_sqlite(path)
    await fourth.close()

    alone = [each.was_alone for each in (first, second, third, fourth)]
    assert alone == [True, False, False, True]


async def test_one_statement_for_many_counts_what_it_changed(database: Database) -> None:
    sql = "INSERT INTO dm_channels (user_id, channel_id) VALUES (:user, 1) ON CONFLICT DO NOTHING"
    async with database.transaction() as tx:
        assert await tx.execute_many(sql, []) == 0
        assert await tx.execute_many(sql, [{"user": 1}, {"user": 2}, {"user": 1}]) == 2
        with pytest.raises(StorageError):
            await tx.execute_many("INSERT INTO nowhere VALUES (:user)", [{"user": 1}])
