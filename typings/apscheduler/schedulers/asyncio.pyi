"""What bot/scheduler.py uses of APScheduler 3.11, which ships no types."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo

from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

class AsyncIOScheduler:
    running: bool
    def __init__(self, *, timezone: tzinfo, job_defaults: Mapping[str, object]) -> None: ...
    def start(self) -> None: ...
    def shutdown(self, wait: bool = True) -> None: ...
    def add_job(
        self,
        func: Callable[[], Awaitable[object]],
        trigger: DateTrigger | IntervalTrigger,
        *,
        id: str | None = None,
        replace_existing: bool = False,
    ) -> object: ...
