"""Channels, threads and guilds beyond the everyday."""

from typing import Any

import aiohttp
import pytest

from sandbox.server import Server
from tests.sandbox.driver import (
    ADMIN,
    APPLICATION,
    FACILITATOR,
    GUILD,
    LOUNGE,
    QUESTIONS,
    WELCOME,
    Caller,
)

G = f"/guilds/{GUILD}"


@pytest.fixture
def owner(server: Server, http: aiohttp.ClientSession) -> Caller:
    """The clinic, which owns the server."""
    world = server.sandbox.world
    owner_id = world.guilds[next(iter(world.guilds))].owner_id
    return Caller(server, http, world.token_of(owner_id), str(owner_id))


async def test_channels_and_roles_are_moved(admin: Caller, owner: Caller) -> None:
    moves = [{"id": LOUNGE, "position": 9}, {"id": "1", "position": 2}]
    await admin.ok("PATCH", f"{G}/channels", moves)
    assert (await admin.get(f"/channels/{LOUNGE}"))["position"] == 9
    moved = await owner.ok("PATCH", f"{G}/roles", [{"id": FACILITATOR, "position": 3}])
    assert next(r["position"] for r in moved if r["id"] == FACILITATOR) == 3
    up = [{"id": FACILITATOR, "position": 9}]
    assert await admin.refused("PATCH", f"{G}/roles", up) == 50013
    assert await admin.refused("PATCH", f"{G}/roles", {"id": ADMIN}) == 50035
    counts = await admin.get(f"{G}/roles/member-counts")
    assert counts[ADMIN] == 1
    assert (await admin.get(f"{G}/roles/{ADMIN}"))["name"] == "admin"


async def test_a_category_lends_its_overwrites_and_leaves_its_rooms(admin: Caller) -> None:
    deny = [{"id": GUILD, "type": 0, "deny": str(1 << 11)}]
    body = {"name": "Groups", "type": 4, "permission_overwrites": deny}
    folder = await admin.ok("POST", f"{G}/channels", body)
    room = await admin.ok("POST", f"{G}/channels", {"name": "in", "parent_id": folder["id"]})
    assert room["permission_overwrites"][0]["deny"] == str(1 << 11)
    invite = await admin.ok("POST", f"/channels/{room['id']}/invites", {})
    listed = await admin.get(f"/channels/{room['id']}/invites")
    assert [i["code"] for i in listed] == [invite["code"]]
    await admin.ok("DELETE", f"/channels/{folder['id']}")
    assert (await admin.get(f"/channels/{room['id']}"))["parent_id"] is None
    await admin.ok("DELETE", f"/channels/{room['id']}")
    assert await admin.refused("GET", f"/invites/{invite['code']}") == 10006


async def test_private_threads_are_for_those_brought_in(
    admin: Caller, robin: Caller, sam: Caller
) -> None:
    thread = await admin.ok("POST", f"/channels/{LOUNGE}/threads", {"name": "quiet", "type": 12})
    path = f"/channels/{thread['id']}"
    assert await robin.refused("GET", path) == 50001
    await admin.ok("PUT", f"{path}/thread-members/{robin.id}")
    await robin.say(thread["id"], "here")
    assert await sam.refused("GET", f"{path}/messages") == 50001
    members = await admin.get(f"{path}/thread-members")
    assert {m["user_id"] for m in members} == {admin.id, robin.id}
    active = await robin.get(f"{G}/threads/active")
    assert [t["id"] for t in active["threads"]] == [thread["id"]]
    assert (await sam.get(f"{G}/threads/active"))["threads"] == []
    await robin.ok("DELETE", f"{path}/thread-members/@me")
    assert await robin.refused("GET", path) == 50001
    assert await admin.refused("PUT", f"{path}/thread-members/1") == 10007


async def test_an_archived_thread_opens_when_somebody_writes(robin: Caller) -> None:
    body = {"name": "open", "type": 11}
    thread = await robin.ok("POST", f"/channels/{LOUNGE}/threads", body)
    path = f"/channels/{thread['id']}"
    await robin.ok("PATCH", path, {"archived": True, "name": "closed"})
    archived = await robin.get(f"/channels/{LOUNGE}/threads/archived/public")
    assert [t["name"] for t in archived["threads"]] == ["closed"]
    assert await robin.refused("PUT", f"{path}/thread-members/@me") == 50083
    async with robin.listening() as ear:
        await robin.say(thread["id"], "again")
        await ear.wait("THREAD_UPDATE")
    assert (await robin.get(path))["thread_metadata"]["archived"] is False
    assert await robin.refused("PATCH", path, {"locked": True}) == 50013
    assert await robin.refused("DELETE", path) == 50013
    assert await robin.refused("PUT", f"/channels/{LOUNGE}/thread-members/@me") == 50024


