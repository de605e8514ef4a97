"""The front desk: every API request comes in here, and every answer and refusal leaves from here.

In order: the body is read, faults and rate limits are applied, the token is looked up, the route
answers, and the traffic keeps a record.
"""

import asyncio
import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aiohttp import web
from multidict import CIMultiDict

from sandbox.core import Sandbox
from sandbox.errors import DiscordError, plain, refuse
from sandbox.faults import Failure
from sandbox.limits import Standing
from sandbox.reading import Received, read
from sandbox.routes.call import Answer, Call, Reply, Route, Who
from sandbox.snowflakes import Snowflake
from sandbox.traffic import public_headers, without_secrets
from sandbox.world.entities import User

log = logging.getLogger(__name__)

_VIA: Final = "1.1 waymark-sandbox"


@dataclass(frozen=True, slots=True)
class _Sent:
    """An answer on its way out."""

    status: int
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()


class Front:
    """Serves the routes of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def serve(self, request: web.Request, route: Route | None) -> web.Response:
        """Answer a request; a route of None is one that nobody knows."""
        path = api_path(request)
        received, sent = Received(), _Sent(500, plain(500, "Internal Server Error").body())
        try:
            received = await read(request)
            await asyncio.sleep(self._sandbox.faults.delay_of(path))
            sent = self._answer(request, route, received)
        except DiscordError as error:
            # discord.py takes a 429 without `Via` for one of Cloudflare's and gives up.
            via = (("Via", _VIA),) if error.status == 429 else ()
            sent = _Sent(error.status, error.body(), via)
        except Exception:
            # The border of the sandbox: whatever it is, the client gets Discord's own shape.
            log.exception("request failed", extra={"path": path})
        self._record(request, route, received, sent)
        return _response(sent)

    def _record(
        self, request: web.Request, route: Route | None, received: Received, sent: _Sent
    ) -> None:
        known = frozenset(self._sandbox.world.tokens)
        _, user_id = self._caller(request)
        self._sandbox.traffic.add(
            {
                "time": self._sandbox.now().isoformat(),
                "method": request.method,
                "path": request.rel_url.raw_path,
                "route": None if route is None else route.path,
                "query": dict(request.query),
                "headers": public_headers(request.headers),
                "user_id": None if user_id is None else str(user_id),
                "request_body": without_secrets(received.shown, known),
                "status": sent.status,
                "answer_headers": dict(sent.headers),
                "answer_body": without_secrets(sent.body, known),
            }
        )

    def _answer(self, request: web.Request, route: Route | None, received: Received) -> _Sent:
        path = api_path(request)
        failure = self._sandbox.faults.failing(request.method, path)
        if failure is not None:
            return _failed(failure, self._sandbox.clock.real_now())
        user = self._user(request)
        limited = self._limited(request, route, user)
        if limited is not None and limited.wait_seconds:
            return _too_many(limited)
        if route is None:
            raise plain(404, "Not Found")
        if received.fault is not None:
            raise received.fault
        call = Call(
            self._sandbox,
            request.match_info,
            request.query,
            request.headers,
            received.body,
            received.uploads,
            user,
        )
        _admit(route, user)
        call.check_reason()
        return _sent(route.answer(call), limited)

    def _user(self, request: web.Request) -> User | None:
        kind, user_id = self._caller(request)
        if kind is None:
            return None
        user = None if user_id is None else self._sandbox.world.users.get(user_id)
        if user is None or user.bot != (kind == "Bot"):
            raise plain(401, "Unauthorized")
        return user

    def _caller(self, request: web.Request) -> tuple[str | None, Snowflake | None]:
        """Read who calls: the kind of token (None: there is none) and whose it is."""
        header = request.headers.get("Authorization")
        if header is None:
            return None, None
        kind, _, token = header.rpartition(" ")
        return kind, self._sandbox.world.tokens.get(token)

    def _limited(
        self, request: web.Request, route: Route | None, user: User | None
    ) -> Standing | None:
        if not self._sandbox.faults.enforce_rate_limits or user is None:
            return None
        now = self._sandbox.clock.real_now().timestamp()
        standing = self._sandbox.limits.take_any(user.id, now)
        if standing.wait_seconds or route is None:
            return standing if standing.wait_seconds else None
        if (route.method, route.path) != ("POST", "/channels/{channel_id}/messages"):
            return None
        return self._sandbox.limits.take_message(user.id, request.match_info["channel_id"], now)


def api_path(request: web.Request) -> str:
    """Cut the path after `/api/v10`, undecoded."""
    parts = request.rel_url.raw_path.split("/", 3)
    return "/" + (parts[3] if len(parts) > 3 else "")


def _admit(route: Route, user: User | None) -> None:
    if route.who is Who.NOBODY_YET:
        return
    if user is None:
        raise plain(401, "Unauthorized")
    if route.who is Who.BOT and not user.bot:
        raise refuse(20002)
    if route.who is Who.PERSON and user.bot:
        raise refuse(20001)


def _sent(answer: Answer, limited: Standing | None) -> _Sent:
    headers = () if limited is None else _limit_headers(limited)
    if answer is None:
        return _Sent(204, headers=headers)
    if isinstance(answer, Reply):
        return _Sent(answer.status, answer.body, headers)
    return _Sent(200, answer, headers)


def _failed(failure: Failure, now: datetime) -> _Sent:
    if failure.status == 429:
        wait = failure.retry_after_seconds
        return _too_many(Standing("fault", 1, 0, wait, wait, now.timestamp() + wait))
    reason = web.Response(status=failure.status).reason
    return _Sent(failure.status, plain(failure.status, reason).body())


def _too_many(standing: Standing) -> _Sent:
    wait = round(standing.wait_seconds, 3)
    body = {
        "message": "You are being rate limited.",
        "retry_after": wait,
        "global": standing.is_global,
        "code": 0,
    }
    headers = [
        ("Via", _VIA),
        ("Retry-After", str(int(wait) + 1)),
        ("X-RateLimit-Scope", "global" if standing.is_global else "user"),
    ]
    if standing.is_global:
        headers.append(("X-RateLimit-Global", "true"))
    else:
        headers += _limit_headers(standing)
    return _Sent(429, body, tuple(headers))


def _limit_headers(standing: Standing) -> tuple[tuple[str, str], ...]:
    bucket = hashlib.sha256(standing.bucket.encode()).hexdigest()[:32]
    return (
        ("X-RateLimit-Limit", str(standing.limit)),
        ("X-RateLimit-Remaining", str(standing.remaining)),
        ("X-RateLimit-Reset", f"{standing.reset_at:.3f}"),
        ("X-RateLimit-Reset-After", f"{standing.reset_seconds:.3f}"),
        ("X-RateLimit-Bucket", bucket),
    )


def _response(sent: _Sent) -> web.Response:
    headers = CIMultiDict(sent.headers)
    if sent.status == 204 or sent.body is None:
        return web.Response(status=sent.status, headers=headers)
    # Exactly this type: with a charset behind it discord.py takes the body for text.
    headers["Content-Type"] = "application/json"
    return web.Response(status=sent.status, body=json.dumps(sent.body).encode(), headers=headers)
