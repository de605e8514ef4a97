"""A care card's whole life, as the people around it see it."""

import pytest

from tests.e2e.driver import Json, Town, buttons, words

pytestmark = pytest.mark.e2e


def labels(message: Json) -> set[str]:
    """The buttons that a message offers."""
    return {button["label"] for button in buttons(message)}


async def test_a_drill_calls_nobody_by_the_button_under_the_help_lines(town: Town) -> None:
    await town.admin.answered(await town.admin.slash(town.at("staff"), "clinic drill start"))
    practised = await town.admin.sees(
        lambda message: "guild_id" not in message and "DRILL" in words(message)
    )
    assert "988" in words(practised)
    pressed = await town.admin.press(practised, "Ask a person to sit with me")
    told = words(await town.admin.answered(pressed))
    assert "I have rung nobody" in told
    assert "/support now" in told
    staff = await town.moderator.history(town.rooms["staff"])
    assert len(staff) == 1, "the drill's own card and no other"
    card = await town.moderator.sees(lambda message: "This is practice" in words(message))
    await town.moderator.answered(await town.moderator.press(card, "Acknowledge", town.guild_id))
    await town.admin.sees(lambda message: "how it went" in words(message))


async def test_a_card_goes_from_alarm_to_the_morning_after(town: Town) -> None:
    moderator, admin = town.moderator, town.admin
    await town.member.say(town.rooms["lounge"], "i want to kill myself tonight")
    card = await moderator.sees(lambda message: "Care card" in words(message))
    assert labels(card) == {"Acknowledge", "Go to the message"}
    await moderator.answered(await moderator.press(card, "Acknowledge", town.guild_id))

    card = await moderator.becomes(card, "has this. Taken")
    asked = await moderator.press(card, "I need a second person", town.guild_id)
    assert "I have rung" in (await moderator.answered(asked))["content"]
    call = await admin.sees(lambda message: "second person is needed" in words(message))
    assert len(call["mention_roles"]) == 1
    joined = await admin.answered(await admin.press(call, "I will join", town.guild_id))
    assert moderator.id in joined["content"]
    card = await moderator.becomes(card, f"With <@{admin.id}>")

    form = await moderator.form(await moderator.press(card, "What came of it", town.guild_id))
    typed = {"outcome": "safe_for_now", "note": "her sister came"}
    await moderator.answered(await moderator.submit(town.at("staff"), form, **typed))
    card = await moderator.becomes(card, "Reached, and safe for now")
    assert "sister" not in words(card)
    note = await admin.answered(await admin.press(card, "Read the note", town.guild_id))
    assert "her sister came" in note["content"]

    await town.forward(36 * 3600)
    after = await moderator.sees(lambda message: "The day after" in words(message))
    assert "guild_id" not in after, "in private"
    assert "how are you?" in words(after)
    await moderator.press(after, "I have written to them")
    await moderator.becomes(after, "Thank you for looking after them")


async def test_a_staff_room_that_was_deleted_brings_moderators_the_card_in_private(
    town: Town,
) -> None:
    """Whoever has moderated here is known to be of staff; the card is acknowledged from there."""
    moderator, said = town.moderator, "i want to kill myself tonight"
    warned = await moderator.slash(
        town.at("staff"), "mod warn", member=town.second.id, reason="unkind"
    )
    await moderator.answered(warned)
    await town.admin.call("DELETE", f"/channels/{town.rooms['staff']}")
    await town.member.say(town.rooms["lounge"], said)
    card = await moderator.sees(lambda message: "Care card" in words(message))

    assert "guild_id" not in card
    assert "cannot post in the staff room" in words(card)
    thanks = await moderator.answered(await moderator.press(card, "Acknowledge"))
    assert "You have it now" in thanks["content"]
    await moderator.becomes(card, "has this. Taken")
    note = await town.second.sees(
        lambda message: (
            message.get("referenced_message") is not None
            and "let the moderators know" in message["content"]
        )
    )
    assert note["channel_id"] == town.rooms["lounge"]
