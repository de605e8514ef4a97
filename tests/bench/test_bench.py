"""The benchmark runs to its end. How fast anything is, no test says."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bench import crowd, scale
from bench.figures import percentile
from bench.table import MEASURES, at_most, below, plain, share_of_bare, times_bare

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180


@pytest.mark.e2e
async def test_a_quick_run_fills_every_row_of_the_table(tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench", "--quick", "--json", str(out)),
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        printed, complaints = await process.communicate()

    assert process.returncode == 0, complaints.decode()
    heading, *found, machine = printed.decode().splitlines()
    assert heading.split()[:4] == ["measure", "unit", "bare", "ours"]
    for measure, row in zip(MEASURES, found, strict=True):
        assert row.startswith(measure.shown)
    assert "load before" in machine
    told = json.loads(out.read_text("utf-8"))
    assert {measure.name for measure in MEASURES} <= set(told["ours"])
    assert all(len(values) == 1 for values in told["ours"].values())
    assert {"first answer", "trigger p50", "callback p50", "cpu a message"} <= set(told["bare"])


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(1, 101)]

    assert (percentile(values, 0.5), percentile(values, 0.99)) == (50, 99)
    assert percentile([7.0], 0.99) == 7


def test_a_goal_is_met_up_to_its_limit() -> None:
    assert at_most(50).is_met(50, 0)
    assert not below(1).is_met(1, 0)
    assert times_bare(1.5).is_met(30, 20)
    assert not times_bare(1.5).is_met(31, 20)
    assert share_of_bare(0.4).is_met(40, 100)
    assert not share_of_bare(0.4).is_met(39, 100)


async def test_a_full_database_fills_its_rows(tmp_path: Path) -> None:
    found = await scale.in_the_database(tmp_path / "scale.db", crowd.QUICK, seed=1)

    assert {measure.name for measure in scale.MEASURES} <= set(found)
    assert all(
        row.startswith(measure.shown)
        for measure, row in zip(
            scale.MEASURES, plain(found, scale.MEASURES).splitlines()[1:], strict=True
        )
    )
