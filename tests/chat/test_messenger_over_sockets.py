"""What the messenger does where Discord refuses: real requests to a sandbox, real answers."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.chat.messenger import DiscordMessenger
from bot.domain.deliveries import Failure, Person, Room, Sent, nonce
from bot.domain.ids import ChannelId, MeetingId, MessageId, UserId
from bot.domain.notices import CardChange, CardState, MeetingReminder
from bot.services.ports import MessengerError
from sandbox.server import Server
from tests.sandbox import conftest
from tests.sandbox.driver import EVENING, Caller

server, http, people, robin = conftest.server, conftest.http, conftest.people, conftest.robin
discord_here = conftest.discord_here

NONCE = nonce("meeting:1:x:10")
GONE = ChannelId(1_100_000_000_000_999_999)
ROOM = Room(ChannelId(int(EVENING)))
LONG_AGO = timedelta(days=1)
REMINDER = MeetingReminder(
    meeting_id=MeetingId(1),
    title="Evening circle",
    starts_at=datetime(2030, 3, 5, 19, tzinfo=UTC),
    minutes=60,
    room_id=ROOM.channel_id,
    is_private=True,
)


@pytest.fixture
async def messenger(server: Server, discord_here: None) -> AsyncIterator[DiscordMessenger]:
    """The bot's voice, let in but without a gateway: it needs none."""
    del discord_here
    client = discord.Client(intents=discord.Intents.none())
    async with client:
        await client.login(server.bot_token)
        yield DiscordMessenger(client)


def kept(person: Caller, channel_id: ChannelId = GONE) -> Person:
    """Somebody whose direct messages we believe to be in a channel."""
    return Person(UserId(int(person.id)), channel_id)


def openings(server: Server) -> int:
    """Count how often direct messages were opened."""
    records = [json.loads(line) for line in server.sandbox.traffic.lines().splitlines()]
    asked = [(each["method"], each["route"]) for each in records]
    return asked.count(("POST", "/users/@me/channels"))


async def switch(server: Server, person: Caller, **faults: object) -> None:
    url = server.sandbox.origin + "/sandbox/faults"
    async with person.http.post(url, json=faults) as answer:
        assert answer.status == 200


def change(sent: Sent) -> CardChange:
    return CardChange(
        meeting_id=REMINDER.meeting_id,
        title=REMINDER.title,
        starts_at=REMINDER.starts_at,
        minutes=REMINDER.minutes,
        room_id=REMINDER.room_id,
        original_at=REMINDER.starts_at,
        channel_id=sent.channel_id,
        message_id=sent.message_id,
        state=CardState.CANCELLED,
    )


async def test_a_direct_message_channel_that_is_gone_is_opened_anew_once(
    messenger: DiscordMessenger, server: Server, robin: Caller
) -> None:
    sent = await messenger.post(kept(robin), REMINDER, nonce=NONCE)

    assert sent.channel_id != GONE
    assert openings(server) == 1


async def test_a_known_direct_message_channel_is_not_opened_again(
    messenger: DiscordMessenger, server: Server, robin: Caller
) -> None:
    sent = await messenger.post(kept(robin), REMINDER, nonce=NONCE)
    again = await messenger.post(kept(robin, sent.channel_id), REMINDER, nonce=NONCE[::-1])

    assert again.channel_id == sent.channel_id
    assert openings(server) == 1


async def test_a_read_back_looks_where_the_message_really_went(
    messenger: DiscordMessenger, server: Server, robin: Caller
) -> None:
    """Killed after it spoke past a dead id: the ledger still has that id, and must not repeat."""
    sent = await messenger.post(kept(robin), REMINDER, nonce=NONCE)
    since = discord.utils.snowflake_time(sent.message_id) - LONG_AGO

    assert await messenger.find(kept(robin), REMINDER, nonce=NONCE, since=since) == sent
    assert openings(server) == 2


async def test_a_direct_message_channel_that_stays_gone_is_not_opened_for_ever(
    messenger: DiscordMessenger, server: Server, robin: Caller
) -> None:
    route = "/channels/{channel_id}/messages"
    await switch(server, robin, fail={"route": route, "status": 404, "times": 9})
    with pytest.raises(MessengerError) as caught:
        await messenger.post(kept(robin), REMINDER, nonce=NONCE)

    assert caught.value.failure is Failure.GONE
    assert openings(server) == 1


async def test_closed_direct_messages_are_told_from_a_closed_room(
    messenger: DiscordMessenger, server: Server, robin: Caller
) -> None:
    await switch(server, robin, close_dms=[robin.id])
    with pytest.raises(MessengerError) as caught:
        await messenger.post(Person(UserId(int(robin.id))), REMINDER, nonce=NONCE)

    assert caught.value.failure is Failure.DM_CLOSED


async def test_a_card_that_may_not_be_edited_says_so(
    messenger: DiscordMessenger, server: Server, robin: Caller
) -> None:
    sent = await messenger.post(ROOM, REMINDER, nonce=NONCE)
    route = "/channels/{channel_id}/messages/{message_id}"
    await switch(server, robin, fail={"method": "PATCH", "route": route, "status": 403})
    with pytest.raises(MessengerError) as caught:
        await messenger.post(ROOM, change(sent), nonce=NONCE)

    assert caught.value.failure is Failure.FORBIDDEN


async def test_a_card_that_somebody_deleted_needs_no_change(messenger: DiscordMessenger) -> None:
    deleted = Sent(MessageId(GONE), ROOM.channel_id)

    assert await messenger.post(ROOM, change(deleted), nonce=NONCE) == deleted


async def test_a_room_that_is_gone_is_not_looked_for_elsewhere(
    messenger: DiscordMessenger, server: Server
) -> None:
    with pytest.raises(MessengerError) as caught:
        await messenger.find(
            Room(GONE), REMINDER, nonce=NONCE, since=datetime(2030, 3, 5, tzinfo=UTC)
        )

    assert caught.value.failure is Failure.GONE
    assert openings(server) == 0
