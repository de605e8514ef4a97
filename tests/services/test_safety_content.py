"""Reading what the clinic signs, and refusing what cannot be used."""

import shutil
from pathlib import Path

import pytest

from bot.domain.errors import InvalidContent
from bot.domain.screening import Language, Topic, screen
from bot.services.safety_content import load_signals, load_support

CONTENT = Path(__file__).parents[2] / "config" / "content"

SMALL = """
kind = "crisis"
language = "en"
[lists]
want = ["want", "wish"]
[[guard]]
id = "not-so"
scope = "phrase"
patterns = ["not {want} to vanish"]
examples = ["i do not want to vanish"]
[[signal]]
id = "vanish"
level = "medium"
topic = "self"
patterns = ["{want} to vanish"]
examples = ["i want to vanish"]
"""
WORDS = """
fillers = ["so"]
turns = ["but"]
[loose]
close = ["vanish"]
[spellings]
"wanna" = "want to"
[joins]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.toml").write_text(WORDS, "utf-8")
    (tmp_path / "crisis.en.toml").write_text(SMALL, "utf-8")
    return tmp_path


@pytest.fixture
def support(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT / "support", tmp_path / "support"))


def test_a_clinicians_own_signals_are_heard(folder: Path) -> None:
    signals = load_signals(folder)
    assert screen("so i wanna vansh", signals).signals == ("vanish",)
    assert not screen("i do not want to vanish", signals).is_crisis


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('level = "medium"', 'level = "huge"', "vanish, level"),
        ('topic = "self"', "", "vanish, topic"),
        ('patterns = ["{want} to vanish"]', "patterns = []", "vanish, patterns"),
        ('patterns = ["{want} to vanish"]', 'patterns = "want"', "vanish, patterns"),
        ('patterns = ["{want} to vanish"]', 'patterns = ["{whim} to vanish"]', "vanish, pattern"),
        ('examples = ["i want to vanish"]', "", "vanish, examples"),
        ('id = "not-so"', 'id = "vanish"', "vanish"),
        ('id = "vanish"', "", "id"),
        ('scope = "phrase"', 'scope = "page"', "not-so, scope"),
        ('kind = "crisis"', 'kind = "crises"', "kind"),
        ('kind = "crisis"', 'kind = "spam"', "vanish, topic"),
        ('want = ["want", "wish"]', 'want = "want"', "want"),
        ('level = "medium"', 'level = "medium"\nlevle = "x"', "levle"),
        ("[lists]", "[lists", "crisis.en.toml"),
        ("[lists]", "lists = 3\n[other]", "other"),
        ('[lists]\nwant = ["want", "wish"]', "lists = 3", "lists"),
        ("[[guard]]", "[guard]", "guard"),
        ('patterns = ["{want} to vanish"]', "patterns = [3]", "vanish, patterns"),
        ('[[guard]]\nid = "not-so"', 'guard = [3]\n[x]\nid = "not-so"', "x"),
    ],
)
def test_a_broken_signal_file_says_where(folder: Path, old: str, new: str, place: str) -> None:
    assert old in SMALL
    (folder / "crisis.en.toml").write_text(SMALL.replace(old, new), "utf-8")
    with pytest.raises(InvalidContent) as error:
        load_signals(folder)
    assert place in str(error.value)


def test_a_list_named_twice_is_refused(folder: Path) -> None:
    """Two files would otherwise depend on which of them is read last."""
    shutil.copy(folder / "crisis.en.toml", folder / "other.toml")
    with pytest.raises(InvalidContent, match="another file"):
        load_signals(folder)


@pytest.mark.parametrize("name", ["words.toml", "crisis.en.toml"])
def test_a_missing_signal_file_is_refused(folder: Path, name: str) -> None:
    """A gate that hears nothing must not start."""
    (folder / name).unlink()
    with pytest.raises(InvalidContent):
        load_signals(folder)


def test_a_file_that_is_not_text_is_refused(folder: Path) -> None:
    (folder / "crisis.en.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidContent, match="not TOML"):
        load_signals(folder)


def test_support_words_are_there_for_every_topic_and_language(support: Path) -> None:
    texts = load_support(support)
    for topic in Topic:
        for language in Language:
            assert texts.text(topic, language).public
            assert texts.text(topic, language).reviewed_by is None
    assert texts.page(Language.ES).help_lines


def test_a_named_reviewer_is_kept(support: Path) -> None:
    path = support / "en" / "self.md"
    signed = path.read_text("utf-8").replace("reviewed_by: none", "reviewed_by: A. Clinician")
    path.write_text(signed, "utf-8")
    assert load_support(support).text(Topic.SELF, Language.EN).reviewed_by == "A. Clinician"


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("en/self.md", "## private", "## privat", "privat"),
        ("en/self.md", "## told staff\nI've let the moderators know.\n", "", "told staff"),
        ("en/self.md", "topic: self", "topic: medical", "topic"),
        ("en/self.md", "language: en", "language: es", "language"),
        ("en/self.md", "verified_on: 2026-11-23", "verified_on: soon", "verified_on"),
        ("en/self.md", "verified_on: 2026-11-23", "verified_on: [", "YAML"),
        ("en/self.md", "---\n", "", "front matter"),
        ("en/self.md", "status: draft", "status: draft\nmood: low", "mood"),
        ("en/now.md", "https://988lifeline.org/chat/", "tel:988", "url"),
        ("en/now.md", "label: 988lifeline.org", f"label: {'x' * 81}", "label"),
        ("en/now.md", "help_lines:", "lines:", "lines"),
    ],
)
def test_a_broken_support_text_says_where(
    support: Path, name: str, old: str, new: str, place: str
) -> None:
    path = support / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(InvalidContent) as error:
        load_support(support)
    assert place in str(error.value)


def test_a_page_without_help_lines_is_refused(support: Path) -> None:
    path = support / "en" / "now.md"
    kept = [
        line
        for line in path.read_text("utf-8").splitlines()
        if not line.startswith(("help_lines", "  - label", "    url"))
    ]
    path.write_text("\n".join(kept), "utf-8")
    with pytest.raises(InvalidContent, match="at least one"):
        load_support(support)


def test_a_missing_support_text_is_refused(support: Path) -> None:
    (support / "es" / "medical.md").unlink()
    with pytest.raises(InvalidContent):
        load_support(support)
