"""Forms about entries: what was typed is kept until it is saved, whoever was faster."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.domain.errors import Conflict, InvalidInput
from bot.domain.faq.entries import Entry, EntryId
from bot.domain.faq.library import (
    BODY_MAX,
    LABELS,
    SHIPPED,
    USUAL_REVIEW,
    ChangeKind,
    Kept,
    Version,
    blank,
    new_id,
    signed,
    written,
)
from bot.domain.ids import DraftId
from bot.domain.servers import Actor
from bot.services.library import LibraryService
from bot.services.meetings import DRAFT_LIFE
from bot.services.review import ReviewService
from bot.storage import drafts

KIND = "entry"
# What a new entry is called until it has a title.
NEW = EntryId("")


class FormKind(StrEnum):
    """Which form it is."""

    EDIT = "edit"
    SIGN = "sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it is to be opened.

    Attributes:
        entry_id: Empty for a new entry.
        seen: The version that stands behind it.
        values: What stands in its fields, by their names.
        draft_id: Where it was kept when it could not be saved; None the first time.
    """

    kind: FormKind
    entry_id: EntryId
    seen: int
    values: Mapping[str, str]
    draft_id: DraftId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Somebody saved the same entry first.

    Attributes:
        theirs: The last change; its author may be the one who is told.
        before: The entry as it stood behind the form.
    """

    theirs: Version
    before: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaved:
    """What was typed, kept for an hour, and why it is not saved.

    Attributes:
        seen: The version to save it over, once the person has been shown it.
    """

    draft_id: DraftId
    why: InvalidInput | Clash
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForms:
    """Opens forms about entries and takes them in."""

    library: LibraryService

    async def edit(self, which: str | None, *, by: Actor) -> Form:
        """Return the form that edits an entry; None for a new one.

        Raises:
            NotFound: There is no such entry.
            InvalidInput: Its answer is longer than a form can hold.
            NotPermitted: `by` may not administer the server.
        """
        self.library.let_in(by)
        if which is None:
            return Form(kind=FormKind.EDIT, entry_id=NEW, seen=SHIPPED, values={})
        found = await self.library.get(which, by=by)
        if len(found.latest.body) > BODY_MAX:
            raise InvalidInput(LABELS["body"], "too_long", f"at most {BODY_MAX} characters")
        return Form(
            kind=FormKind.EDIT,
            entry_id=found.latest.id,
            seen=found.version,
            values=_values(found.latest),
        )

    async def sign(self, which: str, *, by: Actor) -> Form:
        """Return the form that approves an entry, with the name given last. Raises as `edit`."""
        found = await self.library.get(which, by=by)
        reviewer = await ReviewService(library=self.library).reviewer(by=by)
        until = self.library.today(by) + USUAL_REVIEW
        return Form(
            kind=FormKind.SIGN,
            entry_id=found.latest.id,
            seen=found.version,
            values={"reviewer": reviewer, "review_by": until.isoformat()},
        )

    async def again(self, draft_id: DraftId, *, seen: int, by: Actor) -> Form:
        """Return a form with what was typed in it.

        Raises:
            Conflict: It was saved meanwhile, its hour is over, or it is somebody else's.
            NotPermitted: `by` may not administer the server.
        """
        form = await self._kept(draft_id, by=by)
        return replace(form, seen=seen)

    async def send(self, form: Form, *, by: Actor) -> Kept | Unsaved:
        """Save what was typed, or keep it and say why it cannot be saved.

        Raises:
            NotFound: There is no such entry any more.
            NotPermitted: `by` may not administer the server.
        """
        self.library.let_in(by)
        try:
            entry, kind = await self._read(form, by=by)
            saved = await self.library.save(entry, seen=form.seen, kind=kind, by=by)
        except InvalidInput as error:
            return await self._keep(form, error, form.seen, by=by)
        except Conflict:
            history = await self.library.history(form.entry_id, by=by)
            if not history:
                raise
            before = await self.library.at(form.entry_id, form.seen, by=by)
            clash = Clash(theirs=history[0], before=before)
            return await self._keep(form, clash, history[0].number, by=by)
        if form.draft_id is not None:
            await self.forget(form.draft_id, by=by)
        return saved

    async def send_again(
        self, draft_id: DraftId, typed: Mapping[str, str], *, seen: int, by: Actor
    ) -> Kept | Unsaved:
        """Send a form that could not be saved the first time. Raises as `send` and `again`."""
        form = await self._kept(draft_id, by=by)
        return await self.send(replace(form, seen=seen, values=typed), by=by)

    async def forget(self, draft_id: DraftId, *, by: Actor) -> None:
        """Give up what was typed. Raises as `again`."""
        await self._kept(draft_id, by=by)
        async with self.library.database.transaction() as tx:
            await drafts.remove(tx, draft_id)

    async def _read(self, form: Form, *, by: Actor) -> tuple[Entry, ChangeKind]:
        today = self.library.today(by)
        if form.entry_id == NEW:
            entry = written(blank(NEW), form.values, today=today)
            async with self.library.database.transaction() as tx:
                taken = await self.library.taken(tx, by.guild_id)
            return replace(entry, id=new_id(entry.title, taken)), ChangeKind.WRITTEN
        before = await self.library.at(form.entry_id, form.seen, by=by)
        if form.kind is FormKind.SIGN:
            return signed(before, form.values, today=today), ChangeKind.APPROVED
        return written(before, form.values, today=today), ChangeKind.EDITED

    async def _keep(
        self, form: Form, why: InvalidInput | Clash, seen: int, *, by: Actor
    ) -> Unsaved:
        expires_at = self.library.now() + DRAFT_LIFE
        typed = {
            "kind": form.kind.value,
            "entry_id": form.entry_id,
            "seen": seen,
            "values": dict(form.values),
        }
        async with self.library.database.transaction() as tx:
            if form.draft_id is not None:
                await drafts.change(tx, form.draft_id, typed, expires_at=expires_at)
                return Unsaved(draft_id=form.draft_id, why=why, seen=seen)
            draft_id = await drafts.add(
                tx,
                KIND,
                typed,
                guild_id=by.guild_id,
                author_id=by.user_id,
                expires_at=expires_at,
            )
        return Unsaved(draft_id=draft_id, why=why, seen=seen)

    async def _kept(self, draft_id: DraftId, *, by: Actor) -> Form:
        self.library.let_in(by)
        async with self.library.database.transaction() as tx:
            draft = await drafts.get(tx, draft_id, now=self.library.now())
        mine = (KIND, by.guild_id, by.user_id)
        if draft is None or (draft.kind, draft.guild_id, draft.author_id) != mine:
            raise Conflict("draft_gone")
        return _form(draft_id, draft.typed)


def _form(draft_id: DraftId, typed: Mapping[str, Any]) -> Form:
    return Form(
        kind=FormKind(typed["kind"]),
        entry_id=EntryId(typed["entry_id"]),
        seen=typed["seen"],
        values=typed["values"],
        draft_id=draft_id,
    )


def _values(entry: Entry) -> Mapping[str, str]:
    return {
        "title": entry.title,
        "ask": "\n".join(entry.ask),
        "body": entry.body,
        "source": entry.source,
        "review_by": entry.review_by.isoformat() if entry.review_by else "",
    }
