"""With messages unread: Discord's AutoMod hears, help comes all the same, and commands work."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from tests.e2e.conftest import Stage, staged
from tests.e2e.driver import Json, Town, leads_to, words
from tests.e2e.test_meetings import added

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

CRISIS = "Waymark: somebody may need help"
ALERT = 24  # Discord API v10, Message Types


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def guarded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A stage whose bot may not read, once its rules stand."""
    async with (
        staged(tmp_path_factory.mktemp("guarded")) as made,
        made.waymark(WAYMARK_DISCORD__MESSAGE_CONTENT="false"),
    ):
        await until(made.town, lambda found: len(found) == 6)
        yield made


@pytest.fixture
def town(guarded: Stage) -> Town:
    """Its town, as nobody has seen it yet."""
    guarded.town.forget()
    return guarded.town


def path(town: Town) -> str:
    """Return where the server's AutoMod rules are."""
    return f"/guilds/{town.guild_id}/auto-moderation/rules"


async def until(town: Town, fits: Callable[[dict[str, Json]], bool]) -> dict[str, Json]:
    """Wait until the rules, by name, are as they should be."""
    found: dict[str, Json] = {}
    for _ in range(600):
        listed = await town.admin.call("GET", path(town))
        found = {rule["name"]: rule for rule in listed}
        if fits(found):
            return found
        await asyncio.sleep(0.05)
    pytest.fail(f"the rules never changed: {list(found)}")


def is_note(message: Json) -> bool:
    """Say whether a message is the help in the room."""
    return message.get("referenced_message") is not None and "988" in message["content"]


def is_card(message: Json) -> bool:
    """Say whether a message is a care card."""
    return "Care card" in words(message)


async def test_a_cry_for_help_is_heard_by_automod_and_answered_once(town: Town) -> None:
    said = await town.member.say(town.rooms["lounge"], "i want to kill myself tonight")

    note = await town.second.sees(is_note)
    assert note["message_reference"]["message_id"] == said["id"]
    await town.member.sees(lambda m: "guild_id" not in m and "988" in m["content"])
    card = await town.moderator.sees(is_card)
    assert said["id"] in leads_to(card)
    assert "tonight" not in words(card)
    assert "High" in words(card), "the phrase says how urgent it is"
    await town.second.sees(lambda m: is_note(m) and "let the moderators know" in m["content"])
    alert = await town.moderator.sees(lambda m: m["type"] == ALERT)
    assert alert["channel_id"] == town.rooms["staff"]

    # Discord shows the words where the bot is mentioned: both ears hear this one.
    me = await town.bot_id()
    again = await town.second.say(town.rooms["lounge"], f"<@{me}> i want to kill myself")
    await town.moderator.sees(lambda m: is_card(m) and again["id"] in leads_to(m))
    await town.forward(60)
    await town.admin.say(town.rooms["lounge"], "good evening")
    await town.admin.sees(lambda m: m["content"] == "good evening")
    cards = [m for m in town.moderator.messages() if is_card(m)]
    assert len(cards) == 2


async def test_what_needs_no_words_works_as_ever(town: Town) -> None:
    await added(town, reminders="10")
    where = town.at("staff")
    nonce = await town.moderator.slash(
        where, "mod timeout", member=town.second.id, duration=10, reason="unkind"
    )
    assert town.second.id in words(await town.moderator.answered(nonce))
    nonce = await town.member.slash(town.at("lounge"), "ask", question="i want to kill myself")
    assert "988" in words(await town.member.answered(nonce))
    card = await town.moderator.sees(is_card)
    await town.moderator.press(card, "Acknowledge", town.guild_id)
    await town.admin.becomes(card, "has this. Taken")

    me = await town.bot_id()
    channel = await town.facilitator.dm_with(me)
    await town.facilitator.say(channel, "i want to kill myself")
    await town.facilitator.sees(lambda m: m["channel_id"] == channel and m["author"]["id"] == me)


async def test_a_rule_changed_by_hand_is_asked_about_and_put_back(town: Town) -> None:
    rules = await until(town, lambda found: CRISIS in found)
    actions = rules[CRISIS]["actions"]
    assert [each["type"] for each in actions] == [2], "it tells staff and blocks nothing"
    assert actions[0]["metadata"]["channel_id"] == town.rooms["staff"]
    assert len(rules[CRISIS]["trigger_metadata"]["keyword_filter"]) == 1000

    one = f"{path(town)}/{rules[CRISIS]['id']}"
    await town.admin.call("PATCH", one, {"trigger_metadata": {"keyword_filter": ["hello"]}})
    question = await town.moderator.sees(lambda m: "was changed" in words(m))
    nonce = await town.admin.slash(town.at("staff"), "clinic status")
    status = words(await town.admin.answered(nonce))
    assert "Changed by hand, and yours now: people in danger" in status
    assert "Manage Server" in status
    assert "Server Members intent" in status

    await town.admin.press(question, "Put mine back", town.guild_id)
    await until(town, lambda f: f[CRISIS]["trigger_metadata"] == rules[CRISIS]["trigger_metadata"])


async def test_in_full_mode_the_rules_are_switched_off(guarded: Stage, town: Town) -> None:
    assert guarded.bot is not None
    assert await guarded.bot.stop() == 0
    async with guarded.waymark():
        await until(town, lambda found: not any(each["enabled"] for each in found.values()))
        await town.facilitator.say(town.rooms["lounge"], "i want to kill myself tonight")
        await town.member.sees(is_note)
