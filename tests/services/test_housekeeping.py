"""Nothing is kept longer than it was promised to be."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from bot.domain.deliveries import Plan, Room, State
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.notices import StaffCall
from bot.services.asides import AsideService
from bot.services.automod import AutomodService
from bot.services.caring import Caring
from bot.services.deliveries import DeliveryService
from bot.services.events import EventService
from bot.services.handovers import HandoverService
from bot.services.hiding import HidingService
from bot.services.holds import HoldService
from bot.services.homes import Homes
from bot.services.housekeeping import KEEP_DELIVERIES, Housekeeping
from bot.services.meetings import MeetingService
from bot.services.purges import PurgeService
from bot.services.rooms import RoomService
from bot.services.servers import Servers
from bot.storage import deliveries as ledger
from bot.storage.database import Database
from tests.fakes import FakeMembership, FakeWhisper, ManualClock
from tests.services.desk import FakeAuditLog, desk_of
from tests.services.fake_desk import FakeDesk, FakeLibrary
from tests.services.fake_events import FakeEvents
from tests.services.fake_hider import RULES, FakeHider
from tests.services.fake_moderator import FakeModerator
from tests.services.fake_report_desk import FakeReportDesk, telling_of
from tests.services.fake_room_ports import FakeHolder, FakeSweeper, FakeWarden
from tests.services.fake_rooms import FakeRooms
from tests.services.fake_rules import FakeRules


@pytest.fixture
def automod(
    database: Database, deliveries: DeliveryService, servers: Servers, clock: ManualClock
) -> AutomodService:
    """A guard that is not needed."""
    return AutomodService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        rules=FakeRules(),
        derive=dict,
        is_on=False,
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )


@pytest.fixture
def events(
    database: Database, deliveries: DeliveryService, servers: Servers, clock: ManualClock
) -> EventService:
    """A shop window that nobody asked for."""
    return EventService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        events=FakeEvents(),
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )


def hiding_of(
    database: Database, deliveries: DeliveryService, servers: Servers, clock: ManualClock
) -> HidingService:
    """What is kept of hidden messages."""
    whisper = FakeWhisper()
    return HidingService(
        database=database,
        servers=servers,
        deliveries=deliveries,
        asides=AsideService(database=database, deliveries=deliveries, whisper=whisper, now=clock),
        hider=FakeHider(),
        now=clock,
        rules=RULES,
        is_spared=lambda author_id, message_id: False,
        hides=lambda message_id: None,
    )


@pytest.fixture
def holds(deliveries: DeliveryService, clock: ManualClock) -> HoldService:
    """What is held for a while: nothing."""
    return HoldService(
        database=deliveries.database,
        servers=deliveries.servers,
        deliveries=deliveries,
        holder=FakeHolder({}),
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )


@pytest.fixture
def purges(deliveries: DeliveryService, clock: ManualClock) -> PurgeService:
    """What clears a room: nothing is under way."""
    return PurgeService(
        database=deliveries.database,
        servers=deliveries.servers,
        deliveries=deliveries,
        sweeper=FakeSweeper(newest=MessageId(0)),
        warden=FakeWarden(),
        moderator=FakeModerator(),
        now=clock,
    )


@pytest.fixture
def handovers(deliveries: DeliveryService, clock: ManualClock) -> HandoverService:
    """The questions that were handed over."""
    return HandoverService(
        database=deliveries.database,
        deliveries=deliveries,
        homes=Homes(deliveries.servers, FakeMembership()),
        desk=FakeDesk(),
        library=FakeLibrary(),
        now=clock,
        real=clock,
    )


@pytest.fixture
def rooms(deliveries: DeliveryService, clock: ManualClock) -> RoomService:
    """The doors."""
    return RoomService(
        database=deliveries.database,
        servers=deliveries.servers,
        deliveries=deliveries,
        rooms=FakeRooms(),
        alarm=deliveries.alarm,
        now=clock,
        real=clock,
    )


class Calm(NamedTuple):
    """What moderators and meetings do to rooms."""

    rooms: RoomService
    holds: HoldService
    purges: PurgeService


@pytest.fixture
def calm(rooms: RoomService, holds: HoldService, purges: PurgeService) -> Calm:
    """All three over one ledger."""
    return Calm(rooms, holds, purges)


@pytest.fixture
def keeper(
    calm: Calm,
    handovers: HandoverService,
    events: EventService,
    automod: AutomodService,
    caring: Caring,
) -> Housekeeping:
    """Who keeps the house, over a real database."""
    ledger, clock = calm.rooms.deliveries, calm.rooms.now
    database, servers = ledger.database, ledger.servers
    assert isinstance(clock, ManualClock)
    meetings = MeetingService(database=database, servers=servers, deliveries=ledger, now=clock)
    return Housekeeping(
        database=database,
        meetings=meetings,
        rooms=calm.rooms,
        holds=calm.holds,
        purges=calm.purges,
        events=events,
        automod=automod,
        cases=desk_of(ledger, FakeModerator(), FakeAuditLog(), clock),
        hiding=hiding_of(database, ledger, servers, clock),
        caring=caring,
        handovers=handovers,
        telling=telling_of(caring, FakeReportDesk()),
        now=clock,
    )


async def test_what_was_said_long_ago_is_forgotten_and_what_waits_is_not(
    keeper: Housekeeping, database: Database, deliveries: DeliveryService, clock: ManualClock
) -> None:
    said, waiting = (
        Plan(
            key=key,
            guild_id=GuildId(1),
            place=Room(ChannelId(10)),
            notice=StaffCall(guild_id=GuildId(1), author_id=UserId(7), at=clock(), why="talk"),
            due_at=clock() + after,
        )
        for key, after in (("call:1", timedelta()), ("call:2", timedelta(days=90)))
    )
    async with database.transaction() as tx:
        await deliveries.plan(tx, said, waiting)
    await deliveries.deliver_due()

    await keeper.daily()
    async with database.transaction() as tx:
        assert await ledger.state_of(tx, said.key) is State.SENT
    clock.advance(KEEP_DELIVERIES + timedelta(seconds=1))
    await keeper.daily()
    async with database.transaction() as tx:
        assert await ledger.state_of(tx, said.key) is None
        assert await ledger.state_of(tx, waiting.key) is State.PENDING


async def test_many_expired_rows_are_forgotten_a_few_at_a_time(
    keeper: Housekeeping,
    database: Database,
    deliveries: DeliveryService,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each transaction is over soon: a care card does not wait for a month of old reminders."""
    monkeypatch.setattr("bot.services.housekeeping.BATCH", 2)
    notice = StaffCall(guild_id=GuildId(1), author_id=UserId(7), at=clock(), why="talk")
    async with database.transaction() as tx:
        for number in range(5):
            await deliveries.plan(
                tx,
                Plan(
                    key=f"call:{number}",
                    guild_id=GuildId(1),
                    place=Room(ChannelId(10)),
                    notice=notice,
                    due_at=clock(),
                ),
            )
    await deliveries.deliver_due()
    clock.advance(KEEP_DELIVERIES + timedelta(seconds=1))
    async with database.transaction() as tx:
        assert await ledger.remove_closed(tx, before=clock(), limit=2) == 2
    await keeper.forget()
    async with database.transaction() as tx:
        assert await tx.fetch_all("SELECT id FROM deliveries") == []
