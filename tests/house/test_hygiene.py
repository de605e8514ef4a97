"""What must not be in the repository at all."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import EVERYTHING, dotted, files, name, parsed, python_files

ROOT_FILES = (
    "pyproject.toml",
    "Makefile",
    "Dockerfile",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ".gitignore",
)
TEXT = {".py", ".pyi", ".js", ".css", ".html", ".md", ".toml", ".sql", ".txt", ".yml", ".yaml", ""}
# Split, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.~$}/])/(?:" + r"work|home|root|Users" + r")/\w|[A-Z]:\\\\?Users")
INDEX = re.compile(
    r"pypi" + r"\.org|pythonhosted" + r"\.org|(?<!emit-)(?:extra-)?index" + r"[-_]url"
    r"|(?<!emit-)find-" + r"links|/simple" + r"/?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
MOCKS = {"MagicMock", "AsyncMock", "NonCallableMagicMock"}
SKIPS = {
    "pytest.skip",
    "pytest.xfail",
    "pytest.mark.skip",
    "pytest.mark.skipif",
    "pytest.mark.xfail",
}


def texts() -> Iterator[Path]:
    """Yield every text file of the project."""
    for path in files(*EVERYTHING, *ROOT_FILES):
        if path.suffix in TEXT:
            yield path


def found(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    """Return each match as `file:line text`."""
    return [
        f"{name(path)}:{number} {match[0].strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def is_reasoned(call: ast.Call) -> bool:
    """Say whether a skip says why."""
    reason = [each.value for each in call.keywords if each.arg == "reason"]
    if dotted(call.func) in {"pytest.skip", "pytest.xfail"}:
        reason += call.args[:1]
    return any(not isinstance(each, ast.Constant) or each.value for each in reason)


def test_no_path_of_a_developers_machine():
    """It works on one machine, and it tells who wrote it."""
    assert found(MACHINE, texts()) == []


def test_no_address_of_a_package_index():
    """Whoever installs decides where packages come from; hashes see that they are the same."""
    installed_from = files(
        "requirements", ".ci", ".github", "pyproject.toml", "Makefile", "Dockerfile"
    )

    assert found(INDEX, installed_from) == []


def test_every_locked_package_has_a_hash():
    for lock in files("requirements", ending="*.txt"):
        lines = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
        pinned = [line for line in lines if line and not line.startswith("#")]

        assert len(pinned) > 10
        assert [line for line in pinned if " --hash=sha256:" not in line] == [], name(lock)


def test_no_mock_stands_in_for_discord():
    """A mock says yes to everything, also to what Discord has never offered."""
    mocks = [
        f"{name(path)}:{node.lineno}"
        for path in python_files("tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in MOCKS
    ]

    assert mocks == []


def test_every_skip_says_why():
    silent = list[str]()
    for path in python_files("tests"):
        tree = parsed(path)
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            bare = isinstance(node, ast.Attribute) and id(node) not in called
            skips = isinstance(node, ast.Call) and dotted(node.func) in SKIPS
            if (bare and dotted(node) in SKIPS) or (
                skips and isinstance(node, ast.Call) and not is_reasoned(node)
            ):
                silent.append(f"{name(path)}:{getattr(node, 'lineno', 0)}")

    assert silent == []
