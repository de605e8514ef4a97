"""Hears that a rule in Discord's AutoMod was hit; what the writer wrote is never among it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import automod as domain
from bot.domain.automod import Part, Struck
from bot.domain.ids import MessageId
from bot.domain.messages import Heard
from bot.domain.screening import Verdict
from bot.domain.screening.keywords import Keyword
from bot.services.automod import AutomodService
from bot.services.ports import Now

Key = MessageId | tuple[int, ...]

# Messages that were a crisis within ten minutes; more than this many is no use of a room.
REMEMBERED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomodEar:
    """Tells a crisis from another hit, and says each message's once."""

    automod: AutomodService
    now: Now
    _cared: dict[Key, datetime] = field(default_factory=dict[Key, datetime])

    def judge(self, struck: Struck) -> Verdict | None:
        """Return the crisis that a hit means, in one synchronous call.

        None where it is another kind, nothing of ours, or its message was cared for already.
        """
        verdict = domain.verdict(struck, self.automod.part_of(struck.rule_id), self._words())
        if verdict is None or not self.is_first(_key(struck)):
            return None
        return verdict

    def is_first(self, key: Key) -> bool:
        """Say whether a message is cared for for the first time, and remember it.

        Where the bot is mentioned Discord shows it the words as well: both ears hear the message.
        """
        now = self.now()
        window = domain.ONE_MOMENT if isinstance(key, tuple) else domain.ONE_MESSAGE
        last = self._cared.get(key)
        if last is not None and now - last < window:
            return False
        while len(self._cared) >= REMEMBERED:
            del self._cared[next(iter(self._cared))]
        self._cared.pop(key, None)
        self._cared[key] = now
        return True

    def _words(self) -> dict[str, Keyword]:
        found = self.automod.filters.get(Part.CRISIS)
        return {each.text: each for each in (*found.keywords, *found.patterns)} if found else {}


def heard(struck: Struck) -> Heard:
    """Return a hit as something that was written, without its words."""
    return Heard(
        guild_id=struck.guild_id,
        channel_id=struck.channel_id,
        message_id=struck.message_id,
        author_id=struck.author_id,
        text="",
        at=struck.at,
    )


def _key(struck: Struck) -> Key:
    if struck.message_id is not None:
        return struck.message_id
    return (struck.guild_id, struck.channel_id or 0, struck.author_id)
