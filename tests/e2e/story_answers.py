"""The part of the evening in which an admin sees to the clinic's own answers."""

from tests.e2e.driver import Json, words
from tests.e2e.teller import Teller
from tests.e2e.test_calendars import attach

PAGE = b"""<html><body><main><h1>Questions</h1>
<h2>Is there a lift?</h2><p>Yes. It is behind the front door, on your left side.</p>
<h2>May I bring a friend?</h2><p>Yes. A friend may wait with you in the front room.</p>
</main></body></html>"""
TYPED = {
    "title": "Where do I hang my coat?",
    "ask": "coat rack\nwhere to leave my coat\nis there a cloakroom\nhang up a jacket",
    "body": "There is a rack next to the door. Please keep your keys with you.",
    "source": "The front desk",
}


async def answers(told: Teller) -> None:
    """Write an answer, approve it, look at it, switch it off; take a page in and all files out."""
    town, admin = told.town, told.town.admin
    where = town.at("staff")
    coat = {"entry": await written(told)}
    [choice] = await admin.suggest(where, "clinic faq edit", "entry", "coat")
    assert choice["value"] == coat["entry"]
    card = await told.use(admin, "clinic faq approve", "staff", **coat)
    form = await admin.form(await admin.press(card, "Approve", town.guild_id))
    signed = await admin.answered(
        await admin.submit(where, form, reviewer="Dr. Ada Ruiz", review_by="2099-01-01")
    )
    assert "Members see this" in words(signed)
    asked = await told.use(town.member, "ask", question="where do i leave my coat")
    assert "rack next to the door" in words(asked)
    assert "Dr. Ada Ruiz" in words(asked)
    await told.use(admin, "clinic faq list", "staff", status="draft")
    await gone_through(told)
    await told.use(admin, "clinic faq gaps", "staff")
    history = await told.use(admin, "clinic faq history", "staff", **coat)
    await admin.answered(await admin.press(history, "1", town.guild_id))
    files = await told.use(admin, "clinic faq export", "staff")
    assert files["attachments"][0]["filename"] == "answers.zip"
    off = await told.use(admin, "clinic faq retire", "staff", **coat)
    assert "Members do not see this" in words(off)
    await imported(told)


async def written(told: Teller) -> str:
    """Write a new answer, with a date that nobody can read at first; return its id."""
    town, admin = told.town, told.town.admin
    where = town.at("staff")
    told.used.add("clinic faq edit")
    form = await admin.form(await admin.slash(where, "clinic faq edit"))
    wrong = await admin.answered(await admin.submit(where, form, **TYPED, review_by="someday"))
    form = await admin.form(await admin.press(wrong, "Change what I typed", town.guild_id))
    await admin.submit(where, form, review_by="2098-01-01")
    saved = await admin.becomes(wrong, "Saved as a draft")
    assert TYPED["body"] in words(saved)
    return "where-do-i-hang-my-coat"


async def gone_through(told: Teller) -> None:
    """Sign one of the answers that wait for a name with one press, and switch the next off."""
    town, admin = told.town, told.town.admin
    card = await told.use(admin, "clinic faq review", "staff")
    await admin.press(card, "Go through them one by one", town.guild_id)
    card = await admin.becomes(card, "answers to go")
    await admin.press(card, "Sign: Dr. Ada Ruiz", town.guild_id)
    card = await admin.becomes(card, "is signed by Dr. Ada Ruiz")
    form = await admin.form(await admin.press(card, "Another name", town.guild_id))
    where = town.at("staff")
    wrong = await admin.submit(where, form, reviewer="none", review_by="2099-01-01")
    assert "name of whoever did" in words(await admin.answered(wrong))
    form = await admin.form(await admin.press(card, "Another name", town.guild_id))
    await admin.submit(where, form, reviewer="Li Wu, RN", review_by="2099-01-01")
    card = await admin.becomes(card, "is signed by Li Wu, RN")
    await admin.press(card, "Switch off", town.guild_id)
    await admin.becomes(card, "Members no longer get it")


async def imported(told: Teller) -> Json:
    """Take a page in: one passage is kept, one is left out."""
    town, admin = told.town, told.town.admin
    told.used.add("clinic faq import")
    card = await attach(town, admin, "clinic faq import", PAGE, "faq.html")
    assert "Is there a lift?" in words(card)
    await admin.press(card, "Take as draft", town.guild_id)
    card = await admin.becomes(card, "May I bring a friend?")
    await admin.press(card, "Skip", town.guild_id)
    return await admin.becomes(card, "1 passage skipped")
