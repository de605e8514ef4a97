"""An author is asked once and kindly for a content warning, and never learns by whom."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.asides import Told
from bot.domain.deliveries import Failure, Room
from bot.domain.errors import Conflict
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.servers import Actor, Server
from bot.services.alerts import AlertService
from bot.services.asides import AsideService
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.services.warnings import MOST_ASKED_BY, MOST_ASKED_OF, WarningService, Wish
from bot.storage.database import Database
from tests.fakes import FakeMessenger, FakePeople, FakeWhisper, ManualClock
from tests.services.caring import danger, written

CLOSED = MessengerError("403 50007", failure=Failure.DM_CLOSED)
ROOM = ChannelId(12)
WISH = Wish(
    guild_id=GuildId(1),
    channel_id=ROOM,
    message_id=MessageId(99),
    author_id=UserId(8),
    asker_id=UserId(7),
    has_person=True,
    is_tender=False,
)


@pytest.fixture
def whisper() -> FakeWhisper:
    """What is said in private."""
    return FakeWhisper()


@pytest.fixture
def people() -> FakePeople:
    """Who is in the server."""
    ids = map(UserId, range(1, 200))
    return FakePeople({each: Actor(user_id=each, guild_id=WISH.guild_id) for each in ids})


@pytest.fixture
def warnings(
    database: Database,
    deliveries: DeliveryService,
    whisper: FakeWhisper,
    people: FakePeople,
    clock: ManualClock,
) -> WarningService:
    """The service under test."""
    asides = AsideService(database=database, deliveries=deliveries, whisper=whisper, now=clock)
    return WarningService(database=database, asides=asides, people=people, now=clock)


async def problem(warnings: WarningService, wish: Wish) -> str:
    """Return why a wish is not carried."""
    with pytest.raises(Conflict) as raised:
        await warnings.ask(wish, language="en")
    return raised.value.what


async def test_the_author_is_asked_once_a_message_and_by_nobody(
    warnings: WarningService, whisper: FakeWhisper, people: FakePeople
) -> None:
    other = replace(WISH, asker_id=UserId(6))
    done = await asyncio.gather(
        *(warnings.ask(each, language="en") for each in (WISH, other)), return_exceptions=True
    )
    assert {type(each) for each in done} == {Told, Conflict}
    restarted = WarningService(
        database=warnings.database, asides=warnings.asides, people=people, now=warnings.now
    )
    assert await problem(restarted, WISH) == "warning_asked"
    [note] = whisper.said
    assert note.user_id == WISH.author_id
    assert note.facts == ("en", "1", "12", "99"), "where the message is, and nothing of the asker"
    assert await problem(warnings, other) == "warning_asked"


async def test_where_direct_messages_are_closed_a_line_waits(
    warnings: WarningService, whisper: FakeWhisper, messenger: FakeMessenger
) -> None:
    whisper.failures.append(CLOSED)

    assert await warnings.ask(WISH, language="en") is Told.IN_ROOM
    assert [message.place for message in messenger.messages] == [Room(ROOM)]


async def test_an_author_whom_nothing_reached_can_be_asked_again(
    warnings: WarningService, whisper: FakeWhisper, messenger: FakeMessenger
) -> None:
    whisper.failures.append(CLOSED)
    messenger.refuses[Room(ROOM)] = MessengerError("403", failure=Failure.FORBIDDEN)
    assert await warnings.ask(WISH, language="en") is Told.NOT

    assert await warnings.ask(WISH, language="en") is Told.PRIVATELY


async def test_some_are_not_asked(warnings: WarningService, whisper: FakeWhisper) -> None:
    """Whoever may be in danger needs other words than these."""
    assert await problem(warnings, replace(WISH, is_tender=True)) == "warning_not_now"
    assert await problem(warnings, replace(WISH, has_person=False)) == "warning_nobody"
    assert await problem(warnings, replace(WISH, asker_id=WISH.author_id)) == "warning_own"
    assert whisper.said == []


async def test_whoever_has_left_is_not_asked_and_a_silent_discord_holds_nothing_up(
    warnings: WarningService, whisper: FakeWhisper, people: FakePeople
) -> None:
    gone = people.members.pop(WISH.author_id)
    assert await problem(warnings, WISH) == "warning_left"
    assert whisper.said == []

    people.failures.append(MessengerError("503", failure=Failure.PASSING))
    assert await warnings.ask(WISH, language="en") is Told.PRIVATELY
    assert gone.user_id == whisper.said[0].user_id


async def test_whoever_has_a_care_card_for_a_message_is_not_asked_about_it(
    warnings: WarningService, alerts: AlertService, server: Server, clock: ManualClock
) -> None:
    """What the grammar alone does not hear, the model, Discord or a moderator may have heard."""
    await alerts.tell(server, written(clock), danger(), support_sent=True)

    assert await problem(warnings, WISH) == "warning_not_now"
    assert await warnings.ask(replace(WISH, message_id=MessageId(98)), language="en")


async def test_nobody_is_asked_or_asks_all_day(
    warnings: WarningService, whisper: FakeWhisper, clock: ManualClock
) -> None:
    for number in range(MOST_ASKED_OF):
        await warnings.ask(replace(WISH, message_id=MessageId(number)), language="en")
    assert await problem(warnings, WISH) == "warning_asked"
    for number in range(MOST_ASKED_OF, MOST_ASKED_BY):
        wish = replace(WISH, message_id=MessageId(number), author_id=UserId(100 + number))
        await warnings.ask(wish, language="en")
    assert await problem(warnings, replace(WISH, author_id=UserId(9))) == "warning_enough"

    clock.advance(timedelta(days=1))
    assert await warnings.ask(WISH, language="en") is Told.PRIVATELY
    assert len(whisper.said) == MOST_ASKED_BY + 1
