"""Registering commands, and what a person may put into their options."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from tests.sandbox.driver import (
    ALL_INTENTS,
    APPLICATION,
    GUILD,
    LOUNGE,
    MODERATOR,
    STAFF,
    Caller,
    Ear,
)

ALL = f"/applications/{APPLICATION}/commands"
IN_GUILD = f"/applications/{APPLICATION}/guilds/{GUILD}/commands"


def command(name: str = "ask", *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "d", "type": 1, "options": list(options), **more}


def option(kind: int, name: str = "o", **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "description": "d", **more}


async def test_a_command_keeps_its_id_and_gets_a_version_when_it_changes(bot: Caller) -> None:
    first = (await bot.ok("PUT", ALL, [command()]))[0]
    same = (await bot.ok("PUT", ALL, [command()]))[0]
    assert same == first
    changed = (await bot.ok("PUT", ALL, [command(description="other")]))[0]
    assert changed["id"] == first["id"]
    assert changed["version"] != first["version"]
    assert await bot.ok("PUT", ALL, []) == []


async def test_one_command_is_made_changed_and_deleted(bot: Caller) -> None:
    for path in (ALL, IN_GUILD):
        made = await bot.call("POST", path, command())
        assert made.status == 201
        again = await bot.call("POST", path, command(description="other"))
        assert (again.status, again.body["id"]) == (200, made.body["id"])
        one = f"{path}/{made.body['id']}"
        changed = await bot.ok("PATCH", one, {"name": "asks", "nsfw": True})
        assert (changed["name"], changed["description"]) == ("asks", "other")
        assert (await bot.get(one)) == changed
        await bot.ok("DELETE", one)
        assert await bot.refused("GET", one) == 10063
    assert await bot.get(f"{IN_GUILD}/permissions") == []


NESTED = option(1, "leaf")
WORDY = [{"name": f"{n:0100}", "value": f"{n:0100}"} for n in range(25)]
BAD: list[dict[str, Any]] = [
    {},
    {"name": "x"},
    command("UPPER"),
    command("with space"),
    command("x" * 33),
    command(description=""),
    command(description="x" * 101),
    command(type=9),
    command(contexts=[5]),
    command(default_member_permissions="many"),
    command("x", *(option(3, f"o{n}") for n in range(26))),
    command("x", option(3), option(3)),
    command("x", option(3, "a"), option(3, "b", required=True)),
    command("x", option(1), option(3, "b")),
    command("x", option(2, options=[option(2, "b")])),
    command("x", option(2, options=[option(1, "b", options=[NESTED])])),
    command("x", option(3, choices=[{"name": "a"}])),
    command("x", option(4, choices=[{"name": "a", "value": "text"}])),
    command("x", option(3, choices=[{"name": "a", "value": "v"}], autocomplete=True)),
    command("x", option(3, min_length=-1)),
    command("x", option(4, min_value=2**60)),
    command("x", option(99)),
    command("Quote", type=3),
    {"name": "Quote", "type": 3, "options": [option(3)]},
    command("x", *(option(3, f"o{n}", choices=WORDY) for n in range(4))),
]


@pytest.mark.parametrize("body", BAD)
async def test_a_command_against_the_rules_is_refused(bot: Caller, body: dict[str, Any]) -> None:
    assert await bot.refused("POST", ALL, body) == 50035
    reply = await bot.call("PUT", ALL, [command("fine"), body])
    assert (reply.status, reply.body["code"]) == (400, 50035)
    assert "1" in reply.body["errors"]
    assert await bot.get(ALL) == []


async def test_names_are_taken_once_and_a_hundred_are_the_most(bot: Caller) -> None:
    assert await bot.refused("PUT", ALL, [command(), command()]) == 50035
    many = [command(f"c{n}") for n in range(100)]
    assert len(await bot.ok("PUT", ALL, many)) == 100
    assert await bot.refused("POST", ALL, command("more")) == 30032
    menus = [{"name": f"m{n}", "type": 3} for n in range(16)]
    assert await bot.refused("PUT", ALL, menus) == 30032


async def test_contexts_and_admin_only_decide_where_and_for_whom(
    bot: Caller, robin: Caller, admin: Caller
) -> None:
    await bot.ok(
        "PUT",
        ALL,
        [
            command("anywhere"),
            command("direct", contexts=[1]),
            command("guild", contexts=[0]),
            command("old", dm_permission=False),
            command("mine", integration_types=[1]),
            command("nobody", default_member_permissions="0"),
        ],
    )
    await bot.ok("PUT", IN_GUILD, [command("local")])
    path = f"/guilds/{GUILD}/application-command-index"
    for person in (robin, admin):
        index = await person.get(path)
        names = {c["name"] for c in index["application_commands"]}
        assert names == {"anywhere", "guild", "old", "local"}
    channel = await robin.ok("POST", "/users/@me/channels", {"recipient_id": APPLICATION})
    index = await robin.get(f"/channels/{channel['id']}/application-command-index")
    names = {c["name"] for c in index["application_commands"]}
    assert names == {"anywhere", "direct", "nobody"}


KINDS = command(
    "kinds",
    option(3, "text", min_length=2, max_length=4),
    option(4, "whole", min_value=1, max_value=9),
    option(5, "truth"),
    option(6, "user"),
    option(7, "room", channel_types=[0]),
    option(8, "role"),
    option(9, "either"),
    option(10, "number", max_value=1.5),
    option(11, "file"),
    option(3, "chosen", choices=[{"name": "A", "value": "a"}]),
)
NEST = command("nest", option(2, "group", options=[option(1, "leaf", options=[option(3, "t")])]))


@pytest.fixture
async def hearing(bot: Caller) -> AsyncIterator[Ear]:
    await bot.ok("PUT", ALL, [KINDS, NEST])
    async with bot.listening(ALL_INTENTS) as ear:
        yield ear


async def invoke(
    person: Caller, name: str, *options: Any, kind: int = 2, **more: Any
) -> dict[str, Any]:
    index = await person.get(f"/guilds/{GUILD}/application-command-index")
    found = next(c for c in index["application_commands"] if c["name"] == name)
    return {
        "type": kind,
        "application_id": APPLICATION,
        "guild_id": GUILD,
        "channel_id": LOUNGE,
        "data": {"id": found["id"], "name": name, "type": 1, "options": list(options), **more},
    }


def value(kind: int, name: str, what: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "value": what, **more}


async def test_options_are_typed_and_resolved(robin: Caller, sam: Caller, hearing: Ear) -> None:
    body = await invoke(
        robin,
        "kinds",
        value(3, "text", "word"),
        value(4, "whole", "7"),
        value(5, "truth", True),
        value(6, "user", sam.id),
        value(7, "room", LOUNGE),
        value(8, "role", MODERATOR),
        value(9, "either", MODERATOR),
        value(10, "number", 1.25),
        value(3, "chosen", "a"),
    )
    await robin.ok("POST", "/interactions", body)
    heard = await hearing.wait("INTERACTION_CREATE")
    given = {o["name"]: o["value"] for o in heard["data"]["options"]}
    assert (given["whole"], given["truth"], given["user"]) == (7, True, sam.id)
    resolved = heard["data"]["resolved"]
    assert resolved["users"][sam.id]["username"] == "sam"
    assert resolved["members"][sam.id]["permissions"]
    assert resolved["roles"][MODERATOR]["name"] == "moderator"
    assert resolved["channels"][LOUNGE]["permissions"]
    assert heard["member"]["user"]["id"] == robin.id
    assert heard["channel"]["id"] == LOUNGE
    assert heard["attachment_size_limit"] > 0


@pytest.mark.parametrize(
    "wrong",
    [
        value(3, "text", "x"),
        value(3, "text", "xxxxx"),
        value(4, "whole", 0),
        value(4, "whole", 10),
        value(4, "whole", "seven"),
        value(5, "truth", "yes"),
        value(6, "user", "1"),
        value(7, "room", GUILD + "999"),
        value(8, "role", "x"),
        value(9, "either", "1"),
        value(10, "number", "much"),
        value(10, "number", 2),
        value(11, "file", "0"),
        value(3, "chosen", "b"),
        value(3, "unknown", "b"),
        {"type": 3, "name": "text"},
    ],
)
async def test_a_wrong_value_is_refused(robin: Caller, hearing: Ear, wrong: dict[str, Any]) -> None:
    assert hearing.ready
    body = await invoke(robin, "kinds", wrong)
    assert await robin.refused("POST", "/interactions", body) == 50035


async def test_a_voice_room_is_not_on_offer_where_text_is_asked(
    bot: Caller, robin: Caller, hearing: Ear
) -> None:
    assert hearing.ready
    voice = await bot.ok("POST", f"/guilds/{GUILD}/channels", {"name": "v", "type": 2})
    body = await invoke(robin, "kinds", value(7, "room", voice["id"]))
    assert await robin.refused("POST", "/interactions", body) == 50035


async def test_a_file_comes_with_its_option(robin: Caller, hearing: Ear) -> None:
    body = await invoke(robin, "kinds", value(11, "file", 0))
    body["data"]["attachments"] = [{"id": "0", "filename": "a.txt"}]
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    form.add_field("files[0]", b"words", filename="a.txt", content_type="text/plain")
    await robin.ok("POST", "/interactions", data=form)
    data = (await hearing.wait("INTERACTION_CREATE"))["data"]
    assert data["resolved"]["attachments"][data["options"][0]["value"]]["size"] == 5


async def test_nested_commands_are_chosen_to_the_leaf(robin: Caller, hearing: Ear) -> None:
    leaf = {"type": 1, "name": "leaf", "options": [value(3, "t", "x")]}
    group = {"type": 2, "name": "group", "options": [leaf]}
    await robin.ok("POST", "/interactions", await invoke(robin, "nest", group))
    data = (await hearing.wait("INTERACTION_CREATE"))["data"]
    assert data["options"][0]["options"][0]["options"][0]["value"] == "x"
    assert await robin.refused("POST", "/interactions", await invoke(robin, "nest")) == 50035
    typed = {**leaf, "options": [value(3, "t", "x", focused=True)]}
    body = await invoke(robin, "nest", {**group, "options": [typed]}, kind=4)
    await robin.ok("POST", "/interactions", body)
    assert (await hearing.wait("INTERACTION_CREATE"))["type"] == 4
    unfocused = await invoke(robin, "nest", group, kind=4)
    assert await robin.refused("POST", "/interactions", unfocused) == 50035


async def test_an_outdated_version_is_refused(robin: Caller, hearing: Ear) -> None:
    assert hearing.ready
    body = await invoke(robin, "kinds", version="1")
    assert await robin.refused("POST", "/interactions", body) == 50035


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"application_id": "1"}, 10002),
        ({"channel_id": "1"}, 10003),
        ({"channel_id": STAFF}, 50001),
        ({"type": 1}, 50035),
        ({"data": None}, 50035),
    ],
)
async def test_an_interaction_needs_its_place(
    robin: Caller, hearing: Ear, change: dict[str, Any], code: int
) -> None:
    assert hearing.ready
    body = await invoke(robin, "kinds")
    assert await robin.refused("POST", "/interactions", {**body, **change}) == code


async def test_a_bot_that_is_not_there_cannot_be_asked(robin: Caller, sam: Caller) -> None:
    channel = await robin.ok("POST", "/users/@me/channels", {"recipient_id": sam.id})
    body = {"type": 2, "application_id": APPLICATION, "data": {"id": "1"}}
    reply = await robin.refused("POST", "/interactions", {**body, "channel_id": channel["id"]})
    assert reply == 50001


async def test_a_timed_out_member_uses_no_commands(
    bot: Caller, robin: Caller, hearing: Ear
) -> None:
    assert hearing.ready
    body = await invoke(robin, "kinds")
    until = (bot.server.sandbox.now() + timedelta(minutes=1)).isoformat()
    path = f"/guilds/{GUILD}/members/{robin.id}"
    await bot.ok("PATCH", path, {"communication_disabled_until": until})
    assert await robin.refused("POST", "/interactions", body) == 50013
