"""What ships is in its review date on the day it ships."""

import re
from datetime import UTC, date, datetime

from bot.domain.faq.entries import Status
from bot.services.faq_content import load
from tests.house.tree import ROOT

RELEASE = re.compile(
    r"^## \[?\d+\.\d+\.\d+\]?\s+[-\u2013\u2014]\s+(\d{4}-\d{2}-\d{2})\s*$", re.MULTILINE
)
APPROVED = [
    entry
    for entry in load(ROOT / "config" / "content" / "faq").entries
    if entry.status is Status.APPROVED
]


def release_date() -> date:
    """Return the day of the newest release in the changelog; today while there is none."""
    dates = RELEASE.findall((ROOT / "CHANGELOG.md").read_text("utf-8"))
    if dates:
        return max(date.fromisoformat(each) for each in dates)
    return datetime.now(UTC).date()  # noqa: TID251 - what has not been released ships today


def test_every_approved_answer_is_in_its_review_date():
    """Facts about a clinic age: what nobody has looked at again must not go out as true."""
    shipped_on = release_date()

    overdue = [e.id for e in APPROVED if e.review_by is None or e.review_by < shipped_on]
    assert overdue == []
    assert APPROVED
