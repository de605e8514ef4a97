"""What happens in a room while its history is still on its way to the page."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, Route, expect

from sandbox.server import Server
from sandbox.snowflakes import Snowflake
from sandbox.world.entities import Channel, Message
from tests.page.visitor import Visitor, Visits

pytestmark = [pytest.mark.page, pytest.mark.asyncio(loop_scope="session")]


@asynccontextmanager
async def on_its_way(page: Page) -> AsyncGenerator[Callable[[], Awaitable[None]]]:
    """Hold a page of history back until the block ends; yields what waits until it was read."""
    read, released = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        read.set()
        await released.wait()
        await route.fulfill(response=answer)

    async def until_read() -> None:
        async with asyncio.timeout(30):
            await read.wait()

    await page.route(re.compile(r"/messages\?limit="), hold)
    try:
        yield until_read
    finally:
        released.set()
        await page.unroute_all(behavior="wait")


def room(server: Server, name: str) -> Channel:
    return next(c for c in server.sandbox.world.channels.values() if c.name == name)


def user_id(server: Server, name: str) -> Snowflake:
    return next(u.id for u in server.sandbox.world.users.values() if u.username == name)


def write_unheard(server: Server, place: Channel, words: str) -> None:
    """Put a message of Robin's where only a page of history shows it."""
    new, author = server.sandbox.new_id(), user_id(server, "robin")
    place.messages[new] = Message(new, place.id, author, words, server.sandbox.now())


async def delete(visitor: Visitor, words: str) -> None:
    menu = await visitor.open_menu(words)
    await menu.get_by_role("menuitem", name="Delete").click()
    dialog = visitor.page.get_by_role("dialog", name="Delete this message?")
    await dialog.get_by_role("button", name="Delete").click()
    await expect(visitor.message(words)).to_have_count(0)


async def edit(visitor: Visitor, words: str, new: str) -> None:
    menu = await visitor.open_menu(words)
    await menu.get_by_role("menuitem", name="Edit").click()
    editor = visitor.page.get_by_role("textbox", name="Edit your message")
    await editor.fill(new)
    await editor.press("Enter")
    await expect(visitor.message(new)).to_be_visible()


async def test_what_happens_while_a_room_is_opened_is_not_undone(
    visits: Visits, server: Server
) -> None:
    """A care card may come in the moment in which a moderator opens the staff room."""
    for words in ("first", "second", "third"):
        write_unheard(server, room(server, "questions"), words)
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.open_room("questions")
    async with on_its_way(sam.page) as until_read:
        await sam.open_room("questions")
        await until_read()
        await delete(robin, "second")
        await edit(robin, "third", "now changed")
        await robin.say("fourth")
        await expect(sam.message("fourth")).to_be_visible()
    await expect(sam.message("first")).to_be_visible()
    await expect(sam.message("second")).to_have_count(0)
    await expect(sam.message("now changed (edited)")).to_be_visible()
    await expect(sam.message("fourth")).to_have_count(1)


async def test_what_is_said_while_a_room_is_read_again_is_kept(
    visits: Visits, server: Server
) -> None:
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    async with on_its_way(sam.page) as until_read:
        outlets = [s.outlet for s in server.sandbox.hub.sessions_of(user_id(server, "sam"))]
        # Sam is at Robin's window too: whichever comes back first, both begin anew.
        server.sandbox.faults.refuse_resumes = len(outlets)
        for outlet in filter(None, outlets):
            outlet.abort()
        write_unheard(server, room(server, "lounge"), "while Sam was away")
        await until_read()
        await robin.say("welcome back")
        await expect(sam.message("welcome back")).to_be_visible()
    await expect(sam.message("while Sam was away")).to_be_visible()
    await expect(sam.message("welcome back")).to_have_count(1)


async def test_what_is_deleted_while_earlier_messages_are_read_stays_deleted(
    visits: Visits, server: Server
) -> None:
    for number in range(60):
        write_unheard(server, room(server, "lounge"), f"message {number:02}")
    robin, sam = await visits.open("Robin"), await visits.open("Sam")
    await robin.page.get_by_role("button", name="Show earlier messages").click()
    async with on_its_way(sam.page) as until_read:
        await sam.page.get_by_role("button", name="Show earlier messages").click()
        await until_read()
        await delete(robin, "message 05")
        await robin.say("done")
        await expect(sam.message("done")).to_be_visible()
    await expect(sam.message("message 06")).to_be_attached()
    await expect(sam.message("message 05")).to_have_count(0)
