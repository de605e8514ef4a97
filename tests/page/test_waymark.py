"""The three walks and moderation, as people do them in the page, with the real bot."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from sandbox.server import Server
from tests.e2e.conftest import NOW, running
from tests.page.visitor import PHONE, Visits

pytestmark = [
    pytest.mark.page,
    pytest.mark.e2e,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("waymark"),
]


@pytest_asyncio.fixture(loop_scope="session")
async def waymark(server: Server, tmp_path: Path) -> AsyncIterator[None]:
    """The bot, in a process of its own; it is the same day and hour in every run."""
    server.sandbox.clock.advance(NOW - server.sandbox.now())
    async with running(
        "serve",
        "--endpoint",
        server.api,
        log=tmp_path / "bot.log",
        WAYMARK_DISCORD_TOKEN=server.bot_token,
        WAYMARK_DATABASE__PATH=str(tmp_path / "waymark.db"),
        WAYMARK_DISCORD__GUILD_READY_TIMEOUT_SECONDS="0.1",
    ):
        yield


async def test_a_member_asks_and_is_answered(visits: Visits) -> None:
    robin = await visits.open("Robin")
    await robin.command("ask", question="do i need a referral for migraine treatment?")

    answer = robin.message("Do I need a referral for migraine treatment?")
    await expect(answer.get_by_text("wording not yet reviewed by a clinician")).to_be_visible()
    await expect(answer.get_by_text("Only you can see this")).to_be_visible()


async def test_somebody_in_danger_is_helped_and_staff_come(visits: Visits) -> None:
    """On a phone, as at two in the morning."""
    sam, morgan = await visits.open("Sam", PHONE), await visits.open("Morgan")
    await sam.say("i want to kill myself")
    await expect(sam.message("988").first).to_be_visible()

    await morgan.open_room("staff")
    card = morgan.message("Care card")
    await expect(card).to_be_visible()
    await card.get_by_role("button", name="Acknowledge").click()
    await expect(morgan.message("You have it now")).to_be_visible()
    await expect(card.get_by_role("button", name="Acknowledge")).to_have_count(0)


async def test_a_meeting_is_saved_and_announced_when_the_clock_gets_there(visits: Visits) -> None:
    alex, robin = await visits.open("Alex"), await visits.open("Robin")
    await alex.box.press_sequentially("/clinic meeting add ")
    form = alex.page.get_by_role("form", name=re.compile("clinic meeting add"))
    await form.get_by_label("title").fill("Thursday circle")
    await form.get_by_label("day").select_option("Thursday")
    await form.get_by_label("time").fill("7 pm")
    await form.get_by_role("button", name="Send command").click()
    card = alex.message("Next five dates")
    await expect(card).to_be_visible()
    await card.get_by_role("button", name="Save").click()
    await expect(alex.message("is saved")).to_be_visible()

    await robin.open_room("evening-circle")
    await alex.page.get_by_role("button", name="1 day").click()
    await expect(robin.message("Thursday circle").first).to_be_visible()


async def test_a_moderator_hides_a_message_and_its_author_is_told(visits: Visits) -> None:
    robin, morgan = await visits.open("Robin"), await visits.open("Morgan")
    await robin.say("nobody here can sing, least of all sam")
    menu = await morgan.open_menu("least of all sam")
    await menu.get_by_role("menuitem", name="Hide").click()
    dialog = morgan.page.get_by_role("dialog")
    await dialog.get_by_role("combobox").select_option(index=1)
    await dialog.get_by_role("button", name="Submit").click()

    await expect(robin.message("least of all sam")).to_have_count(0)
    await robin.page.get_by_role("button", name=re.compile("^Waymark")).first.click()
    await expect(robin.message("staff").first).to_be_visible()


async def test_an_admin_takes_a_page_of_the_clinics_in(visits: Visits, tmp_path: Path) -> None:
    """On a phone: a file is chosen, looked at, kept as a draft and opened from the list."""
    page = tmp_path / "house.md"
    page.write_text("# Is there a lift?\n\nYes. It is behind the front door.\n")
    alex = await visits.open("Alex", PHONE)
    await alex.box.press_sequentially("/clinic faq import ")
    form = alex.page.get_by_role("form", name="Command clinic faq import")
    await form.get_by_label("file").set_input_files(page)
    await form.get_by_role("button", name="Send command").click()
    await alex.message("Is there a lift?").get_by_role("button", name="Take as draft").click()
    await expect(alex.message("waiting for approval")).to_be_visible()

    await alex.command("clinic faq list")
    await alex.message("Your answers").get_by_role("button", name="More").click()
    await expect(alex.message("Page 2 of")).to_be_visible()
