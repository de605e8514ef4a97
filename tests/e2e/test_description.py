"""Everything the bot says to Discord in an evening fits Discord's own description of itself."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from tests.e2e.conftest import staged
from tests.e2e.driver import Town
from tests.e2e.story import evening
from tests.e2e.typed import Json, leaves
from tests.sandbox.discord_description import is_described, need_description, problems

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
# Discord API v10, Interaction Callback Type: these say something; the others wait, suggest or ask.
SAYS = {4, 7}
# Discord gives three seconds; what comes from memory or one transaction takes far less.
FIRST_ANSWER = timedelta(seconds=3)


class Evening:
    """What went over the wire.

    Attributes:
        used: The names of the commands that were used.
        traffic: What the bot asked for and was answered, in order.
    """

    def __init__(self, town: Town, used: set[str], traffic: Sequence[Json]) -> None:
        self.town = town
        self.used = used
        self.traffic = traffic

    def said(self) -> Iterator[tuple[str, Json]]:
        """Yield every message that the bot made or changed, with where."""
        for record in self.traffic:
            path, body = record["path"], record["request_body"]
            if record["method"] not in {"POST", "PATCH"} or not isinstance(body, dict):
                continue
            if "payload_json" in body:  # with a file, the message comes beside it
                body = record["request_body"]["payload_json"]
            if path.endswith("/callback"):
                if body["type"] in SAYS:
                    yield path, body["data"]
            elif "/messages" in path or "/webhooks/" in path:
                yield path, body


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Evening]:
    """The evening, and what went over the wire."""
    async with staged(tmp_path_factory.mktemp("wire")) as stage, stage.waymark():
        used = await evening(stage.town)
        records: list[Json] = await stage.town.workshop("GET", "traffic")
        bot_id = await stage.town.bot_id()
        yield Evening(stage.town, used, [each for each in records if is_of(each, bot_id)])


def is_of(record: Json, bot_id: str) -> bool:
    """Say whether a request is the bot's; an interaction's token stands in for its own."""
    is_answer = "/callback" in record["path"] or "/webhooks/" in record["path"]
    return record["user_id"] == bot_id or (record["user_id"] is None and is_answer)


async def test_the_evening_uses_every_command_there_is(lived: Evening) -> None:
    """A command that is added has to be added to the story, or nobody has looked at its wire."""
    town = lived.town
    known: set[str] = set()
    for person in (town.admin, town.moderator):
        index = await person.call("GET", f"/guilds/{town.guild_id}/application-command-index")
        for command in index["application_commands"]:
            known |= set(leaves(command, command["name"]))

    assert known == lived.used


# discord.py sends these two as text, as Discord's pages ask ("string: the bitwise value of all
# allowed permissions"); Discord's description of this one route says integer.
PERMISSIONS_AS_TEXT = re.compile(r"request PUT .*/permissions/.*\$\.(allow|deny): '\d+' is not of")


async def test_every_request_and_answer_fits_discords_description(lived: Evening) -> None:
    need_description()
    described = [record for record in lived.traffic if is_described(record)]

    assert len(described) > 50
    faults = [fault for record in described for fault in problems(record)]
    assert [fault for fault in faults if not PERMISSIONS_AS_TEXT.search(fault)] == []


async def test_the_bot_uses_no_route_that_discord_has_not(lived: Evening) -> None:
    need_description()

    assert {
        (record["method"], record["route"]) for record in lived.traffic if not is_described(record)
    } == set()


# Asked whether somebody is in the server, or is banned: "no" is an answer.
LOOKED_FOR = {("GET", 10007), ("GET", 10026)}


async def test_no_request_was_refused(lived: Evening) -> None:
    refused = [
        (each["method"], each["path"], each["status"], each["answer_body"])
        for each in lived.traffic
        if each["status"] >= 400
        and (each["method"], each["answer_body"].get("code")) not in LOOKED_FOR
    ]
    assert refused == []


async def test_every_interaction_is_answered_within_three_seconds(lived: Evening) -> None:
    answered = [each for each in lived.traffic if each["path"].endswith("/callback")]
    waited = {each["path"]: age(each["path"].split("/")[-3], each["time"]) for each in answered}
    asked = {
        data["id"]
        for person in lived.town.people.values()
        for kind, data in person.events
        if kind == "INTERACTION_CREATE"
    }

    assert len(answered) >= len(asked) > 20
    assert {path for path, took in waited.items() if took > FIRST_ANSWER} == set()
    assert [
        data
        for person in lived.town.people.values()
        for kind, data in person.events
        if kind == "INTERACTION_FAILURE"
    ] == []


def age(interaction_id: str, at: str) -> timedelta:
    """Return how old an interaction was at a moment; its id says when it began."""
    began = EPOCH + timedelta(milliseconds=int(interaction_id) >> 22)
    return datetime.fromisoformat(at) - began


async def test_no_message_rings_anybody_but_staff_who_are_called(lived: Evening) -> None:
    """Every message says whom it may ring; only staff and their roles are ever among them."""
    roles = await lived.town.admin.call("GET", f"/guilds/{lived.town.guild_id}/roles")
    staff = {role["id"] for role in roles if role["name"] in {"moderator", "admin"}}
    on_staff = {lived.town.moderator.id, lived.town.admin.id}
    said = list(lived.said())

    assert len(said) > 40
    assert [path for path, body in said if "allowed_mentions" not in body] == []
    for path, body in said:
        allowed = body["allowed_mentions"]
        assert allowed["parse"] == [], path
        rung: list[int] = allowed.get("users") or []
        assert set(map(str, rung)) <= on_staff, path
        assert not allowed.get("replied_user"), path
        assert {str(each) for each in allowed.get("roles", [])} <= staff, path
    assert any(body["allowed_mentions"].get("roles") for _, body in said)


async def test_what_answers_a_person_is_for_that_person_alone(lived: Evening) -> None:
    """A command's answer is ephemeral; only cards that staff share are changed in the open."""
    ephemeral = 64
    for record in lived.traffic:
        body = record["request_body"]
        if record["path"].endswith("/callback") and body["type"] in {4, 5}:
            assert body["data"]["flags"] & ephemeral, record["path"]
