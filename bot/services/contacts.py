"""How to reach the clinic, held in memory: `/support now` reads no database."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain import contacts as rules
from bot.domain.contacts import Contact, Standing
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import GuildId
from bot.domain.recurrence import shown
from bot.domain.servers import Actor, Right, Server, require
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import contacts as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactService:
    """Knows each server's contacts.

    Attributes:
        given: What the clinic's file says, as label and way; shown until an admin has checked it.
    """

    database: Database
    servers: Servers
    given: tuple[tuple[str, str], ...]
    now: Now
    _known: dict[GuildId, tuple[Contact, ...]] = field(
        default_factory=dict[GuildId, tuple[Contact, ...]]
    )

    async def load(self) -> None:
        """Read every server's contacts."""
        async with self.database.transaction() as tx:
            found = await rows.load_all(tx)
        self._known.clear()
        self._known.update(found)

    def of(self, guild_id: GuildId | None) -> Sequence[tuple[str, str]]:
        """Return contacts as label and way; in a direct message those of the one clinic there is.

        No database is read.
        """
        known = self._known.get(guild_id) if guild_id else None
        if known is None and len(self._known) == 1 and guild_id is None:
            [known] = self._known.values()
        return [(each.label, each.reach) for each in known] if known else self.given

    def standing(self, guild_id: GuildId) -> Standing:
        """Say how far a server's contacts can be trusted today."""
        server = self.servers.need(guild_id)
        today = shown(self.now(), server.zone).date()
        return rules.standing(self._known.get(guild_id, ()), today=today)

    async def edit(self, label: str, reach: str, *, by: Actor) -> Sequence[Contact]:
        """Keep a contact, in place of one with the same label in any letters.

        Typing it counts as checking it.

        Raises:
            NotPermitted: `by` is no admin.
            InvalidInput: It names a closed line, or there are too many.
        """
        server = self._let_in(by)
        contact = rules.checked(label, reach, today=shown(self.now(), server.zone).date())
        before = self._own_or_given(server)
        old = rules.named(before, label)
        if old is None and len(before) >= rules.CONTACTS_MAX:
            raise InvalidInput("label", "too_many_contacts", str(rules.CONTACTS_MAX))
        async with self.database.transaction() as tx:
            await self._take_over(tx, by.guild_id, before)
            if old is not None:
                await rows.rename(tx, by.guild_id, old.label, contact.label)
            await rows.save(tx, by.guild_id, contact)
        return await self._again(by.guild_id)

    async def remove(self, label: str, *, by: Actor) -> Sequence[Contact]:
        """Remove a contact, also one of the file's.

        Raises:
            NotPermitted: `by` is no admin.
            NotFound: There is none of this label.
            Conflict: It is the last one; without it members would see the file's again.
        """
        server = self._let_in(by)
        before = self._own_or_given(server)
        old = rules.named(before, label)
        if old is None:
            raise NotFound("contact")
        if len(before) == 1:
            raise Conflict("last_contact")
        async with self.database.transaction() as tx:
            await self._take_over(tx, by.guild_id, before)
            await rows.remove(tx, by.guild_id, old.label)
        return await self._again(by.guild_id)

    async def verify(self, *, by: Actor) -> Sequence[Contact]:
        """Write down that somebody has tried every contact today.

        Raises:
            NotPermitted: `by` is no admin.
        """
        server = self._let_in(by)
        today = shown(self.now(), server.zone).date()
        async with self.database.transaction() as tx:
            for each in self._own_or_given(server):
                fresh = rules.checked(each.label, each.reach, today=today)
                await rows.save(tx, by.guild_id, fresh)
        log.info("contacts verified", extra={"guild_id": by.guild_id})
        return await self._again(by.guild_id)

    def _own_or_given(self, server: Server) -> Sequence[Contact]:
        """Return the server's own contacts, or the file's, which nobody has checked here."""
        today = shown(self.now(), server.zone).date()
        ways: dict[str, str] = {}
        for label, way in self.given:
            ways[label] = f"{ways[label]}, {way}" if label in ways else way
        given = [
            Contact(label=label, reach=reach, verified_on=today, review_by=today)
            for label, reach in ways.items()
        ]
        return self._known.get(server.guild_id, given)

    async def _take_over(
        self, tx: Transaction, guild_id: GuildId, before: Sequence[Contact]
    ) -> None:
        """Make the file's contacts the server's own with its first change, still to be tried."""
        for each in before if guild_id not in self._known else ():
            await rows.save(tx, guild_id, each)

    async def _again(self, guild_id: GuildId) -> Sequence[Contact]:
        await self.load()
        return self._known.get(guild_id, ())

    def _let_in(self, by: Actor) -> Server:
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        return server
