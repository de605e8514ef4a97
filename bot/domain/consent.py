"""Joining: the group's rules and privacy notice by version, who agreed, and what follows from it.

The role is given to whoever agrees and taken from whoever no longer does. What staff did by hand
stays as they want it: a role that somebody took away is not given back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.deliveries import Person, Plan, Room
from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.joining_notices import JoiningTrouble, TermsChanged

LANGUAGES = ("en", "es")
# Discord's limit for a field of a form; an embed holds a little more.
TEXT_MAX = 4000
TEXT_MIN = 80
REVIEWER_MAX = 100
# Where words come from that an admin wrote over those of the clinic's files.
CHANGED = "changed in Discord"
# What no member of a group is called, in any language it is written in.
NEVER_SAID = ("patient", "paciente", "press 3")
DRAFT_KEPT = timedelta(hours=1)
# Somebody who left and comes back within this time has still agreed.
AWAY_KEPT = timedelta(days=90)
# Whether somebody has left is looked at this often where nobody tells us.
LOOK_AGAIN = timedelta(days=30)
# A role or right that was put right is noticed within this time.
TROUBLE_AGAIN = timedelta(hours=1)
FIRST_PENDING = timedelta(minutes=1)
LONGEST_PENDING = timedelta(hours=6)
LAPSED_SAID_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One version of the rules and privacy notice, in every language.

    Attributes:
        version: Counts up from 1 in each server.
        dated: The day that stands on it.
        texts: Markdown by language, "en" and "es".
        reviewed_by: The clinician who read it; None until somebody has.
        published_at: From when on it counts, aware UTC; None while it is a draft.
    """

    version: int
    dated: date
    texts: Mapping[str, str]
    source: str
    reviewed_by: str | None = None
    published_at: datetime | None = None

    def text(self, language: str) -> str:
        """Return the words in a language, else in English."""
        return self.texts.get(language, self.texts["en"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That somebody agreed.

    Attributes:
        role_id: The role we gave for it; None for none.
        given_at: When; None also from the moment on at which we set out to take it.
        asked_version: The newest version they were asked to read.
        is_withdrawn: They took it back; the row stays until the role is gone.
        away_since: Since when we know that they have left.
        turn: Counts what the person did; what was begun in an earlier turn is not recorded.
        attempts: How often in a row Discord did not let us.
    """

    guild_id: GuildId
    user_id: UserId
    version: int
    agreed_at: datetime
    role_id: RoleId | None = None
    given_at: datetime | None = None
    asked_version: int = 0
    is_withdrawn: bool = False
    away_since: datetime | None = None
    turn: int = 1
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The welcome card of a server.

    Attributes:
        message_id: None while it has not been posted.
        number: Which posting this is; a card that was deleted is posted as the next.
        version: What it shows; 0 for nothing yet.
        old: A card in another room that is still to be taken down.
        is_down: An admin wants no card; one that stands is still to be taken down.
    """

    guild_id: GuildId
    channel_id: ChannelId
    message_id: MessageId | None = None
    number: int = 1
    version: int = 0
    old: tuple[ChannelId, MessageId] | None = None
    is_down: bool = False

    @property
    def key(self) -> str:
        """What a posting of it is found again by."""
        return f"terms:{self.guild_id}:{self.channel_id}:{self.number}"

    def shows(self, version: int, *, in_room: ChannelId) -> bool:
        """Say whether it stands in a room and shows a version."""
        is_there = self.message_id is not None and not self.is_down
        return is_there and (self.channel_id, self.version) == (in_room, version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a member stands at Discord.

    Attributes:
        is_pending: They have not passed Discord's own rules screening.
        joined_at: When they came (last), aware UTC.
    """

    is_pending: bool = False
    role_ids: frozenset[RoleId] = field(default_factory=frozenset[RoleId])
    joined_at: datetime | None = None


class RoleFault(StrEnum):
    """Why a role cannot be what members are given."""

    GONE = "role_gone"
    EVERYONE = "role_everyone"
    MANAGED = "role_managed"
    POWERFUL = "role_powerful"
    STAFF = "role_staff"
    OPENS_STAFF_ROOM = "role_opens_staff"
    LACKING = "role_lacking"
    TOO_HIGH = "role_too_high"


class Step(StrEnum):
    """What is next for a consent, by the version alone."""

    KEEP = "keep"
    ASK = "ask"
    END = "end"


class Keep(StrEnum):
    """What keeping a consent means, by where the person stands."""

    AWAY = "away"
    PENDING = "pending"
    GIVE = "give"
    HAS = "has"
    NO_ROLE = "no_role"
    BY_HAND = "by_hand"


class Joined(StrEnum):
    """How agreeing ended."""

    AGREED = "agreed"
    ROLE_GIVEN = "role_given"
    PENDING = "pending"
    LATER = "later"
    BY_HAND = "by_hand"


def checked(text: str) -> str:
    """Return a text as it may stand.

    Raises:
        InvalidInput: It is too short, too long, or holds a word that no member is called by.
    """
    tidy = text.strip()
    if len(tidy) < TEXT_MIN:
        raise InvalidInput("text", "too_short", f"at least {TEXT_MIN} characters")
    if len(tidy) > TEXT_MAX:
        raise InvalidInput("text", "too_long", f"at most {TEXT_MAX} characters")
    for word in NEVER_SAID:
        if word in tidy.casefold():
            raise InvalidInput("text", "never_said", word)
    return tidy


def news(typed: str, *standing: Terms, language: str) -> str:
    """Return the lines of what an admin typed that do not stand in any of some terms already.

    Rules speak of danger, and what everybody reads is nobody's cry for help.
    """
    known = {
        line.strip()
        for terms in standing
        for line in (*terms.text(language).splitlines(), terms.reviewed_by or "")
    }
    return "\n".join(line for line in typed.splitlines() if line.strip() not in known)


def is_newly_worded(live: Terms, shipped: Terms) -> bool:
    """Say whether the files hold other words than a server that has never changed them."""
    return live.source != CHANGED and live.texts != shipped.texts


def ends_at(live: Terms, grace: timedelta) -> datetime | None:
    """Return until when an older version still counts; None while nothing newer does."""
    return None if live.published_at is None else live.published_at + grace


def next_step(consent: Consent, live: Terms, *, grace: timedelta, now: datetime) -> Step:
    """Say what is next for a consent at `now`."""
    if consent.is_withdrawn:
        return Step.END
    end = ends_at(live, grace)
    if consent.version >= live.version or end is None:
        return Step.KEEP
    if now >= end:
        return Step.END
    has_been_asked = consent.asked_version >= live.version
    return Step.KEEP if has_been_asked or now < end - grace / 2 else Step.ASK


def keeping(consent: Consent, where: Standing | None, role_id: RoleId | None) -> Keep:
    """Say what is to be done so that somebody who agreed has the role.

    Args:
        where: None when they are not in the server.
        role_id: The role members are given; None for none.
    """
    if where is None:
        return Keep.AWAY
    if role_id is None:
        return Keep.NO_ROLE
    if role_id in where.role_ids and consent.role_id in {None, role_id}:
        return Keep.HAS
    # A role given by a bot would carry them past Discord's own screening.
    if where.is_pending:
        return Keep.PENDING
    is_back = consent.given_at and where.joined_at and where.joined_at > consent.given_at
    was_given = consent.role_id == role_id and consent.given_at is not None
    return Keep.BY_HAND if was_given and not is_back else Keep.GIVE


def look_at(consent: Consent, live: Terms, *, grace: timedelta, now: datetime) -> datetime:
    """Return when a consent that is kept is next looked at."""
    later = now + LOOK_AGAIN
    end = ends_at(live, grace)
    if consent.version >= live.version or end is None:
        return later
    middle = end - grace / 2
    return min(later, middle if now < middle else end)


def pending_again(attempts: int) -> timedelta:
    """Return how long to wait for somebody who is still before Discord's own screening."""
    return min(FIRST_PENDING * 2 ** min(attempts, 12), LONGEST_PENDING)


def prefix(guild_id: GuildId, user_id: UserId) -> str:
    """Return what the ledger's keys about somebody's joining begin with."""
    return f"joining:{guild_id}:{user_id}:"


def letter(
    consent: Consent, live: Terms, *, end: datetime, server: tuple[str, str], now: datetime
) -> Plan:
    """Return the one direct message there is about a version: read it, or, past `end`, it is over.

    Args:
        end: Until when the older version counts.
        server: Its name and the language it is written to in.
    """
    name, language = server
    is_over = now >= end
    notice = TermsChanged(
        guild_id=consent.guild_id,
        version=live.version,
        server=name,
        language=language,
        until=end,
        is_over=is_over,
    )
    kind = "over" if is_over else "asked"
    return Plan(
        key=f"{prefix(consent.guild_id, consent.user_id)}{live.version}:{kind}",
        guild_id=consent.guild_id,
        place=Person(consent.user_id),
        notice=notice,
        due_at=now,
        missed_at=now + LAPSED_SAID_FOR if is_over else end,
    )


def trouble(
    guild_id: GuildId, role_id: RoleId, problem: str, *, staff_room: ChannelId, now: datetime
) -> Plan:
    """Return what staff are told once of a role that cannot be given."""
    return Plan(
        key=f"joining:{guild_id}:trouble:{role_id}:{problem}",
        guild_id=guild_id,
        place=Room(staff_room),
        notice=JoiningTrouble(guild_id=guild_id, role_id=role_id, problem=problem),
        due_at=now,
    )
