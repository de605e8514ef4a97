"""What we change in a room is taken back bit by bit, and nothing of anybody else's with it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import GuildId, RoleId
from bot.domain.rooms import (
    CONNECT,
    CREATE_THREADS,
    REQUEST_TO_SPEAK,
    SEND_MESSAGES,
    SPEAK,
    TEXT_BITS,
    Look,
    Overwrite,
    Overwrites,
    Shape,
    Wish,
    applied,
    closed,
    opened,
    paused,
    restored,
    steps,
)
from bot.domain.servers import RolePurpose, Server

BOT = 99
EVERYONE = 1
VIEW = 1 << 10
SERVER = Server(
    guild_id=GuildId(EVERYONE),
    zone=ZoneInfo("UTC"),
    roles={
        RolePurpose.FACILITATOR: frozenset({RoleId(22)}),
        RolePurpose.MODERATOR: frozenset({RoleId(21)}),
    },
)
MASKS = st.integers(0, 15)


@st.composite
def overwrite(draw: st.DrawFn, target: int) -> Overwrite:
    """Four bits, none of them both allowed and denied: Discord keeps no such overwrite."""
    allow = draw(MASKS)
    return Overwrite(target, target % 2 == 1, allow, draw(MASKS) & ~allow)


@st.composite
def rooms(draw: st.DrawFn) -> Overwrites:
    """A room with overwrites for some of five roles and people."""
    targets = draw(st.sets(st.integers(1, 5)))
    return {target: draw(overwrite(target)) for target in targets}


@st.composite
def changes(draw: st.DrawFn) -> list[Wish]:
    """A change of ours to some of the five."""
    found: list[Wish] = []
    for target in draw(st.lists(st.integers(1, 5), unique=True)):
        mask = draw(MASKS)
        allow = draw(MASKS) & mask
        deny = draw(MASKS) & mask & ~allow
        found.append(Wish(target, target % 2 == 1, mask, allow, deny))
    return found


def bit(room: Overwrites, target: int, number: int) -> tuple[bool, bool]:
    """Say whether one bit of one target is allowed, and whether it is denied."""
    found = room.get(target, Overwrite(target, False))
    return bool(found.allow >> number & 1), bool(found.deny >> number & 1)


@given(rooms(), changes())
def test_what_nobody_touched_comes_back_exactly(before: Overwrites, ours: list[Wish]) -> None:
    assert restored(before, ours, applied(before, ours)) == before


@given(rooms(), changes(), rooms())
def test_a_bit_that_stands_as_we_set_it_goes_back_and_any_other_stays(
    before: Overwrites, ours: list[Wish], now: Overwrites
) -> None:
    """The three-way rule itself, read off one bit at a time."""
    after = restored(before, ours, now)

    wishes = {wish.target_id: wish for wish in ours}
    for target in range(1, 6):
        for number in range(4):
            stands, wish = bit(now, target, number), wishes.get(target)
            is_ours = (
                wish is not None
                and bool(wish.mask >> number & 1)
                and stands == (bool(wish.allow >> number & 1), bool(wish.deny >> number & 1))
            )
            wanted = bit(before, target, number) if is_ours else stands
            assert bit(after, target, number) == wanted


@given(rooms(), changes(), st.lists(st.booleans(), min_size=5, max_size=5))
def test_halfway_through_either_step_the_next_worker_converges(
    before: Overwrites, ours: list[Wish], done: list[bool]
) -> None:
    """A crash leaves any part of the calls made; doing it all again gives the same room."""
    after = applied(before, ours)
    halfway = dict(before)
    for (each, _), is_done in zip(steps(before, after, ours), done, strict=False):
        if is_done:
            halfway[each.target_id] = each
    assert applied(halfway, ours) == after

    undone = dict(after)
    for (each, is_kept), is_done in zip(steps(after, before, ours), done, strict=False):
        if is_done and is_kept:
            undone[each.target_id] = each
        elif is_done:
            del undone[each.target_id]
    assert restored(before, ours, undone) == before


@given(rooms(), rooms(), changes())
def test_the_steps_lead_from_one_room_to_the_other(
    now: Overwrites, wanted: Overwrites, ours: list[Wish]
) -> None:
    ours = [Wish(target, False, 15) for target in range(1, 6)]
    room = dict(now)
    for each, is_kept in steps(now, wanted, ours):
        if is_kept:
            room[each.target_id] = each
        else:
            del room[each.target_id]

    assert room == dict(wanted)


def look(**overwrites: Overwrite) -> Look:
    return Look(
        overwrites={each.target_id: each for each in overwrites.values()},
        own_id=BOT,
    )


def test_a_closed_room_lets_the_bot_and_staff_write_before_it_denies_members() -> None:
    """In this order no moment passes in which a reminder would be refused."""
    wishes = closed(SERVER, look())

    assert [(wish.target_id, bool(wish.allow)) for wish in wishes] == [
        (BOT, True),
        (21, True),
        (22, True),
        (EVERYONE, False),
    ]
    assert wishes[-1].deny == TEXT_BITS
    assert wishes[0].is_person


def test_a_voice_room_is_closed_at_its_door() -> None:
    wishes = closed(SERVER, replace(look(), shape=Shape.VOICE))

    assert wishes[-1].deny == CONNECT | SEND_MESSAGES


@pytest.mark.parametrize(
    ("shape", "denied"),
    [
        (Shape.TEXT, TEXT_BITS | CREATE_THREADS),
        (Shape.FORUM, TEXT_BITS),
        (Shape.VOICE, SPEAK | SEND_MESSAGES),
        (Shape.STAGE, REQUEST_TO_SPEAK | SEND_MESSAGES),
    ],
)
def test_a_paused_room_of_any_shape_can_still_be_entered_and_read(
    shape: Shape, denied: int
) -> None:
    own_leave = Overwrite(50, True, allow=denied | VIEW)
    room = replace(look(one=own_leave), shape=shape, own_rights=CREATE_THREADS)
    wishes = paused(SERVER, room)
    after = applied(room.overwrites, wishes)

    assert after[EVERYONE].deny == denied
    assert not denied & (CONNECT | VIEW)
    assert (after[50].allow, after[50].deny) == (VIEW, 0), "own leave rests, and nothing else"
    assert after[21].allow == after[BOT].allow == denied
    assert restored(room.overwrites, wishes, after) == room.overwrites


def test_what_the_bot_may_not_do_itself_is_not_denied() -> None:
    """Discord would refuse the whole overwrite."""
    after = applied({}, paused(SERVER, look()))
    assert after[EVERYONE].deny == TEXT_BITS


def test_a_room_we_closed_opens_to_what_it_was() -> None:
    """A muted role keeps its say: nothing is allowed that was only left open before."""
    [wish] = opened(SERVER, look(), rest={})
    assert (wish.allow, wish.deny) == (0, 0)

    allowed = {EVERYONE: Overwrite(EVERYONE, False, allow=SEND_MESSAGES | VIEW)}
    [wish] = opened(SERVER, look(), rest=allowed)
    assert wish.allow == SEND_MESSAGES


def test_a_room_that_staff_had_closed_is_opened_all_the_same() -> None:
    shut = {EVERYONE: Overwrite(EVERYONE, False, deny=TEXT_BITS)}
    for rest in (None, shut):
        [wish] = opened(SERVER, look(), rest=rest)
        assert wish.allow == TEXT_BITS


def test_only_the_clinics_members_are_let_in_where_it_has_named_them() -> None:
    server = replace(SERVER, roles={RolePurpose.MEMBER: frozenset({RoleId(30)})})

    assert [wish.target_id for wish in opened(server, look(), rest=None)] == [30]
    assert {wish.target_id for wish in closed(server, look()) if wish.deny} == {EVERYONE, 30}


def test_what_staff_changed_meanwhile_stays() -> None:
    before = {EVERYONE: Overwrite(EVERYONE, False, allow=VIEW)}
    ours = [Wish(EVERYONE, False, TEXT_BITS, deny=TEXT_BITS)]
    edited = {EVERYONE: Overwrite(EVERYONE, False, deny=TEXT_BITS | VIEW)}

    assert restored(before, ours, edited)[EVERYONE] == Overwrite(EVERYONE, False, deny=VIEW)


def test_an_overwrite_that_staff_removed_does_not_come_back() -> None:
    before = {EVERYONE: Overwrite(EVERYONE, False, allow=VIEW)}
    ours = [Wish(EVERYONE, False, TEXT_BITS, deny=TEXT_BITS)]

    assert restored(before, ours, {}) == {}
