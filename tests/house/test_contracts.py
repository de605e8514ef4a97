"""Imports run downstairs only, and the contracts that say so are all there."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.tree import ROOT


def test_import_contracts_hold():
    """The drawing in docs/architecture.md is true because of this."""
    tool = Path(sys.executable).with_name("lint-imports")

    ran = subprocess.run(  # noqa: S603 - the tool that is installed beside this Python
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_no_contract_was_taken_away():
    """A contract that is in the way is changed together with the drawing, not dropped."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    assert {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]} >= {
        "floors",
        "pure-domain",
        "discord-upstairs",
        "sql-downstairs",
        "settings-at-the-door",
        "one-voice",
        "cogs-independent",
        "sandbox-stranger",
        "bot-stranger",
        "no-circles",
        "drivers",
    }
