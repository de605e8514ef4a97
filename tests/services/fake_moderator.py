"""A stand-in for Discord as moderation sees it: members, messages, and what was done to them."""

from dataclasses import dataclass, field

from bot.domain.cases import Case, Standing
from bot.domain.deliveries import Failure
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.services.ports import MessengerError

BOT = UserId(900)


@dataclass
class FakeModerator:
    """Keeps a small server in memory.

    Attributes:
        nameless: Discord does not tell the server's name.
        failures: Raised by the next acts, before they are done.
        lost: Raised by the next acts, after they were done: the answer was lost on its way.
        blind: Raised by the next questions, one each.
        unshown: Raised by the next cards for staff.
    """

    members: dict[UserId, Standing] = field(default_factory=dict[UserId, Standing])
    messages: dict[MessageId, Heard] = field(default_factory=dict[MessageId, Heard])
    bot_position: int = 50
    nameless: bool = False
    acts: list[Case] = field(default_factory=list[Case])
    shown: list[tuple[ChannelId, Heard]] = field(default_factory=list[tuple[ChannelId, Heard]])
    failures: list[BaseException] = field(default_factory=list[BaseException])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    blind: list[Exception] = field(default_factory=list[Exception])
    unshown: list[BaseException] = field(default_factory=list[BaseException])

    async def standing(self, guild_id: GuildId, user_id: UserId) -> Standing | None:
        """Return a member."""
        del guild_id
        self._look()
        return self.members.get(user_id)

    async def own_standing(self, guild_id: GuildId) -> Standing:
        """Return the bot."""
        del guild_id
        return Standing(user_id=BOT, position=self.bot_position)

    async def server_name(self, guild_id: GuildId) -> str:
        """Return a name."""
        if self.nameless:
            raise MessengerError("no such guild", failure=Failure.PASSING)
        return f"Server {guild_id}"

    async def message(self, channel_id: ChannelId, message_id: MessageId) -> Heard | None:
        """Return a message."""
        self._look()
        found = self.messages.get(message_id)
        return found if found is not None and found.channel_id == channel_id else None

    async def time_out(self, case: Case) -> None:
        """Time a member out."""
        self._begin(case)
        self.members[case.person] = Standing(
            user_id=case.person, position=1, timed_out_until=case.until
        )
        self._end()

    async def delete_message(self, case: Case) -> None:
        """Delete a message."""
        self._begin(case)
        assert case.message_id is not None
        del self.messages[case.message_id]
        self._end()

    async def show_hidden(self, staff_room: ChannelId, case: Case, hidden: Heard) -> None:
        """Remember what staff were shown."""
        del case
        if self.unshown:
            raise self.unshown.pop(0)
        self.shown.append((staff_room, hidden))

    def _look(self) -> None:
        if self.blind:
            raise self.blind.pop(0)

    def _begin(self, case: Case) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.acts.append(case)

    def _end(self) -> None:
        if self.lost:
            raise self.lost.pop(0)
