"""Questions that members hand over to a person; their words stand on a staff card alone."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.deliveries import Person, Plan, Sent
from bot.domain.ids import GuildId, HandoverId, UserId
from bot.domain.notices import QuestionAnswered

# Discord API v10, Text Input: 4,000 at most. Shorter is kinder to who reads it on a phone.
QUESTION_MAX = 1000
ANSWER_MAX = 1500
# Enough for a bad day; one person alone cannot fill the staff room.
MOST_A_DAY = 5
A_DAY = timedelta(days=1)
# Long enough for a slow week, and for somebody who seldom looks in.
KEPT = timedelta(days=30)
# Until then Discord may come back; afterwards the answer waits for the asker.
TRIED_FOR = timedelta(hours=6)
# An answer that is being shown belongs to whoever shows it for as long as this.
SHOWING = timedelta(seconds=60)

ZERO_WIDTH_JOINER = "\u200d"


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    CLOSED = "closed"


class Mark(StrEnum):
    """What a staff card is told."""

    CLAIMED = "claimed"
    CLOSED = "closed"
    LEFT = "left"  # the asker is no longer in the server
    DELIVERED = "delivered"
    ON_ITS_WAY = "on_its_way"  # Discord did not answer; the ledger tries again
    WAITING = "waiting"  # direct messages are closed; it is shown at their next use of the bot
    READ = "read"  # what waited was shown
    KEPT = "kept"  # staff have made a draft of it
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    NAME_WANTED = "name_wanted"  # one of staff wishes to learn who asked
    NAME_LEARNED = "name_learned"  # two of staff have

    @property
    def is_last_word(self) -> bool:
        """Say whether nobody can claim, answer or close the question any more."""
        return self is not Mark.CLAIMED and not self.is_beside

    @property
    def is_beside(self) -> bool:
        """Say whether the question stands as it stood before."""
        return self in {Mark.BLOCKED, Mark.UNBLOCKED, Mark.NAME_WANTED, Mark.NAME_LEARNED}

    @property
    def can_be_kept(self) -> bool:
        """Say whether the question has an answer that others might need as well."""
        return self in {Mark.DELIVERED, Mark.ON_ITS_WAY, Mark.WAITING, Mark.READ}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A question that was handed over.

    Attributes:
        card: Where staff see it; None until it was posted.
        answer: What staff typed; None until they have, and once the asker has it.
        created_at: Aware UTC.
    """

    id: HandoverId
    guild_id: GuildId
    asker_id: UserId
    state: State
    card: Sent | None
    answer: str | None
    created_at: datetime


def answer_key(handover_id: HandoverId) -> str:
    """Return the ledger's key of an answer's letter."""
    return f"handover:{handover_id}"


def letter(handover: Handover, answer: str, *, server: str, now: datetime) -> Plan:
    """Return the letter that brings staff's answer to the asker."""
    return Plan(
        key=answer_key(handover.id),
        guild_id=handover.guild_id,
        place=Person(handover.asker_id),
        notice=QuestionAnswered(
            handover_id=handover.id,
            guild_id=handover.guild_id,
            server=server,
            answer=answer,
            asked_at=handover.created_at,
        ),
        due_at=now,
        missed_at=now + TRIED_FOR,
    )


def visible(text: str) -> str:
    """Return what a reader can see of `text`: no control characters, nothing that turns or hides.

    The joiner stays: families and flags are made with it.
    """
    kept = (c for c in text if c in {"\n", ZERO_WIDTH_JOINER} or unicodedata.category(c)[0] != "C")
    return "".join(kept).strip(f" \n{ZERO_WIDTH_JOINER}")
