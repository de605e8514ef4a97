"""A gateway session: who listens, to what, and what it would miss while its socket is down."""

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.gateway import intents
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Json

# Discord does not say how much it replays; this outlasts any test's silence.
_REPLAY = 5000


class Outlet(Protocol):
    """A socket that takes frames for sending."""

    def push(self, text: str) -> None:
        """Send a frame after those before it."""
        ...

    def end(self, code: int, reason: str) -> None:
        """Close the socket after the frames before it."""
        ...

    def abort(self) -> None:
        """Cut the line without a word."""
        ...


@dataclass(slots=True, eq=False)
class Session:
    """One identified client.

    Attributes:
        shard: number and count of a sharded bot.
        outlet: the socket now attached; None while the session waits to be resumed.
        detached_at: loop time when the socket was lost.
    """

    id: str
    user_id: Snowflake
    is_bot: bool
    intents: int
    shard: tuple[int, int] | None = None
    outlet: Outlet | None = None
    detached_at: float | None = None
    status: str = "online"
    seq: int = 0
    _sent: deque[tuple[int, str]] = field(
        default_factory=lambda: deque[tuple[int, str]](maxlen=_REPLAY)
    )

    def send(self, event: str, payload: Json) -> None:
        """Dispatch an event, kept for a replay."""
        self.seq += 1
        text = json.dumps({"t": event, "s": self.seq, "op": 0, "d": payload})
        self._sent.append((self.seq, text))
        if self.outlet is not None:
            self.outlet.push(text)

    def missed_since(self, seq: int) -> list[str] | None:
        """List the frames after `seq`; None where some of them are gone or it never was."""
        if seq > self.seq or seq < 0:
            return None
        missed = [text for number, text in self._sent if number > seq]
        return missed if len(missed) == self.seq - seq else None

    def owns(self, guild_id: Snowflake | None) -> bool:
        """Tell whether this shard serves a guild; direct conversations are shard 0's."""
        if self.shard is None:
            return True
        number, count = self.shard
        return (0 if guild_id is None else (guild_id >> 22) % count) == number

    def hears(self, event: str, *, in_guild: bool) -> bool:
        """Tell whether the session asked for an event."""
        bit = intents.needed(event, in_guild=in_guild)
        return not self.is_bot or not bit or bool(self.intents & bit)
