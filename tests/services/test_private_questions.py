"""A question without a name keeps its asker's name from staff, until two of them need it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import private_questions as rules
from bot.domain.deliveries import Person
from bot.domain.errors import Conflict, NotFound, NotPermitted
from bot.domain.handovers import Mark
from bot.domain.ids import HandoverId
from bot.domain.messages import ScreenedText
from bot.domain.report_notices import StaffLetter
from bot.services.caring import Caring
from bot.services.private_questions import PrivateQuestions
from bot.storage.database import Database
from tests.fakes import FakeMessenger, ManualClock
from tests.services.caring import ADMIN, ANN, BEN, GUILD, MEMBER
from tests.services.fake_desk import FakeDesk
from tests.services.fake_report_desk import REPORTED, REPORTER, FakeReportDesk, telling_of
from tests.services.fake_rooms import Killed

QUESTION = ScreenedText("is the marzipan room open")


@pytest.fixture
async def questions(caring: Caring) -> PrivateQuestions:
    """The service under test, switched on."""
    made = telling_of(caring, FakeReportDesk()).questions
    await made.switch(on=True, by=ADMIN)
    return made


def desk_of(questions: PrivateQuestions) -> FakeDesk:
    """Return where staff see questions."""
    assert isinstance(questions.handovers.desk, FakeDesk)
    return questions.handovers.desk


async def asked(questions: PrivateQuestions) -> HandoverId:
    """Ask, and return the question's number."""
    assert await questions.ask(QUESTION, guild_id=GUILD, asker_id=REPORTER)
    return list(desk_of(questions).cards)[-1]


async def test_it_is_off_until_an_admin_switches_it_on(caring: Caring) -> None:
    questions = telling_of(caring, FakeReportDesk()).questions
    with pytest.raises(Conflict):
        await questions.let_ask(GUILD, REPORTER)
    with pytest.raises(NotPermitted):
        await questions.switch(on=True, by=ANN)
    await questions.switch(on=True, by=ADMIN)
    await questions.let_ask(GUILD, REPORTER)
    await questions.switch(on=False, by=ADMIN)
    with pytest.raises(Conflict):
        await questions.ask(QUESTION, guild_id=GUILD, asker_id=REPORTER)
    assert desk_of(questions).cards == {}


async def test_a_block_names_nobody_and_holds_for_that_person_alone(
    questions: PrivateQuestions, database: Database, clock: ManualClock
) -> None:
    handover_id = await asked(questions)
    assert handover_id in desk_of(questions).private
    assert await questions.block(handover_id, by=ANN)
    with pytest.raises(Conflict):
        await questions.ask(QUESTION, guild_id=GUILD, asker_id=REPORTER)
    await questions.let_ask(GUILD, REPORTED)
    async with database.transaction() as tx:
        [row] = await tx.fetch_all("SELECT asker FROM question_blocks")
    assert len(row["asker"]) == 64

    assert not await questions.block(handover_id, by=BEN), "pressed again, it is lifted"
    await questions.let_ask(GUILD, REPORTER)
    await questions.block(handover_id, by=ANN)
    clock.advance(rules.BLOCKED_FOR)
    await questions.let_ask(GUILD, REPORTER)
    assert await questions.forget() == 1
    assert [mark for mark, _ in desk_of(questions).marks] == [
        Mark.BLOCKED,
        Mark.UNBLOCKED,
        Mark.BLOCKED,
    ]


async def test_two_different_people_learn_the_name_and_the_member_is_told(
    questions: PrivateQuestions, messenger: FakeMessenger
) -> None:
    handover_id = await asked(questions)
    assert await questions.learn(handover_id, by=ANN) is None
    with pytest.raises(Conflict):
        await questions.learn(handover_id, by=ANN)
    assert messenger.posted == []

    assert await questions.learn(handover_id, by=BEN) == REPORTER
    [letter] = messenger.messages
    assert letter.place == Person(REPORTER)
    assert isinstance(letter.notice, StaffLetter)
    assert letter.notice.what == "question_opened"
    assert await questions.learn(handover_id, by=ANN) == REPORTER
    with pytest.raises(Conflict):
        await questions.learn(handover_id, by=ADMIN)
    assert len(messenger.posted) == 1, "told once"
    assert desk_of(questions).marks == [
        (Mark.NAME_WANTED, ANN.user_id),
        (Mark.NAME_LEARNED, BEN.user_id),
    ]


async def test_the_member_is_told_also_where_the_bot_dies_once_staff_know(
    questions: PrivateQuestions, messenger: FakeMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    handover_id = await asked(questions)
    await questions.learn(handover_id, by=ANN)
    monkeypatch.setattr(desk_of(questions), "mark", killed)
    with pytest.raises(Killed):
        await questions.learn(handover_id, by=BEN)
    assert messenger.posted == []

    restarted = replace(questions.letters.deliveries, _in_hand={})
    await restarted.release_claims()
    await restarted.deliver_due()
    [letter] = messenger.messages
    assert letter.place == Person(REPORTER)
    assert await questions.letters.forget() == 1, "its reader has it"


async def killed(*_: object, **__: object) -> None:
    """Die in the place of a mark."""
    raise Killed


async def test_a_wish_that_nobody_shared_begins_anew(
    questions: PrivateQuestions, messenger: FakeMessenger, clock: ManualClock
) -> None:
    handover_id = await asked(questions)
    await questions.learn(handover_id, by=ANN)
    clock.advance(rules.AGREES_WITHIN + timedelta(seconds=1))

    assert await questions.learn(handover_id, by=BEN) is None
    assert messenger.posted == []
    assert await questions.learn(handover_id, by=ANN) == REPORTER


async def test_members_learn_and_block_nothing(questions: PrivateQuestions) -> None:
    handover_id = await asked(questions)
    for act in (questions.block, questions.learn):
        with pytest.raises(NotPermitted):
            await act(handover_id, by=MEMBER)
        with pytest.raises(NotFound):
            await act(HandoverId(handover_id + 1), by=ANN)


def test_a_hash_of_one_server_means_nothing_in_another() -> None:
    assert rules.token(b"one", REPORTER) != rules.token(b"two", REPORTER)
    assert rules.token(b"one", REPORTER) != rules.token(b"one", REPORTED)
