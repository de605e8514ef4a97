"""Who is on call, now and next."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.domain import rota as rules
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from bot.domain.ids import UserId
from bot.domain.rota import HandOver, Rota, Shift, Span, Word
from bot.domain.servers import Actor, Right, Server, may, require
from bot.services.ports import Now, People
from bot.services.servers import Servers
from bot.services.shift_notices import ShiftNotices, is_still_staff
from bot.storage import rota as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The rota as staff see it.

    Attributes:
        on_call: Who is on call now, with the moment until which they are, aware UTC.
        next: The next shifts that begin, together.
        left: What the last one left for the next.
    """

    rota: Rota
    on_call: Mapping[UserId, datetime]
    next: Sequence[Span]
    left: HandOver | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaService:
    """Keeps the week, and who says what of themselves."""

    database: Database
    servers: Servers
    people: People
    notices: ShiftNotices
    now: Now

    async def view(self, *, by: Actor) -> View:
        """Return who is on call now and next, the week, and the hand-over note.

        Raises:
            NotPermitted: `by` is no moderator.
        """
        server = self._let_in(by)
        now = self.now()
        async with self.database.transaction() as tx:
            rota = await rows.load(tx, server.guild_id, server.zone)
            left = await rows.note(tx, server.guild_id, now=now)
        return View(
            rota=rota,
            on_call={
                each: rules.present_until(rota, each, now=now) or now
                for each in rules.on_call(rota, now=now)
            },
            next=rules.next_up(rota, now=now),
            left=left,
        )

    async def go_on(self, *, hours: int, by: Actor) -> View:
        """Put somebody on call for some hours; return the rota as it is then.

        Raises:
            NotPermitted: `by` is no moderator.
        """
        self._let_in(by)
        until = self.now() + timedelta(hours=hours)
        await self._say(Word(user_id=by.user_id, is_on=True, until=until), by)
        return await self.view(by=by)

    async def go_off(self, *, by: Actor) -> View:
        """Let somebody step away until their next shift; return the rota as it is then.

        Raises:
            NotPermitted: `by` is no moderator.
        """
        server = self._let_in(by)
        async with self.database.transaction() as tx:
            rota = await rows.load(tx, server.guild_id, server.zone)
        until = rules.away_until(rota, by.user_id, now=self.now())
        await self._say(Word(user_id=by.user_id, is_on=False, until=until), by)
        return await self.view(by=by)

    async def add_shift(self, shift: Shift, *, by: Actor) -> View:
        """Add a part of the week; for others than oneself an admin does it.

        Raises:
            NotPermitted: `by` may not.
            InvalidInput: The person is not of staff, or the shift has no length.
            Conflict: They have a shift that begins then.
        """
        server = self._let_in(by)
        if shift.user_id != by.user_id:
            require(by, Right.ADMINISTER, server)
            await self._require_staff(shift.user_id, server)
        if shift.starts == shift.ends:
            raise InvalidInput("to", "shift_empty")
        async with self.database.transaction() as tx:
            rota = await rows.load(tx, server.guild_id, server.zone)
            if len(rota.shifts) >= rules.SHIFTS_MAX:
                raise InvalidInput("day", "too_many_shifts", str(rules.SHIFTS_MAX))
            if not await rows.add_shift(tx, server.guild_id, shift):
                raise Conflict("shift_there")
            await self._come_back(tx, shift.user_id, server)
            alone = Rota(zone=server.zone, shifts=[shift])
            await self.notices.plan(tx, alone, server, knows=by.user_id)
        return await self.view(by=by)

    async def remove_shift(self, shift_id: int, *, by: Actor) -> View:
        """Remove a part of the week: one's own, or as an admin anybody's.

        Raises:
            NotPermitted: `by` may not.
            NotFound: It is gone.
        """
        server = self._let_in(by)
        async with self.database.transaction() as tx:
            rota = await rows.load(tx, server.guild_id, server.zone)
            found = [shift for shift in rota.shifts if shift.id == shift_id]
            if not found:
                raise NotFound("shift")
            if found[0].user_id != by.user_id and not may(by, Right.ADMINISTER, server):
                raise NotPermitted(Right.ADMINISTER)
            await rows.remove_shift(tx, server.guild_id, shift_id)
        return await self.view(by=by)

    async def leave_note(self, note: str, *, by: Actor) -> View:
        """Leave a note for whoever is on call next; it expires.

        Raises:
            NotPermitted: `by` is no moderator.
        """
        server = self._let_in(by)
        now = self.now()
        left = HandOver(by=by.user_id, note=note, written_at=now)
        async with self.database.transaction() as tx:
            await rows.leave_note(tx, server.guild_id, left, expires_at=now + rules.NOTE_KEPT)
        return await self.view(by=by)

    async def on_call(self, server: Server) -> Sequence[UserId]:
        """Return who is on call now and still of staff, as far as Discord says so in time.

        Raises:
            StorageError: Nobody can say.
        """
        async with self.database.transaction() as tx:
            rota = await rows.load(tx, server.guild_id, server.zone)
        named = rules.on_call(rota, now=self.now())
        still = await asyncio.gather(*(is_still_staff(self.people, each, server) for each in named))
        return [each for each, is_here in zip(named, still, strict=True) if is_here]

    async def left_alone(self, server: Server) -> datetime | None:
        """Return since when a shift goes on that nobody is on call for; None for none."""
        async with self.database.transaction() as tx:
            rota = await rows.load(tx, server.guild_id, server.zone)
        since = rules.goes_on_since(rota, now=self.now())
        return None if since is None or await self.on_call(server) else since

    async def forget(self) -> int:
        """Remove what has expired and return how much."""
        async with self.database.transaction() as tx:
            return await rows.forget(tx, now=self.now())

    async def _require_staff(self, user_id: UserId, server: Server) -> None:
        if not await is_still_staff(self.people, user_id, server):
            raise InvalidInput("member", "not_staff")

    async def _come_back(self, tx: Transaction, user_id: UserId, server: Server) -> None:
        """Expect whoever is away back for their next shift, also one that was added since."""
        rota = await rows.load(tx, server.guild_id, server.zone)
        back = rules.away_until(rota, user_id, now=self.now())
        for word in rota.words:
            if word.user_id == user_id and not word.is_on and back < word.until:
                await rows.say(tx, server.guild_id, replace(word, until=back))

    async def _say(self, word: Word, by: Actor) -> None:
        async with self.database.transaction() as tx:
            await rows.say(tx, by.guild_id, word)
        log.info("on call" if word.is_on else "off call", extra={"guild_id": by.guild_id})

    def _let_in(self, by: Actor) -> Server:
        server = self.servers.need(by.guild_id)
        require(by, Right.MODERATE, server)
        return server


def shift_of(user_id: UserId, weekday: int, starts: time, ends: time) -> Shift:
    """Return a shift that has no row yet."""
    return Shift(id=0, user_id=user_id, weekday=weekday, starts=starts, ends=ends)
