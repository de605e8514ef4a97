"""Kick and ban: looked at once more, told before, never lost between the act and the record."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Banned, Proposal, Reached, State
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, NotFound, NotPermitted, OutOfReach
from bot.domain.ids import CaseNumber
from bot.domain.notices import CaseLine
from bot.services.casework import CaseWork, Done, NotDone
from bot.services.moderation import AskFirst, ModerationService
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import FakeModerator
from tests.services.moderation.wishes import (
    BAN,
    COLLEAGUE,
    FINAL,
    FOR_GOOD,
    KICK,
    MODERATOR,
    PERSON,
    Killed,
    add_care,
    confirm,
    done,
    said,
    the_case,
    the_cases,
    trouble,
)


@pytest.mark.parametrize("proposal", FINAL)
async def test_nothing_final_is_done_before_a_moderator_looked_at_it_once_more(
    moderation: ModerationService, discord: FakeModerator, proposal: Proposal
) -> None:
    first = await moderation.propose(proposal, by=MODERATOR)
    assert isinstance(first, AskFirst)
    assert (first.in_care, first.proposal) == (False, proposal)
    assert (discord.acts, await the_cases(moderation)) == ([], [])
    assert done(await moderation.go_on(first.draft_id, by=MODERATOR)).told is Reached.YES
    assert PERSON not in discord.members


@pytest.mark.parametrize("proposal", FINAL)
async def test_the_letter_goes_out_before_discord_carries_none_any_more(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
) -> None:
    discord.failures.append(Killed())
    with pytest.raises(Killed):
        await confirm(moderation, proposal)
    assert said(messenger) == [f"CaseLetter {proposal.action}"]


async def test_a_ban_asks_discord_for_what_was_chosen(
    moderation: ModerationService, discord: FakeModerator, clock: ManualClock
) -> None:
    case = done(await confirm(moderation, BAN)).case
    assert discord.acts[0].delete_seconds == 3600
    assert case.until == clock() + timedelta(days=30)


@pytest.mark.parametrize("proposal", FINAL)
@pytest.mark.parametrize("failure", [Failure.PASSING, Failure.REFUSED])
async def test_an_act_that_fails_after_its_letter_is_taken_back_by_a_second_one(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
    failure: Failure,
) -> None:
    discord.failures.append(trouble(failure))
    result = await confirm(moderation, proposal)
    assert result == NotDone(number=CaseNumber(1), took_back=True)
    assert said(messenger) == [f"CaseLetter {proposal.action}", "CaseLetter undone"]
    assert (await the_case(moderation)).state is State.FAILED


@pytest.mark.parametrize(
    ("proposal", "failure", "error"),
    [
        (KICK, Failure.FORBIDDEN, NotPermitted),
        (BAN, Failure.FORBIDDEN, NotPermitted),
        (KICK, Failure.GONE, OutOfReach),
        (BAN, Failure.GONE, NotFound),
    ],
)
async def test_a_refusal_names_what_to_do_and_the_person_is_told_that_nothing_was_done(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
    *,
    failure: Failure,
    error: type[Exception],
) -> None:
    discord.failures.append(trouble(failure))
    with pytest.raises(error):
        await confirm(moderation, proposal)
    assert said(messenger)[-1] == "CaseLetter undone"


@pytest.mark.parametrize("proposal", FINAL)
async def test_a_letter_that_did_not_go_out_is_not_taken_back(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
) -> None:
    messenger.failures.append(trouble(Failure.DM_CLOSED))
    discord.failures.append(trouble(Failure.REFUSED))
    assert await confirm(moderation, proposal) == NotDone(number=CaseNumber(1))
    assert messenger.posted == []


@pytest.mark.parametrize("proposal", FINAL)
@pytest.mark.parametrize("failure", [Failure.DM_CLOSED, Failure.PASSING])
async def test_a_letter_that_does_not_go_out_holds_nothing_up_and_never_arrives_later(
    moderation: ModerationService,
    messenger: FakeMessenger,
    clock: ManualClock,
    proposal: Proposal,
    failure: Failure,
) -> None:
    messenger.failures.append(trouble(failure))
    assert done(await confirm(moderation, proposal)).told is Reached.NO
    [line] = messenger.posted
    assert isinstance(line, CaseLine)
    assert line.told is False
    clock.advance(timedelta(hours=1))
    assert await moderation.deliveries.deliver_due() == 0


@pytest.mark.parametrize("dies", ["before the letter", "before the act", "after the act"])
@pytest.mark.parametrize("proposal", [*FINAL, FOR_GOOD])
async def test_killed_at_any_step_it_is_done_once_and_told_once(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
    *,
    dies: str,
) -> None:
    work = moderation.work
    where = {"before the letter": messenger.failures, "before the act": discord.failures}
    where.get(dies, discord.lost).append(Killed())  # pyright: ignore[reportArgumentType] - a dying process
    with pytest.raises(Killed):
        await confirm(moderation, proposal)
    await work.deliveries.release_claims()
    assert await work.settle() == 1
    assert await work.settle() == 0
    assert ((await the_case(moderation)).state, len(discord.acts)) == (State.DONE, 1)
    assert said(messenger) == [f"CaseLetter {proposal.action}", f"CaseLine {proposal.action}"]


async def test_killed_before_a_kick_of_somebody_who_then_left_nothing_is_called_done(
    moderation: ModerationService, work: CaseWork, discord: FakeModerator
) -> None:
    """The audit log knows how somebody went."""
    discord.failures.append(Killed())
    with pytest.raises(Killed):
        await confirm(moderation, KICK)
    del discord.members[PERSON]
    await work.settle()
    assert (await the_case(moderation)).state is State.FAILED


async def test_where_the_log_may_not_be_read_whoever_is_gone_counts_as_kicked(
    moderation: ModerationService, work: CaseWork, discord: FakeModerator
) -> None:
    discord.has_log = False
    discord.lost.append(Killed())
    with pytest.raises(Killed):
        await confirm(moderation, KICK)
    await work.settle()
    assert (await the_case(moderation)).state is State.DONE


async def test_a_ban_by_somebody_else_meanwhile_is_not_taken_for_ours(
    moderation: ModerationService, work: CaseWork, discord: FakeModerator
) -> None:
    discord.failures.append(Killed())
    with pytest.raises(Killed):
        await confirm(moderation, BAN)
    discord.bans[PERSON] = Banned("spam")
    await work.settle()
    assert ((await the_case(moderation)).state, discord.acts) == (State.FAILED, [])


@pytest.mark.parametrize("proposal", FINAL)
async def test_two_moderators_in_one_second_make_one_case(
    moderation: ModerationService, discord: FakeModerator, proposal: Proposal
) -> None:
    first = await moderation.propose(proposal, by=MODERATOR)
    second = await moderation.propose(proposal, by=COLLEAGUE)
    assert isinstance(first, AskFirst)
    assert isinstance(second, AskFirst)
    results = await asyncio.gather(
        moderation.go_on(first.draft_id, by=MODERATOR),
        moderation.go_on(second.draft_id, by=COLLEAGUE),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in results) == ["Conflict", "Done"]
    assert len(discord.acts) == 1


async def test_care_that_begins_after_the_first_look_asks_for_a_second(
    moderation: ModerationService, database: Database, discord: FakeModerator, clock: ManualClock
) -> None:
    first = await moderation.propose(KICK, by=MODERATOR)
    assert isinstance(first, AskFirst)
    await add_care(database, clock())
    second = await moderation.go_on(first.draft_id, by=MODERATOR)
    assert isinstance(second, AskFirst)
    assert (second.in_care, discord.acts) == (True, [])
    assert isinstance(await moderation.go_on(second.draft_id, by=MODERATOR), Done)


async def test_the_letter_of_a_ban_is_not_sent_to_somebody_outside(
    moderation: ModerationService, discord: FakeModerator, messenger: FakeMessenger
) -> None:
    del discord.members[PERSON]
    assert done(await confirm(moderation, replace(BAN, note=""))).told is Reached.NO
    assert said(messenger) == ["CaseLine ban"]


async def test_killed_before_the_case_was_begun_the_button_works_once_more(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    first = await moderation.propose(KICK, by=MODERATOR)
    assert isinstance(first, AskFirst)
    discord.blind.append(Killed())  # pyright: ignore[reportArgumentType] - a dying process
    with pytest.raises(Killed):
        await moderation.go_on(first.draft_id, by=MODERATOR)
    assert isinstance(await moderation.go_on(first.draft_id, by=MODERATOR), Done)
    with pytest.raises(Conflict):
        await moderation.go_on(first.draft_id, by=MODERATOR)
