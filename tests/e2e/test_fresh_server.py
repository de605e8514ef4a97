"""A clinic's first day: a server that nobody seeded, from the invite link to a green status."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio

from tests.e2e.conftest import ended, running
from tests.e2e.driver import Person, Town, buttons, words
from tests.e2e.founding import BOT, MANAGE_MESSAGES, VIEW, Founded, Robot, founded, robot_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


@dataclass
class Place:
    """A sandbox with a bot of somebody's own running in it."""

    ready: dict[str, str]
    robot: Robot
    session: aiohttp.ClientSession
    first: Founded


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """A bot made over people's own routes, already in one server when it starts."""
    folder = tmp_path_factory.mktemp("place")
    async with (
        running("sandbox", "--no-bot", log=folder / "sandbox.log") as sandbox,
        aiohttp.ClientSession() as session,
        founded(sandbox.ready, session) as first,
    ):
        robot = await robot_of(first.town.owner)
        await first.invite(robot)
        async with running(
            "serve",
            "--endpoint",
            sandbox.ready["api"],
            log=folder / "bot.log",
            WAYMARK_DISCORD_TOKEN=robot.token,
            WAYMARK_DATABASE__PATH=str(folder / "waymark.db"),
            WAYMARK_DISCORD__GUILD_READY_TIMEOUT_SECONDS="0.1",
        ):
            yield Place(sandbox.ready, robot, session, first)


@pytest_asyncio.fixture(loop_scope="module")
async def fresh(place: Place) -> AsyncIterator[Founded]:
    """A new server that the bot has just been invited to, while it runs."""
    async with founded(place.ready, place.session) as made:
        await made.invite(place.robot)
        yield made


async def use(town: Town, person: Person, name: str, **options: object) -> str:
    """Use a command in the first room, and return what the answer says."""
    nonce = await person.slash(town.at("general"), name, **options)
    return words(await person.answered(nonce))


async def with_rooms(server: Founded) -> Founded:
    """Make the rooms of a clinic, by names that set-up knows."""
    staff = await server.room("staff", private=True)
    await let_bot_in(server, staff)
    await server.room("questions")
    await server.room("tuesday-circle")
    return server


async def let_bot_in(server: Founded, room: str, allow: int = BOT) -> None:
    """Give the bot's own role its rights in a room."""
    role = await own_role(server)
    await server.town.owner.call(
        "PUT",
        f"/channels/{room}/permissions/{role}",
        {"type": 0, "allow": str(allow), "deny": str(BOT & ~allow)},
    )


async def own_role(server: Founded) -> str:
    """Return the role that Discord made for the bot."""
    path = f"/guilds/{server.town.guild_id}/roles"
    roles = await server.town.owner.call("GET", path)
    return next(role["id"] for role in roles if role["name"] == "Waymark")


async def set_up(server: Founded, **options: object) -> str:
    """Have the admin set the server up, naming the roles."""
    named = {"moderators": server.roles["mods"], "admins": server.roles["front-desk"]}
    return await use(server.town, server.town.admin, "clinic setup", **{**named, **options})


async def test_before_set_up_every_command_says_kindly_that_it_is_not(place: Place) -> None:
    """Also in a server the bot was in before it started."""
    town = place.first.town
    for person, name, options in (
        (town.member, "ask", {"question": "what is ketamine?"}),
        (town.member, "meetings next", {}),
        (town.member, "meetings list", {}),
        (town.admin, "clinic status", {}),
        (town.moderator, "mod history", {"member": town.member.id}),
        (town.moderator, "mod warn", {"member": town.member.id, "reason": "unkind"}),
    ):
        text = await use(town, person, name, **options)
        assert "not been set up in this server yet" in text, name
        assert "/clinic setup" in text


async def test_before_set_up_a_menu_says_so_too_and_nothing_is_suggested(fresh: Founded) -> None:
    town = fresh.town
    said = await town.member.say(town.rooms["general"], "hello everybody")
    nonce = await town.moderator.menu(town.at("general"), "Hide", said["id"])
    assert "not been set up" in words(await town.moderator.answered(nonce))
    assert await town.member.suggest(town.at("general"), "ask", "question", "ket") == []


