import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.cli.faq import evaluate, lint
from bot.domain.faq.entries import Entry, Status
from bot.services.faq_content import load
from tests.domain.faq.builders import a_small_clinic

TODAY = date(2026, 11, 23)
SHIPPED = Path(__file__).parents[2] / "config" / "content" / "faq"


def written(folder: Path, entries: list[Entry]) -> Path:
    """Write entries as the Markdown files a clinic has."""
    folder.mkdir()
    for entry in entries:
        front = {
            "title": entry.title,
            "ask": list(entry.ask),
            "tags": list(entry.tags),
            "source": entry.source,
            "source_url": entry.source_url,
            "review_by": "none",
            "status": entry.status.value,
            "covered": entry.is_covered,
        }
        # JSON is YAML.
        lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in front.items())
        (folder / f"{entry.id}.md").write_text(f"---\n{lines}\n---\n{entry.body}\n")
    return folder


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return written(tmp_path / "faq", a_small_clinic())


def questions(folder: Path, *rows: Any) -> str:
    file = folder / "questions.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return str(file)


ASKED: tuple[dict[str, Any], ...] = (
    {"question": "is there a newsletter", "label": "newsletter"},
    {"question": "who won the game", "label": None},
    {"question": "will i fail a drug test", "label": None},
    {"question": "zzz", "label": None, "also": [], "split": "dev"},
)


def rows_of(clinic: Path, *arguments: str, asked: tuple[Any, ...] = ASKED) -> list[dict[str, Any]]:
    out = clinic.parent / "rows.jsonl"
    code = evaluate(
        [questions(clinic.parent, *asked), "--rows", str(out), *arguments], content=clinic
    )
    assert code == 0
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_rows_come_out_in_order_with_the_keys_of_the_contract(clinic: Path) -> None:
    rows = rows_of(clinic)
    assert [row["question"] for row in rows] == [row["question"] for row in ASKED]
    assert {tuple(row) for row in rows} == {("question", "outcome", "entries", "score")}
    assert [row["outcome"] for row in rows] == ["answer", "none", "none", "none"]
    assert all(0 <= row["score"] <= 1 for row in rows)


def test_five_entries_are_named_also_where_there_is_no_answer(clinic: Path) -> None:
    for row in rows_of(clinic):
        assert len(row["entries"]) == len(set(row["entries"])) == 5
    assert rows_of(clinic)[0]["entries"][0] == "newsletter"


def test_fewer_entries_than_five_are_all_named(tmp_path: Path) -> None:
    small = written(tmp_path / "small", a_small_clinic()[:3])
    assert sorted(rows_of(small)[1]["entries"]) == ["infusion", "newsletter", "parking-lot"]


def test_drafts_are_not_named(clinic: Path) -> None:
    rows = rows_of(clinic, asked=({"question": "Which lasers do you have?", "label": None},))
    assert rows[0]["outcome"] != "answer"
    assert not {"secret-draft", "old-lasers"} & set(rows[0]["entries"])


def test_another_folder_can_be_given(clinic: Path, tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "unused", "--content", str(clinic))
    assert rows[0]["entries"][0] == "newsletter"


