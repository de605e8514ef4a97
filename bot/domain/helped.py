"""Who was given help a moment ago, so that one person is not answered over and over.

In memory alone, and no longer than it matters.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.ids import UserId
from bot.domain.screening import Level, Topic, Verdict

GENTLE = "gentle"
"""The offer in private where nothing is urgent; everything else is known by its topic."""


@dataclass(slots=True)
class Helped:
    """Remembers what each person was given within `lasts`."""

    lasts: timedelta
    _given: dict[tuple[UserId, str], datetime] = field(
        default_factory=dict[tuple[UserId, str], datetime]
    )

    def __len__(self) -> int:
        """Return how much is remembered."""
        return len(self._given)

    def remember(self, user_id: UserId, verdict: Verdict, *, now: datetime) -> None:
        """Keep that a person has the words that go with a verdict."""
        key = (user_id, _words(verdict))
        # Taken out first, so that the oldest stand in front and leave first.
        self._given.pop(key, None)
        self._given[key] = now
        while now - next(iter(self._given.values())) >= self.lasts:
            del self._given[next(iter(self._given))]

    def has(self, user_id: UserId, verdict: Verdict, *, now: datetime) -> bool:
        """Say whether a person has these words, or words that say more than an offer would.

        An offer is no help to somebody who is in danger now, nor are the words for another danger.
        """
        if verdict.level is Level.LOW:
            return self.lately(user_id, now=now)
        return self._is_fresh((user_id, _words(verdict)), now)

    def lately(self, user_id: UserId, *, now: datetime) -> bool:
        """Say whether a person was given any help."""
        return any(self._is_fresh((user_id, each), now) for each in (GENTLE, *Topic))

    def since(self, user_id: UserId, at: datetime) -> bool:
        """Say whether a person was given any help from a moment on."""
        given = (self._given.get((user_id, each)) for each in (GENTLE, *Topic))
        return any(each is not None and each >= at for each in given)

    def _is_fresh(self, key: tuple[UserId, str], now: datetime) -> bool:
        at = self._given.get(key)
        return at is not None and now - at < self.lasts


def _words(verdict: Verdict) -> str:
    return GENTLE if verdict.level is Level.LOW else (verdict.topic or Topic.SELF).value
