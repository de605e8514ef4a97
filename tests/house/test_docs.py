"""The drawing of the house is the house."""

import re
import tomllib

from tests.house.tree import ROOT

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Folders that a reader has in mind when a place is named without them.
UNDER = [ROOT / each for each in ("", "bot", "bot/chat", "bot/domain")]
NAMED = re.compile(
    r"`((?:bot|cogs|config|sandbox|tests)/[\w./-]*|[\w/-]+\.(?:py|toml))`"
    r"|^ {2}((?:bot|cogs|config|sandbox)/[\w./]*|run\.py) ",
    re.MULTILINE,
)


def test_every_place_that_the_drawing_names_is_there():
    named = {"".join(found) for found in NAMED.findall(ARCHITECTURE)}

    assert len(named) > 15
    missing = [
        place for place in sorted(named) if not any((each / place).exists() for each in UNDER)
    ]
    assert missing == []


def test_every_dependency_has_its_reason():
    """One that nobody can give a reason for is one that can go."""
    extras = [each for group in PROJECT["optional-dependencies"].values() for each in group]
    names = [re.split(r"[><=;\[ ]", each)[0] for each in [*PROJECT["dependencies"], *extras]]
    rows = re.findall(r"^\| ([\w.-]+) \|(?: [^|]+ \|){3}$", ARCHITECTURE, re.MULTILINE)
    rows += re.findall(r"^\*\*([\w.-]+)\*\* \(", ARCHITECTURE, re.MULTILINE)

    assert sorted(rows) == sorted([*names, "package"])
