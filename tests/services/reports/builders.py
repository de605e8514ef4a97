"""What the tests of reports look at."""

from bot.domain.deliveries import Failure
from bot.domain.ids import UserId
from bot.domain.report_notices import ReportWaiting
from bot.services.ports import MessengerError
from bot.storage.database import Database
from tests.fakes import FakeMessenger
from tests.services.fake_report_desk import (
    FakeReportDesk,
    Shown,
)

DOWN = MessengerError("500", failure=Failure.PASSING)
GONE = MessengerError("404", failure=Failure.GONE)
CLOSED = MessengerError("403 50007", failure=Failure.DM_CLOSED)
OTHER = UserId(9)


def only(desk: FakeReportDesk) -> Shown:
    """Return the one card there is."""
    [card] = desk.cards.values()
    return card


def waiting(messenger: FakeMessenger) -> list[ReportWaiting]:
    """Return the calls to look at a card."""
    return [each for each in messenger.posted if isinstance(each, ReportWaiting)]


async def on_disk(database: Database) -> str:
    """Return everything that is kept of reports, letters and deliveries."""
    async with database.transaction() as tx:
        kept = [
            await tx.fetch_all("SELECT * FROM reports"),
            await tx.fetch_all("SELECT * FROM report_voices"),
            await tx.fetch_all("SELECT * FROM report_cards"),
            await tx.fetch_all("SELECT * FROM letters"),
            await tx.fetch_all("SELECT * FROM deliveries"),
        ]
    return repr([[tuple(row.values()) for row in each] for each in kept])
