"""A server's own entries: what members read, what waits for approval, and who changed what."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from bot.domain.dates import read_date
from bot.domain.errors import InvalidInput
from bot.domain.faq.entries import MAX_TITLE, Entry, EntryId, Status
from bot.domain.ids import UserId

# What a form's field holds (Discord API v10, Text Input).
BODY_MAX = 4000
# An approved entry is looked at again after this long unless staff say otherwise.
USUAL_REVIEW = timedelta(days=365)
# Before its day comes, so that there is time to find a clinician.
DUE_SOON = timedelta(days=30)
NAME_MAX = 80
_SLUG_MAX = 50
# What a form calls the keys of an entry.
LABELS: Mapping[str, str] = {
    "id": "Name of the file",
    "title": "Question",
    "ask": "Other ways to ask it",
    "body": "Answer",
    "source": "Source",
    "source_url": "Address of the source",
    "review_by": "Review by",
    "reviewed_by": "Reviewed by",
    "reviewed_on": "Reviewed on",
    "status": "Status",
    "covered": "I answer it myself",
}
# What is typed where a form wants a name and there is none.
NOBODY = {"none", "nobody", "no one", "no-one", "unknown", "not reviewed", "tbd"}
_NAME = re.compile(r"[^\W\d_]{2}")
# The number that stands for the file as it was shipped.
SHIPPED = 0


class ChangeKind(StrEnum):
    """What somebody did to an entry."""

    WRITTEN = "written"
    EDITED = "edited"
    IMPORTED = "imported"
    APPROVED = "approved"
    RETIRED = "retired"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An entry as somebody left it.

    Attributes:
        number: Counts up from 1 within an entry of a server.
        by: None once that person asked to be forgotten.
    """

    entry: Entry
    number: int
    kind: ChangeKind
    by: UserId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry of a server.

    Attributes:
        latest: As it was last left; a draft may be ahead of what members read.
        version: Its number; 0 while nobody has changed the shipped file here.
        live: What members are answered from; None when they are not.
    """

    latest: Entry
    version: int
    live: Entry | None

    @property
    def is_pending(self) -> bool:
        """Say whether members read an older wording than the last one."""
        return self.live is not None and self.live != self.latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where two wordings of an entry are not the same.

    Attributes:
        key: Of `LABELS`.
        was: Lines that go; none where something is only added.
        becomes: Lines that come; none where something is only taken out.
    """

    key: str
    was: tuple[str, ...]
    becomes: tuple[str, ...]


def kept(shipped: Entry | None, versions: Sequence[Version]) -> Kept | None:
    """Return what stands after all versions of one entry; None when there is nothing at all.

    A draft leaves members with what was approved before it; switching off does not.

    Args:
        versions: In any order; those before the last that was approved or retired may be missing.
    """
    found: Kept | None = None
    if shipped is not None:
        is_live = shipped.status is Status.APPROVED
        found = Kept(latest=shipped, version=SHIPPED, live=shipped if is_live else None)
    for version in sorted(versions, key=lambda each: each.number):
        found = changed(found, version)
    return found


def changed(before: Kept | None, by: Version) -> Kept:
    """Return what stands after one more version."""
    match by.entry.status:
        case Status.APPROVED:
            live = by.entry
        case Status.RETIRED:
            live = None
        case Status.DRAFT:
            live = before.live if before else None
    return Kept(latest=by.entry, version=by.number, live=live)


def written(entry: Entry, typed: Mapping[str, str], *, today: date) -> Entry:
    """Return an entry as a form says it should be.

    New wording is a draft that nobody has signed. Where only ways to ask or the day of review
    are different, it stays what it was.

    Args:
        typed: `title`, `ask` (one a line), `body`, `source`, `review_by`.

    Raises:
        InvalidInput: One of them cannot be used.
    """
    after = replace(
        entry,
        title=_needed(LABELS["title"], typed["title"], most=MAX_TITLE),
        ask=tuple(filter(None, (" ".join(line.split()) for line in typed["ask"].splitlines()))),
        body=_needed(LABELS["body"], typed["body"], most=BODY_MAX),
        source=_needed(LABELS["source"], typed["source"], most=300),
        review_by=_day(typed["review_by"], today=today, before=entry.review_by),
    )
    same = (entry.title, entry.body, entry.source) == (after.title, after.body, after.source)
    if same and entry.status is Status.APPROVED and after.review_by:
        return after
    return replace(after, status=Status.DRAFT, reviewed_by=None, reviewed_on=None)


