"""Messages are removed by the dozen: counted first, spared where somebody needed help, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Reason, Standing, State
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, OutOfReach
from bot.domain.ids import MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.purges import DISCORD_EPOCH, Filter, Seen
from bot.domain.room_notices import RoomActLine
from bot.domain.screening import Kind, Level, Verdict
from bot.services.deliveries import DeliveryService
from bot.services.ports import MessengerError
from bot.services.purges import PurgeService
from bot.services.servers import Servers
from bot.storage import incidents
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import FakeModerator
from tests.services.fake_room_ports import FakeSweeper, FakeWarden
from tests.services.fake_rooms import Killed
from tests.services.rooms import evening
from tests.services.rooms.evening import FORBIDDEN, MEMBER, PASSING, ROOM, STAFF_ROOM
from tests.services.rooms.test_pauses import GONE, state_of

ADMIN = replace(evening.ADMIN, position=5)
PERSON, OTHER = UserId(50), UserId(51)
ALL = Filter(guild_id=ADMIN.guild_id, room_id=ROOM, most=200)
told: list[tuple[int, int]] = []


async def progress(done: int, total: int) -> None:
    """Remember how far it came."""
    told.append((done, total))


def written(clock: ManualClock, age: timedelta, *, by: UserId = PERSON, nth: int = 0) -> Seen:
    """Return a message of an age."""
    at = clock() - age
    number = ((at - DISCORD_EPOCH) // timedelta(milliseconds=1) << 22) + nth
    return Seen(id=MessageId(number), author_id=by, at=at)


def many(clock: ManualClock, count: int, *, age: timedelta = timedelta(hours=1)) -> list[Seen]:
    """Return messages of about an age, newest first."""
    return [written(clock, age + timedelta(seconds=each)) for each in range(count)]


@pytest.fixture
def sweeper(clock: ManualClock) -> FakeSweeper:
    """Discord's side: an empty room."""
    told.clear()
    return FakeSweeper(newest=written(clock, timedelta(0)).id)


@pytest.fixture
def moderator() -> FakeModerator:
    """Who is in the server."""
    return FakeModerator(members={PERSON: Standing(user_id=PERSON, position=1)})


@pytest.fixture
def another_purge(
    servers: Servers,
    deliveries: DeliveryService,
    sweeper: FakeSweeper,
    warden: FakeWarden,
    moderator: FakeModerator,
) -> Callable[[], PurgeService]:
    """Make a process that knows nothing but the database."""
    return lambda: PurgeService(
        database=deliveries.database,
        servers=servers,
        deliveries=deliveries,
        sweeper=sweeper,
        warden=warden,
        moderator=moderator,
        now=deliveries.now,
    )


@pytest.fixture
def purges(another_purge: Callable[[], PurgeService]) -> PurgeService:
    """The service."""
    return another_purge()


async def run(purges: PurgeService, what: Filter) -> tuple[int, int]:
    """Look, confirm, and return what was removed and what is left."""
    seen = await purges.preview(what, reason=Reason.ADVERTS, note="", by=ADMIN)
    assert seen.draft_id is not None
    done = await purges.carry_out(seen.draft_id, by=ADMIN, progress=progress)
    return done.removed, done.left


