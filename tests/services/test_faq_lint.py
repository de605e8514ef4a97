"""Each remark names the file and the line a clinician has to open."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.faq.signature import ARTICLE
from bot.services.faq_lint import Report, lint

TODAY = date(2026, 11, 23)
GOOD = f"""---
title: "Where can I park?"
ask:
  - "is there a lot"
  - "garage?"
  - "where do i leave my car"
  - "parking spot near you"
tags: ["parking"]
source: "{ARTICLE}"
source_url: https://clinic.example/parking
reviewed_by: none
reviewed_on: none
review_by: 2027-05-31
status: approved
---
You can park behind the house.

Use the side door.
"""


def linted(folder: Path, text: str, *, today: date = TODAY) -> Report:
    (folder / "parking.md").write_text(text)
    return lint(folder, today=today)


def test_a_good_entry_is_passed_over_in_silence(tmp_path: Path) -> None:
    report = linted(tmp_path, GOOD)
    assert report == Report(entries=1, remarks=())


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ('"Where can I park?"', '"We have a lot."', 2, "title"),
        ('  - "garage?"\n', "", 3, "ask"),
        ('"garage?"', '"parking for patients"', 5, "ask"),
        ('"garage?"', '"is 5 mg ok"', 5, "ask"),
        ('tags: ["parking"]', "tags: parking", 8, "tags"),
        ('source: "Exploring', 'source: "A page, Exploring', 11, "reviewed_by"),
        ("https://clinic", "http://clinic", 10, "source_url"),
        ("reviewed_by: none", "reviewed_by: Dr. Example", 12, "reviewed_on"),
        ("review_by: 2027-05-31", "review_by: none", 13, "review_by"),
        ("review_by: 2027-05-31", "review_by: 2026-11-22", 13, "review_by"),
        ("status: approved", "status: live", 14, "status"),
        ("status: approved", "status: approved\ncolour: red", 15, "colour"),
        ("status: approved", "status: approved\nstatus: draft", 15, "front matter"),
        ("status: approved", "status: a: b", 14, "front matter"),
        ("side door", "side door. It is a miracle", 18, "body"),
        ("side door", "side door twice a day", 18, "body"),
        (
            "You can park",
            "Individuals contemplating automobiles necessitate facilities",
            16,
            "body",
        ),
        ("status: approved", "status: approved\ncovered: false", 17, "body"),
        ("Use the side", "For migraine it is an add-on. Use the side", 16, "body"),
    ],
)
def test_each_rule_names_the_line_to_mend(
    tmp_path: Path, old: str, new: str, line: int, key: str
) -> None:
    assert old in GOOD
    remarks = linted(tmp_path, GOOD.replace(old, new)).remarks
    assert (line, key) in [(remark.line, remark.problem.key) for remark in remarks]
    assert {remark.file for remark in remarks} == {"parking.md"}
    assert all(remark.problem.allowed for remark in remarks)


def test_a_remark_reads_as_one_line(tmp_path: Path) -> None:
    (remark,) = linted(tmp_path, GOOD.replace("side door", "side door. It is risk-free")).remarks
    assert str(remark).startswith("parking.md, line 18: body: risk-free; allowed: plain words")
    assert len(str(remark).splitlines()) == 1


def test_entries_are_held_against_each_other(tmp_path: Path) -> None:
    (tmp_path / "garage.md").write_text(GOOD.replace("Where can I park", "Is there a garage"))
    remarks = linted(tmp_path, GOOD).remarks
    assert (5, "garage?") in [(remark.line, remark.problem.found) for remark in remarks]


def test_what_cannot_be_read_is_a_remark_on_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "raw.md").write_bytes(b"\xff\xfe")
    (tmp_path / "odd.md").mkdir()
    report = linted(tmp_path, GOOD)
    assert report.entries == 1
    assert [(r.file, r.line, r.problem.key) for r in report.remarks] == [
        ("odd.md", 1, "file"),
        ("raw.md", 1, "file"),
    ]
