"""What follows from a message that is no crisis: nothing, a card, a private note, or hiding it.

"Hidden" means: deleted from the room, its words shown to staff on a card that expires, the writer
told kindly. Never a strike: no case is made of it. Never anything on a crisis message.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.asides import Aside
from bot.domain.deliveries import Plan, Room, Sent
from bot.domain.ids import ChannelId, GuildId, HidingId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.notices import HidingDisputed, WordsExpire
from bot.domain.screening import Kind, Verdict
from bot.domain.servers import Server

# Messages of one person and kind within this time gather on one card, and bring one note.
BURST = timedelta(minutes=5)
# The clinic's setting may be shorter, never longer.
KEPT_MOST = timedelta(days=30)


class Mode(StrEnum):
    """How far the bot goes about a kind; each does what those before it do."""

    OFF = "off"
    WATCH = "watch"  # a staff card
    NUDGE = "nudge"  # and a private note to the writer
    HIDE = "hide"  # and the message is hidden

    @property
    def rank(self) -> int:
        """Give a number that grows with what is done."""
        return tuple(Mode).index(self)


class What(StrEnum):
    """What a message is hidden or carded for. The values of `Kind`, and flood."""

    SOURCING = "sourcing"
    DOSING = "dosing"
    HARASSMENT = "harassment"
    TRIGGER_DETAIL = "trigger_detail"
    CONTACT_INFO = "contact_info"
    SPAM = "spam"
    SELF_PROMO = "self_promo"
    FLOOD = "flood"


class Writer(StrEnum):
    """Who wrote a message."""

    MEMBER = "member"
    STAFF = "staff"  # moderators quote what they warn of; theirs is shown to staff, never hidden
    WEBHOOK = "webhook"  # nobody to tell


class State(StrEnum):
    """How far the hiding of a message has come; a crash leaves it anywhere."""

    BEGUN = "begun"
    SHOWN = "shown"  # staff have the words
    HIDDEN = "hidden"  # it is out of the room
    TOLD = "told"  # and its writer knows, as far as they can be reached
    DISPUTED = "disputed"
    RIGHTED = "righted"


class Mark(StrEnum):
    """What staff read on a card about what came after it."""

    FORBIDDEN = "forbidden"
    FAILED = "failed"
    GONE = "gone"
    NOT_TOLD = "not_told"
    CARED = "cared"
    DISPUTED = "disputed"
    RIGHTED = "righted"


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows, and for which kind."""

    what: What
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """One message that is being hidden: ids and words of ours, never its text.

    Attributes:
        language: "en" or "es", for its writer.
        has_writer: False for a webhook's message.
        card: Staff's card, once it is posted.
    """

    id: HidingId
    guild_id: GuildId
    what: What
    author_id: UserId
    channel_id: ChannelId
    message_id: MessageId
    language: str
    has_writer: bool
    state: State
    at: datetime
    card: Sent | None = None


Who = tuple[GuildId, UserId, What]
"""Whose messages of which kind, where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A message with what follows from it. It holds the words, and lives as long as they may."""

    server: Server
    heard: Heard
    verdict: Verdict
    follows: Follows
    writer: Writer

    @property
    def who(self) -> Who:
        """Whose burst it belongs to."""
        return self.server.guild_id, self.heard.author_id, self.follows.what


def mode(what: What, policies: Mapping[str, str], *, dosing: Mode) -> Mode:
    """Return how far a server goes about a kind.

    Args:
        dosing: The clinic's policy on doses, where the server has none of its own.
    """
    usual = dosing if what is What.DOSING else Mode.HIDE
    return Mode(policies.get(what, usual))


def follows(
    verdict: Verdict, writer: Writer, policies: Mapping[str, str], *, dosing: Mode
) -> Follows | None:
    """Return what follows from a verdict; the strongest of its kinds decides, None for nothing."""
    if Kind.CRISIS in {verdict.kind, *verdict.kinds}:
        return None
    heard = [What(kind) for kind in (verdict.kind, *verdict.kinds) if kind is not Kind.OK]
    return _strongest({what: mode(what, policies, dosing=dosing) for what in heard}, writer)


