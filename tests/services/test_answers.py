"""An answer out of the clinic's entries; counted by nearest entry, never by words."""

from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import NotFound, StorageError
from bot.domain.faq import search
from bot.domain.faq.entries import EntryId
from bot.domain.faq.search import Answer, NoAnswer
from bot.domain.ids import GuildId
from bot.domain.messages import ScreenedText
from bot.services import faq_content
from bot.services.answers import AnswerService
from bot.storage import answers as rows
from bot.storage.database import Database
from tests.fakes import ManualClock

CONTENT = Path(__file__).parents[2] / "config/content/faq"


@pytest.fixture(scope="module")
def index() -> search.Index:
    """The clinic's own entries."""
    return search.build(faq_content.load(CONTENT).entries)


@pytest.fixture
def answers(database: Database, index: search.Index, clock: ManualClock) -> AnswerService:
    """The service under test."""
    return AnswerService(database=database, shipped=index, now=clock, target=0.05)


async def counts(database: Database) -> list[tuple[Any, ...]]:
    """Return what is kept."""
    async with database.transaction() as tx:
        return [tuple(row.values()) for row in await tx.fetch_all("SELECT * FROM answer_counts")]


async def test_a_question_is_counted_by_its_entry_alone(
    answers: AnswerService, database: Database
) -> None:
    question = ScreenedText("do i need a referral for migraine treatment?")
    for _ in range(2):
        await answers.count(await answers.answer(question, guild_id=None), guild_id=GuildId(1))

    assert await counts(database) == [(1, "2026-03-09", "migraine-referral", "answer", 2)]


async def test_a_question_in_private_is_counted_under_no_server(
    answers: AnswerService, database: Database
) -> None:
    found = await answers.answer(
        ScreenedText("what is the tallest mountain on mars"), guild_id=None
    )
    await answers.count(found, guild_id=None)

    assert await counts(database) == [(0, "2026-03-09", "", "none", 1)]


async def test_a_title_from_the_list_means_its_entry(answers: AnswerService) -> None:
    """Whatever the gate would make of it."""
    for entry in answers.shipped.entries:
        found = await answers.answer(ScreenedText(entry.title.upper()), guild_id=None)
        got = found.topic if isinstance(found, NoAnswer) else None
        if isinstance(found, Answer):
            got = found.match.entry
        assert got is entry


async def test_a_count_that_cannot_be_kept_is_no_error(
    answers: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr(rows, "count", full)
    found = await answers.answer(
        ScreenedText("do i need a referral for migraine treatment"), guild_id=None
    )
    await answers.count(found, guild_id=None)

    assert isinstance(found, Answer)


def test_an_entry_that_was_taken_out_is_not_found(answers: AnswerService) -> None:
    assert answers.entry(EntryId("migraine-referral"), guild_id=None).title
    with pytest.raises(NotFound):
        answers.entry(EntryId("no-such-entry"), guild_id=None)


def test_titles_complete_what_is_typed(answers: AnswerService) -> None:
    assert len(answers.titles("", guild_id=None)) == 25
    assert any("referral" in title for title in answers.titles("refer", guild_id=None))


async def test_a_server_with_entries_of_its_own_answers_from_them(answers: AnswerService) -> None:
    question = ScreenedText("do i need a referral for migraine treatment")
    await answers.reload(GuildId(7), ())

    assert isinstance(await answers.answer(question, guild_id=GuildId(7)), NoAnswer)
    assert isinstance(await answers.answer(question, guild_id=GuildId(8)), Answer)


async def test_what_comes_next_is_near_and_not_the_same(answers: AnswerService) -> None:
    question = ScreenedText("do i need a referral for migraine treatment")
    best = EntryId("migraine-referral")
    others = await answers.others(question, best, guild_id=None)

    assert 1 <= len(others) <= 3
    assert best not in others
    known = answers.known([*others, "no-such-entry"], guild_id=None)
    assert [entry.id for entry in known] == list(others)


async def test_what_became_of_an_answer_is_counted_without_a_person(
    answers: AnswerService, database: Database
) -> None:
    await answers.note(EntryId("migraine-referral"), "helpful", guild_id=GuildId(1))

    assert await counts(database) == [(1, "2026-03-09", "migraine-referral", "helpful", 1)]


async def test_a_target_of_nothing_answers_nothing_by_likeness(answers: AnswerService) -> None:
    """0 is a target, not the absence of one."""
    unsure = ScreenedText("do i need a referral for migraine treatment")
    assert isinstance(await answers.answer(unsure, guild_id=None), Answer)

    assert not isinstance(await answers.answer(unsure, guild_id=None, target=0.0), Answer)
