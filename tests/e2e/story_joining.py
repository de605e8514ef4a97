"""The part of the evening in which the rules go up, are changed, agreed to and taken back."""

from tests.e2e.driver import words
from tests.e2e.teller import Teller


async def joining(told: Teller) -> None:
    """An admin puts the rules up and picks a role; a member agrees and takes it back."""
    town, admin, member = told.town, told.town.admin, told.town.member
    path = f"/guilds/{town.guild_id}/roles"
    role = await admin.call("POST", path, {"name": "in the circle", "permissions": "0"})
    await told.use(admin, "clinic rules role", "staff", role=role["id"])
    asked = await told.use(admin, "clinic rules post", "staff", place=town.rooms["welcome"])
    await admin.answered(await admin.press(asked, "Leer en español", town.guild_id))
    await admin.press(asked, "Put it up", town.guild_id)
    await admin.becomes(asked, "The card is up")
    card = await member.sees(lambda message: "Version 1 of" in words(message))
    agree = "I am 18 or older, and I agree"
    done = await member.answered(await member.press(card, agree, town.guild_id))
    assert "Welcome" in words(done)
    ways = {"Leave it as it is": "Nothing has changed", "Yes, take it back": "It is taken back"}
    for how, becomes in ways.items():
        asked = await told.use(member, "rules withdraw")
        await member.press(asked, how, town.guild_id)
        await member.becomes(asked, becomes)
    await told.use(member, "rules agree")

    told.used.add("clinic rules edit")
    form = await admin.form(await admin.slash(town.at("staff"), "clinic rules edit", language="en"))
    text = "Be kind. What is said here stays here. This group is for people of 18 years or older."
    asked = await admin.answered(await admin.submit(town.at("staff"), form, text=text))
    form = await admin.form(await admin.press(asked, "Change the Spanish", town.guild_id))
    asked = await admin.answered(await admin.submit(town.at("staff"), form, text=f"(es) {text}"))
    await admin.press(asked, "Publish", town.guild_id)
    await admin.becomes(asked, "Published: version 2")
    await member.becomes(card, "Version 2")
    await told.use(member, "rules read")
