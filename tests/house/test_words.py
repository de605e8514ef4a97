"""Words that no person may ever read on a screen of ours."""

import re
from collections.abc import Iterator

from tests.house.tree import ROOT, files, name, parsed, python_files, strings

CONTENT = "config/content"
# A phone is seen by others, and 988's third key has been gone since 2025.
NEVER = re.compile(
    r"\b(?:in|out)?patients?\b|\bpacientes?\b|\bpress(?:ing)?\s+(?:3|three)\b|\bmarque\s+(?:3|tres)\b"
    r"|\bcommit(?:s|ted|ting)?\s+suicide\b|\bcometi[óo]\s+suicidio\b",
    re.IGNORECASE,
)
DOSE = re.compile(
    r"\d\s*(?:mg|mcg|µg|ml|cc|milligrams?|micrograms?|milliliters?|miligramos?)\b|\bmg\s*/",
    re.IGNORECASE,
)


def wording() -> Iterator[tuple[str, str]]:
    """Yield what developers wrote for people: in Discord, on the page, on a terminal."""
    for path in python_files("bot/chat", "cogs", "bot/checks.py", "bot/cli", "sandbox", "run.py"):
        yield from ((f"{name(path)}:{line}", text) for line, text in strings(parsed(path)))
    # A cog's docstrings are what Discord shows beside its commands.
    for path in (*python_files("cogs"), *files("sandbox/web")):
        if path.suffix in {".py", ".js", ".html", ".css"}:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                yield f"{name(path)}:{number}", line


def content() -> Iterator[tuple[str, str]]:
    """Yield what clinicians sign, without the phrasings that only the search reads."""
    for path in files(CONTENT, ending="*.md"):
        text = path.read_text("utf-8")
        front, body = text.split("\n---\n", 1) if text.startswith("---\n") else ("", text)
        shown = [line for line in front.splitlines() if line.startswith(("title:", "  - label:"))]
        yield name(path), "\n".join([*shown, body])


def found(pattern: re.Pattern[str], *sources: Iterator[tuple[str, str]]) -> list[str]:
    """Return each match as `place match`."""
    return [
        f"{place} {match[0]!r}"
        for source in sources
        for place, text in source
        for match in pattern.finditer(text)
    ]


def test_a_member_is_never_called_by_the_word_for_the_sick():
    assert found(NEVER, wording(), content()) == []


def test_content_names_no_dose():
    """What is right for one person can be unsafe for another."""
    assert found(DOSE, wording(), content()) == []


def test_there_is_content_to_look_at():
    """A moved folder must not turn the tests above into tests of nothing."""
    assert len(list(content())) > 30
    assert len({place.partition(":")[0] for place, _ in wording()}) > 30
    assert (ROOT / CONTENT / "support" / "en" / "now.md").exists()
