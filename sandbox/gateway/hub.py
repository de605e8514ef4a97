"""All gateway sessions, and the delivery of events to those who may hear them."""

import asyncio
import secrets
from collections.abc import Callable, Collection

from sandbox.gateway.session import Session
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Json
from sandbox.world.world import World

# Real time: how long a lost session can be resumed.
_RESUMABLE_SECONDS = 600.0

Shown = Callable[[Session], Json | None]


class Hub:
    """Keeps sessions and dispatches to them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}

    def open(self, user_id: Snowflake, intents: int, shard: tuple[int, int] | None) -> Session:
        """Begin a session."""
        self._forget_stale()
        is_bot = self._world.users[user_id].bot
        session = Session(secrets.token_hex(16), user_id, is_bot, intents, shard)
        self._sessions[session.id] = session
        return session

    def find(self, session_id: str) -> Session | None:
        """Find a session that has not ended."""
        self._forget_stale()
        return self._sessions.get(session_id)

    def detach(self, session: Session) -> None:
        """Keep a session whose socket was lost, for a while."""
        session.outlet = None
        session.detached_at = asyncio.get_running_loop().time()

    def end(self, session: Session) -> None:
        """End a session for good."""
        self._sessions.pop(session.id, None)

    def end_all_of(self, user_id: Snowflake, code: int, reason: str) -> None:
        """End every session of a user whose token is no longer good."""
        for session in list(self.sessions_of(user_id)):
            self.end(session)
            if session.outlet is not None:
                session.outlet.end(code, reason)

    def sessions(self) -> list[Session]:
        """List the sessions, attached or waiting."""
        return list(self._sessions.values())

    def sessions_of(self, user_id: Snowflake) -> list[Session]:
        """List a user's sessions."""
        return [s for s in self._sessions.values() if s.user_id == user_id]

    def is_online(self, user_id: Snowflake) -> bool:
        """Tell whether a user has a live socket."""
        return any(s.outlet is not None for s in self.sessions_of(user_id))

    def tell(self, user_id: Snowflake, event: str, payload: Json) -> None:
        """Send an event to one user's sessions."""
        for session in self.sessions_of(user_id):
            if session.owns(None) and session.hears(event, in_guild=False):
                session.send(event, payload)

    def publish(
        self,
        event: str,
        shown: Json | Shown,
        *,
        guild_id: Snowflake | None,
        to: Collection[Snowflake],
    ) -> None:
        """Send an event to the sessions of some users, each as it may see it.

        Args:
            event: its name on the gateway.
            shown: the payload, or what gives it for a session (None: not for this one).
            guild_id: the guild it happened in; None in a direct conversation.
            to: the users who may know of it.
        """
        for session in list(self._sessions.values()):
            if session.user_id not in to or not session.owns(guild_id):
                continue
            if not session.hears(event, in_guild=guild_id is not None):
                continue
            payload = shown(session) if callable(shown) else shown
            if payload is not None:
                session.send(event, payload)

    def _forget_stale(self) -> None:
        now = asyncio.get_running_loop().time()
        for session in list(self._sessions.values()):
            lost = session.detached_at
            if session.outlet is None and lost is not None and now - lost > _RESUMABLE_SECONDS:
                self.end(session)
