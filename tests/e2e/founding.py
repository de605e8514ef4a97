"""A server that nobody seeded, made the way people make one: over Discord's own client routes."""

import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from tests.e2e.driver import Person, Town, seated
from tests.e2e.typed import Json

# Discord API v10, Permissions.
VIEW = 1 << 10
MANAGE_SERVER = 1 << 5
MANAGE_MESSAGES = 1 << 13
MODERATE = 1 << 40
# What the invite link of a support bot asks for; never Administrator.
BOT = VIEW | 1 << 11 | MANAGE_MESSAGES | 1 << 14 | 1 << 16 | 1 << 7 | MODERATE
ROLES = {"mods": MODERATE | MANAGE_MESSAGES, "front-desk": MANAGE_SERVER}


@dataclass(frozen=True)
class Robot:
    """An application with its bot, as its maker knows it."""

    application_id: str
    token: str


@dataclass
class Founded:
    """A server of somebody's own, and who is in it.

    Attributes:
        town: Its people: owner, admin, moderator, member; and its rooms.
        roles: Role ids by name.
    """

    town: Town
    roles: Mapping[str, str]

    async def room(self, name: str, *, private: bool = False) -> str:
        """Make a room; a private one is for staff and the bot."""
        overwrites: list[Json] = []
        if private:
            overwrites = [{"id": self.town.guild_id, "type": 0, "allow": "0", "deny": str(VIEW)}]
            overwrites += [
                {"id": role, "type": 0, "allow": str(VIEW), "deny": "0"}
                for role in self.roles.values()
            ]
        body = {"name": name, "type": 0, "permission_overwrites": overwrites}
        path = f"/guilds/{self.town.guild_id}/channels"
        made = await self.town.owner.call("POST", path, body)
        self.town.rooms[name] = made["id"]
        return made["id"]

    async def invite(self, robot: Robot, permissions: int = BOT) -> None:
        """Bring the bot in, as its invite link does, and make it a role of staff."""
        query = f"client_id={robot.application_id}&scope=bot"
        body = {
            "guild_id": self.town.guild_id,
            "permissions": str(permissions),
            "authorize": True,
        }
        await self.town.owner.call("POST", f"/oauth2/authorize?{query}", body)

    async def give(self, person: Person, role: str) -> None:
        """Give somebody a role."""
        path = f"/guilds/{self.town.guild_id}/members/{person.id}/roles/{self.roles[role]}"
        await self.town.owner.call("PUT", path)


async def registered(ready: Mapping[str, str], name: str, session: aiohttp.ClientSession) -> Person:
    """Make an account."""
    nobody = Person(ready["api"], ready["gateway"], "", name, "", session)
    account = {"username": name, "email": f"{name}@example.org", "password": "a long one"}
    token = (await nobody.call("POST", "/auth/register", account))["token"]
    person = Person(ready["api"], ready["gateway"], "", name, token, session)
    person.id = (await person.call("GET", "/users/@me"))["id"]
    return person


async def robot_of(maker: Person) -> Robot:
    """Make an application, its bot, and a token for it."""
    application = await maker.call("POST", "/applications", {"name": "Waymark"})
    path = f"/applications/{application['id']}/bot"
    await maker.call("POST", path, {})
    return Robot(application["id"], (await maker.call("POST", f"{path}/reset", {}))["token"])


@asynccontextmanager
async def founded(
    ready: Mapping[str, str], session: aiohttp.ClientSession
) -> AsyncGenerator[Founded]:
    """Found a server with an owner, an admin, a moderator and a member, all at their clients."""
    names = ("owner", "admin", "moderator", "member")
    number = uuid.uuid4().hex[:8]
    people = {name: await registered(ready, f"{name}-{number}", session) for name in names}
    async with seated(list(people.values())):
        owner = people["owner"]
        guild = await owner.call("POST", "/guilds", {"name": "A clinic's own server"})
        roles = {name: await _role(owner, guild["id"], name, bits) for name, bits in ROLES.items()}
        first = await owner.call("GET", f"/guilds/{guild['id']}/channels")
        rooms = {room["name"]: room["id"] for room in first if room["type"] == 0}
        invite = await owner.call("POST", f"/channels/{rooms['general']}/invites", {})
        for name in names[1:]:
            await people[name].call("POST", f"/invites/{invite['code']}", {})
        town = Town(ready["api"], ready["url"], guild["id"], people, rooms, session)
        made = Founded(town, roles)
        await made.give(people["admin"], "front-desk")
        await made.give(people["moderator"], "mods")
        yield made


async def _role(owner: Person, guild_id: str, name: str, bits: int) -> str:
    body = {"name": name, "permissions": str(bits | 1 << 31 | VIEW | 1 << 11), "mentionable": True}
    made = await owner.call("POST", f"/guilds/{guild_id}/roles", body)
    return made["id"]
