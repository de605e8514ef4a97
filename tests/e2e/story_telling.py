"""The part of the evening in which members tell staff something in private."""

from tests.e2e.driver import Json, words
from tests.e2e.teller import Teller

# Words that stand nowhere but in what members type here.
TOLD_STAFF = {
    "a report": "cardamom",
    "a question without a name": "tourmaline",
    "a worry told to staff": "pimpernel",
    "what a reporter writes back": "vermilion",
}


async def telling(told: Teller) -> None:
    """A message and two people are reported; staff and a reporter talk; one is resolved."""
    town, member, moderator = told.town, told.town.member, told.town.moderator
    said = await town.facilitator.say(town.rooms["lounge"], "today was long and loud")
    asked = await member.menu(town.at("lounge"), "Tell staff privately", said["id"])
    told.used |= {"Tell staff privately", "Report to staff"}
    form = await member.form(asked)
    typed = {"kind": "hurtful", "words": f"it was a {TOLD_STAFF['a report']} thing to say"}
    await member.answered(await member.submit(town.at("lounge"), form, **typed))
    card = await moderator.sees(lambda message: TOLD_STAFF["a report"] in words(message))
    await moderator.answered(await moderator.press(card, "I will take it", town.guild_id))
    card = await moderator.becomes(card, "has this since")
    await talk(told, card)
    form = await moderator.form(await moderator.press(card, "Resolve", town.guild_id))
    await moderator.answered(
        await moderator.submit(town.at("staff"), form, outcome="spoke", note="All is well.")
    )
    await moderator.becomes(card, "resolved this")
    menu = await member.menu(town.at("lounge"), "Report to staff", town.facilitator.id, kind=2)
    form = await member.form(menu)
    typed = {"words": f"they seem {TOLD_STAFF['a worry told to staff']} tonight"}
    await member.answered(await member.submit(town.at("lounge"), form, **typed))
    told.used |= {"report", "Ask for a content warning"}
    asked = await member.menu(town.at("lounge"), "Ask for a content warning", said["id"])
    assert "without your name" in words(await member.answered(asked))
    await town.facilitator.sees(lambda message: "content warning" in words(message))
    form = await member.form(await member.slash(town.at("lounge"), "report"))
    await member.answered(await member.submit(town.at("lounge"), form, kind="other"))
    await told.use(moderator, "mod reports", "staff")
    await nameless(told)


async def nameless(told: Teller) -> None:
    """A member asks without a name; staff block, and two of them learn who it was."""
    town, member, moderator = told.town, told.town.facilitator, told.town.moderator
    await told.use(town.admin, "clinic policy private-questions", "staff", switch=1)
    told.used.add("question-private")
    form = await member.form(await member.slash(town.at("lounge"), "question-private"))
    assert "staff can learn who you are" in str(form["components"])
    asked = f"is it {TOLD_STAFF['a question without a name']} to be this tired"
    await member.answered(await member.submit(town.at("lounge"), form, question=asked))
    card = await moderator.sees(lambda message: asked in words(message))
    await moderator.answered(await moderator.press(card, "Block or unblock", town.guild_id))
    card = await moderator.becomes(card, "without learning")
    for person in (moderator, town.admin):
        sure = await person.answered(await person.press(card, "Learn who asked", town.guild_id))
        label = "Yes, somebody may be in danger"
        found = await person.answered(await person.press(sure, label, town.guild_id))
    assert member.id in words(found)
    await member.sees(lambda message: "has learned who you are" in words(message))
    await moderator.becomes(card, "The member is told")


async def talk(told: Teller, card: Json) -> None:
    """Staff write to a reporter, who writes back."""
    town, member, moderator = told.town, told.town.member, told.town.moderator
    form = await moderator.form(await moderator.press(card, "Write to the reporter", town.guild_id))
    text = "Thank you. Are you all right?"
    await moderator.answered(await moderator.submit(town.at("staff"), form, words=text))
    letter = await member.sees(lambda message: text in words(message))
    form = await member.form(await member.press(letter, "Write back"))
    back = f"yes, just {TOLD_STAFF['what a reporter writes back']}"
    await member.answered(
        await member.submit({"channel_id": letter["channel_id"]}, form, words=back)
    )
    await moderator.becomes(card, TOLD_STAFF["what a reporter writes back"])
