"""The sandbox's clock: real time plus an offset that people move; it wakes who waits for a move."""

import asyncio
from datetime import UTC, datetime, timedelta


class Clock:
    """Real UTC time shifted by `offset`."""

    def __init__(self) -> None:
        self.offset = timedelta()
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Tell the sandbox's present moment, aware UTC."""
        return datetime.now(UTC) + self.offset

    def real_now(self) -> datetime:
        """Tell the real moment, whatever people did to the clock."""
        return datetime.now(UTC)

    def advance(self, by: timedelta) -> None:
        """Shift the clock; negative moves it back.

        Raises:
            OverflowError: the year would leave 2015 to 9000, where ids end.
        """
        moved = datetime.now(UTC) + self.offset + by
        if not 2015 < moved.year < 9000:
            raise OverflowError
        self.offset += by
        self._wake()

    def reset(self) -> None:
        """Back to real time."""
        self.offset = timedelta()
        self._wake()

    async def moved_from(self, offset_seconds: float) -> None:
        """Wait until the offset is another than `offset_seconds`."""
        while self.offset.total_seconds() == offset_seconds:
            await self._moved.wait()

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()
