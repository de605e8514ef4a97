"""A report that nobody takes stands in the status, turns red in time, and says so once."""

from datetime import timedelta

from bot.domain.deliveries import Room
from bot.domain.ids import UserId
from bot.domain.reports import Kind, Outcome, Untaken
from bot.services.reports import ReportService
from tests.fakes import FakeMessenger, ManualClock
from tests.services.caring import ADMIN, ANN, STAFF_ROOM
from tests.services.fake_report_desk import FakeReportDesk, filing
from tests.services.reports.builders import only, waiting

A_DAY = timedelta(hours=24)


def reds(messenger: FakeMessenger) -> list[object]:
    """Return what was said because status turned red."""
    return [each for each in waiting(messenger) if each.why == "red"]


async def test_what_nobody_has_is_counted_with_its_age_until_it_is_red(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    assert await reports.untaken(by=ADMIN) == Untaken()
    first = clock()
    await reports.file(filing(first), "one")
    clock.advance(timedelta(hours=1))
    await reports.file(filing(clock(), message_id=None, about_id=UserId(77)), "two")
    assert await reports.untaken(by=ADMIN) == Untaken(2, first)

    clock.advance(A_DAY - timedelta(hours=1))
    assert await reports.untaken(by=ADMIN) == Untaken(2, first, is_red=True)
    ours, other = (each.report.id for each in desk.cards.values())
    await reports.claim(ours, by=ANN)
    await reports.resolve(other, Outcome.NOTHING, "", by=ANN)
    assert await reports.untaken(by=ADMIN) == Untaken()


async def test_turning_red_is_said_once_to_the_admins(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "")
    clock.advance(A_DAY - timedelta(seconds=1))
    await reports.deliveries.deliver_due()
    assert reds(messenger) == []

    for wait in (timedelta(seconds=1), timedelta(days=2)):
        clock.advance(wait)
        await reports.deliveries.deliver_due()
    [red] = [each for each in waiting(messenger) if each.why == "red"]
    assert (red.rings, red.card_message_id) == ((20,), next(iter(desk.cards)))
    assert messenger.messages[-1].place == Room(STAFF_ROOM)


async def test_a_worry_that_rang_for_its_care_card_turns_red_all_the_same(
    reports: ReportService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await reports.file(filing(clock(), Kind.WORRIED), "")
    clock.advance(A_DAY)
    await reports.deliveries.deliver_due()
    assert len(reds(messenger)) == 1


async def test_what_was_taken_says_nothing_of_red(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "")
    await reports.claim(only(desk).report.id, by=ANN)
    clock.advance(A_DAY * 2)
    await reports.deliveries.deliver_due()
    assert reds(messenger) == []
