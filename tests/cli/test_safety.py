"""`run.py safety evaluate`, as others rely on it."""

import json
from pathlib import Path

import pytest

from bot.cli.safety import evaluate

CONTENT = Path(__file__).parents[2] / "config" / "content"
DEVELOPMENT_SET = Path(__file__).parents[3] / "shared" / "content" / "messages_dev.jsonl"

ROWS = [
    {"text": "i want to die", "label": "crisis", "stratum": "explicit"},
    {"text": "i'm dying of laughter", "label": "ok", "stratum": "hard"},
    {"text": "kys loser\u2028and more", "label": "harassment", "stratum": "hard"},
    {"text": "mi ñandú está bien", "label": "ok"},
    {"text": "half an emoji: \ud83d", "label": "ok"},
]


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text(
        "\n".join(json.dumps(row, ensure_ascii="\ud83d" in row["text"]) for row in rows) + "\n",
        "utf-8",
    )
    return path


def test_rows_come_out_in_order_with_the_promised_keys(tmp_path: Path) -> None:
    source, out = _write(tmp_path / "in.jsonl", ROWS), tmp_path / "out.jsonl"
    assert evaluate([str(source), "--rows", str(out)], content=CONTENT) == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").split("\n") if line]
    assert [row["text"] for row in rows] == [row["text"] for row in ROWS]
    assert all(list(row) == ["text", "kind", "level", "kinds"] for row in rows)
    assert [row["kind"] for row in rows] == ["crisis", "ok", "harassment", "ok", "ok"]
    assert rows[0]["level"] == "medium"
    assert rows[0]["kinds"] == ["crisis"]
    assert rows[1]["level"] == "none"
    assert rows[1]["kinds"] == []


@pytest.mark.parametrize("option", [[], ["--grammar-only"]])
def test_report_shows_recall_alarms_and_strata(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    source = _write(tmp_path / "in.jsonl", ROWS)
    assert evaluate([*option, str(source)], content=CONTENT) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("5 messages, each judged alone, by the grammar ")
    assert ("alone, as asked" in lines[0]) == bool(option)
    crisis = next(line.split() for line in lines if line.startswith("crisis"))
    assert crisis[:5] == ["crisis", "1", "1", "1.000", "(.21-1.00)"]
    strata = [line.split() for line in lines[lines.index("", 15) :]]
    assert ["explicit", "crisis", "1", "1", "1.000", "(.21-1.00)"] in strata
    assert {row[1] for row in strata if row and row[0] == "hard"} == {"ok", "harassment"}


def test_what_a_stratum_was_taken_for_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"text": "i want to die", "label": "ok", "stratum": "hard"}]
    assert evaluate([str(_write(tmp_path / "in.jsonl", rows))], content=CONTENT) == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[-2:] == ["crisis", "1"]


def test_each_row_is_judged_alone(tmp_path: Path) -> None:
    """The same message gets the same verdict wherever it stands in the file."""
    out = tmp_path / "out.jsonl"
    source = _write(tmp_path / "in.jsonl", [*ROWS, *reversed(ROWS)])
    assert evaluate(["--rows", str(out), str(source)], content=CONTENT) == 0
    rows = [line for line in out.read_text("utf-8").split("\n") if line]
    assert rows[: len(ROWS)] == rows[: len(ROWS) - 1 : -1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: must be an object"),
        ('{"label": "ok"}', "line 2: text must be there"),
        ('{"text": "a"}', "line 2: label is None"),
        ('{"text": "a", "label": "panic"}', "line 2: label is 'panic'"),
        ('{"text": "a", "label": ["ok"]}', "line 2: label is ['ok']"),
        ('{"text": "a", "label": "ok", "stratum": 3}', "line 2: stratum"),
    ],
)
def test_a_bad_row_is_named_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(f'{{"text": "fine", "label": "ok"}}\n{line}\n', "utf-8")
    assert evaluate([str(source)], content=CONTENT) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [[], ["--rows"], ["a", "b"], ["a", "--rows"], ["--help-me"], ["-x", "--rows", "y"]]
)
def test_a_wrong_command_says_how_it_is_used(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(arguments, content=CONTENT) == 2
    assert capsys.readouterr().err.startswith("usage: ")


def test_files_that_cannot_be_used_are_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = _write(tmp_path / "in.jsonl", ROWS)
    assert evaluate([str(tmp_path / "none.jsonl")], content=CONTENT) == 2
    assert evaluate([str(source), "--rows", str(tmp_path)], content=CONTENT) == 2
    assert evaluate([str(source)], content=tmp_path) == 2
    assert capsys.readouterr().err.count("\n") == 3


def test_an_empty_file_is_no_error(tmp_path: Path) -> None:
    assert evaluate([str(_write(tmp_path / "in.jsonl", []))], content=CONTENT) == 0


def test_development_set_stays_where_it_was_brought(tmp_path: Path) -> None:
    """The set was tuned on: this only says that nothing was lost since."""
    if not DEVELOPMENT_SET.exists():
        pytest.skip(f"THE DEVELOPMENT SET IS NOT THERE: {DEVELOPMENT_SET}; nothing was checked")
    out = tmp_path / "out.jsonl"
    given = [str(DEVELOPMENT_SET), "--rows", str(out), "--grammar-only"]
    assert evaluate(given, content=CONTENT) == 0
    wanted = [json.loads(line) for line in DEVELOPMENT_SET.read_text("utf-8").split("\n") if line]
    judged = [json.loads(line) for line in out.read_text("utf-8").split("\n") if line]
    wrong = [
        (row["label"], said["kind"], row["text"])
        for row, said in zip(wanted, judged, strict=True)
        if (row["label"] == "crisis") != (said["kind"] == "crisis")
    ]
    assert wrong == []
