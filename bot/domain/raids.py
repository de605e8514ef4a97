"""Floods and raids: many at once, held against what is usual here. In memory, for seconds.

What thirty people do who greet one another at seven is not a raid: everybody has a few messages
that count for nothing, and only what comes on top of them is held against what is usual.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.cases import Case
from bot.domain.deliveries import Person, Plan, Room
from bot.domain.hiding import FloodLimit, FloodWatch
from bot.domain.ids import ChannelId, UserId
from bot.domain.room_notices import NewcomerHeld, NewcomerLetter, RaidCard
from bot.domain.servers import RolePurpose, Server

# Who came so short a while ago is a newcomer; nobody can be asked how they are known here.
NEWCOMER: Final = timedelta(minutes=15)
# Discord's own timeout, for a newcomer who floods.
HELD_FOR: Final = timedelta(minutes=10)
# What the bot set by itself goes back by itself; a moderator may keep it for a day.
RESPONSE_LASTS: Final = timedelta(hours=1)
KEPT_FOR: Final = timedelta(hours=24)
SLOW_SECONDS: Final = 30
# While it goes on, staff are told of it once.
ONE_RAID: Final = timedelta(minutes=15)

JOINS_WITHIN: Final = timedelta(minutes=1)
JOINS_LEAST: Final = 15
MESSAGES_WITHIN: Final = timedelta(seconds=10)
MESSAGES_LEAST: Final = 15
# So many times as much as is usual.
TIMES: Final = 4.0
# A window of so long ago counts half as much for what is usual.
HALF_LIFE_WINDOWS: Final = 30
# What was usual in a room is nothing any more after so many half-lives; and nothing is kept of it.
QUIET: Final = timedelta(hours=1)
# Messages within ten seconds that count for nothing: a greeting, or a thought in three pieces.
FREE: Final = 3
FREE_FOR_NEWCOMERS: Final = 1


# The card is said once Discord has taken what it tells of; the ledger steps in for the dead.
LEDGER_STEPS_IN: Final = timedelta(seconds=10)
# A server's own choices, where it has made them.
POLICY, NEWCOMER_POLICY = "raid", "newcomers"
HELD, LEFT = "held", "left"


class Response(StrEnum):
    """How far the bot goes by itself; each does what those before it do. It never bans."""

    OFF = "off"
    CARD = "card"  # staff are told
    CALM = "calm"  # and invites are paused, and the room is slowed


class What(StrEnum):
    """What there is too much of."""

    JOINS = "joins"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the clinic's settings say.

    Attributes:
        hold_newcomers: Whether a newcomer who floods is held for ten minutes.
        flood: What is a flood of one person's.
    """

    response: Response
    hold_newcomers: bool
    flood: FloodLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A surge, and what is done about it.

    Attributes:
        count: How many came within the while.
        room_id: Where messages come; None for people who join.
    """

    what: What
    count: int
    room_id: ChannelId | None
    did: Response


@dataclass(slots=True)
class Surge:
    """Says whether far more comes within a while than is usual.

    Attributes:
        within: The while.
        least: Fewer are never a surge, however quiet it was before.
    """

    within: timedelta
    least: int
    _recent: deque[datetime] = field(default_factory=deque[datetime])
    _usual: float = 0.0
    _window: int | None = None
    _in_window: int = 0

    @property
    def usual(self) -> float:
        """How many come within such a while, on a rolling average."""
        return self._usual

    @property
    def count(self) -> int:
        """How many came within the last while."""
        return len(self._recent)

    def add(self, at: datetime) -> bool:
        """Count one; say whether it is one of a surge."""
        self._roll(at)
        while self._recent and at - self._recent[0] >= self.within:
            self._recent.popleft()
        self._recent.append(at)
        return len(self._recent) >= max(self.least, TIMES * self._usual)

    def _roll(self, at: datetime) -> None:
        """Let the windows that ended since the last one make up what is usual."""
        window = int(at.timestamp() // self.within.total_seconds())
        if self._window is None or window < self._window:  # the clock may be set back
            self._window, self._in_window = window, 0
        if passed := window - self._window:
            keep = 0.5 ** (1 / HALF_LIFE_WINDOWS)
            after_it = self._usual * keep + self._in_window * (1 - keep)
            self._usual = after_it * keep ** (passed - 1)
            self._window, self._in_window = window, 0
        self._in_window += 1


@dataclass(slots=True)
class RoomWatch:
    """What is written in one room."""

    surge: Surge = field(default_factory=lambda: Surge(MESSAGES_WITHIN, MESSAGES_LEAST))
    _by: dict[UserId, deque[datetime]] = field(default_factory=dict[UserId, deque[datetime]])
    _swept_at: datetime | None = None

    def wrote(self, user_id: UserId, at: datetime, *, is_new: bool) -> bool:
        """Count a message; say whether it is one of a surge."""
        self._sweep(at)
        mine = self._by.setdefault(user_id, deque(maxlen=FREE + 1))
        while mine and at - mine[0] >= MESSAGES_WITHIN:
            mine.popleft()
        mine.append(at)
        free = FREE_FOR_NEWCOMERS if is_new else FREE
        return len(mine) > free and self.surge.add(at)

    def is_quiet(self, at: datetime) -> bool:
        """Say whether so little was written here of late that nothing is lost with this watch."""
        return self._swept_at is None or at - self._swept_at >= QUIET

    def _sweep(self, at: datetime) -> None:
        if self._swept_at is not None and timedelta(0) <= at - self._swept_at < MESSAGES_WITHIN:
            return
        self._swept_at = at
        self._by = {who: seen for who, seen in self._by.items() if at - seen[-1] < MESSAGES_WITHIN}


@dataclass(slots=True)
class ServerWatch:
    """What happens in one server."""

    flood: FloodLimit
    joins: Surge = field(default_factory=lambda: Surge(JOINS_WITHIN, JOINS_LEAST))
    floods: FloodWatch = field(init=False)
    rooms: dict[ChannelId, RoomWatch] = field(default_factory=dict[ChannelId, RoomWatch])
    _raised: dict[tuple[What, ChannelId | None], datetime] = field(
        default_factory=dict[tuple[What, ChannelId | None], datetime]
    )
    _tried: dict[UserId, datetime] = field(default_factory=dict[UserId, datetime])

    def __post_init__(self) -> None:
        """Begin to count."""
        self.floods = FloodWatch(self.flood)

    def room(self, channel_id: ChannelId, at: datetime) -> RoomWatch:
        """Return the watch over a room; with each new one, those of quiet rooms are forgotten."""
        if channel_id not in self.rooms:
            self.rooms = {key: room for key, room in self.rooms.items() if not room.is_quiet(at)}
            self._raised = {key: last for key, last in self._raised.items() if at - last < ONE_RAID}
        return self.rooms.setdefault(channel_id, RoomWatch())

    def is_first(self, what: What, channel_id: ChannelId | None, at: datetime) -> bool:
        """Say whether a surge is news, and remember it."""
        last = self._raised.get((what, channel_id))
        if last is not None and timedelta(0) <= at - last < ONE_RAID:
            return False
        self._raised[what, channel_id] = at
        return True

    def may_hold(self, user_id: UserId, at: datetime) -> bool:
        """Say whether a newcomer may be held, and remember it.

        Once: where Discord refused it is not asked again with each message, and whom staff let go
        is not held anew.
        """
        self._tried = {who: last for who, last in self._tried.items() if at - last < NEWCOMER}
        return self._tried.setdefault(user_id, at) == at


def is_newcomer(joined_at: datetime | None, at: datetime) -> bool:
    """Say whether somebody came a moment ago; not so where Discord does not say when."""
    return joined_at is not None and at - joined_at < NEWCOMER


def response(policies: Mapping[str, str], usual: Response) -> Response:
    """Return how far a server lets the bot go."""
    return Response(policies.get(POLICY, usual))


def holds_newcomers(policies: Mapping[str, str], *, usual: bool) -> bool:
    """Say whether a server lets the bot hold a newcomer who floods."""
    return policies.get(NEWCOMER_POLICY, HELD if usual else LEFT) == HELD


def card(server: Server, staff_room: ChannelId, raised: Raised, *, at: datetime) -> Plan:
    """Return the card about a surge; it rings the moderators."""
    within = JOINS_WITHIN if raised.what is What.JOINS else MESSAGES_WITHIN
    rings = server.roles.get(RolePurpose.MODERATOR, frozenset())
    room_id = raised.room_id
    return Plan(
        key=f"raid:{server.guild_id}:{raised.what}:{room_id or 0}:{at:%Y%m%dT%H%M%S}:{raised.did}",
        guild_id=server.guild_id,
        place=Room(staff_room),
        notice=RaidCard(
            guild_id=server.guild_id,
            what=raised.what.value,
            count=raised.count,
            seconds=int(within.total_seconds()),
            room_id=room_id,
            calmed=raised.did is Response.CALM,
            until=at + RESPONSE_LASTS,
            rings=tuple(sorted(rings)),
        ),
        due_at=at + LEDGER_STEPS_IN,
    )


def held_card(case: Case, staff_room: ChannelId, *, at: datetime) -> Plan:
    """Return the card about a newcomer who is held, with the way to end it."""
    until = case.until or at
    return Plan(
        key=case.line_key,
        guild_id=case.guild_id,
        place=Room(staff_room),
        notice=NewcomerHeld(number=case.number, user_id=case.person, until=until),
        due_at=at,
    )


def held_letter(case: Case, *, server: str, at: datetime) -> Plan:
    """Return the letter to a newcomer who is held."""
    until = case.until or at
    return Plan(
        key=case.letter_key,
        guild_id=case.guild_id,
        place=Person(case.person),
        notice=NewcomerLetter(guild_id=case.guild_id, server=server, until=until),
        due_at=at,
        missed_at=until,
    )
