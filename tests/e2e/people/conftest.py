"""One town and one bot for every row of a module."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.conftest import complaints, staged
from tests.e2e.people.walk import Walk


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Walk]:
    """A town that a whole module walks through; no row may leave a trace of a fault of ours."""
    folder = tmp_path_factory.mktemp("walk")
    async with staged(folder) as stage, stage.waymark():
        yield Walk(stage.town, stage)
    found = complaints(folder / "bot.log")
    # A report that reached nobody is for whoever runs the bot to see; rows bring it about.
    assert [each for each in found if '"report not taken"' not in each] == []
