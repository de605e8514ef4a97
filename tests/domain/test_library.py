"""What stands after several hands have been at an entry, and what a clinician has to look at."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.errors import InvalidInput
from bot.domain.faq.entries import Entry, EntryId, Status
from bot.domain.faq.library import (
    ChangeKind,
    Difference,
    Version,
    blank,
    differences,
    due,
    kept,
    new_id,
    of_status,
    signed,
    written,
)
from bot.domain.ids import UserId
from tests.services.library_builders import PARKING, an_entry

TODAY = date(2026, 3, 9)
DRAFT = replace(PARKING, status=Status.DRAFT, body="Please walk.")
OFF = replace(PARKING, status=Status.RETIRED)
NEWER = replace(PARKING, body="Please take the bus.")


def a_version(entry: Entry, number: int) -> Version:
    at = datetime(2026, 3, 9, tzinfo=UTC)
    return Version(entry=entry, number=number, kind=ChangeKind.EDITED, by=UserId(7), at=at)


@pytest.mark.parametrize(
    ("shipped", "entries", "live"),
    [
        (PARKING, [], PARKING),
        (DRAFT, [], None),
        (PARKING, [DRAFT], PARKING),
        (PARKING, [OFF], None),
        (PARKING, [OFF, DRAFT], None),
        (PARKING, [NEWER, DRAFT], NEWER),
        (None, [DRAFT], None),
        (None, [NEWER], NEWER),
    ],
)
def test_members_read_what_was_last_approved_unless_it_was_switched_off(
    shipped: Entry | None, entries: list[Entry], live: Entry | None
) -> None:
    versions = [a_version(entry, number) for number, entry in enumerate(entries, 1)]
    found = kept(shipped, list(reversed(versions)))

    assert found is not None
    assert found.live == live
    assert found.latest == (entries[-1] if entries else shipped)
    assert found.version == len(entries)


def test_nothing_at_all_is_nothing() -> None:
    assert kept(None, []) is None


def test_each_status_lists_its_own() -> None:
    pending, off, plain = (
        kept(PARKING, [a_version(DRAFT, 1)]),
        kept(PARKING, [a_version(OFF, 1)]),
        kept(PARKING, []),
    )
    assert pending
    assert off
    assert plain
    entries = [pending, off, plain]

    assert of_status(entries, "approved") == [pending, plain]
    assert of_status(entries, "draft") == [pending]
    assert of_status(entries, "retired") == [off]
    assert of_status(entries, "every") == entries


def test_what_is_due_is_overdue_or_soon_or_unsigned() -> None:
    days = {"past": date(2026, 3, 8), "soon": date(2026, 4, 8), "later": date(2026, 4, 9)}
    entries = [an_entry(name, review_by=day) for name, day in days.items()]
    entries.append(an_entry("unsigned", reviewed_by=None, reviewed_on=None, review_by=None))
    found = [each for entry in entries if (each := kept(entry, []))]

    assert [e.latest.id for e in due(found, today=TODAY)] == ["past", "soon", "unsigned"]


def test_differences_are_whole_lines() -> None:
    before = replace(PARKING, body="One.\n\nTwo.\nThree.", ask=("a", "b"))
    after = replace(before, body="One.\n\n2.\nThree.\nFour.", ask=("b",), reviewed_by=None)

    assert differences(before, before) == []
    assert differences(before, after) == [
        Difference(key="reviewed_by", was=("Dr. Lee",), becomes=()),
        Difference(key="ask", was=("a",), becomes=()),
        Difference(key="body", was=("Two.",), becomes=("2.",)),
        Difference(key="body", was=(), becomes=("Four.",)),
    ]


def test_differences_of_the_same_line_over_and_over_take_no_time() -> None:
    """Compared exhaustively these take minutes, and the bot would stand still."""
    before = replace(PARKING, body="a\n" * 2000)
    after = replace(PARKING, body="b\na\n" * 1000)

    assert {each.key for each in differences(before, after)} == {"body"}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Where can I park?", "where-can-i-park"),
        ("¿Dónde está?", "donde-esta"),
        ("???", "entry"),
        ("x" * 90, "x" * 50),
        ("taken", "taken-3"),
    ],
)
def test_an_id_is_made_of_the_titles_letters(title: str, found: str) -> None:
    assert new_id(title, {"taken", "taken-2"}) == found


@pytest.mark.parametrize(
    ("field", "typed", "label", "problem"),
    [
        ("title", "  ", "Question", "empty"),
        ("title", "x" * 81, "Question", "too_long"),
        ("body", "", "Answer", "empty"),
        ("source", "", "Source", "empty"),
        ("review_by", "someday", "Review by", "date_unreadable"),
        ("review_by", "2026-03-09", "Review by", "date_past"),
    ],
)
def test_a_wrong_field_is_named(field: str, typed: str, label: str, problem: str) -> None:
    right = {"title": "A?", "ask": "", "body": "Yes.", "source": "Us", "review_by": ""}
    with pytest.raises(InvalidInput) as caught:
        written(blank(EntryId("")), {**right, field: typed}, today=TODAY)

    assert (caught.value.field, caught.value.problem) == (label, problem)


@pytest.mark.parametrize("name", ["", "  ", "none", "None"])
def test_nobody_is_no_reviewer(name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        signed(DRAFT, {"reviewer": name, "review_by": ""}, today=TODAY)

    assert caught.value.field == "Reviewed by"


def test_an_approved_entry_is_looked_at_again_within_a_year() -> None:
    found = signed(DRAFT, {"reviewer": "Dr. Ruiz", "review_by": ""}, today=TODAY)

    assert (found.status, found.reviewed_on) == (Status.APPROVED, TODAY)
    assert found.review_by == date(2027, 3, 9)
