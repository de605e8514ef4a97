"""Discord's own calendar as a shop window: what it should show, and what to do to get there.

Pure. The meetings are the truth; the window follows. An event that staff deleted is not fought
over: they are asked once whether they want it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final, NewType

from bot.domain.ids import ChannelId, GuildId, MeetingId
from bot.domain.meetings import Meeting, held

ShownId = NewType("ShownId", int)
EventId = NewType("EventId", int)

POLICY: Final = "events"
ON: Final = "on"
# A member looks a week or two ahead; more would bury what else the server has planned.
AHEAD: Final = 2
MOST: Final = 100  # scheduled and active events in one server (Discord API v10)


class State(StrEnum):
    """Where one of our events stands."""

    WANTED = "wanted"  # to be made; perhaps it was, and nobody wrote that down
    SHOWN = "shown"
    ASKED = "asked"  # deleted by hand; staff have not answered yet
    LEFT = "left"  # deleted by hand, and staff want it so


class Status(StrEnum):
    """What Discord says of an event."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """One occurrence as the window should show it. Moments are aware UTC."""

    meeting_id: MeetingId
    title: str
    starts_at: datetime
    ends_at: datetime
    room_id: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One of our events, as Discord was last told of it.

    Attributes:
        marker: Stands in its description, by which it is found again after a crash.
        event_id: None until Discord's answer was written down.
    """

    id: ShownId
    guild_id: GuildId
    marker: str
    showing: Showing
    state: State
    event_id: EventId | None


@dataclass(frozen=True, slots=True)
class Live:
    """An event that stands in Discord's calendar, ours or not."""

    status: Status
    description: str


@dataclass(frozen=True, slots=True)
class Create:
    """Show an occurrence that has no event."""

    showing: Showing


@dataclass(frozen=True, slots=True)
class Make:
    """Make the event of a row that has none."""

    shown: Shown


@dataclass(frozen=True, slots=True)
class Edit:
    """Bring an event, and its row, to what it should show."""

    shown: Shown
    to: Showing


@dataclass(frozen=True, slots=True)
class Move:
    """Give an event another status; one that is over is forgotten."""

    shown: Shown
    to: Status


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask staff about an event that somebody deleted."""

    shown: Shown


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget the row of an event that is over or called off, and is not there any more."""

    shown: Shown


Act = Create | Make | Edit | Move | Ask | Forget


def wanted(meetings: Sequence[Meeting], *, now: datetime, room_for: int) -> Sequence[Showing]:
    """Return what the window should show of the time after `now`, soonest first.

    Args:
        meetings: Of one server.
        now: Aware UTC.
        room_for: How many events of ours Discord has room for.
    """
    found = [
        Showing(
            meeting_id=meeting.id,
            title=meeting.title,
            starts_at=each.at,
            ends_at=each.at + timedelta(minutes=meeting.minutes),
            room_id=meeting.room_id,
        )
        for meeting in meetings
        for each in islice(held(meeting, after=now), AHEAD)
    ]
    return sorted(found, key=lambda each: (each.starts_at, each.meeting_id))[:room_for]


def plan(
    want: Sequence[Showing], have: Sequence[Shown], live: Mapping[EventId, Live], now: datetime
) -> Sequence[Act]:
    """Return what to do so that the window shows `want`: first what makes room, then the rest."""
    acts: list[Act] = []
    ahead = [each for each in have if each.showing.starts_at > now]
    acts += [act for each in have if each not in ahead for act in _begun(each, live, now)]
    for meeting_id in dict.fromkeys(
        [*(each.showing.meeting_id for each in ahead), *(each.meeting_id for each in want)]
    ):
        acts += _of_meeting(
            [each for each in want if each.meeting_id == meeting_id],
            sorted(
                (each for each in ahead if each.showing.meeting_id == meeting_id),
                key=lambda each: each.showing.starts_at,
            ),
            live,
        )
    return sorted(acts, key=lambda act: isinstance(act, Create | Make))


def _begun(shown: Shown, live: Mapping[EventId, Live], now: datetime) -> Sequence[Act]:
    stands = live.get(shown.event_id) if shown.event_id else None
    if stands is None:
        # Discord ends some by itself, as when everybody has left a voice room.
        return [Forget(shown)]
    if now >= shown.showing.ends_at:
        # Discord completes only what it has begun.
        begin = [Move(shown, Status.ACTIVE)] if stands.status is Status.SCHEDULED else []
        return [*begin, Move(shown, Status.COMPLETED)]
    return [Move(shown, Status.ACTIVE)] if stands.status is Status.SCHEDULED else []


def _of_meeting(
    want: Sequence[Showing], have: Sequence[Shown], live: Mapping[EventId, Live]
) -> Sequence[Act]:
    """Hold the coming dates of one meeting against its events.

    An event belongs to the date of its own start, else to the date in its place in the order: that
    is an occurrence that was moved. Any other was called off.
    """
    starts = {each.starts_at for each in want}
    taken = {each.showing.starts_at for each in have}
    acts: list[Act] = []
    met: set[datetime] = set()
    for place, each in enumerate(have):
        mine = next((w for w in want if w.starts_at == each.showing.starts_at), None)
        if mine is None and place < len(want) and want[place].starts_at not in taken:
            mine = want[place]
        if mine is None:
            acts += _called_off(each, live)
        else:
            met.add(mine.starts_at)
            acts += _kept(each, mine, live)
    return [*acts, *(Create(each) for each in want if each.starts_at in starts - met)]


def _kept(shown: Shown, mine: Showing, live: Mapping[EventId, Live]) -> Sequence[Act]:
    if shown.state in {State.SHOWN, State.ASKED, State.LEFT}:
        if shown.state is State.SHOWN and shown.event_id not in live:
            return [Ask(shown)]
        return [Edit(shown, mine)] if shown.showing != mine else []
    edit: list[Act] = [Edit(shown, mine)] if shown.showing != mine else []
    return edit or [Make(shown)]


def _called_off(shown: Shown, live: Mapping[EventId, Live]) -> Sequence[Act]:
    stands = live.get(shown.event_id) if shown.event_id else None
    if stands is None:
        return [Forget(shown)]
    # Somebody began it before its time.
    is_on = stands.status is Status.ACTIVE
    return [Move(shown, Status.COMPLETED if is_on else Status.CANCELED)]


def by_marker(shown: Shown, live: Mapping[EventId, Live]) -> EventId | None:
    """Return the event that carries a row's marker: the one that a crash left unrecorded."""
    found = [event_id for event_id, each in live.items() if shown.marker in each.description]
    return min(found, default=None)


def next_change(have: Sequence[Shown], want: Sequence[Showing], now: datetime) -> datetime | None:
    """Return when the window next has to change by itself: a start or an end."""
    shown = [each.showing for each in have] + list(want)
    moments = [m for each in shown for m in (each.starts_at, each.ends_at) if m > now]
    return min(moments, default=None)
