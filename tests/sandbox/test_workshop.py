import asyncio
import json
import time
from datetime import datetime
from typing import Any

import aiohttp
import discord
import pytest

from sandbox.limits import Limits
from sandbox.server import Server
from sandbox.snowflakes import Snowflake
from tests.sandbox.driver import APPLICATION, GUILD, LOUNGE, Caller, running


async def shop(caller: Caller, method: str, name: str, body: Any = None) -> Any:
    url = f"{caller.server.sandbox.origin}/sandbox/{name}"
    async with caller.http.request(method, url, json=body) as answer:
        text = await answer.text()
        assert answer.status < 300, text
        if not text or answer.headers["Content-Type"] != "application/json":
            return text
        return json.loads(text)


async def test_people_are_listed_with_roles_and_tokens(robin: Caller) -> None:
    listed = await shop(robin, "GET", "people")
    assert [p["name"] for p in listed] == ["Robin", "Sam", "Frankie", "Morgan", "Alex"]
    assert [p["roles"] for p in listed] == [[], [], ["facilitator"], ["moderator"], ["admin"]]
    assert listed[0]["token"] == robin.token


async def test_the_clock_moves_ids_and_messages(robin: Caller) -> None:
    before = await robin.say(LOUNGE, "today")
    moved = await shop(robin, "POST", "clock", {"advance_seconds": 7 * 86_400})
    assert moved["offset_seconds"] == 7 * 86_400
    after = await robin.say(LOUNGE, "next week")
    span = datetime.fromisoformat(after["timestamp"]) - datetime.fromisoformat(before["timestamp"])
    assert span.days == 7
    assert (int(after["id"]) >> 22) - (int(before["id"]) >> 22) >= 7 * 86_400_000
    goal = "2030-03-10T06:59:00+00:00"
    moved = await shop(robin, "POST", "clock", {"to": goal})
    assert moved["now"].startswith("2030-03-10T06:59:00")


async def test_the_long_poll_answers_when_the_offset_is_another(robin: Caller) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(shop(robin, "GET", "clock?after=0"))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await shop(robin, "POST", "clock", {"advance_seconds": 1.5})
    assert waiting.result()["offset_seconds"] == 1.5
    assert (await shop(robin, "GET", "clock?after=0"))["offset_seconds"] == 1.5


@pytest.mark.parametrize(
    "body", [{}, [], {"advance_seconds": "x"}, {"to": "soon"}, {"advance_seconds": 1e300}]
)
async def test_a_clock_that_cannot_move_says_so(robin: Caller, body: Any) -> None:
    url = robin.server.sandbox.origin + "/sandbox/clock"
    async with robin.http.post(url, json=body) as answer:
        assert answer.status == 400
        assert (await answer.json())["code"] == 50035


async def test_the_traffic_has_everything_but_tokens(
    robin: Caller, bot: Caller, server: Server
) -> None:
    await robin.say(LOUNGE, "recorded")
    await bot.get("/users/@me")
    await bot.refused("GET", "/nowhere")
    text = await shop(robin, "GET", "traffic")
    assert robin.token not in text
    assert server.bot_token not in text
    said, me, nowhere = (json.loads(line) for line in text.splitlines())
    assert (said["method"], said["status"]) == ("POST", 200)
    assert said["path"] == f"/api/v10/channels/{LOUNGE}/messages"
    assert said["request_body"] == {"content": "recorded"}
    assert said["answer_body"]["content"] == "recorded"
    assert me["answer_body"]["id"] == APPLICATION
    assert nowhere["status"] == 404
    assert (said["user_id"], me["user_id"]) == (robin.id, APPLICATION)


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "10.0.0.1:80"])
async def test_other_hosts_do_not_reach_in(robin: Caller, host: str) -> None:
    url = robin.server.sandbox.origin + "/sandbox/people"
    async with robin.http.get(url, headers={"Host": host}) as answer:
        assert answer.status == 403


async def test_requests_of_a_route_fail_as_often_as_asked(robin: Caller) -> None:
    fault = {"route": "/channels/{channel_id}/messages", "method": "POST", "status": 503}
    await shop(robin, "POST", "faults", {"fail": {**fault, "times": 2}})
    for _ in range(2):
        assert (await robin.call("POST", f"/channels/{LOUNGE}/messages", {})).status == 503
    await robin.say(LOUNGE, "through")


async def test_rate_limits_are_told_and_enforced_when_on(robin: Caller) -> None:
    await shop(robin, "POST", "faults", {"rate_limits": True})
    path = f"/channels/{LOUNGE}/messages"
    for left in (4, 3, 2, 1, 0):
        reply = await robin.call("POST", path, {"content": "x"})
        assert reply.headers["X-RateLimit-Remaining"] == str(left)
    reply = await robin.call("POST", path, {"content": "x"})
    assert reply.status == 429
    assert reply.headers["Via"]
    assert reply.body["retry_after"] > 4
    assert reply.body["global"] is False
    await shop(robin, "POST", "faults", {"rate_limits": False})
    await robin.say(LOUNGE, "free")


