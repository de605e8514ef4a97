import json
from typing import Any

import aiohttp
import pytest

from tests.sandbox.driver import (
    ALL_INTENTS,
    APPLICATION,
    LOUNGE,
    MODERATOR,
    STAFF,
    Caller,
)

MESSAGES = f"/channels/{LOUNGE}/messages"
CONTENT = 1 << 15


async def test_a_message_reaches_those_who_may_read_the_room(
    robin: Caller, sam: Caller, moderator: Caller
) -> None:
    async with sam.listening() as ear, moderator.listening() as staff:
        said = await robin.say(LOUNGE, "good evening")
        heard = await ear.wait("MESSAGE_CREATE")
        assert (heard["id"], heard["content"]) == (said["id"], "good evening")
        assert heard["member"]["roles"] == []
        await moderator.say(STAFF, "for staff")
        assert (await staff.wait("MESSAGE_CREATE", lambda m: m["channel_id"] == STAFF))["content"]
        await ear.silence("MESSAGE_CREATE")


async def test_a_room_that_is_closed_is_missing_access(robin: Caller) -> None:
    assert await robin.refused("GET", f"/channels/{STAFF}/messages") == 50001
    assert await robin.refused("POST", f"/channels/{STAFF}/messages", {"content": "x"}) == 50001
    assert await robin.refused("GET", "/channels/1/messages") == 10003


