"""How Discord writes a moment."""

from datetime import UTC, datetime
from typing import overload


@overload
def iso(moment: datetime) -> str: ...
@overload
def iso(moment: None) -> None: ...
def iso(moment: datetime | None) -> str | None:
    """Write a moment as Discord does: `2026-03-08T23:00:00.000000+00:00`."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
