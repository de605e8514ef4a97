"""What services may ask of the outside about rooms and servers, beside their overwrites."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.cases import Case
from bot.domain.holds import Hold, Numbers
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.purges import Seen
from bot.domain.rooms import Shape


class Holder(Protocol):
    """Reads and sets numbers of a room or of the whole server.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def read(self, hold: Hold) -> Numbers:
        """Return what stands at Discord now, never from memory."""
        ...

    async def write(self, hold: Hold, changes: Numbers, case: Case | None) -> None:
        """Set what is named in `changes`; the case, or what it is for, is audited."""
        ...


class Warden(Protocol):
    """Knows what the bot may do in a room or in the whole server."""

    def lacks(
        self, guild_id: GuildId, channel_id: ChannelId | None, needs: Sequence[str]
    ) -> Sequence[str]:
        """Return those of `needs` that the bot lacks, as Discord's settings name them.

        Args:
            guild_id: The server.
            channel_id: The room or thread; None for the whole server.
            needs: By Discord's own names: "manage_messages".

        Raises:
            NotFound: The room is not there, or the bot cannot see it.
        """
        ...

    def room(self, channel_id: ChannelId) -> ChannelId:
        """Return the room that a thread belongs to; a room itself."""
        ...

    def shape(self, channel_id: ChannelId) -> Shape:
        """Return what sort of room it is; text where it is not known."""
        ...


class Sweeper(Protocol):
    """Looks through a room's messages and removes some.

    Every call raises MessengerError where Discord did not answer or did not allow it.
    """

    async def page(self, room_id: ChannelId, *, before: MessageId | None) -> Sequence[Seen]:
        """Return up to 100 messages of a room, newest first, without their words."""
        ...

    async def remove(self, case: Case, message_ids: Sequence[MessageId]) -> None:
        """Remove one message, or up to 100 of the last 14 days at once; fine if one is gone."""
        ...

    @property
    def reads_words(self) -> bool:
        """Whether the bot may see what messages contain."""
        ...
