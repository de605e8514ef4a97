"""Stand-ins for the ports of acts on rooms: rights, numbers that are held, and messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain.cases import Case
from bot.domain.deliveries import Failure
from bot.domain.errors import NotFound
from bot.domain.holds import Hold, Numbers
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.purges import Seen
from bot.domain.rooms import Shape
from bot.services.ports import MessengerError

TWO_WEEKS_OF_IDS = 14 * 24 * 3600 * 1000 << 22


@dataclass
class FakeWarden:
    """Knows what the bot lacks, which rooms are gone, and which are threads.

    Attributes:
        gone_later: Rooms that go once they were looked at.
    """

    lacking: set[str] = field(default_factory=set[str])
    gone: set[int] = field(default_factory=set[int])
    gone_later: set[int] = field(default_factory=set[int])
    threads: dict[int, ChannelId] = field(default_factory=dict[int, ChannelId])
    shapes: dict[int, Shape] = field(default_factory=dict[int, Shape])

    def lacks(
        self, guild_id: GuildId, channel_id: ChannelId | None, needs: Sequence[str]
    ) -> Sequence[str]:
        """Return what is lacking, as Discord's settings name it."""
        del guild_id
        if channel_id in self.gone:
            raise NotFound("room")
        self.gone |= self.gone_later
        return [name.replace("_", " ").title() for name in needs if name in self.lacking]

    def room(self, channel_id: ChannelId) -> ChannelId:
        """Return a thread's room."""
        return self.threads.get(channel_id, channel_id)

    def shape(self, channel_id: ChannelId) -> Shape:
        """Return what sort of room it is."""
        return self.shapes.get(channel_id, Shape.TEXT)


@dataclass
class FakeHolder:
    """Numbers in memory; fails as often as `failures` has entries.

    Attributes:
        lost: Failures that come after the numbers were set.
        written: What was set, with the case it was for.
    """

    stands: dict[str, int | None]
    written: list[tuple[Numbers, Case | None]] = field(
        default_factory=list[tuple[Numbers, Case | None]]
    )
    failures: list[BaseException] = field(default_factory=list[BaseException])
    lost: list[BaseException] = field(default_factory=list[BaseException])

    async def read(self, hold: Hold) -> Numbers:
        """Return what stands."""
        del hold
        return dict(self.stands)

    async def write(self, hold: Hold, changes: Numbers, case: Case | None) -> None:
        """Set numbers."""
        del hold
        if self.failures:
            raise self.failures.pop(0)
        self.stands.update(changes)
        self.written.append((changes, case))
        if self.lost:
            raise self.lost.pop(0)


@dataclass
class FakeSweeper:
    """A room's messages, newest first; refuses what Discord refuses.

    Attributes:
        newest: The id of a message that would be written now.
        failures: Raised by the next removals, before they are done.
        lost: Raised by the next removals, after they were done.
        calls: How many each removal took.
    """

    newest: MessageId
    messages: list[Seen] = field(default_factory=list[Seen])
    reads_words: bool = True
    calls: list[int] = field(default_factory=list[int])
    failures: list[BaseException | None] = field(default_factory=list[BaseException | None])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    blind: list[Exception] = field(default_factory=list[Exception])

    async def page(self, room_id: ChannelId, *, before: MessageId | None) -> Sequence[Seen]:
        """Return up to 100 messages."""
        del room_id
        if self.blind:
            raise self.blind.pop(0)
        older = [each for each in self.messages if before is None or each.id < before]
        return older[:100]

    async def remove(self, case: Case, message_ids: Sequence[MessageId]) -> None:
        """Remove messages as Discord's two routes do."""
        del case
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.calls.append(len(message_ids))
        is_too_old = min(message_ids) < self.newest - TWO_WEEKS_OF_IDS
        if len(message_ids) > 100 or (len(message_ids) > 1 and is_too_old):
            raise MessengerError("400 50034", failure=Failure.REFUSED)
        self.messages = [each for each in self.messages if each.id not in message_ids]
        if self.lost:
            raise self.lost.pop(0)
