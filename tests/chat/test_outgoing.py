"""Requests leave at a steady pace, the urgent ones first."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import aiohttp
import pytest
import yarl
from aiohttp import web

from bot.chat.outgoing import AHEAD, BURST, PER_SECOND, Gate, Urgency, is_counted, sent_as, trace

REMINDER, PERSON, UPKEEP = Urgency.REMINDER, Urgency.PERSON, Urgency.UPKEEP


@pytest.fixture
async def gate() -> Gate:
    """A gate that has been quiet for long."""
    return Gate()


async def test_no_second_sees_more_than_discord_takes(gate: Gate) -> None:
    """Whatever is asked for at once: 50 in any second, urgent ones included."""
    left: list[float] = []

    async def go(what: Urgency) -> None:
        await gate.pass_through(what)
        left.append(asyncio.get_running_loop().time())

    async with asyncio.TaskGroup() as group:
        for number in range(90):
            group.create_task(go(PERSON if number % 30 == 29 else REMINDER))
    in_order = sorted(left)
    windows = [sum(start <= moment < start + 1 for moment in in_order) for start in in_order]

    assert max(windows) <= PER_SECOND + BURST + AHEAD <= 50
    assert in_order[-1] - in_order[0] < 90 / PER_SECOND + 0.5, "and it does not dawdle"


async def test_a_person_passes_everything_that_waits(gate: Gate) -> None:
    order: list[str] = []

    async def go(name: str, what: Urgency) -> None:
        await gate.pass_through(what)
        order.append(name)

    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(go(f"reminder {number}", REMINDER))
        group.create_task(go("upkeep", UPKEEP))
        await asyncio.sleep(0)
        group.create_task(go("person", PERSON))

    assert order.index("person") <= BURST
    assert order[-1] == "upkeep"
    reminders = [name for name in order if name.startswith("reminder")]
    assert reminders == [f"reminder {number}" for number in range(20)]


async def test_more_people_than_may_go_ahead_still_pass_the_reminders(gate: Gate) -> None:
    order: list[str] = []

    async def go(name: str, what: Urgency) -> None:
        await gate.pass_through(what)
        order.append(name)

    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(go("reminder", REMINDER))
        await asyncio.sleep(0)
        for _ in range(10):
            group.create_task(go("person", PERSON))

    last_person = len(order) - 1 - order[::-1].index("person")
    assert order[:last_person].count("reminder") <= BURST


async def test_who_gave_up_holds_up_nobody(gate: Gate) -> None:
    for _ in range(BURST):
        await gate.pass_through(REMINDER)
    first = asyncio.ensure_future(gate.pass_through(REMINDER))
    second = asyncio.ensure_future(gate.pass_through(REMINDER))
    await asyncio.sleep(0)
    first.cancel()
    async with asyncio.timeout(30):
        await second

    assert first.cancelled()


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/api/v10/channels/1/messages", True),
        ("/api/v10/users/@me/channels", True),
        ("/api/v10/interactions/1/token/callback", False),
        ("/api/v10/webhooks/1/token/messages/@original", False),
        ("/gateway/", False),
    ],
)
def test_answers_to_interactions_wait_for_nothing(path: str, *, counted: bool) -> None:
    assert is_counted(yarl.URL("https://discord.com") / path.lstrip("/")) is counted


@pytest.fixture
async def address() -> AsyncIterator[yarl.URL]:
    """A server that answers anything."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield yarl.URL(f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10/channels/1/messages")
    await runner.cleanup()


async def test_the_hook_holds_real_requests(gate: Gate, address: yarl.URL) -> None:
    """aiohttp awaits the hook before it connects; an update may change that."""
    moments: list[float] = []
    async with aiohttp.ClientSession(trace_configs=[trace(gate)]) as session:

        async def ask() -> None:
            with sent_as(REMINDER):
                async with session.post(address):
                    moments.append(asyncio.get_running_loop().time())

        async with asyncio.TaskGroup() as group:
            for _ in range(BURST + 6):
                group.create_task(ask())
    gaps = [later - earlier for earlier, later in pairwise(moments[BURST - 1 :])]

    assert sum(gaps) >= 6 / PER_SECOND * 0.8
