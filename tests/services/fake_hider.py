"""A stand-in for Discord as hiding sees it: messages in rooms, cards in the staff room."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.deliveries import Failure, Sent
from bot.domain.hiding import FloodLimit, Hiding, Mark, Matter, Mode, Rules
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.services.ports import MessengerError

RULES = Rules(
    words_kept=timedelta(hours=72),
    dosing=Mode.NUDGE,
    flood=FloodLimit(most=5, within=timedelta(seconds=5)),
)


@dataclass
class Card:
    """What staff see: the words of the messages on it, and what came after."""

    sent: Sent
    mode: Mode
    words: list[str]
    marks: list[Mark] = field(default_factory=list[Mark])


@dataclass
class FakeHider:
    """Keeps cards and says what was deleted.

    Attributes:
        unshown, undeleted: Raised by the next cards and deletions.
        lost: Raised by the next deletions, after they were done.
        full: No card has space for more.
    """

    cards: list[Card] = field(default_factory=list[Card])
    deleted: list[MessageId] = field(default_factory=list[MessageId])
    unshown: list[BaseException] = field(default_factory=list[BaseException])
    undeleted: list[BaseException] = field(default_factory=list[BaseException])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    full: bool = False

    @property
    def card(self) -> Card:
        """The only card there is."""
        [only] = self.cards
        return only

    async def show(self, staff_room: ChannelId, matter: Matter, hiding: Hiding | None) -> Sent:
        """Remember a card."""
        if self.unshown:
            raise self.unshown.pop(0)
        sent = Sent(MessageId(1000 + len(self.cards)), staff_room)
        words = [matter.heard.text] if hiding is not None else []
        self.cards.append(Card(sent, matter.follows.mode, words))
        return sent

    async def gather(self, card: Sent, matter: Matter, hiding: Hiding | None) -> bool:
        """Remember one more."""
        if self.full:
            return False
        self._find(card).words.append(matter.heard.text if hiding is not None else "")
        return True

    async def mark(self, card: Sent, mark: Mark, *, by: UserId | None) -> None:
        """Remember what came after."""
        del by
        self._find(card).marks.append(mark)

    async def delete(self, hiding: Hiding) -> None:
        """Delete a message."""
        if self.undeleted:
            raise self.undeleted.pop(0)
        if hiding.message_id in self.deleted:
            raise MessengerError("404", failure=Failure.GONE)
        self.deleted.append(hiding.message_id)
        if self.lost:
            raise self.lost.pop(0)

    def _find(self, card: Sent) -> Card:
        for each in self.cards:
            if each.sent == card:
                return each
        raise MessengerError("404", failure=Failure.GONE)
