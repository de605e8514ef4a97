"""Somebody uses one command: what Discord lets them see, what they run, and what they read."""

import uuid
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.e2e.conftest import Stage
from tests.e2e.driver import Person, Town, buttons, words
from tests.e2e.founding import registered
from tests.e2e.typed import Json, nested

SLASH, ON_USER, ON_MESSAGE = 1, 2, 3
# Stands in a row for whoever or whatever the command is about.
TARGET = "whoever it is about"
EPHEMERAL = 64


@dataclass(frozen=True, slots=True)
class Used:
    """What came of one use.

    Attributes:
        answer: The message, or the form, that Discord showed.
        text: Everything that can be read in it.
    """

    answer: Json
    text: str

    @property
    def is_form(self) -> bool:
        """Whether it is a form, which has not been sent yet."""
        return "custom_id" in self.answer


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """Something that staff do to a person, to a message or to a room.

    Attributes:
        sure: The button that a second look asks for.
    """

    name: str
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    kind: int = SLASH
    sure: str = ""


@dataclass(slots=True)
class Walk:
    """A town whose people use one command after the other, and the bot's own token."""

    town: Town
    stage: Stage
    said: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    async def use(
        self,
        person: Person,
        name: str,
        about: str = "",
        *,
        kind: int = SLASH,
        room: str = "lounge",
        **given: Any,
    ) -> Used:
        """Use a command or a menu and return what is shown to whoever used it.

        Args:
            about: Id of whom or what it is about; takes the place of `TARGET` in `given`.
        """
        where = self.town.at(room)
        if kind == SLASH:
            typed = {key: about if value == TARGET else value for key, value in given.items()}
            nonce = await person.slash(where, name, **typed)
        else:
            nonce = await person.menu(where, name, about, kind=kind)
        return await self.shown(person, nonce)

    async def shown(self, person: Person, nonce: str) -> Used:
        """Return what answers an interaction, be it a message or a form; nobody else sees it."""
        answer = await person.shown(nonce)
        if "custom_id" in answer:
            return Used(answer, str(answer))
        assert answer["flags"] & EPHEMERAL, words(answer)
        for other in self.town.people.values():
            assert other is person or answer["id"] not in {each["id"] for each in other.messages()}
        return Used(answer, words(answer))

    async def send(self, person: Person, form: Used, **typed: str) -> Used:
        """Fill a form in, send it, and return what follows."""
        nonce = await person.submit(self.town.at("lounge"), form.answer, **typed)
        return await self.shown(person, nonce)

    async def press(self, person: Person, shown: Used, label: str, says: str) -> str:
        """Press a button of a private answer, and return what it becomes."""
        await person.press(shown.answer, label, self.town.guild_id)
        return words(await person.becomes(shown.answer, says))

    async def carry(self, person: Person, act: Act, about: str) -> Used:
        """Do an act to its end: through its form, or past the look that it asks for."""
        shown = await self.use(person, act.name, about, kind=act.kind, **act.given)
        if shown.is_form:
            return await self.send(person, shown, reason="unkind")
        if act.sure not in {each.get("label") for each in buttons(shown.answer)}:
            return shown
        asked = shown.answer
        nonce = await person.press(asked, act.sure, self.town.guild_id)
        began = await person.event("INTERACTION_CREATE", lambda data: data.get("nonce") == nonce)

        def follows(message: Json) -> bool:
            if message["id"] == asked["id"]:
                return words(message) != shown.text
            of: Json = message.get("interaction_metadata") or {}
            return of.get("id") == began["id"]

        told = await person.sees(follows)
        return Used(told, words(told))

    async def fail(
        self, route: str, status: int = 503, *, method: str = "", times: int = 1
    ) -> None:
        """Let Discord fail at a route; `clear` ends it."""
        failing: Json = {"route": route, "status": status, "times": times}
        failing |= {"method": method} if method else {}
        await self.town.workshop("POST", "faults", {"fail": failing})

    async def clear(self) -> None:
        """Let everything work again."""
        await self.town.workshop("POST", "faults", {"clear": True})

    async def as_bot(self, method: str, path: str, body: Any = None) -> Any:
        """Ask Discord something with the bot's token."""
        headers = {"Authorization": f"Bot {self.stage.sandbox.ready['bot_token']}"}
        async with self.town.session.request(
            method, self.town.api + path, json=body, headers=headers
        ) as response:
            assert response.status < 400, await response.text()
            return await response.json() if response.status != 204 else None

    async def registered(self) -> list[Json]:
        """Return every command and menu, as it is registered."""
        application = await self.town.bot_id()
        return await self.as_bot("GET", f"/applications/{application}/commands")

    async def about(self, kind: int, person: Person, room: str = "lounge") -> str:
        """Return the id of a person, or of the one thing they said in a room: no flood."""
        if kind != ON_MESSAGE:
            return person.id
        if (person.id, room) not in self.said:
            said = await person.say(self.town.rooms[room], "good evening")
            self.said[person.id, room] = said["id"]
        return self.said[person.id, room]

    async def forged(self, person: Person, root: tuple[int, str], path: list[str]) -> int:
        """Ask for a command past one's own client; return Discord's error code, 0 for none."""
        registered = await self.registered()
        found = next(each for each in registered if (each["type"], each["name"]) == root)
        data: Json = {key: found[key] for key in ("id", "name", "type", "version")}
        target = {} if root[0] == SLASH else {"target_id": self.town.admin.id}
        body = {
            "type": 2,
            "application_id": found["application_id"],
            "session_id": "a session",
            "nonce": found["id"],
            "data": {**data, **target, "options": nested(path, [])},
            **self.town.at("lounge"),
        }
        status, answer = await person.call("POST", "/interactions", body, fine=False)
        return 0 if status < 400 else answer["code"]

    def said_by_bot(self) -> dict[str, str]:
        """Return by its id what the bot has said to anybody since they last forgot."""
        return {
            message["id"]: words(message)
            for person in self.town.people.values()
            for message in person.messages()
            if message["author"].get("bot")
        }

    async def cases(self) -> list[str]:
        """Return what a moderator reads about the cases of both members."""
        town, found = self.town, list[str]()
        for person in (town.member, town.second):
            shown = await self.use(town.moderator, "mod history", person.id, member=TARGET)
            found.append(shown.text)
        return found

    @asynccontextmanager
    async def gate_open(self, roots: Collection[tuple[int, str]]) -> AsyncGenerator[None]:
        """Let everybody past Discord's gate, as an admin may under Integrations."""
        was: list[tuple[str, Json]] = []
        for each in await self.registered():
            if (each["type"], each["name"]) in roots:
                path = f"/applications/{each['application_id']}/commands/{each['id']}"
                key = "default_member_permissions"
                was.append((path, {key: each[key]}))
                await self.as_bot("PATCH", path, {key: None})
        try:
            yield
        finally:
            for path, body in was:
                await self.as_bot("PATCH", path, body)

    @asynccontextmanager
    async def role_with(self, name: str, more: int = 0, less: int = 0) -> AsyncGenerator[None]:
        """Give a role other rights for as long as the block lasts."""
        role = await self.role(name)
        path = f"/guilds/{self.town.guild_id}/roles/{role['id']}"
        was = int(role["permissions"])
        await self.town.admin.call("PATCH", path, {"permissions": str(was & ~less | more)})
        try:
            yield
        finally:
            await self.town.admin.call("PATCH", path, {"permissions": str(was)})

    async def newcomer(self) -> Person:
        """Bring somebody new into the server; their client shows nothing."""
        town, ready = self.town, self.stage.sandbox.ready
        person = await registered(ready, f"jo-{uuid.uuid4().hex[:8]}", town.session)
        invite = await town.admin.call("POST", f"/channels/{town.rooms['lounge']}/invites", {})
        await person.call("POST", f"/invites/{invite['code']}", {})
        return person

    async def leave(self, person: Person) -> None:
        """Have somebody leave the server."""
        await person.call("DELETE", f"/users/@me/guilds/{self.town.guild_id}")

    async def role(self, name: str) -> Json:
        """Return a role as Discord has it."""
        roles = await self.town.admin.call("GET", f"/guilds/{self.town.guild_id}/roles")
        return next(each for each in roles if each["name"] == name)
