from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.driver import (
    ADMIN,
    APPLICATION,
    BOT_ROLE,
    FACILITATOR,
    GUILD,
    LOUNGE,
    MODERATOR,
    STAFF,
    Caller,
)

G = f"/guilds/{GUILD}"
VIEW, SEND, ADMINISTRATOR = 1 << 10, 1 << 11, 1 << 3


def after(caller: Caller, **span: float) -> str:
    return (caller.server.sandbox.now() + timedelta(**span)).isoformat()


async def test_a_timeout_silences_until_it_ends(
    bot: Caller, robin: Caller, moderator: Caller
) -> None:
    path = f"{G}/members/{robin.id}"
    named = {"X-Audit-Log-Reason": "caf%C3%A9%20rules"}
    async with moderator.listening() as ear:
        until = {"communication_disabled_until": after(bot, minutes=10)}
        await bot.ok("PATCH", path, until, headers=named)
        entry = await ear.wait("GUILD_AUDIT_LOG_ENTRY_CREATE")
        assert (entry["action_type"], entry["reason"]) == (24, "café rules")
        assert entry["target_id"] == robin.id
        assert (await ear.wait("GUILD_MEMBER_UPDATE"))["communication_disabled_until"]
    messages = f"/channels/{LOUNGE}/messages"
    assert await robin.refused("POST", messages, {"content": "x"}) == 50013
    await robin.get(messages)
    await bot.ok("PATCH", path, {"communication_disabled_until": None})
    await robin.say(LOUNGE, "back")


async def test_for_a_reason_that_is_too_long_nothing_happens(bot: Caller, robin: Caller) -> None:
    path = f"{G}/members/{robin.id}"
    until = {"communication_disabled_until": after(bot, minutes=10)}
    # Percent-encoded it is longer: what counts is what will be read.
    longest, longer = ({"X-Audit-Log-Reason": "%C3%A9" * n} for n in (512, 513))
    assert await bot.refused("PATCH", path, until, headers=longer) == 50035
    await robin.say(LOUNGE, "still here")
    await bot.ok("PATCH", path, until, headers=longest)


async def test_a_timeout_is_28_days_at_most(bot: Caller, robin: Caller) -> None:
    path = f"{G}/members/{robin.id}"
    too_long = {"communication_disabled_until": after(bot, days=29)}
    assert await bot.refused("PATCH", path, too_long) == 50035
    assert await bot.refused("PATCH", path, {"communication_disabled_until": "soon"}) == 50035


async def test_nobody_acts_on_those_above_them(
    bot: Caller, robin: Caller, moderator: Caller, admin: Caller
) -> None:
    timeout = {"communication_disabled_until": after(bot, minutes=1)}
    assert await bot.refused("PATCH", f"{G}/members/{admin.id}", timeout) == 50013
    assert await bot.refused("DELETE", f"{G}/members/{admin.id}") == 50013
    assert await bot.refused("PUT", f"{G}/bans/{admin.id}", {}) == 50013
    assert await robin.refused("PATCH", f"{G}/members/{bot.id}", timeout) == 50013
    assert await bot.refused("PUT", f"{G}/members/{robin.id}/roles/{ADMIN}") == 50013
    assert await bot.refused("PATCH", f"{G}/roles/{ADMIN}", {"name": "x"}) == 50013
    await bot.ok("PATCH", f"{G}/members/{moderator.id}", timeout)


async def test_roles_are_given_taken_and_logged(bot: Caller, robin: Caller, admin: Caller) -> None:
    async with robin.listening() as ear:
        await bot.ok("PUT", f"{G}/members/{robin.id}/roles/{FACILITATOR}")
        assert (await ear.wait("GUILD_MEMBER_UPDATE"))["roles"] == [FACILITATOR]
        opened = await ear.wait("CHANNEL_CREATE")
        assert opened["id"] == STAFF
        await bot.ok("DELETE", f"{G}/members/{robin.id}/roles/{FACILITATOR}")
        assert (await ear.wait("CHANNEL_DELETE"))["id"] == STAFF
    log = await admin.get(f"{G}/audit-logs?action_type=25")
    assert len(log["audit_log_entries"]) == 2
    assert log["audit_log_entries"][1]["changes"][0]["key"] == "$add"
    assert await bot.refused("PUT", f"{G}/members/{robin.id}/roles/{BOT_ROLE}") == 50028
    assert await bot.refused("PUT", f"{G}/members/{robin.id}/roles/1") == 10011


async def test_a_role_is_made_changed_and_deleted(bot: Caller, robin: Caller) -> None:
    made = await bot.ok("POST", f"{G}/roles", {"name": "evening", "permissions": "0"})
    assert (made["name"], made["permissions"]) == ("evening", "0")
    path = f"{G}/roles/{made['id']}"
    changed = await bot.ok("PATCH", path, {"mentionable": True, "color": 255})
    assert (changed["mentionable"], changed["colors"]["primary_color"]) == (True, 255)
    await bot.ok("PUT", f"{G}/members/{robin.id}/roles/{made['id']}")
    await bot.ok("DELETE", path)
    assert (await bot.get(f"{G}/members/{robin.id}"))["roles"] == []
    assert await robin.refused("POST", f"{G}/roles", {}) == 50013
    powerful = {"permissions": str(ADMINISTRATOR)}
    assert await bot.refused("POST", f"{G}/roles", powerful) == 50013


