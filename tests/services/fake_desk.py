"""A stand-in for the desk at which staff see questions."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.deliveries import Sent
from bot.domain.faq.entries import EntryId
from bot.domain.handovers import Handover, Mark
from bot.domain.ids import ChannelId, GuildId, HandoverId, MessageId, UserId


@dataclass
class FakeLibrary:
    """Remembers drafts."""

    drafts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    async def add_draft(self, guild_id: GuildId, title: str, answer: str, *, by: UserId) -> EntryId:
        """Remember the draft."""
        del guild_id, by
        self.drafts.append((title, answer))
        return EntryId("a-draft")


@dataclass
class FakeDesk:
    """Remembers cards and marks; refuses as often as `failures` has entries."""

    cards: dict[HandoverId, str] = field(default_factory=dict[HandoverId, str])
    marks: list[tuple[Mark, UserId | None]] = field(
        default_factory=list[tuple[Mark, UserId | None]]
    )
    failures: list[Exception] = field(default_factory=list[Exception])
    private: set[HandoverId] = field(default_factory=set[HandoverId])

    async def post(
        self, staff_room: ChannelId, handover_id: HandoverId, question: str, *, is_private: bool
    ) -> Sent:
        """Remember the card, or raise the next failure."""
        if self.failures:
            raise self.failures.pop(0)
        self.cards[handover_id] = question
        if is_private:
            self.private.add(handover_id)
        return Sent(MessageId(len(self.cards)), staff_room)

    async def mark(
        self, handover: Handover, mark: Mark, *, by: UserId | None, at: datetime
    ) -> None:
        """Remember the mark, or raise the next failure."""
        del at
        assert handover.card is not None
        if self.failures:
            raise self.failures.pop(0)
        self.marks.append((mark, by))

    async def server_name(self, guild_id: GuildId) -> str:
        """Return a name."""
        del guild_id
        return "Evening rooms"
