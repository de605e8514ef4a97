"""Facts carry over into the answers, sentences do not: nobody's wording is copied."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.faq_content import load
from tests.house.tree import ROOT

SOURCES = ROOT.parent / "shared" / "content"
# So many words in a row are somebody's sentence; fewer are how English says a thing.
RUN = 8
WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")
ENTRIES = load(ROOT / "config" / "content" / "faq").entries


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of words of a text, line by line."""
    for line in text.lower().replace("\u2019", "'").splitlines():
        words = WORD.findall(line)
        yield from (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


@pytest.mark.parametrize("source", ["clinic_article.txt", "facts.md"])
def test_no_answer_copies_a_sentence(source: str) -> None:
    file: Path = SOURCES / source
    if not file.is_file():
        pytest.skip(f"NOT CHECKED: {file} is absent, so nobody compared the wording")
    theirs = set(runs(file.read_text("utf-8")))

    assert len(theirs) > 500
    assert {
        entry.id: " ".join(run)
        for entry in ENTRIES
        for run in runs(f"{entry.title}\n{entry.body}")
        if run in theirs
    } == {}


def test_a_copied_sentence_is_seen() -> None:
    """Else nothing above could fail."""
    theirs = set(runs("The cat, they say, sat down on the mat and slept."))

    assert theirs & set(runs("Yes. The CAT they say sat down on the rug."))
    assert not theirs & set(runs("A cat sat down on the mat."))
