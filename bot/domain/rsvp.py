"""How many plan to come. Never who: an answer is a keyed hash, and its key is destroyed."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from bot.domain.ids import UserId

# A number below this could be told apart by who is in the room.
FEWEST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Count:
    """How many have answered."""

    coming: int = 0
    not_coming: int = 0


def answerer(key: str, user_id: UserId) -> str:
    """Return what somebody is known by in one occurrence: HMAC-SHA256 in hex.

    Args:
        key: Random, of this occurrence alone, in hex.
    """
    return hmac.new(bytes.fromhex(key), str(user_id).encode(), hashlib.sha256).hexdigest()


def shown(number: int) -> int | None:
    """Return a number as people may see it; None for fewer than five."""
    return number if number >= FEWEST_SHOWN else None
