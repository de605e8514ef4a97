import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.domain.cases import HAND_ON_IT, Action, Proposal, Standing, State
from bot.domain.cases.sayings import LEDGER_STEPS_IN
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, StorageError
from bot.domain.ids import GuildId
from bot.domain.notices import CaseLetter, CaseLine
from bot.services.casework import CaseWork, Unwritten
from bot.services.deliveries import DeliveryService
from bot.services.moderation import ModerationService
from bot.storage import cases as rows
from bot.storage.database import Database, Transaction
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import FakeModerator
from tests.services.moderation.wishes import (
    HIDING,
    MODERATOR,
    PERSON,
    TIMEOUT,
    WARNING,
    Killed,
    done,
    the_case,
    the_cases,
    trouble,
)


async def crash(moderation: ModerationService, proposal: Proposal) -> None:
    with pytest.raises(Killed):
        await moderation.propose(proposal, by=MODERATOR)


@pytest.mark.parametrize("proposal", [TIMEOUT, HIDING])
async def test_killed_before_the_act_what_was_just_asked_for_is_done_and_told_once(
    moderation: ModerationService,
    work: CaseWork,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
) -> None:
    discord.failures.append(Killed())
    await crash(moderation, proposal)
    assert (await the_case(moderation)).state is State.BEGUN
    assert await work.settle() == 1
    assert await work.settle() == 0
    assert ((await the_case(moderation)).state, len(discord.acts)) == (State.DONE, 1)
    assert [type(notice) for notice in messenger.posted] == [CaseLetter, CaseLine]
    assert len(discord.shown) == (1 if proposal is HIDING else 0)


@pytest.mark.parametrize("proposal", [TIMEOUT, HIDING])
async def test_killed_before_the_act_a_quarter_of_an_hour_later_staff_are_asked_to_look(
    moderation: ModerationService,
    work: CaseWork,
    discord: FakeModerator,
    messenger: FakeMessenger,
    clock: ManualClock,
    proposal: Proposal,
) -> None:
    """By then the moderator may have done something else instead."""
    discord.failures.append(Killed())
    await crash(moderation, proposal)
    clock.advance(HAND_ON_IT)
    assert await work.settle() == 1
    assert ((await the_case(moderation)).state, discord.acts) == (State.FAILED, [])
    clock.advance(LEDGER_STEPS_IN)
    await work.deliveries.deliver_due()
    [line] = messenger.posted
    assert isinstance(line, CaseLine)
    assert line.action == "undone"


@pytest.mark.parametrize("proposal", [TIMEOUT, HIDING])
async def test_killed_after_the_act_the_case_is_settled_as_done_and_told_once(
    moderation: ModerationService,
    work: CaseWork,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
) -> None:
    discord.lost.append(Killed())
    await crash(moderation, proposal)
    assert await work.settle() == 1
    assert await work.settle() == 0
    assert (await the_case(moderation)).state is State.DONE
    assert [type(notice) for notice in messenger.posted] == [CaseLetter, CaseLine]


@pytest.mark.parametrize("proposal", [TIMEOUT, HIDING])
async def test_what_discord_does_not_answer_for_stays_open(
    moderation: ModerationService, work: CaseWork, discord: FakeModerator, proposal: Proposal
) -> None:
    discord.lost.append(Killed())
    await crash(moderation, proposal)
    discord.blind.append(trouble(Failure.PASSING))
    assert await work.settle() == 0
    assert (await the_case(moderation)).state is State.BEGUN
    assert await work.settle() == 1


async def test_a_timeout_that_somebody_changed_meanwhile_is_not_called_done(
    moderation: ModerationService, work: CaseWork, discord: FakeModerator, clock: ManualClock
) -> None:
    discord.failures.append(Killed())
    await crash(moderation, TIMEOUT)
    other = clock() + timedelta(days=2)
    discord.members[PERSON] = Standing(user_id=PERSON, position=1, timed_out_until=other)
    await work.settle()
    assert (await the_case(moderation)).state is State.FAILED


async def test_killed_before_its_letter_was_written_a_warning_was_not_given(
    moderation: ModerationService,
    work: CaseWork,
    messenger: FakeMessenger,
    database: Database,
    clock: ManualClock,
) -> None:
    await leave_begun(database, clock, WARNING)
    assert await work.settle() == 1
    assert ((await the_case(moderation)).state, messenger.posted) == (State.FAILED, [])


