"""What follows from a message that is no crisis. `act` is the one entry, behind the gate.

A message is hidden in steps, each written down before the next: staff have the words, it is out of
the room, its writer knows why. A crash between any two leaves the rest to `settle`. Where staff
cannot be shown the words, nothing is hidden.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from weakref import WeakValueDictionary

from bot.domain import hiding as domain
from bot.domain.asides import Told
from bot.domain.deliveries import Failure, Room, Sent, nonce
from bot.domain.errors import Conflict, InvalidInput, NotFound, StorageError
from bot.domain.hiding import (
    BURST,
    FloodWatch,
    Follows,
    Hiding,
    Mark,
    Matter,
    Mode,
    Rules,
    State,
    What,
    Who,
    Writer,
)
from bot.domain.ids import GuildId, HidingId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.screening import Verdict
from bot.domain.servers import Actor, Right, RoomPurpose, Server, require
from bot.services.asides import AsideService
from bot.services.deliveries import DeliveryService
from bot.services.ports import Hider, MessengerError, Now
from bot.services.servers import Servers
from bot.storage import hidings as rows
from bot.storage import incidents
from bot.storage.database import Database

log = logging.getLogger(__name__)


IsSpared = Callable[[UserId, MessageId | None], bool]
"""Says whether a message was a crisis after all: then nothing more is done to it."""


Hides = Callable[[MessageId], None]
"""Is told of a message just before it is deleted, so that its writer may still be helped."""


@dataclass(frozen=True, slots=True)
class _Card:
    """A staff card that more of the same may gather on."""

    sent: Sent
    mode: Mode
    at: datetime


@dataclass(slots=True, kw_only=True)
class HidingService:
    """Tells staff, tells the writer, hides; as far as the clinic's policy goes."""

    database: Database
    servers: Servers
    deliveries: DeliveryService
    asides: AsideService
    hider: Hider
    now: Now
    rules: Rules
    is_spared: IsSpared
    hides: Hides
    flood: FloodWatch = field(init=False)
    _cards: dict[Who, _Card] = field(default_factory=dict[Who, _Card])
    _noted: dict[Who, datetime] = field(default_factory=dict[Who, datetime])
    _in_hand: set[HidingId] = field(default_factory=set[HidingId])
    _turns: WeakValueDictionary[tuple[GuildId, UserId], asyncio.Lock] = field(
        default_factory=WeakValueDictionary[tuple[GuildId, UserId], asyncio.Lock]
    )

    def __post_init__(self) -> None:
        """Begin to count."""
        self.flood = FloodWatch(self.rules.flood)

    async def act(
        self, heard: Heard, verdict: Verdict, *, writer: Writer, is_new: bool = True
    ) -> bool:
        """Do what follows from a message; say whether anything else may look at it.

        Only what `is_new` counts towards a flood: an edit is no message more.
        Nothing follows from a crisis, here or ever, nor from a direct message; nor from what a
        message that brought help is changed to.
        """
        if verdict.is_crisis or heard.guild_id is None or heard.message_id is None:
            return not verdict.is_crisis
        server = self.servers.get(heard.guild_id)
        if server is None:
            return True
        found = self._follows(server, heard, verdict, writer, is_new=is_new)
        if found is None:
            return True
        matter = Matter(server=server, heard=heard, verdict=verdict, follows=found, writer=writer)
        lock = self._turns.setdefault((server.guild_id, heard.author_id), asyncio.Lock())
        async with lock:  # one after the other, so that a burst finds its card
            if await self._brought_help(server.guild_id, heard.message_id):
                return False
            await self._do(matter)
        return found.mode is not Mode.HIDE

    async def set_mode(self, what: What, mode: Mode, *, by: Actor) -> None:
        """Let a server go so far about a kind from now on.

        Raises:
            NotPermitted: `by` may not administer the server.
            InvalidInput: Staff always see talk of doses.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        if what is What.DOSING and mode is Mode.OFF:
            raise InvalidInput("follows", "doses_are_seen")
        policies = {**server.policies, what.value: mode.value}
        await self.servers.set_up(replace(server, policies=policies), by=by)

    async def dispute(self, hiding_id: HidingId, *, by: UserId) -> None:
        """Ask staff, on its writer's word, to look at a hidden message again.

        Raises:
            NotFound: The words are gone, or it was somebody else's.
            Conflict: They have asked before, or staff have put it right.
        """
        async with self.database.transaction() as tx:
            found = await rows.get(tx, hiding_id)
            if found is None or found.author_id != by:
                raise NotFound("message")
            was = (State.HIDDEN, State.TOLD)
            if not await rows.move(tx, hiding_id, was=was, to=State.DISPUTED):
                raise Conflict("already_disputed")
            server = self.servers.need(found.guild_id)
            plan = domain.dispute(found, server.room(RoomPurpose.STAFF), now=self.now())
            await self.deliveries.plan_now(tx, plan)
        await self.deliveries.deliver_now(plan.key)
        await self._mark(found, Mark.DISPUTED)

    async def put_right(self, hiding_id: HidingId, *, by: Actor) -> Told:
        """Tell the writer that their message should have stayed; say how they were told.

        Nothing is posted again: the words are theirs to write.

        Raises:
            NotPermitted: `by` is no moderator.
            NotFound: It is not kept any more.
            Conflict: Somebody else has done it.
        """
        require(by, Right.MODERATE, self.servers.need(by.guild_id))
        async with self.database.transaction() as tx:
            found = await rows.get(tx, hiding_id)
            if found is None or found.guild_id != by.guild_id:
                raise NotFound("card")
            was = (State.HIDDEN, State.TOLD, State.DISPUTED)
            if not await rows.move(tx, hiding_id, was=was, to=State.RIGHTED):
                raise Conflict("already_righted")
        told = (
            await self.asides.tell(domain.aside("righted", found)) if found.has_writer else Told.NOT
        )
        await self._mark(found, Mark.RIGHTED, by=by.user_id)
        return told

    async def settle(self) -> int:
        """Go on with what a crash left half done; return how many messages that was."""
        async with self.database.transaction() as tx:
            waiting = [each for each in await rows.open_ones(tx) if each.id not in self._in_hand]
        self._in_hand.update(each.id for each in waiting)
        try:
            for each in waiting:
                await self._try_to_go_on(each)
        finally:
            self._in_hand.difference_update(each.id for each in waiting)
        return len(waiting)

    async def forget(self) -> int:
        """Forget what expired; return how many messages that was."""
        async with self.database.transaction() as tx:
            return await rows.remove_expired(tx, now=self.now())

    def _follows(
        self, server: Server, heard: Heard, verdict: Verdict, writer: Writer, *, is_new: bool
    ) -> Follows | None:
        found = domain.follows(verdict, writer, server.policies, dosing=self.rules.dosing)
        too_many = is_new and self.flood.is_one_too_many(server.guild_id, heard.author_id, heard.at)
        if too_many and (found is None or found.mode is not Mode.HIDE):
            return domain.after_flood(writer, server.policies) or found
        return found

    async def _brought_help(self, guild_id: GuildId, message_id: MessageId) -> bool:
        try:
            async with self.database.transaction() as tx:
                return await incidents.is_about(tx, guild_id, message_id)
        except StorageError:
            # Nothing is hidden without the database either; staff look.
            log.warning("care not looked up", extra={"guild_id": guild_id})
            return False

    async def _do(self, matter: Matter) -> None:
        if self.is_spared(matter.heard.author_id, matter.heard.message_id):
            return
        if matter.follows.mode is Mode.HIDE:
            await self._hide(matter)
            return
        try:
            await self._card(matter)
            if matter.follows.mode is Mode.NUDGE and matter.writer is Writer.MEMBER:
                await self._note("nudged", matter)
            await self._count(matter.server.guild_id, matter.follows)
        except MessengerError as error:
            log.warning("staff not told of a kind", extra={"failure": error.failure})
        except StorageError:
            log.exception("kind not counted", extra={"guild_id": matter.server.guild_id})

    async def _hide(self, matter: Matter) -> None:
        try:
            await self.settle()
            hiding = await self._begin(matter)
        except StorageError:
            # Unwritten, the words on a card would never expire: the message stands.
            log.exception("not hidden", extra={"guild_id": matter.server.guild_id})
            await self._do(replace(matter, follows=Follows(matter.follows.what, Mode.WATCH)))
            return
        if hiding is None:
            return
        self._in_hand.add(hiding.id)
        try:
            await self._show(matter, hiding)
        except StorageError:
            log.exception("left to be settled", extra={"hiding_id": hiding.id})
        finally:
            self._in_hand.discard(hiding.id)

    async def _begin(self, matter: Matter) -> Hiding | None:
        now = self.now()
        async with self.database.transaction() as tx:
            return await rows.begin(tx, matter, now=now, expires_at=now + self.rules.words_kept)

    async def _show(self, matter: Matter, hiding: Hiding) -> None:
        try:
            card = await self._card(matter, hiding)
        except MessengerError as error:
            log.warning("not hidden: staff not shown", extra={"failure": error.failure})
            async with self.database.transaction() as tx:
                await rows.remove(tx, hiding.id)
            if hiding.has_writer:
                await self._note("standing", matter)
            return
        await self._take_out(await self._shown(hiding, card))

    async def _shown(self, hiding: Hiding, card: Sent) -> Hiding:
        async with self.database.transaction() as tx:
            await rows.shown(tx, hiding.id, card)
            plan = domain.expiry(hiding, card, after=self.rules.words_kept)
            await self.deliveries.plan(tx, plan)
        return replace(hiding, state=State.SHOWN, card=card)

    async def _take_out(self, hiding: Hiding, *, again: bool = False) -> None:
        """Delete the message and tell its writer why; on the card, whatever did not happen."""
        if self.is_spared(hiding.author_id, hiding.message_id):
            async with self.database.transaction() as tx:
                await rows.remove(tx, hiding.id)
            await self._mark(hiding, Mark.CARED)
            return
        self.hides(hiding.message_id)
        try:
            await self.hider.delete(hiding)
        except MessengerError as error:
            # Gone before it is deleted again: the process that died had done it.
            if not (again and error.failure is Failure.GONE):
                await self._stands(hiding, error.failure)
                return
        async with self.database.transaction() as tx:
            await rows.move(tx, hiding.id, was=(State.SHOWN,), to=State.HIDDEN)
        await self._count(hiding.guild_id, Follows(hiding.what, Mode.HIDE))
        await self._tell(hiding)

    async def _stands(self, hiding: Hiding, failure: Failure) -> None:
        """Say on the card why the message was not hidden."""
        log.warning("not hidden", extra={"hiding_id": hiding.id, "failure": failure})
        mark = {Failure.FORBIDDEN: Mark.FORBIDDEN, Failure.GONE: Mark.GONE}.get(failure)
        if mark is not None:
            async with self.database.transaction() as tx:
                await rows.remove(tx, hiding.id)
        # What Discord was too slow for is settled later.
        await self._mark(hiding, mark or Mark.FAILED)

    async def _tell(self, hiding: Hiding) -> None:
        told, is_spared = Told.PRIVATELY, self.is_spared(hiding.author_id, hiding.message_id)
        if is_spared:
            await self._mark(hiding, Mark.CARED)
        elif hiding.has_writer and self._may_note((hiding.guild_id, hiding.author_id, hiding.what)):
            told = await self.asides.tell(domain.aside("hidden", hiding))
        async with self.database.transaction() as tx:
            await rows.move(tx, hiding.id, was=(State.HIDDEN,), to=State.TOLD)
        if told is Told.NOT:
            await self._mark(hiding, Mark.NOT_TOLD)

    async def _try_to_go_on(self, hiding: Hiding) -> None:
        try:
            await self._go_on(hiding)
        except Exception:  # one poisoned row must hold up neither the rest nor a new message
            log.exception("hiding not settled", extra={"hiding_id": hiding.id})

    async def _go_on(self, hiding: Hiding) -> None:
        if hiding.state is State.HIDDEN:
            await self._tell(hiding)
        elif hiding.state is State.SHOWN:
            await self._take_out(hiding, again=True)
        elif card := await self._find_card(hiding):
            await self._take_out(await self._shown(hiding, card), again=True)
        else:
            # Nobody saw the words, and they are not here any more: the message stands.
            async with self.database.transaction() as tx:
                await rows.remove(tx, hiding.id)

    async def _find_card(self, hiding: Hiding) -> Sent | None:
        server = self.servers.get(hiding.guild_id)
        staff_room = server.rooms.get(RoomPurpose.STAFF) if server else None
        if staff_room is None:
            return None
        key = nonce(domain.card_key(hiding.id))
        since = hiding.at - BURST
        asked = domain.dispute(hiding, staff_room, now=since).notice  # looked for as urgently
        messenger = self.deliveries.messenger
        return await messenger.find(Room(staff_room), asked, nonce=key, since=since)

    async def _card(self, matter: Matter, hiding: Hiding | None = None) -> Sent:
        """Show staff, on the card of the burst where there is one.

        Raises:
            MessengerError: Staff have not seen it.
        """
        now, mode = self.now(), matter.follows.mode
        known = self._cards.get(matter.who)
        if known is not None and known.mode is mode and now - known.at < BURST:
            try:
                if await self.hider.gather(known.sent, matter, hiding):
                    return known.sent
            except MessengerError as error:
                log.info("card not found again", extra={"failure": error.failure})
        staff_room = matter.server.rooms.get(RoomPurpose.STAFF)
        if staff_room is None:
            raise MessengerError("no staff room", failure=Failure.GONE)
        sent = await self.hider.show(staff_room, matter, hiding)
        self._forget_bursts(now)
        self._cards[matter.who] = _Card(sent, mode, now)
        return sent

    def _forget_bursts(self, now: datetime) -> None:
        for who in [who for who, card in self._cards.items() if now - card.at >= BURST]:
            del self._cards[who]
        for who in [who for who, at in self._noted.items() if now - at >= BURST]:
            del self._noted[who]

    def _may_note(self, who: Who) -> bool:
        last, now = self._noted.get(who), self.now()
        if last is not None and now - last < BURST:
            return False
        self._noted[who] = now
        return True

    async def _note(self, name: str, matter: Matter) -> None:
        is_spared = self.is_spared(matter.heard.author_id, matter.heard.message_id)
        if not is_spared and self._may_note(matter.who):
            await self.asides.tell(domain.note(name, matter))

    async def _count(self, guild_id: GuildId, found: Follows) -> None:
        day = self.now().date()
        async with self.database.transaction() as tx:
            await rows.count(tx, guild_id=guild_id, day=day, found=found)

    async def _mark(self, hiding: Hiding, mark: Mark, *, by: UserId | None = None) -> None:
        if hiding.card is None:
            return
        try:
            await self.hider.mark(hiding.card, mark, by=by)
        except MessengerError as error:
            log.warning("card not marked", extra={"mark": mark, "failure": error.failure})
