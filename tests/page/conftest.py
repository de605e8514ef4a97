"""A real Chromium, a real sandbox, and a small bot on its other side."""

import asyncio
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import yarl
from playwright.async_api import Browser, async_playwright, expect

with warnings.catch_warnings():
    # discord.py's voice imports audioop, which Python 3.11 already calls deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

from sandbox.server import Server
from tests.page.stand_in import StandIn
from tests.page.visitor import Visits

CHROMIUM = Path("/usr/bin/chromium")
# A machine that is busy with something else is no fault of the page.
expect.set_options(timeout=30_000)
# Nothing of the browser's own may go to the network while a test runs.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's Chromium; where it is absent the page goes untested, which CI does not accept."""
    if CHROMIUM.exists():
        return CHROMIUM
    reason = f"THE PAGE IS NOT TESTED: {CHROMIUM} is missing (Debian package chromium)"
    pytest.skip(reason)


# One browser and one loop for all page tests: Playwright's objects keep to the loop they began in.
@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=str(chromium), args=list(SWITCHES), headless=True
        )
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[Server]:
    running = Server()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
def discord_here(server: Server) -> Iterator[None]:
    """Point discord.py at the sandbox, and back."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = server.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest_asyncio.fixture(loop_scope="session")
async def bot(server: Server, discord_here: None) -> AsyncIterator[StandIn]:
    async with StandIn() as client:
        running = asyncio.ensure_future(client.start(server.bot_token))
        async with asyncio.timeout(30):
            await client.wait_until_ready()
        yield client
    await running


@pytest_asyncio.fixture(loop_scope="session")
async def visits(browser: Browser, server: Server) -> AsyncIterator[Visits]:
    """Open the page; afterwards the browser's console must be empty of errors."""
    opened = Visits(browser, server)
    yield opened
    await opened.close()
    assert opened.errors == []
