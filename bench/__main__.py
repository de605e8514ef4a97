"""`python -m bench`: measure both sides in turn and print the table."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import in_process, live, reminders
from bench.figures import Figures
from bench.live import Amounts
from bench.reminders import Ledger
from bench.sides import BARE, OURS
from bench.table import rows, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured.

    Attributes:
        repeats: Reminders in each round, with either ledger.
        judged: Messages judged in process.
    """

    live: Amounts = field(default_factory=Amounts)
    repeats: int = 7
    full: Ledger = reminders.FULL
    judged: int = 20_000


QUICK = Size(live=live.QUICK, repeats=1, full=reminders.QUICK, judged=200)


async def fresh(work: Callable[[Path], Awaitable[dict[str, float]]]) -> dict[str, float]:
    """Do a piece of a round in a folder of its own."""
    with TemporaryDirectory(prefix="bench-") as folder:
        return await work(Path(folder))


async def one_round(size: Size, bare: Figures, ours: Figures) -> None:
    """Measure everything once, the two sides one after the other."""
    for side, figures in ((BARE, bare), (OURS, ours)):
        figures.add(await fresh(lambda folder, side=side: live.measure(side, folder, size.live)))
    for name, filled in (("reminder", Ledger()), ("reminder, full", size.full)):
        late = await fresh(
            lambda folder, filled=filled: reminders.lateness(folder, filled, size.repeats)
        )
        ours.add({f"{name} {key}": value for key, value in late.items()})
    ours.add(in_process.measure(size.judged))


async def run(size: Size, rounds: int) -> tuple[Figures, Figures]:
    """Return what both sides gave in every round."""
    bare, ours = Figures(), Figures()
    myself = asyncio.current_task()
    assert myself is not None
    # What was started is stopped as well, as it is on Ctrl+C.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, myself.cancel)
    for number in range(rounds):
        await one_round(size, bare, ours)
        print(f"round {number + 1} of {rounds} done, load {load()}", file=sys.stderr)
    return bare, ours


def load() -> str:
    """Return the machine's load over the last minute, five and fifteen."""
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def main() -> None:
    """Measure, print, and write the raw figures where that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, help="default 3, and 1 when quick")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every round's figures")
    parser.add_argument("--quick", action="store_true", help="does it still run? says no more")
    given = parser.parse_args()
    size = QUICK if given.quick else Size()
    before = load()
    bare, ours = asyncio.run(run(size, given.rounds or (1 if given.quick else 3)))
    print(table(list(rows(bare, ours))))
    print(f"{os.cpu_count()} cores; load before {before}, after {load()}")
    if given.json is not None:
        found = {"bare": bare.rounds, "ours": ours.rounds, "load": [before, load()]}
        given.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