async def test_a_kicked_member_is_gone_and_a_banned_one_cannot_return(
    bot: Caller, robin: Caller, sam: Caller, admin: Caller
) -> None:
    invite = await admin.ok("POST", f"/channels/{LOUNGE}/invites", {"max_age": 0})
    async with robin.listening() as ear, sam.listening() as other:
        await bot.ok("DELETE", f"{G}/members/{robin.id}")
        assert (await ear.wait("GUILD_DELETE"))["id"] == GUILD
        assert (await other.wait("GUILD_MEMBER_REMOVE"))["user"]["id"] == robin.id
        await robin.ok("POST", f"/invites/{invite['code']}")
        assert (await ear.wait("GUILD_CREATE"))["id"] == GUILD
    said = await robin.say(LOUNGE, "to be removed")
    await bot.ok("PUT", f"{G}/bans/{robin.id}", {"delete_message_seconds": 3600})
    assert await robin.refused("POST", f"/invites/{invite['code']}") == 40007
    assert await admin.refused("GET", f"/channels/{LOUNGE}/messages/{said['id']}") == 10008
    assert [ban["user"]["id"] for ban in await admin.get(f"{G}/bans")] == [robin.id]
    await bot.ok("DELETE", f"{G}/bans/{robin.id}")
    assert await bot.refused("GET", f"{G}/bans/{robin.id}") == 10026
    assert await robin.refused("GET", G) == 50001


async def test_members_are_listed_searched_and_shown(bot: Caller, robin: Caller) -> None:
    listed = await bot.get(f"{G}/members?limit=100")
    assert len(listed) == 7
    found = await bot.get(f"{G}/members/search?query=rob&limit=5")
    assert [m["user"]["id"] for m in found] == [robin.id]
    assert await bot.refused("GET", f"{G}/members/1") == 10007
    assert await bot.refused("GET", "/users/1") == 10013
    assert (await bot.get(f"/users/{robin.id}"))["username"] == "robin"


async def test_channels_are_made_changed_and_deleted(bot: Caller, robin: Caller) -> None:
    async with robin.listening() as ear:
        made = await bot.ok("POST", f"{G}/channels", {"name": "New Room", "topic": "t"})
        assert made["name"] == "new-room"
        assert (await ear.wait("CHANNEL_CREATE"))["id"] == made["id"]
        path = f"/channels/{made['id']}"
        await bot.ok("PATCH", path, {"topic": "other", "rate_limit_per_user": 5})
        assert (await ear.wait("CHANNEL_UPDATE"))["topic"] == "other"
        closed = {"type": 0, "allow": "0", "deny": str(VIEW)}
        await bot.ok("PUT", f"{path}/permissions/{GUILD}", closed)
        assert (await ear.wait("CHANNEL_DELETE"))["id"] == made["id"]
    assert await robin.refused("GET", path) == 50001
    # The bot closed the room to itself as well, as it would on Discord.
    assert await bot.refused("PATCH", path, {"topic": "again"}) == 50001
    assert await robin.refused("POST", f"{G}/channels", {"name": "x"}) == 50013


async def test_overwrites_are_taken_back(bot: Caller, robin: Caller) -> None:
    path = f"/channels/{LOUNGE}/permissions/{GUILD}"
    await bot.ok("PUT", path, {"type": 0, "deny": str(SEND)})
    assert await robin.refused("POST", f"/channels/{LOUNGE}/messages", {"content": "x"}) == 50013
    await bot.ok("DELETE", path)
    await robin.say(LOUNGE, "open again")
    assert await bot.refused("DELETE", path) == 10009
    too_much = {"type": 0, "allow": str(ADMINISTRATOR)}
    assert await bot.refused("PUT", path, too_much) == 50013


async def test_channel_kinds_have_their_own_fields(bot: Caller) -> None:
    voice = await bot.ok("POST", f"{G}/channels", {"name": "Circle", "type": 2, "user_limit": 9})
    assert (voice["bitrate"], voice["user_limit"]) == (64000, 9)
    folder = await bot.ok("POST", f"{G}/channels", {"name": "Groups", "type": 4})
    room = await bot.ok("POST", f"{G}/channels", {"name": "in", "parent_id": folder["id"]})
    assert room["parent_id"] == folder["id"]
    stage = await bot.ok("POST", f"{G}/channels", {"name": "Stage", "type": 13})
    assert stage["type"] == 13
    assert await bot.refused("POST", f"{G}/channels", {"name": "x", "parent_id": LOUNGE}) == 50035


async def test_threads_are_started_written_in_and_closed(admin: Caller, robin: Caller) -> None:
    said = await robin.say(LOUNGE, "a topic")
    path = f"/channels/{LOUNGE}/messages/{said['id']}/threads"
    async with robin.listening() as ear:
        thread = await robin.ok("POST", path, {"name": "topic"})
        assert (await ear.wait("THREAD_CREATE"))["id"] == thread["id"]
    await robin.say(thread["id"], "inside")
    await admin.ok("PATCH", f"/channels/{thread['id']}", {"archived": True, "locked": True})
    messages = f"/channels/{thread['id']}/messages"
    assert await robin.refused("POST", messages, {"content": "x"}) == 160005
    assert await robin.refused("POST", path, {"name": "again"}) == 160004


