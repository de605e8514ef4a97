"""A report reaches those who may read it, and nobody else; its words are kept nowhere."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import reports as rules
from bot.domain.deliveries import Person, Room
from bot.domain.errors import Conflict, NotPermitted, StorageError
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.reports import About, Filed, Kind, Mark, Outcome
from bot.domain.servers import RoomPurpose, Server
from bot.services.deliveries import DeliveryService
from bot.services.reports import ReportService
from bot.services.servers import Servers
from bot.storage import incidents, rota
from bot.storage import reports as rows
from bot.storage.database import Database
from tests.fakes import FakeMessenger, FakePeople, ManualClock
from tests.services.caring import ADMIN, ANN, BEN, GUILD, STAFF_ROOM, rungs_said
from tests.services.fake_report_desk import (
    REPORTED,
    FakeReportDesk,
    filing,
)
from tests.services.reports.builders import DOWN, GONE, OTHER, on_disk, only, waiting


async def test_staff_see_the_words_and_the_database_does_not(
    reports: ReportService, desk: FakeReportDesk, database: Database, clock: ManualClock
) -> None:
    assert await reports.file(filing(clock()), "a marzipan insult") is Filed.ARRIVED

    card = only(desk)
    assert card.place == Room(STAFF_ROOM)
    assert card.words == ["a marzipan insult"]
    assert card.rings.roles, "nobody is on call: all moderators are rung"
    assert "marzipan" not in await on_disk(database)


async def test_those_on_call_are_rung_first_and_then_the_ladder(
    reports: ReportService,
    desk: FakeReportDesk,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await reports.caring.rota.go_on(hours=4, by=ANN)
    await reports.file(filing(clock()), "")
    assert only(desk).rings.people == (ANN.user_id,)
    assert only(desk).rings.roles == ()

    clock.advance(timedelta(minutes=3))
    await reports.deliveries.deliver_due()
    clock.advance(timedelta(minutes=5))
    await reports.deliveries.deliver_due()
    assert [each.rings for each in waiting(messenger)] == [(21,), (20,)]

    await reports.claim(only(desk).report.id, by=ANN)
    clock.advance(timedelta(hours=2))
    await reports.deliveries.deliver_due()
    assert len(waiting(messenger)) == 2, "whoever takes it ends the ladder"
    assert only(desk).marks == [Mark.CLAIMED]


async def test_of_two_who_take_it_the_second_is_told(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "")
    report_id = only(desk).report.id
    done = await asyncio.gather(
        *(reports.claim(report_id, by=by) for by in (ANN, BEN)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["Conflict", "NoneType"]


async def test_reports_of_one_message_gather_on_one_card(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    second = filing(clock(), Kind.SELLING, reporter_id=OTHER)
    await asyncio.gather(reports.file(filing(clock()), "one"), reports.file(second, "two"))
    card = only(desk)
    assert card.words == ["one", "two"]
    assert len(card.report.reporters()) == 2

    await reports.claim(card.report.id, by=ANN)
    await reports.file(filing(clock()), "three")
    [news] = waiting(messenger)
    assert (news.why, news.calls) == ("grew", (ANN.user_id,))

    await reports.file(filing(clock(), message_id=MessageId(98)), "another message")
    assert len(desk.cards) == 2


async def test_a_database_that_breaks_when_a_card_has_grown_loses_the_reporter_nothing(
    reports: ReportService,
    desk: FakeReportDesk,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Staff have the words on the card; whoever has it is only not rung for them."""
    await reports.file(filing(clock()), "one")
    await reports.claim(only(desk).report.id, by=ANN)

    async def broken(*_: object) -> None:
        raise StorageError("disk")

    monkeypatch.setattr(DeliveryService, "plan_now", broken)
    assert await reports.file(filing(clock()), "two") is Filed.ARRIVED
    assert only(desk).words == ["one", "two"]


async def test_a_report_that_is_resolved_without_being_taken_rings_nobody_any_more(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "one")
    await reports.resolve(only(desk).report.id, Outcome.ACTED, "", by=ANN)
    clock.advance(timedelta(days=2))
    await reports.deliveries.deliver_due()
    assert waiting(messenger) == []


async def test_a_successor_of_a_card_that_somebody_has_rings_nobody_later(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "one")
    await reports.claim(only(desk).report.id, by=ANN)
    desk.full = True
    assert await reports.file(filing(clock()), "two") is Filed.ARRIVED
    assert len(desk.cards) == 2
    clock.advance(timedelta(days=2))
    await reports.deliveries.deliver_due()
    assert waiting(messenger) == []


