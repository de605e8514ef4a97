import json
import zlib

import aiohttp
import discord
import pytest

from sandbox.server import Server
from tests.sandbox.driver import ALL_INTENTS, GUILD, Caller, Ear, running


def client() -> discord.Client:
    return discord.Client(intents=discord.Intents.all(), guild_ready_timeout=0.05)


@pytest.mark.usefixtures("discord_here")
async def test_discord_py_reaches_ready_with_its_guild(server: Server) -> None:
    async with running(client(), server.bot_token) as bot:
        guild = bot.get_guild(int(GUILD))
        assert guild is not None
        assert guild.name == "New Pathways support groups"
        assert {channel.name for channel in guild.text_channels} >= {"welcome", "staff"}
        assert len(guild.members) == 7
        assert guild.me.top_role.name == "Waymark"


@pytest.mark.usefixtures("discord_here")
async def test_a_sharded_client_gets_the_guilds_of_its_shard(server: Server) -> None:
    sharded = discord.AutoShardedClient(
        intents=discord.Intents.all(), guild_ready_timeout=0.05, shard_count=2
    )
    async with running(sharded, server.bot_token) as bot:
        guild = bot.get_guild(int(GUILD))
        assert guild is not None
        assert guild.shard_id == (int(GUILD) >> 22) % 2


@pytest.mark.usefixtures("discord_here")
async def test_a_wrong_token_is_a_login_failure(server: Server) -> None:
    assert server.bot_token
    with pytest.raises(discord.LoginFailure):
        async with client() as bot:
            await bot.login("not.a.token")


async def test_zlib_messages_share_one_context_and_end_with_the_marker(
    server: Server, bot: Caller
) -> None:
    inflate = zlib.decompressobj()
    url = f"{server.gateway}/?v=10&encoding=json&compress=zlib-stream"
    async with bot.http.ws_connect(url) as socket:
        hello = await socket.receive_bytes()
        assert hello.endswith(b"\x00\x00\xff\xff")
        assert json.loads(inflate.decompress(hello))["op"] == 10
        for _ in range(2):
            await socket.send_json({"op": 1, "d": None})
            assert json.loads(inflate.decompress(await socket.receive_bytes()))["op"] == 11


async def test_a_dropped_session_resumes_with_what_it_missed(bot: Caller, robin: Caller) -> None:
    async with bot.listening() as ear:
        await ear.wait("GUILD_CREATE")
        seq = ear.seq
        session = ear.ready["session_id"]
        await ear.socket.close(code=4000)
    said = await robin.say("1100000000000000011", "still there?")
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        again = Ear(socket)
        await again.frame()
        await again.send(6, {"token": bot.token, "session_id": session, "seq": seq})
        missed = await again.wait("MESSAGE_CREATE")
        assert missed["id"] == said["id"]
        assert await again.wait("RESUMED") == {}


async def test_an_unknown_session_is_told_to_identify_again(bot: Caller) -> None:
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        await socket.receive_json()
        await socket.send_json(
            {"op": 6, "d": {"token": bot.token, "session_id": "nobody", "seq": 0}}
        )
        answer = await socket.receive_json()
        assert (answer["op"], answer["d"]) == (9, False)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 2, "d": {"token": "wrong", "intents": 0}}, 4004),
        ({"op": 8, "d": {}}, 4003),
        ({"op": 2, "d": {"intents": -1}}, 4013),
        ({"op": 2, "d": {"intents": 0, "shard": [2, 2]}}, 4010),
        ({"op": 2, "d": []}, 4002),
        ({"nothing": 1}, 4002),
    ],
)
async def test_a_bad_frame_closes_with_its_code(
    bot: Caller, frame: dict[str, object], code: int
) -> None:
    payload = frame.get("d")
    if isinstance(payload, dict) and "token" not in payload:
        frame = {**frame, "d": {"token": bot.token, **payload}}
    async with bot.http.ws_connect(bot.server.gateway) as socket:
        await socket.receive_json()
        await socket.send_json(frame)
        answer = await socket.receive()
        assert answer.type is aiohttp.WSMsgType.CLOSE
        assert answer.data == code


async def test_member_chunks_echo_the_nonce(bot: Caller) -> None:
    async with bot.listening(ALL_INTENTS) as ear:
        await ear.send(8, {"guild_id": int(GUILD), "query": "", "limit": 0, "nonce": "n1"})
        chunk = await ear.wait("GUILD_MEMBERS_CHUNK")
        assert chunk["nonce"] == "n1"
        assert (chunk["chunk_index"], chunk["chunk_count"]) == (0, 1)
        assert len(chunk["members"]) == 7


async def test_a_person_is_ready_with_whole_guilds_but_without_closed_rooms(
    robin: Caller, moderator: Caller
) -> None:
    async with robin.listening() as ear:
        names = {channel["name"] for channel in ear.ready["guilds"][0]["channels"]}
        assert "lounge" in names
        assert "staff" not in names
    async with moderator.listening() as ear:
        assert "staff" in {c["name"] for c in ear.ready["guilds"][0]["channels"]}
