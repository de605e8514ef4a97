"""The rules and privacy notice that come with the bot: complete, plain, and signed by nobody."""

import shutil
from pathlib import Path

import pytest

from bot.domain.consent import LANGUAGES, NEVER_SAID, TEXT_MAX
from bot.domain.errors import InvalidContent
from bot.domain.faq.readability import grade
from bot.domain.screening import screen
from bot.services import terms_content
from bot.services.safety_content import load_signals

CONTENT = Path(__file__).parents[2] / "config" / "content"
TERMS = terms_content.load(CONTENT / "rules")
# What each language has to say: adults, no emergency care, no names taken out, nothing sold, what
# is kept, and the way out.
SAYS = {
    "en": ("18", "emergency", "911", "988", "/support now", "names", "selling", "kept", "withdraw"),
    "es": ("18", "emergencia", "911", "988", "/support now", "nombres", "vende", "guarda", "retir"),
}
NEVER = (*NEVER_SAID, "suicid", "depress", "diagnos", "depresión", "ketamin", " mg")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_a_member_has_to_know(language: str) -> None:
    text = TERMS.texts[language]
    assert [each for each in SAYS[language] if each not in text] == []
    assert [each for each in NEVER if each in text.casefold()] == []
    assert len(text) <= TEXT_MAX


def test_nobody_is_said_to_have_read_it_and_nobody_sees_it_unasked() -> None:
    assert TERMS.reviewed_by is None
    assert TERMS.published_at is None


def test_a_sixth_to_eighth_grader_reads_it() -> None:
    assert grade(TERMS.texts["en"]) <= 8


def test_an_admin_can_send_it_through_the_gate() -> None:
    """Whoever edits it sends all of it again; the help lines in it are no cry for help."""
    signals = load_signals(CONTENT / "signals")
    for text in TERMS.texts.values():
        assert not screen(text, signals).is_crisis


@pytest.mark.parametrize(
    ("was", "becomes", "place"),
    [
        ("version: 1", "version: 2", "version"),
        ("version: 1", "version: none", "version"),
        ("status: draft", "status: signed", "status"),
        ("date: 2026-11-23", "date: soon", "date"),
        ("reviewed_by: none\n", "", "front matter"),
        ("Nadie comprueba", "El paciente", "never_said"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, was: str, becomes: str, place: str
) -> None:
    shutil.copytree(CONTENT / "rules", tmp_path / "rules")
    path = tmp_path / "rules" / "es.md"
    assert was in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(was, becomes), "utf-8")
    with pytest.raises(InvalidContent) as refused:
        terms_content.load(tmp_path / "rules")
    assert place in str(refused.value)
    path.unlink()
    with pytest.raises(InvalidContent):
        terms_content.load(tmp_path / "rules")


def test_an_approved_file_counts_from_its_date_on(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "rules", tmp_path / "rules")
    for path in (tmp_path / "rules").iterdir():
        text = path.read_text("utf-8").replace("status: draft", "status: approved")
        path.write_text(text.replace("reviewed_by: none", "reviewed_by: A. Doe, RN"), "utf-8")
    approved = terms_content.load(tmp_path / "rules")
    assert approved.published_at is not None
    assert approved.published_at.date() == approved.dated
    assert approved.reviewed_by == "A. Doe, RN"
