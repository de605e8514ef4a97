"""What may go wrong where an answer meets a room: nobody may speak, or Discord does not take it."""

import pytest

from tests.e2e.driver import Json, Town, words
from tests.e2e.test_questions import named, reply_to, silent_about

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "What is dissociation?"
SEND_MESSAGES = 1 << 11
REFUSE = {"route": "/channels/*/messages", "method": "POST", "status": 403}


async def asked(town: Town, room: str = "welcome") -> Json:
    """Return a member's private answer."""
    nonce = await town.member.slash(town.at(room), "ask", question=QUESTION)
    return await town.member.answered(nonce)


async def pressed(town: Town, card: Json) -> str:
    """Press Share here and return what the presser reads."""
    nonce = await town.member.press(card, "Share here", town.guild_id)
    return words(await town.member.answered(nonce))


async def test_who_may_not_write_in_a_room_does_not_share_there(shared_town: Town) -> None:
    town = shared_town
    path = f"/channels/{town.rooms['welcome']}/permissions/{town.member.id}"
    card = await asked(town)
    silent = {"type": 1, "allow": "0", "deny": str(SEND_MESSAGES)}
    await town.admin.call("PUT", path, silent)
    told = await pressed(town, card)
    await town.admin.call("DELETE", path)

    assert "Send Messages" in told
    history = await town.admin.history(town.rooms["welcome"])
    assert not any("to be shared" in words(message) for message in history)


@pytest.mark.parametrize(
    ("status", "room", "why"),
    [(403, "welcome", "Discord did not let me"), (404, "evening-circle", "nothing was shared")],
)
async def test_a_passage_that_discord_refused_can_be_shared_later(
    shared_town: Town, status: int, room: str, why: str
) -> None:
    town = shared_town
    card = await asked(town, room)
    await town.workshop("POST", "faults", {"fail": {**REFUSE, "status": status}})
    told = await pressed(town, card)
    await town.member.press(card, "Share here", town.guild_id)
    shared = await town.second.sees(
        lambda message: (
            "to be shared" in words(message) and message["channel_id"] == town.rooms[room]
        )
    )

    assert why in told
    assert shared["mentions"] == []


async def test_an_answer_that_was_switched_off_meanwhile_is_not_shared(shared_town: Town) -> None:
    town = shared_town
    title = "Is there a newsletter?"
    card = await town.member.answered(
        await town.member.slash(town.at("welcome"), "ask", question=title)
    )
    off = await town.admin.slash(town.at("staff"), "clinic faq retire", entry="newsletter")
    await town.admin.answered(off)
    told = await pressed(town, card)
    helpful = await town.member.press(card, "Helpful", town.guild_id)

    assert "cannot find that answer" in told
    assert "cannot find that answer" in words(await town.member.answered(helpful))
    history = await town.admin.history(town.rooms["welcome"])
    assert not any(title in words(message) for message in history)


async def test_an_answer_that_discord_refused_does_not_count_as_said(shared_town: Town) -> None:
    town = shared_town
    path = f"/channels/{town.rooms['lounge']}/permissions/{await town.bot_id()}"
    await town.admin.call("PUT", path, {"type": 1, "allow": "0", "deny": str(SEND_MESSAGES)})
    lost = await named(town, town.second, "lounge", QUESTION)
    assert await silent_about(town, lost)
    await town.admin.call("DELETE", path)
    again = await reply_to(town, await named(town, town.second, "lounge", QUESTION))

    assert again["embeds"][0]["title"] == QUESTION


async def test_a_direct_message_is_answered_like_a_call_by_name(shared_town: Town) -> None:
    town = shared_town
    channel = await town.facilitator.dm_with(await town.bot_id())
    await town.facilitator.say(channel, "hello there")
    await town.facilitator.say(channel, QUESTION)
    await town.facilitator.sees(
        lambda message: "not medical advice" in words(message) and message["channel_id"] == channel
    )

    said = [m for m in await town.facilitator.history(channel) if m["author"].get("bot")]
    assert len(said) == 1, "a greeting is no question"


async def test_words_around_the_bots_name_are_judged_without_it(shared_town: Town) -> None:
    """A name in the middle must not hide a cry for help."""
    town = shared_town
    cry = f"i want to <@{await town.bot_id()}> kill <@{await town.bot_id()}> myself"
    said = await town.admin.say(town.rooms["evening-circle"], cry)

    note = await reply_to(town, said)
    assert "988" in note["content"]
    assert note["embeds"] == []
