"""What the bot says unasked about joining: that the rules have changed, and a role in trouble."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import GuildId, RoleId


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsChanged:
    """Somebody who agreed to an older version is asked again, or told that its time is over.

    Attributes:
        server: The server's name; empty while Discord does not show it.
        language: "en" or "es".
        until: Until when the older version counts, aware UTC.
        is_over: Whether that time is over, and the role gone.
    """

    guild_id: GuildId
    version: int
    server: str
    language: str
    until: datetime
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningTrouble:
    """The role of those who agreed cannot be given or taken; staff are told once.

    Attributes:
        problem: A value of `consent.RoleFault`, or of `deliveries.Failure`.
    """

    guild_id: GuildId
    role_id: RoleId
    problem: str
