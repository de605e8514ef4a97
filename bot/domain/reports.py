"""Reports: what a member tells staff in private. Its words stand on staff's card alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import incidents
from bot.domain.deliveries import Person, Plan, Room, Sent
from bot.domain.ids import ChannelId, GuildId, MessageId, ReportId, RoleId, UserId
from bot.domain.incidents import Ladder
from bot.domain.notices import WordsExpire
from bot.domain.report_notices import ReportWaiting
from bot.domain.servers import RolePurpose, RoomPurpose, Server

# Discord API v10, Text Input: 4,000 at most. Shorter is kinder to who reads it on a phone.
WORDS_MAX = 1000
NOTE_MAX = 300
# Enough for a bad evening; one person alone cannot fill the staff room. Never for a worry.
MOST_A_DAY = 6
REPLIES_A_DAY = 20
A_DAY = timedelta(days=1)
# Long enough for a complaint about how it was handled; then the words go as well.
KEPT = timedelta(days=30)


class Kind(StrEnum):
    """What a report is about, as its reporter says. The first stands first in the form."""

    WORRIED = "worried"
    HURTFUL = "hurtful"
    MEDICINE = "medicine"
    SELLING = "selling"
    PRIVATE = "private"
    OTHER = "other"


class State(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    RESOLVED = "resolved"


class Outcome(StrEnum):
    """What came of a report, as staff say it."""

    SPOKE = "spoke"
    ACTED = "acted"
    PASSED_ON = "passed_on"
    NOTHING = "nothing"


class About(StrEnum):
    """What stands behind whom a report is about."""

    PERSON = "person"
    LEFT = "left"  # a person who is not in the server any more
    THE_BOT = "the_bot"
    PROGRAM = "program"  # another bot or a webhook
    NOBODY = "nobody"  # no one person was named


class Filed(StrEnum):
    """What became of a report that was sent."""

    ARRIVED = "arrived"
    ARRIVED_WORRY = "arrived_worry"  # somebody was rung for the other person
    TO_ADMINS = "to_admins"
    NOT_ARRIVED = "not_arrived"
    NOBODY_ELSE = "nobody_else"  # it is about the only one who could read it


class Mark(StrEnum):
    """What a card is told."""

    CLAIMED = "claimed"
    WROTE = "wrote"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A report as it comes in.

    Attributes:
        about_id: Whom it is about, where somebody was named.
        is_named: Whether staff may see who reports.
        language: The reporter's, "en" or "es".
        is_urgent: Whether the words told of danger; such a one is never turned away.
        at: Aware UTC.
    """

    guild_id: GuildId
    reporter_id: UserId
    kind: Kind
    about: About = About.NOBODY
    about_id: UserId | None = None
    channel_id: ChannelId | None = None
    message_id: MessageId | None = None
    is_named: bool = False
    language: str = "en"
    is_urgent: bool = False
    at: datetime

    @property
    def may_always(self) -> bool:
        """Say whether no limit counts."""
        return self.is_urgent or self.kind is Kind.WORRIED

    def subject(self, *, admins_only: bool) -> str:
        """Return what repeated reports have in common; empty where they have nothing."""
        audience = "a" if admins_only else "s"
        if self.message_id is not None:
            return f"{audience}m{self.message_id}"
        return "" if self.about_id is None else f"{audience}u{self.about_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One telling within a report.

    Attributes:
        number: Counts from 1 within the report.
        is_reply: Whether its reporter wrote back to staff.
        at: Aware UTC.
    """

    number: int
    reporter_id: UserId
    kind: Kind
    is_named: bool
    language: str
    is_reply: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is kept of it: ids, kinds and times, and what staff typed; never the words.

    Attributes:
        admins_only: It is about somebody of staff.
        note: What staff typed about what came of it; goes with the row.
        cards: Where staff see it.
    """

    id: ReportId
    guild_id: GuildId
    about: About
    about_id: UserId | None
    channel_id: ChannelId | None
    message_id: MessageId | None
    admins_only: bool
    state: State
    claimed_by: UserId | None
    outcome: Outcome | None
    note: str
    created_at: datetime
    voices: Sequence[Voice] = ()
    cards: Sequence[Sent] = ()

    @property
    def kind(self) -> Kind:
        """The gravest of what was said: a worry outweighs all else."""
        kinds = [each.kind for each in self.voices if not each.is_reply] or [Kind.OTHER]
        return min(kinds, key=list(Kind).index)

    def reporters(self) -> Sequence[Voice]:
        """Return the first voice of each person, in order."""
        first: dict[UserId, Voice] = {}
        for each in self.voices:
            first.setdefault(each.reporter_id, each)
        return list(first.values())


