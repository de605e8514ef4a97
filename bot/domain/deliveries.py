"""The delivery ledger's rules: its keys, what is due, what is late, when to try again.

Pure: every function takes `now`. The rows live in `bot/storage/deliveries.py`.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import ChannelId, DeliveryId, GuildId, MessageId, UserId
from bot.domain.notices import MeetingReminder, Notice

# 15 s, 30 s, 60 s, ...: long enough to outlive a gateway reconnect, short enough to matter.
FIRST_RETRY = timedelta(seconds=15)
LONGEST_RETRY = timedelta(minutes=10)
# Discord answers a repeated nonce with the first message for "a few minutes" and says no more than
# that; past this we look in the room before we speak again.
NONCE_WINDOW = timedelta(minutes=2)
# A late reminder is not said when the next one of its meeting comes this soon: two cards in a row
# say less than one.
NEXT_IS_NEAR = timedelta(minutes=15)


class State(StrEnum):
    """Where a delivery stands. The first two are open; the others are its end."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    MISSED = "missed"
    FAILED = "failed"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What to do with a claimed delivery."""

    SEND = "send"
    LATE = "late"
    SUPERSEDED = "superseded"  # the meeting's next reminder takes its place: nothing is lost
    MISSED = "missed"


class Failure(StrEnum):
    """Why Discord did not take a message, by what may be done about it."""

    PASSING = "passing"  # 5xx, rate limit, lost connection: the same call may succeed later
    FORBIDDEN = "forbidden"  # 403: somebody has to change a permission
    GONE = "gone"  # 404: the room or message is no more
    DM_CLOSED = "dm_closed"  # 50007: this person takes no direct messages from here
    REFUSED = "refused"  # another 4xx: our own mistake, a repeat would be refused again


@dataclass(frozen=True, slots=True)
class Room:
    """A delivery to a channel."""

    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class Person:
    """A delivery to somebody's direct messages.

    Attributes:
        channel_id: Where those are, as far as it is known.
    """

    user_id: UserId
    channel_id: ChannelId | None = field(default=None, compare=False)


Place = Room | Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One thing to be said once, in one place, at one time.

    Attributes:
        key: Unique for ever, `kind:subject:occurrence:lead`.
        due_at: Aware UTC; never changes.
        late_at: From here on it is said with the word "late"; None for never.
        missed_at: From here on it is not said at all but reported to staff; None for never.
        attempts: Sends already tried, 0 for a fresh row.
        claims: How often it was taken in hand, this time included; more than `attempts + 1` means
            that a worker died on it, perhaps after it spoke.
        first_claimed_at: When it was first taken in hand, aware UTC.
    """

    id: DeliveryId
    key: str
    guild_id: GuildId
    place: Place
    notice: Notice
    due_at: datetime
    late_at: datetime | None
    missed_at: datetime | None
    attempts: int
    claims: int
    first_claimed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A delivery before it is in the ledger. Attributes as in `Delivery`."""

    key: str
    guild_id: GuildId
    place: Place
    notice: Notice
    due_at: datetime
    late_at: datetime | None = None
    missed_at: datetime | None = None


def nonce(key: str) -> str:
    """Return the nonce of a delivery: the same for the same key, 24 of Discord's 25 characters."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def judge(delivery: Delivery, *, now: datetime) -> Verdict:
    """Say whether a claimed delivery still makes sense at `now` (aware UTC), and how."""
    is_late = delivery.late_at is not None and now >= delivery.late_at
    next_at = _next_reminder(delivery)
    if next_at is not None and (now >= next_at or (is_late and now >= next_at - NEXT_IS_NEAR)):
        return Verdict.SUPERSEDED
    if delivery.missed_at is not None and now >= delivery.missed_at:
        return Verdict.MISSED
    return Verdict.LATE if is_late else Verdict.SEND


def _next_reminder(delivery: Delivery) -> datetime | None:
    """Return when the same meeting is next reminded of; None for its last, and for all else.

    A reminder is missed as the next one is due, and the last one as the meeting begins.
    """
    notice, until = delivery.notice, delivery.missed_at
    if not isinstance(notice, MeetingReminder) or until is None or until >= notice.starts_at:
        return None
    return until


def may_have_spoken(delivery: Delivery) -> bool:
    """Say whether an earlier attempt may have reached Discord without our knowing.

    True after a crash between send and record, and after a lost connection.
    """
    return delivery.claims > 1


def retry_at(delivery: Delivery, *, now: datetime) -> datetime:
    """Return when to try a delivery again that failed for a passing reason.

    It is tried until it is too late to be of use; `judge` ends it.
    """
    return now + wait_after(delivery.attempts)


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after one more failure than `attempts`: twice as long each time."""
    return min(FIRST_RETRY * 2 ** min(attempts, 6), LONGEST_RETRY)


@dataclass(frozen=True, slots=True)
class Sent:
    """The end of a delivery that was said."""

    message_id: MessageId
    channel_id: ChannelId
