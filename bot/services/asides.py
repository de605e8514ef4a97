"""Tells one person something: by direct message, or where theirs are closed by a neutral line.

The direct message comes first and needs no database. The line goes through the ledger, which also
removes it after ten minutes, whatever happens in between.
"""

import logging
from dataclasses import dataclass, field

from bot.domain import asides
from bot.domain.asides import LINE_STANDS, Aside, Told
from bot.domain.deliveries import Room, nonce
from bot.domain.errors import NotFound, StorageError
from bot.domain.ids import AsideId, ChannelId, GuildId, UserId
from bot.domain.notices import NeutralLine
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError, Now, Whisper
from bot.storage import asides as rows
from bot.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideService:
    """Reaches one person alone, in private or as near to it as Discord lets it."""

    database: Database
    deliveries: DeliveryService
    whisper: Whisper
    now: Now
    # Those that the database did not take, by negative numbers; gone with the process.
    _unwritten: dict[AsideId, Aside] = field(default_factory=dict[AsideId, Aside])

    async def tell(self, aside: Aside) -> Told:
        """Tell a person by direct message, else by a line in the room they wrote in."""
        try:
            await self.whisper.privately(aside)
        except MessengerError as error:
            log.info("not told in private", extra={"what": aside.what, "failure": error.failure})
            return await self.leave_line(aside)
        return Told.PRIVATELY

    async def leave_line(self, aside: Aside) -> Told:
        """Post the neutral line for somebody who could not be told by direct message."""
        guild_id, channel_id = aside.guild_id, aside.channel_id
        if guild_id is None or channel_id is None:
            return Told.NOT
        try:
            stands = await self._line(aside, guild_id, channel_id)
        except StorageError:
            log.exception("note not written", extra={"guild_id": guild_id})
            stands = await self._unwritten_line(aside, channel_id)
        return Told.IN_ROOM if stands else Told.NOT

    async def open(self, aside_id: AsideId, *, by: UserId) -> Aside | None:
        """Return the note behind a line for its person; None for everybody else.

        Raises:
            NotFound: It is not there any more.
        """
        found = self._unwritten.get(aside_id)
        if found is None:
            async with self.database.transaction() as tx:
                found = await rows.get(tx, aside_id, now=self.now())
        if found is None:
            raise NotFound("note")
        return found if found.user_id == by else None

    async def _line(self, aside: Aside, guild_id: GuildId, channel_id: ChannelId) -> bool:
        now = self.now()
        async with self.database.transaction() as tx:
            await rows.remove_expired(tx, now=now)
            if await rows.has_twin(tx, aside, now=now):
                return True
            # The button is there as long as the line: a slow Discord takes up to twice the time.
            aside_id = await rows.add(tx, aside, expires_at=now + 2 * LINE_STANDS)
            plan = asides.line(aside_id, guild_id=guild_id, channel_id=channel_id, now=now)
            await self.deliveries.plan_now(tx, plan)
        return await self.deliveries.deliver_now(plan.key)

    async def _unwritten_line(self, aside: Aside, channel_id: ChannelId) -> bool:
        aside_id = AsideId(-1 - len(self._unwritten))
        key = nonce(f"aside:{aside_id}:{self.now().timestamp()}")
        self._unwritten[aside_id] = aside
        try:
            await self.deliveries.messenger.post(
                Room(channel_id), NeutralLine(aside_id=aside_id), nonce=key
            )
        except MessengerError as error:
            log.warning("no line posted", extra={"failure": error.failure})
            return False
        return True
