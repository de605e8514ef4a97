from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.cases import Proposal, Reached, Reason, Standing, State
from bot.domain.deliveries import Person, Room
from bot.domain.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotSetUp,
    OutOfReach,
    Rank,
)
from bot.domain.ids import DraftId, GuildId, RoleId, UserId
from bot.domain.notices import CaseLetter, CaseLine
from bot.domain.servers import Right
from bot.services.moderation import AskFirst, ModerationService
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.fake_moderator import BOT, FakeModerator
from tests.services.moderation.wishes import (
    ALL,
    COLLEAGUE,
    HEAD,
    HIDING,
    MESSAGE,
    MODERATOR,
    OWNER,
    PERSON,
    STAFF_ROOM,
    TIMEOUT,
    WARNING,
    add_care,
    done,
    the_case,
    the_cases,
)


async def test_a_warning_is_a_letter_a_case_and_a_line(
    moderation: ModerationService, messenger: FakeMessenger
) -> None:
    result = done(await moderation.propose(WARNING, by=MODERATOR))
    assert (result.told, result.line) == (Reached.YES, Reached.YES)
    letter, line = messenger.messages
    assert (letter.place, line.place) == (Person(PERSON), Room(STAFF_ROOM))
    assert isinstance(letter.notice, CaseLetter)
    assert (letter.notice.number, letter.notice.server) == (1, "Server 1")
    assert isinstance(line.notice, CaseLine)
    assert (line.notice.told, line.notice.note) == (True, "Be gentle.")
    case = await the_case(moderation)
    assert (case.state, case.told, case.moderator_id) == (State.DONE, True, MODERATOR.user_id)


async def test_a_timeout_is_discords_own_and_ends_when_the_case_says(
    moderation: ModerationService, discord: FakeModerator, clock: ManualClock
) -> None:
    case = done(await moderation.propose(TIMEOUT, by=MODERATOR)).case
    assert case.until == clock() + timedelta(hours=1)
    assert discord.members[PERSON].timed_out_until == case.until
    assert [(act.number, act.reason) for act in discord.acts] == [(1, Reason.UNKIND)]


async def test_a_hidden_message_is_gone_and_its_words_are_with_staff(
    moderation: ModerationService, discord: FakeModerator, messenger: FakeMessenger
) -> None:
    words = discord.messages[MESSAGE].text
    result = done(await moderation.propose(HIDING, by=MODERATOR))
    assert (discord.messages, result.kept, result.case.target_id) == ({}, True, PERSON)
    assert [(room, hidden.text) for room, hidden in discord.shown] == [(STAFF_ROOM, words)]
    assert words not in repr(messenger.messages)


async def test_hidden_words_are_never_written_to_disk(
    moderation: ModerationService, discord: FakeModerator, database: Database
) -> None:
    """Principle 3: no member's words are kept."""
    words = discord.messages[MESSAGE].text
    await add_care(database, moderation.now())
    first = await moderation.propose(HIDING, by=MODERATOR)
    assert isinstance(first, AskFirst)
    await moderation.go_on(first.draft_id, by=MODERATOR)
    async with database.transaction() as tx:
        tables = await tx.fetch_all("SELECT name FROM sqlite_master WHERE type = 'table'")
        kept = [await tx.fetch_all(f"SELECT * FROM {row['name']}") for row in tables]  # noqa: S608 - the names are the schema's own
    assert "hide" in repr(kept)
    assert words not in repr(kept)


async def test_a_message_of_somebody_who_left_is_hidden(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    del discord.members[PERSON]
    assert done(await moderation.propose(HIDING, by=MODERATOR)).case.target_id == PERSON
    assert discord.messages == {}


# Who may.


async def test_a_named_role_is_enough(moderation: ModerationService) -> None:
    volunteer = replace(MODERATOR, rights=frozenset(), role_ids=frozenset({RoleId(21)}))
    assert done(await moderation.propose(WARNING, by=volunteer)).case.number == 1


@pytest.mark.parametrize("proposal", ALL)
async def test_whoever_may_not_moderate_does_nothing(
    moderation: ModerationService, discord: FakeModerator, proposal: Proposal
) -> None:
    stranger = replace(MODERATOR, rights=frozenset({Right.FACILITATE}))
    with pytest.raises(NotPermitted) as told:
        await moderation.propose(proposal, by=stranger)
    assert (told.value.needs, told.value.by_bot) == ("Moderate Members", False)
    with pytest.raises(NotPermitted):
        await moderation.history(PERSON, by=stranger)
    with pytest.raises(NotPermitted):
        await moderation.go_on(DraftId(1), by=stranger)
    assert discord.acts == []
    assert await the_cases(moderation) == []


async def test_a_server_that_is_not_set_up_has_no_moderation(
    moderation: ModerationService,
) -> None:
    with pytest.raises(NotSetUp):
        await moderation.propose(WARNING, by=replace(MODERATOR, guild_id=GuildId(99)))


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (MODERATOR.user_id, Rank.ONESELF),
        (BOT, Rank.THE_BOT),
        (OWNER, Rank.OWNER),
        (HEAD, Rank.HIGHER_ROLE),
        (UserId(404), Rank.LEFT),
    ],
)
async def test_who_is_out_of_reach_is_left_alone_and_has_no_case(
    moderation: ModerationService,
    discord: FakeModerator,
    messenger: FakeMessenger,
    target: UserId,
    why: Rank,
) -> None:
    discord.members[MODERATOR.user_id] = Standing(user_id=MODERATOR.user_id, position=9)
    with pytest.raises(OutOfReach) as told:
        await moderation.propose(replace(TIMEOUT, target_id=target), by=MODERATOR)
    assert told.value.why is why
    assert (discord.acts, messenger.posted) == ([], [])
    assert (await moderation.history(target, by=MODERATOR)).total == 0


