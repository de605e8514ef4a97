"""A drill goes the whole way, is measured, and is never an incident."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.care_notices import DrillReport
from bot.domain.deliveries import Failure, Person, Room
from bot.domain.errors import Conflict, NotFound, NotPermitted
from bot.domain.ids import GuildId, IncidentId
from bot.domain.servers import Right, Server
from bot.services.caring import Caring
from bot.services.ports import MessengerError
from tests.fakes import FakeMessenger, FakeVoice, ManualClock
from tests.services.caring import ADMIN, ANN, BEN, STAFF_ROOM, changes_said, rungs_said


def reports(messenger: FakeMessenger) -> list[DrillReport]:
    """How drills went."""
    return [notice for notice in messenger.posted if isinstance(notice, DrillReport)]


async def test_a_drill_climbs_the_ladder_and_its_times_are_told(
    caring: Caring, messenger: FakeMessenger, clock: ManualClock
) -> None:
    voice = FakeVoice()
    assert await caring.drills.start(voice, by=ADMIN)
    clock.advance(timedelta(minutes=3))
    await caring.deliveries.deliver_due()
    clock.advance(timedelta(seconds=30))
    await caring.drills.acknowledge(IncidentId(1), by=ANN)
    clock.advance(timedelta(hours=2))
    await caring.deliveries.deliver_due()

    assert voice.heard == ["support:self"]
    cards = rungs_said(messenger)
    assert [(card.rung, card.author_id) for card in cards] == [(0, 60), (1, 60)]
    assert all(card.is_drill for card in [*cards, *changes_said(messenger)])
    [told] = reports(messenger)
    assert (told.helped_ms, told.card_ms, told.taken_ms) == (0, 0, 210_000)
    assert told.taken_by == ANN.user_id


async def test_a_drill_is_no_incident(caring: Caring, clock: ManualClock) -> None:
    await caring.drills.start(FakeVoice(), by=ADMIN)
    clock.advance(timedelta(days=2))

    assert await caring.care.unanswered(ADMIN) == 0
    with pytest.raises(NotFound):
        await caring.care.acknowledge(IncidentId(1), by=ANN)


async def test_a_stopped_drill_wakes_nobody_any_more(
    caring: Caring, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await caring.drills.start(FakeVoice(reaches=False), by=ADMIN)
    await caring.drills.stop(by=ADMIN)
    clock.advance(timedelta(hours=2))
    await caring.deliveries.deliver_due()

    assert len(rungs_said(messenger)) == 1
    [told] = reports(messenger)
    assert (told.helped_ms, told.taken_by) == (None, None)
    with pytest.raises(NotFound):
        await caring.drills.stop(by=ADMIN)


async def test_a_drill_that_goes_on_helps_nobody_a_second_time(caring: Caring) -> None:
    await caring.drills.start(FakeVoice(), by=ADMIN)
    voice = FakeVoice()
    with pytest.raises(Conflict):
        await caring.drills.start(voice, by=ADMIN)
    assert voice.heard == []


async def test_of_two_drills_at_once_one_begins(caring: Caring) -> None:
    begun = [caring.drills.start(FakeVoice(), by=ADMIN) for _ in range(2)]
    first, second = await asyncio.gather(*begun, return_exceptions=True)
    assert first is True
    assert isinstance(second, Conflict)


async def test_of_two_who_take_a_drill_the_second_is_told(caring: Caring) -> None:
    await caring.drills.start(FakeVoice(), by=ADMIN)
    await caring.drills.acknowledge(IncidentId(1), by=ANN)

    with pytest.raises(Conflict):
        await caring.drills.acknowledge(IncidentId(1), by=BEN)


async def test_another_servers_staff_do_not_end_a_drill(caring: Caring, server: Server) -> None:
    """A number is guessed easily, and a forged button may carry any."""
    await caring.drills.start(FakeVoice(), by=ADMIN)
    elsewhere = replace(ANN, guild_id=GuildId(2))
    admin = replace(elsewhere, rights=frozenset(Right))
    await caring.deliveries.servers.set_up(replace(server, guild_id=GuildId(2)), by=admin)
    with pytest.raises(NotFound):
        await caring.drills.acknowledge(IncidentId(1), by=elsewhere)
    await caring.drills.acknowledge(IncidentId(1), by=ANN)


async def test_closed_direct_messages_bring_the_times_to_the_staff_room(
    caring: Caring, messenger: FakeMessenger
) -> None:
    messenger.refuses[Person(ADMIN.user_id)] = MessengerError("50007", failure=Failure.DM_CLOSED)
    await caring.drills.start(FakeVoice(), by=ADMIN)
    await caring.drills.acknowledge(IncidentId(1), by=ANN)
    await caring.deliveries.deliver_due()

    [told] = [each for each in messenger.messages if isinstance(each.notice, DrillReport)]
    assert told.place == Room(STAFF_ROOM)


async def test_only_an_admin_starts_a_drill(caring: Caring) -> None:
    with pytest.raises(NotPermitted):
        await caring.drills.start(FakeVoice(), by=ANN)
