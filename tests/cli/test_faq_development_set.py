"""The development questions, asked of the development entries written out as Markdown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import embedding
from bot.cli.faq import evaluate
from bot.embedding import Absent

SETS = Path(__file__).parents[3] / "shared" / "content"

Row = dict[str, Any]


# Of words alone, and with the sentence model where it is installed.
LIMITS = {"words": (0.80, 0.89, 0.02), "meaning": (0.92, 0.96, 0.03)}


@pytest.fixture(scope="module", params=list(LIMITS))
def how(request: pytest.FixtureRequest) -> str:
    """How the answers are found."""
    if request.param == "meaning" and isinstance(embedding.load(), Absent):
        pytest.skip("NOT CHECKED: the semantic extra is not installed")
    return request.param


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory, how: str) -> list[tuple[Row, Row]]:
    """Each question of the test split with what `faq evaluate` made of it."""
    if not SETS.is_dir():
        pytest.skip(f"NOT CHECKED: {SETS} is absent, so nobody measured the answers")
    folder = tmp_path_factory.mktemp("development")
    for entry in _lines(SETS / "faq_dev_corpus.jsonl"):
        (folder / f"{entry['id']}.md").write_text(_markdown(entry))
    asked = [row for row in _lines(SETS / "faq_dev_eval.jsonl") if row["split"] == "test"]
    questions, out = folder / "asked.jsonl", folder / "rows.jsonl"
    questions.write_text("".join(f"{json.dumps(row)}\n" for row in asked))
    with pytest.MonkeyPatch.context() as patch:
        if how == "words":
            patch.setattr(embedding, "load", lambda: Absent("left out"))
        arguments = [str(questions), "--content", str(folder), "--rows", str(out)]
        assert evaluate(arguments, content=folder) == 0
    return list(zip(asked, _lines(out), strict=True))


def test_every_question_is_asked(rows: list[tuple[Row, Row]]) -> None:
    assert len(rows) == 201
    assert all(asked["question"] == judged["question"] for asked, judged in rows)


def test_the_right_entry_comes_first(rows: list[tuple[Row, Row]], how: str) -> None:
    known = [row for row in rows if row[0]["label"]]
    first, among_three, _ = LIMITS[how]
    assert _share(known, lambda row: _is_right(row, 1)) >= first
    assert _share(known, lambda row: _is_right(row, 3)) >= among_three


def test_a_wrong_answer_is_rarer_than_one_in_a_hundred(rows: list[tuple[Row, Row]]) -> None:
    known = [row for row in rows if row[0]["label"]]
    assert _share(known, lambda row: _is_answered(row) and not _is_right(row, 1)) <= 0.01
    assert _share(known, lambda row: _is_answered(row) and _is_right(row, 1)) >= 0.30


@pytest.mark.parametrize("kind", ["near", "far"])
def test_what_was_never_written_is_not_answered(
    rows: list[tuple[Row, Row]], how: str, kind: str
) -> None:
    other = [row for row in rows if row[0]["kind"] == kind]
    assert len(other) == 36
    assert _share(other, _is_answered) <= (0.06 if kind == "near" else LIMITS[how][2])


def _lines(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def _markdown(entry: Row) -> str:
    front = {
        "title": entry["title"],
        "ask": entry["alts"],
        "tags": entry["tags"],
        "source": "Development set",
        "review_by": "none",
        "status": "approved",
    }
    lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in front.items())
    return f"---\n{lines}\n---\n{entry['answer']}\n"


def _share(rows: list[tuple[Row, Row]], holds: Callable[[tuple[Row, Row]], bool]) -> float:
    return sum(map(holds, rows)) / len(rows)


def _is_answered(row: tuple[Row, Row]) -> bool:
    return row[1]["outcome"] == "answer"


def _is_right(row: tuple[Row, Row], best: int) -> bool:
    asked, judged = row
    return bool({asked["label"], *asked["also"]} & set(judged["entries"][:best]))
