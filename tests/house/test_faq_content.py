"""The clinic's content as it ships."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.faq.entries import Entry, Status, problems
from bot.domain.faq.readability import grade
from bot.services.faq_content import load
from bot.services.faq_lint import lint

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
        "took-too-much", "addiction", "bladder", "travel", "letters-and-forms", "refunds-and-bills",
        "teens-and-children", "older-adults", "medical-records", "prescription-refills",
        "stopping-or-switching", "own-symptoms", "test-results", "complaints", "telehealth",
    }  # fmt: skip


def test_the_lint_has_nothing_to_say() -> None:
    """The same that `run.py faq lint` tells a clinic, but for the calendar."""
    assert lint(FOLDER, today=date.min).remarks == ()


def test_it_reads_plainly_also_with_every_name_counted() -> None:
    grades = [grade(entry.body, names=frozenset()) for entry in FOUND.entries]
    assert max(grades) <= 8.5
    assert sum(grades) / len(grades) <= 6


def test_every_entry_is_asked_in_six_ways() -> None:
    """Measured: the more ways are written down, the more questions find their answer."""
    assert [entry.id for entry in FOUND.entries if len(entry.ask) < 6] == []


def test_forty_drafts_wait_for_a_clinician() -> None:
    drafts = [entry for entry in FOUND.entries if entry.status is Status.DRAFT]
    assert len(drafts) >= 40
    article = "Exploring the Potential of Intranasal Ketamine"
    assert [entry.id for entry in drafts if article in entry.source] == []


def test_nobody_invented_a_reviewer() -> None:
    """What ships has been signed by no clinician; a name here would be a lie."""
    assert {(entry.reviewed_by, entry.reviewed_on) for entry in FOUND.entries} == {(None, None)}


def test_what_is_approved_unsigned_rests_on_the_clinics_article() -> None:
    article = "Exploring the Potential of Intranasal Ketamine for Chronic Migraine Relief"
    approved = [entry for entry in FOUND.entries if entry.status is Status.APPROVED]
    assert [entry.id for entry in approved if not entry.source.startswith(article)] == []