def test_the_table_counts_every_row(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked: tuple[dict[str, Any], ...] = (
        *ASKED,
        {"question": "is there a newsletter", "label": "groups", "also": ["newsletter"]},
        {"question": "is there a newsletter", "label": "groups"},
    )
    rows_of(clinic, asked=asked)
    table = dict(
        line.rsplit(None, 1) for line in capsys.readouterr().out.splitlines() if line.strip()
    )
    table = {name.strip(): value for name, value in table.items()}
    assert table["questions with an entry"] == "3"
    assert table["right entry first (accuracy@1)"] == "66.7%"
    assert table["answered right"] == "66.7%"
    assert table["answered wrong"] == "33.3%"
    assert table["questions without an entry"] == "3"
    assert table["false answers (target 5.0%)"] == "0.0%"


def test_false_answers_are_counted_kind_by_kind(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A near miss answered is another matter than small talk answered."""
    asked: tuple[dict[str, Any], ...] = (
        {"question": "is there a newsletter", "label": None, "kind": "near"},
        {"question": "qqqq", "label": None, "kind": "near"},
        {"question": "who won the game", "label": None, "stratum": "far"},
        {"question": "is there a newsletter", "label": "newsletter", "kind": "clean"},
    )
    rows_of(clinic, asked=asked)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["near", "(2", "questions)", "50.0%"] in lines
    assert ["far", "(1", "questions)", "0.0%"] in lines
    assert not any(line[:1] == ["clean"] for line in lines)


def test_a_bar_shows_each_outcome_by_its_letter(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows_of(clinic)
    out = capsys.readouterr().out.splitlines()
    bars = [line for line in out if line.startswith("with")]
    assert [line.split()[-1] for line in bars] == ["#" * 50, "." * 50]
    assert any(line.strip() == "| target 5.0%" for line in out)
    assert "  X answered, and should not have been" in out


def test_a_chart_says_in_words_what_it_shows(clinic: Path, tmp_path: Path) -> None:
    """Whoever cannot see the picture reads its description."""
    pytest.importorskip("matplotlib", reason="NOT CHECKED: the charts extra is not installed")
    picture = tmp_path / "chart.png"
    rows_of(clinic, "--chart", str(picture))
    drawn = picture.read_bytes()
    assert drawn.startswith(b"\x89PNG")
    assert b"with an entry: 100.0% answered right" in drawn
    assert b"without an entry: 100.0% handed to a person" in drawn


def test_a_chart_that_cannot_be_written_is_one_line(
    clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib", reason="NOT CHECKED: the charts extra is not installed")
    missing = tmp_path / "nowhere" / "chart.png"
    asked = questions(clinic.parent, *ASKED)
    assert evaluate([asked, "--chart", str(missing)], content=clinic) == 2
    assert f"--chart {missing}" in capsys.readouterr().err


def test_without_the_extra_the_chart_is_refused_and_the_table_stands(
    clinic: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bot.cli.faq_chart", None)
    asked = questions(clinic.parent, *ASKED)
    assert evaluate([asked, "--chart", "chart.png"], content=clinic) == 2
    told = capsys.readouterr()
    assert "charts extra" in told.err
    assert "questions with an entry" in told.out


def test_the_promise_is_put_to_the_test_entry_by_entry(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each entry is left out of index and gate, and its own questions are asked."""
    rows_of(clinic, "--honesty")
    told = capsys.readouterr()
    asked = sum(1 + len(one.ask) for one in a_small_clinic() if one.status is Status.APPROVED)
    rows = [line.split() for line in told.out.splitlines() if line.endswith(" points")]
    assert [(row[0], row[2]) for row in rows] == [
        (str(asked), promised) for promised in ("8.0%", "5.0%", "3.0%", "1.0%")
    ]
    assert "6 of 6 entries left out once" in told.err


def test_lint_speaks_on_stderr_and_never_stops_an_evaluation(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clinic / "broken.md").write_text("---\ntitle: [\n---\n")
    rows_of(clinic)
    seen = capsys.readouterr()
    assert "broken.md: front matter" in seen.err
    assert "review_by" in seen.err
    assert "broken" not in seen.out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "line 2: not JSON"),
        ("[]", "line 2"),
        ('{"label": null}', '"question"'),
        ('{"question": 3, "label": null}', '"question"'),
        ('{"question": "x"}', '"label"'),
        ('{"question": "x", "label": 3}', '"label"'),
    ],
)
def test_a_bad_row_is_named_by_its_line(
    clinic: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    file = clinic.parent / "bad.jsonl"
    file.write_text(f'{{"question": "fine", "label": null}}\n{line}\n')
    assert evaluate([str(file)], content=clinic) == 2
    seen = capsys.readouterr()
    assert said in seen.err
    assert "line 2" in seen.err
    assert seen.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nowhere.jsonl"],
        ["{file}", "--target", "0"],
        ["{file}", "--target", "much"],
        ["{file}", "--content", "nowhere"],
        ["{file}", "--rows", "nowhere/rows.jsonl"],
        ["{file}", "--sideways"],
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_2(
    clinic: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    clean = written(clinic.parent / "clean", [])
    file = questions(clinic.parent, *ASKED)
    assert evaluate([one.format(file=file) for one in arguments], content=clean) == 2
    seen = capsys.readouterr()
    assert len(seen.err.strip().splitlines()) == 1
    assert seen.out == ""


def test_lint_names_what_is_wrong_and_fails(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint([], content=clinic, today=TODAY) == 1
    seen = capsys.readouterr()
    assert "newsletter.md, line 7: review_by: none; allowed: a date" in seen.err
    assert seen.out.startswith("8 entries, ")


def test_lint_of_the_shipped_content_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint([], content=SHIPPED, today=TODAY) == 0
    assert capsys.readouterr().err == ""


def test_lint_of_a_missing_folder_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = ["--content", str(tmp_path / "nowhere")]
    assert lint(nowhere, content=SHIPPED, today=TODAY) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert lint(["--sideways"], content=SHIPPED, today=TODAY) == 2


def test_the_builders_entries_are_what_the_loader_reads(clinic: Path) -> None:
    assert load(clinic).problems == ()


def test_blank_lines_are_no_questions_and_long_files_show_progress(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"question": "is there a newsletter", "label": "newsletter"})
    file = clinic.parent / "long.jsonl"
    file.write_text("\n\n".join([line] * 100) + "\n\n")
    assert evaluate([str(file)], content=clinic) == 0
    seen = capsys.readouterr()
    assert "100 of 100 questions judged" in seen.err
    assert "100.0%" in seen.out


def test_a_file_that_is_not_text_is_a_usage_error(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = clinic.parent / "raw.jsonl"
    file.write_bytes(b"\xff\xfe\x00")
    assert evaluate([str(file)], content=clinic) == 2
    assert "UTF-8" in capsys.readouterr().err
