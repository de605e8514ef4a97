"""What changes in a calendar at an address changes here, and staff hear of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import (
    InvalidInput,
    NotFound,
    NotPermitted,
)
from bot.domain.ids import ChannelId, GuildId
from bot.domain.meetings import held
from bot.domain.subscriptions import ADDRESSES_MOST, Facts
from bot.services.exceptions import ExceptionService
from bot.storage.database import Database
from tests.calendar_site import open_site
from tests.domain.calendar.builders import a_series
from tests.services.subscriptions.clinic import (
    ADMIN,
    CIRCLE,
    GUILD,
    LEADER,
    MEMBER,
    Clinic,
    books,
    calendar_of,
    circle,
)


async def test_nothing_is_kept_before_it_is_saved(clinic: Clinic) -> None:
    clinic.site.body = calendar_of(circle())
    draft = await clinic.service.draft(clinic.site.address, None, by=ADMIN)

    assert [each.title for each in draft.comparison.new] == ["Tuesday circle"]
    assert draft.source is not None
    assert draft.source.name == "Groups"
    assert await clinic.service.all(by=ADMIN) == []
    assert await clinic.titles() == []


async def test_an_address_is_read_again_when_it_is_due_and_not_before(clinic: Clinic) -> None:
    taken = await clinic.subscribe(circle())
    assert taken.source is not None
    assert taken.source.read_at is not None
    assert await clinic.reads(after=timedelta(hours=5)) == 0
    due, _ = await clinic.service.next_due()
    assert due is not None
    assert timedelta(hours=5.4) <= due - taken.source.read_at <= timedelta(hours=6.6)
    assert await clinic.reads(after=timedelta(hours=2)) == 1
    assert clinic.site.asked[-1]["If-None-Match"] == clinic.site.etag
    assert (await clinic.only()).read_at == clinic.clock()


async def test_what_was_changed_there_is_changed_here_and_staff_hear_of_it(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    await clinic.reads(
        replace(a_series(uid=CIRCLE, first="2026-03-03T18:00"), title="Early circle")
    )

    assert await clinic.starts() == ["03-10 18:00", "03-17 18:00", "03-24 18:00"]
    [told] = clinic.changes()
    [before], [after] = map(Facts.load, told.before), map(Facts.load, told.after)
    assert (before.title, after.title) == ("Tuesday circle", "Early circle")
    assert (before.when.first.hour, after.when.first.hour) == (19, 18)
    assert told.by_hand == (False,)
    await clinic.reads()
    assert len(clinic.changes()) == 1


async def test_a_single_date_that_is_called_off_there_is_skipped_here(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    await clinic.reads(a_series(uid=CIRCLE, except_for=("2026-03-17T19:00",)))

    assert await clinic.starts(2) == ["03-10 19:00", "03-24 19:00"]
    assert clinic.asked() == []


async def test_another_zone_there_moves_the_meeting_here(clinic: Clinic) -> None:
    """Seven in Chicago is eight in New York, before and after clocks change."""
    await clinic.subscribe(circle())
    await clinic.reads(a_series(uid=CIRCLE, zone="America/Chicago"))

    [meeting] = await clinic.meetings.all(GUILD)
    assert next(held(meeting, after=clinic.clock())).at == datetime(2026, 3, 11, 0, 0, tzinfo=UTC)
    [told] = clinic.changes()
    assert Facts.load(told.after[0]).when.zone.key == "America/Chicago"


async def test_the_calendar_counts_over_what_was_changed_by_hand_and_staff_are_told(
    clinic: Clinic, database: Database
) -> None:
    await clinic.subscribe(circle())
    [meeting] = await clinic.meetings.all(GUILD)
    exceptions = ExceptionService(
        database=database, servers=clinic.servers, planner=clinic.meetings.planner, now=clinic.clock
    )
    await exceptions.skip(meeting.id, "2026-03-17", by=LEADER)
    clinic.site.body += b"\r\n"
    await clinic.reads()
    assert await clinic.starts(2) == ["03-10 19:00", "03-24 19:00"]
    assert clinic.changes() == []

    await clinic.reads(a_series(uid=CIRCLE, minutes=90))
    assert await clinic.starts(2) == ["03-10 19:00", "03-17 19:00"]
    [told] = clinic.changes()
    assert told.by_hand == (True,)


async def test_a_holiday_is_no_change_by_hand(clinic: Clinic, database: Database) -> None:
    await clinic.subscribe(circle())
    exceptions = ExceptionService(
        database=database, servers=clinic.servers, planner=clinic.meetings.planner, now=clinic.clock
    )
    await exceptions.add_holiday("2026-03-17", by=ADMIN)
    await clinic.reads(a_series(uid=CIRCLE, minutes=90))

    [told] = clinic.changes()
    assert told.by_hand == (False,)


async def test_a_new_series_is_told_once_and_added_when_somebody_looks(clinic: Clinic) -> None:
    """A private appointment that slipped into the calendar must not be announced to members."""
    await clinic.subscribe(circle())
    await clinic.reads(circle(), books())
    clinic.site.body += b"\r\n"
    await clinic.reads()

    assert await clinic.titles() == ["Tuesday circle"]
    [told] = clinic.changes()
    assert (told.new, told.after) == (("Book group",), ())
    one = await clinic.only()
    draft = await clinic.service.look(one.id, by=ADMIN)
    await clinic.service.calendars.save(draft.draft_id, by=ADMIN)
    assert await clinic.titles() == ["Tuesday circle", "Book group"]
    await clinic.reads(circle())
    assert [each.title for each in clinic.asked()] == ["Book group"]


async def test_only_an_admin_subscribes_answers_and_stops(clinic: Clinic) -> None:
    await clinic.subscribe(circle(), books())
    await clinic.reads(books())
    [asked] = clinic.asked()
    one = await clinic.only()
    presses = [
        clinic.service.draft(clinic.site.address, None, by=MEMBER),
        clinic.service.look(one.id, by=MEMBER),
        clinic.service.all(by=MEMBER),
        clinic.service.stop(one.id, by=MEMBER),
        clinic.service.end(asked.meeting_id, by=LEADER),
        clinic.service.keep(asked.meeting_id, by=MEMBER),
    ]
    for press in presses:
        with pytest.raises(NotPermitted):
            await press
    other = replace(ADMIN, guild_id=GuildId(2))
    await clinic.servers.seed(replace(clinic.servers.need(GUILD), guild_id=GuildId(2)))
    for press in (clinic.service.stop(one.id, by=other), clinic.service.look(one.id, by=other)):
        with pytest.raises(NotFound):
            await press
    with pytest.raises(NotFound):
        await clinic.service.end(asked.meeting_id, by=other)


async def test_the_same_series_in_two_addresses_goes_by_the_first(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    async with open_site() as second:
        second.body = calendar_of(a_series(uid=CIRCLE, first="2026-03-03T08:00"))
        draft = await clinic.service.draft(second.address, None, by=ADMIN)
        assert (draft.comparison.elsewhere, draft.comparison.changed) == (1, [])
        await clinic.service.calendars.save(draft.draft_id, by=ADMIN)
        second.body = calendar_of(a_series(uid=CIRCLE, first="2026-03-03T09:00"))
        assert await clinic.reads() == 2
        assert await clinic.starts(1) == ["03-10 19:00"]
        second.body = calendar_of(books())
        await clinic.reads()
        assert clinic.asked() == []

        [first, _] = await clinic.service.all(by=ADMIN)
        await clinic.service.stop(first.id, by=ADMIN)
        second.body = calendar_of(a_series(uid=CIRCLE, first="2026-03-03T09:00"))
        await clinic.reads()
        assert await clinic.starts(1) == ["03-10 09:00"]


async def test_an_address_that_is_given_again_is_one_address(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    draft = await clinic.service.draft(clinic.site.address, ChannelId(33), by=ADMIN)
    await clinic.service.calendars.save(draft.draft_id, by=ADMIN)

    assert (await clinic.only()).room_id == ChannelId(33)


async def test_a_server_reads_only_so_many_addresses(clinic: Clinic) -> None:
    clinic.site.body = calendar_of(circle())
    for number in range(ADDRESSES_MOST):
        draft = await clinic.service.draft(f"{clinic.site.address}?{number}", None, by=ADMIN)
        await clinic.service.calendars.save(draft.draft_id, by=ADMIN)
    draft = await clinic.service.draft(f"{clinic.site.address}?more", None, by=ADMIN)
    with pytest.raises(InvalidInput):
        await clinic.service.calendars.save(draft.draft_id, by=ADMIN)
