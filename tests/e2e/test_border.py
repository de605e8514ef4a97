"""What people meet when something breaks: a kind word, nothing twice and nothing lost."""

import asyncio
import json
import os
import signal
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.conftest import Stage, staged
from tests.e2e.driver import PATIENCE_SECONDS, Json, Person, Town, buttons, leads_to, words
from tests.e2e.story import shows

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

REFERRAL = "do i need a referral for migraine treatment?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage with a bot that does not wait long for its database."""
    folder = tmp_path_factory.mktemp("border")
    async with (
        staged(folder) as made,
        made.waymark(WAYMARK_DATABASE__BUSY_TIMEOUT_SECONDS="0.5"),
    ):
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def border(one_stage: Stage) -> AsyncIterator[Stage]:
    """The stage with nothing switched off, and a log that begins here."""
    one_stage.town.forget()
    os.truncate(one_stage.folder / "bot.log", 0)
    yield one_stage
    await one_stage.town.workshop("POST", "faults", {"clear": True})


def logged(stage: Stage) -> list[Json]:
    """Return what the bot has logged since the test began."""
    lines = (stage.folder / "bot.log").read_text().strip("\0").splitlines()
    return [json.loads(line) for line in lines]


def errors(stage: Stage) -> list[Json]:
    """Return the lines at which a human must look."""
    return [line for line in logged(stage) if line["level"] == "ERROR"]


@contextmanager
def locked(stage: Stage) -> Generator[None]:
    """Hold the database as another program would that is writing."""
    with held(stage.folder / "waymark.db") as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


@contextmanager
def held(path: Path) -> Generator[sqlite3.Connection]:
    """Open the bot's database beside it."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


@asynccontextmanager
async def asleep(stage: Stage) -> AsyncGenerator[None]:
    """Stop the bot's process where it stands, as a machine that swaps does."""
    assert stage.bot is not None
    stage.bot.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        stage.bot.process.send_signal(signal.SIGCONT)


async def use(town: Town, person: Person, name: str, **options: Any) -> Json:
    """Use a command in the lounge and return its answer."""
    return await person.answered(await person.slash(town.at("lounge"), name, **options))


async def failing(town: Town, route: str, status: int, method: str = "POST") -> None:
    """Let the next request of a route fail."""
    fail = {"route": route, "method": method, "status": status}
    await town.workshop("POST", "faults", {"fail": fail})


async def meeting_card(town: Town) -> Json:
    """Have the admin enter a meeting and return the card they check."""
    return await use(
        town, town.admin, "clinic meeting add", title="Circle", day="Tuesday", time="7 pm"
    )


async def asked_to_end(town: Town) -> Json:
    """Have the admin ask to end the one meeting there is, and return the question."""
    [meeting] = await town.admin.suggest(town.at("lounge"), "clinic meeting end", "meeting", "circ")
    return await use(town, town.admin, "clinic meeting end", meeting=meeting["value"])


async def end_meeting(town: Town, asked: Json) -> None:
    """Have the admin say yes: a meeting that stays keeps the next test's from being saved."""
    await town.admin.press(asked, "End this meeting", town.guild_id)
    await town.admin.becomes(asked, "has ended")


@pytest.mark.parametrize(
    ("route", "status"), [("/interactions/*/*/callback", 503), ("/webhooks/*/*", 500)]
)
async def test_an_answer_that_discord_fumbles_once_arrives(
    border: Stage, route: str, status: int
) -> None:
    town = border.town
    await failing(town, route, status)

    assert "referral" in words(await use(town, town.member, "ask", question=REFERRAL))
    assert errors(border) == []


async def test_an_answer_that_discord_refuses_gives_a_reference(border: Stage) -> None:
    """The person is not left before a spinner; the log says where to look and no word."""
    town = border.town
    await failing(town, "/webhooks/*/*", 400)
    text = words(await use(town, town.member, "ask", question=REFERRAL))

    [line] = errors(border)
    assert line["reference"] in text
    assert "988" in text
    assert "referral" not in json.dumps(logged(border))


async def test_an_interaction_that_is_over_is_no_error(border: Stage) -> None:
    """The machine stood still for three seconds: 10062, and nobody is there to be told."""
    town = border.town
    async with asleep(border):
        nonce = await town.member.slash(town.at("lounge"), "ask", question=REFERRAL)
        await town.member.event("INTERACTION_FAILURE", lambda data: data["nonce"] == nonce)
    assert "referral" in words(await use(town, town.member, "ask", question=REFERRAL))

    assert errors(border) == []
    assert [line["code"] for line in logged(border) if line["event"] == "interaction over"] == [
        10062
    ]


