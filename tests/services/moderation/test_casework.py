import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Proposal, Reached, State
from bot.domain.deliveries import Failure
from bot.domain.errors import (
    Conflict,
    NotFound,
    NotPermitted,
    OutOfReach,
    Rank,
)
from bot.domain.ids import CaseNumber
from bot.domain.notices import CaseLetter, CaseLine
from bot.domain.servers import Server
from bot.services.casework import NotDone
from bot.services.deliveries import DeliveryService
from bot.services.moderation import ModerationService
from bot.services.servers import Servers
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import FakeModerator
from tests.services.moderation.wishes import (
    ALL,
    COLLEAGUE,
    HIDING,
    MODERATOR,
    TIMEOUT,
    WARNING,
    done,
    the_case,
    the_cases,
    trouble,
)

# What Discord does not allow.


@pytest.mark.parametrize(
    ("proposal", "needs"), [(TIMEOUT, "Moderate Members"), (HIDING, "Manage Messages")]
)
async def test_a_right_the_bot_lacks_is_named_and_the_case_stands_as_failed(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
    needs: str,
) -> None:
    discord.failures.append(trouble(Failure.FORBIDDEN))
    with pytest.raises(NotPermitted) as told:
        await moderation.propose(proposal, by=MODERATOR)
    assert (told.value.needs, told.value.by_bot) == (needs, True)
    assert (await the_case(moderation)).state is State.FAILED
    assert messenger.posted == []
    assert discord.shown == []


