"""The clinic's signals in AutoMod's terms, weighed by the examples that stand beside them."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.domain.automod import KINDS, Part
from bot.domain.screening.keywords import Evidence, Filter, derive
from bot.domain.screening.signals import Listed, make_signals
from bot.domain.screening.verdict import Kind
from bot.services.safety_content import read_signals

log = logging.getLogger(__name__)


def filters(folder: Path) -> Mapping[Part, Filter]:
    """Derive what each rule is given; takes seconds. What found no room is logged as a count.

    Raises:
        InvalidContent: The signals cannot be used.
    """
    listed = read_signals(folder)
    signals, shown = make_signals(listed), _evidence(listed, folder / "examples")
    found = {part: derive(listed, signals, kinds, shown) for part, kinds in KINDS.items()}
    for part, each in found.items():
        facts = {"keywords": len(each.keywords), "patterns": len(each.patterns), "cut": each.cut}
        log.info("rule derived", extra={"part": part, "unsaid": len(each.unsaid), **facts})
    return found


def _evidence(listed: Listed, folder: Path) -> Evidence:
    wanted: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for signal in listed.signals:
        wanted[signal.kind] += signal.examples
        wanted[Kind.OK] += signal.counter_examples
    for guard in listed.guards:
        wanted[Kind.OK] += guard.examples
    for kind, line in _lines(folder):
        wanted[kind].append(line)
    return Evidence(wanted=wanted, harmless=wanted[Kind.OK])


def _lines(folder: Path) -> Iterator[tuple[Kind, str]]:
    """Yield what stands in files such as `crisis.veiled.en.txt`; there need not be any."""
    known = set(Kind)
    for path in sorted(folder.glob("*.txt")):
        kind = path.name.partition(".")[0]
        if kind in known:
            for line in path.read_text("utf-8").splitlines():
                if line.strip() and not line.startswith("# "):
                    yield Kind(kind), line
