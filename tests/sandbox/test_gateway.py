"""The gateway beyond login: refusals, sessions, chunks, and who hears what."""

import json
import time
from typing import Any

import aiohttp
import pytest

from sandbox.gateway import connection
from tests.sandbox.driver import ALL_INTENTS, GUILD, LOUNGE, STAFF, Caller, Ear

MEMBERS = 1 << 1


async def workshop(caller: Caller, body: Any) -> None:
    url = caller.server.sandbox.origin + "/sandbox/faults"
    async with caller.http.post(url, json=body) as answer:
        assert answer.status == 200


async def test_a_second_identify_is_refused(bot: Caller) -> None:
    async with bot.listening() as ear:
        await ear.send(2, {"token": bot.token, "intents": 0})
        await closed(ear, 4005)


async def closed(ear: Ear, code: int) -> None:
    while (frame := await ear.socket.receive(timeout=30)).type is aiohttp.WSMsgType.TEXT:
        assert json.loads(frame.data)["op"] == 0
    assert frame.data == code


async def test_a_refused_identify_may_come_again(bot: Caller) -> None:
    await workshop(bot, {"refuse_identify": 1})
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        ear = Ear(socket)
        await ear.frame()
        identify = {"token": bot.token, "intents": 0}
        await ear.send(2, identify)
        refused = await ear.frame()
        assert (refused["op"], refused["d"]) == (9, False)
        await ear.send(2, identify)
        assert (await ear.frame())["t"] == "READY"


async def test_a_beat_is_not_answered_before_discord_could(bot: Caller) -> None:
    async with bot.listening() as ear:
        sent = time.monotonic()
        await ear.send(1, ear.seq)
        while (await ear.frame())["op"] != connection.HEARTBEAT_ACK:
            pass
        assert time.monotonic() - sent >= connection.ACK_AFTER


