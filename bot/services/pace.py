"""How often the bot may speak where nobody has called it by a command. In memory alone."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.faq.entries import EntryId
from bot.domain.ids import ChannelId, UserId
from bot.services.ports import Now

# A room stays the members' own: at most so many replies in so long, and fewer to one person.
WINDOW = timedelta(minutes=2)
IN_A_ROOM = 4
TO_A_PERSON = 2
# What stands a little further up need not be said again.
FURTHER_UP = timedelta(minutes=15)


@dataclass(slots=True, kw_only=True)
class Pace:
    """Remembers, for minutes, where the bot has just spoken and what it said."""

    now: Now
    _spoke: dict[int, deque[datetime]] = field(default_factory=dict[int, deque[datetime]])
    _said: dict[tuple[ChannelId, EntryId], datetime] = field(
        default_factory=dict[tuple[ChannelId, EntryId], datetime]
    )

    def take_turn(self, channel_id: ChannelId, user_id: UserId) -> bool:
        """Say whether the bot may speak in a room to a person now, and count that it does."""
        now = self.now()
        self._forget(now)
        room = self._spoke.setdefault(channel_id, deque())
        person = self._spoke.setdefault(user_id, deque())
        if len(room) >= IN_A_ROOM or len(person) >= TO_A_PERSON:
            return False
        room.append(now)
        person.append(now)
        return True

    def stands(self, channel_id: ChannelId, entry_id: EntryId) -> bool:
        """Say whether an entry stands in a room already, a little further up."""
        self._forget(self.now())
        return (channel_id, entry_id) in self._said

    def say(self, channel_id: ChannelId, entry_id: EntryId) -> bool:
        """Note that an entry stands in a room from now on; say whether it did not before."""
        is_new = not self.stands(channel_id, entry_id)
        if is_new:
            self._said[channel_id, entry_id] = self.now()
        return is_new

    def unsay(self, channel_id: ChannelId, entry_id: EntryId) -> None:
        """Take back what `say` noted: Discord did not take it."""
        self._said.pop((channel_id, entry_id), None)

    def _forget(self, now: datetime) -> None:
        for key, moments in list(self._spoke.items()):
            while moments and now - moments[0] >= WINDOW:
                moments.popleft()
            if not moments:
                del self._spoke[key]
        for place, at in list(self._said.items()):
            if now - at >= FURTHER_UP:
                del self._said[place]
