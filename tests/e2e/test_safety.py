"""Walk 1: somebody in danger is helped in the room and in private, and staff come to them."""

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.driver import Town, buttons, leads_to, words

pytestmark = pytest.mark.e2e


async def test_a_cry_for_help_is_answered_in_the_room_and_in_private(town: Town) -> None:
    said = await town.member.say(town.rooms["lounge"], "i want to kill myself tonight")

    note = await town.second.sees(
        lambda message: (
            message.get("referenced_message") is not None and "988" in message["content"]
        )
    )
    private = await town.member.sees(
        lambda message: "guild_id" not in message and "988" in message["content"]
    )
    assert note["channel_id"] == town.rooms["lounge"]
    assert note["message_reference"]["message_id"] == said["id"]
    assert note["mentions"] == [], "nobody is rung"
    assert any(button["style"] == 5 for button in buttons(private)), "help lines as links"


async def test_staff_get_a_care_card_without_the_words(town: Town) -> None:
    said = await town.member.say(town.rooms["lounge"], "i want to kill myself tonight")
    card = await town.moderator.sees(lambda message: "Care card" in words(message))

    text = words(card)
    assert card["channel_id"] == town.rooms["staff"]
    assert said["id"] in leads_to(card), "a link to the message"
    assert town.member.id in text
    assert "tonight" not in text
    assert "They already have the help lines" in text


async def test_the_room_reads_that_moderators_know_once_they_do(town: Town) -> None:
    await town.member.say(town.rooms["lounge"], "i want to kill myself")
    await town.moderator.sees(lambda message: "Care card" in words(message))

    note = await town.second.sees(
        lambda message: (
            message.get("referenced_message") is not None
            and "let the moderators know" in message["content"]
        )
    )
    assert note["channel_id"] == town.rooms["lounge"]


async def test_a_moderator_acknowledges_and_nobody_else_is_woken(town: Town) -> None:
    await town.member.say(town.rooms["lounge"], "i want to kill myself")
    card = await town.moderator.sees(lambda message: "Care card" in words(message))
    nonce = await town.moderator.press(card, "Acknowledge", town.guild_id)

    thanks = await town.moderator.answered(nonce)
    taken = await town.admin.becomes(card, town.moderator.id)
    assert "You have it now" in thanks["content"]
    assert "Acknowledge" not in {button["label"] for button in buttons(taken)}

    await town.forward(3600)
    await town.member.say(town.rooms["lounge"], "good evening")
    await town.admin.sees(lambda message: message["content"] == "good evening")
    cards = [m for m in town.admin.messages() if "Care card" in words(m)]
    assert len(cards) == 1


async def test_moderators_are_rung_when_nobody_acknowledges(town: Town) -> None:
    await town.member.say(town.rooms["lounge"], "i want to kill myself")
    await town.moderator.sees(lambda message: "Care card" in words(message))
    await town.forward(181)

    again = await town.moderator.sees(
        lambda message: "Nobody has acknowledged this yet" in words(message)
    )
    assert len(again["mention_roles"]) == 1


async def test_help_comes_in_the_writers_language(town: Town) -> None:
    await town.member.say(town.rooms["lounge"], "ya no quiero vivir, me quiero morir")

    note = await town.second.sees(lambda message: message.get("referenced_message") is not None)
    assert "AYUDA" in note["content"]


async def test_a_cry_for_help_in_a_direct_message_reaches_staff(town: Town) -> None:
    bot_id = await town.bot_id()
    channel = await town.member.dm_with(bot_id)
    await town.member.say(channel, "i want to kill myself")

    await town.member.sees(
        lambda message: message["channel_id"] == channel and message["author"]["id"] == bot_id
    )
    await town.moderator.sees(lambda message: "Care card" in words(message))


async def test_closed_direct_messages_leave_the_note_in_the_room(town: Town) -> None:
    await town.workshop("POST", "faults", {"close_dms": [town.member.id]})
    await town.member.say(town.rooms["lounge"], "i want to kill myself")

    await town.second.sees(lambda message: message.get("referenced_message") is not None)
    await town.moderator.sees(lambda message: "Care card" in words(message))


async def test_everyday_talk_gets_no_answer(town: Town) -> None:
    for text in ("this wait is killing me", "three years since my last attempt, doing well"):
        await town.member.say(town.rooms["lounge"], text)
    await town.member.say(town.rooms["lounge"], "i want to kill myself")
    await town.moderator.sees(lambda message: "Care card" in words(message))

    notes = [m for m in town.second.messages() if m["author"].get("bot")]
    assert len(notes) == 1


async def test_support_now_works_everywhere_for_everybody(town: Town) -> None:
    nonce = await town.member.slash(town.at("lounge"), "support now")
    page = await town.member.answered(nonce)

    assert page["flags"] & 64
    assert "988" in page["content"]
    assert "911" in page["content"]
    assert "press 3" not in page["content"]
    assert any(button["style"] == 5 for button in buttons(page))

    pressed = await town.member.press(page, "Ask a person to sit with me", town.guild_id)
    told = await town.member.answered(pressed)
    assert "988" in told["content"]
    call = await town.moderator.sees(lambda message: "asks for company" in words(message))
    assert len(call["mention_roles"]) == 1


async def test_acknowledging_works_after_a_restart(stage: Stage) -> None:
    """A button pressed in a bot that did not send it."""
    town = stage.town
    async with stage.waymark():
        await town.member.say(town.rooms["lounge"], "i want to kill myself")
        card = await town.moderator.sees(lambda message: "Care card" in words(message))
    async with stage.waymark():
        nonce = await town.moderator.press(card, "Acknowledge", town.guild_id)
        thanks = await town.moderator.answered(nonce)

    assert "You have it now" in thanks["content"]
