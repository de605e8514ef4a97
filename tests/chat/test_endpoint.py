"""discord.py can be pointed elsewhere, and a sandbox's clock is followed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from aiohttp import web
from discord import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat import endpoint

HERE = "http://127.0.0.1:8000/api/v10"


@pytest.fixture
def seams() -> Iterator[None]:
    """Put discord.py back afterwards."""
    before = Route.BASE, Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before[0], before[2]
    setattr(Asset, "BASE", before[1])  # noqa: B010 - typed as a constant upstream


@pytest.mark.usefixtures("seams")
def test_every_request_goes_where_it_is_pointed() -> None:
    """The three seams that discord.py reads each time it needs them; an update may move them."""
    endpoint.point_at(HERE + "/")

    assert Route("GET", "/users/@me").url == f"{HERE}/users/@me"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:8000/gateway"
    assert Asset.BASE == "http://127.0.0.1:8000"


@pytest.mark.usefixtures("seams")
def test_discord_itself_is_left_alone() -> None:
    before = Route.BASE
    endpoint.point_at(endpoint.OFFICIAL)

    assert before == Route.BASE == endpoint.OFFICIAL


class SandboxClock:
    """The one route of a sandbox that tells the time."""

    def __init__(self) -> None:
        self.offset = 0.0
        self.moved = asyncio.Event()
        self.status = 200

    async def answer(self, request: web.Request) -> web.Response:
        """Answer at once, or once the offset is another."""
        if self.status != 200:
            return web.Response(status=self.status)
        if request.query.get("after") == repr(self.offset):
            await self.moved.wait()
        return web.json_response({"now": "", "offset_seconds": self.offset})


@pytest.fixture
async def sandbox_clock() -> AsyncIterator[tuple[SandboxClock, str]]:
    """A server with a clock, and its API base."""
    clock = SandboxClock()
    app = web.Application()
    app.router.add_get("/sandbox/clock", clock.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield clock, f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    clock.moved.set()
    await runner.cleanup()


async def test_a_moved_clock_is_heard_of(sandbox_clock: tuple[SandboxClock, str]) -> None:
    clock, api = sandbox_clock
    offsets = endpoint.clock_offsets(api)
    async with asyncio.timeout(30):
        first = await anext(offsets)
        clock.offset = 3600.0
        clock.moved.set()
        second = await anext(offsets)
    await offsets.aclose()

    assert (first, second) == (timedelta(), timedelta(hours=1))


async def test_where_there_is_no_clock_time_is_real(
    sandbox_clock: tuple[SandboxClock, str],
) -> None:
    clock, api = sandbox_clock
    clock.status = 404

    assert [offset async for offset in endpoint.clock_offsets(api)] == []
    assert [offset async for offset in endpoint.clock_offsets(endpoint.OFFICIAL)] == []


async def test_a_clock_that_fails_is_asked_again(
    sandbox_clock: tuple[SandboxClock, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "AFTER_ERROR_SECONDS", 0.01)
    clock, api = sandbox_clock
    clock.status = 500
    offsets = endpoint.clock_offsets(api)
    asked = asyncio.ensure_future(anext(offsets))
    await asyncio.sleep(0.05)
    clock.status = 200
    async with asyncio.timeout(30):
        assert await asked == timedelta()
    await offsets.aclose()