async def test_a_guild_is_changed_only_within_itself(admin: Caller) -> None:
    changed = await admin.ok(
        "PATCH", G, {"rules_channel_id": WELCOME, "description": "Groups", "features": []}
    )
    assert (changed["rules_channel_id"], changed["description"]) == (WELCOME, "Groups")
    assert await admin.refused("PATCH", G, {"system_channel_id": "1"}) == 50035
    assert await admin.refused("PATCH", G, {"name": "x"}) == 50035
    counted = await admin.get(f"{G}?with_counts=true")
    assert counted["approximate_member_count"] == 7
    await admin.ok("DELETE", f"/channels/{WELCOME}")
    assert (await admin.get(G))["rules_channel_id"] is None


async def test_incidents_last_a_day_at_most(admin: Caller) -> None:
    far = {"dms_disabled_until": "2200-01-01T00:00:00+00:00"}
    assert await admin.refused("PUT", f"{G}/incident-actions", far) == 50035


async def test_the_owner_alone_dissolves_a_guild(admin: Caller, owner: Caller) -> None:
    assert await admin.refused("DELETE", G) == 50013
    assert await owner.refused("DELETE", f"/users/@me/guilds/{GUILD}") == 50055
    async with admin.listening() as ear:
        await owner.ok("DELETE", G)
        assert (await ear.wait("GUILD_DELETE"))["id"] == GUILD
    assert await admin.refused("GET", G) == 10004
    assert await admin.refused("GET", f"/channels/{LOUNGE}") == 10003


async def test_a_bot_leaves_with_its_role_and_comes_back_with_another(
    admin: Caller, bot: Caller
) -> None:
    await bot.ok("DELETE", f"/users/@me/guilds/{GUILD}")
    assert "Waymark" not in [r["name"] for r in await admin.get(f"{G}/roles")]
    shown = await admin.get(f"/oauth2/authorize?client_id={APPLICATION}&scope=bot")
    assert [g["id"] for g in shown["guilds"]] == [GUILD]
    path = f"/oauth2/authorize?client_id={APPLICATION}&scope=bot&permissions=2048"
    await admin.ok("POST", path, {"guild_id": GUILD, "authorize": True})
    role = next(r for r in await admin.get(f"{G}/roles") if r["name"] == "Waymark")
    assert role["permissions"] == "2048"
    await admin.ok("POST", path, {"guild_id": GUILD, "permissions": "1024"})
    again = next(r for r in await admin.get(f"{G}/roles") if r["name"] == "Waymark")
    assert (again["id"], again["permissions"]) == (role["id"], "1024")
    assert await admin.refused("POST", path, {"guild_id": "1"}) == 10004
    assert await admin.refused("GET", "/oauth2/authorize?client_id=1") == 10002


async def test_several_are_banned_at_once_and_those_above_are_not(
    owner: Caller, admin: Caller, robin: Caller, sam: Caller
) -> None:
    ids = [robin.id, sam.id, admin.id, "1"]
    done = await admin.ok("POST", f"{G}/bulk-ban", {"user_ids": ids})
    assert done == {"banned_users": [robin.id, sam.id], "failed_users": [admin.id, "1"]}
    listed = await owner.get(f"{G}/bans?limit=1&after={robin.id}")
    assert [b["user"]["id"] for b in listed] == [sam.id]
    assert await admin.refused("PUT", f"{G}/bans/1", {}) == 10013
    wrong = {"delete_message_seconds": 604_801}
    assert await admin.refused("PUT", f"{G}/bans/{robin.id}", wrong) == 50035


async def test_a_nickname_is_one_s_own_or_a_moderator_s(
    bot: Caller, admin: Caller, robin: Caller
) -> None:
    await robin.ok("PATCH", f"{G}/members/@me", {"nick": "R"})
    assert (await robin.get(f"/users/@me/guilds/{GUILD}/member"))["nick"] == "R"
    assert await robin.refused("PATCH", f"{G}/members/{admin.id}", {"nick": "A"}) == 50013
    changed = await admin.ok(
        "PATCH", f"{G}/members/{robin.id}", {"nick": None, "roles": [FACILITATOR]}
    )
    assert (changed["nick"], changed["roles"]) == (None, [FACILITATOR])
    own = await bot.ok("PATCH", f"{G}/members/{bot.id}", {"nick": "Way"})
    assert own["nick"] == "Way"
    log = await admin.get(f"{G}/audit-logs?action_type=24&limit=1")
    assert log["audit_log_entries"][0]["changes"][0]["new_value"] == "Way"


