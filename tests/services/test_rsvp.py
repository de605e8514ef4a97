"""Answers are counted once each, nobody can say whose they are, and keys end with the hour."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.meetings import Meeting
from bot.domain.rsvp import Count, answerer, shown
from bot.services.deliveries import DeliveryService
from bot.services.exceptions import ExceptionService
from bot.services.rsvp import Answered, RsvpService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import FakeAlarm, ManualClock
from tests.services import test_exceptions
from tests.services.test_exceptions import FIRST, FIRST_DAY, LEADER, MEMBER, WEEK

HERE = GuildId(1)
meetings = test_exceptions.meetings
exceptions = test_exceptions.exceptions
meeting = test_exceptions.meeting


@pytest.fixture
def rsvp(
    database: Database, servers: Servers, deliveries: DeliveryService, clock: ManualClock
) -> RsvpService:
    return RsvpService(database=database, servers=servers, deliveries=deliveries, now=clock)


async def press(rsvp: RsvpService, meeting: Meeting, who: int, *, is_coming: bool) -> Answered:
    return await rsvp.answer(
        meeting.id, FIRST, is_coming=is_coming, user_id=UserId(who), guild_id=HERE
    )


async def test_each_counts_once_and_may_change_their_mind(
    rsvp: RsvpService, meeting: Meeting
) -> None:
    for who in (1, 2, 2):
        await press(rsvp, meeting, who, is_coming=True)
    await press(rsvp, meeting, 3, is_coming=False)
    assert (await rsvp.count(meeting.id, FIRST_DAY, by=LEADER)).count == Count(2, 1)
    changed = await press(rsvp, meeting, 2, is_coming=False)
    assert changed.count == Count(1, 2)
    other = str(int((FIRST + WEEK).timestamp()))
    assert (await rsvp.count(meeting.id, other, by=LEADER)).count == Count()


async def test_no_row_names_who_answered(
    rsvp: RsvpService, meeting: Meeting, database: Database
) -> None:
    await press(rsvp, meeting, 123456789, is_coming=True)
    async with database.transaction() as tx:
        [row] = await tx.fetch_all("SELECT * FROM rsvp_answers")
        [occurrence] = await tx.fetch_all("SELECT * FROM rsvp_occurrences")
    assert "123456789" not in str(dict(row)) + str(dict(occurrence))
    assert row["answerer"] == answerer(occurrence["hash_key"], UserId(123456789))


async def test_key_and_answers_are_destroyed_at_the_end_and_the_number_stays(
    rsvp: RsvpService, meeting: Meeting, database: Database, clock: ManualClock, alarm: FakeAlarm
) -> None:
    woken = alarm.woken
    await press(rsvp, meeting, 1, is_coming=True)
    assert alarm.woken > woken, "the alarm must learn when the meeting ends"
    end = FIRST + timedelta(hours=1)
    assert await rsvp.destroy_ended() == end
    clock.moment = end
    assert await rsvp.destroy_ended() is None
    async with database.transaction() as tx:
        assert await tx.fetch_all("SELECT * FROM rsvp_answers") == []
        [row] = await tx.fetch_all("SELECT * FROM rsvp_occurrences")
    assert (row["hash_key"], row["coming"]) == (None, 1)


async def test_key_of_a_moved_occurrence_lives_until_its_new_end(
    rsvp: RsvpService, exceptions: ExceptionService, meeting: Meeting
) -> None:
    await exceptions.move(meeting.id, FIRST_DAY, day="", time="9 pm", by=LEADER)
    await press(rsvp, meeting, 1, is_coming=True)
    assert await rsvp.destroy_ended() == FIRST + timedelta(hours=3)


async def test_what_is_over_or_not_held_takes_no_answer(
    rsvp: RsvpService, exceptions: ExceptionService, meeting: Meeting, clock: ManualClock
) -> None:
    await exceptions.skip(meeting.id, FIRST_DAY, by=LEADER)
    with pytest.raises(Conflict):
        await press(rsvp, meeting, 1, is_coming=True)
    await exceptions.restore(meeting.id, FIRST, by=LEADER)
    clock.moment = FIRST + timedelta(hours=1)
    with pytest.raises(Conflict):
        await press(rsvp, meeting, 1, is_coming=True)


async def test_count_is_for_facilitators_and_their_own_server(
    rsvp: RsvpService, meeting: Meeting
) -> None:
    with pytest.raises(NotPermitted):
        await rsvp.count(meeting.id, FIRST_DAY, by=MEMBER)
    with pytest.raises(InvalidInput):
        await rsvp.count(meeting.id, "2026-03-11", by=LEADER)
    with pytest.raises(NotFound):
        await rsvp.count(MeetingId(9), FIRST_DAY, by=LEADER)
    elsewhere = replace(meeting, id=MeetingId(9))
    with pytest.raises(NotFound):
        await press(rsvp, elsewhere, 1, is_coming=True)


@pytest.mark.parametrize(("number", "seen"), [(0, None), (1, None), (4, None), (5, 5), (12, 12)])
def test_small_numbers_are_not_shown(number: int, seen: int | None) -> None:
    assert shown(number) == seen
