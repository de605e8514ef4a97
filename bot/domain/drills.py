"""A drill: the whole path of a cry for help, with the admin's own name and the word drill on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.care_notices import CareCard, DrillReport
from bot.domain.deliveries import Person, Plan
from bot.domain.ids import GuildId, IncidentId, UserId

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A rehearsal; never an incident.

    Attributes:
        id: Counts drills alone.
        helped_at: When the help lines had arrived, aware UTC; None if they did not.
    """

    id: IncidentId
    guild_id: GuildId
    started_by: UserId
    started_at: datetime
    helped_at: datetime | None = None
    taken_by: UserId | None = None
    taken_at: datetime | None = None


def card(drill: Drill) -> CareCard:
    """Return the card that staff see, about the admin alone."""
    return CareCard(
        incident_id=drill.id,
        guild_id=drill.guild_id,
        level="high",
        topic="self",
        author_id=drill.started_by,
        channel_id=None,
        message_id=None,
        at=drill.started_at,
        support_sent=drill.helped_at is not None,
        is_drill=True,
    )


def report(drill: Drill, *, card_at: datetime | None, now: datetime) -> Plan:
    """Return what the admin is told at the end, in private.

    Args:
        drill: As it ended.
        card_at: When the first card was posted, if it was.
        now: Aware UTC.
    """
    return Plan(
        key=f"drill:{drill.id}:report",
        guild_id=drill.guild_id,
        place=Person(drill.started_by),
        notice=DrillReport(
            started_by=drill.started_by,
            helped_ms=_after(drill, drill.helped_at),
            card_ms=_after(drill, card_at),
            taken_ms=_after(drill, drill.taken_at),
            taken_by=drill.taken_by,
        ),
        due_at=now,
    )


def _after(drill: Drill, moment: datetime | None) -> int | None:
    return None if moment is None else (moment - drill.started_at) // MILLISECOND
