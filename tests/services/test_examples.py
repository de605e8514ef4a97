"""What the gate's model learns from, and how wrong content is named."""

from pathlib import Path

import pytest

from bot.domain.errors import InvalidContent
from bot.domain.screening import Kind
from bot.services import examples

SIGNALS = Path(__file__).parents[2] / "config/content/signals"
WISH = "everyday = 0.1\nhard = 0.1\nmissed = 0.1\nsure = 0.1\n"


@pytest.fixture
def signals(tmp_path: Path) -> Path:
    """A folder with one file of examples and all wishes."""
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/ok.everyday.en.txt").write_text("# a note\nhello there\n\n#1 fan\n")
    wishes = (f"[{kind}]\n{WISH}" for kind in Kind if kind is not Kind.OK)
    (tmp_path / "opinion.toml").write_text("".join(wishes))
    return tmp_path


def test_a_line_is_an_example_and_a_note_is_none(signals: Path) -> None:
    first, second = examples.read(signals)
    assert (first.text, first.kind, first.source) == ("hello there", Kind.OK, "ok.everyday.en")
    assert (second.text, second.line, second.is_everyday) == ("#1 fan", 4, True)


def test_the_digest_changes_with_examples_and_with_wishes(signals: Path) -> None:
    first = examples.digest(signals)
    assert examples.digest(signals) == first
    for name in ("examples/ok.everyday.en.txt", "opinion.toml"):
        path = signals / name
        path.write_text(path.read_text() + "\n# more\n")
        assert examples.digest(signals) != first
        first = examples.digest(signals)


def test_a_file_that_is_no_kind_is_named(signals: Path) -> None:
    (signals / "examples/panic.en.txt").write_text("aaah\n")
    with pytest.raises(InvalidContent, match=r"panic\.en\.txt"):
        examples.read(signals)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[spam]", "[sp]", "spam"),
        ("sure = 0.1", "sure = 1", "crisis, sure"),
        ("hard = 0.1", 'hard = "few"', "crisis, hard"),
        ("missed = 0.1\n", "", "crisis"),
        ("[crisis]", "[crisis", "TOML"),
    ],
)
def test_a_wish_that_cannot_be_is_named(signals: Path, old: str, new: str, named: str) -> None:
    path = signals / "opinion.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InvalidContent) as refused:
        examples.wishes(signals)
    assert named in str(refused.value)


def test_a_missing_file_is_named(signals: Path) -> None:
    (signals / "opinion.toml").unlink()
    with pytest.raises(InvalidContent, match=r"opinion\.toml"):
        examples.wishes(signals)


def test_the_shipped_examples_are_thousands_in_two_languages() -> None:
    read = examples.read(SIGNALS)
    assert len(read) > 4000
    assert {one.source.rpartition(".")[2] for one in read} == {"en", "es"}
    assert {one.kind for one in read} == set(Kind)
    assert set(examples.wishes(SIGNALS)) == set(Kind) - {Kind.OK}
