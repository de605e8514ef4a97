"""The clinic's content as it ships."""

from collections import Counter
from pathlib import Path

import pytest

from bot.domain.faq.entries import Entry, Status, problems
from bot.services.faq_content import load

FOLDER = Path(__file__).parents[2] / "config" / "content" / "faq"
FOUND = load(FOLDER)


def test_every_file_is_read() -> None:
    assert FOUND.problems == ()


@pytest.mark.parametrize("entry", FOUND.entries, ids=lambda entry: entry.id)
def test_every_entry_is_clean(entry: Entry) -> None:
    assert problems(entry) == ()


def test_at_least_twenty_five_entries_are_approved() -> None:
    approved = [e for e in FOUND.entries if e.status is Status.APPROVED and e.is_covered]
    assert len(approved) >= 25


def test_what_must_go_to_a_person_has_its_entry() -> None:
    kept = {entry.id for entry in FOUND.entries if not entry.is_covered}
    assert kept >= {
        "doses", "drug-tests", "alcohol-and-other-drugs", "pregnancy-and-breastfeeding",
        "other-medicines", "am-i-eligible", "address-and-parking", "phone-and-email",
        "opening-hours", "prices", "insurance", "session-length", "group-schedule", "group-leaders",
    }  # fmt: skip


def test_titles_are_unique() -> None:
    seen = Counter(entry.title.casefold() for entry in FOUND.entries)
    assert [title for title, count in seen.items() if count > 1] == []


def test_no_two_entries_share_a_phrasing() -> None:
    seen = Counter(
        text.strip().casefold().rstrip("?")
        for entry in FOUND.entries
        for text in (entry.title, *entry.ask)
    )
    assert [text for text, count in seen.items() if count > 1] == []


def test_nobody_invented_a_reviewer() -> None:
    """What ships has been signed by no clinician; a name here would be a lie."""
    assert {(entry.reviewed_by, entry.reviewed_on) for entry in FOUND.entries} == {(None, None)}


def test_what_is_approved_unsigned_rests_on_the_clinics_article() -> None:
    article = "Exploring the Potential of Intranasal Ketamine for Chronic Migraine Relief"
    approved = [entry for entry in FOUND.entries if entry.status is Status.APPROVED]
    assert [entry.id for entry in approved if not entry.source.startswith(article)] == []
