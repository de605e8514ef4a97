"""Killed at each step there is, an act comes to what was asked for: once done, once told."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from bot.domain.cases import Action, Proposal, Standing, State
from bot.domain.cases.sayings import LEDGER_STEPS_IN
from bot.domain.errors import Conflict
from bot.domain.ids import MessageId, UserId
from bot.domain.messages import Heard
from bot.domain.notices import CaseLetter, CaseLine
from bot.services.case_desk import CaseDesk
from bot.services.moderation import AskFirst, ModerationService
from tests.fakes import FakeMessenger, ManualClock
from tests.services.every_step import Doom
from tests.services.fake_moderator import FakeModerator
from tests.services.moderation.wishes import (
    BAN,
    GUILD,
    HIDING,
    KICK,
    MODERATOR,
    ROOM,
    TIMEOUT,
    Killed,
)

LONG = replace(TIMEOUT, length=timedelta(days=90))
ACTS = ("time_out", "kick", "ban", "unban", "delete_message", "show_hidden")


@pytest.fixture
def doom(monkeypatch: pytest.MonkeyPatch) -> Doom:
    """Counts what moderation does outside."""
    doom = Doom()
    ports = ((FakeModerator, (*ACTS, "standing", "message", "ban_of")), (FakeMessenger, ("post",)))
    doom.watch(monkeypatch, ports)
    return doom


def somebody(discord: FakeModerator, clock: ManualClock, number: int, wish: Proposal) -> Proposal:
    """Let somebody new come in, who has written something, and return a wish about them."""
    person, message = UserId(1000 + number), MessageId(2000 + number)
    discord.members[person] = Standing(user_id=person, position=1)
    discord.messages[message] = Heard(
        guild_id=GUILD, channel_id=ROOM, message_id=message, author_id=person, text="no", at=clock()
    )
    if wish.action is Action.HIDE:
        return replace(wish, message_id=message)
    return replace(wish, target_id=person)


async def ask(moderation: ModerationService, wish: Proposal) -> None:
    """Ask as a moderator does; one who sees that it was done is content."""
    try:
        first = await moderation.propose(wish, by=MODERATOR)
        if isinstance(first, AskFirst):
            await moderation.go_on(first.draft_id, by=MODERATOR)
    except Conflict:
        return


def told(messenger: FakeMessenger, person: UserId) -> list[str]:
    """Return what was said about somebody, by kind."""
    about = [each for each in messenger.messages if isinstance(each.notice, CaseLetter | CaseLine)]
    return [
        type(each.notice).__name__
        for each in about
        if getattr(each.notice, "target_id", None) == person
        or getattr(each.place, "user_id", None) == person
    ]


@pytest.mark.parametrize("wish", [BAN, KICK, LONG, HIDING], ids=lambda wish: wish.action)
async def test_killed_at_each_step_it_is_done_once_and_told_once(
    desk: CaseDesk,
    discord: FakeModerator,
    messenger: FakeMessenger,
    clock: ManualClock,
    doom: Doom,
    wish: Proposal,
) -> None:
    moderation = desk.moderation
    number = 0
    for number in count(1):
        person = UserId(1000 + number)
        asked = somebody(discord, clock, number, wish)
        doom.doom(number)
        try:
            await ask(moderation, asked)
            break
        except Killed:
            doom.spare()
        await moderation.deliveries.release_claims()
        await moderation.settle()
        if not (await moderation.history(person, by=MODERATOR)).cases:
            await ask(moderation, asked)  # nothing was begun: the moderator tries again
        clock.advance(LEDGER_STEPS_IN)
        await moderation.deliveries.deliver_due()
        [case] = (await moderation.history(person, by=MODERATOR)).cases
        assert case.state is State.DONE, number
        assert [each.person for each in discord.acts].count(person) == 1, number
        assert sorted(told(messenger, person)) == ["CaseLetter", "CaseLine"], number
    assert number > 10, "every step was counted"


async def until_killed(desk: CaseDesk, doom: Doom, number: int) -> bool:
    """Do what is due up to a step; go on after a restart. Say whether there was such a step."""
    doom.doom(number)
    try:
        await desk.holds.settle_due()
    except Killed:
        doom.spare()
        await desk.moderation.deliveries.release_claims()
        await desk.holds.settle_due()
        await desk.moderation.deliveries.deliver_due()
        return True
    return False


async def test_killed_at_each_step_a_ban_is_lifted_once_and_said_once(
    desk: CaseDesk, discord: FakeModerator, messenger: FakeMessenger, clock: ManualClock, doom: Doom
) -> None:
    number = 0
    for number in count(1):
        person = UserId(1000 + number)
        await ask(desk.moderation, somebody(discord, clock, number, BAN))
        clock.advance(timedelta(days=30, minutes=10))
        if not await until_killed(desk, doom, number):
            break
        clock.advance(timedelta(minutes=10))
        await desk.holds.settle_due()
        await desk.moderation.deliveries.deliver_due()
        assert person not in discord.bans, number
        assert sorted(told(messenger, person)) == ["CaseLetter", "CaseLine", "CaseLine"], number
    assert number > 3, "every step was counted"


async def test_killed_at_each_step_a_long_break_is_kept_up_and_told_once(
    desk: CaseDesk, discord: FakeModerator, messenger: FakeMessenger, clock: ManualClock, doom: Doom
) -> None:
    number = 0
    for number in count(1):
        person = UserId(1000 + number)
        await ask(desk.moderation, somebody(discord, clock, number, LONG))
        clock.advance(timedelta(days=27, minutes=10))
        if not await until_killed(desk, doom, number):
            break
        clock.advance(timedelta(minutes=10))
        await desk.holds.settle_due()
        until = discord.members[person].timed_out_until
        assert until is not None, number
        assert until > clock() + timedelta(days=20), number
        assert sorted(told(messenger, person)) == ["CaseLetter", "CaseLine"], number
    assert number > 3, "every step was counted"
