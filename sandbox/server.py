"""The sandbox's server: API, gateway, page and `/sandbox/`, on loopback only."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Final

from aiohttp import web

from sandbox.core import Sandbox
from sandbox.front import Front
from sandbox.gateway.connection import Connection, Switchboard
from sandbox.gateway.transport import codec
from sandbox.reading import LARGEST_FILE
from sandbox.routes import ALL_ROUTES
from sandbox.routes.call import Route
from sandbox.seed import seeded
from sandbox.workshop import Handler, add_workshop

HOST: Final = "127.0.0.1"
VERSIONS: Final = ("/api/v10", "/api/v9")
_WEB: Final = Path(__file__).parent / "web"
# Ten files of a message, and the JSON beside them.
_LARGEST_BODY: Final = 10 * LARGEST_FILE + 1024 * 1024


class Server:
    """A running sandbox."""

    def __init__(self, sandbox: Sandbox | None = None) -> None:
        self.sandbox = sandbox or seeded()
        self._front = Front(self.sandbox)
        self._runner: web.AppRunner | None = None
        self._ends = asyncio.Event()

    @property
    def api(self) -> str:
        """The API's base, without a slash at its end."""
        return f"{self.sandbox.origin}/api/v10"

    @property
    def gateway(self) -> str:
        """The gateway's address."""
        return self.sandbox.origin.replace("http", "ws", 1) + "/gateway"

    @property
    def bot_token(self) -> str:
        """The token of the seeded bot."""
        bot = self.sandbox.world.seeded_bot
        return (self.sandbox.world.token_of(bot) if bot is not None else None) or ""

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; port 0 takes a free one.

        Raises:
            OSError: the port is taken.
        """
        self._runner = web.AppRunner(self.application(), shutdown_timeout=1.0, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.sandbox.origin = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Hang up and stop listening."""
        self._ends.set()
        for session in self.sandbox.hub.sessions():
            if session.outlet is not None:
                session.outlet.end(1001, "The sandbox is closing.")
        if self._runner is not None:
            await self._runner.cleanup()

    def application(self) -> web.Application:
        """Build the web application with everything the sandbox serves."""
        app = web.Application(client_max_size=_LARGEST_BODY)
        for version in VERSIONS:
            # The more literal path wins: `/messages/pins` is no message's id.
            for route in sorted(ALL_ROUTES, key=lambda route: route.path.count("{")):
                app.router.add_route(route.method, version + route.path, self._handler(route))
        app.router.add_route("*", "/api/{rest:.*}", self._handler(None))
        app.router.add_get("/attachments/{channel_id}/{attachment_id}/{name}", self._attachment)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_get("/", self._index)
        add_workshop(app, self.sandbox, self._ends)
        app.router.add_static("/", _WEB)
        return app

    def _handler(self, route: Route | None) -> Handler:
        async def handler(request: web.Request) -> web.StreamResponse:
            return await self._front.serve(request, route)

        return handler

    async def _index(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._gateway(request)
        return web.FileResponse(_WEB / "index.html")

    async def _attachment(self, request: web.Request) -> web.Response:
        asked = request.match_info
        if asked["channel_id"] == "0":
            return self._with_a_command(asked["attachment_id"])
        for channel in self.sandbox.world.channels.values():
            if str(channel.id) != asked["channel_id"]:
                continue
            for message in channel.messages.values():
                for file in message.attachments:
                    if str(file.id) == asked["attachment_id"]:
                        data = self.sandbox.world.files.get(file.id, b"")
                        return web.Response(body=data, headers=_as_download(file.content_type))
        raise web.HTTPNotFound

    def _with_a_command(self, number: str) -> web.Response:
        """Return a file that came as a command's option: it stands in no channel."""
        for file_id, data in self.sandbox.world.files.items():
            if str(file_id) == number:
                return web.Response(body=data, headers=_as_download(""))
        raise web.HTTPNotFound

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        chosen = codec(request.query.get("compress"))
        socket = web.WebSocketResponse(timeout=1.0, compress=False, max_msg_size=64 * 1024)
        await socket.prepare(request)
        version, encoding = request.query.get("v", "10"), request.query.get("encoding", "json")
        if version not in ("9", "10") or encoding != "json" or chosen is None:
            await socket.close(code=4012, message=b"Invalid API version or encoding.")
            return socket
        switchboard = Switchboard(
            self.sandbox.world,
            self.sandbox.clock,
            self.sandbox.hub,
            self.sandbox.faults,
            self.gateway,
        )
        with suppress(ConnectionError):
            await Connection(socket, request, chosen, switchboard).serve()
        return socket


def _as_download(content_type: str) -> dict[str, str]:
    # A file somebody sent is shown as a picture at most, never run as a page of this origin.
    is_picture = content_type.startswith("image/") and "svg" not in content_type
    return {
        "Content-Type": content_type if is_picture else "application/octet-stream",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
