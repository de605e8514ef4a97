import re

import pytest
from playwright.async_api import expect

from sandbox.server import Server
from tests.page.visitor import PHONE, Visits

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]


async def test_a_member_sees_the_open_rooms_and_not_the_staff_room(visits: Visits) -> None:
    robin = await visits.open("Robin")
    for name in ("welcome", "lounge", "questions", "evening-circle"):
        await expect(robin.rooms.get_by_role("button", name=name)).to_be_visible()
    await expect(robin.rooms.get_by_role("button", name="staff")).to_have_count(0)


async def test_view_as_shows_who_one_is_and_their_rooms(visits: Visits) -> None:
    page = await visits.open("Robin")
    await page.view_as("Morgan")
    await expect(page.page.get_by_role("radio", name="Morgan, Moderator")).to_be_checked()
    await expect(page.box).to_have_attribute("placeholder", "Message #lounge as Morgan")
    await expect(page.rooms.get_by_role("button", name="staff")).to_be_visible()
    await page.view_as("Sam")
    await expect(page.rooms.get_by_role("button", name="staff")).to_have_count(0)


async def test_a_message_appears_for_others_and_is_marked_unread_elsewhere(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await sam.open_room("questions")
    await robin.box.fill("good **morning**")
    await robin.box.press("Enter")
    lounge = sam.rooms.get_by_role("button", name="lounge")
    await expect(lounge.get_by_role("img", name="unread")).to_be_visible()
    await sam.open_room("lounge")
    await expect(sam.message("good morning").get_by_role("strong")).to_have_text("morning")
    await expect(lounge.get_by_role("img")).to_have_count(0)


async def test_what_looks_like_html_is_shown_as_text(visits: Visits) -> None:
    """A member's words must never become part of the page."""
    robin = await visits.open("Robin")
    words = '<img src=x onerror="document.title=1"> <b>not bold</b> [x](javascript:alert(1))'
    await robin.say(words)
    message = robin.message("not bold")
    await expect(message.locator(".text")).to_have_text(words)
    assert await message.locator("img, b, .text a").count() == 0


async def test_markdown_mentions_and_timestamps_are_drawn(visits: Visits, server: Server) -> None:
    robin = await visits.open("Robin")
    sam = next(u for u in server.sandbox.world.users.values() if u.username == "sam")
    await robin.box.fill(
        f"hello <@{sam.id}>\n> a *quote*\n- one\n- two\n`code` ||secret|| <t:1790000000:F>"
    )
    await robin.box.press("Enter")
    message = robin.message("a quote")
    await expect(message.locator(".mention")).to_have_text("@Sam")
    await expect(message.locator("blockquote em")).to_have_text("quote")
    await expect(message.locator("li")).to_have_count(2)
    await expect(message.locator("code")).to_have_text("code")
    await expect(message.locator("time[data-style=F]")).to_have_text(
        re.compile(r"Monday, September 21, 2026 at 10:13\sAM")
    )
    await message.get_by_role("button", name="Hidden text").click()
    await expect(message.locator(".spoiler-shown")).to_have_text("secret")


async def test_own_messages_are_edited_and_deleted(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.say("see you at six")
    menu = await robin.open_menu("see you at six")
    await menu.get_by_role("menuitem", name="Edit").click()
    editor = robin.page.get_by_role("textbox", name="Edit your message")
    await expect(editor).to_be_focused()
    await editor.fill("see you at seven")
    await editor.press("Enter")
    await expect(sam.message("see you at seven (edited)")).to_be_visible()
    menu = await sam.open_menu("see you at seven")
    await expect(menu.get_by_role("menuitem", name="Reply")).to_be_visible()
    await expect(menu.get_by_role("menuitem", name=re.compile("Edit|Delete"))).to_have_count(0)
    menu = await robin.open_menu("see you at seven")
    await menu.get_by_role("menuitem", name="Delete").click()
    dialog = robin.page.get_by_role("dialog", name="Delete this message?")
    await dialog.get_by_role("button", name="Delete").click()
    await expect(sam.message("see you at seven")).to_have_count(0)


async def test_a_reply_says_what_it_answers(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.say("is anyone here?")
    menu = await sam.open_menu("is anyone here?")
    await menu.get_by_role("menuitem", name="Reply").click()
    await expect(sam.page.locator(".reply-bar")).to_have_text("Replying to Robin")
    await sam.say("I am.")
    await expect(robin.message("I am.").locator(".above")).to_have_text("Robin is anyone here?")


async def test_reactions_are_counted_and_taken_back(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.say("a year today")
    menu = await sam.open_menu("a year today")
    await menu.get_by_role("menuitem", name="React with ❤️").click()
    heart = robin.message("a year today").get_by_role("button", name="❤️, 1")
    await expect(heart).to_have_attribute("aria-pressed", "false")
    await heart.click()
    mine = robin.message("a year today").get_by_role("button", name="❤️, 2")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    await mine.click()
    await expect(heart).to_be_visible()


async def test_people_write_to_each_other_directly(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.rooms.get_by_role("button", name="Write to someone").click()
    await robin.page.get_by_role("option", name="Sam").click()
    await expect(robin.page.get_by_role("heading", level=1)).to_have_text("Sam")
    await robin.say("just between us")
    direct = sam.rooms.get_by_role("button", name="Robin")
    await expect(direct.get_by_role("img", name="1 for you")).to_be_visible()
    await direct.click()
    await expect(sam.message("just between us")).to_be_visible()


async def test_a_drawer_holds_the_rooms_on_a_phone(visits: Visits) -> None:
    robin = await visits.open("Robin", PHONE)
    await expect(robin.rooms).not_to_be_visible()
    await robin.page.get_by_role("button", name="Rooms", exact=True).click()
    await robin.open_room("questions")
    await expect(robin.rooms).not_to_be_visible()
    wide = await robin.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0]


async def test_the_page_says_when_the_gateway_is_lost_and_comes_back(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.page.get_by_role("button", name="Drop the gateway").click()
    await expect(robin.page.locator("#connection")).to_have_text("")
    await sam.say("still with me?")
    await expect(robin.message("still with me?")).to_be_visible()
