"""An alarm clock over the ledger, and the day's housekeeping; only this file has APScheduler.

There is no polling: one job stands at the moment something is next due, and is moved whenever
something is planned or the clock is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.services.ports import Now

log = logging.getLogger(__name__)

Ring = Callable[[], Awaitable[datetime | None]]
"""Does what is due and returns when to ring again, by the machine's clock; None for never."""

# After an error of our own or of the database: soon enough to matter, late enough not to spin.
AFTER_ERROR = timedelta(seconds=15)
# What a round has claimed and not said by then is found again after the next start.
LAST_ROUND_SECONDS = 3


def _scheduler() -> AsyncIOScheduler:
    # The default drops a job that is a second late; ours are never dropped. Two instances, because
    # a round sets the next one while APScheduler still counts it as running; that no two rounds
    # run at once is the alarm's own doing.
    return AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 2},
    )


def _set_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class AlarmClock:
    """Rings when the ledger's next delivery is due.

    Attributes:
        real: The machine's clock, by which APScheduler runs.
    """

    real: Now
    _scheduler: AsyncIOScheduler = field(default_factory=_scheduler)
    _ring: Ring | None = None
    _silent: asyncio.Event = field(default_factory=_set_event)
    _again: bool = False

    def start(self, ring: Ring) -> None:
        """Begin to ring, at once for the first time."""
        self._ring = ring
        self._scheduler.start()
        self.wake()

    def daily(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do `work` once a day."""
        self._scheduler.add_job(work, IntervalTrigger(days=1, timezone=UTC))

    def wake(self) -> None:
        """Look at the ledger again at once, or right after the round that is under way."""
        if not self._silent.is_set():
            self._again = True
        elif self._ring is not None:
            self._set(self.real())

    async def stop(self) -> None:
        """Ring no more, once the round that is under way is over. Safe to call twice."""
        self._ring = None
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_ROUND_SECONDS):
                await self._silent.wait()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _set(self, at: datetime) -> None:
        self._scheduler.add_job(
            self._run, DateTrigger(at, timezone=UTC), id="alarm", replace_existing=True
        )

    async def _run(self) -> None:
        ring = self._ring
        if ring is None:
            return
        if not self._silent.is_set():
            self._again = True
            return
        self._silent.clear()
        self._again = False
        try:
            at = await ring()
        except asyncio.CancelledError:
            return  # we were told to stop; what was in hand is found again after its lease
        except Exception:  # the clock must outlive whatever it rings for
            log.exception("round failed")
            at = self.real() + AFTER_ERROR
        finally:
            self._silent.set()
        if self._ring is None:
            return
        if self._again:
            self._set(self.real())
        elif at is not None:
            self._set(at)
