"""The bot calms a flood by itself and leaves it to a human; a newcomer is held kindly, and once."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.cases import Action, Case, Standing, State
from bot.domain.deliveries import Person, Room
from bot.domain.errors import Conflict, NotPermitted, StorageError
from bot.domain.hiding import FloodLimit, Writer
from bot.domain.holds import LEVEL, SECONDS, UNTIL
from bot.domain.ids import CaseNumber, ChannelId, GuildId, MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.raids import HELD_FOR, RESPONSE_LASTS, Response, Rules
from bot.domain.room_notices import NewcomerHeld, NewcomerLetter, RaidCard
from bot.domain.servers import Server
from bot.services.casework import CaseWork
from bot.services.deliveries import DeliveryService
from bot.services.holds import HoldService
from bot.services.raids import RaidService
from bot.services.room_acts import RoomActService
from bot.storage import cases as case_rows
from bot.storage.database import Database, Transaction
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import FakeModerator
from tests.services.fake_room_ports import FakeHolder
from tests.services.fake_rooms import Killed
from tests.services.rooms.evening import ADMIN, FORBIDDEN, MEMBER, ROOM, STAFF_ROOM
from tests.services.rooms.test_holds import LOCK, UNLOCK
from tests.services.rooms.test_pauses import state_of
from tests.services.rooms.test_purges import care_card_on, written

PERSON = UserId(50)
RULES = Rules(
    response=Response.CALM,
    hold_newcomers=True,
    flood=FloodLimit(8, timedelta(seconds=6)),
)


@pytest.fixture
def moderator() -> FakeModerator:
    """Who is in the server."""
    return FakeModerator(members={PERSON: Standing(user_id=PERSON)})


@pytest.fixture
def tender() -> set[UserId]:
    """Who needed help a moment ago."""
    return set()


@pytest.fixture
def raids(
    deliveries: DeliveryService,
    holds: HoldService,
    moderator: FakeModerator,
    tender: set[UserId],
    clock: ManualClock,
) -> RaidService:
    """The watch."""
    return RaidService(
        database=deliveries.database,
        servers=deliveries.servers,
        deliveries=deliveries,
        holds=holds,
        moderator=moderator,
        work=CaseWork(
            database=deliveries.database,
            servers=deliveries.servers,
            deliveries=deliveries,
            moderator=moderator,
            alarm=deliveries.alarm,
            now=clock,
        ),
        is_tender=lambda _, user_id: user_id in tender,
        now=clock,
        rules=RULES,
    )


async def flood(
    raids: RaidService,
    clock: ManualClock,
    *,
    count: int = 25,
    room: ChannelId = ROOM,
    joined_at: datetime | None = None,
    writer: Writer = Writer.MEMBER,
) -> None:
    """Let one person write many messages at once."""
    for number in range(count):
        clock.advance(timedelta(milliseconds=100))
        heard = Heard(
            guild_id=ADMIN.guild_id,
            channel_id=room,
            message_id=MessageId(number),
            author_id=PERSON,
            text="buy now",
            at=clock(),
        )
        await raids.answer(raids.count(heard, joined_at=joined_at, writer=writer))


def cards(messenger: FakeMessenger) -> list[RaidCard]:
    """Return the cards about surges."""
    return [each for each in messenger.posted if isinstance(each, RaidCard)]


async def test_a_flood_pauses_invites_slows_the_room_and_rings_staff_once(
    raids: RaidService,
    holds: HoldService,
    holder: FakeHolder,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    before = dict(holder.stands)
    await flood(raids, clock, count=60)
    assert (holder.stands[SECONDS], holder.stands[LEVEL]) == (30, before[LEVEL])
    assert holder.stands[UNTIL] is not None
    await deliveries.deliver_due()
    [card] = cards(messenger)
    assert (card.what, card.room_id, card.calmed, card.rings) == ("messages", ROOM, True, (21,))

    clock.advance(RESPONSE_LASTS)
    await holds.settle_due()
    assert holder.stands == before


async def test_many_who_join_pause_invites_and_nobody_is_removed(
    raids: RaidService,
    holder: FakeHolder,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    moderator: FakeModerator,
    clock: ManualClock,
) -> None:
    for _ in range(20):
        clock.advance(timedelta(seconds=2))
        await raids.joined(ADMIN.guild_id)
    assert holder.stands[UNTIL] is not None
    assert holder.stands[SECONDS] == 0
    await deliveries.deliver_due()
    assert [(card.what, card.room_id) for card in cards(messenger)] == [("joins", None)]
    assert moderator.acts == []


@pytest.mark.parametrize("chosen", [Response.CARD, Response.OFF])
async def test_the_clinic_chooses_how_far_it_goes(
    chosen: Response,
    raids: RaidService,
    server: Server,
    holder: FakeHolder,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    ledger = raids.deliveries
    with pytest.raises(NotPermitted):
        await raids.choose(chosen, hold_newcomers=False, by=MEMBER)
    await raids.choose(chosen, hold_newcomers=False, by=ADMIN)
    assert raids.servers.need(ADMIN.guild_id).rooms == server.rooms
    await flood(raids, clock)
    await ledger.deliver_due()
    assert holder.written == []
    assert [card.calmed for card in cards(messenger)] == [False] * (chosen is Response.CARD)


async def test_a_press_takes_it_back_at_once_or_keeps_it_for_a_day(
    raids: RaidService, holds: HoldService, holder: FakeHolder, clock: ManualClock
) -> None:
    before = dict(holder.stands)
    await flood(raids, clock)
    until = await raids.keep(by=ADMIN)
    clock.advance(timedelta(hours=20))
    await holds.settle_due()
    assert holder.stands[SECONDS] == 30
    assert until > clock()

    with pytest.raises(NotPermitted):
        await raids.stand_down(by=MEMBER)
    await raids.stand_down(by=ADMIN)
    assert holder.stands == before
    for act in (raids.stand_down, raids.keep):
        with pytest.raises(Conflict):
            await act(by=ADMIN)


async def test_what_a_moderator_set_is_left_and_a_lockdown_may_follow(
    raids: RaidService, acts: RoomActService, holder: FakeHolder, clock: ManualClock
) -> None:
    before = dict(holder.stands)
    await flood(raids, clock)
    await acts.lock(LOCK, by=ADMIN)
    assert holder.stands[LEVEL] == 3
    await acts.unlock(UNLOCK, by=ADMIN)
    await raids.stand_down(by=ADMIN)
    assert holder.stands == before

    await acts.lock(LOCK, by=ADMIN)
    clock.advance(timedelta(hours=1))
    await flood(raids, clock)
    await raids.stand_down(by=ADMIN)  # the room's slow mode; the doors are the moderator's
    assert holder.stands[LEVEL] == 3


async def test_a_room_that_is_slower_already_is_not_made_faster(
    raids: RaidService, holder: FakeHolder, clock: ManualClock
) -> None:
    holder.stands[SECONDS] = 300
    await flood(raids, clock)
    assert holder.stands[SECONDS] == 300


async def test_staff_and_the_staff_room_are_not_slowed(
    raids: RaidService, holder: FakeHolder, clock: ManualClock
) -> None:
    await flood(raids, clock, writer=Writer.STAFF)
    assert holder.written == []
    await flood(raids, clock, room=STAFF_ROOM)
    assert holder.stands[SECONDS] == 0


async def test_a_newcomer_who_floods_is_held_once_and_told_kindly(
    raids: RaidService,
    moderator: FakeModerator,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    database: Database,
    clock: ManualClock,
) -> None:
    await flood(raids, clock, count=14, joined_at=clock())
    [case] = moderator.acts
    assert case.until is not None
    assert timedelta(0) < case.until - clock() <= HELD_FOR
    assert await state_of(database, 1) is State.DONE
    await deliveries.deliver_due()
    held = [each for each in messenger.posted if isinstance(each, NewcomerHeld)]
    letters = [each for each in messenger.posted if isinstance(each, NewcomerLetter)]
    assert [(each.number, each.user_id) for each in held] == [(1, PERSON)]
    assert len(letters) == 1

    await moderator.end_timeout(case)
    clock.advance(timedelta(minutes=2))
    await flood(raids, clock, count=14, joined_at=clock())
    assert moderator.members[PERSON].timed_out_until is None  # a human decided


@pytest.mark.parametrize("why", ["member", "tender", "card", "off"])
async def test_who_is_never_held(
    why: str,
    raids: RaidService,
    moderator: FakeModerator,
    tender: set[UserId],
    database: Database,
    clock: ManualClock,
) -> None:
    """Members of some days; whoever needed help a moment ago; and nobody where it is off."""
    joined_at = clock() - timedelta(days=2) if why == "member" else clock()
    if why == "tender":
        tender.add(PERSON)
    if why == "card":
        await care_card_on(database, written(clock, timedelta(0)), clock)
    if why == "off":
        await raids.choose(Response.OFF, hold_newcomers=False, by=ADMIN)
    await flood(raids, clock, joined_at=joined_at)
    assert moderator.acts == []


async def test_a_hold_that_discord_refused_is_no_case(
    raids: RaidService, moderator: FakeModerator, database: Database, clock: ManualClock
) -> None:
    moderator.failures = [FORBIDDEN]
    await flood(raids, clock, count=14, joined_at=clock())
    assert await state_of(database, 1) is State.FAILED
    assert await state_of(database, 2) is None  # once, not with each of the messages


async def test_a_refused_response_is_told_to_staff_and_the_card_stands(
    raids: RaidService,
    holder: FakeHolder,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    holder.failures = [FORBIDDEN, FORBIDDEN]
    await flood(raids, clock)
    await deliveries.deliver_due()
    kinds = sorted(type(each).__name__ for each in messenger.posted)
    assert kinds == ["HoldTrouble", "HoldTrouble", "RaidCard"]
    assert [card.calmed for card in cards(messenger)] == [False]


async def test_a_process_that_dies_before_the_card_leaves_it_to_the_ledger(
    raids: RaidService,
    holder: FakeHolder,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    holder.lost = [Killed()]
    with pytest.raises(BaseExceptionGroup):
        await flood(raids, clock)
    clock.advance(timedelta(seconds=10))
    await deliveries.deliver_due()
    assert [card.calmed for card in cards(messenger)] == [True]


async def test_a_case_of_a_hold_names_the_bot(
    raids: RaidService, moderator: FakeModerator, database: Database, clock: ManualClock
) -> None:
    await flood(raids, clock, count=9, joined_at=clock())
    async with database.transaction() as tx:
        case = await case_rows.get(tx, ADMIN.guild_id, CaseNumber(1))
    bot = await moderator.own_standing(ADMIN.guild_id)
    assert case is not None
    assert (case.action, case.moderator_id) == (Action.TIMEOUT, bot.user_id)


async def test_a_moderators_case_does_not_settle_the_hold_that_is_being_set(
    raids: RaidService,
    moderator: FakeModerator,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every new case of a moderator's looks for what a crash left open."""
    time_out = moderator.time_out

    async def settled_meanwhile(case: Case, until: datetime) -> None:
        assert await raids.work.settle() == 0
        await time_out(case, until)

    monkeypatch.setattr(moderator, "time_out", settled_meanwhile)
    await flood(raids, clock, count=9, joined_at=clock())
    await deliveries.deliver_due()
    assert len(moderator.acts) == 1
    told = [each.place for each in messenger.messages]
    assert told.count(Person(PERSON)) == 1, "one letter, and one line for staff"
    assert told.count(Room(STAFF_ROOM)) == 1


async def test_a_hold_that_a_crash_left_open_is_settled(
    raids: RaidService, moderator: FakeModerator, database: Database, clock: ManualClock
) -> None:
    moderator.lost = [Killed()]
    with pytest.raises(Killed):
        await flood(raids, clock, count=9, joined_at=clock())
    assert await raids.work.settle() == 1
    assert await state_of(database, 1) is State.DONE


class Full:
    """A database whose disk is full."""

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Refuse."""
        raise StorageError("full")

    async def close(self) -> None:
        """Do nothing."""


async def test_a_full_disk_holds_up_nobody_who_wrote(
    raids: RaidService, moderator: FakeModerator, clock: ManualClock
) -> None:
    """The room goes on; nothing is done that could not be written down."""
    raids.database = Full()
    await flood(raids, clock, joined_at=clock())
    assert moderator.acts == []


async def test_a_server_without_set_up_or_staff_room_is_watched_in_silence(
    raids: RaidService,
    server: Server,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    await raids.joined(GuildId(404))
    await raids.servers.set_up(replace(server, rooms={}), by=ADMIN)
    await flood(raids, clock, joined_at=clock())
    await deliveries.deliver_due()
    assert cards(messenger) == []
