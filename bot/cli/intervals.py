"""How far a share that was counted may be from the true one."""

from math import sqrt

# Of a hundred such intervals ninety-five hold the true share.
_Z = 1.959964


def wilson(count: int, whole: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927, without continuity correction)."""
    if whole == 0:
        return 0.0, 1.0
    share, spread = count / whole, _Z * _Z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def recall(count: int, whole: int) -> str:
    """Return a share with its interval: "0.912 (.89-.93)"; a dash of nothing."""
    if whole == 0:
        return "-"
    low, high = wilson(count, whole)
    return f"{count / whole:.3f} ({_short(low)}-{_short(high)})"


def alarms(count: int, whole: int) -> str:
    """Return a count with its share and interval: "3, 0.5% (0.2-1.5)"; a dash of nothing."""
    if whole == 0:
        return "-"
    low, high = wilson(count, whole)
    return f"{count}, {count / whole:.1%} ({100 * low:.1f}-{100 * high:.1f})"


def _short(share: float) -> str:
    return f"{share:.2f}".removeprefix("0")