async def test_a_room_the_bot_cannot_read_names_the_right_it_needs(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    discord.blind.append(trouble(Failure.FORBIDDEN))
    with pytest.raises(NotPermitted) as told:
        await moderation.propose(HIDING, by=MODERATOR)
    assert (told.value.needs, told.value.by_bot) == ("Read Message History", True)


async def test_somebody_who_leaves_meanwhile_is_said_to_have_left(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    discord.failures.append(trouble(Failure.GONE))
    with pytest.raises(OutOfReach) as told:
        await moderation.propose(TIMEOUT, by=MODERATOR)
    assert told.value.why is Rank.LEFT
    assert (await the_case(moderation)).state is State.FAILED


async def test_a_message_that_goes_meanwhile_is_not_called_hidden(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    discord.failures.append(trouble(Failure.GONE))
    with pytest.raises(NotFound):
        await moderation.propose(HIDING, by=MODERATOR)
    assert ((await the_case(moderation)).state, discord.shown) == (State.FAILED, [])


@pytest.mark.parametrize("proposal", [TIMEOUT, HIDING])
@pytest.mark.parametrize("failure", [Failure.PASSING, Failure.REFUSED])
async def test_an_act_that_discord_did_not_do_fails_and_says_nothing_to_anybody(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
    failure: Failure,
) -> None:
    discord.failures.append(trouble(failure))
    assert await moderation.propose(proposal, by=MODERATOR) == NotDone(number=CaseNumber(1))
    assert (await the_case(moderation)).state is State.FAILED
    assert messenger.posted == []


@pytest.mark.parametrize("proposal", [TIMEOUT, HIDING])
async def test_an_act_whose_answer_was_lost_is_looked_up_and_recorded_as_done(
    moderation: ModerationService, discord: FakeModerator, proposal: Proposal
) -> None:
    discord.lost.append(trouble(Failure.PASSING))
    assert done(await moderation.propose(proposal, by=MODERATOR)).told is Reached.YES
    assert (await the_case(moderation)).state is State.DONE


async def test_a_discord_that_does_not_answer_begins_no_case(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    discord.blind.append(trouble(Failure.PASSING))
    assert await moderation.propose(WARNING, by=MODERATOR) == NotDone()
    assert await the_cases(moderation) == []


async def test_a_warning_that_discord_did_not_take_fails_and_never_arrives_later(
    moderation: ModerationService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.failures.append(trouble(Failure.PASSING))
    assert await moderation.propose(WARNING, by=MODERATOR) == NotDone(number=CaseNumber(1))
    clock.advance(timedelta(hours=1))
    assert await deliveries.deliver_due() == 0
    assert messenger.posted == []
    assert (await the_case(moderation)).state is State.FAILED


# Who could not be told.


@pytest.mark.parametrize("proposal", ALL)
async def test_closed_direct_messages_are_said_to_staff_and_the_act_stands(
    moderation: ModerationService, messenger: FakeMessenger, proposal: Proposal
) -> None:
    messenger.failures.append(trouble(Failure.DM_CLOSED))
    result = done(await moderation.propose(proposal, by=MODERATOR))
    assert (result.told, result.line, result.case.told) == (Reached.NO, Reached.YES, False)
    [line] = messenger.posted
    assert isinstance(line, CaseLine)
    assert line.told is False


async def test_a_letter_that_waits_follows_later(
    moderation: ModerationService,
    deliveries: DeliveryService,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    messenger.failures.append(trouble(Failure.PASSING))
    result = done(await moderation.propose(TIMEOUT, by=MODERATOR))
    assert (result.told, result.case.told) == (Reached.LATER, None)
    clock.advance(timedelta(minutes=1))
    assert await deliveries.deliver_due() == 1
    assert isinstance(messenger.posted[-1], CaseLetter)


@pytest.mark.parametrize("proposal", ALL)
async def test_without_a_staff_room_the_act_is_done_and_the_moderator_learns_of_no_line(
    moderation: ModerationService,
    servers: Servers,
    server: Server,
    messenger: FakeMessenger,
    proposal: Proposal,
) -> None:
    admin = replace(MODERATOR, is_owner=True)
    await servers.set_up(replace(server, rooms={}), by=admin)
    result = done(await moderation.propose(proposal, by=MODERATOR))
    assert (result.told, result.line) == (Reached.YES, Reached.NO)
    assert result.kept is (proposal is not HIDING)
    assert [type(notice) for notice in messenger.posted] == [CaseLetter]


async def test_a_staff_room_that_is_shut_to_the_bot_is_said_to_the_moderator(
    moderation: ModerationService, messenger: FakeMessenger
) -> None:
    messenger.failures.append(trouble(Failure.DM_CLOSED))
    messenger.failures.append(trouble(Failure.FORBIDDEN))
    result = done(await moderation.propose(WARNING, by=MODERATOR))
    assert (result.line, (await the_case(moderation)).state) == (Reached.NO, State.DONE)


async def test_a_letter_goes_out_though_discord_does_not_tell_the_servers_name(
    moderation: ModerationService, discord: FakeModerator, messenger: FakeMessenger
) -> None:
    discord.nameless = True
    await moderation.propose(WARNING, by=MODERATOR)
    letter = messenger.posted[0]
    assert isinstance(letter, CaseLetter)
    assert letter.server == ""


async def test_words_that_did_not_reach_staff_are_said_to_be_kept_nowhere(
    moderation: ModerationService, discord: FakeModerator, messenger: FakeMessenger
) -> None:
    """Principle 3: if the post fails, the writer is told."""
    discord.unshown.append(trouble(Failure.FORBIDDEN))
    assert done(await moderation.propose(HIDING, by=MODERATOR)).kept is False
    letter = messenger.posted[0]
    assert isinstance(letter, CaseLetter)
    assert letter.action == "hide_unkept"


# Two at once.


@pytest.mark.parametrize("proposal", ALL)
async def test_two_moderators_in_one_second_make_one_case(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
) -> None:
    results = await asyncio.gather(
        moderation.propose(proposal, by=MODERATOR),
        moderation.propose(proposal, by=COLLEAGUE),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Done"]
    assert len(discord.acts) == (0 if proposal is WARNING else 1)
    assert [type(notice) for notice in messenger.posted] == [CaseLetter, CaseLine]
    assert (await the_case(moderation)).state is State.DONE


@pytest.mark.parametrize("proposal", ALL)
async def test_a_moderator_who_comes_a_moment_later_is_told_so(
    moderation: ModerationService, clock: ManualClock, proposal: Proposal
) -> None:
    await moderation.propose(proposal, by=MODERATOR)
    clock.advance(timedelta(seconds=59))
    with pytest.raises(Conflict) as told:
        await moderation.propose(proposal, by=COLLEAGUE)
    assert told.value.what == "already_done"


async def test_a_person_can_be_warned_again_later(
    moderation: ModerationService, clock: ManualClock
) -> None:
    await moderation.propose(WARNING, by=MODERATOR)
    clock.advance(timedelta(minutes=1))
    assert done(await moderation.propose(WARNING, by=COLLEAGUE)).case.number == 2
