"""One reader of the clock, one file with APScheduler: everything else is handed `now`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import CODE, dotted, files, name, parsed, python_files, strings

READERS = {"bot/app.py", "sandbox/clock.py"}
# A benchmark measures real time, also between processes; nothing it times is asked to move.
MOVED = [place for place in CODE if place != "bench"]
READS = re.compile(
    r"(.*\.)?(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime|ctime)"
    r"|utils\.utcnow)"
)
# SQLite's own clock, and the schema's.
SQL_READS = re.compile(
    r"CURRENT_(TIMESTAMP|DATE|TIME)|\b(unixepoch|julianday)\s*\(|'now'|\bNOW\(\)", re.IGNORECASE
)


def clock_readings(path: Path) -> Iterator[str]:
    """Yield where a file asks what time it is; also where it only names the function."""
    tree = parsed(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and READS.fullmatch(dotted(node)):
            yield f"{name(path)}:{node.lineno} {dotted(node)}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            bare = {alias.name for alias in node.names} & {"time", "time_ns", "localtime", "gmtime"}
            yield from (f"{name(path)}:{node.lineno} from time import {each}" for each in bare)


def imports(path: Path) -> set[str]:
    """Return the top-level packages that a file imports, wherever in it."""
    found = set[str]()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_only_the_composition_root_reads_the_clock():
    """Moving the sandbox's clock, and every test about time, depends on it."""
    others = [path for path in python_files(*MOVED) if name(path) not in READERS]

    assert [found for path in others for found in clock_readings(path)] == []


def test_the_composition_root_does_read_it():
    [root] = python_files("bot/app.py")

    assert len(list(clock_readings(root))) == 1


def test_the_database_is_not_asked_for_the_time():
    """A row stamped by SQLite would not move with the bot's clock."""
    in_code = [
        f"{name(path)}:{line}"
        for path in python_files("bot/storage")
        for line, text in strings(parsed(path))
        if SQL_READS.search(text)
    ]
    in_schema = [
        name(path)
        for path in files("bot/storage/migrations", ending="*.sql")
        if SQL_READS.search(path.read_text("utf-8"))
    ]

    assert in_code + in_schema == []


def test_only_the_scheduler_imports_apscheduler():
    users = [name(path) for path in python_files(*CODE) if "apscheduler" in imports(path)]

    assert users == ["bot/scheduler.py"]
