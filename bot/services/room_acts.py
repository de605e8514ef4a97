"""What moderators do to a room or to the whole server: pause, slow mode, lockdown.

Asked for and written down here, with its case; carried out by the rows' own workers, in
`bot/services/rooms.py` and `bot/services/holds.py`, now and after any crash.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain import cases, holds, room_acts
from bot.domain.cases import Action, Case, Proposal, Reason, State
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.holds import LEVEL, SECONDS, UNTIL, Asked, HoldKind
from bot.domain.ids import CaseNumber, ChannelId, GuildId
from bot.domain.rooms import Kind, Shape
from bot.domain.rooms import State as RoomState
from bot.domain.servers import Actor, Right, Server, require
from bot.services.holds import HoldService
from bot.services.ports import Now
from bot.services.room_ports import Warden
from bot.services.rooms import RoomService
from bot.services.servers import Servers
from bot.storage import cases as case_rows
from bot.storage import holds as hold_rows
from bot.storage import rooms as room_rows
from bot.storage.database import Database, Transaction

# Discord lets nobody allow or deny what they may not do themselves. Without Connect, a voice room
# is closed to whoever would change it.
TO_WRITE = ("view_channel", "send_messages", "manage_roles")
TO_PAUSE: Mapping[Shape, tuple[str, ...]] = {
    Shape.TEXT: (*TO_WRITE, "send_messages_in_threads"),
    Shape.FORUM: (*TO_WRITE, "send_messages_in_threads"),
    Shape.VOICE: (*TO_WRITE, "connect", "speak"),
    Shape.STAGE: (*TO_WRITE, "connect", "request_to_speak"),
}
TO_SLOW, TO_SLOW_A_THREAD = ("view_channel", "manage_channels"), ("view_channel", "manage_threads")
TO_LOCK = ("manage_guild",)
LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a moderator asks for.

    Attributes:
        room_id: None for the whole server.
        length: Until it is taken back by itself; None for until somebody asks.
        seconds: Of slow mode.
    """

    action: Action
    reason: Reason
    note: str = ""
    room_id: ChannelId | None = None
    length: timedelta | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """A case, and whether Discord has taken it.

    Attributes:
        is_done: False while Discord does not answer: it is tried again and again.
        is_closed: Whether the room is closed between its meetings, also without a pause.
    """

    case: Case
    is_done: bool
    seconds: int | None = None
    shape: Shape = Shape.TEXT
    is_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomActService:
    """Lets a moderator pause a room, slow it, or close the server's doors; and take it back."""

    database: Database
    servers: Servers
    rooms: RoomService
    holds: HoldService
    warden: Warden
    now: Now

    async def pause(self, wish: Wish, *, by: Actor) -> Acted:
        """Let members read a room and not write, until its time or until it is resumed.

        Raises:
            NotPermitted, NotFound, InvalidInput: It may not be done, or not there.
            Conflict: The room is paused already.
        """
        room_id, proposal = self._room(wish, TO_PAUSE[self._shape(wish)], by)
        now = self.now()
        async with self.database.transaction() as tx:
            if await room_rows.live(tx, room_id, Kind.PAUSE):
                raise Conflict("room_paused")
            until = None if wish.length is None else now + wish.length
            case = await self.rooms.cases.begin(tx, proposal, by=by.user_id, until=until)
            await room_rows.pause(
                tx, by.guild_id, room_id, case=case.number, now=now, closes_at=until
            )
        await self.rooms.settle_due()
        acted = await self._came_of(case, "Manage Permissions")
        return replace(acted, shape=self._shape(wish))

    async def resume(self, wish: Wish, *, by: Actor) -> Acted:
        """Give a paused room back as it stands beneath: open, or closed between its meetings.

        Raises:
            NotPermitted, NotFound, InvalidInput: It may not be done, or not there.
            Conflict: The room is not paused.
        """
        room_id, proposal = self._room(wish, (), by)
        async with self.database.transaction() as tx:
            pause = await room_rows.live(tx, room_id, Kind.PAUSE)
            if pause is None or pause.state is RoomState.UNDOING:
                raise Conflict("room_not_paused")
            proposal = await self._for_the_same(tx, proposal, pause.case)
            case = await self.rooms.cases.begin(tx, proposal, by=by.user_id)
            await room_rows.resume(tx, pause, case=case.number, now=self.now())
        await self.rooms.settle_due()
        acted = await self._came_of(case, "Manage Permissions")
        return replace(acted, shape=self._shape(wish))

    async def slow(self, wish: Wish, *, by: Actor) -> Acted:
        """Set a room's slow mode, for a time or for good.

        Raises:
            NotPermitted, NotFound, InvalidInput: It may not be done, or not there.
            Conflict: Somebody asks for the same at this moment, or for another.
        """
        seconds = wish.seconds or 0
        holds.check_seconds(seconds)
        room_id, proposal = self._room(wish, TO_SLOW, by)
        if seconds == 0 and wish.length is not None:
            raise InvalidInput("Length", "slow_off_for_good")
        now, wanted = self.now(), {SECONDS: seconds}
        async with self.database.transaction() as tx:
            live = await hold_rows.live(tx, by.guild_id, room_id, HoldKind.SLOWMODE)
            if live and live.wanted == wanted and live.state is RoomState.APPLYING:
                raise Conflict("already_done")
            if live and live.case and not await hold_rows.is_in_hand(tx, live):
                # Discord has not taken it until now, and nobody will ask for it again.
                await self.holds.cases.failed(tx, by.guild_id, live.case)
            until = None if wish.length is None else now + wish.length
            case = await self.holds.cases.begin(tx, proposal, by=by.user_id, until=until)
            asked = Asked(
                guild_id=by.guild_id,
                channel_id=room_id,
                kind=HoldKind.SLOWMODE,
                wanted=wanted,
                case=case.number,
                ends_at=until,
            )
            await hold_rows.ask(tx, asked, now=now)
        await self.holds.settle_due()
        return await self._came_of(case, "Manage Channels", seconds=seconds)

    async def may_lock(self, *, by: Actor) -> None:
        """Let a moderator pass who is about to close the server's doors.

        Raises:
            NotPermitted: They or the bot may not.
            Conflict: The doors are closed already.
        """
        self._let_in(by)
        if lacking := self.warden.lacks(by.guild_id, None, TO_LOCK):
            raise NotPermitted(lacking[0], by_bot=True)
        live = await self.holds.lockdown(by.guild_id)
        # Invites that the bot paused by itself are not all of a lockdown.
        if live is not None and LEVEL in live.wanted:
            raise Conflict("locked_already")

    async def lock(self, wish: Wish, *, by: Actor) -> Acted:
        """Pause the server's invites and raise its verification level, until it is unlocked.

        Raises:
            NotPermitted: They or the bot may not.
            Conflict: The doors are closed already.
        """
        await self.may_lock(by=by)
        async with self.database.transaction() as tx:
            live = await hold_rows.live(tx, by.guild_id, None, HoldKind.LOCKDOWN)
            if live is not None and LEVEL in live.wanted:
                raise Conflict("locked_already")
            proposal = cases.check(_proposal(wish, by.guild_id))
            case = await self.holds.cases.begin(tx, proposal, by=by.user_id)
            asked = Asked(
                guild_id=by.guild_id,
                channel_id=None,
                kind=HoldKind.LOCKDOWN,
                wanted={LEVEL: holds.HIGH, UNTIL: None},
                case=case.number,
            )
            await hold_rows.ask(tx, asked, now=self.now())
        await self.holds.settle_due()
        return await self._came_of(case, "Manage Server")

    async def unlock(self, wish: Wish, *, by: Actor) -> Acted:
        """Put invites and the verification level back as they were.

        Raises:
            NotPermitted: They may not.
            Conflict: The doors are not closed by us.
        """
        self._let_in(by)
        async with self.database.transaction() as tx:
            lockdown = await hold_rows.live(tx, by.guild_id, None, HoldKind.LOCKDOWN)
            if lockdown is None or lockdown.state is RoomState.UNDOING:
                raise Conflict("not_locked")
            proposal = cases.check(_proposal(wish, by.guild_id))
            proposal = await self._for_the_same(tx, proposal, lockdown.case)
            case = await self.holds.cases.begin(tx, proposal, by=by.user_id)
            await hold_rows.ask_back(tx, lockdown, case=case.number, now=self.now())
        await self.holds.settle_due()
        return await self._came_of(case, "Manage Server")

    def _shape(self, wish: Wish) -> Shape:
        if wish.room_id is None:
            return Shape.TEXT
        return self.warden.shape(self.warden.room(wish.room_id))

    def _let_in(self, by: Actor) -> Server:
        server = self.servers.need(by.guild_id)
        require(by, Right.MODERATE, server)
        return server

    def _room(self, wish: Wish, needs: tuple[str, ...], by: Actor) -> tuple[ChannelId, Proposal]:
        """Return the room that is meant, checked, and what is proposed for it.

        A pause is always the whole room's, with its threads; slow mode can be one thread's.
        """
        server = self._let_in(by)
        if wish.room_id is None:
            raise NotFound("room")
        room_id = self.warden.room(wish.room_id)
        room_acts.check_room(server, room_id)
        if wish.action is Action.SLOWMODE and room_id != wish.room_id:
            room_id, needs = wish.room_id, TO_SLOW_A_THREAD
        if wish.length is not None and not timedelta(0) < wish.length <= LONGEST:
            raise InvalidInput("Length", "out_of_range", "1 minute to 7 days.")
        if lacking := self.warden.lacks(by.guild_id, room_id, needs):
            raise NotPermitted(lacking[0], by_bot=True)
        return room_id, cases.check(_proposal(replace(wish, room_id=room_id), by.guild_id))

    async def _for_the_same(
        self, tx: Transaction, proposal: Proposal, number: CaseNumber | None
    ) -> Proposal:
        """Return what ends an act, for the reason for which it was begun."""
        if number is None:
            return proposal
        case = await case_rows.get(tx, proposal.guild_id, number)
        return proposal if case is None else replace(proposal, reason=case.reason)

    async def _came_of(self, case: Case, needs: str, *, seconds: int | None = None) -> Acted:
        async with self.database.transaction() as tx:
            found = await case_rows.get(tx, case.guild_id, case.number) or case
            slow = await hold_rows.live(tx, case.guild_id, case.channel_id, HoldKind.SLOWMODE)
            is_closed = case.channel_id is not None and await room_rows.is_closed(
                tx, case.channel_id, at=self.now()
            )
        if found.state is State.FAILED:
            if case.action is Action.SLOWMODE and slow and slow.case not in {None, case.number}:
                raise Conflict("slow_mode_replaced")
            self.warden.lacks(case.guild_id, case.channel_id, ())  # a room that went is not found
            raise NotPermitted(needs, by_bot=True)
        is_done = found.state is State.DONE
        return Acted(case=found, is_done=is_done, seconds=seconds, is_closed=is_closed)


def _proposal(wish: Wish, guild_id: GuildId) -> Proposal:
    return Proposal(
        guild_id=guild_id,
        action=wish.action,
        reason=wish.reason,
        note=wish.note,
        channel_id=wish.room_id,
    )
