"""A server's own entries: shipped files seed them, and every change is kept with its author."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.errors import Conflict, InvalidInput, NotFound
from bot.domain.faq.entries import Entry, EntryId, Problem, Status, problems
from bot.domain.faq.library import (
    LABELS,
    SHIPPED,
    ChangeKind,
    Kept,
    Version,
    blank,
    changed,
    due,
    kept,
    new_id,
)
from bot.domain.faq.lint import beside
from bot.domain.faq.signature import unsigned
from bot.domain.ids import GuildId, UserId
from bot.domain.servers import Actor, Right, Server, require
from bot.services import faq_writing
from bot.services.answers import AnswerService
from bot.services.ports import Now
from bot.services.servers import Servers
from bot.storage import answers as counts
from bot.storage import library as rows
from bot.storage.database import Database, Transaction

log = logging.getLogger(__name__)

GAPS_OVER = timedelta(days=30)
STAFFS_OWN = "Written by staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How often nothing answered what was asked near an entry.

    Attributes:
        nearest: None when nothing was near, or that entry is gone.
        outcomes: Count by outcome, without what was answered.
    """

    nearest: Entry | None
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What speaks against an entry.

    Attributes:
        problems: What has to be mended before it may be approved.
        due: How many entries, whichever they are, somebody should look at.
        mixed_up: Titles of what the search could take it for, with the ways to ask that both have.
    """

    problems: Sequence[Problem] = ()
    due: int = 0
    mixed_up: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryService:
    """Keeps the entries of each server.

    Attributes:
        shipped: The clinic's files, whatever their status.
    """

    database: Database
    servers: Servers
    answers: AnswerService
    shipped: Mapping[EntryId, Entry]
    now: Now
    # One at a time, or an older reading could replace a newer one.
    _reloading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Let every server that changed an entry answer from its own."""
        async with self.database.transaction() as tx:
            found = await rows.servers(tx)
        for guild_id in found:
            await self._reload(guild_id)

    async def all(self, *, by: Actor) -> Sequence[Kept]:
        """Return every entry by title.

        Raises:
            NotPermitted: `by` may not administer the server.
        """
        self.let_in(by)
        async with self.database.transaction() as tx:
            found = await self.standing(tx, by.guild_id)
        return sorted(found.values(), key=lambda each: each.latest.title.casefold())

    async def get(self, which: str, *, by: Actor) -> Kept:
        """Return one entry, by its id or its title.

        Raises:
            NotFound: There is none.
            NotPermitted: `by` may not administer the server.
        """
        wanted = which.strip().casefold()
        for each in await self.all(by=by):
            if wanted in {each.latest.id, each.latest.title.casefold()}:
                return each
        raise NotFound("answer")

    async def due(self, *, by: Actor) -> Sequence[Kept]:
        """Return what members read and nobody signed or looked at in time. Raises as `all`."""
        return due(await self.all(by=by), today=self.today(by))

    async def save(self, entry: Entry, *, seen: int, kind: ChangeKind, by: Actor) -> Kept:
        """Write a change down; members are answered from it at once where it is approved.

        Args:
            seen: The version that `by` had before them; 0 for a shipped one or a new one.

        Raises:
            Conflict: Somebody has changed it since.
            InvalidInput: Another entry has that title, or it may not be approved as it is.
            NotPermitted: `by` may not administer the server.
        """
        self.let_in(by)
        if unsigned(entry):
            raise InvalidInput(LABELS["reviewed_by"], "unsigned")
        if entry.status is Status.APPROVED and (wrong := lint(entry)):
            first = wrong[0]
            raise InvalidInput(LABELS.get(first.key, first.key), "not_approvable", first.allowed)
        async with self.database.transaction() as tx:
            found = await self.add(tx, entry, seen=seen, kind=kind, by=by)
        await self._reload(by.guild_id)
        return found

    async def add(
        self, tx: Transaction, entry: Entry, *, seen: int, kind: ChangeKind, by: Actor
    ) -> Kept:
        """Write a change down in a transaction; the caller reloads. Raises as `save`."""
        known = await self.standing(tx, by.guild_id)
        title = entry.title.casefold()
        if any(e.latest.title.casefold() == title for i, e in known.items() if i != entry.id):
            raise InvalidInput(LABELS["title"], "title_taken")
        before = known.get(entry.id)
        version = Version(entry=entry, number=seen + 1, kind=kind, by=by.user_id, at=self.now())
        is_seen = (before.version if before else SHIPPED) == seen
        if not is_seen or not await rows.add(tx, version, guild_id=by.guild_id):
            raise Conflict("entry_changed")
        log.info("answer changed", extra={"guild_id": by.guild_id, "entry": entry.id, "kind": kind})
        return changed(before, version)

    async def add_draft(self, guild_id: GuildId, title: str, answer: str, *, by: UserId) -> EntryId:
        """Keep what staff typed as a draft of its own; members do not see it.

        Raises:
            InvalidInput: Another entry has that title.
        """
        actor = Actor(user_id=by, guild_id=guild_id)
        async with self.database.transaction() as tx:
            entry_id = new_id(title, await self.taken(tx, guild_id))
            body = answer.replace("\r\n", "\n").strip()
            entry = blank(entry_id, title=" ".join(title.split()), body=body, source=STAFFS_OWN)
            await self.add(tx, entry, seen=SHIPPED, kind=ChangeKind.WRITTEN, by=actor)
        return entry_id

    async def retire(self, which: str, *, seen: int | None = None, by: Actor) -> Kept:
        """Switch an entry off: members are not answered from it any more. Raises as `get`, `save`.

        Args:
            which: Its id or its title.
            seen: None for whatever stands now.
        """
        found = await self.get(which, by=by)
        off = replace(found.latest, status=Status.RETIRED)
        version = found.version if seen is None else seen
        return await self.save(off, seen=version, kind=ChangeKind.RETIRED, by=by)

    async def check(self, entry: Entry, *, by: Actor) -> Checked:
        """Say what speaks against an entry, by itself and beside the others. Raises as `all`."""
        entries = await self.all(by=by)
        others = {each.latest.id: each.latest for each in entries}
        found: dict[str, list[str]] = {}
        for problem in await asyncio.to_thread(beside, entry, tuple(others.values())):
            if problem.other is not None:
                shared = [problem.found] if problem.found in {entry.title, *entry.ask} else []
                found.setdefault(others[problem.other].title, []).extend(shared)
        left = len(due(entries, today=self.today(by)))
        return Checked(problems=lint(entry), mixed_up=found, due=left)

    async def hand_over(
        self, entry_id: EntryId, *, to_a_person: bool, seen: int, by: Actor
    ) -> Kept:
        """Keep as a draft that a topic always goes to a person, or that its text is an answer.

        Raises as `get`, `save`.
        """
        found = await self.get(entry_id, by=by)
        draft = replace(
            found.latest,
            is_covered=not to_a_person,
            status=Status.DRAFT,
            reviewed_by=None,
            reviewed_on=None,
        )
        return await self.save(draft, seen=seen, kind=ChangeKind.EDITED, by=by)

    async def restore(self, entry_id: EntryId, number: int, *, seen: int, by: Actor) -> Kept:
        """Let an entry be as it was at some version; what came after stays in its history.

        Raises as `save`, and NotFound where there is no such version.
        """
        entry = await self.at(entry_id, number, by=by)
        if unsigned(entry) or (entry.status is Status.APPROVED and lint(entry)):
            entry = replace(entry, status=Status.DRAFT)
        return await self.save(entry, seen=seen, kind=ChangeKind.RESTORED, by=by)

    async def history(self, entry_id: EntryId, *, by: Actor) -> Sequence[Version]:
        """Return every change of an entry, the newest first. Raises as `all`."""
        self.let_in(by)
        async with self.database.transaction() as tx:
            return await rows.history(tx, by.guild_id, entry_id)

    async def at(self, entry_id: EntryId, number: int, *, by: Actor) -> Entry:
        """Return an entry as it was at a version; 0 for the shipped file.

        Raises:
            NotFound: There is no such version.
            NotPermitted: `by` may not administer the server.
        """
        for version in await self.history(entry_id, by=by):
            if version.number == number:
                return version.entry
        if number == SHIPPED and entry_id in self.shipped:
            return self.shipped[entry_id]
        raise NotFound("answer")

    async def gaps(self, *, by: Actor) -> Sequence[Gap]:
        """Return what was asked in the last 30 days and not answered, the most asked first.

        Raises as `all`.
        """
        known = {each.latest.id: each.latest for each in await self.all(by=by)}
        since = self.now().date() - GAPS_OVER
        async with self.database.transaction() as tx:
            found = await counts.since(tx, by.guild_id, since)
        gaps = [
            Gap(nearest=known.get(nearest), outcomes=missed)
            for nearest, outcomes in found.items()
            if (missed := {key: count for key, count in outcomes.items() if key in MISSED})
        ]
        return sorted(gaps, key=lambda gap: sum(gap.outcomes.values()), reverse=True)

    async def export(self, *, by: Actor) -> bytes:
        """Return all entries as a zip of files that `config/content/faq` takes. Raises as `all`."""
        return await asyncio.to_thread(faq_writing.archive, await self.all(by=by))

    async def taken(self, tx: Transaction, guild_id: GuildId) -> frozenset[EntryId]:
        """Return the ids that there are."""
        return frozenset(await self.standing(tx, guild_id))

    async def reload(self, *, by: Actor) -> None:
        """Answer from what is kept now, after changes by `add`."""
        await self._reload(by.guild_id)

    def today(self, by: Actor) -> date:
        """Return the day by the server's own clocks."""
        return self.now().astimezone(self.servers.need(by.guild_id).zone).date()

    def let_in(self, by: Actor) -> Server:
        """Let somebody pass who may administer the server.

        Raises:
            NotSetUp: Nobody has set it up yet.
            NotPermitted: They may not.
        """
        server = self.servers.need(by.guild_id)
        require(by, Right.ADMINISTER, server)
        return server

    async def standing(self, tx: Transaction, guild_id: GuildId) -> Mapping[EntryId, Kept]:
        """Return every entry of a server, whoever asks."""
        own = await rows.standing(tx, guild_id)
        found = {
            entry_id: kept(self.shipped.get(entry_id), own.get(entry_id, ()))
            for entry_id in {**self.shipped, **own}
        }
        return {entry_id: each for entry_id, each in found.items() if each}

    async def _reload(self, guild_id: GuildId) -> None:
        async with self._reloading:
            async with self.database.transaction() as tx:
                found = await self.standing(tx, guild_id)
            await self.answers.reload(guild_id, [e.live for e in found.values() if e.live])


# What `answer_counts` calls a question that was not answered: nothing found, only offered, and
# answered with something else than was asked.
MISSED = ("none", "offer", "not_asked")


def lint(entry: Entry) -> Sequence[Problem]:
    """Return what has to be mended before an entry may be approved."""
    return problems(entry)
