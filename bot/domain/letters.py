"""Letters of staff to one member; where direct messages are closed they wait for the next use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.deliveries import Person, Plan
from bot.domain.ids import GuildId, LetterId, UserId
from bot.domain.report_notices import StaffLetter

TEXT_MAX = 1500
# Long enough for somebody who seldom looks in.
KEPT = timedelta(days=30)
# Until then Discord may come back; afterwards the letter waits for its reader.
TRIED_FOR = timedelta(hours=6)
# A letter that is being shown belongs to whoever shows it for as long as this.
SHOWING = timedelta(seconds=60)


class What(StrEnum):
    """What a letter is about."""

    REPORT = "report"
    QUESTION_OPENED = "question_opened"  # staff have learned who asked


class Reached(StrEnum):
    """How far a letter came."""

    DELIVERED = "delivered"
    ON_ITS_WAY = "on_its_way"  # Discord did not answer; the ledger tries again
    WAITING = "waiting"  # direct messages are closed; it is shown at their next use of the bot
    LEFT = "left"  # the reader is no longer in the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter. Attributes as in `StaffLetter`; `user_id` reads it."""

    id: LetterId
    guild_id: GuildId
    user_id: UserId
    what: What
    subject: int
    language: str
    text: str
    by: UserId | None
    about_at: datetime


def key(letter_id: LetterId) -> str:
    """Return what the ledger calls a letter."""
    return f"letter:{letter_id}"


def notice(letter: Letter, server: str) -> StaffLetter:
    """Return a letter as it is said."""
    return StaffLetter(
        letter_id=letter.id,
        guild_id=letter.guild_id,
        what=letter.what.value,
        subject=letter.subject,
        server=server,
        language=letter.language,
        text=letter.text,
        by=letter.by,
        about_at=letter.about_at,
    )


def plan(letter: Letter, server: str, *, now: datetime) -> Plan:
    """Return the delivery of a letter."""
    return Plan(
        key=key(letter.id),
        guild_id=letter.guild_id,
        place=Person(letter.user_id),
        notice=notice(letter, server),
        due_at=now,
        missed_at=now + TRIED_FOR,
    )
