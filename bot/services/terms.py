"""The rules and privacy notice of each server: read, changed, published, and the role for them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain import consent as rules
from bot.domain.consent import Card, Terms
from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.ids import ChannelId, DraftId, GuildId, RoleId
from bot.domain.recurrence import shown
from bot.domain.servers import Actor, Right, RolePurpose, Server, require
from bot.services.joining_ports import MemberRoles
from bot.services.ports import Alarm, Now
from bot.services.servers import Servers
from bot.storage import consents, drafts
from bot.storage import terms as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

DRAFT = "terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A version as somebody typed it, before it is published.

    Attributes:
        seen: The version it was written over.
        changed: The languages whose words are new.
    """

    draft_id: DraftId
    terms: Terms
    seen: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsService:
    """Keeps each server's terms.

    Attributes:
        shipped: What a server begins with.
        grace: How long an older version still counts.
    """

    database: Database
    servers: Servers
    roles: MemberRoles
    alarm: Alarm
    shipped: Terms
    grace: timedelta
    now: Now

    async def live(self, tx: Transaction, guild_id: GuildId) -> Terms:
        """Return a server's newest terms; the first time they are those of the clinic's files."""
        found = await rows.live(tx, guild_id)
        if found is None:
            await rows.add(tx, guild_id, self.shipped, published_by=None)
        return found or self.shipped

    async def read(self, guild_id: GuildId) -> Terms:
        """Return the terms that count in a server.

        Raises:
            NotSetUp: The server is not set up.
            Conflict: An admin has not put them up yet.
        """
        self.servers.need(guild_id)
        async with self.database.transaction() as tx:
            live = await self.live(tx, guild_id)
        if live.published_at is None:
            raise Conflict("rules_not_up")
        return live

    async def standing(self, guild_id: GuildId) -> Terms:
        """Return a server's newest terms, published or not, for its status."""
        async with self.database.transaction() as tx:
            return await self.live(tx, guild_id)

    async def newest(self, *, by: Actor) -> Terms:
        """Return the newest terms, also a draft.

        Raises:
            NotPermitted: `by` may not administer the server.
        """
        self._let_in(by)
        async with self.database.transaction() as tx:
            return await self.live(tx, by.guild_id)

    async def rewrite(
        self,
        language: str,
        typed: Mapping[str, str],
        *,
        draft_id: DraftId | None = None,
        by: Actor,
    ) -> Rewritten:
        """Keep other words in one language as a draft; nothing is published yet.

        Args:
            typed: "text", and in "reviewer" who read it; empty for nobody.
            draft_id: A draft of theirs to go on with; None to begin with what counts.

        Raises:
            NotPermitted: `by` may not administer the server.
            InvalidInput: The text cannot stand like this, or is the same as before.
            NotFound: The draft has expired.
        """
        self._let_in(by)
        text = rules.checked(typed["text"])
        async with self.database.transaction() as tx:
            live = await self.live(tx, by.guild_id)
            base = await self._draft(tx, draft_id, by) if draft_id else None
            kept: dict[str, Any] = {
                "seen": base.seen if base else live.version,
                "texts": {**(base.terms.texts if base else live.texts), language: text},
                "reviewed_by": typed.get("reviewer", "").strip() or None,
            }
            if kept["texts"] == live.texts and kept["reviewed_by"] == live.reviewed_by:
                raise InvalidInput("text", "same_as_before")
            draft_id = await self._keep(tx, draft_id, kept, by)
            return await self._draft(tx, draft_id, by)

    async def _keep(
        self, tx: Transaction, draft_id: DraftId | None, kept: Mapping[str, Any], by: Actor
    ) -> DraftId:
        expires_at = self.now() + rules.DRAFT_KEPT
        if draft_id is not None:
            await drafts.change(tx, draft_id, kept, expires_at=expires_at)
            return draft_id
        return await drafts.add(
            tx, DRAFT, kept, guild_id=by.guild_id, author_id=by.user_id, expires_at=expires_at
        )

    async def take_shipped(self, *, by: Actor) -> Rewritten:
        """Keep the files' newer words as a draft; nothing is published yet.

        Raises:
            NotPermitted: `by` may not administer the server.
            Conflict: There are none, or the server has words of its own.
        """
        self._let_in(by)
        async with self.database.transaction() as tx:
            live = await self.live(tx, by.guild_id)
            if not rules.is_newly_worded(live, self.shipped):
                raise Conflict("rules_changed")
            kept: dict[str, Any] = {
                "seen": live.version,
                "texts": dict(self.shipped.texts),
                "reviewed_by": self.shipped.reviewed_by,
            }
            draft_id = await self._keep(tx, None, kept, by)
            return await self._draft(tx, draft_id, by)

    async def draft(self, draft_id: DraftId, *, by: Actor) -> Rewritten:
        """Return a draft of theirs. Errors as `rewrite`."""
        self._let_in(by)
        async with self.database.transaction() as tx:
            return await self._draft(tx, draft_id, by)

    async def publish(self, draft_id: DraftId, *, by: Actor) -> Terms:
        """Let a draft count from now on; who agreed to an older version is asked again.

        Raises:
            NotPermitted: `by` may not administer the server.
            NotFound: The draft has expired, or was published.
            Conflict: Somebody else has changed the terms meanwhile.
        """
        self._let_in(by)
        async with self.database.transaction() as tx:
            draft = await self._draft(tx, draft_id, by)
            live = await self.live(tx, by.guild_id)
            if live.version != draft.seen:
                raise Conflict("rules_changed")
            await drafts.remove(tx, draft_id)
            is_shipped = draft.terms.texts == self.shipped.texts
            source = self.shipped.source if is_shipped else rules.CHANGED
            terms = replace(draft.terms, source=source)
            return await self._publish(tx, terms, by=by)

    async def forget(self, draft_id: DraftId, *, by: Actor) -> None:
        """Give a draft up; fine if it has expired. Errors as `newest`."""
        self._let_in(by)
        async with self.database.transaction() as tx:
            found = await drafts.get(tx, draft_id, now=self.now())
            if found is not None and found.author_id == by.user_id and found.kind == DRAFT:
                await drafts.remove(tx, draft_id)

    async def post(self, channel_id: ChannelId, *, version: int, by: Actor) -> Terms:
        """Put the card up in a room, and let the terms count if they did not yet.

        Args:
            version: What the admin has read.

        Raises:
            NotPermitted: `by` may not administer the server.
            Conflict: Somebody else has changed the terms meanwhile.
        """
        self._let_in(by)
        async with self.database.transaction() as tx:
            live = await self.live(tx, by.guild_id)
            if live.version != version:
                raise Conflict("rules_changed")
            if live.published_at is None:
                live = await self._publish(tx, replace(live, dated=self._today(by)), by=by)
            before = await rows.card(tx, by.guild_id)
            await rows.save_card(tx, _moved(before, by.guild_id, channel_id))
            await rows.is_due_now(tx, by.guild_id, now=self.now())
        return live

    async def take_down(self, *, by: Actor) -> None:
        """Want no card any more; who agreed stays agreed.

        Raises:
            NotPermitted: `by` may not administer the server.
            Conflict: There is no card.
        """
        self._let_in(by)
        async with self.database.transaction() as tx:
            card = await rows.card(tx, by.guild_id)
            if card is None or card.is_down:
                raise Conflict("card_not_up")
            await rows.save_card(tx, replace(card, is_down=True))
            await rows.is_due_now(tx, by.guild_id, now=self.now())
        self.alarm.wake()

    async def choose_role(self, role_id: RoleId | None, *, by: Actor) -> None:
        """Choose the role for whoever agrees; None for none. Those who agreed get it, too.

        Raises:
            NotPermitted: `by` may not administer the server.
            InvalidInput: The role cannot be given to whoever asks.
        """
        server = self._let_in(by)
        fault = None if role_id is None else self.roles.fault(server, role_id)
        if fault is not None:
            raise InvalidInput("role", fault)
        named = {key: ids for key, ids in server.roles.items() if key is not RolePurpose.MEMBER}
        if role_id is not None:
            named[RolePurpose.MEMBER] = frozenset({role_id})
        await self.servers.set_up(replace(server, roles=named), by=by)
        async with self.database.transaction() as tx:
            await consents.look_again(tx, by.guild_id, at=self.now())
        self.alarm.wake()

    async def _publish(self, tx: Transaction, terms: Terms, *, by: Actor) -> Terms:
        now = self.now()
        counting = replace(terms, published_at=now)
        await rows.add(tx, by.guild_id, counting, published_by=by.user_id)
        at = now + self.grace / 2
        await consents.look_again(tx, by.guild_id, at=at, below=counting.version)
        await rows.is_due_now(tx, by.guild_id, now=now)
        self.alarm.wake()
        log.info("terms published", extra={"guild_id": by.guild_id, "version": terms.version})
        return counting

    async def _draft(self, tx: Transaction, draft_id: DraftId | None, by: Actor) -> Rewritten:
        found = await drafts.get(tx, draft_id, now=self.now()) if draft_id else None
        if found is None or found.kind != DRAFT or found.author_id != by.user_id:
            raise NotFound("form")
        if found.guild_id != by.guild_id:
            raise NotFound("form")
        live = await self.live(tx, by.guild_id)
        return _rewritten(found.id, found.typed, live, self._today(by))

    def _today(self, by: Actor) -> date:
        return shown(self.now(), self.servers.need(by.guild_id).zone).date()

    def _let_in(self, by: Actor) -> Server:
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        return server


def _rewritten(draft_id: DraftId, typed: Mapping[str, Any], live: Terms, today: date) -> Rewritten:
    is_draft = live.published_at is None
    terms = Terms(
        version=live.version if is_draft else live.version + 1,
        dated=today,
        texts=typed["texts"],
        source=live.source,
        reviewed_by=typed["reviewed_by"],
    )
    changed = tuple(key for key in terms.texts if terms.texts[key] != live.texts.get(key))
    return Rewritten(draft_id=draft_id, terms=terms, seen=typed["seen"], changed=changed)


def _moved(before: Card | None, guild_id: GuildId, channel_id: ChannelId) -> Card:
    if before is None:
        return Card(guild_id=guild_id, channel_id=channel_id)
    if before.channel_id == channel_id:
        return replace(before, is_down=False)
    old = before.old
    if before.message_id is not None:
        old = (before.channel_id, before.message_id)
    return Card(guild_id=guild_id, channel_id=channel_id, number=before.number + 1, old=old)
