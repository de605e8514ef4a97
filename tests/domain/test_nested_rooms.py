"""However meetings and pauses cross in a room, it shows what it should and ends as it was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rooms
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.rooms import (
    SEND_MESSAGES,
    Kind,
    Look,
    Opening,
    OpeningId,
    Overwrite,
    Overwrites,
    State,
    Wish,
)
from bot.domain.servers import RolePurpose, Server

GUILD = GuildId(1)
SERVER = Server(
    guild_id=GUILD,
    zone=ZoneInfo("UTC"),
    roles={
        RolePurpose.MODERATOR: frozenset({RoleId(21)}),
        RolePurpose.MEMBER: frozenset({RoleId(23)}),
    },
)
OWN_ID = 99


@st.composite
def overwrites(draw: st.DrawFn) -> Overwrites:
    """Draw what staff have set in a room, for roles, people and the bot."""
    found: dict[int, Overwrite] = {}
    for target in (1, 21, 23, 30, 40, OWN_ID):
        allow, deny = draw(st.integers(0, 15)), draw(st.integers(0, 15))
        bits = [1 << 10, 1 << 11, 1 << 38, 1 << 60]
        allowed = sum(bit for at, bit in enumerate(bits) if allow >> at & 1)
        denied = sum(bit for at, bit in enumerate(bits) if deny >> at & 1) & ~allowed
        if allowed or denied:
            found[target] = Overwrite(target, target in {40, OWN_ID}, allowed, denied)
    return found


@dataclass
class Room:
    """A room at Discord, and our changes over it, kept as the service keeps them."""

    now: Overwrites
    live: dict[Kind, Opening] = field(default_factory=dict[Kind, Opening])

    def begin(self, kind: Kind) -> None:
        """Begin a change."""
        pause, view = self._beneath(kind)
        rest = self.live.get(Kind.REST)
        made: dict[Kind, Callable[[], Sequence[Wish]]] = {
            Kind.REST: lambda: rooms.closed(SERVER, view),
            Kind.OPEN: lambda: rooms.opened(SERVER, view, rest.saved if rest else None),
            Kind.PAUSE: lambda: rooms.paused(SERVER, view),
        }
        ours = made[kind]()
        self.live[kind] = Opening(
            id=OpeningId(1),
            guild_id=GUILD,
            room_id=ChannelId(1),
            kind=kind,
            meeting_id=None,
            by_hand=False,
            state=State.STANDING,
            saved=view.overwrites,
            ours=ours,
            due_at=None,
            closes_at=None,
            attempts=0,
        )
        self._show(rooms.applied(view.overwrites, ours), pause)

    def end(self, kind: Kind) -> None:
        """End a change."""
        pause, view = self._beneath(kind)
        ended = self.live.pop(kind)
        assert ended.saved is not None
        self._show(rooms.restored(ended.saved, ended.ours, view.overwrites), pause)

    def _beneath(self, kind: Kind) -> tuple[Opening | None, Look]:
        pause = None if kind is Kind.PAUSE else self.live.get(Kind.PAUSE)
        look = Look(overwrites=self.now, own_id=OWN_ID)
        return pause, rooms.beneath(pause, look)

    def _show(self, wanted: Overwrites, pause: Opening | None) -> None:
        if pause is not None:
            self.live[Kind.PAUSE] = replace(pause, saved=wanted)
        self.now = rooms.covered(wanted, pause, self.now)


@given(overwrites(), st.lists(st.sampled_from(Kind), max_size=12))
def test_whatever_begins_and_ends_in_between_the_room_is_given_back_exactly(
    before: Overwrites, turns: list[Kind]
) -> None:
    room = Room(before)
    for kind in turns:
        if kind is Kind.REST and Kind.OPEN in room.live:
            continue  # what opens a room is taken back first
        if kind in room.live:
            room.end(kind)
        else:
            room.begin(kind)
        if Kind.PAUSE in room.live:
            assert not may_write(room.now)
    for kind in (Kind.OPEN, Kind.PAUSE, Kind.REST):
        if kind in room.live:
            room.end(kind)
    assert room.now == before


def may_write(now: Overwrites) -> bool:
    """Say whether a member may write: with the member role, and another that staff made."""
    mine = [now.get(role, Overwrite(role, False)) for role in (23, 30)]
    everyone, person = now.get(1, Overwrite(1, False)), now.get(40, Overwrite(40, True))
    may = not everyone.deny & SEND_MESSAGES or bool(everyone.allow & SEND_MESSAGES)
    if any(each.deny & SEND_MESSAGES for each in mine):
        may = False
    if any(each.allow & SEND_MESSAGES for each in mine):
        may = True
    if person.deny & SEND_MESSAGES:
        may = False
    return may or bool(person.allow & SEND_MESSAGES)
