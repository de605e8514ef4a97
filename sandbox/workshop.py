"""`/sandbox/`: what only a sandbox has. Loopback `Host` only, so that no web page reaches in."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from sandbox import seed, switches
from sandbox.acts import events
from sandbox.core import Sandbox
from sandbox.errors import DiscordError, invalid
from sandbox.forms.form import Form
from sandbox.reading import read

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
# Shorter than the patience of any client, so that a long poll is asked again, never cut.
_POLL_SECONDS: Final = 55.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Workshop:
    """The handlers of `/sandbox/`."""

    def __init__(self, sandbox: Sandbox, ends: asyncio.Event) -> None:
        self._sandbox = sandbox
        self._ends = ends

    async def people(self, _: web.Request) -> web.Response:
        """List the seeded people with the names of their roles."""
        world = self._sandbox.world
        guild = world.guilds.get(seed.GUILD_ID)
        found: list[dict[str, Any]] = []
        for user_id in world.seeded:
            user = world.users[user_id]
            member = None if guild is None else guild.members.get(user_id)
            roles = [] if guild is None or member is None else member.roles
            names = [guild.roles[r].name for r in roles] if guild is not None else []
            found.append(
                {
                    "id": str(user.id),
                    "name": user.global_name or user.username,
                    "roles": names,
                    "token": world.token_of(user.id),
                }
            )
        return _json(found)

    async def get_clock(self, request: web.Request) -> web.Response:
        """Tell the time; with `after` only once the offset is another."""
        after = request.query.get("after")
        if after is not None:
            try:
                offset = float(after)
            except ValueError as error:
                sentence = f'Value "{after}" is not float.'
                raise invalid(("after",), "NUMBER_TYPE_COERCE", sentence) from error
            await self._moved_from(offset)
        return _json(self._time())

    async def post_clock(self, request: web.Request) -> web.Response:
        """Move the clock by seconds or to a moment."""
        form = Form((await _body(request)) or {})
        seconds, moment = form.body.get("advance_seconds"), form.moment("to")
        form.check()
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            if moment is None:
                raise invalid(
                    ("advance_seconds",), "BASE_TYPE_REQUIRED", "Give advance_seconds or to"
                )
            by = moment - self._sandbox.now()
        else:
            by = _span(seconds)
        try:
            self._sandbox.clock.advance(by)
        except OverflowError as error:
            raise _out_of_range() from error
        events.settle(self._sandbox)
        return _json(self._time())

    async def traffic(self, _: web.Request) -> web.Response:
        """Give every request and answer since the start as JSON lines."""
        return web.Response(
            body=self._sandbox.traffic.lines().encode(),
            headers={"Content-Type": "application/x-ndjson"},
        )

    async def reset(self, _: web.Request) -> web.Response:
        """Put the world, clock, faults and traffic back to the start; sessions end."""
        seed.reset(self._sandbox)
        for session in self._sandbox.hub.sessions():
            self._sandbox.hub.end(session)
            if session.outlet is not None:
                session.outlet.end(4000, "The sandbox was reset.")
        self._sandbox.traffic.clear()
        self._sandbox.clock.reset()
        switches.clear(self._sandbox)
        events.settle(self._sandbox)
        return web.Response(status=204)

    async def get_faults(self, _: web.Request) -> web.Response:
        """Tell what is switched on, and how to switch."""
        return _json(switches.state(self._sandbox) | {"body": switches.SCHEMA})

    async def post_faults(self, request: web.Request) -> web.Response:
        """Switch faults on and off; what the body does not name stays."""
        body = await _body(request)
        switches.switch(self._sandbox, Form({} if body is None else body))
        return _json(switches.state(self._sandbox))

    async def _moved_from(self, offset: float) -> None:
        moved = asyncio.ensure_future(self._sandbox.clock.moved_from(offset))
        ended = asyncio.ensure_future(self._ends.wait())
        try:
            await asyncio.wait(
                (moved, ended), timeout=_POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for waiting in (moved, ended):
                waiting.cancel()
                with suppress(asyncio.CancelledError):
                    await waiting

    def _time(self) -> dict[str, Any]:
        offset = self._sandbox.clock.offset.total_seconds()
        return {
            "now": self._sandbox.now().isoformat(),
            "offset_seconds": int(offset) if offset.is_integer() else offset,
        }


def add_workshop(app: web.Application, sandbox: Sandbox, ends: asyncio.Event) -> None:
    """Add the routes of `/sandbox/`; `ends` wakes who waits when the server stops."""
    shop = Workshop(sandbox, ends)
    for method, name, handler in (
        ("GET", "people", shop.people),
        ("GET", "clock", shop.get_clock),
        ("POST", "clock", shop.post_clock),
        ("GET", "traffic", shop.traffic),
        ("POST", "reset", shop.reset),
        ("GET", "faults", shop.get_faults),
        ("POST", "faults", shop.post_faults),
    ):
        app.router.add_route(method, f"/sandbox/{name}", _guarded(handler))


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
        if host not in _LOOPBACK:
            return _json({"message": "403: Forbidden", "code": 0}, status=403)
        try:
            return await handler(request)
        except DiscordError as error:
            return _json(error.body(), status=error.status)

    return guarded


async def _body(request: web.Request) -> Any:
    received = await read(request)
    if received.fault is not None:
        raise received.fault
    return received.body


def _span(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except (OverflowError, ValueError) as error:
        raise _out_of_range() from error


def _out_of_range() -> DiscordError:
    return invalid(("advance_seconds",), "NUMBER_TYPE_MAX", "The clock does not go there.")


def _json(body: Any, status: int = 200) -> web.Response:
    headers = {"Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=headers)
