"""Questions to staff without a name. Staff block or, two together, learn who asked."""

import logging
from dataclasses import dataclass, replace

from bot.domain import private_questions as rules
from bot.domain.errors import Conflict, NotFound
from bot.domain.handovers import Handover, Mark
from bot.domain.ids import GuildId, HandoverId, LetterId, UserId
from bot.domain.letters import Letter, What
from bot.domain.messages import ScreenedText
from bot.domain.servers import Actor, Right, require
from bot.services.handovers import HandoverService
from bot.services.letters import LetterService
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import handovers
from bot.storage import private_questions as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateQuestions:
    """A question goes the way of those that are handed over; this guards its two ends."""

    database: Database
    servers: Servers
    handovers: HandoverService
    letters: LetterService
    now: Now

    async def switch(self, *, on: bool, by: Actor) -> None:
        """Let members ask without a name, or not.

        Raises:
            NotPermitted: `by` may not administer the server.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        policies = {**server.policies, rules.POLICY: rules.ON if on else rules.OFF}
        await self.servers.set_up(replace(server, policies=policies), by=by)

    async def let_ask(self, guild_id: GuildId, asker_id: UserId) -> None:
        """Let somebody ask.

        Raises:
            Conflict: It is switched off here, or staff have blocked them for a while.
        """
        if not rules.is_on(self.servers.need(guild_id)):
            raise Conflict("private_questions_off")
        async with self.database.transaction() as tx:
            token = await _token(tx, guild_id, asker_id)
            if await rows.is_blocked(tx, guild_id, token, now=self.now()):
                raise Conflict("private_questions_paused")

    async def ask(self, question: ScreenedText, *, guild_id: GuildId, asker_id: UserId) -> bool:
        """Show staff a question; say whether they have it. Errors as `let_ask` and `hand_over`."""
        await self.let_ask(guild_id, asker_id)
        return await self.handovers.hand_over(
            question, asker_id=asker_id, guild_id=guild_id, is_private=True
        )

    async def block(self, handover_id: HandoverId, *, by: Actor) -> bool:
        """Block whoever asked from asking so again, or lift it; say whether they are blocked now.

        Raises:
            NotPermitted: `by` is no staff.
            NotFound: The question has expired.
        """
        self.handovers.let_in(by)
        async with self.database.transaction() as tx:
            handover = await _need(tx, handover_id, by)
            token = await _token(tx, by.guild_id, handover.asker_id)
            was = await rows.is_blocked(tx, by.guild_id, token, now=self.now())
            if was:
                await rows.unblock(tx, by.guild_id, token)
            else:
                until = self.now() + rules.BLOCKED_FOR
                await rows.block(tx, by.guild_id, token, until=until)
        mark = Mark.UNBLOCKED if was else Mark.BLOCKED
        await self.handovers.mark(handover, mark, by.user_id)
        return not was

    async def learn(self, handover_id: HandoverId, *, by: Actor) -> UserId | None:
        """Tell two of staff who asked, once both wish it; None while a second one is missing.

        The asker is told that they know.

        Raises:
            NotPermitted, NotFound: As in `block`.
            Conflict: `by` wished it already, or two others know.
        """
        self.handovers.let_in(by)
        now, letter_id = self.now(), None
        async with self.database.transaction() as tx:
            handover = await _need(tx, handover_id, by)
            found = await rows.opening(tx, handover_id)
            if found is not None and found.second_by is not None:
                if by.user_id not in {found.first_by, found.second_by}:
                    raise Conflict("name_known_to_two")
                return handover.asker_id
            is_second = found is not None and found.waits(now)
            if found is not None and is_second and found.first_by == by.user_id:
                raise Conflict("second_must_agree")
            if is_second:
                await rows.agree(tx, handover_id, by=by.user_id)
                # Promised with it: whatever happens next, the asker hears of it.
                letter_id = await self.letters.write(tx, self._letter(handover))
            else:
                await rows.wish(tx, handover_id, by=by.user_id, at=now)
        mark = Mark.NAME_LEARNED if is_second else Mark.NAME_WANTED
        await self.handovers.mark(handover, mark, by.user_id)
        if letter_id is None:
            return None
        # Who they are stands in the row and on the card; a log names nobody.
        log.info("two of staff learned who asked", extra={"handover_id": handover_id})
        await self.letters.say(letter_id)
        return handover.asker_id

    async def forget(self) -> int:
        """Forget the blocks that are over; return how many."""
        async with self.database.transaction() as tx:
            return await rows.remove_expired(tx, now=self.now())

    def _letter(self, handover: Handover) -> Letter:
        return Letter(
            id=LetterId(0),
            guild_id=handover.guild_id,
            user_id=handover.asker_id,
            what=What.QUESTION_OPENED,
            subject=handover.id,
            language=self.servers.need(handover.guild_id).language,
            text="",
            by=None,
            about_at=handover.created_at,
        )


async def _need(tx: Transaction, handover_id: HandoverId, by: Actor) -> Handover:
    found = await handovers.get(tx, by.guild_id, handover_id)
    if found is None:
        raise NotFound("question")
    return found


async def _token(tx: Transaction, guild_id: GuildId, user_id: UserId) -> str:
    return rules.token(await rows.key(tx, guild_id), user_id)
