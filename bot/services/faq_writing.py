"""FAQ entries as the files that `faq_content` reads: what leaves Discord can come back."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from bot.domain.faq.entries import Entry
from bot.domain.faq.library import Kept

_NONE = "none"
# A folder of its own: what stands beside it is read, what is in it waits for a clinician.
WAITING = "waiting-for-approval"
# Wider than any text, so that no line is folded.
_WIDE = 1_000_000


def markdown(entry: Entry) -> str:
    """Return an entry as its file."""
    front = {
        "title": entry.title,
        "ask": list(entry.ask),
        "tags": list(entry.tags),
        "source": entry.source,
        "source_url": entry.source_url or _NONE,
        "reviewed_by": entry.reviewed_by or _NONE,
        "reviewed_on": entry.reviewed_on or _NONE,
        "review_by": entry.review_by or _NONE,
        "status": entry.status.value,
        **({} if entry.is_covered else {"covered": False}),
    }
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=_WIDE)
    return f"---\n{head}---\n{entry.body}\n"


def archive(entries: Sequence[Kept]) -> bytes:
    """Return all entries as a zip file.

    Where a draft is ahead of what members read, both are in it, the draft in a folder of its own.
    """
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for each in entries:
            shown = each.live or each.latest
            file.writestr(ZipInfo(f"{shown.id}.md"), markdown(shown), ZIP_DEFLATED)
            if each.is_pending:
                name = ZipInfo(f"{WAITING}/{each.latest.id}.md")
                file.writestr(name, markdown(each.latest), ZIP_DEFLATED)
    return made.getvalue()
