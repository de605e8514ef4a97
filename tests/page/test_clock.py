import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from sandbox.server import Server
from tests.page.visitor import Visits

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]


async def test_forward_moves_the_clock_that_is_shown_in_every_window(
    visits: Visits, server: Server
) -> None:
    robin, alex = await visits.open("Robin"), await visits.open("Alex")
    await alex.page.get_by_role("button", name="Forward 1 week").click()
    for visitor in (robin, alex):
        panel = visitor.page.get_by_role("complementary", name="Clock and faults")
        await expect(panel.get_by_text("7 days ahead of real time")).to_be_visible()
    assert server.sandbox.clock.offset == timedelta(days=7)


async def test_the_clock_goes_to_a_date_and_time_in_the_readers_zone(
    visits: Visits, server: Server
) -> None:
    alex = await visits.open("Alex")
    await alex.page.get_by_label("To a date and time").fill("2031-03-12T19:00")
    await alex.page.get_by_role("button", name="Go", exact=True).click()
    await expect(alex.page.locator("#clock-now")).to_have_text(
        re.compile(r"Wed, Mar 12, 2031\s*07:00:\d\d\sPM EDT")
    )
    moved = server.sandbox.now() - datetime(2031, 3, 12, 23, 0, tzinfo=UTC)
    assert timedelta() <= moved < timedelta(minutes=1)


async def test_the_clock_does_not_go_back(visits: Visits, server: Server) -> None:
    alex = await visits.open("Alex")
    await alex.page.get_by_label("To a date and time").fill("2020-01-01T00:00")
    await alex.page.get_by_role("button", name="Go", exact=True).click()
    await expect(alex.page.get_by_text("The clock only goes forward")).to_be_visible()
    assert server.sandbox.clock.offset == timedelta()


async def test_relative_times_follow_the_clock(visits: Visits, server: Server) -> None:
    alex = await visits.open("Alex")
    soon = int((server.sandbox.now() + timedelta(days=3, minutes=5)).timestamp())
    await alex.box.fill(f"it is <t:{soon}:R>")
    await alex.box.press("Enter")
    shown = alex.message("it is").locator("time[data-style=R]")
    await expect(shown).to_have_text("in 3 days")
    await alex.page.get_by_role("button", name="Forward 1 day").click()
    await expect(shown).to_have_text("in 2 days")
