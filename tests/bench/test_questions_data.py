"""The questions kept for measuring: each is about an entry that stands, or about none."""

import json
from collections import Counter
from pathlib import Path

from bot.services.faq_content import load

ROOT = Path(__file__).parents[2]
UNSEEN = ROOT / "bench" / "questions" / "unseen.jsonl"


def test_each_question_is_about_an_entry_of_its_kind_or_about_none() -> None:
    rows = [json.loads(line) for line in UNSEEN.read_text("utf-8").splitlines()]
    entries = {entry.id: entry for entry in load(ROOT / "config" / "content" / "faq").entries}

    counts = {"answer": 77, "person": 65, "near": 25, "far": 25}
    assert Counter(row["kind"] for row in rows) == counts
    assert len({row["question"].casefold() for row in rows}) == len(rows)
    for row in rows:
        if row["kind"] in {"near", "far"}:
            assert row["label"] is None, row
        else:
            assert entries[row["label"]].is_covered is (row["kind"] == "answer"), row
