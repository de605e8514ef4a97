"""A care incident: somebody may be in danger, and staff are told until one of them acknowledges."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.deliveries import Plan, Room
from bot.domain.ids import ChannelId, GuildId, IncidentId, MessageId, RoleId, UserId
from bot.domain.notices import CareCard
from bot.domain.servers import RolePurpose, RoomPurpose, Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is kept of it: ids, kinds and times, never the words.

    Attributes:
        channel_id: Where it was written; None in a direct message, a command or a form.
        at: When it was written, aware UTC.
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


def card_key(incident_id: IncidentId, rung: int) -> str:
    """Return what the ledger calls one rung of an incident's ladder."""
    return f"{rungs_prefix(incident_id)}{rung}"


def rungs_prefix(incident_id: IncidentId) -> str:
    """Return how the keys of all rungs begin; acknowledging withdraws what is open under it."""
    return f"care:{incident_id}:rung:"


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
    )


def rungs(first: CareCard, *, server: Server, ladder: Ladder, now: datetime) -> tuple[Plan, ...]:
    """Return the ladder: a card to the staff room now, then again with more people rung.

    Raises:
        NotSetUp: The server has no staff room.
    """
    moderators = server.roles.get(RolePurpose.MODERATOR, frozenset[RoleId]())
    admins = server.roles.get(RolePurpose.ADMIN, frozenset[RoleId]())
    steps = [
        # Nobody is on call yet who could be rung alone: it starts with all moderators.
        (timedelta(), moderators),
        (ladder.moderators_after, moderators),
        (ladder.admins_after, admins),
        *((after, admins) for after in ladder.again()),
    ]
    staff_room = Room(server.room(RoomPurpose.STAFF))
    # After an outage the latest rung says it all: each is given up once the next one is due.
    ends = [*(after for after, _ in steps[1:]), ladder.stop_after + ladder.repeat_every]
    return tuple(
        Plan(
            key=card_key(first.incident_id, number),
            guild_id=first.guild_id,
            place=staff_room,
            notice=replace(first, rung=number, rings=tuple(sorted(rung))),
            due_at=now + after,
            missed_at=now + end,
        )
        for number, ((after, rung), end) in enumerate(zip(steps, ends, strict=True))
    )
