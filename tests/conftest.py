"""Fixtures: a real database on disk, a clock that obeys, a messenger that remembers."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.servers import RolePurpose, RoomPurpose, Server
from bot.services.deliveries import DeliveryService
from bot.services.servers import Servers
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.sqlite import open_sqlite
from tests.fakes import FakeAlarm, FakeMessenger, ManualClock
from tests.nothing_skipped import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]

# Tests that import numpy before the model does: threads that wait for each other spin.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The same examples in every run, and no deadline: what fails here fails for everybody.
# For new ones: pytest --hypothesis-profile=default
settings.load_profile("ci")


@pytest.fixture
def clock() -> ManualClock:
    """Noon UTC on a Monday in March, the day after clocks went forward in New York."""
    return ManualClock(datetime(2026, 3, 9, 12, 0, tzinfo=UTC))


@pytest.fixture
def messenger() -> FakeMessenger:
    """A messenger that posts nowhere."""
    return FakeMessenger()


@pytest.fixture
def alarm() -> FakeAlarm:
    """An alarm that only counts."""
    return FakeAlarm()


@pytest.fixture
async def database(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Database]:
    """An empty, migrated SQLite file."""
    opened = await open_sqlite(tmp_path / "clinic.db")
    await migrate(opened, now=clock())
    yield opened
    await opened.close()


@pytest.fixture
def server() -> Server:
    """A server with every room and role, as set-up leaves it."""
    return Server(
        guild_id=GuildId(1),
        zone=ZoneInfo("America/New_York"),
        rooms={
            RoomPurpose.STAFF: ChannelId(10),
            RoomPurpose.QUESTIONS: ChannelId(11),
            RoomPurpose.MEETINGS: ChannelId(12),
        },
        roles={
            RolePurpose.ADMIN: frozenset({RoleId(20)}),
            RolePurpose.MODERATOR: frozenset({RoleId(21)}),
            RolePurpose.FACILITATOR: frozenset({RoleId(22)}),
        },
    )


@pytest.fixture
async def servers(database: Database, clock: ManualClock, server: Server) -> Servers:
    """The one server, set up."""
    known = Servers(database=database, now=clock)
    await known.seed(server)
    return known


@pytest.fixture
def deliveries(
    database: Database,
    messenger: FakeMessenger,
    servers: Servers,
    alarm: FakeAlarm,
    clock: ManualClock,
) -> DeliveryService:
    """The ledger's service, with both of its clocks the manual one."""
    return DeliveryService(
        database=database,
        messenger=messenger,
        servers=servers,
        alarm=alarm,
        now=clock,
        real=clock,
    )
