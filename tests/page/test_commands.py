import re

import pytest
from playwright.async_api import expect

from tests.page.stand_in import StandIn
from tests.page.visitor import PHONE, Visits

pytestmark = [
    pytest.mark.page,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("bot"),
]


async def test_a_command_with_autocomplete_is_answered_to_one_person_only(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.box.press_sequentially("/ask ")
    question = robin.page.get_by_role("combobox", name="question")
    await question.fill("driv")
    await robin.suggestions.filter(has_text="Can I drive home?").click()
    await expect(question).to_have_value("Can I drive home?")
    await robin.page.get_by_role("button", name="Send command").click()
    answer = robin.message("Can I drive home?")
    await expect(answer.get_by_text("Only you can see this")).to_be_visible()
    await expect(answer.locator(".above")).to_have_text("Robin used /ask")
    await expect(answer.get_by_role("heading", name="Can I drive home?")).to_be_visible()
    await expect(answer.locator(".tag")).to_have_text("BOT")
    await sam.say("nothing here for me")
    await expect(sam.message("Can I drive home?")).to_have_count(0)
    await answer.get_by_role("button", name="Dismiss").click()
    await expect(answer).to_have_count(0)


async def test_the_keyboard_alone_is_enough_for_a_command(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.box.focus()
    keys = robin.page.keyboard
    await keys.type("/a")
    await expect(robin.suggestions.first).to_have_attribute("aria-selected", "true")
    await expect(robin.box).to_have_attribute("aria-activedescendant", re.compile("suggestion"))
    await keys.press("Enter")
    question = robin.page.get_by_role("combobox", name="question")
    await expect(question).to_be_focused()
    await keys.type("bring")
    await expect(robin.suggestions).to_have_count(1)
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(question).to_have_value("What should I bring?")
    await keys.press("Enter")
    await expect(robin.message("What should I bring?")).to_be_visible()
    await expect(robin.box).to_be_focused()


async def test_escape_closes_the_list_first_and_then_the_command(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.box.press_sequentially("/ask ")
    await expect(robin.suggestions).to_have_count(3)
    await robin.page.keyboard.press("Escape")
    await expect(robin.suggestions).to_have_count(0)
    await expect(robin.page.get_by_role("combobox", name="question")).to_be_focused()
    await robin.page.keyboard.press("Escape")
    await expect(robin.box).to_be_focused()


async def test_only_commands_this_person_may_use_are_listed(visits: Visits) -> None:
    page = await visits.open("Robin")
    await page.box.fill("/meet")
    await expect(page.page.get_by_text("No command of that name.")).to_be_visible()
    await page.view_as("Alex")
    await page.box.fill("/meet")
    await expect(page.suggestions).to_have_text(re.compile("/meeting add.*Adds a meeting"))


async def test_options_of_every_kind_reach_the_bot(visits: Visits) -> None:
    alex, robin = await visits.open("Alex"), await visits.open("Robin")
    await alex.box.press_sequentially("/meeting add ")
    form = alex.page.get_by_role("form", name="Command meeting add")
    await form.get_by_label("title").fill("Evening circle")
    await form.get_by_label("minutes").fill("60")
    await form.get_by_label("room").select_option("#evening-circle")
    await form.get_by_label("repeat").select_option("Every week")
    await form.get_by_label("leads").select_option("Frankie")
    await form.get_by_role("button", name="Send command").click()
    words = "Evening circle, 60 minutes in #evening-circle, weekly, led by Frankie"
    await expect(robin.message(words)).to_be_visible()


async def test_missing_and_wrong_options_are_named_and_nothing_is_lost(visits: Visits) -> None:
    alex = await visits.open("Alex")
    await alex.command("meeting add", title="Circle", minutes="5")
    form = alex.page.get_by_role("form", name="Command meeting add")
    await expect(form.get_by_text("minutes must be 10 or more.")).to_be_visible()
    await expect(form.get_by_text("room is needed.")).to_be_visible()
    await expect(form.get_by_label("minutes")).to_be_focused()
    await expect(form.get_by_label("minutes")).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("title")).to_have_value("Circle")


async def test_a_deferred_answer_is_shown_as_thinking_first(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.command("slow")
    await expect(robin.message("thinking…")).to_be_visible()
    await expect(robin.message("Thought about it.")).to_be_visible()
    await expect(robin.message("thinking…")).to_have_count(0)


async def test_no_answer_is_called_a_failure_and_the_command_stays(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.command("silent")
    alert = robin.page.locator("#composer").get_by_role("alert")
    await expect(alert).to_have_text("/silent: This interaction failed.")
    await expect(robin.page.get_by_role("form", name="Command silent")).to_be_visible()


async def test_message_and_person_menus_offer_the_bots_entries(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.say("worth keeping")
    menu = await robin.open_menu("worth keeping")
    await menu.get_by_role("group", name="Apps").get_by_role("menuitem", name="Keep this").click()
    await expect(robin.message("Kept: worth keeping")).to_be_visible()
    author = robin.message("worth keeping").first.get_by_role("button", name="Robin", exact=True)
    await author.click()
    await robin.page.get_by_role("menuitem", name="Greet").click()
    await expect(robin.message("Greeted Robin.")).to_be_visible()


async def test_a_message_menu_opens_and_closes_with_the_keyboard(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.say("first")
    await robin.say("second")
    await robin.page.keyboard.press("Shift+Tab")
    keys = robin.page.keyboard
    message = robin.message("second")
    await message.focus()
    await keys.press("ArrowUp")
    await expect(robin.message("first")).to_be_focused()
    await keys.press("Enter")
    await expect(robin.page.get_by_role("menuitem", name="Reply")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(robin.page.get_by_role("menuitem", name="Keep this")).to_be_focused()
    await keys.press("Escape")
    await expect(robin.page.get_by_role("menu")).to_have_count(0)


async def test_the_bot_writes_directly_and_the_mark_says_so(visits: Visits, bot: StandIn) -> None:
    page = await visits.open("Sam")
    await page.command("write_me")
    await expect(page.message("Sent.")).to_be_visible()
    assert bot.user is not None
    direct = page.rooms.get_by_role("button", name=bot.user.name)
    await expect(direct.get_by_role("img", name="1 for you")).to_be_visible()
    await direct.click()
    await expect(page.message("Hello from the bot.")).to_be_visible()


async def test_private_answers_are_still_there_after_looking_as_another(visits: Visits) -> None:
    """They are in no history: whoever comes back must find them where they were."""
    page = await visits.open("Robin")
    await page.command("ask", question="anything")
    await expect(page.message("anything")).to_be_visible()
    await page.view_as("Sam")
    await expect(page.message("anything")).to_have_count(0)
    await page.view_as("Robin")
    await expect(page.message("anything")).to_be_visible()


async def test_a_command_fits_on_a_phone(visits: Visits) -> None:
    robin = await visits.open("Robin", PHONE)
    await robin.command("ask", question="on the phone")
    await expect(robin.message("on the phone")).to_be_visible()
    wide = await robin.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0]
