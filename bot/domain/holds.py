"""Numbers of Discord's that we hold for a while: a room's slow mode, a server's doors.

A hold remembers what stood before and what it set. Putting it back touches only what still stands
as we set it: what somebody changed by hand meanwhile stays as they want it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.domain.deliveries import Plan, Room
from bot.domain.errors import InvalidInput
from bot.domain.ids import CaseNumber, ChannelId, GuildId
from bot.domain.room_notices import HoldTrouble
from bot.domain.rooms import State

HoldId = NewType("HoldId", int)

# Discord API v10, Channel: rate_limit_per_user, in seconds.
SLOWEST: Final = 21_600
# Discord API v10, Verification Level: members of less than ten minutes may not write.
HIGH: Final = 3
# Discord pauses invites for a day at most; ours are paused anew long before that is over.
INVITES_FOR: Final = timedelta(hours=23)
RENEWED_EVERY: Final = timedelta(hours=11)
# Long enough to look into what was changed; counted from when it was put back.
KEPT: Final = timedelta(days=30)

SECONDS: Final = "seconds"
LEVEL: Final = "level"
UNTIL: Final = "until"  # in whole seconds since 1970; None for invites that are open
# What we had set before we set it anew: after a crash between the two, either is ours.
WAS: Final = "was_"

Numbers = Mapping[str, int | None]
"""What is held, by name: `SECONDS` of a room, `LEVEL` and `UNTIL` of a server."""


class HoldKind(StrEnum):
    """What is held."""

    SLOWMODE = "slowmode"
    LOCKDOWN = "lockdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody asks to be held. Attributes as in `Hold`."""

    guild_id: GuildId
    channel_id: ChannelId | None
    kind: HoldKind
    wanted: Numbers
    case: CaseNumber | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A change of ours to a number of Discord's. States as those of a room's changes.

    Attributes:
        channel_id: The room; None for the whole server.
        wanted: What was asked for.
        saved: What stood before; None until it was read.
        ours: What we set.
        case: The case of the moderator who asked for it.
        end_case: The case of the moderator who asked it back.
        due_at: When something is next to be done about it, aware UTC.
        ends_at: When it is to be put back, aware UTC; None for when somebody asks.
        attempts: Failures so far of the step that is due.
    """

    id: HoldId
    guild_id: GuildId
    channel_id: ChannelId | None
    kind: HoldKind
    state: State
    wanted: Numbers
    saved: Numbers | None
    ours: Numbers | None
    case: CaseNumber | None
    end_case: CaseNumber | None
    due_at: datetime | None
    ends_at: datetime | None
    attempts: int

    @property
    def is_lasting(self) -> bool:
        """Whether it is set once and left: slow mode without an end."""
        return self.kind is HoldKind.SLOWMODE and self.ends_at is None


def check_seconds(seconds: int) -> None:
    """Let a slow mode pass that Discord knows.

    Raises:
        InvalidInput: It is longer than six hours.
    """
    if not 0 <= seconds <= SLOWEST:
        raise InvalidInput("Wait", "out_of_range", "0 to 21600 seconds.")


def aimed(hold: Hold, stands: Numbers, *, now: datetime) -> Numbers:
    """Return what a hold is to set: a server is never opened further by it.

    A number of a server's that somebody changed by hand meanwhile is left out, now and from now on.

    Args:
        hold: What was asked for, and what we set before.
        stands: What Discord has.
        now: For how long invites can be paused.
    """
    if hold.kind is HoldKind.SLOWMODE:
        # What nobody asked for makes a room slower, never faster.
        least = 0 if hold.case is not None else stands[SECONDS] or 0
        return {SECONDS: max(hold.wanted[SECONDS] or 0, least)}
    lasts = INVITES_FOR if hold.ends_at is None else min(INVITES_FOR, hold.ends_at - now)
    aims = {
        LEVEL: max(stands[LEVEL] or 0, HIGH),
        UNTIL: max(stands[UNTIL] or 0, seconds(now + lasts)),
    }
    ours = hold.ours or {}
    return {
        name: aims[name]
        for name in hold.wanted
        if name not in ours or _is_ours(name, ours, stands, now=now)
    }


def remembered(ours: Numbers | None, aims: Numbers, stands: Numbers) -> Numbers:
    """Return what to write down before `aims` is set: it, and what stands until then."""
    return {**settled(ours, aims), **{WAS + name: stands[name] for name in aims}}


def settled(ours: Numbers | None, aims: Numbers) -> Numbers:
    """Return what to write down once `aims` is set.

    What was changed by hand is remembered as we had set it: it is not ours any more.
    """
    before = {name: value for name, value in (ours or {}).items() if not name.startswith(WAS)}
    return {**before, **aims}


def put_back(saved: Numbers, ours: Numbers, stands: Numbers, *, now: datetime) -> Numbers:
    """Return what Discord is to have once a hold is over."""
    back = {
        name: saved[name] if _is_ours(name, ours, stands, now=now) else value
        for name, value in stands.items()
    }
    if back.get(UNTIL) is not None and (back[UNTIL] or 0) <= seconds(now):
        back[UNTIL] = None  # a pause that would be over by now
    return back


def changes(stands: Numbers, wanted: Numbers) -> Numbers:
    """Return what is to be set so that Discord comes from `stands` to `wanted`."""
    return {name: value for name, value in wanted.items() if value != stands[name]}


def next_step(hold: Hold, *, now: datetime) -> datetime | None:
    """Return when something is next due about a hold that stands."""
    if hold.kind is HoldKind.SLOWMODE:
        return hold.ends_at
    return min(filter(None, (now + RENEWED_EVERY, hold.ends_at)))


def trouble(hold: Hold, staff_room: ChannelId, problem: str, *, now: datetime) -> Plan:
    """Return what tells staff, once a hold and direction, what to click."""
    is_end = hold.state is State.UNDOING
    return Plan(
        key=f"hold:{hold.id}:{is_end:d}:trouble",
        guild_id=hold.guild_id,
        place=Room(staff_room),
        notice=HoldTrouble(
            kind=hold.kind.value, channel_id=hold.channel_id, problem=problem, is_end=is_end
        ),
        due_at=now,
    )


def seconds(moment: datetime) -> int:
    """Return a moment as whole seconds since 1970."""
    return int(moment.timestamp())


def moment(value: int) -> datetime:
    """Return whole seconds since 1970 as aware UTC."""
    return datetime.fromtimestamp(value, UTC)


def _is_ours(name: str, ours: Numbers, stands: Numbers, *, now: datetime) -> bool:
    """Say whether a number stands as we set it, or as it stood when we were about to."""
    if name not in ours:
        return False
    known = {ours[name], ours.get(WAS + name, ours[name])}
    if name == UNTIL and max(until or 0 for until in known) <= seconds(now):
        known.add(None)  # the pause ran out by itself
    return stands[name] in known