async def test_killed_before_its_letter_was_sent_a_warning_is_still_given(
    moderation: ModerationService,
    work: CaseWork,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    """The letter is in the ledger, and what the ledger holds will be said."""
    messenger.failures.append(Killed())  # pyright: ignore[reportArgumentType] - a dying process
    await crash(moderation, WARNING)
    await deliveries.release_claims()
    assert await work.settle() == 1
    assert [type(notice) for notice in messenger.posted] == [CaseLetter, CaseLine]
    assert (await the_case(moderation)).state is State.DONE


async def test_killed_after_its_letter_was_sent_a_warning_is_not_sent_again(
    moderation: ModerationService,
    work: CaseWork,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
) -> None:
    messenger.lost.append(Killed())  # pyright: ignore[reportArgumentType] - a dying process
    await crash(moderation, WARNING)
    await deliveries.release_claims()
    assert await work.settle() == 1
    assert [type(notice) for notice in messenger.posted] == [CaseLetter, CaseLine]
    assert (await the_case(moderation)).told is True


async def test_a_letter_that_another_worker_still_holds_leaves_the_warning_open(
    moderation: ModerationService, work: CaseWork, messenger: FakeMessenger
) -> None:
    messenger.lost.append(Killed())  # pyright: ignore[reportArgumentType] - a dying process
    await crash(moderation, WARNING)
    assert await work.settle() == 0
    assert (await the_case(moderation)).state is State.BEGUN


async def test_a_new_case_first_settles_what_was_left_open(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    """Else a dead hand would pass for a colleague's, and nobody could try again."""
    discord.failures.append(Killed())
    await crash(moderation, TIMEOUT)
    with pytest.raises(Conflict):
        await moderation.propose(TIMEOUT, by=MODERATOR)
    assert [case.state for case in await the_cases(moderation)] == [State.DONE]
    assert len(discord.acts) == 1


async def test_one_case_that_cannot_be_settled_holds_up_no_other(
    moderation: ModerationService,
    work: CaseWork,
    discord: FakeModerator,
    database: Database,
    clock: ManualClock,
) -> None:
    await leave_begun(database, clock, TIMEOUT)
    await leave_begun(database, clock, replace(HIDING, target_id=PERSON))
    discord.blind.append(RuntimeError("poisoned"))
    assert await work.settle() == 1
    states = [case.state for case in await the_cases(moderation)]
    assert states == [State.DONE, State.BEGUN]


async def leave_begun(database: Database, clock: ManualClock, proposal: Proposal) -> None:
    """Leave a case as a process does that dies right after it took the number."""
    async with database.transaction() as tx:
        await rows.begin(
            tx,
            proposal,
            by=MODERATOR.user_id,
            until=None,
            note_expires_at=clock() + timedelta(days=1),
            now=clock(),
        )


async def test_a_server_that_is_not_set_up_any_more_keeps_its_open_cases(
    moderation: ModerationService, database: Database, clock: ManualClock
) -> None:
    await leave_begun(database, clock, replace(WARNING, guild_id=GuildId(99)))
    assert await moderation.settle() == 0


async def test_a_case_about_a_room_is_left_to_whoever_did_it(
    work: CaseWork, database: Database, clock: ManualClock
) -> None:
    await leave_begun(database, clock, replace(WARNING, action=Action.PAUSE, target_id=None))
    assert await work.settle() == 0
    async with database.transaction() as tx:
        assert [case.state for case in await rows.begun(tx)] == [State.BEGUN]


async def test_a_case_in_hand_is_not_settled_under_it(
    moderation: ModerationService, work: CaseWork, discord: FakeModerator
) -> None:
    first, second = await asyncio.gather(moderation.propose(TIMEOUT, by=MODERATOR), work.settle())
    assert (done(first).case.state, second) == (State.DONE, 0)
    assert len(discord.acts) == 1


async def test_an_act_the_database_did_not_record_is_recorded_later(
    moderation: ModerationService, work: CaseWork, discord: FakeModerator, database: Database
) -> None:
    full = FullDatabase(database)
    moderation.work = replace(work, database=full)
    result = await moderation.propose(TIMEOUT, by=MODERATOR)
    assert isinstance(result, Unwritten)
    assert len(discord.acts) == 1
    assert await work.settle() == 1
    assert (await the_case(moderation)).state is State.DONE


@dataclass
class FullDatabase:
    """A real database whose disk is full from the third transaction on: settle, begin, then no."""

    real: Database
    left: int = 2

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Begin a transaction while there is room."""
        if self.left == 0:
            raise StorageError("full")
        self.left -= 1
        return self.real.transaction()

    async def close(self) -> None:
        """Leave it open: it belongs to the fixture."""
