"""A member tells staff privately, and hears back; nobody else in the rooms sees any of it."""

import pytest

from tests.e2e.driver import Json, Person, Town, buttons, words

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


def labels(message: Json) -> set[str]:
    """Return what a message's buttons say."""
    return {each["label"] for each in buttons(message)}


async def reported(town: Town, by: Person, target: str, **typed: str) -> Json:
    """Report a message by its menu and return what the reporter is told."""
    form = await by.form(await by.menu(town.at("lounge"), "Tell staff privately", target))
    return await by.answered(await by.submit(town.at("lounge"), form, **typed))


async def test_a_message_is_reported_looked_at_and_talked_about_without_a_name(
    shared_town: Town,
) -> None:
    town, member, moderator = shared_town, shared_town.member, shared_town.moderator
    said = await town.second.say(town.rooms["lounge"], "well, that took a while")
    told = await reported(town, member, said["id"], kind="hurtful", words="that was cold")
    assert told["flags"] & 64
    assert "The team has it" in words(told)
    card = await moderator.sees(lambda message: "that was cold" in words(message))
    assert card["channel_id"] == town.rooms["staff"]
    assert member.id not in str({**card, "mentions": []})
    assert town.second.id in words(card)
    assert "Open the message" in labels(card)

    await reported(town, town.facilitator, said["id"], kind="selling", name="yes")
    card = await moderator.becomes(card, "by 2 people")
    assert town.facilitator.id in words(card)
    await moderator.answered(await moderator.press(card, "I will take it", town.guild_id))
    card = await moderator.becomes(card, "has this since")
    assert "I will take it" not in labels(card)

    form = await moderator.form(await moderator.press(card, "Write to the reporter", town.guild_id))
    done = await moderator.answered(
        await moderator.submit(town.at("staff"), form, to="1", words="Thank you for this.")
    )
    assert "direct message" in words(done)
    letter = await member.sees(lambda message: "Thank you for this." in words(message))
    assert moderator.id not in words(letter)
    form = await member.form(await member.press(letter, "Write back"))
    where = {"channel_id": letter["channel_id"]}
    told = await member.answered(await member.submit(where, form, words="it is fine now"))
    assert "The team has your message" in words(told)
    await moderator.becomes(card, "it is fine now")


async def test_a_report_about_staff_stays_out_of_the_staff_room(shared_town: Town) -> None:
    town, member, admin = shared_town, shared_town.member, shared_town.admin
    # Discord names no admin but the owner to a bot without the members intent.
    await admin.answered(await admin.slash(town.at("staff"), "clinic drill start"))
    said = await town.moderator.say(town.rooms["lounge"], "be quiet now")
    told = await reported(town, member, said["id"], kind="hurtful", words="pumpernickel")
    assert "only the people who run the server" in words(told)
    card = await admin.sees(lambda message: "pumpernickel" in words(message))
    assert "guild_id" not in card
    assert not any("pumpernickel" in words(each) for each in town.moderator.messages())

    await admin.press(card, "I will take it")
    await admin.becomes(card, "has this since")


async def test_danger_in_the_form_brings_help_and_the_report_is_taken_all_the_same(
    shared_town: Town,
) -> None:
    town, member = shared_town, shared_town.member
    said = await town.second.say(town.rooms["lounge"], "that is nobody's problem")
    form = await member.form(
        await member.menu(town.at("lounge"), "Tell staff privately", said["id"])
    )
    cry = "after that i want to kill myself tonight"
    sent = await member.submit(town.at("lounge"), form, kind="hurtful", words=cry)
    help_ = await member.answered(sent)
    assert "988" in words(help_)
    await town.moderator.sees(
        lambda message: "Care card" in words(message) and member.id in words(message)
    )
    await town.moderator.sees(lambda message: "Report:" in words(message) and cry in words(message))


async def test_nobody_reports_themselves_and_what_did_not_arrive_is_still_at_hand(
    shared_town: Town,
) -> None:
    town, member = shared_town, shared_town.member
    own = await member.say(town.rooms["lounge"], "i talk too much")
    told = await member.answered(
        await member.menu(town.at("lounge"), "Tell staff privately", own["id"])
    )
    assert "Ask a person to sit with me" in labels(told)

    said = await town.second.say(town.rooms["lounge"], "buy my soap")
    fail = {"route": "/channels/{id}/messages", "method": "POST", "status": 403, "times": 9}
    await town.workshop("POST", "faults", {"fail": fail})
    lost = await reported(town, member, said["id"], kind="selling", words="soap seller")
    await town.workshop("POST", "faults", {"clear": True})
    assert "nobody has your report" in words(lost)
    form = await member.form(await member.press(lost, "Try again", town.guild_id))
    assert "soap seller" in str(form["components"])
