"""Migrations run once, in order, and refuse a file they do not know."""

from pathlib import Path

import pytest

from bot.domain.errors import StorageError
from bot.storage.database import Database
from bot.storage.migrate import Migration, migrate, shipped, statements
from bot.storage.sqlite import open_sqlite
from tests.fakes import ManualClock

FIRST = Migration(1, "first", "CREATE TABLE a (id INTEGER);\n")
SECOND = Migration(2, "second", "CREATE TABLE b (id INTEGER);\nINSERT INTO b VALUES (1);\n")


@pytest.fixture
async def empty(tmp_path: Path):
    """A file without a schema."""
    database = await open_sqlite(tmp_path / "empty.db")
    yield database
    await database.close()


async def test_each_step_is_applied_once(empty: Database, clock: ManualClock) -> None:
    assert await migrate(empty, now=clock(), migrations=[FIRST]) == [FIRST]
    assert await migrate(empty, now=clock(), migrations=[FIRST, SECOND]) == [SECOND]
    assert await migrate(empty, now=clock(), migrations=[FIRST, SECOND]) == []


async def test_a_newer_schema_is_refused(empty: Database, clock: ManualClock) -> None:
    """An older release must not write into what it does not understand."""
    await migrate(empty, now=clock(), migrations=[FIRST, SECOND])

    with pytest.raises(StorageError) as caught:
        await migrate(empty, now=clock(), migrations=[FIRST])

    assert caught.value.problem == "newer_schema"
    assert "version 2" in caught.value.detail


async def test_an_edited_step_is_refused(empty: Database, clock: ManualClock) -> None:
    await migrate(empty, now=clock(), migrations=[FIRST])
    edited = Migration(1, "first", "CREATE TABLE a (id TEXT);\n")

    with pytest.raises(StorageError) as caught:
        await migrate(empty, now=clock(), migrations=[edited])

    assert caught.value.problem == "changed_migration"


async def test_a_step_that_fails_halfway_leaves_nothing(
    empty: Database, clock: ManualClock
) -> None:
    broken = Migration(2, "broken", "CREATE TABLE b (id INTEGER);\nINSERT INTO nowhere VALUES (1);")
    await migrate(empty, now=clock(), migrations=[FIRST])

    with pytest.raises(StorageError):
        await migrate(empty, now=clock(), migrations=[FIRST, broken])

    assert await migrate(empty, now=clock(), migrations=[FIRST, SECOND]) == [SECOND]


def test_shipped_steps_count_up_from_one() -> None:
    steps = shipped()

    assert [step.version for step in steps] == list(range(1, len(steps) + 1))
    assert all(step.name for step in steps)


def test_a_script_is_cut_at_its_statements() -> None:
    """A semicolon in a comment or a text is no end."""
    script = "-- one; two\nCREATE TABLE a (b TEXT);\nINSERT INTO a\nVALUES (';');\n-- the end\n"

    assert len(list(statements(script))) == 2
