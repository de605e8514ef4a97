"""Which changes of a message are its writer's: Discord also reports previews, pins and threads."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.ids import MessageId
from bot.domain.messages import Heard

# An evening's messages; for what is older, the time of the change decides.
REMEMBERED = 5000
# A change that is reported later than this is another one: a pin, or a preview that loaded.
FRESH = timedelta(minutes=5)


@dataclass(slots=True)
class Edits:
    """Knows what was judged, in memory alone, by numbers that mean nothing in another process."""

    _judged: OrderedDict[MessageId, int] = field(default_factory=OrderedDict[MessageId, int])

    def remember(self, heard: Heard) -> None:
        """Take note that these words are judged."""
        if heard.message_id is None:
            return
        self._judged[heard.message_id] = hash(heard.words)
        self._judged.move_to_end(heard.message_id)
        if len(self._judged) > REMEMBERED:
            self._judged.popitem(last=False)

    def is_news(self, heard: Heard, edited_at: datetime | None, *, now: datetime) -> bool:
        """Say whether a changed message has words that were not judged, and remember them."""
        if heard.message_id is None or edited_at is None:
            return False
        judged = self._judged.get(heard.message_id)
        if judged is None and now - edited_at > FRESH:
            return False
        self.remember(heard)
        return judged != hash(heard.words)
