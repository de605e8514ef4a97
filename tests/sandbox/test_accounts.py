from typing import Any

import aiohttp
import pytest

from sandbox.server import Server
from tests.sandbox.driver import APPLICATION, GUILD, Caller

SEND = 1 << 11


async def registered(server: Server, http: aiohttp.ClientSession, name: str) -> Caller:
    nobody = Caller(server, http, None)
    body = {"username": name, "email": f"{name}@example.org", "password": "correct horse"}
    made = await nobody.ok("POST", "/auth/register", body)
    person = Caller(server, http, made["token"])
    return Caller(server, http, made["token"], (await person.get("/users/@me"))["id"])


async def test_a_driver_builds_a_server_with_a_bot_of_its_own(
    server: Server, http: aiohttp.ClientSession
) -> None:
    owner = await registered(server, http, "owner")
    member = await registered(server, http, "member")
    guild = await owner.ok("POST", "/guilds", {"name": "My server"})
    channels = await owner.get(f"/guilds/{guild['id']}/channels")
    general = next(c["id"] for c in channels if c["type"] == 0)
    invite = await owner.ok("POST", f"/channels/{general}/invites", {})
    await member.ok("POST", f"/invites/{invite['code']}", {})
    assert [g["id"] for g in await member.get("/users/@me/guilds")] == [guild["id"]]
    application = await owner.ok("POST", "/applications", {"name": "Helper"})
    await owner.ok("POST", f"/applications/{application['id']}/bot", {})
    reset = await owner.ok("POST", f"/applications/{application['id']}/bot/reset", {})
    bot = Caller(server, http, f"Bot {reset['token']}")
    async with bot.listening() as ear:
        assert ear.ready["guilds"] == []
        granted = {"guild_id": guild["id"], "permissions": str(SEND), "authorize": True}
        path = f"/oauth2/authorize?client_id={application['id']}&scope=bot"
        assert "location" in await owner.ok("POST", path, granted)
        joined = await ear.wait("GUILD_CREATE")
        role = next(r for r in joined["roles"] if r["name"] == "Helper")
        assert (role["permissions"], role["managed"]) == (str(SEND), True)
        await member.say(general, "hello bot")
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "hello bot"
    assert await member.refused("POST", path, granted) == 50013


async def test_a_reset_token_ends_the_old_one(admin: Caller, server: Server) -> None:
    made = await admin.ok("POST", "/applications", {"name": "Helper"})
    first = (await admin.ok("POST", f"/applications/{made['id']}/bot"))["token"]
    bot = Caller(server, admin.http, f"Bot {first}")
    async with bot.listening() as ear:
        await admin.ok("POST", f"/applications/{made['id']}/bot/reset")
        closed = await ear.socket.receive(timeout=30)
        assert closed.data == 4004
    assert (await bot.call("GET", "/users/@me")).status == 401


async def test_login_takes_the_password_alone(server: Server, http: aiohttp.ClientSession) -> None:
    person = await registered(server, http, "someone")
    nobody = Caller(server, http, None)
    body = {"login": "someone@example.org", "password": "correct horse"}
    assert (await nobody.ok("POST", "/auth/login", body))["token"] == person.token
    wrong = {**body, "password": "guess"}
    assert await nobody.refused("POST", "/auth/login", wrong) == 50035
    seeded = {"login": "robin@clinic.example", "password": ""}
    assert await nobody.refused("POST", "/auth/login", seeded) == 50035


async def test_namesakes_are_told_apart(server: Server, http: aiohttp.ClientSession) -> None:
    robin = await registered(server, http, "robin")
    assert (await robin.get("/users/@me"))["discriminator"] == "0001"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "x", "email": "a@b", "password": "p"},
        {"username": "name", "email": "nothing", "password": "p"},
        {"username": "name", "email": "robin@clinic.example", "password": "p"},
        {"username": ["name"], "email": "a@b", "password": "p"},
    ],
)
async def test_a_bad_registration_is_refused(
    server: Server, http: aiohttp.ClientSession, body: dict[str, Any]
) -> None:
    assert await Caller(server, http, None).refused("POST", "/auth/register", body) == 50035


async def test_people_and_bots_keep_to_their_own_routes(robin: Caller, bot: Caller) -> None:
    assert await bot.refused("POST", "/guilds", {"name": "mine"}) == 20001
    assert await bot.refused("GET", f"/guilds/{GUILD}/application-command-index") == 20001
    assert await bot.refused("POST", "/interactions", {}) == 20001
    path = f"/applications/{APPLICATION}/commands"
    assert await robin.refused("PUT", path, []) == 20002
    assert await robin.refused("GET", "/gateway/bot") == 20002
    assert await robin.refused("GET", f"/applications/{APPLICATION}") == 20012


@pytest.mark.parametrize("header", [None, "", "Bot", "Bot nothing", "nothing", "Bearer nothing"])
async def test_without_a_good_token_there_is_nothing(
    server: Server, http: aiohttp.ClientSession, header: str | None
) -> None:
    reply = await Caller(server, http, header).call("GET", "/users/@me")
    assert reply.status == 401
    assert reply.body == {"message": "401: Unauthorized", "code": 0}


async def test_a_person_s_token_is_no_bot_s_and_the_other_way_round(
    robin: Caller, bot: Caller
) -> None:
    swapped = Caller(robin.server, robin.http, f"Bot {robin.token}")
    assert (await swapped.call("GET", "/users/@me")).status == 401
    swapped = Caller(robin.server, robin.http, bot.token)
    assert (await swapped.call("GET", "/users/@me")).status == 401


async def test_both_versions_serve_the_same(robin: Caller) -> None:
    old = robin.server.api.replace("v10", "v9") + "/users/@me"
    async with robin.http.get(old, headers={"Authorization": robin.token}) as answer:
        assert await answer.json() == await robin.get("/users/@me")


async def test_dms_are_opened_once_and_listed(robin: Caller, sam: Caller) -> None:
    one = await robin.ok("POST", "/users/@me/channels", {"recipients": [sam.id]})
    other = await sam.ok("POST", "/users/@me/channels", {"recipient_id": robin.id})
    assert one["id"] == other["id"]
    assert [c["id"] for c in await sam.get("/users/@me/channels")] == [one["id"]]
    async with sam.listening() as ear:
        await robin.say(one["id"], "just us")
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "just us"
