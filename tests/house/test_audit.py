"""The audit lets nothing pass but a missing network."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import audit

Package = dict[str, object]
Tool = Callable[[str, str], None]
CLEAN: Package = {"name": "clean", "version": "1.0", "vulns": []}
HOLED: Package = {
    "name": "holed",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-0000-1", "fix_versions": ["2.1"]}],
}
STRANGE: Package = {"name": "strange", "skip_reason": "strange was not found"}


def report(*packages: Package) -> str:
    """Return what pip-audit writes."""
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """A pip-audit beside a Python of its own, which says what it is told to."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    def say(out: str, error: str = "") -> None:
        (tmp_path / "out").write_text(out)
        (tmp_path / "error").write_text(error)
        script = tmp_path / "pip-audit"
        script.write_text('#!/bin/sh\ncat "${0%/*}/out"\ncat "${0%/*}/error" >&2\nexit 1\n')
        script.chmod(0o700)

    return say


def test_a_clean_lock_passes():
    assert audit.verdict(audit.read(report(CLEAN)))[0] == 0


def test_a_finding_does_not_pass_and_names_the_cure():
    status, text = audit.verdict(audit.read(report(CLEAN, HOLED)))

    assert status == 1
    assert "holed 2.0: PYSEC-0000-1, fixed in 2.1" in text


def test_a_package_that_nobody_can_judge_does_not_pass():
    assert audit.verdict(audit.read(report(CLEAN, STRANGE)))[0] == 1


def test_a_finding_counts_whatever_else_went_wrong(tool: Tool):
    tool(report(HOLED), "ConnectionError")

    assert audit.main() == 1


def test_a_mirror_that_knows_no_package_is_no_service(
    tool: Tool, capsys: pytest.CaptureFixture[str]
):
    """pip-audit itself calls this "No known vulnerabilities found"."""
    tool(report(STRANGE, STRANGE), "")

    assert audit.main() == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_without_a_network_it_says_so_loudly(tool: Tool, capsys: pytest.CaptureFixture[str]):
    tool("", "requests.exceptions.ConnectionError: Max retries exceeded")

    assert audit.main() == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_a_failure_that_it_cannot_explain_does_not_pass(tool: Tool):
    tool("", "error: unrecognized arguments")

    with pytest.raises(RuntimeError, match="unrecognized"):
        audit.main()
