"""Discord's own algorithm: base, overwrites, timeout, owner, hierarchy."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.permissions import (
    ALL,
    IN_DM,
    Permission,
    commands_role,
    in_channel,
    in_guild,
    outranks,
    top_role,
)
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import DM, TEXT, Channel, Guild, Member, Overwrite, Role
from sandbox.world.world import World

NOW = datetime(2026, 3, 8, tzinfo=UTC)
GUILD, ROOM = Snowflake(1), Snowflake(2)
LOW, HIGH, BOSS = Snowflake(10), Snowflake(11), Snowflake(12)
OWNER, MEMBER, STAFF, ADMIN = (Snowflake(n) for n in range(20, 24))
VIEW, SEND, HISTORY = (
    int(p) for p in (Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.READ_HISTORY)
)


@pytest.fixture
def world() -> World:
    guild = Guild(GUILD, "g", OWNER)
    guild.roles = {
        GUILD: Role(GUILD, "@everyone", VIEW | SEND | HISTORY, 0),
        LOW: Role(LOW, "low", 0, 1),
        HIGH: Role(HIGH, "high", int(Permission.MANAGE_MESSAGES), 2),
        BOSS: Role(BOSS, "boss", int(Permission.ADMINISTRATOR), 2),
    }
    roles = {OWNER: [], MEMBER: [LOW], STAFF: [LOW, HIGH], ADMIN: [BOSS]}
    guild.members = {u: Member(u, NOW, list(r)) for u, r in roles.items()}
    return World(guilds={GUILD: guild}, channels={ROOM: Channel(ROOM, TEXT, "r", GUILD)})


def overwrite(world: World, number: Snowflake, *, allow: int = 0, deny: int = 0) -> None:
    kind = 0 if number in world.guilds[GUILD].roles else 1
    world.channels[ROOM].overwrites[number] = Overwrite(number, kind, allow, deny)


def has(world: World, user: Snowflake, now: datetime = NOW) -> int:
    return in_channel(world, world.channels[ROOM], user, now)


def test_roles_add_up_and_owner_and_admin_have_all(world: World) -> None:
    guild = world.guilds[GUILD]
    assert in_guild(guild, guild.members[MEMBER], NOW) == VIEW | SEND | HISTORY
    assert in_guild(guild, guild.members[STAFF], NOW) & Permission.MANAGE_MESSAGES
    assert in_guild(guild, guild.members[OWNER], NOW) == ALL
    assert in_guild(guild, guild.members[ADMIN], NOW) == ALL


def test_overwrites_go_from_everyone_over_roles_to_the_member(world: World) -> None:
    overwrite(world, GUILD, deny=SEND)
    assert not has(world, MEMBER) & SEND
    overwrite(world, LOW, allow=SEND)
    assert has(world, MEMBER) & SEND
    overwrite(world, HIGH, deny=SEND)
    # Of roles that disagree the one that allows wins.
    assert has(world, STAFF) & SEND
    overwrite(world, STAFF, deny=SEND)
    assert not has(world, STAFF) & SEND
    assert has(world, ADMIN) == has(world, OWNER) == ALL


def test_who_cannot_see_a_room_can_do_nothing_in_it(world: World) -> None:
    overwrite(world, GUILD, deny=VIEW)
    assert has(world, MEMBER) == 0
    assert has(world, Snowflake(99)) == 0


def test_a_timeout_leaves_reading_and_ends(world: World) -> None:
    member = world.guilds[GUILD].members[MEMBER]
    member.timed_out_until = NOW + timedelta(minutes=1)
    assert has(world, MEMBER) == VIEW | HISTORY
    assert in_guild(world.guilds[GUILD], member, NOW) == VIEW | HISTORY
    assert has(world, MEMBER, NOW + timedelta(minutes=1)) & SEND


def test_in_a_direct_conversation_the_two_may_write(world: World) -> None:
    direct = Channel(Snowflake(3), DM, recipients=[MEMBER, STAFF])
    assert in_channel(world, direct, MEMBER, NOW) == IN_DM
    assert in_channel(world, direct, OWNER, NOW) == 0


def test_one_stands_above_whose_highest_role_is_lower(world: World) -> None:
    guild = world.guilds[GUILD]
    member, staff, admin, owner = (guild.members[u] for u in (MEMBER, STAFF, ADMIN, OWNER))
    assert outranks(guild, staff, member)
    assert not outranks(guild, member, staff)
    assert not outranks(guild, member, member)
    assert outranks(guild, owner, admin)
    assert not outranks(guild, admin, owner)
    # Two roles in one position: the older stands above.
    assert outranks(guild, staff, admin)
    assert top_role(guild, owner).name == "@everyone"
    assert commands_role(guild, staff, guild.roles[LOW])
    assert not commands_role(guild, staff, guild.roles[HIGH])
