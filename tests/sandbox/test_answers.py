"""How an application answers, in raw requests: what may follow what, and for how long."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.sandbox.driver import APPLICATION, GUILD, LOUNGE, QUESTIONS, Caller, Ear

COMMANDS = f"/applications/{APPLICATION}/commands"
BUTTON = {"type": 2, "style": 1, "label": "b", "custom_id": "b"}
ROW = {"type": 1, "components": [BUTTON]}
FIELD = {"type": 4, "style": 1, "label": "l", "custom_id": "f"}
MODAL = {"custom_id": "m", "title": "t", "components": [{"type": 1, "components": [FIELD]}]}


class Desk:
    """A person who asks and a bot that answers."""

    def __init__(self, bot: Caller, robin: Caller, hears: Ear, sees: Ear) -> None:
        self.bot = bot
        self.robin = robin
        self.hears = hears
        self.sees = sees

    async def asked(self, kind: int = 2, **more: Any) -> Any:
        """Let the person begin an interaction, as the bot hears it."""
        if kind == 2:
            index = await self.robin.get(f"/guilds/{GUILD}/application-command-index")
            more = {"data": {"id": index["application_commands"][0]["id"], "type": 1}}
        body = {"application_id": APPLICATION, "channel_id": LOUNGE, "guild_id": GUILD}
        await self.robin.ok("POST", "/interactions", {"type": kind, **body, **more})
        return await self.hears.wait("INTERACTION_CREATE")

    async def pressed(self, message: Any) -> Any:
        press = {"component_type": 2, "custom_id": "b"}
        return await self.asked(3, message_id=message["id"], data=press)

    async def answer(self, asked: Any, kind: int, data: Any = None) -> Any:
        return await self.bot.ok("POST", callback(asked), {"type": kind, "data": data})


def callback(asked: Any) -> str:
    return f"/interactions/{asked['id']}/{asked['token']}/callback"


def hook(asked: Any, rest: str = "") -> str:
    return f"/webhooks/{APPLICATION}/{asked['token']}{rest}"


ORIGINAL = "/messages/@original"


@pytest.fixture
async def desk(bot: Caller, robin: Caller) -> AsyncIterator[Desk]:
    await bot.ok("PUT", COMMANDS, [{"name": "ask", "description": "d"}])
    async with bot.listening() as hears, robin.listening() as sees:
        yield Desk(bot, robin, hears, sees)


async def test_the_callback_tells_what_it_made_on_request(desk: Desk) -> None:
    asked = await desk.asked()
    path = callback(asked) + "?with_response=1"
    made = await desk.bot.ok("POST", path, {"type": 4, "data": {"content": "hi"}})
    assert made["interaction"]["id"] == asked["id"]
    assert made["resource"]["type"] == 4
    assert made["resource"]["message"]["content"] == "hi"
    assert made["interaction"]["response_message_id"] == made["resource"]["message"]["id"]
    later = await desk.asked()
    reply = await desk.bot.call("POST", callback(later), {"type": 5})
    assert (reply.status, reply.body) == (204, "")


async def test_the_original_is_shown_changed_and_deleted(desk: Desk) -> None:
    asked = await desk.asked()
    await desk.answer(asked, 4, {"content": "first"})
    original = await desk.bot.get(hook(asked, ORIGINAL))
    assert original["content"] == "first"
    await desk.bot.ok("PATCH", hook(asked, ORIGINAL), {"content": "second"})
    assert (await desk.sees.wait("MESSAGE_UPDATE"))["content"] == "second"
    await desk.bot.ok("DELETE", hook(asked, ORIGINAL))
    assert (await desk.sees.wait("MESSAGE_DELETE"))["id"] == original["id"]
    assert await desk.bot.refused("GET", hook(asked, ORIGINAL)) == 10008


async def test_a_deferred_original_is_made_by_a_patch_as_promised(desk: Desk) -> None:
    asked = await desk.asked()
    await desk.answer(asked, 5, {"flags": 64})
    assert await desk.bot.refused("GET", hook(asked, ORIGINAL)) == 10008
    made = await desk.bot.ok("PATCH", hook(asked, ORIGINAL), {"content": "made"})
    assert made["flags"] & 64
    assert (await desk.bot.get(hook(asked, ORIGINAL)))["id"] == made["id"]
    path = f"/channels/{LOUNGE}/messages/{made['id']}"
    assert await desk.bot.refused("GET", path) == 10008
    assert (await desk.robin.call("DELETE", path)).status == 204


async def test_a_deferral_can_be_taken_back(desk: Desk) -> None:
    asked = await desk.asked()
    await desk.answer(asked, 5)
    await desk.bot.ok("DELETE", hook(asked, ORIGINAL))
    assert await desk.bot.refused("GET", hook(asked, ORIGINAL)) == 10008


async def test_followups_stand_beside_the_original(desk: Desk) -> None:
    asked = await desk.asked()
    await desk.answer(asked, 4, {"content": "original"})
    more = await desk.bot.ok("POST", hook(asked), {"content": "more", "flags": 64})
    assert more["flags"] & 64
    path = hook(asked, f"/messages/{more['id']}")
    assert (await desk.bot.get(path))["content"] == "more"
    assert (await desk.bot.ok("PATCH", path, {"content": "less"}))["content"] == "less"
    await desk.bot.ok("DELETE", path)
    assert await desk.bot.refused("GET", path) == 10008
    assert (await desk.bot.get(hook(asked, ORIGINAL)))["content"] == "original"
    assert await desk.bot.refused("POST", hook(asked), {}) == 50006
    assert await desk.bot.refused("PATCH", hook(asked, ORIGINAL), {"content": ""}) == 50006


async def test_a_token_works_after_the_first_answer_and_only_its_own(desk: Desk) -> None:
    asked = await desk.asked()
    assert await desk.bot.refused("POST", hook(asked), {"content": "early"}) == 10015
    assert await desk.bot.refused("GET", f"/webhooks/{APPLICATION}/nothing{ORIGINAL}") == 50027
    wrong = callback({**asked, "id": "1"})
    assert await desk.bot.refused("POST", wrong, {"type": 4, "data": {"content": "x"}}) == 10062
    await desk.answer(asked, 4, {"content": "x"})
    said = await desk.robin.say(LOUNGE, "mine")
    theirs = hook(asked, f"/messages/{said['id']}")
    assert await desk.bot.refused("PATCH", theirs, {"content": "y"}) == 10008


async def test_a_press_is_answered_by_changing_its_message(desk: Desk) -> None:
    message = await desk.bot.say(LOUNGE, "press", components=[ROW])
    asked = await desk.pressed(message)
    assert asked["message"]["id"] == message["id"]
    assert asked["data"] == {"custom_id": "b", "component_type": 2, "id": 2}
    await desk.answer(asked, 6)
    assert (await desk.bot.get(hook(asked, ORIGINAL)))["id"] == message["id"]
    changed = await desk.bot.ok("PATCH", hook(asked, ORIGINAL), {"content": "pressed"})
    assert changed["id"] == message["id"]
    again = await desk.pressed(message)
    await desk.answer(again, 4, {"content": "a reply"})
    reply = await desk.bot.get(hook(again, ORIGINAL))
    assert reply["message_reference"]["message_id"] == message["id"]


async def test_a_form_that_came_from_a_press_can_change_its_message(desk: Desk) -> None:
    message = await desk.bot.say(LOUNGE, "press", components=[ROW])
    asked = await desk.pressed(message)
    await desk.answer(asked, 9, MODAL)
    shown = await desk.sees.wait("INTERACTION_MODAL_CREATE")
    assert (shown["id"], shown["custom_id"]) == (asked["id"], "m")
    filled = {"type": 1, "components": [{"type": 4, "custom_id": "f", "value": "v"}]}
    data = {"id": shown["id"], "custom_id": "m", "components": [filled]}
    submitted = await desk.asked(5, data=data)
    assert submitted["message"]["id"] == message["id"]
    assert submitted["data"]["components"][0]["components"][0]["value"] == "v"
    await desk.answer(submitted, 7, {"content": "filled"})
    assert (await desk.sees.wait("MESSAGE_UPDATE"))["content"] == "filled"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (1, None),
        (6, None),
        (7, {"content": "x"}),
        (8, {"choices": []}),
        (4, {"content": "x" * 2001}),
        (9, {"custom_id": "m", "title": "t"}),
        (9, {**MODAL, "title": "t" * 46}),
        (9, {**MODAL, "components": [{"type": 1, "components": [FIELD]}] * 6}),
        (9, {**MODAL, "components": [{"type": 1, "components": [{**FIELD, "label": None}]}]}),
        (9, {**MODAL, "components": [ROW]}),
        (3, None),
    ],
)
async def test_a_wrong_answer_leaves_the_question_open(desk: Desk, kind: int, data: Any) -> None:
    asked = await desk.asked()
    body = {"type": kind, "data": data}
    assert await desk.bot.refused("POST", callback(asked), body) == 50035
    await desk.answer(asked, 4, {"content": "right"})


async def test_an_empty_answer_is_refused(desk: Desk) -> None:
    asked = await desk.asked()
    assert await desk.bot.refused("POST", callback(asked), {"type": 4, "data": {}}) == 50006


async def test_a_form_is_never_answered_with_a_form(desk: Desk) -> None:
    asked = await desk.asked()
    await desk.answer(asked, 9, MODAL)
    filled = {"type": 1, "components": [{"type": 4, "custom_id": "f", "value": "v"}]}
    data = {"custom_id": "m", "components": [filled]}
    submitted = await desk.asked(5, data=data)
    body = {"type": 9, "data": MODAL}
    assert await desk.bot.refused("POST", callback(submitted), body) == 50035


async def test_choices_are_25_at_most(desk: Desk) -> None:
    option = {"type": 3, "name": "o", "description": "d", "autocomplete": True}
    await desk.bot.ok("PUT", COMMANDS, [{"name": "ask", "description": "d", "options": [option]}])
    index = await desk.robin.get(f"/guilds/{GUILD}/application-command-index")
    typed = {"type": 3, "name": "o", "value": "", "focused": True}
    data = {"id": index["application_commands"][0]["id"], "type": 1, "options": [typed]}
    asked = await desk.asked(4, data=data)
    many = [{"name": str(n), "value": str(n)} for n in range(26)]
    for wrong in (many, [{"name": "x"}], [{"name": "x", "value": "v" * 101}]):
        body = {"type": 8, "data": {"choices": wrong}}
        assert await desk.bot.refused("POST", callback(asked), body) == 50035
    await desk.answer(asked, 8, {"choices": many[:25]})
    shown = await desk.sees.wait("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert len(shown["choices"]) == 25


async def test_selects_of_people_are_resolved_for_the_bot(desk: Desk) -> None:
    select = {"type": 5, "custom_id": "who", "max_values": 2}
    row = {"type": 1, "components": [select]}
    message = await desk.bot.say(LOUNGE, "whom?", components=[row])
    chosen = {"component_type": 5, "custom_id": "who", "values": [desk.robin.id]}
    asked = await desk.asked(3, message_id=message["id"], data=chosen)
    assert asked["data"]["resolved"]["users"][desk.robin.id]["username"] == "robin"
    body = {"application_id": APPLICATION, "channel_id": LOUNGE, "type": 3}
    for values in (["1"], ["x"], []):
        wrong = {**body, "message_id": message["id"], "data": {**chosen, "values": values}}
        assert await desk.robin.refused("POST", "/interactions", wrong) == 50035


async def test_only_the_message_s_own_components_are_pressed(desk: Desk, sam: Caller) -> None:
    disabled = {"type": 1, "components": [{**BUTTON, "disabled": True}]}
    off = await desk.bot.say(LOUNGE, "off", components=[disabled])
    said = await desk.robin.say(LOUNGE, "no bot's")
    body = {"type": 3, "application_id": APPLICATION, "channel_id": LOUNGE}
    data = {"component_type": 2, "custom_id": "b"}
    for message in (off, said):
        wrong = {**body, "message_id": message["id"], "data": data}
        assert await desk.robin.refused("POST", "/interactions", wrong) == 50035
    gone = {**body, "message_id": "1", "data": data}
    assert await desk.robin.refused("POST", "/interactions", gone) == 10008
    asked = await desk.asked()
    await desk.answer(asked, 4, {"content": "for you", "flags": 64, "components": [ROW]})
    alone = await desk.bot.get(hook(asked, ORIGINAL))
    theirs = {**body, "message_id": alone["id"], "data": data}
    assert await sam.refused("POST", "/interactions", theirs) == 10008
    assert (await desk.pressed(alone))["message"]["flags"] & 64


async def test_an_answer_to_a_room_that_is_gone_is_refused(desk: Desk) -> None:
    asked = await desk.asked()
    await desk.answer(asked, 5)
    await desk.bot.ok("DELETE", f"/channels/{LOUNGE}")
    assert await desk.bot.refused("POST", hook(asked), {"content": "x"}) == 10003


async def test_a_webhook_speaks_for_itself(admin: Caller, robin: Caller) -> None:
    assert await robin.refused("POST", f"/channels/{QUESTIONS}/webhooks", {"name": "x"}) == 50013
    made = await admin.ok("POST", f"/channels/{QUESTIONS}/webhooks", {"name": "News"})
    path = f"/webhooks/{made['id']}/{made['token']}"
    async with robin.listening() as ear:
        assert (await robin.call("POST", path, {"content": "news"})).status == 204
        heard = await ear.wait("MESSAGE_CREATE")
        assert (heard["author"]["username"], heard["webhook_id"]) == ("News", made["id"])
    said = await robin.ok("POST", f"{path}?wait=true", {"content": "more"})
    one = f"{path}/messages/{said['id']}"
    assert (await robin.ok("PATCH", one, {"content": "changed"}))["content"] == "changed"
    assert await robin.refused("GET", f"/webhooks/{made['id']}/wrong/messages/1") == 50027
    for listing in (f"/channels/{QUESTIONS}/webhooks", f"/guilds/{GUILD}/webhooks"):
        assert [h["id"] for h in await admin.get(listing)] == [made["id"]]
    assert await robin.refused("DELETE", f"/webhooks/{made['id']}") == 50013
    await admin.ok("DELETE", f"/webhooks/{made['id']}")
    assert await robin.refused("POST", path, {"content": "x"}) == 50027
