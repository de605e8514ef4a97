"""A meeting and its room, over a real ledger."""

from collections.abc import Callable

import pytest

from bot.domain.holds import LEVEL, SECONDS, UNTIL
from bot.domain.meetings import Entry, Meeting, Repeat
from bot.services.deliveries import DeliveryService
from bot.services.holds import HoldService
from bot.services.meetings import MeetingService, Preview
from bot.services.room_acts import RoomActService
from bot.services.rooms import RoomService
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import ManualClock
from tests.services.fake_room_ports import FakeHolder, FakeWarden
from tests.services.fake_rooms import FakeRooms
from tests.services.rooms.evening import ADMIN, BEFORE, ROOM, Make


@pytest.fixture
def discord_rooms() -> FakeRooms:
    """Discord's side: the meeting's room as staff have set it."""
    return FakeRooms(rooms={ROOM: dict(BEFORE)})


@pytest.fixture
def another(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    discord_rooms: FakeRooms,
    clock: ManualClock,
) -> Make:
    """Make a worker that knows nothing but the database."""
    return lambda: RoomService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        rooms=discord_rooms,
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )


@pytest.fixture
def rooms(another: Make) -> RoomService:
    """The worker."""
    return another()


@pytest.fixture
def warden() -> FakeWarden:
    """What the bot may do: everything."""
    return FakeWarden()


@pytest.fixture
def holder() -> FakeHolder:
    """Discord's side: no slow mode, doors as staff have set them."""
    return FakeHolder({SECONDS: 0, LEVEL: 1, UNTIL: None})


@pytest.fixture
def another_hold(
    database: Database,
    servers: Servers,
    deliveries: DeliveryService,
    holder: FakeHolder,
    clock: ManualClock,
) -> Callable[[], HoldService]:
    """Make a worker that knows nothing but the database."""
    return lambda: HoldService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        holder=holder,
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )


@pytest.fixture
def holds(another_hold: Callable[[], HoldService]) -> HoldService:
    """The worker."""
    return another_hold()


@pytest.fixture
def acts(
    database: Database,
    servers: Servers,
    rooms: RoomService,
    holds: HoldService,
    warden: FakeWarden,
    clock: ManualClock,
) -> RoomActService:
    """What moderators talk to."""
    return RoomActService(
        database=database, servers=servers, rooms=rooms, holds=holds, warden=warden, now=clock
    )


@pytest.fixture
def calendar(
    database: Database, servers: Servers, deliveries: DeliveryService, clock: ManualClock
) -> MeetingService:
    """The clinic's meetings."""
    return MeetingService(database=database, servers=servers, deliveries=deliveries, now=clock)


@pytest.fixture
async def meeting(calendar: MeetingService) -> Meeting:
    """A weekly meeting, Tuesdays at 7 pm in New York, for an hour."""
    entry = Entry(
        title="Tuesday circle",
        day="Tuesday",
        time="7 pm",
        zone="",
        minutes="60",
        repeat=Repeat.WEEKLY,
        leads=(),
        room_id=None,
    )
    preview = await calendar.draft(entry, by=ADMIN)
    assert isinstance(preview, Preview)
    return (await calendar.save(preview.draft_id, by=ADMIN)).meeting


@pytest.fixture
async def kept(rooms: RoomService, meeting: Meeting) -> Meeting:
    """The meeting, its room closed between meetings."""
    await rooms.keep(meeting.id, kept=True, by=ADMIN)
    await rooms.settle_due()
    return meeting