async def test_what_is_said_afterwards_spoils_no_answer_when_it_fails(border: Stage) -> None:
    """Help needs no database; what else there was to say does, and is said another time."""
    town = border.town
    asked = await meeting_card(town)
    await town.admin.press(asked, "Save", town.guild_id)
    await town.admin.becomes(asked, "Saved")
    question = await asked_to_end(town)
    added: list[Json] = []
    with locked(border):
        assert "988" in words(await use(town, town.member, "support now"))
        await town.admin.press(question, "Keep it", town.guild_id)
        await town.admin.becomes(question, "goes on as before")
        for _ in range(600):
            added = [line for line in logged(border) if line["event"] == "nothing added"]
            if len(added) == 2:
                break
            await asyncio.sleep(0.05)
    assert [line["kind"] for line in added] == ["StorageError", "StorageError"]
    assert {line["event"] for line in errors(border)} <= {"round failed"}
    await end_meeting(town, await asked_to_end(town))


async def test_a_cry_for_help_that_is_deleted_meanwhile_is_still_heard(border: Stage) -> None:
    """Deleting it may be shame; the person is no less in danger."""
    town = border.town
    lounge = town.rooms["lounge"]
    async with asleep(border):
        said = await town.second.say(lounge, "i want to kill myself")
        await town.second.call("DELETE", f"/channels/{lounge}/messages/{said['id']}")
    await town.second.sees(lambda message: "guild_id" not in message and "988" in words(message))
    note = await town.member.sees(
        lambda message: message["channel_id"] == lounge and "988" in words(message)
    )
    await town.moderator.sees(shows("Care card"))
    assert note["author"].get("bot")
    assert errors(border) == []


async def test_an_unforeseen_error_gives_a_reference_and_one_line_without_words(
    border: Stage,
) -> None:
    """A row that no release of ours writes: a zone that does not exist."""
    town = border.town
    card = await meeting_card(town)
    await town.admin.press(card, "Save", town.guild_id)
    await town.admin.becomes(card, "Saved")
    with held(border.folder / "waymark.db") as connection:
        connection.execute("UPDATE meetings SET zone = 'Nowhere/Atlantis'")
        text = words(await use(town, town.member, "meetings next"))
        connection.execute("DELETE FROM deliveries")
        connection.execute("DELETE FROM meetings")

    assert "Something went wrong" in text
    assert "Atlantis" not in text
    [line] = errors(border)
    assert line["reference"] in text
    assert line["command"] == "meetings next"
    assert "Atlantis" not in json.dumps(line)


async def test_a_locked_database_is_said_kindly_and_logged_once(border: Stage) -> None:
    town = border.town
    with locked(border):
        text = words(await use(town, town.member, "meetings next"))
    assert "could not" in text
    assert "try again" in text
    [line] = errors(border)
    assert "locked" in json.dumps(line)
    assert "No meeting is planned" in words(await use(town, town.member, "meetings next"))


async def test_a_locked_database_keeps_nobody_from_an_answer(border: Stage) -> None:
    town = border.town
    with locked(border):
        assert "referral" in words(await use(town, town.member, "ask", question=REFERRAL))
        assert "988" in words(await use(town, town.member, "support now"))


async def test_what_could_not_be_saved_is_not_lost(border: Stage) -> None:
    """The same button works a minute later: nothing has to be typed again."""
    town = border.town
    card = await meeting_card(town)
    with locked(border):
        pressed = await town.admin.press(card, "Save", town.guild_id)
        told = await town.admin.answered(pressed)
        assert "nothing was changed" in words(told)
    await town.admin.press(card, "Save", town.guild_id)
    await town.admin.becomes(card, "Saved")
    assert words(await use(town, town.member, "meetings list")).count("Circle") == 1
    await end_meeting(town, await asked_to_end(town))