async def test_a_role_above_the_bots_is_found_before_anything_is_done(
    moderation: ModerationService, discord: FakeModerator
) -> None:
    discord.bot_position = 1
    with pytest.raises(OutOfReach) as told:
        await moderation.propose(TIMEOUT, by=MODERATOR)
    assert (told.value.why, discord.acts) == (Rank.ABOVE_THE_BOT, [])


async def test_a_note_that_is_too_long_is_refused_before_anything_is_done(
    moderation: ModerationService,
) -> None:
    with pytest.raises(InvalidInput):
        await moderation.propose(replace(WARNING, note="x" * 201), by=MODERATOR)
    assert await the_cases(moderation) == []


@pytest.mark.parametrize("where", [replace(HIDING, guild_id=GuildId(2)), HIDING])
async def test_a_message_that_is_not_there_makes_no_case(
    moderation: ModerationService, discord: FakeModerator, where: Proposal
) -> None:
    """Gone, or in another server than the form says: a form's ids can be forged."""
    if where is HIDING:
        discord.messages.clear()
    with pytest.raises(NotFound) as told:
        await moderation.propose(where, by=MODERATOR)
    assert told.value.what == "message"
    assert (discord.acts, await the_cases(moderation)) == ([], [])


@pytest.mark.parametrize(
    ("proposal", "what"),
    [
        (replace(WARNING, target_id=None), "member"),
        (replace(HIDING, message_id=None), "message"),
        (replace(HIDING, channel_id=None), "message"),
    ],
)
async def test_a_proposal_about_nobody_finds_nobody(
    moderation: ModerationService, proposal: Proposal, what: str
) -> None:
    with pytest.raises(NotFound) as told:
        await moderation.propose(proposal, by=MODERATOR)
    assert told.value.what == what


# Somebody in care.


@pytest.mark.parametrize("proposal", ALL)
async def test_an_open_care_card_asks_the_moderator_once_more(
    moderation: ModerationService,
    database: Database,
    discord: FakeModerator,
    messenger: FakeMessenger,
    clock: ManualClock,
    proposal: Proposal,
) -> None:
    await add_care(database, clock())
    first = await moderation.propose(proposal, by=MODERATOR)
    assert isinstance(first, AskFirst)
    assert (first.proposal.target_id, first.in_care) == (PERSON, True)
    assert (discord.acts, messenger.posted, await the_cases(moderation)) == ([], [], [])
    assert done(await moderation.go_on(first.draft_id, by=MODERATOR)).case.number == 1


async def test_go_on_works_once_and_for_its_author_alone(
    moderation: ModerationService, database: Database, clock: ManualClock
) -> None:
    await add_care(database, clock())
    first = await moderation.propose(WARNING, by=MODERATOR)
    assert isinstance(first, AskFirst)
    with pytest.raises(Conflict):
        await moderation.go_on(first.draft_id, by=COLLEAGUE)
    await moderation.go_on(first.draft_id, by=MODERATOR)
    with pytest.raises(Conflict) as told:
        await moderation.go_on(first.draft_id, by=MODERATOR)
    assert told.value.what == "draft_gone"


async def test_leaving_it_does_nothing_and_cannot_be_gone_on_with(
    moderation: ModerationService, database: Database, messenger: FakeMessenger, clock: ManualClock
) -> None:
    await add_care(database, clock())
    first = await moderation.propose(WARNING, by=MODERATOR)
    assert isinstance(first, AskFirst)
    await moderation.leave(first.draft_id, by=MODERATOR)
    with pytest.raises(Conflict):
        await moderation.go_on(first.draft_id, by=MODERATOR)
    assert (messenger.posted, await the_cases(moderation)) == ([], [])


async def test_going_on_checks_again_who_is_in_reach(
    moderation: ModerationService, database: Database, discord: FakeModerator, clock: ManualClock
) -> None:
    await add_care(database, clock())
    first = await moderation.propose(TIMEOUT, by=MODERATOR)
    assert isinstance(first, AskFirst)
    discord.members[PERSON] = Standing(user_id=PERSON, position=9)
    with pytest.raises(OutOfReach):
        await moderation.go_on(first.draft_id, by=MODERATOR)


# What is remembered.


async def test_a_history_has_pages_and_is_counted(
    moderation: ModerationService, clock: ManualClock
) -> None:
    for _ in range(11):
        await moderation.propose(WARNING, by=MODERATOR)
        clock.advance(timedelta(minutes=2))
    history = await moderation.history(PERSON, by=MODERATOR)
    assert ([case.number for case in history.cases], history.total) == (
        list(range(11, 3, -1)),
        11,
    )
    assert (history.page, history.pages) == (0, 2)
    older = await moderation.history(PERSON, by=MODERATOR, page=1)
    assert [case.number for case in older.cases] == [3, 2, 1]
    assert (await moderation.history(PERSON, by=MODERATOR, page=9)).page == 1


async def test_a_note_is_gone_after_its_time(
    moderation: ModerationService, clock: ManualClock
) -> None:
    await moderation.propose(WARNING, by=MODERATOR)
    clock.advance(timedelta(days=180))
    assert (await the_case(moderation)).note == ""
    assert await moderation.forget_notes() == 1
