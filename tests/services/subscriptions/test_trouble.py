"""Addresses that fail, rooms that are gone, processes that die, calendars that are too much."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.errors import (
    AddressProblem,
    Trouble,
)
from bot.domain.meetings import Meeting
from bot.domain.notices import CalendarTrouble
from bot.domain.servers import RoomPurpose, Server
from bot.domain.subscriptions import Fetched
from bot.services.calendars import CalendarService
from bot.services.comparison import Change
from bot.services.ports import Fetcher
from bot.storage.database import Transaction
from tests.calendar_site import open_site
from tests.domain.calendar.builders import a_series
from tests.services.subscriptions.clinic import (
    ADMIN,
    CIRCLE,
    GUILD,
    LATER,
    Clinic,
    books,
    calendar_of,
    circle,
)


@pytest.mark.parametrize(
    ("status", "why"), [(404, Trouble.NOT_FOUND), (410, Trouble.GONE), (403, Trouble.FORBIDDEN)]
)
async def test_an_address_that_fails_is_told_once_and_red_until_it_works(
    clinic: Clinic, status: int, why: Trouble
) -> None:
    await clinic.subscribe(circle())
    clinic.site.status = status
    for _ in range(40):
        await clinic.reads(after=timedelta(days=1))
    assert (await clinic.only()).problem is why
    [told] = clinic.cards(CalendarTrouble)
    assert isinstance(told, CalendarTrouble)
    assert (told.problem, told.label) == (why, "Groups (127.0.0.1)")
    assert await clinic.titles() == ["Tuesday circle"]
    assert clinic.asked() == []

    clinic.site.status = 200
    await clinic.reads(after=timedelta(days=1))
    one = await clinic.only()
    assert (one.problem, one.failures) == (None, 0)
    clinic.site.status = status
    await clinic.reads()
    assert len(clinic.cards(CalendarTrouble)) == 2


async def test_an_address_that_fails_is_tried_again_sooner_and_then_more_rarely(
    clinic: Clinic,
) -> None:
    await clinic.subscribe(circle())
    clinic.site.status = 500
    await clinic.reads()
    waits: list[timedelta] = []
    for _ in range(3):
        due, _lease = await clinic.service.next_due()
        assert due is not None
        waits.append(due - clinic.clock())
        await clinic.reads(after=waits[-1])

    assert waits == [timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1)]
    assert len(clinic.cards(CalendarTrouble)) == 1


async def test_a_page_in_the_calendars_place_changes_nothing(clinic: Clinic) -> None:
    """A provider's page that asks to sign in comes with status 200."""
    await clinic.subscribe(circle())
    clinic.site.body = b"<html>Please sign in</html>"
    await clinic.reads()

    assert (await clinic.only()).problem is Trouble.NOT_A_CALENDAR
    assert clinic.asked() == []
    with pytest.raises(AddressProblem) as caught:
        await clinic.service.draft(clinic.site.address, None, by=ADMIN)
    assert caught.value.why is Trouble.NOT_A_CALENDAR


async def test_without_a_staff_room_nothing_is_lost(clinic: Clinic, server: Server) -> None:
    await clinic.subscribe(circle(), books())
    rooms = {
        purpose: room for purpose, room in server.rooms.items() if purpose != RoomPurpose.STAFF
    }
    await clinic.servers.set_up(replace(server, rooms=rooms), by=ADMIN)
    await clinic.reads(books())
    assert clinic.messenger.posted == []
    await clinic.servers.set_up(server, by=ADMIN)
    await clinic.reads()

    assert [each.title for each in clinic.asked()] == ["Tuesday circle"]


