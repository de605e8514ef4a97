"""Joining at Discord, as each of the five: past screening, a change of the rules, and a kill."""

import signal
from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.e2e.conftest import Stage, staged
from tests.e2e.driver import Json, Person, Town, buttons, words
from tests.e2e.people.commands import EVERYBODY
from tests.e2e.people.walk import SLASH, Walk
from tests.e2e.test_border import held, locked

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

AGREE = "I am 18 or older, and I agree"
TEXT = "Be kind. What is said here stays here. This group is for people of 18 years or older."
GATE = "MEMBER_VERIFICATION_GATE_ENABLED"
MISSING_PERMISSIONS = 50013
OF_ADMINS: tuple[str, ...] = ("clinic rules edit", "clinic rules post", "clinic rules role")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A town for the whole module, and a bot that can be killed."""
    folder = tmp_path_factory.mktemp("joining")
    impatient = {"WAYMARK_DATABASE__BUSY_TIMEOUT_SECONDS": "0.5"}
    async with staged(folder) as made, made.waymark(**impatient):
        yield made


@pytest.fixture
def town(stage: Stage) -> Town:
    """The town, with nothing seen yet."""
    stage.town.forget()
    return stage.town


@pytest.fixture
def walk(stage: Stage, town: Town) -> Walk:
    """The town as it is walked through."""
    return Walk(town, stage)


@dataclass(frozen=True, slots=True)
class Circle:
    """The role that is given to whoever agrees, and the card."""

    role_id: str
    card: Json


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def circle(stage: Stage) -> Circle:
    """Have the admin choose a role and put the card up."""
    town, admin = stage.town, stage.town.admin
    role_id = await role_of(town)
    await use(admin, town, "clinic rules role", role=role_id)
    asked = await use(admin, town, "clinic rules post", place=town.rooms["welcome"])
    await admin.press(asked, "Put it up", town.guild_id)
    await admin.becomes(asked, "The card is up")
    card = await town.member.sees(lambda message: "Version 1 of" in words(message))
    return Circle(role_id, card)


async def use(person: Person, town: Town, name: str, **options: str) -> Json:
    return await person.answered(await person.slash(town.at("staff"), name, **options))


async def ask(person: Person, town: Town, name: str) -> str:
    return words(await person.answered(await person.slash(town.at("lounge"), name)))


async def press(person: Person, town: Town, message: Json, label: str) -> str:
    """Press a button that is answered by a message of its own."""
    pressed = await person.press(message, label, town.guild_id)
    return words(await person.answered(pressed))


async def role_of(town: Town, name: str = "circle", permissions: str = "0") -> str:
    body = {"name": name, "permissions": permissions}
    return (await town.admin.call("POST", f"/guilds/{town.guild_id}/roles", body))["id"]


async def roles(town: Town, person: Person) -> list[str]:
    found = await town.admin.call("GET", f"/guilds/{town.guild_id}/members/{person.id}")
    return found["roles"]


async def cards(town: Town) -> list[Json]:
    """Return the cards that stand."""
    found = await town.member.history(town.rooms["welcome"])
    return [each for each in found if "rules:agree" in str(each)]


async def test_before_the_rules_are_up_each_of_the_five_is_told_so(walk: Walk) -> None:
    for role in EVERYBODY:
        for name in ("rules read", "rules agree"):
            shown = await walk.use(walk.town.people[role], name)
            assert "not put up the rules yet" in shown.text, (role, name)
        shown = await walk.use(walk.town.people[role], "rules withdraw")
        assert "nothing to take back" in shown.text, role


@pytest.mark.parametrize("role", EVERYBODY)
async def test_each_of_the_five_reads_agrees_and_takes_it_back(
    walk: Walk, circle: Circle, role: str
) -> None:
    """Nobody else sees any of it: `walk.use` looks."""
    town, person = walk.town, walk.town.people[role]
    assert "18 or older" in words(circle.card)
    shown = await walk.use(person, "rules read")
    assert "You agreed" not in shown.text
    assert AGREE in {each.get("label") for each in buttons(shown.answer)}
    assert "Welcome" in (await walk.use(person, "rules agree")).text
    assert circle.role_id in await roles(town, person)
    assert "You agreed to this" in (await walk.use(person, "rules read")).text

    asked = await walk.use(person, "rules withdraw")
    assert "to which version and when" in asked.text
    told = await walk.press(person, asked, "Yes, take it back", "my note that you agreed is erased")
    assert "/support now" in told
    assert circle.role_id not in await roles(town, person)


async def test_a_text_read_in_spanish_is_answered_in_spanish(town: Town, circle: Circle) -> None:
    """Whatever their Discord is set to."""
    member = town.member
    assert circle.role_id
    shown = await member.answered(await member.slash(town.at("lounge"), "rules read"))
    spanish = await member.answered(await member.press(shown, "Leer en español", town.guild_id))
    agreed = await member.answered(
        await member.press(spanish, "Tengo 18 años o más, y acepto", town.guild_id)
    )
    assert "Te damos la bienvenida" in words(agreed)
    asked = await member.answered(await member.press(agreed, "Retirarlo", town.guild_id))
    await member.press(asked, "Sí, retirarlo", town.guild_id)
    await member.becomes(asked, "Queda retirado")


async def test_danger_typed_into_the_form_brings_help_and_changes_nothing(
    town: Town, circle: Circle
) -> None:
    admin = town.admin
    form = await admin.form(await admin.slash(town.at("staff"), "clinic rules edit", language="en"))
    text = f"{TEXT}\ni want to kill myself"
    told = await admin.answered(await admin.submit(town.at("staff"), form, text=text))
    assert "988" in words(told)
    assert "Publish" not in {each.get("label") for each in buttons(told)}
    await town.moderator.sees(lambda message: "Care card" in words(message))
    assert "kill" not in words(await use(admin, town, "rules read"))
    assert "Version 1 of" in words(circle.card)


async def test_a_text_that_cannot_be_kept_comes_back(stage: Stage, town: Town) -> None:
    admin = town.admin
    for cause in ("a word", "a locked database"):
        text = f"{TEXT} Every patient is welcome." if cause == "a word" else f"{TEXT} On time."
        form = await admin.form(
            await admin.slash(town.at("staff"), "clinic rules edit", language="en")
        )
        with nullcontext() if cause == "a word" else locked(stage):
            told = await admin.answered(await admin.submit(town.at("staff"), form, text=text))
        assert text in words(told), cause


async def test_only_the_admin_sees_and_runs_what_changes_the_rules(walk: Walk) -> None:
    town = walk.town
    for role in EVERYBODY:
        person = town.people[role]
        for name in OF_ADMINS:
            if role == "admin":
                await person.command(town.at("lounge"), name)
                continue
            with pytest.raises(LookupError):
                await person.command(town.at("lounge"), name)
            code = await walk.forged(person, (SLASH, "clinic"), name.split(" ")[1:])
            assert code == MISSING_PERMISSIONS, (role, name)


async def test_where_an_admin_has_opened_discords_gate_ours_still_stands(walk: Walk) -> None:
    town = walk.town
    role_id = await role_of(town, "never given")
    given: dict[str, Json] = {
        "clinic rules edit": {"language": "en"},
        "clinic rules post": {"place": town.rooms["lounge"]},
        "clinic rules role": {"role": role_id},
    }
    async with walk.gate_open({(SLASH, "clinic")}):
        for role in EVERYBODY[:4]:
            for name, options in given.items():
                told = await walk.use(town.people[role], name, **options)
                assert "needs the right “Manage Server”" in told.text, (role, name)


async def test_roles_that_allow_anything_are_not_handed_out(town: Town) -> None:
    guild = await town.admin.call("GET", f"/guilds/{town.guild_id}")
    by_name = {role["name"]: role["id"] for role in guild["roles"]}
    for role_id, said in (
        (await role_of(town, "warden", str(1 << 40)), "allows acting on others"),
        (by_name["moderator"], "Please pick"),
        (town.guild_id, "Everybody has that role"),
    ):
        assert said in words(await use(town.admin, town, "clinic rules role", role=role_id))


async def test_discords_own_screening_comes_first_and_status_says_what_goes_around_it(
    town: Town, circle: Circle
) -> None:
    admin, path = town.admin, f"/guilds/{town.guild_id}"
    await admin.call("PATCH", path, {"features": [GATE]})
    option = {"title": "A member", "role_ids": [circle.role_id]}
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
    with pytest.raises(LookupError):
        await ask(newcomer, town, "rules agree")
    with pytest.raises(AssertionError, match="verification level"):
        await newcomer.press(circle.card, AGREE, town.guild_id)
    await newcomer.call("PUT", f"{path}/requests/@me", {})
    assert "Welcome" in await press(newcomer, town, circle.card, AGREE)
    assert circle.role_id in await roles(town, newcomer)
    await admin.call("PATCH", path, {"features": []})
    await admin.call("PUT", f"{path}/onboarding", {**body, "prompts": [], "enabled": False})


async def test_a_deleted_card_comes_back_at_once_and_an_admin_takes_it_down(
    town: Town, circle: Circle
) -> None:
    admin, welcome = town.admin, town.rooms["welcome"]
    assert circle.role_id
    [before] = await cards(town)
    await admin.call("DELETE", f"/channels/{welcome}/messages/{before['id']}")
    again = await town.member.sees(lambda each: "rules:agree" in str(each))
    assert again["id"] != before["id"]

    asked = await use(admin, town, "clinic rules post", place=welcome)
    await admin.press(asked, "Take the card down", town.guild_id)
    await admin.becomes(asked, "The card is down")
    assert await cards(town) == []
    assert "no card shows them" in words(await use(admin, town, "clinic status"))
    asked = await use(admin, town, "clinic rules post", place=welcome)
    assert "Take the card down" not in {each.get("label") for each in buttons(asked)}
    await admin.press(asked, "Put it up", town.guild_id)
    await admin.becomes(asked, "The card is up")


async def test_newer_words_of_a_release_are_told_and_read_before_they_count(
    stage: Stage, town: Town, circle: Circle
) -> None:
    """What the server has is made older, as an update would leave it behind."""
    admin, welcome = town.admin, town.rooms["welcome"]
    assert circle.role_id
    told = "new wording of the rules"
    assert told not in words(await use(admin, town, "clinic status"))
    with held(stage.folder / "waymark.db") as database:
        database.execute("UPDATE terms SET text = 'Long ago. ' || text")
    try:
        assert told in words(await use(admin, town, "clinic status"))
        asked = await use(admin, town, "clinic rules post", place=welcome)
        assert "Long ago." in words(asked)
        preview = await admin.answered(
            await admin.press(asked, "Read the new wording", town.guild_id)
        )
        assert "18 or older" in words(preview)
        assert "Long ago." not in words(preview)
    finally:
        with held(stage.folder / "waymark.db") as database:
            database.execute("UPDATE terms SET text = replace(text, 'Long ago. ', '')")


async def test_a_newer_version_outlives_a_kill_and_takes_the_role_once(
    stage: Stage, town: Town, circle: Circle
) -> None:
    member, admin = town.member, town.admin
    [card] = await cards(town)
    await press(member, town, card, AGREE)
    form = await admin.form(await admin.slash(town.at("staff"), "clinic rules edit", language="en"))
    asked = await admin.answered(await admin.submit(town.at("staff"), form, text=TEXT))
    assert "still those of before" in words(asked)
    await admin.press(asked, "Publish", town.guild_id)
    await member.sees(lambda each: each["id"] == card["id"] and "Version 2" in words(each))
    assert stage.bot is not None
    await stage.bot.stop(signal.SIGKILL)

    await town.forward(14 * 86400)
    async with stage.waymark():
        over = await member.sees(lambda message: "rooms are closed for now" in words(message))
        assert circle.role_id not in await roles(town, member)
        read = await member.answered(await member.press(over, "Read them"))
        await member.answered(await member.press(read, AGREE))
        assert circle.role_id in await roles(town, member)
    said = [each for each in member.messages() if "rooms are closed for now" in words(each)]
    assert len(said) == 1
    [card] = await cards(town)
    assert {each.get("label") for each in buttons(card)} >= {AGREE}
