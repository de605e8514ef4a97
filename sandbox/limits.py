"""Rate limits, when they are switched on: 5 messages in 5 s a channel, 50 requests a second.

Real time counts, not the sandbox's clock: a limit protects a server, not a story.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from sandbox.snowflakes import Snowflake

_MESSAGES: Final = (5, 5.0)
_EVERYTHING: Final = (50, 1.0)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands in one bucket after a request.

    Attributes:
        wait_seconds: how long until the next one is taken; 0 where this one was.
        reset_seconds: how long until the bucket is empty again.
        reset_at: when that is, in seconds since 1970.
    """

    bucket: str
    limit: int
    remaining: int
    wait_seconds: float
    reset_seconds: float
    reset_at: float
    is_global: bool = False


@dataclass(slots=True)
class Limits:
    """Counts requests in sliding windows."""

    _windows: dict[str, deque[float]] = field(default_factory=dict[str, deque[float]])

    def take_any(self, user_id: Snowflake, now: float) -> Standing:
        """Count any request of a user."""
        return self._take(f"global:{user_id}", *_EVERYTHING, now=now, is_global=True)

    def take_message(self, user_id: Snowflake, channel_id: str, now: float) -> Standing:
        """Count a message of a user in a channel."""
        return self._take(f"messages:{user_id}:{channel_id}", *_MESSAGES, now=now)

    def clear(self) -> None:
        """Empty every bucket."""
        self._windows.clear()

    def _take(
        self, bucket: str, limit: int, seconds: float, *, now: float, is_global: bool = False
    ) -> Standing:
        window = self._windows.setdefault(bucket, deque())
        while window and now - window[0] >= seconds:
            window.popleft()
        wait = 0.0
        if len(window) >= limit:
            wait = max(0.001, seconds - (now - window[0]))
        else:
            window.append(now)
        # Whoever waits for it may use the whole limit: the last one taken has left as well.
        reset = seconds - (now - window[-1])
        left = limit - len(window)
        return Standing(bucket, limit, left, wait, reset, now + reset, is_global)