async def test_a_server_that_was_left_is_not_read_for(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    before = len(clinic.site.asked)
    clinic.gone.add(GUILD)
    assert await clinic.reads() == 1
    assert len(clinic.site.asked) == before
    clinic.gone.clear()
    await clinic.reads()
    assert len(clinic.site.asked) == before + 1


async def test_two_processes_read_an_address_once(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    clinic.clock.advance(LATER)
    before = len(clinic.site.asked)
    other = replace(clinic.service, _one_round=asyncio.Lock())
    looked = await asyncio.gather(clinic.service.read_due(), other.read_due())

    assert sorted(looked) == [0, 1]
    assert len(clinic.site.asked) == before + 1


@dataclass
class Interrupted:
    """A fetcher during whose reading something happens.

    Attributes:
        meanwhile: What happens, once it has read; without it the process hangs before.
        asked: Set when it reads.
    """

    inner: Fetcher
    meanwhile: Callable[[], Awaitable[object]] | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(
        self, address: str, *, etag: str = "", last_modified: str = ""
    ) -> Fetched | None:
        """Read, and let something happen."""
        self.asked.set()
        if self.meanwhile is None:
            await asyncio.Event().wait()
            raise AssertionError
        try:
            return await self.inner.fetch(address, etag=etag, last_modified=last_modified)
        finally:
            await self.meanwhile()


async def die_while_reading(clinic: Clinic) -> None:
    """Let another process die with a claim in its hand."""
    stuck = Interrupted(clinic.service.fetcher)
    dying = replace(clinic.service, fetcher=stuck, _one_round=asyncio.Lock())
    reading = asyncio.ensure_future(dying.read_due())
    await stuck.asked.wait()
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


async def test_a_claim_of_the_dead_is_taken_over_when_its_lease_ends(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    clinic.clock.advance(LATER)
    await die_while_reading(clinic)
    assert await clinic.service.read_due() == 0
    _, lease_ends = await clinic.service.next_due()
    assert lease_ends == clinic.clock() + clinic.service.lease
    assert await clinic.reads(a_series(uid=CIRCLE, minutes=90), after=clinic.service.lease) == 1
    assert len(clinic.changes()) == 1


async def test_a_process_that_is_alone_takes_over_at_once(clinic: Clinic) -> None:
    await clinic.subscribe(circle())
    clinic.clock.advance(LATER)
    await die_while_reading(clinic)
    await clinic.service.release_claims()

    assert await clinic.service.read_due() == 1


async def test_an_address_that_is_stopped_while_it_is_read_changes_nothing(clinic: Clinic) -> None:
    await clinic.subscribe(circle())

    async def stop() -> None:
        await clinic.service.stop((await clinic.only()).id, by=ADMIN)

    stopping = Interrupted(clinic.service.fetcher, meanwhile=stop)
    service = replace(clinic.service, fetcher=stopping, _one_round=asyncio.Lock())
    clinic.site.body = calendar_of(a_series(uid=CIRCLE, minutes=90))
    clinic.clock.advance(LATER)
    await service.read_due()

    [meeting] = await clinic.meetings.all(GUILD)
    assert meeting.minutes == 60
    assert await clinic.service.all(by=ADMIN) == []


@pytest.mark.parametrize("status", [200, 404])
async def test_whoever_lost_the_lease_writes_nothing(clinic: Clinic, status: int) -> None:
    """A process that slept wakes with an old version in its hand, or an old refusal."""
    await clinic.subscribe(circle())

    async def let_another_read() -> None:
        clinic.site.status = 200
        await clinic.reads(a_series(uid=CIRCLE, minutes=90), after=clinic.service.lease)

    asleep = Interrupted(clinic.service.fetcher, meanwhile=let_another_read)
    service = replace(clinic.service, fetcher=asleep, _one_round=asyncio.Lock())
    clinic.site.body = calendar_of(a_series(uid=CIRCLE, minutes=30))
    clinic.site.status = status
    clinic.clock.advance(LATER)
    await service.read_due()

    [meeting] = await clinic.meetings.all(GUILD)
    assert meeting.minutes == 90
    one = await clinic.only()
    assert (one.problem, one.etag) == (None, clinic.site.etag)


async def test_one_poisoned_calendar_does_not_hold_up_another(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    await clinic.subscribe(circle())
    async with open_site() as second:
        second.body = calendar_of(books())
        draft = await clinic.service.draft(second.address, None, by=ADMIN)
        await clinic.service.calendars.save(draft.draft_id, by=ADMIN)
        second.body = calendar_of(replace(books(), minutes=90))
        change = CalendarService.change

        async def poisoned(self: CalendarService, tx: Transaction, what: Change) -> Meeting:
            if what.meeting.title == "Tuesday circle":
                raise ValueError
            return await change(self, tx, what)

        monkeypatch.setattr(CalendarService, "change", poisoned)
        await clinic.reads(a_series(uid=CIRCLE, minutes=90))

    found = {each.title: each.minutes for each in await clinic.meetings.all(GUILD)}
    assert found == {"Tuesday circle": 60, "Book group": 90}


async def test_a_calendar_as_large_as_may_be_leaves_the_loop_free(clinic: Clinic) -> None:
    """Thousands of dates of years gone by: others must be answered meanwhile."""
    await clinic.subscribe(circle())
    past = "".join(
        f"BEGIN:VEVENT\nUID:{each}\nDTSTART:20200303T190000Z\nDURATION:PT1H\nSUMMARY:G\nEND:VEVENT\n"
        for each in range(2_999)
    )
    body = calendar_of(a_series(uid=CIRCLE, minutes=90)).decode()
    clinic.site.body = body.replace("END:VCALENDAR", past + "END:VCALENDAR").encode()
    assert len(clinic.site.body) < 1024 * 1024
    longest = 0.0

    async def answer_others() -> None:
        nonlocal longest
        loop = asyncio.get_running_loop()
        while True:
            begun = loop.time()
            await asyncio.sleep(0.01)
            longest = max(longest, loop.time() - begun)

    others = asyncio.ensure_future(answer_others())
    await clinic.reads()
    others.cancel()

    [meeting] = await clinic.meetings.all(GUILD)
    assert meeting.minutes == 90
    assert longest < 0.5