async def test_a_cry_for_help_needs_no_database(border: Stage) -> None:
    """Support is sent before anything is written; staff get the card, though it is not recorded."""
    town = border.town
    with locked(border):
        said = await town.facilitator.say(town.rooms["lounge"], "i want to kill myself")
        note = await town.member.sees(
            lambda message: message["channel_id"] == said["channel_id"] and "988" in words(message)
        )
        card = await town.moderator.sees(shows("Care card"))
        assert card["channel_id"] == town.rooms["staff"]
        assert "could not write this down" in words(card)
        assert leads_to(card).endswith(f"/{said['channel_id']}/{said['id']}")
        assert [button["label"] for button in buttons(card)] == ["Go to the message"]
        assert "Acknowledge" not in words(card), "there is nothing to acknowledge"
        await town.member.becomes(note, "let the moderators know")


async def test_a_card_that_could_not_be_taken_can_be_taken_again(border: Stage) -> None:
    """A moderator presses while the database is busy: they are told, and the card stays theirs."""
    town = border.town
    town.forget()
    await town.member.say(town.rooms["lounge"], "i want to kill myself")
    card = await town.moderator.sees(shows("Care card"))
    # Only a card that is written down can change later.
    await town.member.sees(lambda message: "let the moderators know" in words(message))
    with locked(border):
        pressed = await town.moderator.press(card, "Acknowledge", town.guild_id)
        assert "nothing was changed" in words(await town.moderator.answered(pressed))
    again = await town.moderator.press(card, "Acknowledge", town.guild_id)
    assert "You have it now" in words(await town.moderator.answered(again))
    await town.moderator.becomes(card, town.moderator.id)


async def test_a_gateway_that_forgot_us_finds_one_listener(border: Stage) -> None:
    """RESUME refused (op 9): the bot identifies again, and hears everything once."""
    town = border.town
    faults = {"refuse_resume": 1, "drop_gateway": {"users": [await town.bot_id()]}}
    await town.workshop("POST", "faults", faults)
    await until_back(town)
    town.forget()
    await town.admin.say(town.rooms["lounge"], "i want to kill myself")
    await town.moderator.sees(shows("Care card"))
    await use(town, town.member, "support now")

    notes = [m for m in town.member.messages() if m["channel_id"] == town.rooms["lounge"]]
    assert len([each for each in notes if each.get("referenced_message")]) == 1
    cards = [each for each in town.moderator.messages() if shows("Care card")(each)]
    assert len(cards) == 1


async def until_back(town: Town) -> None:
    """Ask until the bot answers again."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            nonce = await town.member.slash(town.at("lounge"), "support now")
            with_answer = asyncio.ensure_future(town.member.answered(nonce))
            done, _ = await asyncio.wait([with_answer], timeout=1)
            if done:
                return
            with_answer.cancel()


async def test_two_processes_on_one_database_say_a_reminder_once(border: Stage) -> None:
    """Somebody starts the bot twice; the ledger lets one of them speak."""
    town = border.town
    card = await meeting_card(town)
    await town.admin.press(card, "Save", town.guild_id)
    await town.admin.becomes(card, "Saved")
    stamp = int(words(card).split("<t:")[1].split(":")[0])
    start = datetime.fromtimestamp(stamp, UTC)
    first = border.bot
    async with border.waymark():
        for lead in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=10)):
            await town.workshop("POST", "clock", {"to": (start - lead).isoformat()})
            await town.member.sees(lambda message, n=lead: is_reminder(message, start - n))
        await use(town, town.member, "support now")
    border.bot = first

    posted = [
        each
        for each in await town.member.history(town.rooms["evening-circle"])
        if "Next dates" in {button.get("label") for button in buttons(each)}
    ]
    assert len(posted) == 3
    assert errors(border) == []


def is_reminder(message: Json, since: datetime) -> bool:
    """Say whether a message is a reminder that was posted since a moment."""
    named = {button.get("label") for button in buttons(message)}
    return "Next dates" in named and datetime.fromisoformat(message["timestamp"]) >= since


async def test_an_error_comes_in_the_language_of_whoever_reads_it(border: Stage) -> None:
    """A Discord that is set to Spanish says so with every command, button and form."""
    town = border.town
    await town.member.call("PATCH", "/users/@me", {"locale": "es-419"})
    try:
        told = words(await use(town, town.member, "rules withdraw"))
    finally:
        await town.member.call("PATCH", "/users/@me", {"locale": "en-US"})

    assert "Aquí no has aceptado nada" in told
    assert "nothing to take back" in words(await use(town, town.member, "rules withdraw"))
