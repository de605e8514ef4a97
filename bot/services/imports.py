"""A clinic's own page or file becomes drafts, passage by passage, as staff decide."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from bot.domain.errors import AddressProblem, Conflict, InvalidInput, Trouble
from bot.domain.faq.entries import Entry, EntryId, Status
from bot.domain.faq.library import SHIPPED, ChangeKind, Kept, blank, new_id
from bot.domain.faq.passages import PASSAGES_MOST, Passage, passages
from bot.domain.ids import DraftId
from bot.domain.servers import Actor
from bot.domain.subscriptions import read_address
from bot.services import faq_content, page_text
from bot.services.library import LibraryService
from bot.services.meetings import DRAFT_LIFE
from bot.services.ports import Fetcher
from bot.storage import drafts
from bot.storage import library as rows
from bot.storage.database import Transaction

KIND = "pages"
SOURCE_MAX = 200
# What is said of a page; of whatever else is wrong, that it does not answer.
_TROUBLE = {
    Trouble.ADDRESS: "page_address",
    Trouble.CREDENTIALS: "page_address",
    Trouble.PRIVATE: "page_private",
    Trouble.UNKNOWN_HOST: "page_unknown",
    Trouble.REDIRECTS: "page_redirects",
    Trouble.TLS: "page_not_sure",
    Trouble.NOT_A_CALENDAR: "page_unreadable",
    Trouble.TOO_LARGE: "page_too_large",
    Trouble.NOT_FOUND: "page_not_there",
    Trouble.GONE: "page_not_there",
    Trouble.FORBIDDEN: "page_not_open",
    Trouble.REFUSED: "page_not_open",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One passage to decide about.

    Attributes:
        number: Counts from 0, out of `total`.
        existing: The answer it would change; None for one that is new here.
        after: The answer as it would be.
        is_stale: True when somebody changed the answer since it was shown.
    """

    draft_id: DraftId
    number: int
    total: int
    existing: Kept | None
    after: Entry
    unchanged: int
    is_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What became of a page.

    Attributes:
        taken: Titles of the drafts that were made or changed.
        unchanged: How many passages are as they were the last time.
        gone: Titles of answers whose passage is not on the page any more.
    """

    taken: Sequence[str]
    skipped: int
    unchanged: int
    gone: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportService:
    """Takes pages in."""

    library: LibraryService
    fetcher: Fetcher

    def accept(self, size: int, *, by: Actor) -> None:
        """Let a file in before it is loaded.

        Args:
            size: In bytes.

        Raises:
            InvalidInput: It is too large.
            NotPermitted: `by` may not administer the server.
        """
        self.library.let_in(by)
        page_text.refuse_large(size)

    async def read_address(self, address: str, *, by: Actor) -> Step | Finished:
        """Read a page from its address, then do as `read` does.

        Raises:
            InvalidInput: It cannot be read from there, or must not be; or as `read`.
            NotPermitted: `by` may not administer the server.
        """
        self.library.let_in(by)
        try:
            clean = read_address(address)
            fetched = await self.fetcher.fetch(clean)
        except AddressProblem as problem:
            raise InvalidInput("Address", _TROUBLE.get(problem.why, "page_no_answer")) from None
        content = fetched.body if fetched else b""
        return await self.read(page_text.name_of(clean, content), content, address=clean, by=by)

    async def read(
        self, name: str, content: bytes, *, address: str = "", by: Actor
    ) -> Step | Finished:
        """Cut a file into passages, keep them for an hour, and show the first that is new.

        Args:
            address: Of the page, where it was read from one.

        Raises:
            InvalidInput: It cannot be read, or holds more passages than anybody looks through.
            NotPermitted: `by` may not administer the server.
        """
        self.library.let_in(by)
        found = await asyncio.to_thread(_passages, name, content)
        if len(found) > PASSAGES_MOST:
            raise InvalidInput(page_text.FIELD, "too_many_passages", str(PASSAGES_MOST))
        source = (address or name)[:SOURCE_MAX]
        now = self.library.now()
        async with self.library.database.transaction() as tx:
            known = await rows.passages(tx, by.guild_id, source)
            standing = await self.library.standing(tx, by.guild_id)
            new = [each for each in found if not _is_known(each, known, standing)]
            typed = _begun(found, new, known, source=source, address=address)
            if not new:
                return _finished(typed)
            draft_id = await drafts.add(
                tx,
                KIND,
                typed,
                guild_id=by.guild_id,
                author_id=by.user_id,
                expires_at=now + DRAFT_LIFE,
            )
            return await self._step(tx, draft_id, typed, by=by)

    async def take(
        self, draft_id: DraftId, number: int, *, seen: int, by: Actor
    ) -> Step | Finished:
        """Keep a passage as a draft, new or of the answer it changes, and show the next.

        Args:
            seen: The version of that answer that was shown; 0 for a new or shipped one.

        Raises:
            Conflict: It was decided already, the hour is over, or it is somebody else's.
            NotPermitted: `by` may not administer the server.
        """
        self.library.let_in(by)
        async with self.library.database.transaction() as tx:
            typed = await self._own(tx, draft_id, number, by=by)
            step = await self._step(tx, draft_id, typed, by=by)
            if _version(step) != seen:
                return replace(step, is_stale=True)
            await self.library.add(tx, step.after, seen=seen, kind=ChangeKind.IMPORTED, by=by)
            after = {**typed, "taken": [*typed["taken"], step.after.title]}
            return await self._next(tx, draft_id, after, step.after.id, by=by)

    async def skip(self, draft_id: DraftId, number: int, *, by: Actor) -> Step | Finished:
        """Leave a passage out until it changes, and show the next. Raises as `take`."""
        self.library.let_in(by)
        async with self.library.database.transaction() as tx:
            typed = await self._own(tx, draft_id, number, by=by)
            after = {**typed, "skipped": typed["skipped"] + 1}
            return await self._next(tx, draft_id, after, None, by=by)

    async def stop(self, draft_id: DraftId, number: int, *, by: Actor) -> Finished:
        """Leave the rest of a page for another time. Raises as `take`."""
        self.library.let_in(by)
        async with self.library.database.transaction() as tx:
            typed = await self._own(tx, draft_id, number, by=by)
            await drafts.remove(tx, draft_id)
        return _finished(typed)

    async def _next(
        self,
        tx: Transaction,
        draft_id: DraftId,
        typed: Mapping[str, Any],
        entry_id: EntryId | None,
        *,
        by: Actor,
    ) -> Step | Finished:
        passage = _load(typed["passages"][typed["at"]])
        kept = rows.Passage(heading=passage.heading, digest=passage.digest, entry_id=entry_id)
        await rows.remember(tx, kept, guild_id=by.guild_id, source=typed["source"])
        after = {**typed, "at": typed["at"] + 1}
        if after["at"] >= len(after["passages"]):
            await drafts.remove(tx, draft_id)
            return _finished(after)
        await drafts.change(tx, draft_id, after, expires_at=self.library.now() + DRAFT_LIFE)
        return await self._step(tx, draft_id, after, by=by)

    async def _step(
        self, tx: Transaction, draft_id: DraftId, typed: Mapping[str, Any], *, by: Actor
    ) -> Step:
        passage = _load(typed["passages"][typed["at"]])
        all_kept = await self.library.standing(tx, by.guild_id)
        known = await rows.passages(tx, by.guild_id, typed["source"])
        existing = _existing(passage, known.get(passage.heading), all_kept)
        before = (
            existing.latest
            if existing
            else blank(new_id(passage.heading, all_kept), title=passage.heading)
        )
        return Step(
            draft_id=draft_id,
            number=typed["at"],
            total=len(typed["passages"]),
            existing=existing,
            after=_after(before, passage, typed),
            unchanged=typed["unchanged"],
        )

    async def _own(
        self, tx: Transaction, draft_id: DraftId, number: int, *, by: Actor
    ) -> Mapping[str, Any]:
        draft = await drafts.get(tx, draft_id, now=self.library.now())
        mine = (KIND, by.guild_id, by.user_id)
        if draft is None or (draft.kind, draft.guild_id, draft.author_id) != mine:
            raise Conflict("draft_gone")
        if draft.typed["at"] != number:
            raise Conflict("already_done")
        return draft.typed


def _passages(name: str, content: bytes) -> Sequence[Passage]:
    text = page_text.markdown(name, content)
    # One of our own files, as it was exported.
    entry = faq_content.parse(EntryId(PurePath(name).stem), text) if text.startswith("---") else ()
    if isinstance(entry, Entry):
        return [Passage(heading=entry.title, body=entry.body, ask=entry.ask)]
    return passages(text)


def _begun(
    found: Sequence[Passage],
    new: Sequence[Passage],
    known: Mapping[str, rows.Passage],
    *,
    source: str,
    address: str,
) -> Mapping[str, Any]:
    headings = {each.heading for each in found}
    return {
        "source": source,
        "address": address,
        "passages": [_dump(each) for each in new],
        "at": 0,
        "taken": [],
        "skipped": 0,
        "unchanged": len(found) - len(new),
        "gone": [
            heading for heading, each in known.items() if each.entry_id and heading not in headings
        ],
    }


def _is_known(
    passage: Passage, known: Mapping[str, rows.Passage], standing: Mapping[EntryId, Kept]
) -> bool:
    before = known.get(passage.heading)
    if before is not None and before.digest == passage.digest:
        return True
    existing = _existing(passage, before, standing)
    return existing is not None and existing.latest.body == passage.body


def _existing(
    passage: Passage, before: rows.Passage | None, known: Mapping[EntryId, Kept]
) -> Kept | None:
    if before and before.entry_id and before.entry_id in known:
        return known[before.entry_id]
    title = passage.heading.casefold()
    return next((e for e in known.values() if e.latest.title.casefold() == title), None)


def _after(before: Entry, passage: Passage, typed: Mapping[str, Any]) -> Entry:
    is_address = typed["address"].startswith("https://")
    return replace(
        before,
        ask=passage.ask or before.ask,
        body=passage.body,
        source=typed["source"],
        source_url=typed["address"] if is_address else "",
        status=Status.DRAFT,
        reviewed_by=None,
        reviewed_on=None,
    )


def _version(step: Step) -> int:
    return step.existing.version if step.existing else SHIPPED


def _dump(passage: Passage) -> Mapping[str, Any]:
    return {"heading": passage.heading, "body": passage.body, "ask": list(passage.ask)}


def _load(found: Mapping[str, Any]) -> Passage:
    return Passage(heading=found["heading"], body=found["body"], ask=tuple(found["ask"]))


def _finished(typed: Mapping[str, Any]) -> Finished:
    return Finished(
        taken=typed["taken"],
        skipped=typed["skipped"],
        unchanged=typed["unchanged"],
        gone=typed["gone"],
    )
