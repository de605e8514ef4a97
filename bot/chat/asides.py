"""The `Whisper` port over Discord: each kind of note has its words from whoever registered it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.chat.messenger import DiscordMessenger
from bot.chat.render.said import Said
from bot.domain.asides import Aside
from bot.domain.deliveries import Person

Words = Callable[[Aside], Said]


@dataclass(frozen=True, slots=True)
class DiscordWhisper:
    """See `Whisper`."""

    messenger: DiscordMessenger
    _words: dict[str, Words] = field(default_factory=dict[str, Words])

    def words_for(self, what: str, words: Words) -> None:
        """Let `words` say the notes that are called `what`; for a cog's `__init__`.

        Raises:
            ValueError: Somebody else says them already.
        """
        if what in self._words:
            raise ValueError(what)
        self._words[what] = words

    def say(self, aside: Aside) -> Said:
        """Return a note in words."""
        return self._words[aside.what](aside)

    async def privately(self, aside: Aside) -> None:
        """Send a note by direct message."""
        await self.messenger.say(Person(aside.user_id), self.say(aside))
