"""A test that lacks what it needs never passes in CI for one that ran."""

import sys
from pathlib import Path

import pytest

from tests.nothing_skipped import NO_EXTRAS

pytest_plugins = ["pytester"]

OPTIONS = ("-p", "tests.nothing_skipped", "-p", "no:asyncio")
CI_RUN = Path(__file__).parents[1] / ".ci" / "run"
WHOLE_FILE = """
import pytest
pytest.importorskip("a_package_that_nobody_wrote", reason="NOT CHECKED: it is missing")
def test_never_comes_to_this(): pass
"""
ONE_TEST = """
import pytest
def test_reads_a_file(): pytest.skip("NOT CHECKED: the file is missing")
def test_needs_nothing(): pass
"""


@pytest.fixture(autouse=True)
def ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """CI, in the environment that has all extras."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(sys, "prefix", "somewhere/.venv")


def run(pytester: pytest.Pytester, content: str) -> tuple[pytest.RunResult, str]:
    """Run a file of tests as this project's are, and return what pytest said of it."""
    pytester.makepyfile(content)
    result = pytester.runpytest_inprocess(*OPTIONS)
    return result, result.stdout.str()


def test_ci_fails_where_a_test_is_skipped(pytester: pytest.Pytester) -> None:
    result, said = run(pytester, ONE_TEST)

    result.assert_outcomes(failed=1, passed=1)
    assert "CI skips nothing" in said
    assert "the file is missing" in said


def test_ci_fails_where_a_whole_file_is_skipped(pytester: pytest.Pytester) -> None:
    result, said = run(pytester, WHOLE_FILE)

    result.assert_outcomes(errors=1)
    assert "NOT CHECKED: it is missing" in said


@pytest.mark.parametrize("content", [ONE_TEST, WHOLE_FILE])
def test_ci_leaves_out_what_needs_extras_in_the_step_without_them(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(sys, "prefix", f"somewhere/{NO_EXTRAS}")

    result, _ = run(pytester, content)

    assert (result.parseoutcomes()["skipped"], result.ret in (0, 5)) == (1, True)


def test_elsewhere_a_test_may_be_skipped(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI")

    result, _ = run(pytester, ONE_TEST)

    result.assert_outcomes(skipped=1, passed=1)


def test_the_step_without_extras_runs_in_the_environment_known_by_its_name() -> None:
    assert f"{NO_EXTRAS}/bin/python -m pytest" in CI_RUN.read_text("utf-8")