async def test_a_lockdown_closes_invites_and_raises_verification(
    bot: Caller, robin: Caller, admin: Caller
) -> None:
    invite = await admin.ok("POST", f"/channels/{LOUNGE}/invites", {})
    changed = await bot.ok("PATCH", G, {"verification_level": 4})
    assert changed["verification_level"] == 4
    until = {"invites_disabled_until": after(bot, hours=2)}
    await bot.ok("PUT", f"{G}/incident-actions", until)
    assert (await bot.get(G))["incidents_data"]["invites_disabled_until"]
    await bot.ok("DELETE", f"{G}/members/{robin.id}")
    reply = await robin.call("POST", f"/invites/{invite['code']}")
    assert reply.status == 403
    await bot.ok("PUT", f"{G}/incident-actions", {"invites_disabled_until": None})
    await robin.ok("POST", f"/invites/{invite['code']}")
    shown = await admin.get(f"{G}/invites")
    assert [(i["code"], i["uses"]) for i in shown] == [(invite["code"], 1)]


async def test_the_audit_log_is_for_those_who_may_read_it(bot: Caller, robin: Caller) -> None:
    assert await robin.refused("GET", f"{G}/audit-logs") == 50013
    for name in ("one", "two", "three"):
        await bot.ok("POST", f"{G}/roles", {"name": name})
    log = await bot.get(f"{G}/audit-logs?limit=2&user_id={APPLICATION}")
    newest = [e["changes"][0]["new_value"] for e in log["audit_log_entries"]]
    assert newest == ["three", "two"]
    older = await bot.get(f"{G}/audit-logs?before={log['audit_log_entries'][-1]['id']}")
    assert [e["action_type"] for e in older["audit_log_entries"]] == [30]


@pytest.fixture
def event(bot: Caller) -> dict[str, Any]:
    return {
        "name": "Evening circle",
        "privacy_level": 2,
        "entity_type": 3,
        "scheduled_start_time": after(bot, hours=1),
        "scheduled_end_time": after(bot, hours=2),
        "entity_metadata": {"location": "the clinic"},
    }


async def move(caller: Caller, seconds: float) -> None:
    url = caller.server.sandbox.origin + "/sandbox/clock"
    async with caller.http.post(url, json={"advance_seconds": seconds}) as answer:
        assert answer.status == 200


async def test_scheduled_events_begin_and_end_with_the_clock(
    bot: Caller, robin: Caller, event: dict[str, Any]
) -> None:
    async with robin.listening() as ear:
        made = await bot.ok("POST", f"{G}/scheduled-events", event)
        assert (await ear.wait("GUILD_SCHEDULED_EVENT_CREATE"))["id"] == made["id"]
        await move(bot, 3601)
        assert (await ear.wait("GUILD_SCHEDULED_EVENT_UPDATE"))["status"] == 2
        await move(bot, 3600)
        assert (await ear.wait("GUILD_SCHEDULED_EVENT_UPDATE"))["status"] == 3
    path = f"{G}/scheduled-events/{made['id']}"
    assert await bot.refused("PATCH", path, {"name": "late"}) == 180000
    assert await bot.get(f"{G}/scheduled-events") == []


async def test_scheduled_events_are_checked(
    bot: Caller, robin: Caller, event: dict[str, Any]
) -> None:
    path = f"{G}/scheduled-events"
    assert await robin.refused("POST", path, event) == 50013
    past = {**event, "scheduled_start_time": datetime(2020, 1, 1, tzinfo=UTC).isoformat()}
    for wrong in (past, {**event, "name": ""}, {**event, "entity_type": 2}, {}):
        assert await bot.refused("POST", path, wrong) == 50035
    without_end = {k: v for k, v in event.items() if k != "scheduled_end_time"}
    assert await bot.refused("POST", path, without_end) == 50035


async def test_a_hundred_scheduled_events_are_the_most(bot: Caller, event: dict[str, Any]) -> None:
    path = f"{G}/scheduled-events"
    for _ in range(100):
        await bot.ok("POST", path, event)
    assert await bot.refused("POST", path, event) == 30038
    made = await bot.get(path)
    await bot.ok("PATCH", f"{path}/{made[0]['id']}", {"status": 4})
    await bot.ok("POST", path, event)


async def test_members_may_not_use_what_is_for_moderators(robin: Caller) -> None:
    for method, path in (
        ("GET", f"{G}/bans"),
        ("GET", f"{G}/invites"),
        ("PATCH", G),
        ("DELETE", f"/channels/{LOUNGE}"),
        ("PATCH", f"{G}/roles/{MODERATOR}"),
        ("PUT", f"{G}/members/{robin.id}/roles/{MODERATOR}"),
    ):
        assert await robin.refused(method, path, {}) == 50013, path
