"""Who may be meant by an act, what the bot and the moderator need, and what is so already."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Banned, Proposal, Standing, State
from bot.domain.errors import Conflict, NotPermitted, OutOfReach, Rank
from bot.domain.ids import UserId
from bot.domain.notices import CaseLine
from bot.domain.servers import Right
from bot.services.casework import Done
from bot.services.moderation import ModerationService
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import BOT, FakeModerator
from tests.services.moderation.wishes import (
    BAN,
    HEAD,
    KICK,
    MODERATOR,
    NOTE,
    OWNER,
    PERSON,
    TIMEOUT,
    UNBAN,
    UNTIMEOUT,
    add_care,
    done,
    said,
    the_cases,
)


@pytest.mark.parametrize("proposal", [KICK, BAN, UNTIMEOUT, NOTE])
@pytest.mark.parametrize(
    ("target", "why"),
    [
        (MODERATOR.user_id, Rank.ONESELF),
        (BOT, Rank.THE_BOT),
        (OWNER, Rank.OWNER),
        (HEAD, Rank.HIGHER_ROLE),
    ],
)
async def test_who_is_out_of_reach_is_left_alone(
    moderation: ModerationService,
    discord: FakeModerator,
    proposal: Proposal,
    target: UserId,
    *,
    why: Rank,
) -> None:
    discord.members[MODERATOR.user_id] = Standing(user_id=MODERATOR.user_id, position=9)
    with pytest.raises(OutOfReach) as told:
        await moderation.propose(replace(proposal, target_id=target), by=MODERATOR)
    assert (told.value.why, discord.acts) == (why, [])


@pytest.mark.parametrize("proposal", [KICK, BAN])
async def test_a_role_level_with_the_bots_is_out_of_its_reach(
    moderation: ModerationService, discord: FakeModerator, proposal: Proposal
) -> None:
    discord.members[PERSON] = Standing(user_id=PERSON, position=50)
    with pytest.raises(OutOfReach) as told:
        await moderation.propose(proposal, by=replace(MODERATOR, position=60))
    assert told.value.why is Rank.ABOVE_THE_BOT


@pytest.mark.parametrize("proposal", [KICK, UNTIMEOUT, TIMEOUT])
async def test_somebody_who_left_is_said_to_have_left(
    moderation: ModerationService, discord: FakeModerator, proposal: Proposal
) -> None:
    del discord.members[PERSON]
    with pytest.raises(OutOfReach) as told:
        await moderation.propose(proposal, by=MODERATOR)
    assert told.value.why is Rank.LEFT


@pytest.mark.parametrize(
    ("proposal", "needs"),
    [
        (KICK, "Kick Members"),
        (BAN, "Ban Members"),
        (UNBAN, "Ban Members"),
        (TIMEOUT, "Moderate Members"),
        (UNTIMEOUT, "Moderate Members"),
    ],
)
async def test_a_right_the_bot_lacks_is_named_before_anybody_is_told_anything(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    proposal: Proposal,
    needs: str,
) -> None:
    discord.held = frozenset()
    with pytest.raises(NotPermitted) as told:
        await moderation.propose(proposal, by=MODERATOR)
    assert (told.value.needs, told.value.by_bot) == (needs, True)
    assert (messenger.posted, await the_cases(moderation)) == ([], [])


@pytest.mark.parametrize(
    ("proposal", "needs"), [(KICK, Right.KICK), (BAN, Right.BAN), (UNBAN, Right.BAN)]
)
async def test_a_moderator_gets_no_more_from_the_bot_than_discord_lets_them_do(
    moderation: ModerationService, proposal: Proposal, needs: Right
) -> None:
    """Moderate Members alone opens `/mod`, and kicks nobody."""
    stranger = replace(MODERATOR, rights=frozenset({Right.MODERATE}))
    with pytest.raises(NotPermitted) as told:
        await moderation.propose(proposal, by=stranger)
    assert (told.value.needs, told.value.by_bot) == (needs.value, False)


@pytest.mark.parametrize(
    ("proposal", "what"),
    [(BAN, "already_banned"), (UNBAN, "not_banned"), (UNTIMEOUT, "not_timed_out")],
)
async def test_what_is_so_already_is_said_and_makes_no_case(
    moderation: ModerationService, discord: FakeModerator, proposal: Proposal, what: str
) -> None:
    if proposal is BAN:
        discord.bans[PERSON] = Banned("spam")
    with pytest.raises(Conflict) as told:
        await moderation.propose(proposal, by=MODERATOR)
    assert (told.value.what, await the_cases(moderation)) == (what, [])


async def test_a_note_is_for_staff_alone(
    moderation: ModerationService, messenger: FakeMessenger
) -> None:
    result = done(await moderation.propose(NOTE, by=MODERATOR))
    assert (result.case.state, said(messenger)) == (State.DONE, ["CaseLine note"])
    [line] = messenger.posted
    assert isinstance(line, CaseLine)
    assert line.told  # nobody was to be told, so nobody was missed


async def test_a_break_that_ends_early_is_told_and_a_lifted_ban_is_not(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    clock: ManualClock,
) -> None:
    until = clock() + timedelta(hours=1)
    discord.members[PERSON] = Standing(user_id=PERSON, position=1, timed_out_until=until)
    done(await moderation.propose(UNTIMEOUT, by=MODERATOR))
    assert discord.members[PERSON].timed_out_until is None
    discord.bans[PERSON] = Banned("spam")
    done(await moderation.propose(UNBAN, by=MODERATOR))
    assert discord.bans == {}
    assert said(messenger) == ["CaseLetter untimeout", "CaseLine untimeout", "CaseLine unban"]


@pytest.mark.parametrize("proposal", [NOTE, UNTIMEOUT])
async def test_what_hurts_nobody_asks_nobody_once_more(
    moderation: ModerationService,
    database: Database,
    discord: FakeModerator,
    clock: ManualClock,
    proposal: Proposal,
) -> None:
    until = clock() + timedelta(hours=1)
    discord.members[PERSON] = Standing(user_id=PERSON, position=1, timed_out_until=until)
    await add_care(database, clock())
    assert isinstance(await moderation.propose(proposal, by=MODERATOR), Done)
    assert (await moderation.history(PERSON, by=MODERATOR)).in_care
