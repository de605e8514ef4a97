import json
import warnings
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
import yarl

with warnings.catch_warnings():
    # discord.py's voice imports audioop, which Python 3.11 already calls deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

from sandbox.server import Server
from tests.sandbox import discord_description
from tests.sandbox.driver import APPLICATION, Caller, people_of


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A running sandbox, whose every answer is held against Discord's own description."""
    running = Server()
    await running.start()
    yield running
    records = [json.loads(line) for line in running.sandbox.traffic.lines().splitlines()]
    await running.stop()
    if discord_description.PATH.exists():
        found = [problem for record in records for problem in discord_description.problems(record)]
        assert [problem for problem in found if problem.startswith("answer")] == []


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def people(server: Server, http: aiohttp.ClientSession) -> dict[str, Caller]:
    return await people_of(server, http)


@pytest.fixture
def robin(people: dict[str, Caller]) -> Caller:
    return people["robin"]


@pytest.fixture
def sam(people: dict[str, Caller]) -> Caller:
    return people["sam"]


@pytest.fixture
def moderator(people: dict[str, Caller]) -> Caller:
    return people["morgan"]


@pytest.fixture
def admin(people: dict[str, Caller]) -> Caller:
    return people["alex"]


@pytest.fixture
def bot(server: Server, http: aiohttp.ClientSession) -> Caller:
    return Caller(server, http, f"Bot {server.bot_token}", APPLICATION)


@pytest.fixture
def discord_here(server: Server) -> Iterator[None]:
    """Point discord.py at the sandbox, and back."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = server.api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
