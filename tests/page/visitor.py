"""One browser window on the page, and what a person does in it."""

import re

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from sandbox.server import Server

DESK = (1280, 800)
PHONE = (390, 844)


class Visitor:
    """A person at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def view_as(self, name: str) -> None:
        await self.page.get_by_role("radio", name=re.compile(f"^{name},")).check()
        await expect(self.box).to_have_attribute("aria-label", re.compile(f" as {name} "))

    async def open_room(self, name: str) -> None:
        # The mark of a room with news is part of its button's name.
        await self.rooms.get_by_role("button", name=re.compile(f"^{name}")).click()
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    @property
    def rooms(self) -> Locator:
        return self.page.get_by_role("navigation", name="Rooms and direct messages")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def box(self) -> Locator:
        return self.page.locator("#composer-text")

    @property
    def suggestions(self) -> Locator:
        return self.page.locator("#suggestions").get_by_role("option")

    def message(self, words: str) -> Locator:
        """Find the messages that hold some words."""
        return self.log.get_by_role("article").filter(has_text=words)

    async def say(self, words: str) -> None:
        await self.box.fill(words)
        await self.box.press("Enter")
        # What answers it may quote it.
        await expect(self.message(words).first).to_be_visible()

    async def command(self, name: str, **options: str) -> None:
        """Type a command out, fill in its options and send it."""
        await self.box.press_sequentially(f"/{name} ")
        form = self.page.get_by_role("form", name=f"Command {name}")
        await expect(form).to_be_visible()
        for option, value in options.items():
            await form.get_by_label(option).fill(value)
        await form.get_by_role("button", name="Send command").click()

    async def open_menu(self, words: str) -> Locator:
        message = self.message(words)
        await message.hover()
        await message.get_by_role("button", name="Actions for this message").click()
        menu = self.page.get_by_role("menu")
        await expect(menu).to_be_visible()
        return menu


class Visits:
    """All windows of one test, and what went wrong in them."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser = browser
        self._server = server
        self._contexts: list[BrowserContext] = []
        self.errors: list[str] = []
        self.expected = re.compile("(?!)")

    async def open(self, name: str = "Robin", size: tuple[int, int] = DESK) -> Visitor:
        """Open the page as a person, in the lounge."""
        width, height = size
        context = await self._browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-US",
            timezone_id="America/New_York",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        self._contexts.append(context)
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        await page.goto(self._address(name))
        await expect(page.get_by_role("heading", level=1)).to_have_text("lounge")
        await expect(page.get_by_role("radio", name=re.compile(f"^{name},"))).to_be_checked()
        return Visitor(page)

    def _address(self, name: str) -> str:
        world = self._server.sandbox.world
        person = next(u.id for u in world.users.values() if u.global_name == name)
        lounge = next(c.id for c in world.channels.values() if c.name == "lounge")
        return f"{self._server.sandbox.origin}/#{person}/{lounge}"

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self.expected.search(message.text):
            self.errors.append(message.text)

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()
