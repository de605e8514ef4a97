"""Everything a clinician would have to mend in a folder of entries, each with its file and line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.domain.faq.entries import Problem, problems
from bot.domain.faq.lint import between, overdue
from bot.domain.faq.signature import unsigned
from bot.services.faq_content import Loaded, load

_IN_YAML = re.compile(r"\Aline (\d+): ")


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem and where to mend it.

    Attributes:
        line: Counted from 1, as an editor shows it.
    """

    file: str
    line: int
    problem: Problem

    def __str__(self) -> str:
        """Return the one line a receptionist mends the file from."""
        wrong = self.problem
        place = f"{self.file}, line {self.line}"
        return f"{place}: {wrong.key}: {wrong.found}; allowed: {wrong.allowed}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a lint found, in the order of the files and their lines."""

    entries: int
    remarks: tuple[Remark, ...]


def lint(folder: Path, *, today: date) -> Report:
    """Check every entry of a folder, and the entries against each other."""
    found = load(folder)
    remarks = [_placed(folder, problem) for problem in _all(found, today)]
    remarks.sort(key=lambda remark: (remark.file, remark.line))
    return Report(len(found.entries), tuple(remarks))


def _all(found: Loaded, today: date) -> Iterable[Problem]:
    yield from found.problems
    for entry in found.entries:
        yield from problems(entry)
        if (missing := unsigned(entry)) is not None:
            yield missing
    yield from between(found.entries)
    yield from overdue(found.entries, today=today)


def _placed(folder: Path, problem: Problem) -> Remark:
    file = problem.where if problem.where.endswith(".md") else f"{problem.where}.md"
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return Remark(file, 1, problem)
    return Remark(file, _line(text, problem), problem)


def _line(text: str, problem: Problem) -> int:
    if told := _IN_YAML.match(problem.found):
        return int(told[1])
    lines = text.splitlines()
    ends = [number for number, line in enumerate(lines, 1) if line.rstrip() == "---"]
    body = (ends[1] if len(ends) > 1 else 0) + 1
    if problem.key == "body":
        return _first(lines, problem.found, start=body) or min(body, len(lines) or 1)
    start = next(
        (number for number, line in enumerate(lines, 1) if line.startswith(f"{problem.key}:")), 1
    )
    if problem.key == "ask":
        return _first(lines, problem.found, start=start) or start
    return start


def _first(lines: list[str], found: str, *, start: int) -> int | None:
    """Return the first line from `start` on that holds the words found."""
    sought = found.casefold()
    return next(
        (
            number
            for number, line in enumerate(lines, 1)
            if number >= start and sought in line.casefold()
        ),
        None,
    )
