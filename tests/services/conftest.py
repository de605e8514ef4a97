"""A library over two shipped entries, for whatever changes them."""

import pytest

from bot.domain.faq import search
from bot.services.answers import AnswerService
from bot.services.library import LibraryService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.library_builders import PARKING, WATER


@pytest.fixture
def library(database: Database, servers: Servers, clock: ManualClock) -> LibraryService:
    """The service under test, with its answers."""
    shipped = {each.id: each for each in (PARKING, WATER)}
    answers = AnswerService(
        database=database,
        shipped=search.build(list(shipped.values())),
        now=clock,
        target=0.05,
    )
    return LibraryService(
        database=database, servers=servers, answers=answers, shipped=shipped, now=clock
    )