async def test_a_silent_discord_is_told_to_the_reporter(
    reports: ReportService, desk: FakeReportDesk, people: FakePeople, clock: ManualClock
) -> None:
    people.failures.append(TimeoutError())
    assert await reports.file(filing(clock()), "one") is Filed.NOT_ARRIVED
    assert desk.cards == {}


async def test_a_card_that_is_full_or_deleted_has_a_successor(
    reports: ReportService, desk: FakeReportDesk, database: Database, clock: ManualClock
) -> None:
    await reports.file(filing(clock()), "one")
    desk.full = True
    assert await reports.file(filing(clock()), "two") is Filed.ARRIVED
    desk.full = False
    desk.failures = [GONE, GONE]
    assert await reports.file(filing(clock()), "three") is Filed.ARRIVED

    assert [card.words for card in desk.cards.values()] == [["one"], ["two"], ["three"]]
    async with database.transaction() as tx:
        [report] = await rows.unresolved(tx, GUILD)
    assert len(report.cards) == 3


async def test_a_worry_rings_for_the_other_person_and_says_nothing_to_them(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    assert await reports.file(filing(clock(), Kind.WORRIED), "odd tonight") is Filed.ARRIVED_WORRY

    [care] = rungs_said(messenger)
    assert (care.author_id, care.message_id) == (REPORTED, MessageId(99))
    assert only(desk).rings.roles == (), "the care card has rung"
    assert not [each for each in messenger.messages if each.place == Person(REPORTED)]

    worry = filing(clock(), Kind.WORRIED, reporter_id=OTHER)
    assert await reports.file(worry, "") is Filed.ARRIVED
    assert len(rungs_said(messenger)) == 1, "one care card a person"


async def test_a_worry_rings_although_the_card_with_its_words_fails(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    desk.refuses = {Room(STAFF_ROOM): DOWN, Person(ADMIN.user_id): DOWN}

    assert await reports.file(filing(clock(), Kind.WORRIED), "") is Filed.ARRIVED_WORRY
    assert rungs_said(messenger)


async def test_a_report_about_staff_goes_to_admins_alone(
    reports: ReportService, desk: FakeReportDesk, messenger: FakeMessenger, clock: ManualClock
) -> None:
    about = filing(clock(), about_id=ANN.user_id)
    assert await reports.file(about, "unkind") is Filed.TO_ADMINS

    card = only(desk)
    assert card.place == Person(ADMIN.user_id)
    for by in (ANN, BEN):
        with pytest.raises(NotPermitted):
            await reports.claim(card.report.id, by=by)
        assert await reports.unresolved(by=by) == []
    assert len(await reports.unresolved(by=ADMIN)) == 1
    clock.advance(timedelta(minutes=3))
    await reports.deliveries.deliver_due()
    assert {message.place for message in messenger.messages} == {
        Room(ChannelId(1_000_000 + ADMIN.user_id))
    }
    assert all(not each.rings and each.in_private for each in waiting(messenger))


async def test_nobody_reads_a_report_about_themselves(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    about = filing(clock(), about_id=ADMIN.user_id)

    assert await reports.file(about, "unkind") is Filed.NOBODY_ELSE
    assert desk.cards == {}
    assert await reports.unresolved(by=ADMIN) == []


async def test_an_admin_has_no_part_in_a_report_about_themselves_that_another_reads(
    reports: ReportService, desk: FakeReportDesk, people: FakePeople, clock: ManualClock
) -> None:
    other = replace(ADMIN, user_id=UserId(61))
    people.members[other.user_id] = other
    people.told_of.append(other.user_id)
    assert await reports.file(filing(clock(), about_id=ADMIN.user_id), "") is Filed.TO_ADMINS
    report_id = only(desk).report.id

    assert await reports.unresolved(by=ADMIN) == []
    for act in (reports.claim, reports.look):
        with pytest.raises(NotPermitted):
            await act(report_id, by=ADMIN)
    assert [each.id for each in await reports.unresolved(by=other)] == [report_id]


async def test_where_nobody_knows_who_is_staff_nothing_is_shown(
    reports: ReportService, desk: FakeReportDesk, people: FakePeople, clock: ManualClock
) -> None:
    """A report about a moderator must not stand before that moderator."""
    people.failures.append(DOWN)

    assert await reports.file(filing(clock(), about_id=ANN.user_id), "") is Filed.NOT_ARRIVED
    assert desk.cards == {}


async def test_a_reporter_learns_that_nobody_has_it(
    reports: ReportService, desk: FakeReportDesk, database: Database, clock: ManualClock
) -> None:
    desk.failures = [DOWN, DOWN, DOWN, DOWN]

    assert await reports.file(filing(clock()), "a marzipan insult") is Filed.NOT_ARRIVED
    async with database.transaction() as tx:
        assert await rows.unresolved(tx, GUILD) == []


async def test_without_a_staff_room_people_get_it(
    reports: ReportService,
    desk: FakeReportDesk,
    servers: Servers,
    server: Server,
    clock: ManualClock,
) -> None:
    desk.refuses = {Room(STAFF_ROOM): GONE}
    assert await reports.file(filing(clock()), "one") is Filed.ARRIVED
    assert desk.places == [Person(ADMIN.user_id)]

    rooms = {key: room for key, room in server.rooms.items() if key is not RoomPurpose.STAFF}
    await servers.set_up(replace(server, rooms=rooms), by=ADMIN)
    assert await reports.file(filing(clock(), message_id=None), "two") is Filed.ARRIVED
    assert desk.places == [Person(ADMIN.user_id)] * 2


async def test_what_the_database_does_not_say_of_staff_or_care_stops_no_report(
    reports: ReportService,
    desk: FakeReportDesk,
    messenger: FakeMessenger,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def locked(*_: object, **__: object) -> bool:
        raise StorageError("locked")

    monkeypatch.setattr(incidents, "has_unsettled", locked)
    assert await reports.file(filing(clock(), Kind.WORRIED), "") is Filed.ARRIVED_WORRY
    assert len(rungs_said(messenger)) == 1, "a second card does less harm than none"

    monkeypatch.setattr(rota, "load", locked)
    about = filing(clock(), about_id=OTHER, message_id=MessageId(98))
    assert await reports.file(about, "") is Filed.ARRIVED
    assert list(desk.cards.values())[-1].rings.roles == (21,), "all moderators are rung"


async def test_a_card_that_could_not_be_written_down_has_arrived(
    reports: ReportService,
    desk: FakeReportDesk,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def full(*_: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr(rows, "posted", full)

    assert await reports.file(filing(clock()), "one") is Filed.ARRIVED
    assert only(desk).words == ["one"]


async def test_somebody_who_left_is_named_as_such(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    await reports.file(filing(clock(), about_id=UserId(404)), "")
    assert only(desk).report.about is About.LEFT


async def test_the_bot_itself_and_nobody_in_particular_can_be_reported(
    reports: ReportService, desk: FakeReportDesk, clock: ManualClock
) -> None:
    bot = filing(clock(), Kind.WORRIED, about=About.THE_BOT, about_id=UserId(1))
    assert await reports.file(bot, "it was wrong") is Filed.ARRIVED
    nobody = filing(clock(), about=About.NOBODY, about_id=None, message_id=None)
    assert await reports.file(nobody, "the lounge is loud") is Filed.ARRIVED
    assert await reports.file(nobody, "still") is Filed.ARRIVED
    assert len(desk.cards) == 3, "what is about nothing in common does not gather"


async def test_one_person_cannot_fill_the_staff_room_but_always_worry(
    reports: ReportService, clock: ManualClock
) -> None:
    for _ in range(rules.MOST_A_DAY):
        await reports.file(filing(clock()), "")
    with pytest.raises(Conflict):
        await reports.file(filing(clock()), "")
    assert await reports.file(filing(clock(), is_urgent=True), "") is Filed.ARRIVED
    assert await reports.file(filing(clock(), Kind.WORRIED), "") is Filed.ARRIVED_WORRY

    clock.advance(rules.A_DAY + timedelta(seconds=1))
    assert await reports.file(filing(clock()), "") is Filed.ARRIVED


async def test_what_is_told_in_one_server_counts_for_nothing_in_another(
    reports: ReportService, server: Server, clock: ManualClock
) -> None:
    elsewhere = GuildId(2)
    await reports.deliveries.servers.seed(replace(server, guild_id=elsewhere))
    for _ in range(rules.MOST_A_DAY):
        await reports.file(filing(clock()), "")

    assert await reports.file(filing(clock(), guild_id=elsewhere), "") is Filed.ARRIVED


async def test_two_who_worry_about_one_person_in_one_moment_make_one_care_card(
    reports: ReportService, database: Database, clock: ManualClock
) -> None:
    both = [filing(clock(), Kind.WORRIED, reporter_id=each) for each in (OTHER, UserId(10))]
    await asyncio.gather(*(reports.file(each, "") for each in both))

    async with database.transaction() as tx:
        assert len(await tx.fetch_all("SELECT * FROM incidents")) == 1