async def test_before_set_up_messages_get_no_answer_not_even_a_cry_for_help(
    fresh: Founded,
) -> None:
    """Nobody has said yet who staff are; an answer that promises people would be untrue."""
    town = fresh.town
    await town.member.say(town.rooms["general"], "what is ketamine?")
    await town.member.say(town.rooms["general"], "i want to kill myself")
    page = await use(town, town.member, "support now")

    assert "988" in page
    assert {m["author"]["id"] for m in await town.member.history(town.rooms["general"])} == {
        town.member.id
    }


async def test_before_set_up_support_now_promises_nobody(fresh: Founded) -> None:
    town = fresh.town
    nonce = await town.member.slash(town.at("general"), "support now")
    page = await town.member.answered(nonce)
    pressed = await town.member.press(page, "Ask a person to sit with me", town.guild_id)
    told = words(await town.member.answered(pressed))

    assert "could not reach the team" in told
    assert "988" in told


async def test_set_up_finds_rooms_by_name_and_then_everything_works(fresh: Founded) -> None:
    town = fresh.town
    await with_rooms(fresh)
    text = await set_up(fresh)

    assert "Almost there" in text
    for room in ("staff", "questions", "tuesday-circle"):
        assert f"<#{town.rooms[room]}> ★" in text
    [line] = [line for line in text.splitlines() if line.startswith("✗")]
    assert "nobody has tried them yet" in line
    await use(town, town.admin, "clinic contacts verify")
    assert "Everything works" in await use(town, town.admin, "clinic status")
    assert "referral" in await use(
        town, town.member, "ask", question="do i need a referral for migraine treatment?"
    )
    warned = await use(town, town.moderator, "mod warn", member=town.member.id, reason="unkind")
    assert "Case 1" in warned
    await town.member.say(town.rooms["general"], "i want to kill myself")
    card = await town.moderator.sees(lambda message: "Care card" in words(message))
    assert card["channel_id"] == town.rooms["staff"]


async def test_set_up_takes_what_it_is_told(fresh: Founded) -> None:
    town = fresh.town
    backstage = await fresh.room("backstage", private=True)
    await let_bot_in(fresh, backstage)
    salon = await fresh.room("salon")
    text = await set_up(fresh, staff_room=backstage, meeting_room=salon, zone="Central Time")

    await use(town, town.admin, "clinic contacts verify")
    assert "Waymark is set up here" in await set_up(fresh)
    assert f"<#{backstage}>" in text
    assert "★" not in text
    assert "Central" in text
    added = await town.admin.slash(
        town.at("general"), "clinic meeting add", title="Circle", day="Tuesday", time="7 pm"
    )
    card = await town.admin.answered(added)
    assert f"<#{salon}>" in words(card)
    assert "Central" in words(card)
    await town.admin.press(card, "Save", town.guild_id)
    await town.admin.becomes(card, "Saved")
    assert "Circle" in await use(town, town.member, "meetings next")


async def test_set_up_without_a_staff_room_says_what_to_make(fresh: Founded) -> None:
    text = await set_up(fresh)

    assert "private room" in text
    assert "staff_room" in text
    assert "not been set up" in await use(fresh.town, fresh.town.admin, "clinic status")


async def test_a_staff_room_that_everybody_reads_is_refused_kindly(fresh: Founded) -> None:
    """A care card must never land where everybody reads."""
    town = fresh.town
    text = await set_up(fresh, staff_room=town.rooms["general"])

    assert "can be read by everyone" in text
    assert "Private Channel" in text, "what to click"
    assert "not been set up" in await use(town, town.member, "ask", question="what is ketamine?")


async def test_only_who_may_manage_the_server_sees_set_up(fresh: Founded) -> None:
    town = fresh.town
    for person in (town.member, town.moderator):
        with pytest.raises(LookupError):
            await person.command(town.at("general"), "clinic setup")


async def test_a_missing_right_turns_status_red_and_says_what_to_click(fresh: Founded) -> None:
    town = fresh.town
    await with_rooms(fresh)
    await set_up(fresh)
    await let_bot_in(fresh, town.rooms["questions"], allow=BOT & ~(1 << 11))
    role = f"/guilds/{town.guild_id}/roles/{await own_role(fresh)}"
    await town.owner.call("PATCH", role, {"permissions": str(BOT & ~MANAGE_MESSAGES)})
    await use(town, town.admin, "clinic contacts verify")
    text = await use(town, town.admin, "clinic status")

    assert "Some things need a click" in text
    [server, questions] = [line for line in text.splitlines() if line.startswith("✗")]
    assert "Manage Messages" in server
    assert "Server Settings, Roles" in server
    assert f"<#{town.rooms['questions']}>" in questions
    assert "Send Messages" in questions


