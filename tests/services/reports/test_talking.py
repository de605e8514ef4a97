"""Staff and a reporter write to each other, with no more names than the reporter chose."""

from datetime import timedelta

import pytest

from bot.domain import reports as rules
from bot.domain.deliveries import Person
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import UserId
from bot.domain.letters import Reached
from bot.domain.report_notices import StaffLetter
from bot.domain.reports import Mark, Outcome, Report
from bot.domain.servers import Actor
from bot.services.reports import ReportService
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.caring import ANN, BEN, GUILD, MEMBER
from tests.services.fake_report_desk import (
    REPORTER,
    FakeReportDesk,
    filing,
)
from tests.services.reports.builders import CLOSED, DOWN, GONE, OTHER, on_disk, only, waiting


@pytest.mark.parametrize(("is_named", "by"), [(False, None), (True, ANN.user_id)])
async def test_staff_and_reporter_talk_with_no_more_names_than_the_reporter_chose(
    reports: ReportService,
    desk: FakeReportDesk,
    messenger: FakeMessenger,
    clock: ManualClock,
    *,
    is_named: bool,
    by: UserId | None,
) -> None:
    await reports.file(filing(clock(), is_named=is_named), "one")
    report_id = only(desk).report.id
    await reports.claim(report_id, by=ANN)

    assert await reports.write(report_id, 1, " Are you all right? ", by=ANN) is Reached.DELIVERED
    [letter] = [each for each in messenger.messages if isinstance(each.notice, StaffLetter)]
    assert letter.place == Person(REPORTER)
    assert isinstance(letter.notice, StaffLetter)
    assert (letter.notice.text, letter.notice.by) == ("Are you all right?", by)

    assert await reports.write_back(report_id, "yes, thank you", reporter_id=REPORTER)
    assert only(desk).words == ["one", "yes, thank you"]
    assert waiting(messenger)[-1].calls == (ANN.user_id,)


async def test_a_letter_waits_where_direct_messages_are_closed(
    reports: ReportService,
    desk: FakeReportDesk,
    messenger: FakeMessenger,
    database: Database,
    clock: ManualClock,
) -> None:
    messenger.refuses[Person(REPORTER)] = CLOSED
    await reports.file(filing(clock()), "")
    report_id = only(desk).report.id

    assert await reports.write(report_id, 1, "a marzipan word", by=ANN) is Reached.WAITING
    with pytest.raises(RuntimeError):
        async with reports.letters.waiting(REPORTER) as found:
            assert [each.text for each in found] == ["a marzipan word"]
            async with reports.letters.waiting(REPORTER) as twice:
                assert list(twice) == []
            raise RuntimeError
    clock.advance(timedelta(minutes=1))
    async with reports.letters.waiting(REPORTER) as found:
        assert len(found) == 1, "what could not be shown waits on"
    clock.advance(timedelta(minutes=1))
    async with reports.letters.waiting(REPORTER) as found:
        assert list(found) == [], "what was shown is forgotten"


async def test_who_left_gets_no_letter(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await reports.file(filing(clock(), reporter_id=UserId(404)), "")

    assert await reports.write(only(desk).report.id, 1, "Hello?", by=ANN) is Reached.LEFT
    assert not [each for each in messenger.posted if isinstance(each, StaffLetter)]
    assert only(desk).marks == [], "the card does not say that they were written to"


async def test_only_its_reporter_writes_back(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "one")
    report_id = only(desk).report.id
    with pytest.raises(NotFound):
        await reports.write_back(report_id, "me too", reporter_id=OTHER)
    with pytest.raises(InvalidInput):
        await reports.write_back(report_id, " \u200b", reporter_id=REPORTER)
    desk.failures = [DOWN, DOWN, DOWN, DOWN]
    assert not await reports.write_back(report_id, "lost", reporter_id=REPORTER)
    for _ in range(rules.REPLIES_A_DAY - 1):
        await reports.write_back(report_id, "and", reporter_id=REPORTER)
    with pytest.raises(Conflict):
        await reports.write_back(report_id, "and", reporter_id=REPORTER)


async def test_what_came_of_it_is_written_once_and_expires(
    reports: ReportService, desk: FakeReportDesk, database: Database, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "one")
    report_id = only(desk).report.id
    await reports.resolve(report_id, Outcome.SPOKE, " We marzipan. ", by=ANN)
    with pytest.raises(Conflict):
        await reports.resolve(report_id, Outcome.NOTHING, "", by=BEN)
    assert await reports.unresolved(by=BEN) == []
    assert only(desk).marks == [Mark.RESOLVED]

    await reports.file(filing(clock()), "again")
    assert len(desk.cards) == 2, "what is over does not gather"
    clock.advance(rules.KEPT)
    assert await reports.forget() == 2
    assert "marzipan" not in await on_disk(database)


async def test_members_and_other_servers_have_no_part_in_it(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "one")
    report: Report = only(desk).report
    with pytest.raises(NotPermitted):
        await reports.claim(report.id, by=MEMBER)
    with pytest.raises(NotPermitted):
        await reports.unresolved(by=MEMBER)
    with pytest.raises(NotPermitted):
        await reports.write(report.id, 1, "hello", by=Actor(user_id=OTHER, guild_id=GUILD))
    with pytest.raises(NotFound):
        await reports.write(report.id, 7, "hello", by=ANN)
    with pytest.raises(InvalidInput):
        await reports.write(report.id, 1, " ", by=ANN)


async def test_a_card_that_cannot_be_marked_stops_nobody(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "one")
    desk.failures = [GONE]
    await reports.claim(only(desk).report.id, by=ANN)
    assert only(desk).marks == []
