"""Discord's ids: the moment of their making in the upper bits, so that they sort by time."""

import re
from datetime import UTC, datetime, timedelta
from typing import NewType

Snowflake = NewType("Snowflake", int)

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_INCREMENTS = 1 << 12
_WORKERS = 1 << 10
_SNOWFLAKE = re.compile(r"0|[1-9][0-9]{0,19}")
_HIGHEST = (1 << 64) - 1


def parse(value: object) -> Snowflake | None:
    """Read an id from decimal text or a JSON integer; None where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, str) and not _SNOWFLAKE.fullmatch(value):
        return None
    number = int(value)
    return Snowflake(number) if 0 <= number <= _HIGHEST else None


def earliest_at(moment: datetime) -> Snowflake:
    """Give the smallest id of a moment, for comparing ages."""
    return Snowflake(max(0, _milliseconds(moment)) << 22)


class Mint:
    """Makes ids; unique even when the clock is set back, rising while it is not."""

    def __init__(self) -> None:
        self._millisecond = 0
        self._increment = 0
        self._worker = 0

    def mint(self, now: datetime) -> Snowflake:
        """Make a new id made at `now`."""
        millisecond = _milliseconds(now)
        if millisecond < self._millisecond - _INCREMENTS:
            # Another worker's number keeps the ids of a moment lived twice apart.
            self._worker = (self._worker + 1) % _WORKERS
            self._millisecond, self._increment = millisecond, 0
        elif millisecond > self._millisecond:
            self._millisecond, self._increment = millisecond, 0
        else:
            self._increment += 1
            if self._increment == _INCREMENTS:
                self._millisecond, self._increment = self._millisecond + 1, 0
        return Snowflake(self._millisecond << 22 | self._worker << 12 | self._increment)


def _milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)