async def test_many_go_a_hundred_at_a_time_with_one_case_and_one_line(
    purges: PurgeService,
    sweeper: FakeSweeper,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    sweeper.messages = many(clock, 250)
    assert await run(purges, ALL) == (200, 0)

    assert sweeper.calls == [100, 100]
    assert told == [(100, 200), (200, 200)]
    assert len(sweeper.messages) == 50
    await deliveries.deliver_due()
    [line] = messenger.posted
    assert isinstance(line, RoomActLine)
    assert (line.number, line.action, line.removed, line.left) == (1, "purge", 200, 0)


async def test_old_ones_go_one_by_one_and_no_more_than_twenty(
    purges: PurgeService, sweeper: FakeSweeper, clock: ManualClock
) -> None:
    sweeper.messages = [*many(clock, 3), *many(clock, 25, age=timedelta(days=15))]
    seen = await purges.preview(ALL, reason=Reason.OTHER, note="", by=ADMIN)
    assert (len(seen.catch.recent), len(seen.catch.old), seen.catch.too_old) == (3, 20, 5)

    assert await run(purges, ALL) == (23, 0)
    assert sweeper.calls == [3, *[1] * 20]


async def test_who_since_links_files_and_pins_are_told_apart(
    purges: PurgeService, sweeper: FakeSweeper, clock: ManualClock
) -> None:
    link, file, pinned, plain = many(clock, 4)
    sweeper.messages = [
        replace(link, has_link=True),
        replace(file, has_file=True),
        replace(pinned, is_pinned=True),
        plain,
        written(clock, timedelta(hours=2), by=OTHER),
        replace(written(clock, timedelta(hours=3)), is_ours=True),
        replace(written(clock, timedelta(hours=4)), can_go=False),
    ]

    async def caught(what: Filter) -> list[int]:
        seen = await purges.preview(what, reason=Reason.OTHER, note="", by=ADMIN)
        return [[each.id for each in sweeper.messages].index(one) for one in seen.catch.recent]

    assert await caught(ALL) == [0, 1, 3, 4]
    assert await caught(replace(ALL, pinned=True)) == [0, 1, 2, 3, 4]
    assert await caught(replace(ALL, who=PERSON)) == [0, 1, 3]
    assert await caught(replace(ALL, since=timedelta(minutes=90))) == [0, 1, 3]
    assert await caught(replace(ALL, links=True)) == [0]
    assert await caught(replace(ALL, links=True, files=True)) == [0, 1]
    assert await caught(replace(ALL, most=2)) == [0, 1]


async def care_card_on(database: Database, seen: Seen, clock: ManualClock) -> None:
    """Make a care card on a message."""
    heard = Heard(
        guild_id=ADMIN.guild_id,
        channel_id=ROOM,
        message_id=seen.id,
        author_id=seen.author_id,
        text="",
        at=clock(),
    )
    verdict = Verdict(kind=Kind.CRISIS, level=Level.HIGH)
    async with database.transaction() as tx:
        await incidents.add(tx, guild_id=ADMIN.guild_id, heard=heard, verdict=verdict)


async def test_a_message_with_a_care_card_is_spared_also_one_made_since_the_preview(
    purges: PurgeService, sweeper: FakeSweeper, database: Database, clock: ManualClock
) -> None:
    """A crisis is never punished."""
    before, since, plain = many(clock, 3)
    sweeper.messages = [before, since, plain]
    await care_card_on(database, before, clock)
    seen = await purges.preview(
        replace(ALL, who=PERSON), reason=Reason.DISRUPTING, note="", by=ADMIN
    )
    assert (seen.catch.count, seen.catch.cared_for, seen.in_care) == (2, 1, True)
    await care_card_on(database, since, clock)

    assert seen.draft_id is not None
    done = await purges.carry_out(seen.draft_id, by=ADMIN, progress=progress)
    assert sweeper.messages == [before, since]
    assert done.removed == 1


async def test_care_that_began_since_the_preview_is_looked_at_first(
    purges: PurgeService, sweeper: FakeSweeper, database: Database, clock: ManualClock
) -> None:
    plain, later = many(clock, 2)
    sweeper.messages = [plain]
    what = replace(ALL, who=PERSON)
    seen = await purges.preview(what, reason=Reason.DISRUPTING, note="", by=ADMIN)
    assert (seen.in_care, seen.draft_id is None) == (False, False)
    await care_card_on(database, later, clock)
    assert seen.draft_id is not None
    with pytest.raises(Conflict) as told:
        await purges.carry_out(seen.draft_id, by=ADMIN, progress=progress)
    assert told.value.what == "care_began"
    assert sweeper.messages == [plain]

    seen = await purges.preview(what, reason=Reason.DISRUPTING, note="", by=ADMIN)
    assert seen.in_care
    assert seen.draft_id is not None
    await purges.carry_out(seen.draft_id, by=ADMIN, progress=progress)
    assert sweeper.messages == []


async def test_nothing_that_fits_is_no_case(purges: PurgeService) -> None:
    seen = await purges.preview(ALL, reason=Reason.OTHER, note="", by=ADMIN)
    assert seen.draft_id is None


async def test_killed_in_the_middle_what_is_left_is_said_and_not_removed(
    purges: PurgeService,
    another_purge: Callable[[], PurgeService],
    sweeper: FakeSweeper,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    sweeper.messages = many(clock, 200)
    sweeper.failures = [None, Killed()]
    with pytest.raises(Killed):
        await run(purges, ALL)

    assert await another_purge().settle() == 1
    assert await another_purge().settle() == 0
    assert len(sweeper.messages) == 100
    await deliveries.deliver_due()
    [line] = messenger.posted
    assert isinstance(line, RoomActLine)
    assert (line.removed, line.left) == (100, 100)


async def test_killed_while_discord_is_silent_it_is_said_once_discord_answers(
    purges: PurgeService,
    another_purge: Callable[[], PurgeService],
    sweeper: FakeSweeper,
    clock: ManualClock,
) -> None:
    sweeper.messages = many(clock, 5)
    sweeper.lost = [Killed()]
    with pytest.raises(Killed):
        await run(purges, ALL)
    sweeper.blind = [PASSING]
    assert await another_purge().settle() == 0
    assert await another_purge().settle() == 1


async def test_stopped_by_a_silent_discord_it_says_what_is_left(
    purges: PurgeService, sweeper: FakeSweeper, clock: ManualClock
) -> None:
    sweeper.messages = many(clock, 150)
    sweeper.failures = [None, PASSING]
    assert await run(purges, ALL) == (100, 50)


async def test_an_answer_that_was_lost_counts_as_what_it_did(
    purges: PurgeService, sweeper: FakeSweeper, clock: ManualClock
) -> None:
    sweeper.messages = many(clock, 5)
    sweeper.lost = [PASSING]
    assert await run(purges, ALL) == (5, 0)


@pytest.mark.parametrize(
    ("failure", "met"), [(FORBIDDEN, NotPermitted), (PASSING, Conflict), (GONE, NotFound)]
)
async def test_what_discord_did_not_do_is_no_case(
    failure: MessengerError,
    met: type[Exception],
    purges: PurgeService,
    sweeper: FakeSweeper,
    database: Database,
    clock: ManualClock,
) -> None:
    sweeper.messages = many(clock, 5)
    sweeper.failures = [failure]
    with pytest.raises(met):
        await run(purges, ALL)
    assert await state_of(database, 1) is State.FAILED


async def test_a_room_that_cannot_be_read_is_told_in_clear_words(
    purges: PurgeService, sweeper: FakeSweeper
) -> None:
    sweeper.blind = [MessengerError("403", failure=Failure.FORBIDDEN)]
    with pytest.raises(NotPermitted):
        await purges.preview(ALL, reason=Reason.OTHER, note="", by=ADMIN)


async def test_a_confirmation_counts_once_and_for_its_moderator_alone(
    purges: PurgeService, sweeper: FakeSweeper, clock: ManualClock
) -> None:
    sweeper.messages = many(clock, 2)
    seen = await purges.preview(ALL, reason=Reason.OTHER, note="", by=ADMIN)
    assert seen.draft_id is not None
    with pytest.raises(Conflict):
        other = replace(ADMIN, user_id=UserId(8))
        await purges.carry_out(seen.draft_id, by=other, progress=progress)
    await purges.leave(seen.draft_id, by=ADMIN)
    with pytest.raises(Conflict):
        await purges.carry_out(seen.draft_id, by=ADMIN, progress=progress)
    assert len(sweeper.messages) == 2


async def test_two_moderators_do_not_clear_one_room_at_once(
    purges: PurgeService, sweeper: FakeSweeper, clock: ManualClock
) -> None:
    sweeper.messages = many(clock, 2)
    first, second = [
        await purges.preview(ALL, reason=Reason.OTHER, note="", by=ADMIN) for _ in range(2)
    ]

    async def meanwhile(done: int, total: int) -> None:
        del done, total
        assert second.draft_id is not None
        with pytest.raises(Conflict):
            await purges.carry_out(second.draft_id, by=ADMIN, progress=progress)

    assert first.draft_id is not None
    await purges.carry_out(first.draft_id, by=ADMIN, progress=meanwhile)


async def test_who_may_not_and_where_not(
    purges: PurgeService, sweeper: FakeSweeper, warden: FakeWarden, moderator: FakeModerator
) -> None:
    async def ask(what: Filter) -> None:
        await purges.preview(what, reason=Reason.OTHER, note="", by=ADMIN)

    with pytest.raises(NotPermitted):
        await purges.preview(ALL, reason=Reason.OTHER, note="", by=MEMBER)
    moderator.members[PERSON] = Standing(user_id=PERSON, is_owner=True)
    with pytest.raises(OutOfReach):
        await ask(replace(ALL, who=PERSON))
    for wrong in (
        replace(ALL, room_id=STAFF_ROOM),
        replace(ALL, most=201),
        replace(ALL, since=timedelta(days=31)),
    ):
        with pytest.raises(InvalidInput):
            await ask(wrong)
    sweeper.reads_words = False
    with pytest.raises(InvalidInput):
        await ask(replace(ALL, links=True))
    warden.lacking = {"manage_messages"}
    with pytest.raises(NotPermitted) as met:
        await ask(ALL)
    assert (met.value.needs, met.value.by_bot) == ("Manage Messages", True)
    warden.gone = {ROOM}
    with pytest.raises(NotFound):
        await ask(ALL)


async def test_a_silent_discord_at_the_first_look_is_told(
    purges: PurgeService, moderator: FakeModerator
) -> None:
    moderator.blind = [PASSING]
    with pytest.raises(Conflict):
        await purges.preview(replace(ALL, who=PERSON), reason=Reason.OTHER, note="", by=ADMIN)


async def test_stopped_and_blind_it_claims_nothing(
    purges: PurgeService, sweeper: FakeSweeper, database: Database, clock: ManualClock
) -> None:
    sweeper.messages = many(clock, 5)
    seen = await purges.preview(ALL, reason=Reason.OTHER, note="", by=ADMIN)
    assert seen.draft_id is not None
    sweeper.failures, sweeper.blind = [PASSING], [PASSING]
    with pytest.raises(Conflict):
        await purges.carry_out(seen.draft_id, by=ADMIN, progress=progress)
    assert await state_of(database, 1) is State.FAILED


async def test_a_room_that_went_with_all_its_messages_ends_the_case(
    purges: PurgeService,
    another_purge: Callable[[], PurgeService],
    sweeper: FakeSweeper,
    database: Database,
    clock: ManualClock,
) -> None:
    sweeper.messages = many(clock, 5)
    sweeper.lost = [Killed()]
    with pytest.raises(Killed):
        await run(purges, ALL)
    sweeper.blind = [GONE]
    assert await another_purge().settle() == 1
    assert await state_of(database, 1) is State.DONE
