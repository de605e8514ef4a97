"""What staff read while they take a page of their own in."""

from typing import Final

TAKE: Final = "Take as draft"
UPDATE: Final = "Update the answer"
SKIP: Final = "Skip"
STOP: Final = "Stop here"
NEW_HERE: Final = "New here."
STALE: Final = (
    "**Somebody has changed this answer meanwhile.** Nothing was saved. This is the difference now."
)
NOTHING_SHOWN: Final = (
    "Members see nothing of it until you approve it. I keep the rest of this page for one hour."
)
DONE_TITLE: Final = "That was the whole page"
NOTHING_NEW: Final = "Nothing on it is new to me."
TAKEN: Final = "Drafts, waiting for approval"
GONE: Final = "Not on the page any more"
GONE_HINT: Final = "These answers came from it. They still stand; switch off what is not true now."
NEXT: Final = "Next: `/clinic faq list` with status Drafts, then open each and press **Approve**."


def title(number: int, total: int) -> str:
    """Say which passage this is."""
    return f"Passage {number} of {total}"


def changes(entry: str) -> str:
    """Say which answer a passage would change."""
    return f"This changes your answer **{entry}**:"


def unchanged(count: int) -> str:
    """Say how much of the page is as it was."""
    what = "1 passage is" if count == 1 else f"{count} passages are"
    return f"{what} as I know them already."


def skipped(count: int) -> str:
    """Say how many passages were left out."""
    what = "1 passage" if count == 1 else f"{count} passages"
    return f"{what} skipped. I ask again when the page changes there."
