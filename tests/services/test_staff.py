"""A person who asks for somebody reaches staff, once, and is told the truth about it."""

from datetime import timedelta

import pytest

from bot.domain.deliveries import Failure
from bot.domain.errors import NotPermitted
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.notices import StaffCall
from bot.domain.servers import Actor
from bot.services.deliveries import DeliveryService
from bot.services.homes import Homes
from bot.services.ports import MessengerError
from bot.services.servers import Servers
from bot.services.staff import StaffService
from bot.storage.database import Database
from tests.fakes import FakeMembership, FakeMessenger, ManualClock

GUILD = GuildId(1)
MEMBER = UserId(7)


@pytest.fixture
def staff(
    database: Database, deliveries: DeliveryService, servers: Servers, clock: ManualClock
) -> StaffService:
    """The service under test."""
    homes = Homes(servers, FakeMembership({(GUILD, MEMBER)}))
    return StaffService(database=database, deliveries=deliveries, homes=homes, now=clock)


async def test_company_now_rings_moderators(staff: StaffService, messenger: FakeMessenger) -> None:
    assert await staff.call(author_id=MEMBER, guild_id=GUILD, why="sit")

    call = messenger.posted[0]
    assert isinstance(call, StaffCall)
    assert call.rings == (RoleId(21),)


async def test_a_wish_to_talk_rings_nobody(staff: StaffService, messenger: FakeMessenger) -> None:
    assert await staff.call(author_id=MEMBER, guild_id=GUILD, why="talk")

    call = messenger.posted[0]
    assert isinstance(call, StaffCall)
    assert call.rings == ()


async def test_pressing_twice_is_one_call(
    staff: StaffService, messenger: FakeMessenger, clock: ManualClock
) -> None:
    assert await staff.call(author_id=MEMBER, guild_id=GUILD, why="sit")
    assert await staff.call(author_id=MEMBER, guild_id=GUILD, why="sit")
    assert len(messenger.posted) == 1

    clock.advance(timedelta(minutes=10))
    assert await staff.call(author_id=MEMBER, guild_id=GUILD, why="sit")
    assert len(messenger.posted) == 2


async def test_a_call_from_a_direct_message_finds_its_server(
    staff: StaffService, messenger: FakeMessenger
) -> None:
    assert await staff.call(author_id=MEMBER, guild_id=None, why="talk")
    assert not await staff.call(author_id=UserId(8), guild_id=None, why="talk")
    assert len(messenger.posted) == 1


async def test_nobody_is_told_that_staff_know_when_they_do_not(
    staff: StaffService, messenger: FakeMessenger
) -> None:
    messenger.failures.append(MessengerError("500", failure=Failure.PASSING))

    assert not await staff.call(author_id=MEMBER, guild_id=GUILD, why="sit")


async def test_only_staff_take_a_call(staff: StaffService) -> None:
    staff.require_staff(Actor(user_id=UserId(5), guild_id=GUILD, role_ids=frozenset({RoleId(21)})))

    with pytest.raises(NotPermitted):
        staff.require_staff(Actor(user_id=MEMBER, guild_id=GUILD))
