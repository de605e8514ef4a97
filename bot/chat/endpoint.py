"""Where Discord is: the real one, or another that speaks the same API.

discord.py has no option for this. The three seams below are read each time they are used; a test
holds them to it.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from datetime import timedelta

import aiohttp
import yarl
from discord import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

log = logging.getLogger(__name__)

OFFICIAL = "https://discord.com/api/v10"
# A long poll that says nothing for this long is asked again: the other side may be gone.
POLL = timedelta(minutes=5)
AFTER_ERROR_SECONDS = 1


def is_official(api: str) -> bool:
    """Say whether `api` is Discord itself."""
    return api.rstrip("/") == OFFICIAL


def point_at(api: str) -> None:
    """Send every request to `api` (a base such as `http://127.0.0.1:8000/api/v10`).

    Call it before the client starts. The gateway's own address comes from `GET /gateway/bot`.
    """
    if is_official(api):
        return
    base = yarl.URL(api.rstrip("/"))
    Route.BASE = str(base)
    setattr(Asset, "BASE", str(base.origin()))  # noqa: B010 - typed as a constant upstream
    scheme = "wss" if base.scheme == "https" else "ws"
    DiscordWebSocket.DEFAULT_GATEWAY = base.with_scheme(scheme).with_path("/gateway")


async def clock_offsets(api: str) -> AsyncGenerator[timedelta]:
    """Yield how far a sandbox's clock is from the machine's: now, and each time it is moved.

    Ends at once where there is no such clock: time is real there.
    """
    if is_official(api):
        return
    url = yarl.URL(api).origin() / "sandbox" / "clock"
    offset: float | None = None
    timeout = aiohttp.ClientTimeout(total=POLL.total_seconds())
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            try:
                told = await _ask(session, url, offset)
            except (aiohttp.ClientError, TimeoutError, ValueError):
                # It is restarting, or the poll ran its time; the gateway says if it is gone.
                await asyncio.sleep(AFTER_ERROR_SECONDS)
                continue
            if told is None:
                return
            if told != offset:
                offset = told
                yield timedelta(seconds=offset)


async def _ask(session: aiohttp.ClientSession, url: yarl.URL, after: float | None) -> float | None:
    asked = url if after is None else url.with_query(after=repr(after))
    async with session.get(asked) as response:
        if response.status == 404:
            return None
        response.raise_for_status()
        answer = await response.json()
        return float(answer["offset_seconds"])
