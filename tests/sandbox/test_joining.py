"""What Discord puts before a server: its rules screening, and its onboarding questions."""

import pytest

from tests.sandbox.driver import ADMIN, APPLICATION, FACILITATOR, GUILD, LOUNGE, WELCOME, Caller

G = f"/guilds/{GUILD}"
GATE = "MEMBER_VERIFICATION_GATE_ENABLED"
# Discord's own word for whoever has not passed the screening: "Channel verification level".
NOT_PASSED = 50009
MESSAGES = f"/channels/{LOUNGE}/messages"
PRESS = {
    "type": 3,
    "application_id": APPLICATION,
    "session_id": "a session",
    "channel_id": LOUNGE,
    "guild_id": GUILD,
    "message_id": "1",
    "data": {"component_type": 2, "custom_id": "rules:agree:1"},
}


@pytest.fixture
async def newcomer(admin: Caller, robin: Caller) -> Caller:
    """Robin, who leaves and comes in by an invite once screening is on."""
    await admin.ok("PATCH", G, {"features": [GATE]})
    invite = await admin.ok("POST", f"/channels/{WELCOME}/invites", {})
    await robin.ok("DELETE", f"/users/@me{G}")
    await robin.ok("POST", f"/invites/{invite['code']}", {})
    return robin


async def test_who_has_not_passed_the_screening_reads_and_does_nothing_else(
    admin: Caller, newcomer: Caller
) -> None:
    said = await admin.say(LOUNGE, "hello")
    assert (await admin.get(f"{G}/members/{newcomer.id}"))["pending"]
    assert [each["id"] for each in await newcomer.get(MESSAGES)] == [said["id"]]

    assert await newcomer.refused("POST", MESSAGES, {"content": "x"}) == NOT_PASSED
    assert await newcomer.refused("POST", "/interactions", PRESS) == NOT_PASSED
    reaction = f"{MESSAGES}/{said['id']}/reactions/%F0%9F%91%8D/@me"
    assert await newcomer.refused("PUT", reaction) == 50013
    assert await newcomer.refused("PATCH", f"{G}/members/@me", {"nick": "x"}) == 50013


async def test_whoever_completes_the_screening_may_write_and_everybody_is_told(
    admin: Caller, newcomer: Caller
) -> None:
    async with admin.listening() as ear:
        done = await newcomer.ok("PUT", f"{G}/requests/@me", {})
        assert done["application_status"] == "APPROVED"
        changed = await ear.wait("GUILD_MEMBER_UPDATE")
    assert (changed["user"]["id"], changed["pending"]) == (newcomer.id, False)
    await newcomer.say(LOUNGE, "hello")
    assert await newcomer.refused("PUT", f"{G}/requests/@me", {}) == 0


async def test_a_role_carries_past_the_screening(bot: Caller, newcomer: Caller) -> None:
    await bot.ok("PUT", f"{G}/members/{newcomer.id}/roles/{FACILITATOR}")
    await newcomer.say(LOUNGE, "hello")


async def test_onboarding_is_shown_and_changed_by_whoever_manages_the_server(
    admin: Caller, moderator: Caller, bot: Caller
) -> None:
    option = {"title": "A member", "role_ids": [FACILITATOR]}
    body = {
        "prompts": [{"id": "1", "title": "Who are you?", "options": [option]}],
        "enabled": True,
        "mode": 0,
        "default_channel_ids": [],
    }
    assert not (await bot.get(f"{G}/onboarding"))["enabled"]
    assert await moderator.refused("PUT", f"{G}/onboarding", body) == 50013
    await admin.ok("PUT", f"{G}/onboarding", body)
    shown = await bot.get(f"{G}/onboarding")
    assert shown["enabled"]
    assert shown["prompts"][0]["options"][0]["role_ids"] == [FACILITATOR]

    unknown = {**option, "role_ids": [str(int(ADMIN) + 77)]}
    prompts = [{"id": "1", "title": "Who are you?", "options": [unknown]}]
    assert await admin.refused("PUT", f"{G}/onboarding", {**body, "prompts": prompts}) == 10011
