"""`meetings expand` keeps the contract of interfaces.md."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.meetings import expand

ROW: dict[str, Any] = {
    "dtstart_local": "2026-03-03T19:00:00",
    "tz": "America/New_York",
    "rrule": "FREQ=WEEKLY",
    "exdates": ["2026-03-17T19:00:00"],
    "after_utc": "2026-03-04T00:00:00Z",
    "count": 2,
}


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in ROW.items() if key not in keys}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows.json"


def test_each_row_is_answered_in_order(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Strictly after: the first start is `after_utc` itself."""
    file.write_text(json.dumps([ROW, {**ROW, "rrule": "FREQ=DAILY;COUNT=3"}, {**ROW, "count": 0}]))
    assert expand([str(file)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == [
        ["2026-03-10T23:00:00Z", "2026-03-24T23:00:00Z"],
        ["2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z"],
        [],
    ]
    assert err == ""


def test_exdates_and_after_may_be_absent(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(json.dumps([without("exdates", "after_utc")]))
    assert expand([str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == [["2026-03-04T00:00:00Z", "2026-03-10T23:00:00Z"]]


def test_series_that_ends_gives_fewer(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    until = {**without("exdates"), "rrule": "FREQ=WEEKLY;UNTIL=20260310T230000Z", "count": 9}
    file.write_text(json.dumps([until, {**without("after_utc"), "rrule": None, "count": 9}]))
    assert expand([str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == [
        ["2026-03-10T23:00:00Z"],
        ["2026-03-04T00:00:00Z"],
    ]


def test_empty_list_has_an_empty_answer(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("[]")
    assert expand([str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON, line 1"),
        ("{}", "the file holds an object"),
        ("true", "true or false"),
        ("3", "a number"),
        ("null", "null"),
        ('"x"', "text"),
        ("[[]]", "row 1: is a list"),
        ("[" * 100_000, "not JSON"),
        (json.dumps([ROW, without("tz")]), "row 2: tz is missing"),
        (json.dumps([without("rrule")]), "row 1: rrule is missing"),
        (json.dumps([without("count")]), "row 1: count is missing"),
        (json.dumps([without("dtstart_local")]), "row 1: dtstart_local is missing"),
        (json.dumps([{**ROW, "tz": "Mars/Olympus"}]), 'row 1: tz is "Mars/Olympus"'),
        (json.dumps([{**ROW, "tz": ""}]), 'row 1: tz is ""'),
        (json.dumps([{**ROW, "tz": "../etc"}]), "row 1: tz is"),
        (json.dumps([{**ROW, "tz": 5}]), "row 1: tz is 5"),
        (json.dumps([ROW, {**ROW, "rrule": "WEEKLY"}]), "row 2: rrule: cannot read 'WEEKLY'"),
        (json.dumps([{**ROW, "dtstart_local": "7 pm"}]), 'row 1: dtstart_local is "7 pm"'),
        (json.dumps([{**ROW, "dtstart_local": "2026-03-03T19:00Z"}]), "row 1: dtstart_local"),
        (json.dumps([{**ROW, "dtstart_local": "0001-01-01T00:00"}]), "row 1: dtstart_local"),
        (json.dumps([{**ROW, "after_utc": "soon"}]), 'row 1: after_utc is "soon"'),
        (json.dumps([{**ROW, "after_utc": "9999-12-31T23:00-09:00"}]), "row 1: after_utc"),
        (json.dumps([{**ROW, "exdates": "x"}]), 'row 1: exdates is "x"'),
        (json.dumps([{**ROW, "exdates": [3]}]), "row 1: exdates is 3"),
        (json.dumps([{**ROW, "count": -1}]), "row 1: count is -1"),
        (json.dumps([{**ROW, "count": True}]), "row 1: count is true"),
    ],
)
def test_bad_input_is_one_clear_line(
    file: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file.write_text(text)
    assert expand([str(file)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err


def test_file_that_cannot_be_read_is_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert expand([str(file)]) == 2
    assert "rows.json: No such file" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe")
    assert expand([str(file)]) == 2
    assert "not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["a", "b"]])
def test_one_file_is_asked_for(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert expand(arguments) == 2
    assert "run.py meetings expand FILE.json" in capsys.readouterr().err