async def test_who_says_nothing_for_long_is_hung_up_on(
    bot: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_INTERVAL", 100)
    async with bot.listening() as ear:
        assert ear.ready
        await closed(ear, 4009)


@pytest.mark.parametrize("query", ["v=3", "v=10&encoding=etf", "v=10&compress=brotli-stream"])
async def test_what_is_not_spoken_is_said_at_once(bot: Caller, query: str) -> None:
    async with bot.http.ws_connect(f"{bot.server.gateway}?{query}") as socket:
        assert (await socket.receive()).data == 4012


async def test_op_7_asks_to_come_back(bot: Caller) -> None:
    async with bot.listening() as ear:
        await workshop(bot, {"drop_gateway": {"reconnect": True}})
        while (frame := await ear.frame())["op"] == 0:
            continue
        assert frame["op"] == 7


async def test_some_are_dropped_with_a_code_and_others_not(bot: Caller, robin: Caller) -> None:
    async with bot.listening() as ear, robin.listening() as calm:
        await workshop(bot, {"drop_gateway": {"users": [bot.id], "code": 4008}})
        await closed(ear, 4008)
        await robin.say(LOUNGE, "not me")
        await calm.wait("MESSAGE_CREATE")


async def test_a_session_that_was_closed_well_is_over(bot: Caller) -> None:
    async with bot.listening() as ear:
        session, seq = ear.ready["session_id"], ear.seq
        await ear.socket.close(code=1000)
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        again = Ear(socket)
        await again.frame()
        await again.send(6, {"token": bot.token, "session_id": session, "seq": seq})
        assert (await again.frame())["op"] == 9


async def test_a_resumed_session_leaves_its_old_socket(bot: Caller) -> None:
    async with bot.listening() as ear:
        await ear.wait("GUILD_CREATE")
        session, seq = ear.ready["session_id"], ear.seq
        async with bot.http.ws_connect(bot.server.gateway) as socket:
            again = Ear(socket)
            await again.frame()
            resume = {"token": bot.token, "session_id": session, "seq": seq}
            await again.send(6, resume)
            assert await again.wait("RESUMED") == {}
            await closed(ear, 4000)
            await again.send(6, resume)
            await closed(again, 4005)


@pytest.mark.parametrize("seq", [999, -1, "x", None])
async def test_a_seq_that_never_was_is_refused(bot: Caller, seq: Any) -> None:
    async with bot.listening() as ear:
        session = ear.ready["session_id"]
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        again = Ear(socket)
        await again.frame()
        await again.send(6, {"token": bot.token, "session_id": session, "seq": seq})
        assert (await again.frame())["op"] == 9


async def test_a_resume_needs_the_token(bot: Caller) -> None:
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        ear = Ear(socket)
        await ear.frame()
        await ear.send(6, {"token": "wrong", "session_id": "x", "seq": 0})
        await closed(ear, 4004)


async def test_chunks_name_who_was_not_found_and_who_is_there(
    bot: Caller, robin: Caller, sam: Caller
) -> None:
    async with bot.listening() as ear, robin.listening():
        ids = [int(robin.id), sam.id, "5"]
        await ear.send(8, {"guild_id": GUILD, "user_ids": ids, "presences": True})
        chunk = await ear.wait("GUILD_MEMBERS_CHUNK")
        assert [m["user"]["id"] for m in chunk["members"]] == [robin.id, sam.id]
        assert chunk["not_found"] == ["5"]
        assert [p["user"]["id"] for p in chunk["presences"]] == [robin.id]
        await ear.send(8, {"guild_id": [GUILD], "query": "SA", "limit": 5})
        chunk = await ear.wait("GUILD_MEMBERS_CHUNK")
        assert [m["user"]["id"] for m in chunk["members"]] == [sam.id]
        await ear.send(8, {"guild_id": "1", "query": "", "limit": 0})
        await ear.silence("GUILD_MEMBERS_CHUNK")


async def test_without_the_intent_a_bot_gets_itself_alone(bot: Caller, robin: Caller) -> None:
    async with bot.listening(ALL_INTENTS & ~MEMBERS) as ear:
        await ear.send(8, {"guild_id": GUILD, "query": "", "limit": 0})
        chunk = await ear.wait("GUILD_MEMBERS_CHUNK")
        assert [m["user"]["id"] for m in chunk["members"]] == [bot.id]
        await robin.ok("PATCH", f"/guilds/{GUILD}/members/@me", {"nick": "R"})
        await ear.silence("GUILD_MEMBER_UPDATE")
        await bot.ok("PATCH", f"/guilds/{GUILD}/members/@me", {"nick": "W"})
        assert (await ear.wait("GUILD_MEMBER_UPDATE"))["nick"] == "W"


async def test_a_bot_hears_only_what_it_asked_for_and_may_read(
    bot: Caller, robin: Caller, moderator: Caller, admin: Caller
) -> None:
    async with bot.listening(1) as ear:
        await robin.say(LOUNGE, "x")
        await ear.silence("MESSAGE_CREATE")
    closing = {"type": 1, "deny": str(1 << 10)}
    await admin.ok("PUT", f"/channels/{STAFF}/permissions/{bot.id}", closing)
    async with bot.listening() as ear:
        await moderator.say(STAFF, "among us")
        await ear.silence("MESSAGE_CREATE")


async def test_a_bot_s_direct_messages_are_shard_0_s(bot: Caller, robin: Caller) -> None:
    channel = await robin.ok("POST", "/users/@me/channels", {"recipient_id": bot.id})
    async with bot.listening(shard=[0, 2]) as zero, bot.listening(shard=[1, 2]) as one:
        served = [e.ready["guilds"] for e in (zero, one)]
        assert sorted(len(guilds) for guilds in served) == [0, 1]
        await robin.say(channel["id"], "hello")
        assert await zero.wait("MESSAGE_CREATE")
        await one.silence("MESSAGE_CREATE")
