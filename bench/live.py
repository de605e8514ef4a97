"""One round of one side in a sandbox of its own: start, rest, cries for help, commands, a flood."""

import asyncio
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from bench import timing
from bench.figures import spread
from bench.lines import lines
from bench.programs import Program
from bench.sides import Side
from bench.town import Json, Town, open_town, part

# What follows a reply (staff cards, records) is over by then.
SETTLE_SECONDS = 0.15
ASK_EVERY_SECONDS = 0.05
# A message flag (Discord API v10, Message Flags): LOADING, a deferred answer.
THINKING = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much of everything a round holds."""

    rest_seconds: float = 20
    triggers: int = 30
    bursts: int = 5
    burst_messages: int = 200
    commands: int = 100
    flood_messages: int = 3000


QUICK = Amounts(
    rest_seconds=0.5, triggers=2, bursts=1, burst_messages=20, commands=3, flood_messages=50
)


@dataclass(frozen=True, slots=True)
class Live:
    """A side that runs in a town.

    Attributes:
        writers: People who have not written yet: each is helped once in half an hour.
    """

    town: Town
    side: Side
    program: Program
    amounts: Amounts
    writers: list[str]

    async def rest(self) -> dict[str, float]:
        """Leave it alone, and see what it does nevertheless."""
        await asyncio.sleep(1)
        cpu, wakeups = self.program.cpu_seconds(), self.program.wakeups()
        rss = self.program.rss_mib()
        await asyncio.sleep(self.amounts.rest_seconds)
        return {
            "rss": rss,
            "idle cpu": (self.program.cpu_seconds() - cpu) / self.amounts.rest_seconds * 100,
            "idle wake-ups": (self.program.wakeups() - wakeups) / self.amounts.rest_seconds,
        }

    async def triggers(self) -> dict[str, float]:
        """Have people write the trigger, one after another."""
        asked = [await self._trigger() for _ in range(self.amounts.triggers)]
        records = await self.town.traffic()
        began, replied = timing.written(records), timing.replies(records)
        took = [(replied[each] - began[each]) * 1000 for each in asked]
        return spread("trigger", took, 50, 95)

    async def piles(self) -> dict[str, float]:
        """Have the trigger written behind hundreds, then thousands of everyday messages."""
        amounts = self.amounts
        bursts = [await self._pile(amounts.burst_messages) for _ in range(amounts.bursts)]
        seconds, cpu = await self._pile(amounts.flood_messages)
        # The trigger's own share is in both, and goes out with the difference.
        more = amounts.flood_messages - amounts.burst_messages
        extra = cpu - statistics.median(used for _, used in bursts)
        return {
            **spread("burst", [took * 1000 for took, _ in bursts], 50),
            "cpu a message": extra / more * 1e6,
            "messages a second": amounts.flood_messages / seconds,
        }

    async def commands(self) -> dict[str, float]:
        """Use the slash command, one after another."""
        command = await self.town.command(self.side.command)
        for number in range(self.amounts.commands):
            await self._command(command, number)
        callbacks, answers = timing.answer_seconds(await self.town.traffic())
        assert len(callbacks) == self.amounts.commands
        return {
            **spread("callback", [each * 1000 for each in callbacks], 50, 99),
            **spread("answer", [each * 1000 for each in answers], 50, 99),
        }

    async def _trigger(self) -> str:
        message_id = await self.town.say(self.side.trigger, self.writers.pop())
        await self.town.sees_reply_to(message_id)
        await asyncio.sleep(SETTLE_SECONDS)
        self.town.forget()
        return message_id

    async def _pile(self, count: int) -> tuple[float, float]:
        """Hold it while messages pile up; return the seconds to its reply, and of processor."""
        await asyncio.sleep(SETTLE_SECONDS)
        cpu = self.program.cpu_seconds()
        self.program.hold()
        await self.town.say_all(lines(count))
        message_id = await self.town.say(self.side.trigger, self.writers.pop())
        # The last frames have left the sandbox.
        await asyncio.sleep(SETTLE_SECONDS)
        began = self.program.let_go()
        await self.town.sees_reply_to(message_id)
        await asyncio.sleep(SETTLE_SECONDS)
        self.town.forget()
        replied = timing.replies(await self.town.traffic())[message_id]
        return replied - began, self.program.cpu_seconds() - cpu

    async def _command(self, command: Json, number: int) -> None:
        nonce = str(number + 1)
        await self.town.slash(command, self.side.options(number), nonce)
        begun = await self.town.sees("INTERACTION_CREATE", lambda told: told.get("nonce") == nonce)
        await asyncio.gather(
            self.town.sees("INTERACTION_SUCCESS", lambda told: told["id"] == begun["id"]),
            self._answer(begun["id"]),
        )
        self.town.forget()

    async def _answer(self, interaction_id: str) -> None:
        def is_answer(told: Json) -> bool:
            asked = part(told, "interaction_metadata").get("id")
            return asked == interaction_id and not told.get("flags", 0) & THINKING

        waiting = [
            asyncio.ensure_future(self.town.sees(kind, is_answer))
            for kind in ("MESSAGE_CREATE", "MESSAGE_UPDATE")
        ]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()


async def measure(side: Side, folder: Path, amounts: Amounts) -> dict[str, float]:
    """Take one side through a round, and return its figures by name."""
    async with open_town(folder) as town:
        # The first start fills the disk's cache and seeds the database; it does not count.
        async with side.start(town, folder) as program:
            await program.ready()
        writers = await town.newcomers(amounts.triggers + amounts.bursts + 1)
        async with side.start(town, folder) as program:
            found = await _start(town, side, program)
            live = Live(town, side, program, amounts, writers)
            found |= await live.rest()
            found |= await live.triggers()
            found |= await live.commands()
            return found | await live.piles()


async def _start(town: Town, side: Side, program: Program) -> dict[str, float]:
    """Ask again and again until it answers, while it comes up."""
    asking = asyncio.ensure_future(_ask(town, side))
    try:
        await program.ready()
        cpu = program.cpu_seconds()
        reply = await town.sees("MESSAGE_CREATE", lambda told: bool(told.get("message_reference")))
    finally:
        asking.cancel()
    answered = timing.replies(await town.traffic())[reply["message_reference"]["message_id"]]
    town.forget()
    return {
        "first answer": answered - program.began_at,
        "ready": program.ready_at - program.began_at,
        "start cpu": cpu,
    }


async def _ask(town: Town, side: Side) -> None:
    while True:
        asked = time.monotonic()
        await town.say(side.trigger)
        await asyncio.sleep(max(0.0, ASK_EVERY_SECONDS - (time.monotonic() - asked)))
