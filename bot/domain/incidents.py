"""A care incident: somebody may be in danger, and staff are told until one of them acknowledges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.care_notices import CareCard
from bot.domain.deliveries import Person, Plan, Room
from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, RoleId, UserId
from bot.domain.servers import RolePurpose, RoomPurpose, Server

NOTE_MAX = 300
# In place of what the gate heard, where another person is worried.
REPORTED = "reported.worried"
# What staff typed about a person may be of use for the next days, and after that only to the
# curious.
NOTE_KEPT = timedelta(days=30)


class Outcome(StrEnum):
    """What came of a care card, as staff say it."""

    SAFE_FOR_NOW = "safe_for_now"
    HANDED_OVER = "handed_over"
    NOT_REACHED = "not_reached"
    MISREAD = "misread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is kept of it: ids, kinds and times, never the words.

    Attributes:
        channel_id: Where it was written; None in a direct message, a command or a form.
        at: When it was written, aware UTC.
        started_by: The moderator who made the card by hand, if one did.
        wants_second: Whether a second person was asked for.
        second_by: Who joined whoever acknowledged.
        note: What staff typed about it, empty once it has expired.
    """

    id: IncidentId
    guild_id: GuildId
    level: str
    topic: str
    author_id: UserId
    channel_id: ChannelId | None
    message_id: MessageId | None
    signals: tuple[str, ...]
    at: datetime
    acknowledged_by: UserId | None = None
    acknowledged_at: datetime | None = None
    started_by: UserId | None = None
    wants_second: bool = False
    second_by: UserId | None = None
    outcome: Outcome | None = None
    outcome_by: UserId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Who is told next, and when, if nobody acknowledges.

    Attributes:
        moderators_after: From the first card; every moderator is rung.
        admins_after: From the first card; admins are rung too.
        repeat_every: After that, admins are rung again and again.
        stop_after: From the first card; then it stands red in status instead.
    """

    moderators_after: timedelta
    admins_after: timedelta
    repeat_every: timedelta
    stop_after: timedelta

    def again(self) -> Iterator[timedelta]:
        """Yield when admins are rung once more, from the first card."""
        after = self.admins_after + self.repeat_every
        while after <= self.stop_after:
            yield after
            after += self.repeat_every


def card_key(incident_id: IncidentId, rung: int, *, drill: bool = False) -> str:
    """Return what the ledger calls one rung of an incident's, or a drill's, ladder."""
    return f"{rungs_prefix(incident_id, drill=drill)}{rung}"


def rungs_prefix(incident_id: IncidentId, *, drill: bool = False) -> str:
    """Return how the keys of all rungs begin; acknowledging withdraws what is open under it."""
    return f"{'drill' if drill else 'care'}:{incident_id}:rung:"


def card(incident: Incident, *, support_sent: bool) -> CareCard:
    """Return the card that staff see first."""
    return CareCard(
        incident_id=incident.id,
        guild_id=incident.guild_id,
        level=incident.level,
        topic=incident.topic,
        author_id=incident.author_id,
        channel_id=incident.channel_id,
        message_id=incident.message_id,
        at=incident.at,
        signals=incident.signals,
        support_sent=support_sent,
        started_by=incident.started_by,
        taken_by=incident.acknowledged_by,
        taken_at=incident.acknowledged_at,
    )


def rungs(
    first: CareCard,
    *,
    server: Server,
    ladder: Ladder,
    on_call: Sequence[UserId] = (),
    now: datetime,
) -> tuple[Plan, ...]:
    """Return the ladder: a card to the staff room now, then again with more people rung.

    With nobody on call it starts with all moderators.

    Raises:
        NotSetUp: The server has no staff room.
    """
    moderators = server.roles.get(RolePurpose.MODERATOR, frozenset[RoleId]())
    admins = server.roles.get(RolePurpose.ADMIN, frozenset[RoleId]())
    rung = [frozenset[RoleId]() if on_call else moderators, moderators]
    staff_room = Room(server.room(RoomPurpose.STAFF))
    return tuple(
        Plan(
            key=card_key(first.incident_id, number, drill=first.is_drill),
            guild_id=first.guild_id,
            place=staff_room,
            notice=replace(
                first,
                rung=number,
                rings=tuple(sorted(rung[number] if number < len(rung) else admins)),
                calls=() if number else tuple(on_call),
            ),
            due_at=now + after,
            missed_at=now + end,
        )
        for number, (after, end) in enumerate(windows(ladder))
    )


def windows(ladder: Ladder) -> Sequence[tuple[timedelta, timedelta]]:
    """Return when each rung is due and when it is given up, from the first card.

    After an outage the latest rung says it all: each is given up once the next one is due.
    """
    afters = [timedelta(), ladder.moderators_after, ladder.admins_after, *ladder.again()]
    return list(zip(afters, [*afters[1:], ladder.stop_after + ladder.repeat_every], strict=True))


def quiet_card(first: CareCard, staff_room: ChannelId, *, now: datetime) -> Plan:
    """Return a card that rings nobody and is not said again."""
    return Plan(
        key=card_key(first.incident_id, 0),
        guild_id=first.guild_id,
        place=Room(staff_room),
        notice=first,
        due_at=now,
    )


def private_rungs(first: CareCard, *, to: UserId, ladder: Ladder, now: datetime) -> Sequence[Plan]:
    """Return the ladder for one of staff where the staff room is gone: by direct message."""
    return [
        Plan(
            key=f"{card_key(first.incident_id, number, drill=first.is_drill)}:{to}",
            guild_id=first.guild_id,
            place=Person(to),
            notice=replace(first, rung=number, in_private=True),
            due_at=now + after,
            missed_at=now + end,
        )
        for number, (after, end) in enumerate(windows(ladder))
    ]