def rungs_prefix(report_id: ReportId) -> str:
    """Return how the keys of all rungs begin; claiming withdraws what is open under it."""
    return f"report:{report_id}:rung:"


def rungs(report: Report, server: Server, *, ladder: Ladder, now: datetime) -> Iterator[Plan]:
    """Yield the ladder after the cards were posted: more people, until one claims it.

    As a care card's; where the cards are direct messages, each is followed by more of them.
    """
    moderators = server.roles.get(RolePurpose.MODERATOR, frozenset[RoleId]())
    admins = server.roles.get(RolePurpose.ADMIN, frozenset[RoleId]())
    for number, (after, end) in enumerate(incidents.windows(ladder)):
        if number == 0:
            continue
        rings = admins if number > 1 else moderators
        yield from (
            Plan(
                key=f"{rungs_prefix(report.id)}{number}:{card.message_id}",
                guild_id=report.guild_id,
                place=Room(card.channel_id),
                notice=waiting(report, card, server, why="waits", rings=sorted(rings)),
                due_at=now + after,
                missed_at=now + end,
            )
            for card in report.cards
        )


def turned_red(report: Report, server: Server, *, ladder: Ladder) -> Iterator[Plan]:
    """Yield what is said when the ladder has ended and status turns red; claiming withdraws it."""
    admins = server.roles.get(RolePurpose.ADMIN, frozenset[RoleId]())
    yield from (
        Plan(
            key=f"{rungs_prefix(report.id)}red:{card.message_id}",
            guild_id=report.guild_id,
            place=Room(card.channel_id),
            notice=waiting(report, card, server, why="red", rings=sorted(admins)),
            due_at=report.created_at + ladder.stop_after,
            missed_at=report.created_at + KEPT,
        )
        for card in report.cards
    )


@dataclass(frozen=True, slots=True)
class Untaken:
    """The reports that nobody has.

    Attributes:
        count: How many; 0 where all is well.
        since: When the oldest came in, aware UTC.
        is_red: Whether it has waited longer than the ladder rings.
    """

    count: int = 0
    since: datetime | None = None
    is_red: bool = False


def untaken(found: Sequence[Report], *, ladder: Ladder, now: datetime) -> Untaken:
    """Sum up, of the reports that `found` holds, those that nobody has."""
    waits = [each.created_at for each in found if each.state is State.OPEN]
    if not waits:
        return Untaken()
    since = min(waits)
    return Untaken(len(waits), since, is_red=now >= since + ladder.stop_after)


def is_private(card: Sent, server: Server) -> bool:
    """Say whether a card is a direct message to somebody of staff."""
    return card.channel_id != server.rooms.get(RoomPurpose.STAFF)


def waiting(
    report: Report,
    card: Sent,
    server: Server,
    *,
    why: str,
    rings: Sequence[RoleId] = (),
    calls: Sequence[UserId] = (),
) -> ReportWaiting:
    """Return the call to look at a card; in a direct message it rings by itself."""
    private = is_private(card, server)
    return ReportWaiting(
        report_id=report.id,
        guild_id=report.guild_id,
        kind=report.kind.value,
        why=why,
        card_channel_id=card.channel_id,
        card_message_id=card.message_id,
        in_private=private,
        rings=() if private else tuple(rings),
        calls=() if private else tuple(calls),
    )


def grew(report: Report, voice: Voice, server: Server, *, now: datetime) -> Plan | None:
    """Return the call to whoever has a report that there is news on its card."""
    if report.claimed_by is None or not report.cards:
        return None
    card = report.cards[-1]
    return Plan(
        key=f"report:{report.id}:grew:{voice.number}",
        guild_id=report.guild_id,
        place=Person(report.claimed_by) if is_private(card, server) else Room(card.channel_id),
        notice=waiting(report, card, server, why="grew", calls=(report.claimed_by,)),
        due_at=now,
        missed_at=now + A_DAY,
    )


def expiry(report: Report, card: Sent, *, now: datetime) -> Plan:
    """Return what takes the words off a card in the end."""
    return Plan(
        key=f"report:{report.id}:expiry:{card.message_id}",
        guild_id=report.guild_id,
        place=Room(card.channel_id),
        notice=WordsExpire(channel_id=card.channel_id, message_id=card.message_id),
        due_at=now + KEPT,
    )
