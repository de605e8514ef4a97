"""What Discord answers, as the ledger understands it."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.chat.messenger import failure, translated
from bot.domain.deliveries import Failure
from bot.services.ports import MessengerError


def refused(status: int, code: int = 0) -> discord.HTTPException:
    """An answer of Discord's, as discord.py raises it."""
    response = cast("aiohttp.ClientResponse", SimpleNamespace(status=status, reason=""))
    body: Any = {"code": code, "message": "zebra"}
    return discord.HTTPException(response, body)


@pytest.mark.parametrize(
    ("status", "code", "means"),
    [
        (500, 0, Failure.PASSING),
        (503, 0, Failure.PASSING),
        (429, 0, Failure.PASSING),
        (401, 0, Failure.PASSING),
        (403, 50013, Failure.FORBIDDEN),
        (403, 50007, Failure.DM_CLOSED),
        (404, 10003, Failure.GONE),
        (400, 50035, Failure.REFUSED),
    ],
)
def test_every_answer_says_what_may_be_done_about_it(
    status: int, code: int, means: Failure
) -> None:
    assert failure(refused(status, code)) is means


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (refused(403, 50013), Failure.FORBIDDEN),
        (aiohttp.ServerDisconnectedError(), Failure.PASSING),
        (TimeoutError(), Failure.PASSING),
        (ConnectionResetError(), Failure.PASSING),
    ],
)
async def test_what_discord_py_raises_is_translated(error: Exception, means: Failure) -> None:
    with pytest.raises(MessengerError) as caught:
        async with translated():
            raise error

    assert caught.value.failure is means
    assert "zebra" not in str(caught.value), "Discord's text may quote what was sent"


async def test_a_request_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.messenger.PATIENCE_SECONDS", 0.01)
    with pytest.raises(MessengerError) as caught:
        async with translated():
            await asyncio.sleep(60)

    assert caught.value.failure is Failure.PASSING
