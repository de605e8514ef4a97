from datetime import date
from pathlib import Path

import pytest

from bot.domain.faq.entries import Status
from bot.services.faq_content import Loaded, load

GOOD = """---
title: "Where can I park?"
ask:
  - "is there a lot"
  - "garage?"
tags: ["parking"]
source: "A page of the clinic"
source_url: https://clinic.example/parking
reviewed_by: none
reviewed_on: none
review_by: 2027-05-31
status: approved
covered: false
---
You can park **behind** the house.

---
Use the side door.
"""


def loaded(folder: Path, text: str | bytes, name: str = "parking.md") -> Loaded:
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(raw)
    return load(folder)


def test_a_file_becomes_an_entry_named_after_it(tmp_path: Path) -> None:
    found = loaded(tmp_path, GOOD)
    assert found.problems == ()
    (entry,) = found.entries
    assert entry.id == "parking"
    assert entry.ask == ("is there a lot", "garage?")
    assert entry.reviewed_by is None
    assert entry.reviewed_on is None
    assert entry.review_by == date(2027, 5, 31)
    assert entry.status is Status.APPROVED
    assert not entry.is_covered


def test_the_body_may_hold_a_line_of_its_own(tmp_path: Path) -> None:
    (entry,) = loaded(tmp_path, GOOD).entries
    assert entry.body == "You can park **behind** the house.\n\n---\nUse the side door."


def test_a_signed_entry_keeps_its_reviewer(tmp_path: Path) -> None:
    text = GOOD.replace("reviewed_by: none", "reviewed_by: Dr. Example")
    (entry,) = loaded(
        tmp_path, text.replace("reviewed_on: none", "reviewed_on: 2026-11-01")
    ).entries
    assert entry.reviewed_by == "Dr. Example"
    assert entry.reviewed_on == date(2026, 11, 1)


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = "\ufeff" + GOOD.replace("\n", "\r\n")
    assert loaded(tmp_path, text).problems == ()


def test_covered_is_true_where_nothing_is_said(tmp_path: Path) -> None:
    (entry,) = loaded(tmp_path, GOOD.replace("covered: false\n", "")).entries
    assert entry.is_covered


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('title: "Where can I park?"\n', "", "title"),
        ('"Where can I park?"', "", "title"),
        ("status: approved", "status: live", "status"),
        ("review_by: 2027-05-31", "review_by: next May", "review_by"),
        ("review_by: 2027-05-31", "review_by: 2027-05-31 10:00:00", "review_by"),
        ("reviewed_on: none", "reviewed_on: 3", "reviewed_on"),
        ("covered: false", "covered: perhaps", "covered"),
        ('tags: ["parking"]', "tags: parking", "tags"),
        ('  - "garage?"', "  - [1]", "ask"),
        ("source_url: https", "sauce_url: https", "sauce_url"),
        ("review_by: 2027-05-31", "review_by: 2027-13-45", "front matter"),
        ("review_by: 2027-05-31", "review_by: [", "front matter"),
        ("title: ", "title: a: ", "front matter"),
        ("status: approved", "status: approved\nstatus: draft", "front matter"),
    ],
)
def test_what_cannot_be_read_names_the_file_and_the_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    """A receptionist mends the file from this line alone."""
    assert old in GOOD
    found = loaded(tmp_path, GOOD.replace(old, new))
    assert found.entries == ()
    assert {problem.where for problem in found.problems} == {"parking.md"}
    assert key in [problem.key for problem in found.problems]
    assert all(problem.allowed for problem in found.problems)


@pytest.mark.parametrize(
    "text",
    ["", "no front matter", "---\ntitle: x\n", "---\n- a\n---\nbody", b"---\n\xff\xfe\n---\n"],
)
def test_a_file_that_is_no_entry_is_one_problem(tmp_path: Path, text: str | bytes) -> None:
    found = loaded(tmp_path, text)
    assert found.entries == ()
    assert len(found.problems) == 1


def test_an_entry_without_a_body_is_a_problem(tmp_path: Path) -> None:
    front = GOOD[: GOOD.index("You can")]
    assert [problem.key for problem in loaded(tmp_path, front).problems] == ["body"]


def test_the_line_of_a_yaml_fault_is_the_files_own(tmp_path: Path) -> None:
    found = loaded(tmp_path, GOOD.replace('tags: ["parking"]', "tags: [\x07]"))
    assert found.entries == ()
    found = loaded(tmp_path, GOOD.replace("status: approved", "status: a: b"))
    assert found.problems[0].found.startswith("line 12:")


def test_yaml_cannot_make_objects(tmp_path: Path) -> None:
    """An entry is data; a tag that would run code is a fault like any other."""
    evil = GOOD.replace("status: approved", "status: !!python/object/apply:os.getcwd []")
    assert [problem.key for problem in loaded(tmp_path, evil).problems] == ["front matter"]


def test_one_bad_file_leaves_the_others(tmp_path: Path) -> None:
    loaded(tmp_path, GOOD)
    found = loaded(tmp_path, "nothing", name="bad.md")
    assert [entry.id for entry in found.entries] == ["parking"]
    assert [problem.where for problem in found.problems] == ["bad.md"]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    found = loaded(tmp_path, GOOD + "x" * 200_000)
    assert [problem.key for problem in found.problems] == ["file"]


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    found = load(tmp_path / "nowhere")
    assert [problem.key for problem in found.problems] == ["folder"]


def test_a_folder_named_like_an_entry_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "odd.md").mkdir()
    assert [(p.where, p.key) for p in load(tmp_path).problems] == [("odd.md", "file")]
