"""A moderator calms rooms and closes the doors, over sockets; each is taken back exactly."""

import asyncio
from dataclasses import replace

import pytest

from tests.e2e.driver import Json, Town, words
from tests.e2e.story import shows

pytestmark = pytest.mark.e2e


async def room(town: Town) -> Json:
    """Return the lounge as Discord has it."""
    return await town.admin.call("GET", f"/channels/{town.rooms['lounge']}")


async def guild(town: Town) -> Json:
    """Return the server as Discord has it."""
    return await town.admin.call("GET", f"/guilds/{town.guild_id}")


async def say(town: Town, text: str) -> int:
    """Have a member write in the lounge; return Discord's status."""
    path = f"/channels/{town.rooms['lounge']}/messages"
    status, _ = await town.member.call("POST", path, {"content": text}, fine=False)
    return status


async def told(town: Town, name: str, **options: object) -> Json:
    """Have the moderator use a command in the lounge."""
    moderator = town.moderator
    return await moderator.answered(await moderator.slash(town.at("lounge"), name, **options))


async def reasons(town: Town) -> list[str]:
    """Return what the audit log was told, newest first."""
    log = await town.admin.call("GET", f"/guilds/{town.guild_id}/audit-logs")
    return [each.get("reason") or "" for each in log["audit_log_entries"]]


async def test_a_room_is_paused_slowed_and_cleared_and_the_doors_are_closed(town: Town) -> None:
    before, doors = await room(town), await guild(town)
    for number in range(3):
        await say(town, f"look at my shop {number}")
    asked = await told(town, "mod purge", count=50, reason="adverts", who=town.member.id)
    assert "Remove 3 messages" in words(asked)
    await town.moderator.press(asked, "Remove them", town.guild_id)
    await town.moderator.becomes(asked, "3 messages removed")
    await town.moderator.sees(shows("removed 3 messages from"))
    assert (await reasons(town))[0].startswith("case 1: adverts")

    assert "is paused" in words(await told(town, "mod pause", length=60))
    assert await say(town, "may i") == 403
    await town.member.sees(shows("This room is resting"))
    assert "paused this room" in words(await told(town, "mod pause"))
    assert "as they were" in words(await told(town, "mod resume"))
    assert (await room(town))["permission_overwrites"] == before["permission_overwrites"]
    assert (await reasons(town))[0] == "case 3: making it hard for the group to talk"

    await told(town, "mod slowmode", wait=30, length=60)
    assert (await room(town))["rate_limit_per_user"] == 30
    assert [await say(town, "one"), await say(town, "two")] == [200, 429]

    asked = await told(town, "mod lockdown start")
    await town.moderator.press(asked, "Close the doors", town.guild_id)
    await town.moderator.becomes(asked, "The doors are closed")
    assert (await guild(town))["verification_level"] == 3
    status = await town.admin.slash(town.at("staff"), "clinic status")
    assert "`/mod lockdown stop`" in words(await town.admin.answered(status))
    await town.forward(3601)
    await until_slow(town, before["rate_limit_per_user"])
    assert "open again" in words(await told(town, "mod lockdown stop"))
    after = await guild(town)
    assert after["verification_level"] == doors["verification_level"]
    assert not await invites_until(town)


async def test_a_newcomer_who_floods_is_held_and_let_go_and_the_flood_is_stood_down(
    town: Town,
) -> None:
    account = {"username": "jo", "email": "jo@example.org", "password": "a long one"}
    invite = await town.admin.call("POST", f"/channels/{town.rooms['lounge']}/invites", {})
    token = (await town.member.call("POST", "/auth/register", account))["token"]
    jo = replace(town.member, name="jo", token=token, events=[])
    jo.id = (await jo.call("GET", "/users/@me"))["id"]
    await jo.call("POST", f"/invites/{invite['code']}", {})
    path = f"/channels/{town.rooms['lounge']}/messages"
    for number in range(40):
        await jo.call("POST", path, {"content": f"hey {number}"}, fine=False)
    held = await town.moderator.sees(shows("a newcomer is held"))
    assert (await jo.call("POST", path, {"content": "again"}, fine=False))[0] == 403
    card = await town.moderator.sees(shows("Many messages are coming at once"))
    assert await invites_until(town)

    await town.moderator.press(held, "Let them write", town.guild_id)
    await town.moderator.becomes(held, "write again")
    await town.moderator.sees(shows("The break was ended early"))
    await town.moderator.press(card, "Keep it for a day", town.guild_id)
    kept = await town.moderator.becomes(card, "keeps it until")
    await town.moderator.press(kept, "Stand down", town.guild_id)
    await town.moderator.becomes(card, "stood it down")
    assert not await invites_until(town)
    assert (await room(town))["rate_limit_per_user"] == 0
    await jo.call("POST", path, {"content": "sorry, i mean well"})


QUIET = {13: 1 << 32 | 1 << 11, 2: 1 << 21 | 1 << 11, 15: 1 << 38 | 1 << 11}


@pytest.mark.parametrize("kind", QUIET)
async def test_a_call_a_stage_and_a_forum_are_paused_and_given_back(town: Town, kind: int) -> None:
    own = [{"id": town.second.id, "type": 1, "allow": str(QUIET[kind]), "deny": "0"}]
    body = {"name": "big room", "type": kind, "permission_overwrites": own}
    path = f"/guilds/{town.guild_id}/channels"
    made = await town.admin.call("POST", path, body)
    place = f"/channels/{made['id']}"
    shown = words(await told(town, "mod pause", room=made["id"], length=60))
    assert {2: "not speak", 13: "ask to speak", 15: "in a post"}[kind] in shown
    stands = await town.admin.call("GET", place)
    found = {each["id"]: each for each in stands["permission_overwrites"]}
    assert int(found[town.guild_id]["deny"]) == QUIET[kind]
    for person in (town.member, town.second):
        post = {"name": "a post", "message": {"content": "may i"}, "content": "may i"}
        where = "threads" if kind == 15 else "messages"
        status, _ = await person.call("POST", f"{place}/{where}", post, fine=False)
        assert status == 403
    assert "as they were" in words(await told(town, "mod resume", room=made["id"]))
    assert (await town.admin.call("GET", place))["permission_overwrites"] == own


async def test_a_stage_is_not_paused_without_the_right_that_it_needs(town: Town) -> None:
    roles = await town.admin.call("GET", f"/guilds/{town.guild_id}/roles")
    role = next(each["id"] for each in roles if each["name"] == "Waymark")
    own = [{"id": role, "type": 0, "allow": "0", "deny": str(1 << 32)}]
    body = {"name": "stage", "type": 13, "permission_overwrites": own}
    made = await town.admin.call("POST", f"/guilds/{town.guild_id}/channels", body)
    assert "Request To Speak" in words(await told(town, "mod pause", room=made["id"]))
    stands = await town.admin.call("GET", f"/channels/{made['id']}")
    assert stands["permission_overwrites"] == own


async def invites_until(town: Town) -> str:
    """Return until when invites are paused; empty where they are open."""
    incidents: Json = (await guild(town))["incidents_data"] or {}
    return incidents.get("invites_disabled_until") or ""


async def until_slow(town: Town, seconds: int) -> None:
    """Wait until slow mode is so long."""
    for _ in range(600):
        if (await room(town))["rate_limit_per_user"] == seconds:
            return
        await asyncio.sleep(0.05)
    pytest.fail("slow mode was never put back")
