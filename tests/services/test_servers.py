"""What differs from server to server is a row; the clinic's file only seeds it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import NotPermitted, NotSetUp
from bot.domain.ids import ChannelId, GuildId, RoleId, UserId
from bot.domain.servers import Actor, Right, RolePurpose, RoomPurpose, Server
from bot.services.servers import Servers
from bot.storage.database import Database
from tests.fakes import ManualClock

ADMIN = Actor(user_id=UserId(1), guild_id=GuildId(1), rights=frozenset({Right.ADMINISTER}))


async def test_a_server_is_the_same_after_a_restart(
    servers: Servers, database: Database, clock: ManualClock, server: Server
) -> None:
    fresh = Servers(database=database, now=clock)

    assert await fresh.load() == 1
    assert fresh.need(GuildId(1)) == server
    assert servers.all() == [server]


async def test_the_file_does_not_overrule_what_staff_changed(
    servers: Servers, server: Server
) -> None:
    moved = replace(server, zone=ZoneInfo("America/Chicago"))
    await servers.set_up(moved, by=ADMIN)

    assert not await servers.seed(server)
    assert servers.need(GuildId(1)) == moved


async def test_a_room_that_was_dropped_is_gone(
    servers: Servers, database: Database, clock: ManualClock, server: Server
) -> None:
    await servers.set_up(replace(server, rooms={RoomPurpose.STAFF: ChannelId(10)}), by=ADMIN)
    fresh = Servers(database=database, now=clock)
    await fresh.load()

    with pytest.raises(NotSetUp, match="questions_room"):
        fresh.need(GuildId(1)).room(RoomPurpose.QUESTIONS)


async def test_only_an_admin_sets_a_server_up(servers: Servers, server: Server) -> None:
    with pytest.raises(NotPermitted):
        await servers.set_up(server, by=Actor(user_id=UserId(2), guild_id=GuildId(1)))


async def test_nobody_becomes_an_admin_by_naming_a_role_of_theirs(
    servers: Servers, server: Server
) -> None:
    """Discord lets a server's owner open a command to anybody; the service checks as well."""
    theirs = RoleId(99)
    named = replace(server, guild_id=GuildId(2), roles={RolePurpose.ADMIN: frozenset({theirs})})
    stranger = Actor(user_id=UserId(2), guild_id=GuildId(2), role_ids=frozenset({theirs}))

    with pytest.raises(NotPermitted):
        await servers.set_up(named, by=stranger)
    assert servers.get(GuildId(2)) is None


def test_a_server_nobody_set_up_is_unknown(servers: Servers) -> None:
    assert servers.get(GuildId(2)) is None
    with pytest.raises(NotSetUp):
        servers.need(GuildId(2))
