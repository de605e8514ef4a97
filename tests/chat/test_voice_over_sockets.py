"""Help that Discord cuts off on its way: nobody in danger is lost with it. Real sockets."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord.http import Route

from bot.chat.errors import Border
from bot.chat.people import presser
from bot.chat.voice import CommandVoice, DiscordMembership
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, NotFound
from bot.domain.ids import GuildId, UserId
from bot.domain.screening import Kind, Level, Topic, Verdict
from bot.domain.servers import Actor
from bot.services import safety_content
from bot.services.ports import MessengerError
from sandbox.server import Server
from tests.fakes import FakePeople
from tests.sandbox import conftest
from tests.sandbox.driver import GUILD, Caller
from tests.services.test_gate import CONTENT

server, http, people, robin = conftest.server, conftest.http, conftest.people, conftest.robin
discord_here = conftest.discord_here

HERE = GuildId(int(GUILD))
IN_DANGER = Verdict(kind=Kind.CRISIS, level=Level.HIGH, topic=Topic.SELF)
TEXTS = safety_content.load_support(CONTENT / "support")
# Nobody listens on the port that is for discarding.
CUT_OFF = "http://127.0.0.1:9/api/v10"


class SlowPeople(FakePeople):
    """Discord at a standstill."""

    async def actor(self, guild_id: GuildId, user_id: UserId) -> Actor | None:
        """Return nobody, after an hour."""
        await asyncio.sleep(3600)
        return await super().actor(guild_id, user_id)


@pytest.fixture
async def client(server: Server, discord_here: None) -> AsyncIterator[discord.Client]:
    """A client that is let in, without a gateway, and knows its server."""
    del discord_here
    async with discord.Client(intents=discord.Intents.none()) as made:
        await made.login(server.bot_token)
        state: Any = made._connection  # pyright: ignore[reportPrivateUsage]
        state._add_guild_from_data({"id": GUILD, "name": "Circle", "roles": [], "emojis": []})
        yield made


def pressed(client: discord.Client, who: Caller) -> discord.Interaction:
    """A press in a direct message."""
    data: Any = {
        "id": "70",
        "type": 3,
        "token": "t",
        "version": 1,
        "application_id": "1",
        "attachment_size_limit": 1,
        "channel": {"id": "71", "type": 1},
        "user": {"id": who.id, "username": "robin", "discriminator": "0", "avatar": None},
    }
    state: Any = client._connection  # pyright: ignore[reportPrivateUsage]
    return discord.Interaction(data=data, state=state)


async def test_an_answer_that_is_cut_off_is_none(
    client: discord.Client, robin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staff are told next: an error here would leave them out."""
    monkeypatch.setattr(Route, "BASE", CUT_OFF)
    voice = CommandVoice(TEXTS, pressed(client, robin))

    assert not await voice.support(IN_DANGER)
    await voice.staff_were_told(IN_DANGER)


async def test_who_may_be_a_member_is_one_while_discord_is_cut_off(
    client: discord.Client, robin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    membership = DiscordMembership(client)
    assert await membership.is_member(HERE, UserId(int(robin.id)))
    assert not await membership.is_member(HERE, UserId(5))

    monkeypatch.setattr(Route, "BASE", CUT_OFF)
    assert await membership.is_member(HERE, UserId(5))


async def test_the_border_holds_where_even_its_answer_is_cut_off(
    client: discord.Client, robin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", CUT_OFF)
    async with Border().around(pressed(client, robin), "care:ack"):
        raise NotFound("button")


async def test_a_press_is_answered_in_time_where_discord_does_not_say_who_it_is(
    client: discord.Client, robin: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three seconds, then Discord gives a press up and shows an error of its own."""
    monkeypatch.setattr("bot.chat.people.PATIENCE_SECONDS", 0.01)
    broken = FakePeople(failures=[MessengerError("503", failure=Failure.PASSING)])
    for silent in (SlowPeople(), broken):
        with pytest.raises(Conflict) as raised:
            await presser(pressed(client, robin), HERE, silent)
        assert raised.value.what == "discord_silent"
