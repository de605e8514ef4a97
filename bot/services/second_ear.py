"""Asks the gate's model off the event loop, and never waits long for it.

What it hears later is followed all the same: until then the words wait in memory, for a bounded
time and in a bounded number.
"""

import asyncio
import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.ids import MessageId, UserId
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
# Whoever stands here has been waited for in vain, and is followed when their turn comes.
MOST_LATE = 200
# Help that comes later than this comes to another moment.
LATE_SECONDS = 60.0
# Texts share the reading of the model's weights; more of them, and the first would wait too long.
AT_ONCE = 8
# How the tasks are named that follow a late opinion: going down, they are waited for.
FOLLOWING = "late opinion"

Late = Callable[[Verdict], Coroutine[None, None, None]]
"""Follows a crisis that was heard when nobody waited any more."""


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


@dataclass(slots=True, eq=False)
class _Asked:
    """A message that the model is asked about.

    Attributes:
        text: Emptied as soon as nobody wants the opinion any more.
        is_kept: The bot itself takes the message away: what is heard in it is followed.
        late: What follows when it comes late; None while somebody waits.
    """

    verdict: Verdict
    author: UserId
    message_id: MessageId | None
    text: str = field(repr=False)
    answer: asyncio.Future[Verdict]
    is_unwanted: bool = False
    is_kept: bool = False
    late: Late | None = field(default=None, repr=False)
    ends: asyncio.TimerHandle | None = None

    def forget(self) -> None:
        """Let go of the words, and of whatever was to follow."""
        self.text, self.late = "", None
        if self.ends is not None:
            self.ends.cancel()


