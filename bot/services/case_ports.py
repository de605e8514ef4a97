"""What moderation asks of Discord: who somebody is there, what is done to them, what others did."""

from datetime import datetime
from typing import Protocol

from bot.domain.cases import Banned, Case, Standing
from bot.domain.cases.deeds import LogRead
from bot.domain.ids import AuditId, ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard


class Moderator(Protocol):
    """Acts on people and their messages, on a human's word only.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def standing(self, guild_id: GuildId, user_id: UserId) -> Standing | None:
        """Return where a person stands now, or None when they are not in the server."""
        ...

    async def own_standing(self, guild_id: GuildId) -> Standing:
        """Return where the bot itself stands now."""
        ...

    async def server_name(self, guild_id: GuildId) -> str:
        """Return the server's name."""
        ...

    async def message(self, channel_id: ChannelId, message_id: MessageId) -> Heard | None:
        """Return a message that stands in a room, or None when it is gone."""
        ...

    async def ban_of(self, guild_id: GuildId, user_id: UserId) -> Banned | None:
        """Return somebody's ban, or None when they are not banned."""
        ...

    async def was_kicked(self, case: Case) -> bool | None:
        """Say whether the server's log has the kick of a case; None when we may not read it."""
        ...

    async def time_out(self, case: Case, until: datetime) -> None:
        """Time the person out by Discord's own timeout, at most 28 days ahead."""
        ...

    async def end_timeout(self, case: Case) -> None:
        """Let the person write again."""
        ...

    async def kick(self, case: Case) -> None:
        """Remove the person from the server."""
        ...

    async def ban(self, case: Case) -> None:
        """Ban the person, and remove what they wrote as far back as the case says."""
        ...

    async def unban(self, case: Case) -> None:
        """Lift the person's ban; for a case that banned them, because its time is over."""
        ...

    async def delete_message(self, case: Case) -> None:
        """Delete the message of a case."""
        ...

    async def show_hidden(self, staff_room: ChannelId, case: Case, hidden: Heard) -> None:
        """Show staff the words that a case hid. They are kept nowhere else."""
        ...


class AuditLog(Protocol):
    """Reads what was done to people in a server."""

    async def after(self, guild_id: GuildId, entry_id: AuditId) -> LogRead:
        """Return the next stretch after a line; our own acts are left out.

        Raises:
            MessengerError: Discord did not answer, or we may not read the log.
        """
        ...