async def test_what_nobody_here_has_is_an_empty_list(bot: Caller) -> None:
    for name in ("emojis", "stickers", "integrations"):
        assert await bot.get(f"{G}/{name}") == []
    assert await bot.get(f"{G}/soundboard-sounds") == {"items": []}


@pytest.fixture
def voice_event(bot: Caller) -> dict[str, Any]:
    begins = bot.server.sandbox.now().replace(year=bot.server.sandbox.now().year + 1, day=1)
    return {
        "name": "Voice circle",
        "privacy_level": 2,
        "entity_type": 2,
        "scheduled_start_time": begins.isoformat(),
    }


async def test_an_event_in_a_voice_room_is_begun_and_ended_by_hand(
    bot: Caller, robin: Caller, voice_event: dict[str, Any]
) -> None:
    path = f"{G}/scheduled-events"
    for room in (None, LOUNGE):
        wrong = {**voice_event, "channel_id": room}
        assert await bot.refused("POST", path, wrong) == 50035
    room = await bot.ok("POST", f"{G}/channels", {"name": "v", "type": 2})
    made = await bot.ok("POST", path, {**voice_event, "channel_id": room["id"]})
    one = f"{path}/{made['id']}"
    await robin.ok("PUT", f"{one}/users/@me")
    shown = await bot.get(f"{one}?with_user_count=true")
    assert (shown["user_count"], shown["channel_id"]) == (1, room["id"])
    interested = await bot.get(f"{one}/users?with_member=true")
    assert interested[0]["member"]["user"]["id"] == robin.id
    assert await bot.get(f"{one}/users?after={robin.id}") == []
    await robin.ok("DELETE", f"{one}/users/@me")
    assert await bot.refused("PATCH", one, {"status": 3}) == 50035
    assert (await bot.ok("PATCH", one, {"status": 2}))["status"] == 2
    assert (await bot.ok("PATCH", one, {"status": 3}))["status"] == 3
    assert await robin.refused("DELETE", one) == 50013
    await bot.ok("DELETE", one)
    assert await bot.refused("GET", one) == 10070


async def test_an_event_nobody_began_is_called_off(
    bot: Caller, voice_event: dict[str, Any]
) -> None:
    room = await bot.ok("POST", f"{G}/channels", {"name": "v", "type": 2})
    body = {**voice_event, "channel_id": room["id"]}
    made = await bot.ok("POST", f"{G}/scheduled-events", body)
    url = bot.server.sandbox.origin + "/sandbox/clock"
    async with bot.http.post(url, json={"advance_seconds": 400 * 86_400}) as answer:
        assert answer.status == 200
    assert (await bot.get(f"{G}/scheduled-events/{made['id']}"))["status"] == 4


async def test_old_pins_reactions_and_hidden_embeds(
    bot: Caller, moderator: Caller, robin: Caller
) -> None:
    said = await robin.say(QUESTIONS, "a link", embeds=[{"title": "t"}])
    path = f"/channels/{QUESTIONS}/messages/{said['id']}"
    assert (await moderator.ok("PATCH", path, {"flags": 4}))["flags"] == 4
    assert await robin.refused("DELETE", f"{path}/reactions") == 50013
    for emoji in ("%E2%9C%85", "%F0%9F%91%8D"):
        await robin.ok("PUT", f"{path}/reactions/{emoji}/@me")
    await bot.ok("DELETE", f"{path}/reactions/%E2%9C%85")
    assert len((await robin.get(path))["reactions"]) == 1
    await bot.ok("DELETE", f"{path}/reactions/%F0%9F%91%8D/{robin.id}")
    assert await bot.refused("DELETE", f"{path}/reactions/%F0%9F%91%8D/{robin.id}") == 10014
    await robin.ok("PUT", f"{path}/reactions/%F0%9F%91%8D/@me")
    await bot.ok("DELETE", f"{path}/reactions")
    assert "reactions" not in await robin.get(path)
    assert await robin.refused("PUT", f"{path}/reactions/name:123/@me") == 10014


async def test_an_application_is_changed_by_its_own(
    bot: Caller, robin: Caller, owner: Caller
) -> None:
    body = {"description": "Helps", "tags": ["care"], "flags": 0}
    changed = await bot.ok("PATCH", "/applications/@me", body)
    assert (changed["description"], changed["tags"], changed["flags"]) == ("Helps", ["care"], 0)
    said = await robin.say(LOUNGE, "unread without the flag")
    path = f"/channels/{LOUNGE}/messages/{said['id']}"
    assert (await bot.get(path))["content"] == ""
    private = await owner.ok("PATCH", f"/applications/{APPLICATION}", {"bot_public": False})
    assert private["bot_public"] is False
    assert await robin.refused("GET", f"/oauth2/authorize?client_id={APPLICATION}") == 20012
    assert [a["id"] for a in await owner.get("/applications")] == [APPLICATION]
    renamed = await bot.ok("PATCH", "/users/@me", {"username": "Way"})
    assert renamed["username"] == "Way"


