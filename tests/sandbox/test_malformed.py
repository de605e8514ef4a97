"""Whatever comes in, what goes out is one of Discord's own refusals and never a 500."""

import io
import json
import re
from typing import Any

import aiohttp
import pytest

from sandbox.routes import ALL_ROUTES
from sandbox.routes.call import Route
from tests.sandbox.driver import APPLICATION, GUILD, LOUNGE, MODERATOR, Caller

JUNK: list[Any] = [
    None,
    [],
    [1],
    "text",
    7,
    {"": None},
    {
        name: {"deep": [None, {"deeper": 1}]}
        for name in ("name", "content", "type", "data", "embeds", "components", "options", "id")
    },
    dict.fromkeys(("name", "content", "type", "nonce", "data", "flags", "roles", "position"), -1),
    {
        name: [None, {}, "x", 2**70]
        for name in (
            "embeds", "components", "messages", "roles", "permission_overwrites", "actions",
            "attachments", "options", "allowed_mentions", "user_ids", "recipients",
        )
    },
    {"type": 2, "application_id": APPLICATION, "channel_id": LOUNGE, "data": {"id": []}},
    {"scheduled_start_time": "9999-99-99", "communication_disabled_until": 5, "nick": 1 << 80},
    {"components": [{"type": 1, "components": [{"type": 3, "options": [None]}]}]},
]  # fmt: skip


def filled(route: Route, message: str, person: str) -> str:
    known = {
        "guild_id": GUILD,
        "channel_id": LOUNGE,
        "message_id": message,
        "user_id": person,
        "role_id": MODERATOR,
        "overwrite_id": GUILD,
        "application_id": APPLICATION,
        "webhook_id": APPLICATION,
        "emoji_name": "%F0%9F%91%8D",
    }
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], "1"), route.path)


def is_harmless(route: Route) -> bool:
    """Leave out what needs no body and would take the stage away."""
    return route.method != "DELETE" and "reset" not in route.path and "kick" not in route.path


ROUTES = [route for route in ALL_ROUTES if is_harmless(route)]


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path}")
async def test_junk_is_refused_in_discord_s_own_shape(
    bot: Caller, admin: Caller, robin: Caller, route: Route
) -> None:
    said = await robin.say(LOUNGE, "something to point at")
    path = filled(route, said["id"], robin.id)
    for caller in (bot, admin):
        for junk in JUNK:
            reply = await caller.call(route.method, path, junk)
            check(reply.status, reply.body, junk)
        odd = await caller.call(route.method, path, data=b"{half")
        check(odd.status, odd.body, "{half")


@pytest.mark.parametrize("route", ALL_ROUTES, ids=lambda r: f"{r.method} {r.path}")
async def test_odd_ids_and_queries_are_refused(bot: Caller, route: Route) -> None:
    for odd in ("x", "-1", "99999999999999999999999", "%00", "1e3"):
        path = re.sub(r"\{\w+\}", odd, route.path)
        if "/bot/reset" in path:
            continue
        query = "limit=x&before=y&after=&around=[]&with_counts=maybe&client_id=z"
        reply = await bot.call(route.method, f"{path}?{query}", {})
        check(reply.status, reply.body, odd)


def check(status: int, body: Any, sent: Any) -> None:
    assert status < 500, (status, body, sent)
    if status < 400:
        return
    assert isinstance(body["code"], int), sent
    assert isinstance(body["message"], str), sent
    if body["code"] == 50035:
        assert leaves(body["errors"]), sent


def leaves(node: Any) -> list[Any]:
    if "_errors" in node:
        return node["_errors"]
    return [leaf for inner in node.values() for leaf in leaves(inner)]


async def test_unknown_paths_are_not_found(bot: Caller) -> None:
    for path in ("/nowhere", "/channels", "/guilds/1/nothing", "/"):
        reply = await bot.call("GET", path)
        assert (reply.status, reply.body) == (404, {"message": "404: Not Found", "code": 0})


async def test_json_that_is_none_is_said_so(bot: Caller) -> None:
    code = await bot.refused("POST", f"/channels/{LOUNGE}/messages", data=b"{half")
    assert code == 50109


@pytest.mark.parametrize(
    "payload", [None, [], "x", 1, {"guild_id": {}}, {"user_ids": {}, "limit": "x"}]
)
@pytest.mark.parametrize("op", [1, 3, 4, 8, 14, 99, -1, True, None, "2"])
async def test_junk_on_the_gateway_ends_one_connection_at_most(
    robin: Caller, bot: Caller, op: Any, payload: Any
) -> None:
    async with robin.listening() as calm:
        async with bot.listening() as ear:
            await ear.send(op, payload)
            await ear.send(1, None)
            answer = await ear.socket.receive(timeout=30)
            while answer.type is aiohttp.WSMsgType.TEXT and json.loads(answer.data)["op"] == 0:
                answer = await ear.socket.receive(timeout=30)
            if answer.type is aiohttp.WSMsgType.CLOSE:
                assert answer.data in (4001, 4002)
            else:
                assert json.loads(answer.data)["op"] == 11
        await robin.say(LOUNGE, "still here")
        assert (await calm.wait("MESSAGE_CREATE"))["content"] == "still here"


async def test_files_over_the_limit_are_too_large(bot: Caller) -> None:
    form = aiohttp.FormData()
    form.add_field("files[0]", io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), filename="big.bin")
    reply = await bot.call("POST", f"/channels/{LOUNGE}/messages", data=form)
    assert (reply.status, reply.body["code"]) == (413, 40005)


async def test_a_form_may_be_plain(bot: Caller) -> None:
    said = await bot.ok("POST", f"/channels/{LOUNGE}/messages", data={"content": "urlencoded"})
    assert said["content"] == "urlencoded"
    form = aiohttp.FormData({"content": "in parts"}, quote_fields=False)
    form.add_field("files[0]", b"x", filename="a b?.txt")
    said = await bot.ok("POST", f"/channels/{LOUNGE}/messages", data=form)
    assert (said["content"], said["attachments"][0]["filename"]) == ("in parts", "a_b_.txt")


async def test_parts_that_cannot_be_read_are_refused(bot: Caller) -> None:
    named = {"Content-Type": "multipart/form-data"}
    path = f"/channels/{LOUNGE}/messages"
    assert await bot.refused("POST", path, headers=named, data=b"no parts") in (50006, 50109)
    form = aiohttp.FormData()
    form.add_field("payload_json", "{half", content_type="application/json")
    form.add_field("files[0]", b"x", filename="a")
    assert await bot.refused("POST", path, data=form) == 50109


async def test_whatever_breaks_is_a_500_in_discord_s_shape(
    bot: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    bot.server.sandbox.world.guilds.clear()
    reply = await bot.call("GET", f"/channels/{LOUNGE}/messages")
    assert (reply.status, reply.body["code"]) == (500, 0)
    assert "request failed" in caplog.text
