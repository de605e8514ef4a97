"""Calendars that are read again and again from an address: when, and what staff are told of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import islice
from typing import Final, NewType, Self
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from bot.domain.errors import AddressProblem, Trouble
from bot.domain.ids import ChannelId, GuildId
from bot.domain.meetings import Meeting, held
from bot.domain.recurrence import Recurrence

SubscriptionId = NewType("SubscriptionId", int)

ADDRESS_MAX: Final = 2000
# A clinic has a calendar or two; each is read several times a day for as long as it stands.
ADDRESSES_MOST: Final = 5
# A page that is being mended, or a provider's bad quarter of an hour.
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=15), timedelta(days=1)
# What may be over by the next time; staff hear of it when it was not.
PASSING: Final = frozenset(
    {Trouble.TIMEOUT, Trouble.UNREACHABLE, Trouble.UNKNOWN_HOST, Trouble.SERVER}
)
PASSING_TOLD_AFTER: Final = 3
# Of all addresses together a tenth earlier or later, so that they drift apart after an outage.
SPREAD: Final = 0.1
# In one card, and cards in one go: a calendar that was emptied by mistake must not flood the room.
CHANGES_SHOWN, ASKED_AT_ONCE = 6, 5
DATES_SHOWN: Final = 3


class Gone(StrEnum):
    """How a series ended at its source while its meeting here goes on."""

    VANISHED = "vanished"
    CANCELLED = "cancelled"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """An address that a server's meetings are read from.

    Attributes:
        address: http or https. It may be a secret in itself: it is neither logged nor shown.
        name: What the calendar calls itself; may be empty.
        room_id: Where its new meetings are held.
        etag, last_modified: What its server said of the version that was read; may be empty.
        read_at: When it was last found to be well, aware UTC.
        problem: Why it cannot be read, since when it cannot; else None.
        failures: How often in a row it could not be read.
        is_told: True once staff know of the problem.
        new_told: Digest of the new series that staff were told of last; empty for none.
    """

    id: SubscriptionId
    guild_id: GuildId
    address: str
    name: str
    room_id: ChannelId
    etag: str = ""
    last_modified: str = ""
    read_at: datetime | None = None
    problem: Trouble | None = None
    failures: int = 0
    is_told: bool = False
    new_told: str = ""

    @property
    def label(self) -> str:
        """What staff know it by: its name and its host, never the whole address."""
        host = urlsplit(self.address).hostname or ""
        return f"{self.name} ({host})" if self.name else host


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What stood at an address.

    Attributes:
        etag, last_modified: To ask next time whether it changed; empty where its server says none.
    """

    body: bytes
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What staff are told of a meeting before and after a change.

    Attributes:
        dates: The next starts, in seconds since 1970.
    """

    title: str
    when: Recurrence
    minutes: int
    dates: tuple[int, ...]

    @classmethod
    def of(cls, meeting: Meeting, *, now: datetime) -> Self:
        """Return the facts of a meeting; `now` is aware UTC."""
        ahead = islice(held(meeting, after=now), DATES_SHOWN)
        return cls(
            title=meeting.title,
            when=meeting.when,
            minutes=meeting.minutes,
            dates=tuple(int(each.at.timestamp()) for each in ahead),
        )

    def dump(self) -> str:
        """Return the facts as one text, which a notice can hold."""
        when = self.when
        rhythm = [when.first.isoformat(), when.zone.key, when.rule]
        return json.dumps([self.title, rhythm, self.minutes, self.dates])

    @classmethod
    def load(cls, text: str) -> Self:
        """Return the facts that `dump` wrote."""
        title, (first, zone, rule), minutes, dates = json.loads(text)
        when = Recurrence(first=datetime.fromisoformat(first), zone=ZoneInfo(zone), rule=rule)
        return cls(title=title, when=when, minutes=minutes, dates=tuple(dates))


def read_address(text: str) -> str:
    """Return a calendar's address as it is asked for; webcal:// means https://.

    Raises:
        AddressProblem: It is no address of that kind, or it holds a password.
    """
    text = text.strip()
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > ADDRESS_MAX:
        raise AddressProblem(Trouble.ADDRESS)
    try:
        parts = urlsplit(text)
        port_is_read = parts.port != 0
    except ValueError:
        raise AddressProblem(Trouble.ADDRESS) from None
    scheme = "https" if parts.scheme in {"webcal", "webcals"} else parts.scheme
    if scheme not in {"http", "https"} or not parts.hostname or not port_is_read:
        raise AddressProblem(Trouble.ADDRESS)
    if "@" in parts.netloc:
        raise AddressProblem(Trouble.CREDENTIALS)
    return urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))


def next_read(now: datetime, every: timedelta, guild_id: GuildId) -> datetime:
    """Return when an address is read again: a little earlier or later in each server."""
    share = int.from_bytes(sha256(str(guild_id).encode()).digest()[:4]) / 2**32
    return now + every * (1 - SPREAD + 2 * SPREAD * share)


def next_try(now: datetime, failures: int) -> datetime:
    """Return when an address that failed `failures` times in a row is tried again."""
    return now + min(FIRST_RETRY * 2 ** min(failures - 1, 10), LONGEST_RETRY)


def is_worth_telling(problem: Trouble, failures: int) -> bool:
    """Say whether staff should hear that an address fails."""
    return problem not in PASSING or failures >= PASSING_TOLD_AFTER


def digest_of(uids: Sequence[str]) -> str:
    """Return a short name for some series; empty for none."""
    return sha256("\n".join(sorted(uids)).encode()).hexdigest() if uids else ""
