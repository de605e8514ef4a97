"""Asks the gate's model off the event loop, and never waits long for it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.ids import UserId
from bot.domain.messages import Heard
from bot.domain.screening import Verdict
from bot.domain.screening.opinion import combine
from bot.services.ports import Ear

log = logging.getLogger(__name__)

# After that the grammar's word stands.
PATIENCE_SECONDS = 0.25
# A model says a hundred and more a second; whoever stands further back would wait in vain.
MOST_WAITING = 32
# One person who floods a room takes no place from the others.
MOST_WAITING_EACH = 4


def _no_ear() -> None:
    """Return no model."""


def _one_worker() -> ThreadPoolExecutor:
    # Its thread starts with the first message and ends with the service.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="second-ear")


class Standing(StrEnum):
    """Whether the model listens."""

    ON = "on"
    OFF = "off"
    LOADING = "loading"
    ABSENT = "absent"


@dataclass(slots=True, kw_only=True)
class SecondEar:
    """Adds the model's opinion to the grammar's verdict, where there is one in time.

    Attributes:
        load: Returns the model or None; tenths of a second, so in the thread.
        is_wanted: Whether the clinic's settings ask for it.
    """

    load: Callable[[], Ear | None] = _no_ear
    is_wanted: bool = True
    _ear: Ear | None = None
    _is_loaded: bool = False
    _waiting: Counter[UserId] = field(default_factory=Counter[UserId])
    _worker: ThreadPoolExecutor = field(default_factory=_one_worker)

    @property
    def standing(self) -> Standing:
        """Whether the model listens, as far as is known now."""
        if not self.is_wanted:
            return Standing.OFF
        if not self._is_loaded:
            return Standing.LOADING
        return Standing.ABSENT if self._ear is None else Standing.ON

    def prepare(self) -> None:
        """Begin to load the model; nobody waits for it."""
        self._worker.submit(self._load)

    async def add_to(self, verdict: Verdict, heard: Heard) -> Verdict:
        """Return what grammar and model say together.

        Without a model, without one in time, or in a flood: what the grammar said.
        """
        author = heard.author_id
        if self._is_loaded and self._ear is None:
            return verdict
        is_flood = self._waiting.total() >= MOST_WAITING
        if is_flood or self._waiting[author] >= MOST_WAITING_EACH:
            log.warning("opinion not asked for", extra={"waiting": self._waiting.total()})
            return verdict
        self._waiting[author] += 1
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                asked = self._worker.submit(self._opine, verdict, heard.text)
                return await asyncio.wrap_future(asked)
        except TimeoutError:
            log.warning("opinion came too late", extra={"waiting": self._waiting.total()})
            return verdict
        finally:
            self._waiting[author] -= 1
            self._waiting += Counter()  # forgets who waits for nothing

    def _opine(self, verdict: Verdict, text: str) -> Verdict:
        try:
            self._load()
            if self._ear is None:
                return verdict
            return combine(verdict, self._ear.opine(text), self._ear.bars)
        except Exception:
            # Whatever is wrong with a model, the grammar has spoken.
            log.exception("no opinion")
            return verdict

    def _load(self) -> None:
        if not self._is_loaded:
            try:
                self._ear = self.load()
            finally:
                self._is_loaded = True
