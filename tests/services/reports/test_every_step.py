"""Killed at each step of a report: sent again it arrives, on one report, with one ladder."""

from dataclasses import replace
from itertools import count

import pytest

from bot.domain.ids import MessageId
from bot.domain.reports import A_DAY, Filed, Filing, Report, rungs_prefix
from bot.services.reports import ReportService
from bot.storage import reports as rows
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.every_step import Doom
from tests.services.fake_report_desk import FakeReportDesk, filing
from tests.services.moderation.wishes import Killed
from tests.services.reports.builders import on_disk


@pytest.fixture
def doom(monkeypatch: pytest.MonkeyPatch) -> Doom:
    """Counts what a report does outside."""
    doom = Doom()
    doom.watch(monkeypatch, ((FakeReportDesk, ("post", "gather")),))
    return doom


async def kept(database: Database, told: Filing) -> tuple[list[Report], int]:
    """Return the reports about a message, and how many rungs of their ladders are planned."""
    async with database.transaction() as tx:
        every = await rows.unresolved(tx, told.guild_id)
        found = [each for each in every if each.message_id == told.message_id]
        planned = await tx.fetch_all("SELECT key FROM deliveries WHERE state = 'pending'")
    keys = [str(row["key"]) for row in planned]
    prefixes = [rungs_prefix(each.id) for each in found]
    return found, sum(key.startswith(prefix) for key in keys for prefix in prefixes)


async def test_killed_at_each_step_a_report_that_is_sent_again_arrives(
    reports: ReportService, desk: FakeReportDesk, database: Database, clock: ManualClock, doom: Doom
) -> None:
    number, ladders, told = 0, list[int](), filing(clock())
    for number in count(1):
        clock.advance(A_DAY)
        told = replace(told, at=clock(), message_id=MessageId(3000 + number))
        doom.doom(number)
        try:
            assert await reports.file(told, "a marzipan insult") is Filed.ARRIVED
            break
        except Killed:
            doom.spare()
        before = sum(len(card.words) for card in desk.cards.values())
        assert await reports.file(told, "a marzipan insult") is Filed.ARRIVED
        assert sum(len(card.words) for card in desk.cards.values()) == before + 1, number
        [report], rungs = await kept(database, told)
        assert len(report.cards) == 1, number
        ladders.append(rungs)
    doom.spare()
    _, rungs = await kept(database, told)
    assert number > 5, "every step was counted"
    assert rungs > 0
    assert ladders == [rungs] * (number - 1)
    assert "marzipan" not in await on_disk(database)