@dataclass(slots=True, kw_only=True)
class SecondEar:
    """Adds the model's opinion to the grammar's verdict, where there is one in time.

    Attributes:
        load: Returns the model or None; tenths of a second, so in the thread.
        is_wanted: Whether the clinic's settings ask for it.
        dropped: How many messages since the start never had their opinion: too many were waiting.
    """

    load: Callable[[], Ear | None] = _no_ear
    is_wanted: bool = True
    dropped: int = 0
    _ear: Ear | None = None
    _is_loaded: bool = False
    _is_stopped: bool = False
    _asked: list[_Asked] = field(default_factory=list[_Asked], repr=False)
    _waiting: Counter[UserId] = field(default_factory=Counter[UserId])
    # The thread takes from these; whoever is still waited for goes first.
    _fresh: deque[_Asked] = field(default_factory=deque[_Asked], repr=False)
    _late: deque[_Asked] = field(default_factory=deque[_Asked], repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _following: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    _worker: ThreadPoolExecutor = field(default_factory=_one_worker)

    @property
    def standing(self) -> Standing:
        """Whether the model listens, as far as is known now."""
        if not self.is_wanted:
            return Standing.OFF
        if not self._is_loaded:
            return Standing.LOADING
        return Standing.ABSENT if self._ear is None else Standing.ON

    def __len__(self) -> int:
        """Return of how many messages the words are held."""
        return len(self._asked)

    def prepare(self) -> None:
        """Begin to load the model; nobody waits for it."""
        self._worker.submit(self._load)

    async def add_to(self, verdict: Verdict, heard: Heard, late: Late) -> Verdict:
        """Return what grammar and model say together.

        Without a model, without one in time, or in a flood: what the grammar said. A crisis that
        the model hears afterwards goes to `late`, once.
        """
        if self._is_loaded and self._ear is None:
            return verdict
        asked = self._ask(verdict, heard)
        if asked is None:
            return verdict
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await asyncio.shield(asked.answer)
        except TimeoutError:
            if not asked.answer.done():
                self._put_off(asked, late)
                return verdict
            return asked.answer.result()
        except asyncio.CancelledError:
            self._give_up(asked)
            raise

    def keep(self, message_id: MessageId) -> None:
        """Expect a late opinion on a message also once it is gone: it is the bot that hides it."""
        for asked in self._asked:
            asked.is_kept |= asked.message_id == message_id

    def forget(self, message_id: MessageId) -> None:
        """Expect no late opinion on a message any more: its writer, or staff, took it away."""
        for asked in [each for each in self._asked if each.message_id == message_id]:
            if asked.is_kept:
                continue
            asked.is_unwanted = True
            if asked.late is not None:
                self._give_up(asked)

    def stop(self) -> None:
        """Ask nothing any more, and forget what is waiting."""
        self._is_stopped = True
        for asked in list(self._asked):
            self._give_up(asked)

    def _ask(self, verdict: Verdict, heard: Heard) -> _Asked | None:
        """Put a message in the queue; None where there is no place for it."""
        author, waiting = heard.author_id, sum(each.late is None for each in self._asked)
        if self._is_stopped:
            return None
        if waiting >= MOST_WAITING or self._waiting[author] >= MOST_WAITING_EACH:
            log.warning("opinion not asked for", extra={"waiting": waiting})
            self.dropped += 1
            return None
        answer = asyncio.get_running_loop().create_future()
        asked = _Asked(verdict, author, heard.message_id, heard.text, answer)
        answer.add_done_callback(lambda _: self._leave(asked))
        self._asked.append(asked)
        self._waiting[author] += 1
        with self._lock:
            self._fresh.append(asked)
        self._worker.submit(self._work, answer.get_loop())
        return asked

    def _leave(self, asked: _Asked) -> None:
        self._asked.remove(asked)
        self._waiting[asked.author] -= 1
        self._waiting += Counter()  # forgets who waits for nothing
        late, answer = asked.late, asked.answer
        asked.forget()
        if late is None or not answer.result().is_crisis:
            return
        task = answer.get_loop().create_task(late(answer.result()), name=FOLLOWING)
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    def _put_off(self, asked: _Asked, late: Late) -> None:
        """Let a message wait for its turn behind those that somebody waits for."""
        log.warning("opinion is late", extra={"waiting": len(self._asked)})
        if asked.is_unwanted:
            self._give_up(asked)
            return
        asked.late = late
        asked.ends = asked.answer.get_loop().call_later(LATE_SECONDS, self._drop, asked)
        with self._lock:
            if asked in self._fresh:  # else it is the one that the model looks at
                self._fresh.remove(asked)
                self._late.append(asked)
            oldest = self._late[0] if len(self._late) > MOST_LATE else None
        if oldest is not None:
            self._drop(oldest)

    def _drop(self, asked: _Asked) -> None:
        log.warning("opinion given up", extra={"waiting": len(self._asked)})
        self.dropped += 1
        self._give_up(asked)

    def _give_up(self, asked: _Asked) -> None:
        with self._lock:
            for queue in (self._fresh, self._late):
                with suppress(ValueError):
                    queue.remove(asked)
        asked.forget()
        if not asked.answer.done():
            asked.answer.set_result(asked.verdict)

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look at the next messages, in the thread. Each that is asked about brings one call."""
        self._load_or_not()
        some = self._take()
        verdicts = self._opine([(each.verdict, each.text) for each in some])
        # The loop is closed where the program ended in between.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_tell, some, verdicts)

    def _take(self) -> Sequence[_Asked]:
        with self._lock:
            if not self._fresh:
                # One at a time: somebody may come who is waited for.
                return [self._late.popleft()] if self._late else []
            return [self._fresh.popleft() for _ in range(min(AT_ONCE, len(self._fresh)))]

    def _opine(self, some: Sequence[tuple[Verdict, str]]) -> Sequence[Verdict]:
        ear = self._ear
        if ear is None:
            return [verdict for verdict, _ in some]
        try:
            opinions = ear.opine_all([text for _, text in some])
            return [
                combine(verdict, opinion, ear.bars)
                for (verdict, _), opinion in zip(some, opinions, strict=True)
            ]
        except Exception:
            if len(some) > 1:
                # What is wrong with one is nothing to the others.
                return [verdict for each in some for verdict in self._opine([each])]
            # Whatever is wrong with a model, the grammar has spoken.
            log.exception("no opinion")
            return [verdict for verdict, _ in some]

    def _load_or_not(self) -> None:
        try:
            self._load()
        except Exception:
            log.exception("no opinion")

    def _load(self) -> None:
        if not self._is_loaded:
            try:
                self._ear = self.load()
            finally:
                self._is_loaded = True


def _tell(some: Sequence[_Asked], verdicts: Sequence[Verdict]) -> None:
    for asked, verdict in zip(some, verdicts, strict=True):
        if not asked.answer.done():
            asked.answer.set_result(verdict)
