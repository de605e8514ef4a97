"""Stand-ins for the ports. Everything else in the tests is real."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.asides import Aside
from bot.domain.deliveries import Person, Place, Room, Sent
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.notices import Notice
from bot.domain.screening import Kind, Verdict
from bot.domain.screening.opinion import Bar, Opinion
from bot.domain.servers import Actor

# A direct message's channel, as Discord would open it for a person.
DM_OFFSET = 1_000_000


@dataclass
class ManualClock:
    """A clock that moves only when told."""

    moment: datetime

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self.moment

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.moment += by


@dataclass(frozen=True)
class Posted:
    """Something that a FakeMessenger said."""

    place: Place
    notice: Notice
    nonce: str
    sent: Sent


@dataclass
class FakeMessenger:
    """Remembers what was posted; fails as often as `failures` has entries.

    Attributes:
        lost: Failures that come after the message was posted: the answer was lost on its way.
        refuses: What every message to a place meets.
        told: Set as something is said in a place.
        held: Places whose messages wait, as in a room at its limit.
    """

    messages: list[Posted] = field(default_factory=list[Posted])
    failures: list[Exception] = field(default_factory=list[Exception])
    lost: list[Exception] = field(default_factory=list[Exception])
    refuses: dict[Place, Exception] = field(default_factory=dict[Place, Exception])
    told: dict[Place, asyncio.Event] = field(default_factory=dict[Place, asyncio.Event])
    held: dict[Place, asyncio.Event] = field(default_factory=dict[Place, asyncio.Event])

    @property
    def posted(self) -> list[Notice]:
        """The notices alone, in order."""
        return [message.notice for message in self.messages]

    async def post(self, place: Place, notice: Notice, *, nonce: str) -> Sent:
        """Remember the notice, or raise the next failure."""
        if place in self.held:
            await self.held[place].wait()
        if self.failures:
            raise self.failures.pop(0)
        if place in self.refuses:
            raise self.refuses[place]
        sent = Sent(MessageId(len(self.messages) + 1), channel_of(place))
        self.messages.append(Posted(place, notice, nonce, sent))
        if place in self.told:
            self.told[place].set()
        if self.lost:
            raise self.lost.pop(0)
        return sent

    async def find(
        self, place: Place, notice: Notice, *, nonce: str, since: datetime
    ) -> Sent | None:
        """Look for a message by its nonce, as a read-back of the room does."""
        del notice, since
        for message in self.messages:
            if message.place == place and message.nonce == nonce:
                return message.sent
        return None


def channel_of(place: Place) -> ChannelId:
    """Return where a message to `place` ends up."""
    match place:
        case Room(channel_id):
            return channel_id
        case Person(user_id):
            return ChannelId(DM_OFFSET + user_id)


@dataclass
class FakeAlarm:
    """Counts how often it was told to look at the ledger."""

    woken: int = 0

    def wake(self) -> None:
        """Count."""
        self.woken += 1


@dataclass
class FakeRoles:
    """Remembers who has which role; refuses as often as `failures` has entries."""

    held: set[tuple[UserId, RoleId]] = field(default_factory=set[tuple[UserId, RoleId]])
    failures: list[Exception] = field(default_factory=list[Exception])

    async def give(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Remember it, or raise the next failure."""
        del guild_id
        if self.failures:
            raise self.failures.pop(0)
        self.held.add((user_id, role_id))

    async def take(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Forget it."""
        del guild_id
        self.held.discard((user_id, role_id))


@dataclass
class FakeWhisper:
    """Remembers what was sent in private; refuses as often as `failures` has entries."""

    said: list[Aside] = field(default_factory=list[Aside])
    failures: list[Exception] = field(default_factory=list[Exception])

    async def privately(self, aside: Aside) -> None:
        """Remember it, or raise the next failure."""
        if self.failures:
            raise self.failures.pop(0)
        self.said.append(aside)


@dataclass
class FakeMembership:
    """Knows who is where."""

    members: set[tuple[GuildId, UserId]] = field(default_factory=set[tuple[GuildId, UserId]])

    async def is_member(self, guild_id: GuildId, user_id: UserId) -> bool:
        """Say whether a person is in a server."""
        return (guild_id, user_id) in self.members


@dataclass
class FakePeople:
    """Knows who is of staff; refuses as often as `failures` has entries.

    Attributes:
        told_of: Whom Discord names unasked: the owner.
    """

    members: dict[UserId, Actor] = field(default_factory=dict[UserId, Actor])
    told_of: list[UserId] = field(default_factory=list[UserId])
    failures: list[Exception] = field(default_factory=list[Exception])

    async def actor(self, guild_id: GuildId, user_id: UserId) -> Actor | None:
        """Return a member, or raise the next failure."""
        del guild_id
        if self.failures:
            raise self.failures.pop(0)
        return self.members.get(user_id)

    async def staff(self, guild_id: GuildId, known: Sequence[UserId]) -> Sequence[Actor]:
        """Return whom Discord names and those of `known` who are still here."""
        found = [await self.actor(guild_id, each) for each in {*self.told_of, *known}]
        return [each for each in found if each is not None]


@dataclass
class FakeVoice:
    """Remembers in which order a person was helped and told."""

    heard: list[str] = field(default_factory=list[str])
    reaches: bool = True

    async def support(self, verdict: Verdict) -> bool:
        """Remember that help was given."""
        self.heard.append(f"support:{verdict.topic}")
        return self.reaches

    async def staff_were_told(self, verdict: Verdict) -> None:
        """Remember that the person was told about staff."""
        del verdict
        self.heard.append("staff were told")


@dataclass
class FakeEar:
    """A model that hears what is in `likes`; `before` runs first, in the worker's thread."""

    likes: dict[str, Kind] = field(default_factory=dict[str, Kind])
    before: Callable[[], object] = lambda: None
    asked: list[str] = field(default_factory=list[str])
    digest: str = "none"

    @property
    def bars(self) -> dict[Kind, Bar]:
        """All alike."""
        return {kind: Bar(heard=0.0, sure=0.5) for kind in Kind if kind is not Kind.OK}

    def opine(self, text: str) -> Opinion:
        """Remember what was asked, and answer out of `likes`."""
        self.before()
        self.asked.append(text)
        scores = dict.fromkeys(self.bars, -1.0)
        if text in self.likes:
            scores[self.likes[text]] = 0.2
        return Opinion(scores=scores, nearest={kind: f"{kind}.some.en" for kind in scores})

    def opine_all(self, texts: Sequence[str]) -> list[Opinion]:
        """Answer one after the other."""
        return [self.opine(text) for text in texts]
