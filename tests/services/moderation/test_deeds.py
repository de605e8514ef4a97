"""What is done in Discord's own menus becomes a case, once, also while nobody listened."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Action, Case, Deed, Standing, State
from bot.domain.cases.deeds import STRETCHES, entry_at
from bot.domain.deliveries import Failure
from bot.domain.errors import StorageError
from bot.domain.ids import AuditId, GuildId, UserId
from bot.domain.notices import CaseLine
from bot.domain.servers import Right
from bot.services.case_desk import CaseDesk
from bot.storage import cases as case_rows
from bot.storage.database import Transaction
from tests.fakes import FakeMessenger, ManualClock
from tests.services.desk import FakeAuditLog
from tests.services.fake_moderator import FakeModerator
from tests.services.moderation.wishes import (
    BAN,
    GUILD,
    MODERATOR,
    PERSON,
    TIMEOUT,
    confirm,
    done,
    the_case,
    the_cases,
    trouble,
)


@pytest.fixture
def deed(clock: ManualClock) -> Deed:
    """A ban in Discord's own menu, a minute after the start of each test."""
    at = clock() + timedelta(minutes=1)
    return Deed(
        entry_id=AuditId(entry_at(at) + 5),
        guild_id=GUILD,
        action=Action.BAN,
        target_id=PERSON,
        by=UserId(77),
        at=at,
        reason="  said   something\nunkind ",
    )


async def test_it_becomes_a_case_with_a_line_and_no_letter(
    desk: CaseDesk, messenger: FakeMessenger, deed: Deed, clock: ManualClock
) -> None:
    await desk.deeds.heard(deed)
    case = await the_case(desk.moderation)
    assert (case.number, case.action, case.state) == (1, Action.BAN, State.DONE)
    assert (case.moderator_id, case.note) == (77, "said something unkind")
    assert case.note_expires_at == deed.at + timedelta(days=180)
    clock.advance(timedelta(minutes=2))
    await desk.moderation.deliveries.deliver_due()
    [line] = messenger.posted
    assert isinstance(line, CaseLine)
    assert (line.by_hand, line.moderator_id) == (True, 77)


async def test_the_same_line_heard_and_read_and_read_again_is_one_case(
    desk: CaseDesk, audit_log: FakeAuditLog, deed: Deed
) -> None:
    await desk.deeds.catch_up()
    audit_log.lines.append(deed)
    await asyncio.gather(desk.deeds.heard(deed), desk.deeds.heard(deed), desk.deeds.catch_up())
    assert await desk.deeds.catch_up() == 0
    assert len(await the_cases(desk.moderation)) == 1


async def test_what_was_done_before_we_came_is_not_told(
    desk: CaseDesk, audit_log: FakeAuditLog, deed: Deed, clock: ManualClock
) -> None:
    clock.advance(timedelta(hours=1))
    audit_log.lines.append(deed)
    await desk.deeds.catch_up()
    assert await the_cases(desk.moderation) == []


async def test_what_was_done_while_nobody_listened_is_caught_up_with_in_stretches(
    desk: CaseDesk, audit_log: FakeAuditLog, deed: Deed
) -> None:
    await desk.deeds.catch_up()
    audit_log.stretch = 2
    audit_log.lines += [replace(deed, entry_id=AuditId(deed.entry_id + n)) for n in range(13)]
    assert await desk.deeds.catch_up() == 2 * STRETCHES
    assert await desk.deeds.catch_up() == 3
    assert (await desk.moderation.history(PERSON, by=MODERATOR)).total == 13


async def test_a_line_that_is_heard_before_the_log_was_read_hides_no_earlier_one(
    desk: CaseDesk, audit_log: FakeAuditLog, deed: Deed
) -> None:
    """A crash right after it would lose what happened before."""
    await desk.deeds.catch_up()
    restarted = replace(desk.deeds, _caught_up=set[GuildId]())
    later = replace(deed, entry_id=AuditId(deed.entry_id + 9))
    audit_log.lines += [deed, later]
    await restarted.heard(later)
    assert await replace(desk.deeds, _caught_up=set[GuildId]()).catch_up() == 2
    assert (await desk.moderation.history(PERSON, by=MODERATOR)).total == 2


@pytest.mark.parametrize("failure", [Failure.FORBIDDEN, Failure.PASSING])
async def test_a_log_that_cannot_be_read_holds_nothing_up_and_loses_nothing(
    desk: CaseDesk, audit_log: FakeAuditLog, deed: Deed, failure: Failure
) -> None:
    await desk.deeds.catch_up()
    audit_log.lines.append(deed)
    audit_log.failures.append(trouble(failure))
    assert await desk.deeds.catch_up() == 0
    assert await desk.deeds.catch_up() == 1


async def test_a_server_that_is_not_set_up_is_left_alone(desk: CaseDesk, deed: Deed) -> None:
    await desk.deeds.heard(replace(deed, guild_id=GuildId(99)))
    assert await the_cases(desk.moderation) == []


async def test_a_ban_that_is_lifted_by_hand_is_not_lifted_again_by_the_ledger(
    desk: CaseDesk, discord: FakeModerator, deed: Deed
) -> None:
    await confirm(desk.moderation, BAN)
    del discord.bans[PERSON]
    await desk.deeds.heard(replace(deed, action=Action.UNBAN))
    assert await desk.holds.next_due() == (None, None)


async def test_a_break_that_is_set_by_hand_takes_the_place_of_a_long_one(
    desk: CaseDesk, discord: FakeModerator, deed: Deed, clock: ManualClock
) -> None:
    done(await desk.moderation.propose(replace(TIMEOUT, length=timedelta(days=90)), by=MODERATOR))
    theirs = clock() + timedelta(hours=1)
    discord.members[PERSON] = Standing(user_id=PERSON, position=1, timed_out_until=theirs)
    await desk.deeds.heard(replace(deed, action=Action.TIMEOUT, until=theirs))
    assert await desk.holds.next_due() == (None, None)
    assert (await the_cases(desk.moderation))[0].until == theirs


async def test_a_server_that_cannot_be_recorded_does_not_hold_up_the_next(
    desk: CaseDesk, audit_log: FakeAuditLog, deed: Deed, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers = desk.deeds.servers
    admin = replace(MODERATOR, guild_id=GuildId(2), rights=frozenset(Right))
    await servers.set_up(replace(servers.need(GUILD), guild_id=GuildId(2)), by=admin)
    await desk.deeds.catch_up()
    audit_log.lines += [deed, replace(deed, guild_id=GuildId(2))]
    record = case_rows.record

    async def full_for_the_first(tx: Transaction, line: Deed) -> Case | None:
        if line.guild_id == GUILD:
            raise StorageError("full")
        return await record(tx, line)

    monkeypatch.setattr(case_rows, "record", full_for_the_first)
    assert await desk.deeds.catch_up() == 1
    monkeypatch.setattr(case_rows, "record", record)
    assert await desk.deeds.catch_up() == 1, "and nothing of it is lost"
