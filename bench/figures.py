"""What was measured, by name: every round's value, and the median over them."""

import math
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass
class Figures:
    """One side's values, by the measure's name, one for each round."""

    rounds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, values: Mapping[str, float]) -> None:
        """Keep what a round gave."""
        for name, value in values.items():
            self.rounds[name].append(value)

    def has(self, name: str) -> bool:
        """Say whether a measure was taken."""
        return name in self.rounds

    def median(self, name: str) -> float:
        """Return the median of a measure's rounds."""
        return statistics.median(self.rounds[name])

    def range(self, name: str) -> tuple[float, float]:
        """Return the lowest and the highest round."""
        return min(self.rounds[name]), max(self.rounds[name])


def spread(name: str, values: Sequence[float], *shares: int) -> dict[str, float]:
    """Return percentiles under the names `name p50`, `name p99` and so on."""
    return {f"{name} p{share}": percentile(values, share / 100) for share in shares}
