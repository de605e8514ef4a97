"""A sandbox in a process of its own, and people who write in it; what they and bots did, when."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from bench.programs import started

Json = dict[str, Any]

PATIENCE_SECONDS = 60
# The sandbox takes any number; more than this at once only queue there.
AT_ONCE = 16
GATEWAY_BEAT_SECONDS = 40


def part(whole: Json, key: str) -> Json:
    """Return the object under `key`; an empty one where there is none."""
    found: Json | None = whole.get(key)
    return found or {}


@dataclass
class Town:
    """A running sandbox, seen by its people.

    Attributes:
        tokens: Of the seeded people, by their role; "member" has none.
        rooms: Ids by name.
    """

    api: str
    url: str
    gateway: str
    bot_token: str
    http: aiohttp.ClientSession
    tokens: dict[str, str] = field(default_factory=dict[str, str])
    rooms: dict[str, str] = field(default_factory=dict[str, str])
    guild_id: str = ""
    _events: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def call(self, token: str, method: str, path: str, body: Any = None) -> Any:
        """Make a request as somebody, and return the answer."""
        headers = {"Authorization": token} if token else {}
        url = self.api + path
        async with self.http.request(method, url, json=body, headers=headers) as response:
            text = await response.text()
            assert response.status < 400, f"{method} {path}: {response.status} {text}"
            return json.loads(text) if text else None

    async def say(self, text: str, token: str | None = None) -> str:
        """Write in the lounge, and return the message's id."""
        path = f"/channels/{self.rooms['lounge']}/messages"
        written = await self.call(token or self.tokens["member"], "POST", path, {"content": text})
        return written["id"]

    async def say_all(self, texts: Sequence[str]) -> None:
        """Write many messages as fast as the sandbox takes them."""
        left = iter(texts)

        async def write() -> None:
            for text in left:
                await self.say(text)

        await asyncio.gather(*(write() for _ in range(AT_ONCE)))

    async def newcomers(self, count: int) -> list[str]:
        """Let new people join, and return their tokens."""
        room = f"/channels/{self.rooms['lounge']}/invites"
        invite = await self.call(self.tokens["admin"], "POST", room, {})
        tokens: list[str] = []
        for number in range(count):
            name = f"person{number}"
            account = {"username": name, "email": f"{name}@bench.example", "password": "bench"}
            made = await self.call("", "POST", "/auth/register", account)
            await self.call(made["token"], "POST", f"/invites/{invite['code']}")
            tokens.append(made["token"])
        return tokens

    async def command(self, name: str) -> Json:
        """Return a slash command as people are offered it."""
        path = f"/guilds/{self.guild_id}/application-command-index"
        index = await self.call(self.tokens["member"], "GET", path)
        return next(each for each in index["application_commands"] if each["name"] == name)

    async def slash(self, command: Json, options: Sequence[Json], nonce: str) -> None:
        """Use a command in the lounge."""
        body = {
            "type": 2,
            "application_id": command["application_id"],
            "guild_id": self.guild_id,
            "channel_id": self.rooms["lounge"],
            "nonce": nonce,
            "data": {"id": command["id"], "name": command["name"], "type": 1, "options": options},
        }
        await self.call(self.tokens["member"], "POST", "/interactions", body)

    async def sees(self, name: str, fits: Callable[[Json], bool]) -> Json:
        """Return the first event of a kind that fits, as the member gets it."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            seen = 0
            while True:
                for kind, told in self._events[seen:]:
                    if kind == name and fits(told):
                        return told
                seen = len(self._events)
                await self._news.wait()

    async def sees_reply_to(self, message_id: str) -> Json:
        """Return the message that replies to another."""
        return await self.sees(
            "MESSAGE_CREATE",
            lambda told: part(told, "message_reference").get("message_id") == message_id,
        )

    def forget(self) -> None:
        """Forget what the member has seen so far."""
        self._events.clear()

    async def clock_to(self, moment: datetime) -> None:
        """Set the sandbox's clock."""
        body = {"to": moment.isoformat()}
        async with self.http.post(f"{self.url}sandbox/clock", json=body) as response:
            assert response.status == 200, await response.text()

    async def faults(self, **body: Any) -> None:
        """Switch faults on or off."""
        async with self.http.post(f"{self.url}sandbox/faults", json=body) as response:
            assert response.status == 200, await response.text()

    async def traffic(self) -> list[Json]:
        """Return every request since the start."""
        async with self.http.get(f"{self.url}sandbox/traffic") as response:
            return [json.loads(line) for line in (await response.text()).splitlines()]

    async def listen(self, gateway: str, opened: asyncio.Event) -> None:
        """Keep the member's client open."""
        async with self.http.ws_connect(f"{gateway}/?v=10&encoding=json", max_msg_size=0) as socket:
            identify: Json = {"token": self.tokens["member"], "properties": {}, "capabilities": 0}
            await socket.send_json({"op": 2, "d": identify})
            async with asyncio.TaskGroup() as group:
                beating = group.create_task(_beat(lambda: socket.send_json({"op": 1, "d": None})))
                async for frame in socket:
                    told = json.loads(frame.data)
                    if told["op"] == 0:
                        await self._take(told["t"], told["d"], opened)
                beating.cancel()

    async def _take(self, name: str, told: Json, opened: asyncio.Event) -> None:
        if name == "READY":
            guild = told["guilds"][0]
            self.guild_id = guild["id"]
            self.rooms.update({room["name"]: room["id"] for room in guild["channels"]})
            opened.set()
        async with self._news:
            self._events.append((name, told))
            self._news.notify_all()


async def _beat(send: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(GATEWAY_BEAT_SECONDS)
        await send()


@asynccontextmanager
async def open_town(folder: Path) -> AsyncGenerator[Town]:
    """Open a sandbox without a bot, with the member at their client."""
    arguments = ["run.py", "sandbox", "--no-bot", "--port", "0"]
    async with (
        started(arguments, folder / "sandbox.log", {}) as sandbox,
        aiohttp.ClientSession() as http,
        asyncio.TaskGroup() as group,
    ):
        await sandbox.ready()
        told = sandbox.told
        town = Town(told["api"], told["url"], told["gateway"], told["bot_token"], http)
        async with http.get(f"{town.url}sandbox/people") as response:
            for person in reversed(await response.json()):
                town.tokens[(person["roles"] or ["member"])[0]] = person["token"]
        opened = asyncio.Event()
        listening = group.create_task(town.listen(told["gateway"], opened))
        async with asyncio.timeout(PATIENCE_SECONDS):
            await opened.wait()
        yield town
        listening.cancel()
