"""Going through the answers one by one: signed, switched off or left for later, press by press."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.errors import Conflict
from bot.domain.faq.entries import EntryId
from bot.domain.faq.library import ChangeKind, Kept, signed
from bot.domain.servers import Actor
from bot.services.library import Checked, LibraryService
from bot.storage import library as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where somebody is on the way.

    Attributes:
        left: How many there are to look at, this one among them.
        reviewer: Whose name they gave last; empty before the first.
    """

    entry: Kept
    checked: Checked
    left: int
    reviewer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewService:
    """Leads through what is due.

    Nothing is kept of the way but what was decided, so that it goes on tomorrow at any desk.
    """

    library: LibraryService

    async def next(self, after: EntryId | None, *, by: Actor) -> Stop | None:
        """Return what comes after an entry, from the first again at the end; None when all is done.

        Answers come first; what only leads to a person comes after them.

        Raises:
            NotPermitted: `by` may not administer the server.
        """
        found = sorted(await self.library.due(by=by), key=_place)
        if not found:
            return None
        here = next((e for e in await self.library.all(by=by) if e.latest.id == after), None)
        entry = _following(found, here)
        return Stop(
            entry=entry,
            checked=await self.library.check(entry.latest, by=by),
            left=len(found),
            reviewer=await self.reviewer(by=by),
        )

    async def reviewer(self, *, by: Actor) -> str:
        """Return the name under what somebody approved last; empty before the first."""
        async with self.library.database.transaction() as tx:
            return await rows.last_reviewer(tx, by.guild_id, by.user_id) or ""

    async def sign(self, entry_id: EntryId, *, seen: int, mark: str, by: Actor) -> Kept:
        """Approve an entry with the name that stood on the button, for the usual time.

        Args:
            seen: The version that was shown.
            mark: Of that name, as `mark` makes it.

        Raises:
            Conflict: Somebody changed the entry, or the name was another one.
            NotFound, InvalidInput, NotPermitted: As `LibraryService.save`.
        """
        self.library.let_in(by)
        reviewer = await self.reviewer(by=by)
        if mark != name_mark(reviewer):
            raise Conflict("entry_changed")
        before = await self.library.at(entry_id, seen, by=by)
        typed = {"reviewer": reviewer, "review_by": ""}
        after = signed(before, typed, today=self.library.today(by))
        return await self.library.save(after, seen=seen, kind=ChangeKind.APPROVED, by=by)


def name_mark(reviewer: str) -> str:
    """Return a few letters that stand for a name where no name fits."""
    return sha256(reviewer.encode()).hexdigest()[:8]


def _place(each: Kept) -> tuple[bool, str, EntryId]:
    return not each.latest.is_covered, each.latest.title.casefold(), each.latest.id


def _following(found: Sequence[Kept], here: Kept | None) -> Kept:
    if here is None:
        return found[0]
    return next((each for each in found if _place(each) > _place(here)), found[0])