def signed(entry: Entry, typed: Mapping[str, str], *, today: date) -> Entry:
    """Return an entry as approved, with the clinician's name as staff typed it.

    Args:
        typed: `reviewer` and `review_by`.

    Raises:
        InvalidInput: One of them cannot be used.
    """
    reviewer = " ".join(typed["reviewer"].split())
    if reviewer.casefold() in NOBODY or not _NAME.search(reviewer):
        raise InvalidInput(LABELS["reviewed_by"], "unsigned")
    _needed(LABELS["reviewed_by"], reviewer, most=NAME_MAX)
    review_by = _day(typed["review_by"], today=today) or today + USUAL_REVIEW
    return replace(
        entry,
        status=Status.APPROVED,
        reviewed_by=reviewer,
        reviewed_on=today,
        review_by=review_by,
    )


def blank(entry_id: EntryId, *, title: str = "", body: str = "", source: str = "") -> Entry:
    """Return a draft that nobody has signed."""
    return Entry(
        id=entry_id,
        title=title,
        ask=(),
        tags=(),
        source=source,
        source_url="",
        reviewed_by=None,
        reviewed_on=None,
        review_by=None,
        status=Status.DRAFT,
        is_covered=True,
        body=body,
    )


def new_id(title: str, taken: Collection[str]) -> EntryId:
    """Return an id for a title: its letters and digits, with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:_SLUG_MAX].strip("-") or "entry"
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return EntryId(found)


def of_status(entries: Sequence[Kept], status: str) -> Sequence[Kept]:
    """Return the entries of one status, as `Status` names it; of any other word, all.

    Approved is what members read; an approved entry with a newer draft is among the drafts too.
    """
    match status:
        case Status.APPROVED.value:
            return [each for each in entries if each.live]
        case Status.DRAFT.value | Status.RETIRED.value:
            return [each for each in entries if each.latest.status == status]
        case _:
            return entries


def due(entries: Sequence[Kept], *, today: date) -> Sequence[Kept]:
    """Return what members read and somebody should look at: overdue, due soon, unsigned.

    The most urgent first.
    """
    found = [each for each in entries if each.live and _is_due(each.live, today)]
    return sorted(found, key=lambda each: (_review_day(each), each.latest.title))


def _is_due(entry: Entry, today: date) -> bool:
    return entry.reviewed_by is None or (entry.review_by or today) <= today + DUE_SOON


def _review_day(each: Kept) -> date:
    return (each.live and each.live.review_by) or date.max


def differences(before: Entry, after: Entry) -> Sequence[Difference]:
    """Return what is different, the answer's own words last and line by line."""
    lines = [
        ("status", [before.status.value], [after.status.value]),
        ("covered", _yes_or_no(before), _yes_or_no(after)),
        ("title", [before.title], [after.title]),
        ("source", [before.source], [after.source]),
        ("review_by", _said(before.review_by), _said(after.review_by)),
        ("reviewed_by", _said(before.reviewed_by), _said(after.reviewed_by)),
        ("ask", before.ask, after.ask),
        ("body", _paragraphs(before.body), _paragraphs(after.body)),
    ]
    return [each for key, was, now in lines for each in _changes(key, was, now)]


def _changes(key: str, was: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    for kind, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        if kind != "equal":
            yield Difference(key=key, was=tuple(was[a:b]), becomes=tuple(now[c:d]))


def _said(value: date | str | None) -> Sequence[str]:
    return [] if value is None else [str(value)]


def _yes_or_no(entry: Entry) -> Sequence[str]:
    return ["yes" if entry.is_covered else "no"]


def _paragraphs(body: str) -> Sequence[str]:
    return [line for line in body.splitlines() if line.strip()]


def _needed(field: str, typed: str, *, most: int) -> str:
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise InvalidInput(field, "empty")
    if len(text) > most:
        raise InvalidInput(field, "too_long", f"at most {most} characters")
    return text


def _day(typed: str, *, today: date, before: date | None = None) -> date | None:
    if not typed.strip():
        return None
    try:
        day = read_date(typed, near=today)
    except InvalidInput as error:
        raise InvalidInput(LABELS["review_by"], error.problem, error.allowed) from None
    # An entry that is overdue can be mended without being looked at again.
    if day <= today and day != before:
        raise InvalidInput(LABELS["review_by"], "date_past", "a day to come")
    return day
