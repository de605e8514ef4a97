"""The one gate through which every request to Discord leaves: under its global limit, by urgency.

Discord takes 50 requests a second from a bot and bans an address that ignores its refusals; a
thousand reminders sent at once without a gate lose most of themselves that way. The gate sits in
discord.py's own hook for the start of a request (`http_trace`), so that retries, direct messages
being opened, and whatever a later release sends pass it as well.
"""

import asyncio
import heapq
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count
from time import monotonic
from types import SimpleNamespace

import aiohttp
import yarl

# Discord API v10, Rate Limits: 50 a second, interactions not counted. The rest is left for what
# the wire does to a steady pace.
PER_SECOND = 45
# At once after a pause: with a second's worth behind it, still under 50.
BURST = 2
# What is urgent need not wait for its turn: it takes these ahead, and others wait the longer.
AHEAD = 3


class Urgency(IntEnum):
    """Who goes first. Whatever nobody marked answers a person, and waits for nothing."""

    PERSON = 0
    REMINDER = 1
    UPKEEP = 2


urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.PERSON)


@contextmanager
def sent_as(what: Urgency) -> Generator[None]:
    """Mark every request made inside."""
    token = urgency.set(what)
    try:
        yield
    finally:
        urgency.reset(token)


@dataclass(slots=True)
class Gate:
    """Lets requests through at a steady pace, the most urgent first, else in their order.

    Attributes:
        now: A clock in seconds that never goes back.
    """

    now: Callable[[], float] = monotonic
    _tokens: float = BURST
    _since: float = 0.0
    _waiting: list[tuple[int, int, asyncio.Future[None]]] = field(
        default_factory=list[tuple[int, int, asyncio.Future[None]]]
    )
    _order: Iterator[int] = field(default_factory=count)
    _timer: asyncio.TimerHandle | None = None

    async def pass_through(self, what: Urgency) -> None:
        """Wait for one's turn."""
        self._refill()
        least = -AHEAD if what is Urgency.PERSON else 0
        # Nobody overtakes their equals.
        is_first = not self._waiting or self._waiting[0][0] > what
        if is_first and self._tokens >= least + 1:
            self._tokens -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (what, next(self._order), turn))
        self._arm()
        await turn

    def _refill(self) -> None:
        now = self.now()
        self._tokens = min(BURST, self._tokens + (now - self._since) * PER_SECOND)
        self._since = now

    def _arm(self) -> None:
        if self._timer is None:
            wait = max(0.0, (1 - self._tokens) / PER_SECOND)
            self._timer = asyncio.get_running_loop().call_later(wait, self._let_through)

    def _let_through(self) -> None:
        self._timer = None
        self._refill()
        while self._waiting and self._tokens >= 1:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():  # given up meanwhile
                self._tokens -= 1
                turn.set_result(None)
        if self._waiting:
            self._arm()


def trace(gate: Gate) -> aiohttp.TraceConfig:
    """Return the hook to hand to discord.py as `http_trace`."""

    async def start(
        session: aiohttp.ClientSession,
        context: SimpleNamespace,
        request: aiohttp.TraceRequestStartParams,
    ) -> None:
        del session, context
        if is_counted(request.url):
            await gate.pass_through(urgency.get())

    hook = aiohttp.TraceConfig()
    hook.on_request_start.append(start)
    return hook


def is_counted(url: yarl.URL) -> bool:
    """Say whether Discord counts a request: the gateway and answers to interactions it does not."""
    parts = url.path.split("/")
    return "api" in parts and "interactions" not in parts and "webhooks" not in parts
