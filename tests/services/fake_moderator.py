"""A stand-in for Discord as moderation sees it: members, messages, and what was done to them."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.cases import MANNERS, Banned, Case, Standing, mark
from bot.domain.deliveries import Failure
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.services.ports import MessengerError

BOT = UserId(900)
EVERYTHING = frozenset(manner.needs for manner in MANNERS.values() if manner.needs)


@dataclass
class FakeModerator:
    """Keeps a small server in memory.

    Attributes:
        bans: By person, as Discord keeps them.
        kicked: What the audit log has of our kicks.
        has_log: Whether we may read the audit log.
        held: What the bot may do.
        nameless: Discord does not tell the server's name.
        failures: Raised by the next acts, before they are done.
        lost: Raised by the next acts, after they were done: the answer was lost on its way.
        blind: Raised by the next questions, one each.
        unshown: Raised by the next cards for staff.
    """

    members: dict[UserId, Standing] = field(default_factory=dict[UserId, Standing])
    messages: dict[MessageId, Heard] = field(default_factory=dict[MessageId, Heard])
    bans: dict[UserId, Banned] = field(default_factory=dict[UserId, Banned])
    kicked: list[Case] = field(default_factory=list[Case])
    has_log: bool = True
    held: frozenset[str] = EVERYTHING
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
        return Standing(user_id=BOT, position=self.bot_position, held=self.held)

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

    async def ban_of(self, guild_id: GuildId, user_id: UserId) -> Banned | None:
        """Return a ban."""
        del guild_id
        self._look()
        return self.bans.get(user_id)

    async def was_kicked(self, case: Case) -> bool | None:
        """Look through the log."""
        self._look()
        if not self.has_log:
            return None
        return any(mark(case) == mark(each) for each in self.kicked)

    async def time_out(self, case: Case, until: datetime) -> None:
        """Time a member out."""
        self._set_timeout(case, until)

    async def end_timeout(self, case: Case) -> None:
        """Let a member write."""
        self._set_timeout(case, None)

    def _set_timeout(self, case: Case, until: datetime | None) -> None:
        self._begin(case)
        self.members[case.person] = Standing(user_id=case.person, position=1, timed_out_until=until)
        self._end()

    async def kick(self, case: Case) -> None:
        """Remove a member."""
        self._begin(case)
        del self.members[case.person]
        self.kicked.append(case)
        self._end()

    async def ban(self, case: Case) -> None:
        """Ban somebody."""
        self._begin(case)
        self.members.pop(case.person, None)
        self.bans[case.person] = Banned(f"{mark(case)}: a reason")
        self._end()

    async def unban(self, case: Case) -> None:
        """Lift a ban."""
        self._begin(case)
        del self.bans[case.person]
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
