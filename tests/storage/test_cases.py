import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Action, Case, Proposal, Reason, State
from bot.domain.ids import ChannelId, DraftId, GuildId, MessageId, UserId
from bot.storage import case_drafts as drafts
from bot.storage import cases as rows
from bot.storage.database import Database, Transaction
from bot.storage.times import maybe_micros, micros
from tests.fakes import ManualClock

GUILD, OTHER = GuildId(1), GuildId(2)
PERSON, MODERATOR = UserId(7), UserId(5)
WARNING = Proposal(
    guild_id=GUILD, action=Action.WARN, reason=Reason.UNKIND, target_id=PERSON, note="Be gentle."
)
HIDING = replace(WARNING, action=Action.HIDE, channel_id=ChannelId(3), message_id=MessageId(44))


async def begin(tx: Transaction, clock: ManualClock, proposal: Proposal = WARNING) -> Case:
    return await rows.begin(
        tx,
        proposal,
        by=MODERATOR,
        until=None if proposal.length is None else clock() + proposal.length,
        note_expires_at=clock() + timedelta(days=180),
        now=clock(),
    )


async def all_of(database: Database, person: UserId = PERSON) -> Sequence[Case]:
    async with database.transaction() as tx:
        return (await rows.of_person(tx, GUILD, person, limit=100))[0]


async def test_a_case_comes_back_as_it_was_begun(database: Database, clock: ManualClock) -> None:
    proposal = replace(HIDING, length=timedelta(hours=1))
    async with database.transaction() as tx:
        begun = await begin(tx, clock, proposal)
    assert [begun] == await all_of(database)
    assert (begun.number, begun.state, begun.told) == (1, State.BEGUN, None)
    assert (begun.channel_id, begun.message_id) == (3, 44)
    assert begun.until == clock() + timedelta(hours=1)
    assert begun.created_at == clock()


