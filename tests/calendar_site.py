"""A web server with a calendar on it, over real sockets, that does whatever a test asks of it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """A calendar's server.

    Attributes:
        body: What stands there; its ETag changes with it.
        status: What every request is answered with.
        answer: Stands in for all of that.
        asked: The headers of every request, in order.
        address: Where it is.
    """

    body: bytes = b""
    status: int = 200
    answer: Answer | None = None
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    address: str = ""

    @property
    def etag(self) -> str:
        """What this version is called."""
        return f'"{hash(self.body)}"'

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        self.asked.append(dict(request.headers))
        if self.answer is not None:
            return await self.answer(request)
        headers = {"ETag": self.etag, "Last-Modified": "Mon, 02 Mar 2026 12:00:00 GMT"}
        if self.status == 200 and request.headers.get("If-None-Match") == self.etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=self.body, status=self.status, headers=headers)


@asynccontextmanager
async def open_site() -> AsyncGenerator[Site]:
    """Serve a calendar on this machine for as long as the block lasts."""
    site = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", site.serve)
    async with TestServer(app) as server:
        site.address = str(server.make_url("/secret/groups.ics"))
        yield site
