"""What joining asks of Discord: who somebody is there, the role members are given, the card."""

from datetime import datetime
from typing import Protocol

from bot.domain.consent import Card, RoleFault, Standing, Terms
from bot.domain.deliveries import Sent
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.servers import Server


class MemberRoles(Protocol):
    """Gives the role that opens the rooms, and takes it.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def standing(self, guild_id: GuildId, user_id: UserId) -> Standing | None:
        """Return where a person stands now, or None when they are not in the server."""
        ...

    def fault(self, server: Server, role_id: RoleId) -> RoleFault | None:
        """Say why a role cannot be given to whoever agrees; None when it can."""
        ...

    async def give(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Give somebody the role."""
        ...

    async def take(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Take the role from somebody; fine if they, or the role, are gone."""
        ...


class Noticeboard(Protocol):
    """Keeps the card that asks to agree.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def post(self, card: Card, terms: Terms, *, language: str) -> Sent:
        """Post the card; it carries its key where `find` looks."""
        ...

    async def find(self, card: Card, *, since: datetime) -> Sent | None:
        """Return the card if a posting of it stands in its room; `since` is aware UTC."""
        ...

    async def stands(self, card: Card) -> bool:
        """Say whether the card that was posted is still there."""
        ...

    async def change(self, card: Card, terms: Terms, *, language: str) -> None:
        """Let the card that stands show these terms."""
        ...

    async def take_down(self, sent: Sent) -> None:
        """Delete a card; fine if it is gone already."""
        ...
