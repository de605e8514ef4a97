"""Members choose how they are reminded: by the ping role, by direct message, or not at all."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.deliveries import Failure
from bot.domain.errors import InvalidInput, NotFound, NotPermitted
from bot.domain.ids import GuildId, MeetingId, RoleId, UserId
from bot.domain.meetings import Meeting
from bot.domain.reminders import series_key
from bot.domain.servers import Actor
from bot.services.planning import Planner
from bot.services.ports import MessengerError, Now, Roles
from bot.storage import deliveries as ledger
from bot.storage import meetings as rows
from bot.storage import wishes
from bot.storage.database import Database


class How(StrEnum):
    """How somebody wants to be reminded."""

    ROLE = "role"
    DM = "dm"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """What somebody chose. Attributes: how they are reminded, and of what."""

    meeting: Meeting
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class WishService:
    """Keeps who wants to be reminded in private, for as long as they want it."""

    database: Database
    planner: Planner
    roles: Roles
    now: Now

    async def choose(self, meeting_id: MeetingId, how: How, *, by: Actor) -> Reminded:
        """Remind somebody in one way and in no other.

        Raises:
            NotFound: The server has no such meeting.
            InvalidInput: The meeting has no ping role.
            NotPermitted: The bot may not give that role.
        """
        async with self.database.transaction() as tx:
            meeting = await rows.get(tx, by.guild_id, meeting_id)
        if meeting is None:
            raise NotFound("meeting")
        await self._role(meeting, how, by)
        return await self.in_private(meeting_id, how, user_id=by.user_id, guild_id=by.guild_id)

    async def in_private(
        self, meeting_id: MeetingId, how: How, *, user_id: UserId, guild_id: GuildId | None
    ) -> Reminded:
        """Begin or stop to remind somebody in private.

        Args:
            guild_id: Where they pressed; None in a direct message, which only they can press in.

        Raises:
            NotFound: There is no such meeting there.
        """
        now = self.now()
        async with self.database.transaction() as tx:
            meeting = await rows.find(tx, meeting_id)
            if meeting is None or guild_id not in {None, meeting.guild_id}:
                raise NotFound("meeting")
            if how is How.DM:
                if await wishes.add(tx, meeting_id, user_id, now=now):
                    await self.planner.follow(tx, meeting, user_id)
            elif await wishes.remove(tx, meeting_id, user_id):
                prefix = series_key(meeting_id)
                await ledger.withdraw_private(tx, user_id, key_prefix=prefix, at=now)
        return Reminded(meeting=meeting, how=how)

    async def was_refused(self, user_id: UserId) -> bool:
        """Say, once, whether somebody's private reminders had to be switched off."""
        async with self.database.transaction() as tx:
            return await wishes.take_refusal(tx, user_id)

    async def _role(self, meeting: Meeting, how: How, by: Actor) -> None:
        role_id = meeting.ping_role_id
        if how is How.ROLE and role_id is None:
            raise InvalidInput("How", "no_ping_role")
        if role_id is None or (how is How.ROLE) == (role_id in by.role_ids):
            return
        try:
            await self._set(by, role_id, has=how is How.ROLE)
        except MessengerError as error:
            if error.failure is Failure.FORBIDDEN:
                raise NotPermitted("Manage Roles", by_bot=True) from None
            raise

    async def _set(self, by: Actor, role_id: RoleId, *, has: bool) -> None:
        act = self.roles.give if has else self.roles.take
        await act(by.guild_id, by.user_id, role_id)
