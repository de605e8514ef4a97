"""People at their Discord clients: they type, press and read over the same routes as the real one.

Knows nothing of the bot. Works against any server that speaks `discord/contract.md`.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

from tests.e2e.typed import Json, filled, nested, option_type

# What comes is there at once; this is for a machine that is busy with something else.
PATIENCE_SECONDS = 30
TYPES = {str: 3, int: 4, bool: 5, float: 10}


@dataclass
class Person:
    """Somebody with a client open.

    Attributes:
        events: Every gateway event they got, as (name, data), oldest first.
    """

    api: str
    gateway: str
    id: str
    name: str
    token: str
    session: aiohttp.ClientSession
    events: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)
    _commands: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])

    # What they send

    async def call(self, method: str, path: str, body: Any = None, *, fine: bool = True) -> Any:
        """Make a request; return its answer, or its status where `fine` is not asked for."""
        headers = {"Authorization": self.token} if self.token else {}
        async with self.session.request(
            method, self.api + path, json=body, headers=headers
        ) as response:
            text = await response.text()
            answer = json.loads(text) if text else None
            if not fine:
                return response.status, answer
            assert response.status < 400, f"{method} {path}: {response.status} {text}"
            return answer

    def rooms(self, guild_id: str) -> dict[str, str]:
        """Return the ids, by name, of the rooms they may see."""
        found: dict[str, str] = {}
        for kind, data in self.events:
            shown = data["guilds"] if kind == "READY" else [data] if kind == "GUILD_CREATE" else []
            for guild in shown:
                channels: list[Json] = guild.get("channels", []) if guild["id"] == guild_id else []
                found |= {channel["name"]: channel["id"] for channel in channels}
        return found

    async def say(self, channel_id: str, text: str) -> Json:
        """Write a message."""
        return await self.call("POST", f"/channels/{channel_id}/messages", {"content": text})

    async def history(self, channel_id: str) -> list[Json]:
        """Return a room's messages, oldest first."""
        return list(reversed(await self.call("GET", f"/channels/{channel_id}/messages?limit=100")))

    async def dm_with(self, user_id: str) -> str:
        """Open a direct message and return its channel."""
        opened = await self.call("POST", "/users/@me/channels", {"recipient_id": user_id})
        return opened["id"]

    async def command(
        self, where: Mapping[str, str], name: str, *, kind: int = 1
    ) -> tuple[Json, list[str]]:
        """Return a command this person may use, and the subcommands on the way to it."""
        root, *path = name.split(" ") if kind == 1 else [name]
        for found in await self._index(where):
            if found["name"] == root and found["type"] == kind:
                return found, path
        raise LookupError(f"{self.name} sees no command {name!r}")

    async def _index(self, where: Mapping[str, str]) -> list[Json]:
        path = (
            f"/guilds/{where['guild_id']}"
            if "guild_id" in where
            else f"/channels/{where['channel_id']}"
        )
        answer = await self.call("GET", f"{path}/application-command-index")
        return answer["application_commands"]

    async def slash(self, where: Mapping[str, str], name: str, **options: Any) -> str:
        """Use a slash command and return the interaction's nonce."""
        found, path = await self.command(where, name)
        given = [
            {"name": key, "type": option_type(found, path, key), "value": value}
            for key, value in options.items()
        ]
        return await self._invoke(2, where, found, nested(path, given))

    async def suggest(
        self, where: Mapping[str, str], name: str, option: str, typed: str, **options: Any
    ) -> list[Json]:
        """Return what autocomplete offers."""
        found, path = await self.command(where, name)
        given = [
            {"name": key, "type": option_type(found, path, key), "value": value}
            for key, value in options.items()
        ]
        focused = {
            "name": option,
            "type": option_type(found, path, option),
            "value": typed,
            "focused": True,
        }
        nonce = await self._invoke(4, where, found, nested(path, [*given, focused]))
        answer = await self.event(
            "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", lambda data: data["nonce"] == nonce
        )
        return answer["choices"]

    async def menu(
        self, where: Mapping[str, str], name: str, target_id: str, *, kind: int = 3
    ) -> str:
        """Use a message menu (3) or a user menu (2)."""
        found, _ = await self.command(where, name, kind=kind)
        return await self._invoke(2, where, found, [], target_id=target_id)

    async def _invoke(
        self,
        kind: int,
        where: Mapping[str, str],
        command: Json,
        options: Sequence[Json],
        **more: str,
    ) -> str:
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": command["type"],
            "version": command["version"],
            "options": options,
            **more,
        }
        return await self._interact(kind, where, command["application_id"], data)

    async def press(self, message: Json, label: str, guild_id: str | None = None) -> str:
        """Press a button by what it says."""
        button = next(item for item in buttons(message) if item.get("label") == label)
        where = {"channel_id": message["channel_id"]}
        if guild_id or message.get("guild_id"):
            where["guild_id"] = guild_id or message["guild_id"]
        data = {"component_type": 2, "custom_id": button["custom_id"]}
        return await self._interact(
            3,
            where,
            message["application_id"] if "application_id" in message else message["author"]["id"],
            data,
            message_id=message["id"],
            message_flags=message.get("flags", 0),
        )

    async def submit(self, where: Mapping[str, str], form: Json, **typed: str) -> str:
        """Send a form with what was typed, by the fields' custom ids."""
        data = {
            "id": form["id"],
            "custom_id": form["custom_id"],
            "components": [filled(item, typed) for item in form["components"]],
        }
        return await self._interact(5, where, form["application"]["id"], data)

    async def _interact(
        self, kind: int, where: Mapping[str, str], application_id: str, data: Json, **more: Any
    ) -> str:
        nonce = str(uuid.uuid4().int)[:18]
        body = {
            "type": kind,
            "application_id": application_id,
            "session_id": "a session",
            "nonce": nonce,
            "data": data,
            **where,
            **more,
        }
        await self.call("POST", "/interactions", body)
        return nonce

    # What they see

    async def event(self, name: str, fits: Callable[[Json], bool] = lambda _: True) -> Json:
        """Return the first event of a kind that fits, waiting for it."""
        return await self._wait_for(lambda: self._got(name, fits))

    async def sees(self, fits: Callable[[Json], bool]) -> Json:
        """Return the newest state of the first message that fits, waiting for it."""
        return await self._wait_for(lambda: next(filter(fits, self.messages()), None))

    async def _wait_for(self, found: Callable[[], Json | None]) -> Json:
        async with asyncio.timeout(PATIENCE_SECONDS), self._news:
            while (data := found()) is None:
                await self._news.wait()
            return data

    def _got(self, name: str, fits: Callable[[Json], bool]) -> Json | None:
        return next((data for kind, data in self.events if kind == name and fits(data)), None)

    def forget(self) -> None:
        """Forget every event but those that say which rooms there are."""
        self.events[:] = [each for each in self.events if each[0] in {"READY", "GUILD_CREATE"}]

    def messages(self) -> list[Json]:
        """Return every message they were sent, each as it now is."""
        found: dict[str, Json] = {}
        for kind, data in self.events:
            if kind in {"MESSAGE_CREATE", "MESSAGE_UPDATE"}:
                found[data["id"]] = {**found.get(data["id"], {}), **data}
            elif kind == "MESSAGE_DELETE":
                found.pop(data["id"], None)
        return list(found.values())

    async def answered(self, nonce: str) -> Json:
        """Return the message that answers an interaction of theirs."""
        began = await self.event("INTERACTION_CREATE", lambda data: data.get("nonce") == nonce)
        return await self.sees(lambda message: _answers(message, began["id"]))

    async def becomes(self, message: Json, said: str) -> Json:
        """Return a message as it is once it says something, waiting for it."""
        return await self.sees(lambda other: other["id"] == message["id"] and said in words(other))

    async def form(self, nonce: str) -> Json:
        """Return the form that answers an interaction of theirs."""
        return await self.event("INTERACTION_MODAL_CREATE", lambda data: data["nonce"] == nonce)

    async def shown(self, nonce: str) -> Json:
        """Return what answers an interaction of theirs: a form, or a message."""
        began = await self.event("INTERACTION_CREATE", lambda data: data.get("nonce") == nonce)
        return await self._wait_for(
            lambda: (
                self._got("INTERACTION_MODAL_CREATE", lambda data: data["nonce"] == nonce)
                or next((each for each in self.messages() if _answers(each, began["id"])), None)
            )
        )

    async def listen(self, opened: asyncio.Event) -> None:
        """Keep a gateway connection open and remember what comes in."""
        url = f"{self.gateway}/?v=10&encoding=json"
        async with self.session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            identify = {"token": self.token, "properties": {"os": "test"}, "capabilities": 0}
            await socket.send_json({"op": 2, "d": identify})
            async with asyncio.TaskGroup() as group:
                beat = group.create_task(_beat(socket, hello["d"]["heartbeat_interval"] / 1000))
                async for frame in socket:
                    await self._take(json.loads(frame.data), opened)
                beat.cancel()

    async def _take(self, payload: Json, opened: asyncio.Event) -> None:
        if payload["op"] != 0:
            return
        if payload["t"] == "READY":
            opened.set()
        async with self._news:
            self.events.append((payload["t"], payload["d"]))
            self._news.notify_all()


