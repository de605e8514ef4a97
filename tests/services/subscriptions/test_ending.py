"""What ends in a calendar is asked about, and never ended here unasked."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import (
    Conflict,
    NotFound,
)
from bot.domain.subscriptions import ASKED_AT_ONCE
from tests.domain.calendar.builders import a_series, calendar
from tests.services.subscriptions.clinic import ADMIN, CIRCLE, Clinic, books, calendar_of, circle


def cancelled() -> bytes:
    """Return a calendar that says both groups are cancelled."""
    return calendar_of(circle(), books()).replace(
        b"SUMMARY:Tuesday", b"STATUS:CANCELLED\r\nSUMMARY:Tuesday"
    )


async def test_a_series_that_vanished_is_asked_about_once_and_never_ended(clinic: Clinic) -> None:
    await clinic.subscribe(circle(), books())
    await clinic.reads(books())
    clinic.site.body += b"\r\n"
    await clinic.reads()

    assert await clinic.titles() == ["Tuesday circle", "Book group"]
    [asked] = clinic.asked()
    assert (asked.title, asked.why) == ("Tuesday circle", "vanished")
    assert asked.next_at == datetime(2026, 3, 10, 23, 0, tzinfo=UTC)


async def test_a_series_that_is_cancelled_there_is_asked_about(clinic: Clinic) -> None:
    await clinic.subscribe(circle(), books())
    clinic.site.body = cancelled()
    await clinic.reads()

    assert [(each.title, each.why) for each in clinic.asked()] == [("Tuesday circle", "cancelled")]
    assert len(await clinic.titles()) == 2


async def test_a_series_whose_last_day_has_passed_there_is_asked_about(clinic: Clinic) -> None:
    """So programs end a series: "this and all after it" gives the rule an UNTIL."""
    await clinic.subscribe(circle())
    await clinic.reads(a_series(uid=CIRCLE, rule="FREQ=WEEKLY;UNTIL=20260304T000000Z"))

    assert [each.why for each in clinic.asked()] == ["over"]
    assert await clinic.titles() == ["Tuesday circle"]


async def test_a_series_that_is_over_here_too_is_not_asked_about(clinic: Clinic) -> None:
    once = a_series(uid=CIRCLE, first="2026-03-10T19:00", rule=None)
    await clinic.subscribe(once, books())
    clinic.clock.advance(timedelta(days=3))
    await clinic.reads(books())

    assert clinic.asked() == []
    assert (await clinic.only()).failures == 0


async def test_end_ends_the_meeting_and_a_second_press_finds_none(clinic: Clinic) -> None:
    await clinic.subscribe(circle(), books())
    await clinic.reads(books())
    [asked] = clinic.asked()
    ended = await clinic.service.end(asked.meeting_id, by=ADMIN)

    assert ended.meeting.title == "Tuesday circle"
    assert await clinic.titles() == ["Book group"]
    for press in (clinic.service.end, clinic.service.keep):
        with pytest.raises(NotFound):
            await press(asked.meeting_id, by=ADMIN)


async def test_keep_keeps_it_and_asks_again_only_after_it_came_back(clinic: Clinic) -> None:
    await clinic.subscribe(circle(), books())
    await clinic.reads(books())
    [asked] = clinic.asked()
    await clinic.service.keep(asked.meeting_id, by=ADMIN)
    with pytest.raises(Conflict, match="already_done"):
        await clinic.service.end(asked.meeting_id, by=ADMIN)
    clinic.site.body += b"\r\n"
    await clinic.reads()
    assert len(clinic.asked()) == 1
    again = await clinic.service.draft(clinic.site.address, None, by=ADMIN)
    assert again.comparison.called_off == []

    await clinic.reads(circle(), books())
    await clinic.reads(books())
    assert len(clinic.asked()) == 2


async def test_a_question_is_void_once_the_series_is_back(clinic: Clinic) -> None:
    """An old card must not end what the calendar holds again."""
    await clinic.subscribe(circle(), books())
    await clinic.reads(books())
    [asked] = clinic.asked()
    await clinic.reads(circle(), books())
    with pytest.raises(Conflict, match="series_is_back"):
        await clinic.service.end(asked.meeting_id, by=ADMIN)

    assert len(await clinic.titles()) == 2


async def test_a_calendar_that_was_emptied_does_not_flood_the_staff_room(clinic: Clinic) -> None:
    many = [a_series(uid=f"{each}@example.org", title=f"Group {each}") for each in range(7)]
    await clinic.subscribe(*many)
    clinic.site.body = calendar().encode()
    await clinic.reads()
    assert len(clinic.asked()) == ASKED_AT_ONCE
    await clinic.reads()
    assert len(clinic.asked()) == 7
    assert len(await clinic.titles()) == 7


async def test_an_event_that_cannot_be_used_any_more_has_not_vanished(clinic: Clinic) -> None:
    await clinic.subscribe(circle(), books())
    broken = calendar_of(circle(), books()).replace(b"SUMMARY:Tuesday circle", b"SUMMARY:")
    clinic.site.body = broken
    await clinic.reads()

    assert clinic.asked() == []
    assert len(await clinic.titles()) == 2


async def test_a_calendar_that_was_cut_off_says_nothing_of_what_it_lacks(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    await clinic.subscribe(circle(), books())
    monkeypatch.setattr("bot.domain.calendar.reading.EVENTS_MOST", 1)
    clinic.site.body += b"\r\n"
    await clinic.reads()

    assert clinic.asked() == []


async def test_stopping_leaves_the_meetings_and_asks_nothing(clinic: Clinic) -> None:
    await clinic.subscribe(circle(), books())
    await clinic.reads(books())
    [asked] = clinic.asked()
    await clinic.service.stop((await clinic.only()).id, by=ADMIN)

    assert len(await clinic.titles()) == 2
    assert await clinic.reads() == 0
    with pytest.raises(Conflict, match="series_is_back"):
        await clinic.service.keep(asked.meeting_id, by=ADMIN)
