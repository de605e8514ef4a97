"""What outlasts an act: a ban is lifted once, a long break is kept up, and humans come first."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Banned, Standing
from bot.domain.deliveries import Failure
from bot.domain.notices import CaseTrouble
from bot.services.case_desk import CaseDesk
from bot.services.moderation import ModerationService
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import FakeModerator
from tests.services.moderation.wishes import (
    BAN,
    FOR_GOOD,
    MODERATOR,
    PERSON,
    TIMEOUT,
    UNBAN,
    UNTIMEOUT,
    Killed,
    confirm,
    done,
    said,
    trouble,
)

LONG = replace(TIMEOUT, length=timedelta(days=90))
A_MONTH = timedelta(days=30)
TO_RENEWAL = timedelta(days=27)


async def live_through(desk: CaseDesk, clock: ManualClock, whole: timedelta) -> list[timedelta]:
    """Let time pass from one due moment to the next; return after how long something was due."""
    began, end, rung = clock(), clock() + whole, list[timedelta]()
    while True:
        due, _ = await desk.holds.next_due()
        if due is None or due > end:
            clock.moment = end
            return rung
        clock.moment = max(clock(), due)
        rung.append(clock() - began)
        await desk.holds.settle_due()


def is_silent(discord: FakeModerator, clock: ManualClock) -> bool:
    until = discord.members[PERSON].timed_out_until
    return until is not None and until > clock()


async def test_a_ban_for_a_time_is_lifted_at_its_end_and_staff_are_told(
    desk: CaseDesk, discord: FakeModerator, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await confirm(desk.moderation, BAN)
    await live_through(desk, clock, A_MONTH - timedelta(seconds=1))
    assert PERSON in discord.bans
    await live_through(desk, clock, timedelta(seconds=1))
    assert discord.bans == {}
    clock.advance(timedelta(minutes=1))
    await desk.moderation.deliveries.deliver_due()
    assert said(messenger)[-1] == "CaseLine ban_over"


async def test_a_ban_for_good_is_never_lifted(desk: CaseDesk, clock: ManualClock) -> None:
    await confirm(desk.moderation, FOR_GOOD)
    assert await live_through(desk, clock, timedelta(days=4000)) == []


@pytest.mark.parametrize("dies", ["before", "after"])
async def test_killed_while_a_ban_is_lifted_it_is_lifted_once_and_said_once(
    desk: CaseDesk,
    discord: FakeModerator,
    messenger: FakeMessenger,
    clock: ManualClock,
    *,
    dies: str,
) -> None:
    await confirm(desk.moderation, BAN)
    clock.advance(A_MONTH)
    (discord.failures if dies == "before" else discord.lost).append(Killed())
    with pytest.raises(Killed):
        await desk.holds.settle_due()
    await desk.holds.release_claims()
    await live_through(desk, clock, timedelta(days=1))
    await desk.moderation.deliveries.deliver_due()
    assert (discord.bans, len(discord.acts)) == ({}, 2)
    assert said(messenger).count("CaseLine ban_over") == 1


async def test_somebody_elses_later_ban_is_not_lifted(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock
) -> None:
    await confirm(desk.moderation, BAN)
    discord.bans[PERSON] = Banned("banned again by hand")
    await live_through(desk, clock, 2 * A_MONTH)
    assert PERSON in discord.bans


async def test_a_ban_that_was_lifted_and_set_again_ends_by_the_new_one(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock
) -> None:
    await confirm(desk.moderation, BAN)
    done(await desk.moderation.propose(UNBAN, by=MODERATOR))
    clock.advance(timedelta(minutes=2))
    await confirm(desk.moderation, FOR_GOOD)
    assert await live_through(desk, clock, 2 * A_MONTH) == []
    assert PERSON in discord.bans


async def test_a_long_break_is_set_anew_before_discords_own_ends(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock
) -> None:
    began = clock()
    done(await desk.moderation.propose(LONG, by=MODERATOR))
    rung = await live_through(desk, clock, timedelta(days=90, seconds=-1))
    assert is_silent(discord, clock)
    assert len(rung) == 3
    assert discord.members[PERSON].timed_out_until == began + timedelta(days=90)
    assert await desk.holds.next_due() == (None, None)


@pytest.mark.parametrize("dies", ["before", "after"])
async def test_killed_while_a_long_break_is_set_anew_it_converges(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock, *, dies: str
) -> None:
    began = clock()
    done(await desk.moderation.propose(LONG, by=MODERATOR))
    clock.advance(TO_RENEWAL)
    (discord.failures if dies == "before" else discord.lost).append(Killed())
    with pytest.raises(Killed):
        await desk.holds.settle_due()
    await desk.holds.release_claims()
    await live_through(desk, clock, timedelta(days=60))
    assert is_silent(discord, clock)
    assert discord.members[PERSON].timed_out_until == began + timedelta(days=90)


async def test_a_break_that_ran_out_while_nobody_was_there_is_taken_up_again(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock
) -> None:
    done(await desk.moderation.propose(LONG, by=MODERATOR))
    clock.advance(timedelta(days=40))
    assert not is_silent(discord, clock)
    await desk.holds.settle_due()
    assert is_silent(discord, clock)


@pytest.mark.parametrize("until", [None, timedelta(days=2)])
async def test_a_break_that_somebody_ended_or_changed_by_hand_stays_as_they_left_it(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock, until: timedelta | None
) -> None:
    done(await desk.moderation.propose(LONG, by=MODERATOR))
    clock.advance(TO_RENEWAL)
    theirs = None if until is None else clock() + until
    discord.members[PERSON] = Standing(user_id=PERSON, position=1, timed_out_until=theirs)
    await live_through(desk, clock, timedelta(days=60))
    assert discord.members[PERSON].timed_out_until == theirs


async def test_a_break_ended_by_the_bot_is_not_set_anew(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock
) -> None:
    done(await desk.moderation.propose(LONG, by=MODERATOR))
    done(await desk.moderation.propose(UNTIMEOUT, by=MODERATOR))
    assert await live_through(desk, clock, timedelta(days=90)) == []
    assert not is_silent(discord, clock)


async def test_somebody_who_left_is_looked_for_once_a_day_until_the_end(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock
) -> None:
    done(await desk.moderation.propose(LONG, by=MODERATOR))
    gone = discord.members.pop(PERSON)
    clock.advance(timedelta(days=40))
    await live_through(desk, clock, timedelta(days=5))
    discord.members[PERSON] = gone
    await live_through(desk, clock, timedelta(days=1))
    assert is_silent(discord, clock)
    discord.members.pop(PERSON)
    await live_through(desk, clock, timedelta(days=60))
    assert await desk.holds.next_due() == (None, None)


async def test_a_right_that_was_taken_away_is_said_once_and_tried_until_it_is_back(
    desk: CaseDesk, discord: FakeModerator, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await confirm(desk.moderation, BAN)
    clock.advance(A_MONTH)
    discord.blind += [trouble(Failure.FORBIDDEN), trouble(Failure.PASSING)]
    discord.failures.append(trouble(Failure.FORBIDDEN))
    await live_through(desk, clock, timedelta(hours=1))
    await desk.moderation.deliveries.deliver_due()
    told = [each for each in messenger.posted if isinstance(each, CaseTrouble)]
    assert [(each.number, each.keeping, each.problem) for each in told] == [(1, "ban", "forbidden")]
    assert discord.bans == {}


async def test_two_workers_lift_a_ban_once(
    desk: CaseDesk, discord: FakeModerator, clock: ManualClock
) -> None:
    await confirm(desk.moderation, BAN)
    clock.advance(A_MONTH)
    await asyncio.gather(desk.holds.settle_due(), replace(desk.holds).settle_due())
    assert len(discord.acts) == 2


async def test_a_short_break_leaves_nothing_to_do(
    moderation: ModerationService, desk: CaseDesk
) -> None:
    done(await moderation.propose(replace(TIMEOUT, length=timedelta(days=28)), by=MODERATOR))
    assert await desk.holds.next_due() == (None, None)