def after_flood(writer: Writer, policies: Mapping[str, str]) -> Follows | None:
    """Return what follows from a message that is one too many."""
    return _strongest({What.FLOOD: mode(What.FLOOD, policies, dosing=Mode.OFF)}, writer)


def _strongest(modes: Mapping[What, Mode], writer: Writer) -> Follows | None:
    if not modes:
        return None
    what, found = max(modes.items(), key=lambda each: each[1].rank)
    if writer is Writer.STAFF and found is not Mode.OFF:
        found = Mode.WATCH
    return None if found is Mode.OFF else Follows(what, found)


@dataclass(frozen=True, slots=True)
class FloodLimit:
    """More than `most` messages of one person `within` this time are a flood."""

    most: int
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the clinic's settings say.

    Attributes:
        words_kept: How long a card shows what was hidden.
        dosing: The policy on doses where a server has none of its own.
    """

    words_kept: timedelta
    dosing: Mode
    flood: FloodLimit


@dataclass(slots=True)
class FloodWatch:
    """Counts messages by person, in memory alone and for seconds."""

    limit: FloodLimit
    _seen: dict[tuple[GuildId, UserId], deque[datetime]] = field(
        default_factory=dict[tuple[GuildId, UserId], deque[datetime]]
    )
    _swept_at: datetime | None = None

    def is_one_too_many(self, guild_id: GuildId, user_id: UserId, at: datetime) -> bool:
        """Count a message; say whether it comes on top of what one person may write."""
        self._sweep(at)
        seen = self._seen.setdefault((guild_id, user_id), deque(maxlen=self.limit.most + 1))
        seen.append(at)
        return len(seen) > self.limit.most and at - seen[0] < self.limit.within

    def _sweep(self, at: datetime) -> None:
        if self._swept_at is not None and at - self._swept_at < self.limit.within:
            return
        self._swept_at = at
        old = [who for who, seen in self._seen.items() if at - seen[-1] >= self.limit.within]
        for who in old:
            del self._seen[who]


def card_key(hiding_id: HidingId) -> str:
    """Return the key by which a card is found again after a crash."""
    return f"hiding:{hiding_id}:card"


def expiry(hiding: Hiding, card: Sent, *, after: timedelta) -> Plan:
    """Return what takes the words off a card; once a card, however many messages it gathers."""
    return Plan(
        key=f"words:{card.message_id}",
        guild_id=hiding.guild_id,
        place=Room(card.channel_id),
        notice=WordsExpire(channel_id=card.channel_id, message_id=card.message_id),
        due_at=hiding.at + after,
    )


def dispute(hiding: Hiding, staff_room: ChannelId, *, now: datetime) -> Plan:
    """Return the call for a second look; once a message."""
    card = hiding.card
    return Plan(
        key=f"hiding:{hiding.id}:dispute",
        guild_id=hiding.guild_id,
        place=Room(staff_room),
        notice=HidingDisputed(
            hiding_id=hiding.id,
            guild_id=hiding.guild_id,
            author_id=hiding.author_id,
            what=hiding.what,
            card_channel_id=card.channel_id if card else None,
            card_message_id=card.message_id if card else None,
        ),
        due_at=now,
    )


def aside(name: str, hiding: Hiding) -> Aside:
    """Return what the writer of a message that was hidden is told under a name."""
    facts = (hiding.id, hiding.what.value, hiding.language, hiding.guild_id, hiding.channel_id)
    return Aside(
        what=name,
        facts=tuple(map(str, facts)),
        user_id=hiding.author_id,
        guild_id=hiding.guild_id,
        channel_id=hiding.channel_id,
    )


def note(name: str, matter: Matter) -> Aside:
    """Return what the writer of a message that stands is told under a name."""
    heard, server = matter.heard, matter.server
    facts = (0, matter.follows.what, matter.verdict.language, server.guild_id, heard.channel_id)
    return Aside(
        what=name,
        facts=tuple(map(str, facts)),
        user_id=heard.author_id,
        guild_id=server.guild_id,
        channel_id=heard.channel_id,
    )