async def test_a_room_that_is_deleted_turns_status_red(fresh: Founded) -> None:
    town = fresh.town
    await with_rooms(fresh)
    await set_up(fresh)
    await town.owner.call("DELETE", f"/channels/{town.rooms['staff']}")
    await use(town, town.admin, "clinic contacts verify")
    text = await use(town, town.admin, "clinic status")

    [line] = [line for line in text.splitlines() if line.startswith("✗")]
    assert "Staff room" in line
    assert "/clinic setup" in line
    await town.member.say(town.rooms["general"], "i want to kill myself")
    note = await town.member.sees(lambda message: "988" in message["content"])
    assert "moderators know" not in words(note), "nobody was told, so nobody is promised"


async def test_a_role_that_cannot_be_rung_turns_status_red(fresh: Founded) -> None:
    """Discord rings nobody for it and says nothing: an escalation would wake no one."""
    town = fresh.town
    await with_rooms(fresh)
    await set_up(fresh)
    path = f"/guilds/{town.guild_id}/roles/{fresh.roles['mods']}"
    await town.owner.call("PATCH", path, {"mentionable": False})
    everyone = f"/guilds/{town.guild_id}/roles/{town.guild_id}"
    await town.owner.call("PATCH", everyone, {"permissions": str(VIEW)})
    await use(town, town.admin, "clinic contacts verify")
    text = await use(town, town.admin, "clinic status")

    [line] = [line for line in text.splitlines() if line.startswith("✗")]
    assert f"<@&{fresh.roles['mods']}>" in line
    assert "@mention this role" in line


async def test_set_up_again_keeps_what_is_left_out(fresh: Founded) -> None:
    town = fresh.town
    await with_rooms(fresh)
    await set_up(fresh, zone="Pacific Time")
    await fresh.room("ask-here")
    text = await use(town, town.admin, "clinic setup", questions_room=town.rooms["ask-here"])

    assert f"<#{town.rooms['ask-here']}>" in text
    assert f"<#{town.rooms['staff']}>" in text
    assert f"<@&{fresh.roles['mods']}>" in text
    assert "Pacific" in text
    assert "★" not in text


async def test_a_zone_nobody_knows_changes_nothing(fresh: Founded) -> None:
    town = fresh.town
    await with_rooms(fresh)
    text = await set_up(fresh, zone="Middle Earth")

    assert "time zone" in text
    assert "not been set up" in await use(town, town.admin, "clinic status")


async def test_buttons_of_a_server_that_was_never_set_up_answer(fresh: Founded) -> None:
    """A person who asks for somebody in a direct message with nobody's staff there."""
    town = fresh.town
    channel = await town.member.dm_with((await own_bot(fresh))["application_id"])
    nonce = await town.member.slash({"channel_id": channel}, "support now")
    page = await town.member.answered(nonce)
    assert "988" in words(page)
    assert buttons(page)
    pressed = await town.member.press(page, "Ask a person to sit with me")
    assert "988" in words(await town.member.answered(pressed))


async def test_check_is_red_where_an_intent_is_switched_off(place: Place) -> None:
    """As the Developer Portal leaves every new application."""
    owner = place.first.town.owner
    robot = await robot_of(owner)
    await owner.call("PATCH", f"/applications/{robot.application_id}", {"flags": 0})
    api = place.ready["api"]
    told = await ended("check", "--endpoint", api, WAYMARK_DISCORD_TOKEN=robot.token)

    assert told.status == 1
    assert "Message Content Intent" in told.out
    assert "Server Members Intent" not in told.out, "the settings do not ask for it"
    assert "Privileged Gateway Intents" in " ".join(told.out.split())
    assert "in no server yet" in told.out


async def own_bot(server: Founded) -> dict[str, str]:
    """Return a command of the bot's, which names it."""
    command, _ = await server.town.member.command(server.town.at("general"), "ask")
    return command
