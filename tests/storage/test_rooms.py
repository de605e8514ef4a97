"""Rows of room changes: claimed once, kept exactly, forgotten in time."""

from datetime import timedelta

from bot.domain.ids import ChannelId, GuildId
from bot.domain.rooms import Kind, Opening, Overwrite, State, Wish
from bot.storage import rooms as rows
from bot.storage.database import Database, Transaction
from tests.fakes import ManualClock

GUILD, ROOM = GuildId(1), ChannelId(12)
LEASE = timedelta(seconds=60)
HOUR = timedelta(hours=1)


async def opened(tx: Transaction, clock: ManualClock, *, minutes: int = 60) -> None:
    """Begin to open the room by hand."""
    closes_at = clock() + timedelta(minutes=minutes)
    await rows.open_room(tx, GUILD, ROOM, meeting_id=None, now=clock(), closes_at=closes_at)


async def claimed(tx: Transaction, clock: ManualClock) -> list[Opening]:
    """Take what is due."""
    return list(await rows.claim(tx, now=clock(), real=clock(), lease=LEASE))


async def test_what_stood_before_is_kept_to_the_bit(database: Database, clock: ManualClock) -> None:
    """Bits above 2^53 do not survive a float; ids above it do not either."""
    saved = {2**63 - 1: Overwrite(2**63 - 1, True, allow=1 << 60, deny=(1 << 53) + 1)}
    ours = (Wish(1, False, 1 << 60, deny=1 << 60),)
    async with database.transaction() as tx:
        await opened(tx, clock)
        [opening] = await claimed(tx, clock)
        assert opening.saved is None
        await rows.save(tx, opening, saved, ours)
        kept = await rows.live(tx, ROOM, Kind.OPEN)

    assert kept is not None
    assert (kept.saved, tuple(kept.ours)) == (saved, ours)


async def test_a_room_without_overwrites_is_not_taken_for_one_that_was_not_read(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await opened(tx, clock)
        [opening] = await claimed(tx, clock)
        await rows.save(tx, opening, {}, ())
        kept = await rows.live(tx, ROOM, Kind.OPEN)

    assert kept is not None
    assert kept.saved == {}


async def test_a_claim_is_one_workers_until_its_lease_is_over(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await opened(tx, clock)
        assert len(await claimed(tx, clock)) == 1
        assert await claimed(tx, clock) == []
        assert await rows.next_due(tx) == (None, clock() + LEASE)
        clock.advance(LEASE)
        assert len(await claimed(tx, clock)) == 1
        await rows.release_claims(tx)
        assert len(await claimed(tx, clock)) == 1


async def test_an_opening_whose_end_has_come_is_to_be_undone(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await opened(tx, clock, minutes=5)
        clock.advance(timedelta(minutes=5))
        [opening] = await claimed(tx, clock)

    assert opening.state is State.UNDOING


async def test_what_is_asked_for_again_while_it_is_undone_is_not_over(
    database: Database, clock: ManualClock
) -> None:
    """The next meeting begins in the second in which the last one's room is being closed."""
    async with database.transaction() as tx:
        await opened(tx, clock, minutes=5)
        clock.advance(timedelta(minutes=5))
        [undoing] = await claimed(tx, clock)
        await opened(tx, clock)
        await rows.over(tx, undoing, at=clock())
        [again] = await claimed(tx, clock)

    assert (again.id, again.state) == (undoing.id, State.APPLYING)
    assert again.closes_at == clock() + HOUR


async def test_closed_by_hand_while_it_is_opened_goes_on_to_be_closed(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await opened(tx, clock)
        [opening] = await claimed(tx, clock)
        assert await rows.close_by_hand(tx, GUILD, ROOM, now=clock())
        await rows.stands(tx, opening)
        [closing] = await claimed(tx, clock)

    assert closing.state is State.UNDOING


async def test_a_failure_that_comes_late_puts_off_nothing_that_was_asked_for_meanwhile(
    database: Database, clock: ManualClock
) -> None:
    """A moderator closes the room while Discord is silent about its opening."""
    async with database.transaction() as tx:
        await opened(tx, clock)
        [opening] = await claimed(tx, clock)
        assert await rows.close_by_hand(tx, GUILD, ROOM, now=clock())
        await rows.postpone(tx, opening, until=clock() + HOUR)
        [closing] = await claimed(tx, clock)

    assert closing.state is State.UNDOING


async def test_what_is_over_is_forgotten_and_what_stands_is_not(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await opened(tx, clock, minutes=5)
        clock.advance(timedelta(minutes=5))
        [undoing] = await claimed(tx, clock)
        await rows.over(tx, undoing, at=clock())
        await opened(tx, clock)
        assert await rows.remove_over(tx, before=clock()) == 0
        assert await rows.remove_over(tx, before=clock() + HOUR) == 1
        assert await rows.live(tx, ROOM, Kind.OPEN) is not None
