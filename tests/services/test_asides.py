"""A word to one person alone: in private, or by a line that names nobody and does not stay."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.asides import Aside, Told
from bot.domain.deliveries import Failure, Room
from bot.domain.errors import NotFound, StorageError
from bot.domain.ids import AsideId, ChannelId, GuildId, UserId
from bot.domain.notices import NeutralLine, OwnMessageGone
from bot.services.asides import AsideService
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.storage.database import Database
from tests.fakes import FakeMessenger, FakeWhisper, ManualClock

NOTE = Aside(
    what="kind", facts=("spam", "en"), user_id=UserId(7), guild_id=GuildId(1),
    channel_id=ChannelId(11),
)  # fmt: skip
CLOSED = MessengerError("50007", failure=Failure.DM_CLOSED)


@dataclass
class Broken:
    """A database that takes nothing."""

    asked: list[str] = field(default_factory=list[str])

    def transaction(self) -> Any:
        """Refuse."""
        self.asked.append("transaction")
        raise StorageError("locked")

    async def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def whisper() -> FakeWhisper:
    """Everybody's direct messages are open."""
    return FakeWhisper()


@pytest.fixture
def asides(
    database: Database, deliveries: DeliveryService, whisper: FakeWhisper, clock: ManualClock
) -> AsideService:
    """The service under test."""
    return AsideService(database=database, deliveries=deliveries, whisper=whisper, now=clock)


async def test_open_direct_messages_leave_no_trace_in_the_room(
    asides: AsideService, whisper: FakeWhisper, messenger: FakeMessenger
) -> None:
    assert await asides.tell(NOTE) is Told.PRIVATELY
    assert (whisper.said, messenger.posted) == ([NOTE], [])


async def test_closed_ones_leave_a_line_that_answers_its_person_alone(
    asides: AsideService, whisper: FakeWhisper, messenger: FakeMessenger
) -> None:
    whisper.failures.append(CLOSED)
    assert await asides.tell(NOTE) is Told.IN_ROOM

    [line] = messenger.messages
    assert line.place == Room(ChannelId(11))
    assert isinstance(line.notice, NeutralLine)
    assert await asides.open(line.notice.aside_id, by=UserId(7)) == NOTE
    assert await asides.open(line.notice.aside_id, by=UserId(8)) is None


async def test_the_line_goes_after_ten_minutes_and_the_note_with_it(
    asides: AsideService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await asides.leave_line(NOTE)
    clock.advance(timedelta(minutes=9, seconds=59))
    assert await deliveries.deliver_due() == 0
    clock.advance(timedelta(seconds=1))
    await deliveries.deliver_due()

    line, gone = messenger.messages
    assert gone.notice == OwnMessageGone(channel_id=ChannelId(11), message_id=line.sent.message_id)
    clock.advance(timedelta(minutes=10))
    with pytest.raises(NotFound):
        await asides.open(AsideId(1), by=UserId(7))


async def test_a_second_note_of_the_same_kind_leaves_no_second_line(
    asides: AsideService, messenger: FakeMessenger
) -> None:
    assert await asides.leave_line(NOTE) is Told.IN_ROOM
    assert await asides.leave_line(NOTE) is Told.IN_ROOM
    assert len(messenger.posted) == 1


async def test_where_there_is_no_room_nobody_says_it_was_told(
    asides: AsideService, messenger: FakeMessenger
) -> None:
    private = Aside(what="kind", user_id=UserId(7), guild_id=None, channel_id=ChannelId(5))

    assert await asides.leave_line(private) is Told.NOT
    assert messenger.posted == []


async def test_a_room_that_refuses_the_line_is_not_called_told(
    asides: AsideService, messenger: FakeMessenger
) -> None:
    messenger.failures.append(MessengerError("403", failure=Failure.FORBIDDEN))

    assert await asides.leave_line(NOTE) is Told.NOT


async def test_a_line_stands_also_while_the_database_is_down(
    deliveries: DeliveryService,
    whisper: FakeWhisper,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    asides = AsideService(database=Broken(), deliveries=deliveries, whisper=whisper, now=clock)
    assert await asides.leave_line(NOTE) is Told.IN_ROOM

    [line] = messenger.posted
    assert isinstance(line, NeutralLine)
    assert await asides.open(line.aside_id, by=UserId(7)) == NOTE
    assert await asides.open(line.aside_id, by=UserId(8)) is None
