"""Hands a member's question to staff without their name, and brings the answer back in private."""

import logging
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.domain import handovers
from bot.domain.deliveries import State as DeliveryState
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotSetUp, StorageError
from bot.domain.faq.entries import EntryId
from bot.domain.handovers import Handover, Mark, State
from bot.domain.ids import GuildId, HandoverId, UserId
from bot.domain.messages import ScreenedText
from bot.domain.servers import Actor, Right, RoomPurpose, Server, require
from bot.services.deliveries import DeliveryService
from bot.services.homes import Homes
from bot.services.ports import DraftLibrary, MessengerError, Now, QuestionDesk
from bot.storage import deliveries as ledger
from bot.storage import handovers as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverService:
    """Keeps who asked and how it stands; the question itself passes through memory alone."""

    database: Database
    deliveries: DeliveryService
    homes: Homes
    desk: QuestionDesk
    library: DraftLibrary
    now: Now
    real: Now

    async def hand_over(
        self,
        question: ScreenedText,
        *,
        asker_id: UserId,
        guild_id: GuildId | None,
        is_private: bool = False,
    ) -> bool:
        """Show staff a question without its asker's name; say whether they have it.

        Args:
            guild_id: Whose staff; None in a direct message, where it must be plain from who asks.
            is_private: Whether staff may block the asker and, two together, learn who it is.

        Raises:
            InvalidInput: There is nothing to read.
            Conflict: They asked a lot today, or share several servers with the bot.
            NotSetUp: There is no staff to ask.
        """
        words = handovers.visible(question)
        if not words:
            raise InvalidInput("Your question", "empty")
        server = await self._home(asker_id, guild_id)
        staff_room = server.room(RoomPurpose.STAFF)
        handover = await self._begin(server.guild_id, asker_id)
        try:
            card = await self.desk.post(
                staff_room, handover.id, words[: handovers.QUESTION_MAX], is_private=is_private
            )
        except MessengerError as error:
            log.warning("question not handed over", extra={"failure": error.failure})
            async with self.database.transaction() as tx:
                await rows.remove(tx, handover.id)
            return False
        try:
            async with self.database.transaction() as tx:
                await rows.posted(tx, handover.id, card)
        except StorageError:
            # Staff have it, which is what was promised; only marks on the card are lost.
            log.exception("card not recorded", extra={"handover_id": handover.id})
        return True

    def let_in(self, by: Actor) -> Server:
        """Let staff pass.

        Raises:
            NotPermitted: They are none.
        """
        server = self.homes.servers.need(by.guild_id)
        require(by, Right.MODERATE, server)
        return server

    async def claim(self, handover_id: HandoverId, *, by: Actor) -> None:
        """Show the others that somebody looks after a question.

        Raises:
            NotPermitted: `by` is no staff.
            NotFound: It has expired.
            Conflict: Somebody else has it.
        """
        self.let_in(by)
        handover = await self._need(handover_id, by)
        async with self.database.transaction() as tx:
            if not await rows.claim(tx, handover_id):
                raise Conflict("already_acknowledged")
        await self.mark(handover, Mark.CLAIMED, by.user_id)

    async def close(self, handover_id: HandoverId, *, by: Actor) -> None:
        """End a question without an answer. Errors as in `claim`."""
        self.let_in(by)
        handover = await self._need(handover_id, by)
        await self._end(handover, State.CLOSED)
        await self.mark(handover, Mark.CLOSED, by.user_id)

    async def open_answer(self, handover_id: HandoverId, *, by: Actor) -> None:
        """Let staff begin to answer, unless it was answered or closed. Errors as in `claim`."""
        self.let_in(by)
        handover = await self._need(handover_id, by)
        if handover.state not in {State.OPEN, State.CLAIMED}:
            raise Conflict("question_over")

    async def answer(self, handover_id: HandoverId, typed: str, *, by: Actor) -> Mark:
        """Send the asker what staff typed, in private; return how far it came.

        Raises:
            InvalidInput: There is nothing to read, or too much.
            Conflict: Somebody else was first. Otherwise as `claim`.
        """
        self.let_in(by)
        text = typed.strip()
        if not text or len(text) > handovers.ANSWER_MAX:
            raise InvalidInput("Answer", "too_long" if text else "empty")
        handover = await self._need(handover_id, by)
        if not await self.homes.membership.is_member(handover.guild_id, handover.asker_id):
            await self._end(handover, State.CLOSED)
            await self.mark(handover, Mark.LEFT, by.user_id)
            return Mark.LEFT
        reached = await self._send(handover, text)
        await self.mark(handover, reached, by.user_id)
        return reached

    async def open_draft(self, handover_id: HandoverId, *, by: Actor) -> None:
        """Let staff begin a draft for a question they have answered. Errors as in `claim`."""
        self.let_in(by)
        handover = await self._need(handover_id, by)
        if handover.state is not State.ANSWERED:
            raise Conflict("question_over")

    async def keep_draft(
        self, handover_id: HandoverId, title: str, text: str, *, by: Actor
    ) -> EntryId:
        """Keep what staff typed, and nothing else, as a draft that an admin may approve.

        Raises:
            InvalidInput: Something is missing, or another entry has that title. Otherwise as
                `claim`.
        """
        await self.open_draft(handover_id, by=by)
        handover = await self._need(handover_id, by)
        for field, typed in (("Title", title), ("Answer", text)):
            if not typed.strip():
                raise InvalidInput(field, "empty")
        entry_id = await self.library.add_draft(by.guild_id, title, text, by=by.user_id)
        await self.mark(handover, Mark.KEPT, by.user_id)
        return entry_id

    @asynccontextmanager
    async def waiting(self, asker_id: UserId) -> AsyncGenerator[Sequence[Handover]]:
        """Lend the answers that could not be sent; a block that ends well has shown them.

        A block that fails gives them back, and so does a crash, after a minute.
        """
        real = self.real()
        async with self.database.transaction() as tx:
            found = await rows.take_waiting(tx, asker_id, real=real, until=real + handovers.SHOWING)
        yield found
        if not found:
            return
        async with self.database.transaction() as tx:
            for handover in found:
                await rows.forget_answer(tx, handover.id)
        for handover in found:
            await self.mark(handover, Mark.READ, None)

    async def forget(self) -> int:
        """Forget what has expired and return how much."""
        async with self.database.transaction() as tx:
            return await rows.remove_expired(tx, now=self.now())

    async def _home(self, asker_id: UserId, guild_id: GuildId | None) -> Server:
        servers = await self.homes.of(asker_id, guild_id)
        if not servers:
            raise NotSetUp
        # Nobody's question goes to a second clinic by accident.
        if len(servers) > 1:
            raise Conflict("which_team")
        return servers[0]

    async def _begin(self, guild_id: GuildId, asker_id: UserId) -> Handover:
        now = self.now()
        handover = Handover(
            id=HandoverId(secrets.randbits(62)),
            guild_id=guild_id,
            asker_id=asker_id,
            state=State.OPEN,
            card=None,
            answer=None,
            created_at=now,
        )
        async with self.database.transaction() as tx:
            asked = await rows.count(tx, guild_id, asker_id, since=now - handovers.A_DAY)
            if asked >= handovers.MOST_A_DAY:
                raise Conflict("asked_enough")
            await rows.add(tx, handover, expires_at=now + handovers.KEPT)
        return handover

    async def _need(self, handover_id: HandoverId, by: Actor) -> Handover:
        async with self.database.transaction() as tx:
            handover = await rows.get(tx, by.guild_id, handover_id)
        if handover is None:
            raise NotFound("question")
        return handover

    async def _end(self, handover: Handover, state: State) -> None:
        async with self.database.transaction() as tx:
            expires_at = self.now() + handovers.KEPT
            if not await rows.end(tx, handover.id, state, expires_at=expires_at):
                raise Conflict("question_over")

    async def _send(self, handover: Handover, text: str) -> Mark:
        now = self.now()
        server = await self.desk.server_name(handover.guild_id)
        plan = handovers.letter(handover, text, server=server, now=now)
        async with self.database.transaction() as tx:
            expires_at = now + handovers.KEPT
            if not await rows.end(
                tx, handover.id, State.ANSWERED, expires_at=expires_at, answer=text
            ):
                raise Conflict("question_over")
            await self.deliveries.plan_now(tx, plan)
        is_said = await self.deliveries.deliver_now(plan.key)
        async with self.database.transaction() as tx:
            if is_said:
                await rows.forget_answer(tx, handover.id)
                return Mark.DELIVERED
            is_open = await ledger.state_of(tx, plan.key) is DeliveryState.PENDING
        return Mark.ON_ITS_WAY if is_open else Mark.WAITING

    async def mark(self, handover: Handover, mark: Mark, by: UserId | None) -> None:
        """Let the card say what became of the question."""
        if handover.card is None:
            return
        try:
            await self.desk.mark(handover, mark, by=by, at=self.now())
        except MessengerError as error:
            # Whoever pressed is told in private as well.
            log.warning("card not marked", extra={"failure": error.failure})
