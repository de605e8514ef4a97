"""After an evening with everything in it, no member's word is kept anywhere."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.conftest import Stage, complaints, staged
from tests.e2e.story import TYPED, evening

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage after the evening, its bot still running: nothing has been tidied away by an end."""
    folder = tmp_path_factory.mktemp("evening")
    async with staged(folder) as stage, stage.waymark(WAYMARK_LOG__LEVEL="debug"):
        await evening(stage.town)
        yield stage


def kept(folder: Path) -> dict[str, bytes]:
    """Return what is on disk, by file: the database with its log beside it, and both logs."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


async def test_no_word_of_a_member_is_on_disk(lived: Stage) -> None:
    files = kept(lived.folder)
    assert {"waymark.db", "waymark.db-wal", "bot.log", "sandbox.log"} <= set(files)
    assert b"incidents" in files["waymark.db"] + files["waymark.db-wal"], "it was looked into"

    found = {
        (where, name)
        for name, content in files.items()
        for where, word in TYPED.items()
        if word.encode() in content.lower() or word.encode("utf-16-le") in content.lower()
    }
    assert found == set()


async def test_every_word_was_really_typed(lived: Stage) -> None:
    """Else the test above finds nothing because nothing was there."""
    traffic = json.dumps(await lived.town.workshop("GET", "traffic"))

    assert [where for where, word in TYPED.items() if word not in traffic] == []


async def test_the_log_names_nobody(lived: Stage) -> None:
    log = (lived.folder / "bot.log").read_text()
    people = lived.town.people.values()

    assert "incident" in log
    assert [person.name for person in people if person.id in log] == []
    assert [person.name for person in people if re.search(rf"\b{person.name}\b", log, re.I)] == []


async def test_nothing_went_wrong_all_evening(lived: Stage) -> None:
    lines = [json.loads(line) for line in (lived.folder / "bot.log").read_text().splitlines()]

    assert [line for line in lines if line["level"] in {"WARNING", "ERROR", "CRITICAL"}] == []
    assert complaints(lived.folder / "sandbox.log") == []