def _answers(message: Json, interaction_id: str) -> bool:
    metadata: Json = message.get("interaction_metadata") or {}
    is_thinking = message.get("flags", 0) & 128
    return metadata.get("id") == interaction_id and not is_thinking


async def _beat(socket: aiohttp.ClientWebSocketResponse, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        await socket.send_json({"op": 1, "d": None})


def buttons(message: Json) -> list[Json]:
    """Return a message's buttons."""
    return [item for row in message.get("components", []) for item in row.get("components", [])]


def leads_to(message: Json) -> str:
    """Return the addresses of a message's link buttons."""
    return "\n".join(each["url"] for each in buttons(message) if each.get("url"))


def words(message: Json) -> str:
    """Return everything a person can read on a message."""
    parts = [message.get("content") or ""]
    for embed in message.get("embeds", []):
        parts += [embed.get("title") or "", embed.get("description") or ""]
        for each in embed.get("fields", []):
            parts += [each["name"], each["value"]]
        footer: Json = embed.get("footer") or {}
        parts.append(footer.get("text") or "")
    return "\n".join(parts)


@dataclass
class Town:
    """A sandbox with its people, each at their client."""

    api: str
    url: str
    guild_id: str
    people: dict[str, Person]
    rooms: dict[str, str]
    session: aiohttp.ClientSession

    def __getattr__(self, role: str) -> Person:
        """Return a person by what they are: member, second, facilitator, moderator, admin."""
        try:
            return self.people[role]
        except KeyError:
            raise AttributeError(role) from None

    def forget(self) -> None:
        """Let everybody forget what they have seen so far."""
        for person in self.people.values():
            person.forget()

    def at(self, room: str) -> dict[str, str]:
        """Return where a command is used."""
        return {"guild_id": self.guild_id, "channel_id": self.rooms[room]}

    async def workshop(self, method: str, path: str, body: Any = None) -> Any:
        """Use a route that only the sandbox has."""
        async with self.session.request(method, f"{self.url}sandbox/{path}", json=body) as response:
            text = await response.text()
            assert response.status < 400, text
            if path == "traffic":
                return [json.loads(line) for line in text.splitlines()]
            return json.loads(text) if text else None

    async def bot_id(self) -> str:
        """Return the bot's own id."""
        command, _ = await self.admin.command(self.at("lounge"), "ask")
        return command["application_id"]

    async def forward(self, seconds: float) -> None:
        """Move the clock."""
        await self.workshop("POST", "clock", {"advance_seconds": seconds})

    @classmethod
    @asynccontextmanager
    async def at_clients(cls, api: str, url: str, gateway: str) -> AsyncGenerator[Self]:
        """Seat everybody at their client and wait until all are connected."""
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}sandbox/people") as response:
                listed: list[Json] = await response.json()
            people = {
                role: Person(api, gateway, one["id"], one["name"], one["token"], session)
                for role, one in _by_role(listed).items()
            }
            async with seated(list(people.values())):
                admin = people["admin"]
                guilds = await admin.call("GET", "/users/@me/guilds")
                guild_id = guilds[0]["id"]
                yield cls(api, url, guild_id, people, admin.rooms(guild_id), session)


@asynccontextmanager
async def seated(people: Sequence[Person]) -> AsyncGenerator[None]:
    """Keep everybody's client open for as long as the block lasts."""
    opened = [asyncio.Event() for _ in people]
    async with asyncio.TaskGroup() as group:
        listening = [
            group.create_task(person.listen(event))
            for person, event in zip(people, opened, strict=True)
        ]
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*(event.wait() for event in opened))
        yield
        for task in listening:
            task.cancel()


def _by_role(people: Sequence[Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for one in people:
        roles = one["roles"]
        if roles:
            found[roles[0]] = one
        else:
            found["second" if "member" in found else "member"] = one
    return found