def test_a_bucket_says_when_all_of_it_is_free_again() -> None:
    """A client that used it up waits for the reset and then sends as many as the limit allows."""
    limits = Limits()
    standing = [limits.take_message(Snowflake(1), "5", float(now)) for now in range(5)][-1]
    assert standing.remaining == 0
    assert (standing.reset_seconds, standing.reset_at) == (5.0, 9.0)

    refused = limits.take_message(Snowflake(1), "5", 4.5)
    assert (refused.wait_seconds, refused.reset_at) == (0.5, 9.0)
    anew = [limits.take_message(Snowflake(1), "5", refused.reset_at) for _ in range(5)]
    assert [each.wait_seconds for each in anew] == [0] * 5


async def test_answers_wait_as_long_as_asked(robin: Caller) -> None:
    await shop(robin, "POST", "faults", {"delay": {"route": "/users/@me", "seconds": 0.3}})
    began = time.monotonic()
    await robin.get("/users/@me")
    assert time.monotonic() - began >= 0.3
    await shop(robin, "POST", "faults", {"delay": {"route": "/users/@me", "seconds": 0}})
    assert (await shop(robin, "GET", "faults"))["delay"] == []


async def test_intents_can_be_refused(bot: Caller, robin: Caller) -> None:
    await shop(robin, "POST", "faults", {"refuse_intents": ["message_content"]})
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 2, "d": {"token": bot.token, "intents": 1 << 15}})
        assert (await socket.receive()).data == 4014


@pytest.mark.parametrize(
    "body",
    [
        {"unknown": 1},
        {"fail": {"route": "/x"}},
        {"close_dms": ["1"]},
        {"refuse_intents": ["all"]},
        {"delay": {"route": "/x", "seconds": -1}},
        {"drop_gateway": "yes"},
        [],
    ],
)
async def test_an_unknown_switch_is_refused(robin: Caller, body: Any) -> None:
    url = robin.server.sandbox.origin + "/sandbox/faults"
    async with robin.http.post(url, json=body) as answer:
        assert answer.status == 400
    assert (await shop(robin, "GET", "faults"))["fail"] == []


@pytest.mark.usefixtures("discord_here")
async def test_discord_py_comes_back_after_the_gateway_was_dropped(
    server: Server, robin: Caller
) -> None:
    client = discord.Client(intents=discord.Intents.all(), guild_ready_timeout=0.05)
    async with running(client, server.bot_token):
        async with asyncio.TaskGroup() as tasks:
            heard = tasks.create_task(client.wait_for("message", timeout=30))
            resumed = tasks.create_task(client.wait_for("resumed", timeout=30))
            await shop(robin, "POST", "faults", {"drop_gateway": {"abort": True}})
            await robin.say(LOUNGE, "said while away")
        assert heard.result().content == "said while away"
        assert resumed.done()


@pytest.mark.usefixtures("discord_here")
async def test_discord_py_identifies_anew_when_resuming_is_refused(
    server: Server, robin: Caller
) -> None:
    client = discord.Client(intents=discord.Intents.all(), guild_ready_timeout=0.05)
    async with running(client, server.bot_token), asyncio.TaskGroup() as tasks:
        tasks.create_task(client.wait_for("ready", timeout=30))
        body = {"refuse_resume": 1, "drop_gateway": True}
        await shop(robin, "POST", "faults", body)


async def test_reset_puts_everything_back_but_tokens_and_commands(
    robin: Caller, bot: Caller
) -> None:
    path = f"/applications/{APPLICATION}/commands"
    await bot.ok("PUT", path, [{"name": "ask", "description": "Ask", "type": 1}])
    await robin.say(LOUNGE, "forgotten")
    await bot.ok("DELETE", f"/guilds/{GUILD}/members/{robin.id}")
    await shop(robin, "POST", "clock", {"advance_seconds": 60})
    await shop(robin, "POST", "faults", {"rate_limits": True})
    await shop(robin, "POST", "reset")
    assert await robin.get(f"/channels/{LOUNGE}/messages") == []
    assert [c["name"] for c in await bot.get(path)] == ["ask"]
    assert (await shop(robin, "GET", "clock"))["offset_seconds"] == 0
    assert (await shop(robin, "GET", "faults"))["rate_limits"] is False


async def test_the_page_is_served_and_nothing_beside_it(
    server: Server, http: aiohttp.ClientSession
) -> None:
    async with http.get(server.sandbox.origin + "/") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"
    async with http.get(server.sandbox.origin + "/%2e%2e/server.py") as answer:
        assert answer.status in (403, 404)
