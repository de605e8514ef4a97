"""Joining at Discord: as a member, a second one, a moderator who may not edit, and an admin."""

import signal

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import Json, Person, Town, buttons, words

pytestmark = pytest.mark.e2e

AGREE = "I am 18 or older, and I agree"
TEXT = "Be kind. What is said here stays here. This group is for people of 18 years or older."
GATE = "MEMBER_VERIFICATION_GATE_ENABLED"


async def use(person: Person, town: Town, name: str, **options: str) -> Json:
    return await person.answered(await person.slash(town.at("staff"), name, **options))


async def ask(person: Person, town: Town, name: str) -> str:
    return words(await person.answered(await person.slash(town.at("lounge"), name)))


async def role_of(town: Town, name: str = "circle", permissions: str = "0") -> str:
    body = {"name": name, "permissions": permissions}
    return (await town.admin.call("POST", f"/guilds/{town.guild_id}/roles", body))["id"]


async def roles(town: Town, person: Person) -> list[str]:
    found = await town.admin.call("GET", f"/guilds/{town.guild_id}/members/{person.id}")
    return found["roles"]


async def put_up(town: Town, role_id: str) -> Json:
    """Choose the role, put the card up, and return it."""
    await use(town.admin, town, "clinic rules role", role=role_id)
    asked = await use(town.admin, town, "clinic rules post", place=town.rooms["welcome"])
    await town.admin.press(asked, "Put it up", town.guild_id)
    await town.admin.becomes(asked, "The card is up")
    return await town.member.sees(lambda message: "Version 1" in words(message))


async def test_a_member_reads_agrees_and_takes_it_back(town: Town) -> None:
    member, admin = town.member, town.admin
    assert "not put up the rules yet" in await ask(member, town, "rules read")
    role_id = await role_of(town)
    card = await put_up(town, role_id)
    assert "18 or older" in words(card)

    done = await member.answered(await member.press(card, AGREE, town.guild_id))
    assert done["flags"] & 64
    assert role_id in await roles(town, member)
    assert "You agreed to this" in await ask(member, town, "rules read")
    assert "welcome" in await ask(town.second, town, "rules agree")

    asked = await use(admin, town, "rules withdraw")
    assert "nothing to take back" in words(asked)
    asked = await member.answered(await member.slash(town.at("lounge"), "rules withdraw"))
    await member.press(asked, "Yes, take it back", town.guild_id)
    told = await member.becomes(asked, "It is taken back")
    assert "/support now" in words(told)
    assert role_id not in await roles(town, member)
    assert role_id in await roles(town, town.second)


async def test_roles_that_allow_anything_are_not_handed_out(town: Town) -> None:
    guild = await town.admin.call("GET", f"/guilds/{town.guild_id}")
    by_name = {role["name"]: role["id"] for role in guild["roles"]}
    for role_id, said in (
        (await role_of(town, "warden", str(1 << 40)), "allows acting on others"),
        (by_name["moderator"], "Please pick"),
        (town.guild_id, "Everybody has that role"),
    ):
        told = await use(town.admin, town, "clinic rules role", role=role_id)
        assert said in words(told)
    for name, options in (
        ("clinic rules role", {"role": await role_of(town)}),
        ("clinic rules post", {"place": town.rooms["welcome"]}),
    ):
        with pytest.raises(LookupError):
            await use(town.moderator, town, name, **options)


async def test_discords_own_screening_comes_first_and_status_says_what_goes_around_it(
    stage: Stage,
) -> None:
    town = stage.town
    async with stage.waymark():
        admin, path = town.admin, f"/guilds/{town.guild_id}"
        role_id = await role_of(town)
        await put_up(town, role_id)
        await admin.call("PATCH", path, {"features": [GATE]})
        option = {"title": "A member", "role_ids": [role_id]}
        prompt = {"id": "1", "title": "Who are you?", "options": [option]}
        body = {"prompts": [prompt], "enabled": True, "mode": 0, "default_channel_ids": []}
        await admin.call("PUT", f"{path}/onboarding", body)
        told = words(await use(admin, town, "clinic status"))
        assert "rules screening is on" in told
        assert "onboarding gives" in told

        invite = await admin.call("POST", f"/channels/{town.rooms['welcome']}/invites", {})
        # A newcomer leaves and comes in again: now they stand before Discord's own rules.
        newcomer = town.second
        await newcomer.call("DELETE", f"/users/@me{path}")
        await newcomer.call("POST", f"/invites/{invite['code']}", {})
        assert "press **Complete** there" in await ask(newcomer, town, "rules agree")
        assert role_id not in await roles(town, newcomer)
        await newcomer.call("PUT", f"{path}/requests/@me", {})
        await town.forward(120)
        await town.admin.event("GUILD_MEMBER_UPDATE", lambda each: role_id in each["roles"])


async def test_a_newer_version_outlives_a_kill_and_takes_the_role_once(stage: Stage) -> None:
    town = stage.town
    member, admin = town.member, town.admin
    async with stage.waymark() as first:
        role_id = await role_of(town)
        card = await put_up(town, role_id)
        await member.answered(await member.press(card, AGREE, town.guild_id))
        form = await admin.form(
            await admin.slash(town.at("staff"), "clinic rules edit", language="en")
        )
        asked = await admin.answered(await admin.submit(town.at("staff"), form, text=TEXT))
        assert "still those of before" in words(asked)
        await admin.press(asked, "Publish", town.guild_id)
        await member.becomes(card, "Version 2")
        await first.stop(signal.SIGKILL)
    await town.forward(14 * 86400)
    async with stage.waymark():
        over = await member.sees(lambda message: "rooms are closed for now" in words(message))
        assert role_id not in await roles(town, member)
        read = await member.answered(await member.press(over, "Read them"))
        await member.answered(await member.press(read, AGREE))
        assert role_id in await roles(town, member)
    said = [each for each in member.messages() if "rooms are closed for now" in words(each)]
    assert len(said) == 1
    cards = [
        each for each in await member.history(town.rooms["welcome"]) if "rules:agree" in str(each)
    ]
    assert len(cards) == 1
    assert {each.get("label") for each in buttons(cards[0])} >= {AGREE}
