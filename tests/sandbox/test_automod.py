from typing import Any

from tests.sandbox.driver import GUILD, LOUNGE, STAFF, Caller

G = f"/guilds/{GUILD}"


def rule(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": "no vendors",
        "event_type": 1,
        "trigger_type": 1,
        "trigger_metadata": {"keyword_filter": ["vendor*"], "regex_patterns": [r"buy\s+now"]},
        "actions": list(actions),
        "enabled": True,
        **more,
    }


BLOCK = {"type": 1, "metadata": {"custom_message": "Not here, please."}}
ALERT = {"type": 2, "metadata": {"channel_id": STAFF}}
TIMEOUT = {"type": 3, "metadata": {"duration_seconds": 60}}


async def test_automod_blocks_alerts_and_times_out(
    bot: Caller, robin: Caller, admin: Caller
) -> None:
    await bot.ok("POST", f"{G}/auto-moderation/rules", rule(BLOCK, ALERT, TIMEOUT))
    async with bot.listening() as ear:
        reply = await robin.call("POST", f"/channels/{LOUNGE}/messages", {"content": "a VENDORS"})
        assert (reply.status, reply.body["code"]) == (400, 200000)
        told = [await ear.wait("AUTO_MODERATION_ACTION_EXECUTION") for _ in range(3)]
        assert [t["action"]["type"] for t in told] == [1, 2, 3]
        assert told[0]["matched_keyword"] == "vendor*"
        assert told[0]["matched_content"] == "VENDOR"
        alert = await ear.wait("MESSAGE_CREATE")
        assert (alert["type"], alert["channel_id"]) == (24, STAFF)
    assert (await admin.get(f"{G}/members/{robin.id}"))["communication_disabled_until"]
    await admin.say(LOUNGE, "vendors are for admins to name")


async def test_automod_lets_a_flagged_message_stand(bot: Caller, robin: Caller) -> None:
    made = await bot.ok("POST", f"{G}/auto-moderation/rules", rule(ALERT))
    async with bot.listening() as ear:
        said = await robin.say(LOUNGE, "buy  now")
        told = await ear.wait("AUTO_MODERATION_ACTION_EXECUTION")
        assert told["message_id"] == said["id"]
    path = f"{G}/auto-moderation/rules/{made['id']}"
    await bot.ok("PATCH", path, {"exempt_channels": [LOUNGE]})
    async with bot.listening() as ear:
        await robin.say(LOUNGE, "buy now")
        await ear.silence("AUTO_MODERATION_ACTION_EXECUTION")
    await bot.ok("DELETE", path)
    assert await bot.get(f"{G}/auto-moderation/rules") == []


async def test_automod_rules_are_checked(bot: Caller, robin: Caller) -> None:
    path = f"{G}/auto-moderation/rules"
    assert await robin.refused("POST", path, rule(BLOCK)) == 50013
    wrong = [{"regex_patterns": [each]} for each in ("(", "(?<!not )sell", r"(a)\1", "x" * 261)]
    wrong += [{"regex_patterns": ["x"] * 11}]
    wrong += [{"keyword_filter": ["x" * 61]}, {"keyword_filter": ["x"] * 1001}]
    wrong += [{"keyword_filter": ["x"], "allow_list": ["y"] * 101}]
    for body in (
        {},
        rule(),
        *(rule(BLOCK, trigger_metadata=each) for each in wrong),
        rule({"type": 2}),
        rule(TIMEOUT, trigger_type=3),
    ):
        assert await bot.refused("POST", path, body) == 50035
    for _ in range(6):
        await bot.ok("POST", path, rule(BLOCK))
    assert await bot.refused("POST", path, rule(BLOCK)) == 50035


async def test_automod_knows_presets_mentions_and_exceptions(bot: Caller, robin: Caller) -> None:
    path, messages = f"{G}/auto-moderation/rules", f"/channels/{LOUNGE}/messages"
    preset = {"presets": [1], "allow_list": ["hell"]}
    await bot.ok("POST", path, rule(BLOCK, trigger_type=4, trigger_metadata=preset))
    mentions = {"mention_total_limit": 2}
    await bot.ok("POST", path, rule(BLOCK, trigger_type=5, trigger_metadata=mentions))
    await bot.ok("POST", path, rule(BLOCK, trigger_type=3, trigger_metadata={}))
    assert await robin.refused("POST", messages, {"content": "oh damn"}) == 200000
    await robin.say(LOUNGE, "what the hell")
    many = " ".join(f"<@{n}>" for n in range(3))
    assert await robin.refused("POST", messages, {"content": many}) == 200000
    off = await bot.ok("POST", path, rule(BLOCK, enabled=False))
    await robin.say(LOUNGE, "a vendor")
    await bot.ok("PATCH", f"{path}/{off['id']}", {"enabled": True})
    said = await robin.say(LOUNGE, "clean")
    edited = f"{messages}/{said['id']}"
    assert await robin.refused("PATCH", edited, {"content": "a vendor"}) == 200000
    assert (await robin.get(edited))["content"] == "clean"
    assert (await bot.get(f"{path}/{off['id']}"))["enabled"] is True
    assert await bot.refused("GET", f"{path}/1") == 10066
