import re

import pytest
from playwright.async_api import expect

from sandbox.faults import Failure, route_pattern
from sandbox.payloads import guilds
from sandbox.permissions import Permission
from sandbox.seed import GUILD_ID
from sandbox.server import Server
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Message, Overwrite
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


async def test_others_see_who_is_typing_until_the_message_is_there(visits: Visits) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.box.press_sequentially("one mom")
    line = sam.page.get_by_text("Robin is typing…")
    await expect(line).to_be_visible()
    await robin.box.press("Enter")
    await expect(sam.message("one mom")).to_be_visible()
    await expect(line).to_have_count(0)


async def test_a_link_to_a_message_leads_there(visits: Visits, server: Server) -> None:
    """A care card says where to look; the moderator must get there with one press."""
    robin, morgan = await visits.open("Robin"), await visits.open("Morgan")
    await robin.say("look here")
    lounge = next(c for c in server.sandbox.world.channels.values() if c.name == "lounge")
    message = next(iter(lounge.messages))
    await morgan.open_room("staff")
    await morgan.box.fill(f"see https://discord.com/channels/{GUILD_ID}/{lounge.id}/{message}")
    await morgan.box.press("Enter")
    await morgan.message("see").get_by_role("button", name="#lounge").click()
    await expect(morgan.message("look here")).to_be_focused()
    await expect(morgan.page.get_by_role("heading", level=1)).to_have_text("lounge")


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


async def test_the_page_says_when_the_gateway_is_lost_and_comes_back(
    visits: Visits, server: Server
) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    # Coming back is refused twice, so that the line stays long enough to be read.
    server.sandbox.faults.refuse_resumes = 1
    server.sandbox.faults.refuse_identifies = 1
    owner = next(u.id for u in server.sandbox.world.users.values() if u.username == "robin")
    for session in server.sandbox.hub.sessions_of(owner):
        if session.outlet is not None:
            session.outlet.abort()
    lost = robin.page.get_by_text("The connection was lost. Coming back…")
    await expect(lost).to_be_visible()
    await sam.say("still with me?")
    await expect(robin.message("still with me?")).to_be_visible()
    await expect(lost).to_have_count(0)
    await expect(robin.message("still with me?")).to_have_count(1)


async def test_one_may_read_but_not_write_where_the_room_says_so(
    visits: Visits, server: Server
) -> None:
    world = server.sandbox.world
    welcome = next(c for c in world.channels.values() if c.name == "welcome")
    everyone = Snowflake(welcome.guild_id or 0)
    send = int(Permission.SEND_MESSAGES)
    welcome.overwrites[everyone] = Overwrite(everyone, 0, 0, send)
    robin = await visits.open("Robin")
    await robin.open_room("welcome")
    await expect(robin.box).to_have_attribute("placeholder", re.compile("not write in it"))
    await robin.box.fill("hello")
    await robin.box.press("Enter")
    await expect(robin.page.locator("#composer").get_by_role("alert")).to_be_visible()
    await expect(robin.box).to_have_value("hello")


async def test_a_room_that_is_closed_to_a_person_is_left(visits: Visits, server: Server) -> None:
    """The rooms of a meeting open and close: nobody may go on looking at a closed one."""
    robin = await visits.open("Robin")
    await robin.open_room("evening-circle")
    sandbox = server.sandbox
    circle = next(c for c in sandbox.world.channels.values() if c.name == "evening-circle")
    everyone = Snowflake(circle.guild_id or 0)
    circle.overwrites[everyone] = Overwrite(everyone, 0, 0, int(Permission.VIEW_CHANNEL))
    owner = next(u.id for u in sandbox.world.users.values() if u.username == "robin")
    sandbox.hub.tell(owner, "CHANNEL_UPDATE", guilds.channel(circle, sandbox.world))
    await expect(robin.page.get_by_role("heading", level=1)).to_have_text("lounge")
    await expect(robin.rooms.get_by_role("button", name="evening-circle")).to_have_count(0)


async def test_somebody_who_is_no_longer_in_the_server_is_told_so(
    visits: Visits, server: Server
) -> None:
    robin = await visits.open("Robin")
    owner = next(u.id for u in server.sandbox.world.users.values() if u.username == "robin")
    gone = {"id": str(GUILD_ID), "unavailable": False}
    server.sandbox.hub.tell(owner, "GUILD_DELETE", gone)
    await expect(robin.page.get_by_text("Robin is not in the server.")).to_be_visible()
    await expect(robin.box).not_to_be_visible()
    await robin.view_as("Sam")
    await robin.say("still here")


async def test_a_refused_message_stays_in_the_box(visits: Visits, server: Server) -> None:
    """What somebody wrote is never lost to an error."""
    visits.expected = re.compile("status of 500")
    robin = await visits.open("Robin")
    pattern = route_pattern("/channels/{channel_id}/messages")
    server.sandbox.faults.failures.append(Failure(pattern, "messages", 500, 1, "POST"))
    await robin.box.fill("hard to write")
    await robin.box.press("Enter")
    await expect(robin.page.locator("#composer").get_by_role("alert")).to_be_visible()
    await expect(robin.box).to_have_value("hard to write")
    await robin.box.press("Enter")
    await expect(robin.message("hard to write")).to_be_visible()


async def test_earlier_messages_are_shown_on_request(visits: Visits, server: Server) -> None:
    world = server.sandbox.world
    lounge = next(c for c in world.channels.values() if c.name == "lounge")
    sam = next(u.id for u in world.users.values() if u.username == "sam")
    for number in range(60):
        new = server.sandbox.new_id()
        words = f"message {number:02}"
        lounge.messages[new] = Message(new, lounge.id, sam, words, server.sandbox.now())
    robin = await visits.open("Robin")
    await expect(robin.message("message 59")).to_be_visible()
    await expect(robin.message("message 05")).to_have_count(0)
    await robin.page.get_by_role("button", name="Show earlier messages").click()
    await expect(robin.message("message 05")).to_be_attached()
    await expect(robin.page.get_by_text("This is the beginning of #lounge.")).to_be_attached()
    await expect(robin.log.get_by_role("article")).to_have_count(60)
