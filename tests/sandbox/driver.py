"""People and bots as the tests drive them: HTTP with a token, and a plain gateway."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord

from sandbox.server import Server

GUILD = "1100000000000000001"
WELCOME, LOUNGE, QUESTIONS, EVENING, STAFF = (str(int(GUILD) + n) for n in range(10, 15))
FACILITATOR, MODERATOR, BOT_ROLE, ADMIN = (str(int(GUILD) + n) for n in range(1, 5))
APPLICATION = "1100000000000000100"
ALL_INTENTS = (1 << 26) - 1


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    body: Any
    headers: Any


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token."""

    server: Server
    http: aiohttp.ClientSession
    authorization: str | None
    id: str = ""

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        data: Any = None,
    ) -> Reply:
        named = dict(headers or {})
        if self.authorization is not None:
            named["Authorization"] = self.authorization
        url = self.server.api + path
        async with self.http.request(method, url, json=body, data=data, headers=named) as answer:
            text = await answer.text()
            is_json = answer.headers.get("Content-Type") == "application/json"
            return Reply(answer.status, json.loads(text) if is_json else text, answer.headers)

    async def get(self, path: str) -> Any:
        return await self.ok("GET", path)

    async def ok(self, method: str, path: str, body: Any = None, **rest: Any) -> Any:
        reply = await self.call(method, path, body, **rest)
        assert reply.status < 300, (reply.status, reply.body)
        return reply.body

    async def refused(self, method: str, path: str, body: Any = None, **rest: Any) -> Any:
        reply = await self.call(method, path, body, **rest)
        assert reply.status >= 400, (reply.status, reply.body)
        assert isinstance(reply.body["message"], str)
        return reply.body["code"]

    async def say(self, channel: str, content: str, **rest: Any) -> Any:
        return await self.ok("POST", f"/channels/{channel}/messages", {"content": content, **rest})

    @property
    def token(self) -> str:
        return (self.authorization or "").removeprefix("Bot ")

    @asynccontextmanager
    async def listening(self, intents: int = ALL_INTENTS, **more: Any) -> AsyncGenerator["Ear"]:
        async with self.http.ws_connect(self.server.gateway + "/?v=10&encoding=json") as socket:
            ear = Ear(socket)
            assert (await ear.frame())["op"] == 10
            identify: dict[str, Any] = {
                "token": self.token,
                "properties": {},
                "intents": intents,
                **more,
            }
            await ear.send(2, identify)
            ear.ready = await ear.wait("READY")
            yield ear


class Ear:
    """A gateway connection and what was heard on it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.ready: Any = None
        self.heard: list[tuple[str, Any]] = []
        self.seq = 0

    async def send(self, op: int, payload: Any) -> None:
        await self.socket.send_json({"op": op, "d": payload})

    async def frame(self) -> Any:
        message = await self.socket.receive(timeout=30)
        assert message.type is aiohttp.WSMsgType.TEXT, message
        return json.loads(message.data)

    async def wait(self, event: str, matching: Callable[[Any], bool] = lambda _: True) -> Any:
        """Wait for an event, also one heard since the last wait for its name."""
        for place, (name, payload) in enumerate(self.heard):
            if name == event and matching(payload):
                del self.heard[place]
                return payload
        while True:
            frame = await self.frame()
            if frame["op"] != 0:
                continue
            self.seq = frame["s"]
            if frame["t"] == event and matching(frame["d"]):
                return frame["d"]
            self.heard.append((frame["t"], frame["d"]))

    async def silence(self, event: str, seconds: float = 0.15) -> None:
        """Make sure an event does not come."""
        try:
            async with asyncio.timeout(seconds):
                payload = await self.wait(event)
        except TimeoutError:
            return
        raise AssertionError((event, payload))


async def people_of(server: Server, http: aiohttp.ClientSession) -> dict[str, Caller]:
    async with http.get(server.sandbox.origin + "/sandbox/people") as answer:
        listed = await answer.json()
    return {p["name"].lower(): Caller(server, http, p["token"], p["id"]) for p in listed}


@asynccontextmanager
async def running(client: discord.Client, token: str) -> AsyncGenerator[discord.Client]:
    """Run a discord.py client until ready, and close it afterwards."""
    async with asyncio.TaskGroup() as tasks:
        async with client:
            task = tasks.create_task(client.start(token))
            async with asyncio.timeout(30):
                await client.wait_until_ready()
            yield client
        task.cancel()
