"""Questions to staff without a name: who is blocked, and when staff may learn who asked."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ids import UserId
from bot.domain.servers import Server

POLICY, ON, OFF = "private_questions", "on", "off"
BLOCKED_FOR = timedelta(days=30)
# A wish to know is of the hour; a colleague who agrees a day later agrees to something else.
AGREES_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """That staff wish to learn who asked, or have.

    Attributes:
        first_by: Who wished it.
        first_at: Aware UTC.
        second_by: Who agreed; None until somebody has.
    """

    first_by: UserId
    first_at: datetime
    second_by: UserId | None

    def waits(self, now: datetime) -> bool:
        """Say whether a second person may still agree."""
        return self.second_by is None and now < self.first_at + AGREES_WITHIN


def is_on(server: Server) -> bool:
    """Say whether members may ask without a name here."""
    return server.policies.get(POLICY) == ON


def token(key: bytes, user_id: UserId) -> str:
    """Return what stands for a person in a server's list of blocks; without the key, nobody."""
    return hmac.new(key, str(user_id).encode(), hashlib.sha256).hexdigest()
