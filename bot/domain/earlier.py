"""What somebody wrote in a room just before: "i have the pills", and then "goodbye everyone".

Words in memory alone, few, short, and for minutes; nothing here is written down or shown.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.messages import Heard

# People who write a thought in pieces do so within minutes.
WINDOW = timedelta(minutes=5)
# One more doubles what two harmless messages say together by chance.
MESSAGES = 2
# Whoever writes longer says it in one message.
LENGTH = 200
# More people at once than a gate of one machine hears.
PEOPLE = 2000

Where = tuple[UserId, ChannelId]


@dataclass(frozen=True, slots=True)
class _Said:
    message_id: MessageId
    at: datetime
    words: str = field(repr=False)


@dataclass(slots=True)
class Earlier:
    """Joins a message to what its writer said in the room just before."""

    _said: OrderedDict[Where, deque[_Said]] = field(
        default_factory=OrderedDict[Where, deque[_Said]], repr=False
    )

    def __len__(self) -> int:
        """Return of how many people and rooms something is kept."""
        return len(self._said)

    def join(self, heard: Heard, *, now: datetime) -> str | None:
        """Return a message below what came before it, None where nothing did; and keep it.

        An edit takes the place of what it changes.
        """
        where = _where(heard)
        self.sweep(now=now)
        if where is None or heard.message_id is None or not heard.words:
            return None
        kept = self._said.setdefault(where, deque(maxlen=MESSAGES))
        before = [
            each for each in kept if each.message_id != heard.message_id and now - each.at < WINDOW
        ]
        kept.clear()
        kept.extend(before)
        if len(heard.words) <= LENGTH:
            kept.append(_Said(heard.message_id, now, heard.words))
        if not kept:
            del self._said[where]
            return None
        self._said.move_to_end(where)
        while len(self._said) > PEOPLE:
            self._said.popitem(last=False)
        return "\n".join([*(each.words for each in before), heard.words]) if before else None

    def forget(self, heard: Heard) -> None:
        """Forget what the writer of a message said there: they have help for it."""
        where = _where(heard)
        if where is not None:
            self._said.pop(where, None)

    def sweep(self, *, now: datetime) -> None:
        """Forget those who have said nothing for a while; the longest silent stand in front."""
        while self._said and now - next(iter(self._said.values()))[-1].at >= WINDOW:
            self._said.popitem(last=False)


def _where(heard: Heard) -> Where | None:
    return (heard.author_id, heard.channel_id) if heard.channel_id is not None else None
