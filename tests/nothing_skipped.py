"""With CI set, a test that is skipped has failed: what it needs must be there.

A developer's machine may lack an extra, the browser or what lies beside the project; CI has them
all, but for its one step without the extras.
"""

import os
import sys
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

# The environment of .ci/run's step "without the extras".
NO_EXTRAS = ".venv-no-extras"


def may_skip(environ: Mapping[str, str], prefix: str) -> bool:
    """Say whether a test may be left out, in the Python environment that is at `prefix`."""
    return not environ.get("CI") or Path(prefix).name == NO_EXTRAS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one."""
    report = yield
    _hold_to_account(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped file of tests into a failed one."""
    report = yield
    _hold_to_account(report)
    return report


def _hold_to_account(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.outcome == "skipped" and not may_skip(os.environ, sys.prefix):
        report.outcome = "failed"
        report.longrepr = f"CI skips nothing. {report.longreprtext or report.longrepr}"
