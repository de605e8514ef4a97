import asyncio
import re

import pytest
from playwright.async_api import expect

from sandbox.server import Server
from tests.page.stand_in import StandIn
from tests.page.visitor import Visitor, Visits

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]


async def break_with(visitor: Visitor, name: str) -> None:
    await visitor.page.get_by_role("button", name=re.compile(name)).click()


async def test_a_dropped_gateway_is_picked_up_again_by_page_and_bot(
    visits: Visits, bot: StandIn
) -> None:
    robin = await visits.open("Robin")
    back = bot.wait_for("socket_event_type", check={"READY", "RESUMED"}.__contains__, timeout=30)
    resumed = asyncio.ensure_future(back)
    await asyncio.sleep(0)
    await break_with(robin, "Drop the gateway")
    await expect(robin.page.get_by_text("Everyone was disconnected")).to_be_visible()
    await resumed
    await robin.command("ask", question="still there?")
    await expect(robin.message("still there?")).to_be_visible()


async def test_closed_direct_messages_refuse_and_the_writer_is_told(visits: Visits) -> None:
    visits.expected = re.compile("status of 403")
    page = await visits.open("Sam")
    await break_with(page, "Close this person.s DMs")
    await expect(page.page.get_by_text("Closed DMs: 1")).to_be_visible()
    await page.view_as("Robin")
    await page.rooms.get_by_role("button", name="Write to someone").click()
    await page.page.get_by_role("option", name="Sam").click()
    await expect(page.page.get_by_role("heading", level=1)).to_have_text("Sam")
    await page.box.fill("are you there?")
    await page.box.press("Enter")
    alert = page.page.locator("#composer").get_by_role("alert")
    await expect(alert).to_contain_text("Cannot send messages to this user")
    await expect(page.box).to_have_value("are you there?")


async def test_all_back_to_normal_ends_every_fault(visits: Visits, server: Server) -> None:
    alex = await visits.open("Alex")
    await break_with(alex, "Fail the next two messages")
    await break_with(alex, "Enforce rate limits")
    await expect(alex.page.get_by_text("Next messages fail with 500: 2")).to_be_visible()
    await break_with(alex, "All back to normal")
    await expect(alex.page.locator(".faults-on li")).to_have_count(0)
    assert not server.sandbox.faults.enforce_rate_limits
    await alex.say("all is well")
