"""What the gate is measured on is well formed, large enough, made up, and trained on by nobody."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENING = ROOT / "bench" / "screening"
EXAMPLES = ROOT / "config" / "content" / "signals" / "examples"
DEVELOPMENT_SETS = ROOT.parent / "shared" / "content"

# Issue 5 asks for 60 of each kind and 600 ok, half of them hard negatives.
LEAST = {
    ("crisis", "explicit"): 85,
    ("crisis", "veiled"): 85,
    ("crisis", "other_person"): 70,
    ("crisis", "medical"): 70,
    ("crisis", "obfuscated"): 65,
    ("crisis", "spanish"): 65,
    ("trigger_detail", "trigger_detail"): 65,
    ("sourcing", "sourcing"): 70,
    ("dosing", "dosing"): 70,
    ("contact_info", "contact_info"): 65,
    ("harassment", "harassment"): 65,
    ("spam", "spam"): 65,
    ("self_promo", "self_promo"): 65,
    ("ok", "everyday"): 550,
    ("ok", "hard_negative"): 380,
}
# SAMHSA, Poison Help, Spravato REMS: facts H6, H10b and P28.
HELP_LINES = {"8006624357", "8002221222", "8553826022"}
PHONE = re.compile(r"(?<!\d)(?:\+?1[-. ]?)?(?:\(?\d{3}\)?[-. ]?)?\d{3}[-. ]?\d{4}(?!\d)")
MADE_UP_PHONE = re.compile(r"\d{0,4}55501\d\d")
REAL_SITE = re.compile(r"https?://|\w\.(?:com|net|org|gg|io|me|ly)\b", re.IGNORECASE)

Row = dict[str, str]


@cache
def rows() -> tuple[Row, ...]:
    """Return the evaluation set in its order."""
    lines = (SCREENING / "evaluation.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def norm(text: str) -> str:
    """Return the words alone, as two messages that say the same have them."""
    words = re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
    return words or text.strip()


def written(path: Path) -> Iterator[str]:
    """Yield what each line of a file says: its JSON text, its last column, and all of it."""
    for line in path.read_text("utf-8").splitlines():
        yield norm(line)
        yield norm(line.rpartition("\t")[2])
        if line.startswith("{"):
            row = json.loads(line)
            yield norm(str(row.get("text") or row.get("question") or line))


def shared_with(paths: list[Path]) -> list[int]:
    """Return the numbers of the rows found in `paths`; their texts stay unread."""
    theirs = {text for path in paths for text in written(path)}
    return [number for number, row in enumerate(rows(), 1) if norm(row["text"]) in theirs]


def test_every_row_has_a_text_a_label_and_a_stratum() -> None:
    for number, row in enumerate(rows(), 1):
        assert list(row) == ["text", "label", "stratum"], number
        assert row["text"].strip(), number
        assert len(row["text"]) <= 2000, number
        assert (row["label"], row["stratum"]) in LEAST, number


def test_every_stratum_is_large_enough_to_measure() -> None:
    """Fewer than these, and an interval around a recall says nothing."""
    counts = Counter((row["label"], row["stratum"]) for row in rows())

    assert {pair: counts[pair] for pair, least in LEAST.items() if counts[pair] < least} == {}


def test_the_data_card_tells_the_counts_of_the_file() -> None:
    card = (SCREENING / "README.md").read_text("utf-8")
    counts = Counter((row["label"], row["stratum"]) for row in rows())

    assert f"{len(rows()):,} messages" in card
    for (label, stratum), count in counts.items():
        assert f"| {label} | {stratum} | {count} |" in card


def test_no_message_is_there_twice() -> None:
    counts = Counter(norm(row["text"]) for row in rows())

    assert [text for text, count in counts.items() if count > 1] == []


def test_every_phone_number_is_made_up_or_a_help_line() -> None:
    """A number that someone answers must not be called from a test set."""
    for number, row in enumerate(rows(), 1):
        for phone in PHONE.finditer(row["text"]):
            digits = re.sub(r"\D", "", phone[0])
            assert MADE_UP_PHONE.fullmatch(digits) or digits[-10:] in HELP_LINES, number


def test_no_row_names_a_site_that_could_be_opened() -> None:
    found = [number for number, row in enumerate(rows(), 1) if REAL_SITE.search(row["text"])]

    assert found == []


def test_no_row_is_a_development_row() -> None:
    """What was tuned on would only be remembered."""
    if not DEVELOPMENT_SETS.is_dir():
        pytest.skip(f"NOT CHECKED: {DEVELOPMENT_SETS} is absent, so rows may be in it")

    names = ("messages_dev.jsonl", "questions_dev.jsonl")
    assert shared_with([DEVELOPMENT_SETS / name for name in names]) == []


def test_no_row_is_a_training_example() -> None:
    """The example goes, not the row: what was trained on measures nothing."""
    examples = [path for path in sorted(EXAMPLES.rglob("*")) if path.suffix in {".txt", ".jsonl"}]

    assert examples
    assert shared_with(examples) == []
