"""A round of deliveries: rooms side by side, each in its order, and none waits for a slow one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.deliveries import Delivery, Person, Place, Room
from bot.domain.ids import DeliveryId

# While something is in hand, the ledger is looked at this often: a room at its limit can take
# minutes, and what falls due for others meanwhile must not wait for it.
LOOK_SECONDS = 0.25


@dataclass(slots=True, kw_only=True)
class Round:
    """What is in hand.

    Attributes:
        claim: Takes up to so many due deliveries, and says until when each may be begun (real).
        deliver: Sends one, and says whether it was said.
        give_back: Leaves one that was not begun in time to whoever claims next.
        real: The machine's clock.
        most: How many are in hand at once.
        side_by_side: How many places are spoken to at once.
    """

    claim: Callable[[int], Awaitable[tuple[Sequence[Delivery], datetime]]]
    deliver: Callable[[Delivery], Awaitable[bool]]
    give_back: Callable[[Delivery], Awaitable[None]]
    real: Callable[[], datetime]
    most: int
    side_by_side: int
    _sent: int = 0
    _until: dict[DeliveryId, datetime] = field(default_factory=dict[DeliveryId, datetime])
    _queues: dict[Place, deque[Delivery]] = field(default_factory=dict[Place, deque[Delivery]])
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> int:
        """Deliver until nothing is due and nothing in hand; return how many were said."""
        gate = asyncio.Semaphore(self.side_by_side)
        async with asyncio.TaskGroup() as group:
            while True:
                for place in await self._take():
                    group.create_task(self._speak(place, gate))
                if not self._until:
                    return self._sent
                await self._wait()

    async def _take(self) -> Sequence[Place]:
        """Claim what is due; return the places that nobody is speaking to yet."""
        self._news.clear()
        room = self.most - len(self._until)
        claimed, until = await self.claim(room) if room > self.most // 2 else ((), self.real())
        fresh: list[Place] = []
        for delivery in sorted(claimed, key=_in_time):
            self._until[delivery.id] = until
            if delivery.place not in self._queues:
                self._queues[delivery.place] = deque()
                fresh.append(delivery.place)
            self._queues[delivery.place].append(delivery)
        return sorted(fresh, key=_of_place)

    async def _speak(self, place: Place, gate: asyncio.Semaphore) -> None:
        queue = self._queues[place]
        async with gate:
            while queue:
                delivery = queue.popleft()
                # Another worker may claim it while it is being said, when too little time is left.
                if self.real() < self._until[delivery.id]:
                    self._sent += await self.deliver(delivery)
                else:
                    await self.give_back(delivery)
                del self._until[delivery.id]
                self._news.set()
            del self._queues[place]

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._news.wait()
        except TimeoutError:
            return


def _in_time(delivery: Delivery) -> tuple[datetime, DeliveryId]:
    return delivery.due_at, delivery.id


def _of_place(place: Place) -> tuple[str, int]:
    match place:
        case Room(channel_id):
            return "room", channel_id
        case Person(user_id):
            return "person", user_id