async def test_an_invite_ends_by_age_by_use_and_by_hand(
    admin: Caller, robin: Caller, sam: Caller
) -> None:
    path = f"/channels/{LOUNGE}/invites"
    once = await admin.ok("POST", path, {"max_uses": 1})
    for person in (robin, sam):
        await person.ok("DELETE", f"/users/@me/guilds/{GUILD}")
    await robin.ok("POST", f"/invites/{once['code']}")
    assert await sam.refused("POST", f"/invites/{once['code']}") == 10006
    short = await admin.ok("POST", path, {"max_age": 60})
    assert await robin.refused("DELETE", f"/invites/{short['code']}") == 50013
    assert await sam.refused("DELETE", f"/invites/{short['code']}") == 50001
    url = admin.server.sandbox.origin + "/sandbox/clock"
    async with admin.http.post(url, json={"advance_seconds": 61}) as answer:
        assert answer.status == 200
    assert await sam.refused("GET", f"/invites/{short['code']}") == 10006
    last = await admin.ok("POST", path, {})
    await admin.ok("DELETE", f"/invites/{last['code']}")
    assert await sam.refused("POST", f"/invites/{last['code']}") == 10006
    assert await admin.refused("POST", path, {"max_age": -1}) == 50035


async def made(admin: Caller, kind: int, **fields: Any) -> str:
    """Make a room of a kind."""
    room = await admin.ok("POST", f"{G}/channels", {"name": "r", "type": kind, **fields})
    return room["id"]


async def deny(admin: Caller, room: str, bits: int) -> None:
    """Deny everybody something in a room."""
    body = {"type": 0, "allow": "0", "deny": str(bits)}
    await admin.ok("PUT", f"/channels/{room}/permissions/{GUILD}", body)


SEND, CONNECT, REQUEST, IN_THREADS = 1 << 11, 1 << 20, 1 << 32, 1 << 38


@pytest.mark.parametrize("kind", [2, 13])
async def test_whoever_may_not_come_into_a_call_cannot_read_beside_it(
    kind: int, admin: Caller, robin: Caller, bot: Caller
) -> None:
    room = await made(admin, kind)
    await robin.say(room, "hello")
    await deny(admin, room, SEND)
    assert len(await robin.get(f"/channels/{room}/messages")) == 1
    assert await robin.refused("POST", f"/channels/{room}/messages", {"content": "x"}) == 50013
    body = {"type": 0, "allow": "0", "deny": str(CONNECT)}
    await admin.ok("PUT", f"/channels/{room}/permissions/{GUILD}", body)
    assert await robin.refused("GET", f"/channels/{room}/messages") == 50001
    path = f"/channels/{room}/permissions/{GUILD}"
    assert await bot.refused("PUT", path, {**body, "deny": "0"}) == 50013


async def test_what_the_bot_may_not_do_itself_it_can_deny_nobody(
    admin: Caller, owner: Caller, bot: Caller
) -> None:
    stage = await made(admin, 13)
    guild = await owner.get(f"{G}/roles")
    everyone = next(int(role["permissions"]) for role in guild if role["id"] == GUILD)
    path, body = f"/channels/{stage}/permissions/{GUILD}", {"type": 0, "deny": str(REQUEST)}
    await bot.ok("PUT", path, body)
    await bot.ok("DELETE", path)
    less = {"permissions": str(everyone & ~REQUEST)}
    await owner.ok("PATCH", f"{G}/roles/{GUILD}", less)
    assert await bot.refused("PUT", path, body) == 50013


async def test_a_forum_holds_posts_and_no_message_of_its_own(
    admin: Caller, robin: Caller, bot: Caller
) -> None:
    forum = await made(admin, 15)
    path = f"/channels/{forum}"
    assert await bot.refused("POST", f"{path}/messages", {"content": "x"}) == 50008
    assert await robin.refused("POST", f"{path}/threads", {"name": "p"}) == 50035
    empty = {"name": "p", "message": {"content": ""}}
    assert await robin.refused("POST", f"{path}/threads", empty) == 50006
    post = await robin.ok("POST", f"{path}/threads", {"name": "p", "message": {"content": "hi"}})
    assert (post["parent_id"], post["message"]["id"]) == (forum, post["id"])
    await deny(admin, forum, SEND)
    assert await robin.refused("POST", f"{path}/threads", {**empty, "name": "q"}) == 50013
    await robin.say(post["id"], "more")
    await deny(admin, forum, SEND | IN_THREADS)
    said = {"content": "and more"}
    assert await robin.refused("POST", f"/channels/{post['id']}/messages", said) == 50013