BAD: list[tuple[dict[str, Any], int, str | None]] = [
    ({}, 50006, None),
    ({"content": "   "}, 50006, None),
    ({"content": "x" * 2001}, 50035, "content"),
    ({"content": ["x"]}, 50035, "content"),
    ({"embeds": [{"title": "x" * 257}]}, 50035, "embeds"),
    ({"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, 50035, "embeds"),
    ({"embeds": [{"fields": [{"name": "a"}]}]}, 50035, "embeds"),
    ({"embeds": "none"}, 50035, "embeds"),
    ({"content": "x", "nonce": "n" * 26}, 50035, "nonce"),
    ({"content": "x", "components": [{"type": 1, "components": []}]}, 50035, "components"),
    ({"content": "x", "components": [{"type": 2, "style": 1}]}, 50035, "components"),
    ({"content": "x", "allowed_mentions": {"parse": ["all"]}}, 50035, "allowed_mentions"),
    ({"content": "x", "message_reference": {"message_id": "1"}}, 50035, "message_reference"),
]


@pytest.mark.parametrize(("body", "code", "field"), BAD)
async def test_a_bad_message_is_refused_with_the_field(
    robin: Caller, body: dict[str, Any], code: int, field: str | None
) -> None:
    reply = await robin.call("POST", MESSAGES, body)
    assert (reply.status, reply.body["code"]) == (400, code)
    if field is not None:
        assert field in reply.body["errors"]


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def button(number: int, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "b", "custom_id": f"b{number}", **more}


@pytest.mark.parametrize(
    "components",
    [
        [row(*(button(n) for n in range(6)))],
        [row(button(n)) for n in range(6)],
        [row(button(1), button(1))],
        [row(button(1, style=5))],
        [row(button(1, label=None))],
        [row({"type": 3, "custom_id": "s", "options": []})],
        [row({"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "v"}] * 2})],
        [row({"type": 4, "custom_id": "t", "style": 1, "label": "l"})],
        [row(button(1), {"type": 5, "custom_id": "u"})],
    ],
)
async def test_components_beyond_the_limits_are_refused(
    bot: Caller, components: list[dict[str, Any]]
) -> None:
    body = {"content": "x", "components": components}
    assert await bot.refused("POST", MESSAGES, body) == 50035


async def test_a_nonce_makes_one_message_within_its_window(bot: Caller) -> None:
    body = {"content": "once", "nonce": "n1", "enforce_nonce": True}
    first = await bot.ok("POST", MESSAGES, body)
    again = await bot.ok("POST", MESSAGES, body)
    assert again["id"] == first["id"]
    assert first["nonce"] == "n1"
    other = await bot.ok("POST", MESSAGES, {**body, "enforce_nonce": False})
    assert other["id"] != first["id"]
    await move(bot, 600)
    late = await bot.ok("POST", MESSAGES, body)
    assert late["id"] not in (first["id"], other["id"])


async def move(caller: Caller, seconds: float) -> None:
    url = caller.server.sandbox.origin + "/sandbox/clock"
    async with caller.http.post(url, json={"advance_seconds": seconds}) as answer:
        assert answer.status == 200


async def test_history_is_read_around_before_and_after(robin: Caller) -> None:
    said = [(await robin.say(LOUNGE, str(number)))["id"] for number in range(10)]
    ids = [m["id"] for m in await robin.get(f"{MESSAGES}?limit=3")]
    assert ids == said[:-4:-1]
    before = await robin.get(f"{MESSAGES}?before={said[5]}&limit=2")
    assert [m["id"] for m in before] == [said[4], said[3]]
    after = await robin.get(f"{MESSAGES}?after={said[5]}&limit=2")
    assert [m["id"] for m in after] == [said[7], said[6]]
    around = await robin.get(f"{MESSAGES}?around={said[5]}&limit=3")
    assert [m["id"] for m in around] == [said[6], said[5], said[4]]
    assert await robin.refused("GET", f"{MESSAGES}?limit=101") == 50035


async def test_one_edits_and_deletes_ones_own(
    robin: Caller, sam: Caller, moderator: Caller
) -> None:
    said = await robin.say(LOUNGE, "first")
    path = f"{MESSAGES}/{said['id']}"
    edited = await robin.ok("PATCH", path, {"content": "second"})
    assert edited["edited_timestamp"] is not None
    assert await sam.refused("PATCH", path, {"content": "third"}) == 50005
    assert await moderator.refused("PATCH", path, {"content": "third"}) == 50005
    assert await sam.refused("DELETE", path) == 50013
    async with robin.listening() as ear:
        assert (await moderator.call("DELETE", path)).status == 204
        assert (await ear.wait("MESSAGE_DELETE"))["id"] == said["id"]
    assert await robin.refused("GET", path) == 10008


async def test_a_reply_pings_whom_it_answers_unless_told_not_to(bot: Caller, robin: Caller) -> None:
    said = await robin.say(LOUNGE, "a question")
    reference = {"message_id": int(said["id"]), "channel_id": int(LOUNGE)}
    reply = await bot.say(LOUNGE, "an answer", message_reference=reference)
    assert reply["type"] == 19
    assert reply["referenced_message"]["id"] == said["id"]
    assert [user["id"] for user in reply["mentions"]] == [robin.id]
    quiet: dict[str, Any] = {"message_reference": reference, "allowed_mentions": {"parse": []}}
    assert (await bot.say(LOUNGE, "quietly", **quiet))["mentions"] == []


async def test_allowed_mentions_decide_who_is_pinged(bot: Caller, robin: Caller) -> None:
    words = f"<@{robin.id}> <@&{MODERATOR}> @everyone"
    loud = await bot.say(LOUNGE, words)
    assert [u["id"] for u in loud["mentions"]] == [robin.id]
    assert loud["mention_roles"] == [MODERATOR]
    assert loud["mention_everyone"] is True
    calm = await bot.say(LOUNGE, words, allowed_mentions={"parse": [], "roles": [MODERATOR]})
    assert (calm["mentions"], calm["mention_roles"]) == ([], [MODERATOR])
    assert calm["mention_everyone"] is False
    person = await robin.say(LOUNGE, "@everyone")
    assert person["mention_everyone"] is False


async def test_words_are_hidden_from_a_bot_without_the_intent(bot: Caller, robin: Caller) -> None:
    async with bot.listening(ALL_INTENTS & ~CONTENT) as ear:
        await robin.say(LOUNGE, "private words")
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == ""
        await robin.say(LOUNGE, f"<@{APPLICATION}> hello")
        assert "hello" in (await ear.wait("MESSAGE_CREATE"))["content"]
        channel = await robin.ok("POST", "/users/@me/channels", {"recipient_id": APPLICATION})
        await robin.say(channel["id"], "directly")
        direct = await ear.wait("MESSAGE_CREATE")
        assert direct["content"] == "directly"
        assert "guild_id" not in direct
    async with bot.listening() as ear:
        await robin.say(LOUNGE, "open words")
        assert (await ear.wait("MESSAGE_CREATE"))["content"] == "open words"


async def test_bulk_deletion_keeps_its_limits(bot: Caller, robin: Caller) -> None:
    path = f"{MESSAGES}/bulk-delete"
    said = [int((await robin.say(LOUNGE, "x"))["id"]) for _ in range(3)]
    assert await bot.refused("POST", path, {"messages": said[:1]}) == 50016
    assert await bot.refused("POST", path, {"messages": list(range(101))}) == 50016
    assert await robin.refused("POST", path, {"messages": said}) == 50013
    await move(bot, 14 * 86_400 + 60)
    assert await bot.refused("POST", path, {"messages": said}) == 50034
    fresh = [(await robin.say(LOUNGE, "x"))["id"] for _ in range(2)]
    async with robin.listening() as ear:
        await bot.ok("POST", path, {"messages": fresh})
        assert sorted((await ear.wait("MESSAGE_DELETE_BULK"))["ids"]) == sorted(fresh)


async def test_files_come_back_as_they_were_sent(bot: Caller) -> None:
    form = aiohttp.FormData()
    described = {"attachments": [{"id": 0, "filename": "a.ics", "description": "dates"}]}
    form.add_field("payload_json", json.dumps(described), content_type="application/json")
    form.add_field("files[0]", b"BEGIN:VCALENDAR", filename="a.ics", content_type="text/calendar")
    made = await bot.ok("POST", MESSAGES, data=form)
    file = made["attachments"][0]
    assert (file["filename"], file["size"], file["description"]) == ("a.ics", 15, "dates")
    async with bot.http.get(file["url"]) as answer:
        assert await answer.read() == b"BEGIN:VCALENDAR"


async def test_closed_direct_messages_are_refused(bot: Caller, robin: Caller, server: Any) -> None:
    channel = await bot.ok("POST", "/users/@me/channels", {"recipient_id": int(robin.id)})
    assert [u["id"] for u in channel["recipients"]] == [robin.id]
    await bot.say(channel["id"], "hello")
    url = server.sandbox.origin + "/sandbox/faults"
    async with bot.http.post(url, json={"close_dms": [robin.id]}) as answer:
        assert answer.status == 200
    path = f"/channels/{channel['id']}/messages"
    assert await bot.refused("POST", path, {"content": "hello?"}) == 50007


async def test_reactions_are_counted_and_told(robin: Caller, sam: Caller) -> None:
    said = await robin.say(LOUNGE, "nice")
    path = f"{MESSAGES}/{said['id']}/reactions/%F0%9F%91%8D"
    async with robin.listening() as ear:
        await sam.ok("PUT", f"{path}/@me")
        added = await ear.wait("MESSAGE_REACTION_ADD")
        assert (added["user_id"], added["emoji"]["name"]) == (sam.id, "👍")
        await robin.ok("PUT", f"{path}/@me")
        assert [u["id"] for u in await robin.get(path)] == sorted([robin.id, sam.id])
        shown = await robin.get(f"{MESSAGES}/{said['id']}")
        assert (shown["reactions"][0]["count"], shown["reactions"][0]["me"]) == (2, True)
        await sam.ok("DELETE", f"{path}/@me")
        assert (await ear.wait("MESSAGE_REACTION_REMOVE"))["user_id"] == sam.id
    assert await robin.refused("DELETE", f"{path}/{sam.id}") == 50013
    assert await robin.refused("PUT", f"{MESSAGES}/{said['id']}/reactions/x/@me") == 10014


@pytest.mark.parametrize("pins", ["pins", "messages/pins"])
async def test_pins_are_kept_in_both_forms(bot: Caller, robin: Caller, pins: str) -> None:
    said = await robin.say(LOUNGE, "to keep")
    path = f"/channels/{LOUNGE}/{pins}"
    assert await robin.refused("PUT", f"{path}/{said['id']}") == 50013
    await bot.ok("PUT", f"{path}/{said['id']}")
    listed = await robin.get(path)
    kept = listed[0] if pins == "pins" else listed["items"][0]["message"]
    assert kept["id"] == said["id"]
    await bot.ok("DELETE", f"{path}/{said['id']}")
    assert (await robin.get(f"{MESSAGES}/{said['id']}"))["pinned"] is False


async def test_typing_is_shown_to_the_others(robin: Caller, sam: Caller) -> None:
    async with sam.listening() as ear:
        await robin.ok("POST", f"/channels/{LOUNGE}/typing")
        assert (await ear.wait("TYPING_START"))["user_id"] == robin.id


async def test_slow_mode_holds_members_back(bot: Caller, robin: Caller) -> None:
    await bot.ok("PATCH", f"/channels/{LOUNGE}", {"rate_limit_per_user": 30})
    await robin.say(LOUNGE, "one")
    reply = await robin.call("POST", MESSAGES, {"content": "two"})
    assert (reply.status, reply.body["code"]) == (429, 20016)
    await move(bot, 31)
    await robin.say(LOUNGE, "two")


async def test_a_poll_shows_its_question_and_answers(robin: Caller, sam: Caller) -> None:
    asked = {
        "question": {"text": "which evening?"},
        "answers": [{"poll_media": {"text": "monday"}}, {"poll_media": {"text": "friday"}}],
    }
    async with sam.listening() as ear:
        await robin.call("POST", MESSAGES, {"poll": asked})
        heard = await ear.wait("MESSAGE_CREATE")

    assert heard["poll"]["question"]["text"] == "which evening?"
    assert [each["poll_media"]["text"] for each in heard["poll"]["answers"]] == ["monday", "friday"]


async def test_a_forward_carries_the_words_and_no_name(robin: Caller, sam: Caller) -> None:
    said = await robin.say(LOUNGE, "worth a look")
    forward = {"type": 1, "channel_id": LOUNGE, "message_id": said["id"]}
    async with robin.listening() as ear:
        await sam.call("POST", MESSAGES, {"message_reference": forward})
        heard = await ear.wait("MESSAGE_CREATE")

    [shown] = heard["message_snapshots"]
    assert shown["message"]["content"] == "worth a look"
    assert "author" not in shown["message"]
    assert heard["content"] == ""


async def test_what_one_may_not_read_is_not_forwarded(robin: Caller, moderator: Caller) -> None:
    said = await moderator.say(STAFF, "for staff")
    forward = {"type": 1, "channel_id": STAFF, "message_id": said["id"]}

    assert await robin.refused("POST", MESSAGES, {"message_reference": forward}) == 50001
