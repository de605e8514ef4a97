"""“Let them write” ends a break as `/mod untimeout` does: a case, a letter, a line, and once."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.cases import Action, Standing, State
from bot.domain.deliveries import Failure
from bot.domain.errors import Conflict, NotFound, NotPermitted
from bot.domain.ids import CaseNumber
from bot.services.casework import Done, NotDone
from bot.services.moderation import ModerationService
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import FakeModerator
from tests.services.moderation.wishes import (
    COLLEAGUE,
    MODERATOR,
    PERSON,
    TIMEOUT,
    WARNING,
    done,
    said,
    the_cases,
    trouble,
)

FIRST = CaseNumber(1)


@pytest.fixture(autouse=True)
async def held(moderation: ModerationService, messenger: FakeMessenger) -> None:
    """Case 1 is a break that the person is in."""
    await moderation.propose(TIMEOUT, by=MODERATOR)
    messenger.messages.clear()


async def test_it_is_a_case_of_its_own_with_a_letter_and_a_line(
    moderation: ModerationService, discord: FakeModerator, messenger: FakeMessenger
) -> None:
    case = done(await moderation.let_write(FIRST, by=COLLEAGUE)).case

    assert (case.number, case.action, case.person) == (2, Action.UNTIMEOUT, PERSON)
    assert (case.state, case.moderator_id) == (State.DONE, COLLEAGUE.user_id)
    assert discord.members[PERSON].timed_out_until is None
    assert said(messenger) == ["CaseLetter untimeout", "CaseLine untimeout"]


async def test_two_who_press_at_once_make_one_case(moderation: ModerationService) -> None:
    met = await asyncio.gather(
        *(moderation.let_write(FIRST, by=by) for by in (MODERATOR, COLLEAGUE)),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in met) == ["Conflict", "Done"]
    with pytest.raises(Conflict):
        await moderation.let_write(FIRST, by=MODERATOR)
    assert [case.action for case in await the_cases(moderation)] == [
        Action.UNTIMEOUT,
        Action.TIMEOUT,
    ]


async def test_a_break_that_was_set_since_is_left_to_whoever_set_it(
    moderation: ModerationService, discord: FakeModerator, clock: ManualClock
) -> None:
    later = clock().replace(year=clock().year + 1)
    discord.members[PERSON] = replace(discord.members[PERSON], timed_out_until=later)

    with pytest.raises(Conflict) as met:
        await moderation.let_write(FIRST, by=MODERATOR)
    assert met.value.what == "other_break"
    assert discord.members[PERSON].timed_out_until == later


async def test_who_may_not_and_what_is_no_break_are_refused(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    done(await moderation.propose(WARNING, by=MODERATOR))
    with pytest.raises(NotPermitted):
        await moderation.let_write(FIRST, by=replace(MODERATOR, rights=frozenset()))
    for number in (2, 7):
        with pytest.raises(NotFound):
            await moderation.let_write(CaseNumber(number), by=MODERATOR)
    assert isinstance(discord.members[PERSON], Standing)
    assert discord.members[PERSON].timed_out_until is not None


async def test_a_discord_that_does_not_answer_leaves_no_case(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    discord.blind = [trouble(Failure.PASSING)]
    assert await moderation.let_write(FIRST, by=MODERATOR) == NotDone()
    assert len(await the_cases(moderation)) == 1

    assert isinstance(await moderation.let_write(FIRST, by=MODERATOR), Done)
