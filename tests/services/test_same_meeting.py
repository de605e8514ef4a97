"""Two meetings of one name in one room at one time are saved with open eyes only."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import Conflict
from bot.domain.ids import ChannelId, GuildId
from bot.services.deliveries import DeliveryService
from bot.services.meetings import MeetingService, Preview
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.test_meetings import ADMIN, OTHER_ADMIN, TYPED, drafted, ledger, saved


@pytest.fixture
def meetings(
    database: Database, servers: Servers, deliveries: DeliveryService, clock: ManualClock
) -> MeetingService:
    return MeetingService(database=database, servers=servers, deliveries=deliveries, now=clock)


async def test_the_same_meeting_twice_is_asked_about_once(meetings: MeetingService) -> None:
    first = (await saved(meetings)).meeting
    again = await meetings.draft(replace(TYPED, title=TYPED.title.upper()), by=OTHER_ADMIN)

    assert isinstance(again, Preview)
    assert again.twin == first
    await meetings.save(again.draft_id, by=OTHER_ADMIN)
    assert len(await meetings.all(GuildId(1))) == 2


async def test_who_drafts_the_same_meeting_at_the_same_time_is_asked_at_saving(
    meetings: MeetingService, database: Database
) -> None:
    mine, theirs = await drafted(meetings), await drafted(meetings)
    assert (mine.twin, theirs.twin) == (None, None)
    await meetings.save(mine.draft_id, by=ADMIN)
    with pytest.raises(Conflict) as caught:
        await meetings.save(theirs.draft_id, by=ADMIN)
    assert caught.value.what == "same_meeting"
    assert len(await ledger(database)) == 4

    await meetings.save(theirs.draft_id, by=ADMIN)
    assert len(await meetings.all(GuildId(1))) == 2


@pytest.mark.parametrize(
    "other", [{"title": "Another circle"}, {"time": "8 pm"}, {"room_id": ChannelId(77)}]
)
async def test_a_meeting_of_its_own_is_not_asked_about(
    meetings: MeetingService, other: dict[str, Any]
) -> None:
    await saved(meetings)
    assert (await drafted(meetings, replace(TYPED, **other))).twin is None

    ended = (await meetings.all(GuildId(1)))[0]
    await meetings.end(ended.id, by=ADMIN)
    assert (await drafted(meetings)).twin is None, "what has ended stands no more"