async def test_numbers_count_up_from_one_in_each_server(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        here = [(await begin(tx, clock)).number for _ in range(3)]
        there = await begin(tx, clock, replace(WARNING, guild_id=OTHER))
    assert (here, there.number) == ([1, 2, 3], 1)


async def test_two_moderators_never_get_one_number(database: Database, clock: ManualClock) -> None:
    async def one() -> int:
        async with database.transaction() as tx:
            return (await begin(tx, clock)).number

    numbers = await asyncio.gather(*(one() for _ in range(20)))
    assert sorted(numbers) == list(range(1, 21))


async def test_a_begun_case_is_a_twin_for_as_long_as_a_hand_may_be_on_it(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await begin(tx, clock)
        clock.advance(timedelta(minutes=14))
        assert await rows.has_twin(tx, WARNING, now=clock())
        clock.advance(timedelta(minutes=1))
        assert not await rows.has_twin(tx, WARNING, now=clock())


async def test_a_case_just_done_is_a_twin_for_a_minute(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await rows.close(tx, await begin(tx, clock), state=State.DONE, told=True)
        clock.advance(timedelta(seconds=59))
        assert await rows.has_twin(tx, WARNING, now=clock())
        clock.advance(timedelta(seconds=1))
        assert not await rows.has_twin(tx, WARNING, now=clock())


async def test_a_failed_case_stands_in_nobodys_way(database: Database, clock: ManualClock) -> None:
    async with database.transaction() as tx:
        await rows.close(tx, await begin(tx, clock), state=State.FAILED)
        assert not await rows.has_twin(tx, WARNING, now=clock())


@pytest.mark.parametrize(
    "other",
    [
        replace(WARNING, target_id=UserId(8)),
        replace(WARNING, action=Action.TIMEOUT),
        replace(WARNING, guild_id=OTHER),
    ],
)
async def test_another_act_person_or_server_is_no_twin(
    database: Database, clock: ManualClock, other: Proposal
) -> None:
    async with database.transaction() as tx:
        await begin(tx, clock)
        assert not await rows.has_twin(tx, other, now=clock())


async def test_hides_are_twins_by_message_alone(database: Database, clock: ManualClock) -> None:
    async with database.transaction() as tx:
        await begin(tx, clock, HIDING)
        assert await rows.has_twin(tx, replace(HIDING, target_id=None), now=clock())
        assert not await rows.has_twin(tx, replace(HIDING, message_id=MessageId(45)), now=clock())


async def test_a_case_is_closed_once(database: Database, clock: ManualClock) -> None:
    async with database.transaction() as tx:
        case = await begin(tx, clock)
        assert await rows.close(tx, case, state=State.DONE, told=False)
        assert not await rows.close(tx, case, state=State.FAILED)
    [closed] = await all_of(database)
    assert (closed.state, closed.told) == (State.DONE, False)


async def test_open_cases_are_found(database: Database, clock: ManualClock) -> None:
    async with database.transaction() as tx:
        await rows.close(tx, await begin(tx, clock), state=State.DONE)
        await begin(tx, clock)
        assert [case.number for case in await rows.begun(tx)] == [2]


async def test_a_history_is_newest_first_cut_and_counted(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        for _ in range(4):
            await begin(tx, clock)
        await begin(tx, clock, replace(WARNING, target_id=UserId(8)))
        found, total = await rows.of_person(tx, GUILD, PERSON, limit=3)
    assert ([case.number for case in found], total) == ([4, 3, 2], 4)


async def test_expired_notes_are_emptied_and_their_cases_stay(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        await begin(tx, clock)
        clock.advance(timedelta(days=1))
        await begin(tx, clock)
        clock.advance(timedelta(days=179))
        assert await rows.forget_notes(tx, now=clock()) == 1
    assert [case.note for case in await all_of(database)] == ["Be gentle.", ""]


@pytest.mark.parametrize(
    ("age", "acknowledged", "is_open"),
    [
        (timedelta(days=30), False, True),
        (timedelta(hours=23), True, True),
        (timedelta(hours=25), True, False),
    ],
)
async def test_care_is_open_until_answered_and_for_a_day(
    database: Database, clock: ManualClock, age: timedelta, *, acknowledged: bool, is_open: bool
) -> None:
    at = clock() - age
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO incidents (guild_id, kind, level, topic, author_id, signals, created_at,"
            " acknowledged_at) VALUES (:guild_id, 'crisis', 'high', 'self', :author_id, '[]',"
            " :created_at, :acknowledged_at)",
            {
                "guild_id": GUILD,
                "author_id": PERSON,
                "created_at": micros(at),
                "acknowledged_at": maybe_micros(at if acknowledged else None),
            },
        )
        since = clock() - timedelta(hours=24)
        assert await rows.has_open_care(tx, GUILD, PERSON, since=since) is is_open
        assert not await rows.has_open_care(tx, GUILD, UserId(8), since=since)
        assert not await rows.has_open_care(tx, OTHER, PERSON, since=since)


@pytest.mark.parametrize(
    "proposal", [WARNING, HIDING, replace(WARNING, length=timedelta(minutes=10), note="")]
)
async def test_a_draft_comes_back_once(
    database: Database, clock: ManualClock, proposal: Proposal
) -> None:
    async with database.transaction() as tx:
        draft_id = await drafts.keep(tx, proposal, in_care=False, by=MODERATOR, now=clock())
        assert await look(tx, draft_id, clock) == (proposal, False)
        assert await take(tx, draft_id, clock)
        assert not await take(tx, draft_id, clock)
        assert await look(tx, draft_id, clock) is None


async def test_a_draft_is_its_authors_alone_and_for_an_hour(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        draft_id = await drafts.keep(tx, WARNING, in_care=True, by=MODERATOR, now=clock())
        assert not await take(tx, draft_id, clock, by=UserId(6))
        assert not await take(tx, draft_id, clock, guild_id=OTHER)
        clock.advance(timedelta(hours=1))
        assert not await take(tx, draft_id, clock)


async def take(
    tx: Transaction,
    draft_id: DraftId,
    clock: ManualClock,
    *,
    by: UserId = MODERATOR,
    guild_id: GuildId = GUILD,
) -> bool:
    return await drafts.take(tx, draft_id, guild_id=guild_id, by=by, now=clock())


async def look(
    tx: Transaction, draft_id: DraftId, clock: ManualClock
) -> tuple[Proposal, bool] | None:
    return await drafts.look(tx, draft_id, guild_id=GUILD, by=MODERATOR, now=clock())


PAUSING = replace(WARNING, action=Action.PAUSE, target_id=None, channel_id=ChannelId(3))


async def test_a_case_about_a_room_is_in_nobodys_history(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction() as tx:
        begun = await begin(tx, clock, PAUSING)
        assert (begun.target_id, begun.channel_id) == (None, 3)
        assert await rows.begun(tx) == [begun]
    assert await all_of(database) == []


@pytest.mark.parametrize(
    ("other", "is_twin"), [(PAUSING, True), (replace(PAUSING, channel_id=ChannelId(4)), False)]
)
async def test_the_same_act_on_another_room_is_no_twin(
    database: Database, clock: ManualClock, other: Proposal, *, is_twin: bool
) -> None:
    async with database.transaction() as tx:
        await begin(tx, clock, PAUSING)
        assert await rows.has_twin(tx, other, now=clock()) is is_twin
