"""What follows once a moderator has a care card: its changes, a second person, the next day."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, time, timedelta

from bot.domain.care_notices import (
    CareCard,
    CareChange,
    DrillReport,
    FollowUp,
    SecondWanted,
    ShiftBegins,
)
from bot.domain.deliveries import Delivery, Person, Plan, Room, Sent
from bot.domain.ids import IncidentId, RoleId, UserId
from bot.domain.incidents import Incident, Ladder
from bot.domain.recurrence import place, shown
from bot.domain.servers import RolePurpose, RoomPurpose, Server

# Awake and at leisure, on the clinic's clocks; and a night lies between.
FOLLOW_UP_TIME = time(10)
A_NIGHT = timedelta(hours=12)


def changes_prefix(incident_id: IncidentId) -> str:
    """Return how the ledger's keys of the changes of an incident's cards begin."""
    return f"care:{incident_id}:shown:"


def second_prefix(incident_id: IncidentId) -> str:
    """Return how the ledger's keys of the calls for a second person begin."""
    return f"care:{incident_id}:second:"


def follow_up_prefix(incident_id: IncidentId) -> str:
    """Return how the ledger's keys of the next days' reminders begin."""
    return f"care:{incident_id}:after:"


def as_it_is(card: CareCard, incident: Incident) -> CareCard:
    """Return a card that was posted with what became of it since."""
    return replace(
        card,
        taken_by=incident.acknowledged_by,
        taken_at=incident.acknowledged_at,
        wants_second=incident.wants_second,
        second_by=incident.second_by,
        outcome=incident.outcome or "",
        outcome_by=incident.outcome_by,
        noted=bool(incident.note),
    )


def changes(
    said: Iterable[tuple[CareCard, Sent]], incident: Incident, *, now: datetime
) -> Sequence[Plan]:
    """Return what lets every card of an incident that was posted say how it stands."""
    return [change(as_it_is(card, incident), sent, now=now) for card, sent in said]


def change(card: CareCard, sent: Sent, *, now: datetime) -> Plan:
    """Return what lets a card that was posted read as `card` does."""
    facts = {field.name: getattr(card, field.name) for field in fields(CareCard)}
    facts |= {"rings": (), "calls": ()}
    notice = CareChange(**facts, shown_channel_id=sent.channel_id, shown_message_id=sent.message_id)
    # Two things may happen at one moment of the clock, and one thing again at another.
    stands = f"{card.wants_second:d}{card.second_by or 0}{card.outcome}:{now.timestamp()}"
    prefix = f"{'drill-' * card.is_drill}{changes_prefix(card.incident_id)}"
    return Plan(
        key=f"{prefix}{sent.message_id}:{stands}",
        guild_id=card.guild_id,
        place=Room(sent.channel_id),
        notice=notice,
        due_at=now,
    )


def calls_for_second(
    incident: Incident, *, by: UserId, server: Server, ladder: Ladder, now: datetime
) -> Sequence[Plan]:
    """Return the calls for a second person: all moderators now, and admins too if nobody comes."""
    moderators = server.roles.get(RolePurpose.MODERATOR, frozenset[RoleId]())
    admins = server.roles.get(RolePurpose.ADMIN, frozenset[RoleId]())
    rung = [(timedelta(), moderators), (ladder.moderators_after, moderators | admins)]
    return [
        Plan(
            key=f"{second_prefix(incident.id)}{number}",
            guild_id=incident.guild_id,
            place=Room(server.room(RoomPurpose.STAFF)),
            notice=SecondWanted(
                incident_id=incident.id,
                guild_id=incident.guild_id,
                asked_by=by,
                author_id=incident.author_id,
                again=number > 0,
                rings=tuple(sorted(rings)),
            ),
            due_at=now + after,
        )
        for number, (after, rings) in enumerate(rung)
    ]


def follow_up(
    incident: Incident, *, taken_by: UserId, again: int, server: Server, now: datetime
) -> Plan:
    """Return the next day's reminder to whoever took a card, said in private."""
    return Plan(
        key=f"{follow_up_prefix(incident.id)}{again}",
        guild_id=incident.guild_id,
        place=Person(taken_by),
        notice=FollowUp(
            incident_id=incident.id,
            guild_id=incident.guild_id,
            taken_by=taken_by,
            author_id=incident.author_id,
            taken_at=incident.acknowledged_at or now,
            again=again,
        ),
        due_at=next_morning(server, now=now),
    )


def next_morning(server: Server, *, now: datetime) -> datetime:
    """Return the first ten o'clock on the server's clocks with a night before it, aware UTC."""
    day = shown(now + A_NIGHT, server.zone).date()
    morning = place(datetime.combine(day, FOLLOW_UP_TIME), server.zone)
    if morning >= now + A_NIGHT:
        return morning
    next_day = datetime.combine(day + timedelta(days=1), FOLLOW_UP_TIME)
    return place(next_day, server.zone)


def in_room(
    delivery: Delivery, notice: FollowUp | DrillReport | ShiftBegins, server: Server
) -> Plan | None:
    """Return what is said in the staff room when somebody's direct messages are closed."""
    staff_room = server.rooms.get(RoomPurpose.STAFF)
    if staff_room is None or not isinstance(delivery.place, Person):
        return None
    return Plan(
        key=f"{delivery.key}:room",
        guild_id=delivery.guild_id,
        place=Room(staff_room),
        notice=replace(notice, calls=(_reader(notice),)),
        due_at=delivery.due_at,
    )


def _reader(notice: FollowUp | DrillReport | ShiftBegins) -> UserId:
    match notice:
        case FollowUp():
            return notice.taken_by
        case DrillReport():
            return notice.started_by
        case ShiftBegins():
            return notice.user_id
