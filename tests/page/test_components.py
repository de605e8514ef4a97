import re

import pytest
from playwright.async_api import expect

from tests.page.visitor import Visitor, Visits

pytestmark = [
    pytest.mark.page,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("bot"),
]


async def opened_form(visitor: Visitor) -> None:
    await visitor.command("note")
    await expect(visitor.page.get_by_role("dialog", name="A note to staff")).to_be_visible()


async def test_a_button_changes_the_card_for_everyone_and_keeps_the_focus(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.command("card")
    button = robin.message("Coming: 0").get_by_role("button", name="I plan to come")
    await button.focus()
    await button.press("Enter")
    await expect(sam.message("Coming: 1")).to_be_visible()
    again = robin.message("Coming: 1").get_by_role("button", name="I plan to come")
    await expect(again).to_be_focused()


async def test_buttons_that_are_off_or_lead_away_say_so(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.command("card")
    card = robin.message("Coming: 0")
    await expect(card.get_by_role("button", name="Closed")).to_be_disabled()
    link = card.get_by_role("link", name="Read more")
    await expect(link).to_have_attribute("href", "https://clinic.example/")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))


async def test_a_select_is_taken_with_the_keyboard(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.command("card")
    await robin.message("Coming: 0").get_by_role("button", name="How is today?").focus()
    keys = robin.page.keyboard
    await keys.press("Enter")
    await expect(robin.page.get_by_role("listbox", name="How is today?")).to_be_focused()
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(robin.message("Today: Hard")).to_be_visible()


async def test_a_form_is_filled_in_and_answered(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await opened_form(robin)
    dialog = robin.page.get_by_role("dialog")
    await expect(dialog.get_by_label("What is it about?")).to_be_focused()
    await dialog.get_by_label("What is it about?").select_option("I am worried")
    await dialog.get_by_label("In your own words").fill("about a friend")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(robin.message("Noted (worried): about a friend")).to_be_visible()
    await expect(dialog).to_have_count(0)


async def test_a_form_opens_from_a_button_and_escape_gives_the_focus_back(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.command("card")
    button = robin.message("Coming: 0").get_by_role("button", name="Tell us")
    await button.click()
    await expect(robin.page.get_by_role("dialog")).to_be_visible()
    await robin.page.keyboard.press("Escape")
    await expect(robin.page.get_by_role("dialog")).to_have_count(0)
    await expect(button).to_be_focused()


async def test_a_form_opens_only_in_the_window_that_asked_for_it(visits: Visits) -> None:
    robin, elsewhere = await visits.open("Robin"), await visits.open("Robin")
    await opened_form(robin)
    await robin.page.keyboard.press("Escape")
    await robin.say("never mind")
    await expect(elsewhere.message("never mind")).to_be_visible()
    await expect(elsewhere.page.get_by_role("dialog")).to_have_count(0)


async def test_a_form_names_what_is_missing_and_keeps_the_rest(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await opened_form(robin)
    dialog = robin.page.get_by_role("dialog")
    words = dialog.get_by_label("In your own words")
    await words.fill("hi")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.get_by_text("Please fill this in.")).to_be_visible()
    await expect(dialog.get_by_text("at least 5 characters (now 2)")).to_be_visible()
    await expect(dialog.get_by_label("What is it about?")).to_be_focused()
    await expect(words).to_have_value("hi")


async def test_a_form_that_fails_keeps_what_was_written(visits: Visits) -> None:
    """Somebody wrote this with care, perhaps in tears: it must not be lost."""
    robin = await visits.open("Robin")
    await opened_form(robin)
    dialog = robin.page.get_by_role("dialog")
    await dialog.get_by_label("What is it about?").select_option("Something else")
    await dialog.get_by_label("In your own words").fill("break it")
    await dialog.get_by_role("button", name="Submit").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("This interaction failed.")
    await expect(dialog.get_by_label("In your own words")).to_have_value("break it")
